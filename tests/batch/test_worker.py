"""A worker answers with a quarter of what is installed for everything: the packages of its lock."""

import pickle
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pandas as pd
import pytest
from packaging.utils import canonicalize_name

from geo.batch.files import batch_question
from geo.border import Border

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "worker.txt"
WORKER = """
import importlib.abc, pickle, sys
from pathlib import Path

class Refused(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(name, name=name)

refused = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Refused())
from geo.batch.parts import Part, answer_part, verify_part
from geo.batch import nearest_table
import geo.batch.cluster, pyarrow

question, source, target = pickle.loads(Path(sys.argv[2]).read_bytes())
part = Part(source=source, target=target, rows=2)
print(answer_part(question, part).rows)
verify_part(part)
row = pyarrow.table({"lon": [-99.5075], "lat": [27.5036]})
print(nearest_table(row, question.engine)["port_id"][0])
"""


def test_a_worker_needs_no_package_but_those_of_its_lock(border: Border, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    locked = {
        canonicalize_name(name)
        for name in re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    }
    refused = {
        name
        for name, homes in packages_distributions().items()
        if not any(canonicalize_name(home) in {*locked, "border-ports", "setuptools"}
                   for home in homes)
    }  # fmt: skip
    assert {"pandas", "geopandas", "flask", "folium", "pyogrio", "babel"} <= refused
    source = tmp_path / "in.parquet"
    pd.DataFrame({"lon": [-99.5075, None], "lat": [27.5036, 1.0]}).to_parquet(source)
    sent = tmp_path / "sent"
    sent.write_bytes(pickle.dumps((batch_question(border), source, tmp_path / "out.parquet")))
    done = subprocess.run(
        [sys.executable, "-c", WORKER, ",".join(refused - {"coverage"}), str(sent)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.split() == ["2", "laredo-gateway"]
