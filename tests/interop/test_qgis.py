"""QGIS opens the layers through its own provider ``OAPIF``."""

import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest

PYTHON = "/usr/bin/python3"
"""Debian's QGIS is installed for Debian's Python."""


@pytest.fixture(scope="module")
def found(server: str, tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401
    """Return what QGIS finds, or skip where it is not installed."""
    known = (
        shutil.which(PYTHON) is not None
        and (
            subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
        ).returncode
        == 0
    )
    if not known:
        pytest.skip("QGIS is not installed (Debian: python3-qgis, qgis-providers)")
    folder = tmp_path_factory.mktemp("qgis")
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    done = subprocess.run(
        [PYTHON, str(Path(__file__).with_name("qgis_reader.py")), server],
        env=kept | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder),
                    "XDG_RUNTIME_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_qgis_opens_points_polygons_and_lines(found: dict[str, Any]) -> None:
    assert found["provider"]
    assert found["valid"] == {"ports": True, "states": True, "river_segments": True}
    assert found["features"] == {"ports": 55, "states": 10, "river_segments": 9}


def test_qgis_knows_where_and_what_the_ports_are(found: dict[str, Any], server: str) -> None:
    assert found["crs"] in {"OGC:CRS84", "EPSG:4326"}
    assert {"id", "name_es", "us_state", "modes", "river_km"} <= set(found["fields"])
    with urllib.request.urlopen(f"{server}/collections/ports") as answer:  # noqa: S310
        box = json.load(answer)["extent"]["spatial"]["bbox"][0]
    assert found["extent"] == pytest.approx(box, abs=1e-6)


def test_qgis_filters_on_attributes(found: dict[str, Any]) -> None:
    assert found["texan"] == 34
    assert found["subset"] == 34


def test_qgis_filters_by_rectangle(found: dict[str, Any], server: str) -> None:
    with urllib.request.urlopen(f"{server}/collections/ports/items") as answer:  # noqa: S310
        features = json.load(answer)["features"]
    inside = [
        feature["id"]
        for feature in features
        if -107 <= feature["geometry"]["coordinates"][0] <= -106
        and 31 <= feature["geometry"]["coordinates"][1] <= 32
    ]
    assert found["el_paso"] == sorted(inside)
