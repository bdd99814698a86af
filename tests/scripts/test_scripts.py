"""The browser's scripts, run by node: arithmetic, formats, state, and what their table says."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest
from geographiclib.geodesic import Geodesic

from geo.geodesy import KM_PER_MILE

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


@pytest.fixture(scope="session")
def node() -> list[str]:
    """Return the words that start node, or skip where there is none."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    try:
        command: list[str] = build.node_command("node")
    except build.AssetError as error:
        pytest.skip(str(error))
    return command


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.test.js")))
def test_scripts(node: list[str], name: str) -> None:
    ran = subprocess.run(
        [*node, "--test", str(FOLDER / name)],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# fail 0" in ran.stdout or "fail 0" in ran.stdout


def test_scripts_and_program_share_their_mile() -> None:
    script = ROOT / "geo" / "maps" / "interactive" / "scripts" / "texts.js"
    (mile,) = re.findall(r"KM_PER_MILE = ([\d.]+);", script.read_text(encoding="utf-8"))
    assert float(mile) == KM_PER_MILE


def test_the_table_of_geodesics_is_that_of_geographiclib() -> None:
    table = json.loads((FOLDER / "geodesics.json").read_text(encoding="utf-8"))
    assert len(table) > 10
    for row in table:
        (lon1, lat1), (lon2, lat2) = row["from"], row["to"]
        truth = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)
        assert row["metres"] == pytest.approx(truth["s12"], abs=1e-4)
        if row["metres"]:
            assert row["bearing"] == pytest.approx(truth["azi1"] % 360, abs=1e-6)
