"""QGIS opens the layers through its own provider ``OAPIF``."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="module")
def found(qgis: Callable[[dict[str, int]], dict[str, Any]]) -> dict[str, Any]:
    """Return what QGIS finds, no layer read whole."""
    return qgis({})


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
