"""Two GeoJSON libraries read every collection's first page and every question's answer."""

from itertools import pairwise

import geojson
import pytest
from flask.testing import FlaskClient
from geojson_pydantic import Feature, FeatureCollection

from geo.layers import LAYERS

PAGES = [f"/collections/{name}/items?limit=50" for name in LAYERS]
ANSWERS = [
    "/queries/nearest?lon=-106.45&lat=31.75&k=5",
    "/queries/within?lon=-97.5&lat=25.9&km=60",
    "/queries/along?port=del-rio&direction=upstream&k=3",
    "/queries/gaps?min_km=100",
]


@pytest.mark.parametrize("path", [*PAGES, *ANSWERS])
def test_the_library_geojson_finds_nothing_wrong(client: FlaskClient, path: str) -> None:
    found = geojson.loads(client.get(path).text)
    assert found["features"]
    assert found.errors() == []


@pytest.mark.parametrize("path", [*PAGES, *ANSWERS])
def test_geojson_pydantic_reads_a_feature_collection(client: FlaskClient, path: str) -> None:
    text = client.get(path).text
    assert FeatureCollection.model_validate_json(text).type == "FeatureCollection"


@pytest.mark.parametrize("name", LAYERS)
def test_geojson_pydantic_reads_a_single_feature(client: FlaskClient, name: str) -> None:
    first = client.get(f"/collections/{name}/items?limit=1").get_json()["features"][0]
    found = Feature.model_validate_json(client.get(f"/collections/{name}/items/{first['id']}").text)
    assert found.id == first["id"]


@pytest.mark.parametrize("name", [name for name, layer in LAYERS.items() if layer.geometry])
def test_geometries_are_two_dimensional_and_rings_turn_as_the_standard_says(
    client: FlaskClient, name: str
) -> None:
    found = (
        geojson.loads(client.get(f"/collections/{name}/items?level=web").text)
        if (LAYERS[name].levels)
        else geojson.loads(client.get(f"/collections/{name}/items").text)
    )
    for feature in found["features"]:
        shape = feature["geometry"]
        if shape is None:
            continue
        assert {len(position) for position in _positions(shape["coordinates"])} == {2}
        if shape["type"] == "MultiPolygon":
            for outer, *holes in shape["coordinates"]:
                assert _signed_area(outer) > 0.0
                assert all(_signed_area(hole) < 0.0 for hole in holes)


def _positions(coordinates: list) -> list[list[float]]:
    if isinstance(coordinates[0], float | int):
        return [coordinates]
    return [position for part in coordinates for position in _positions(part)]


def _signed_area(ring: list[list[float]]) -> float:
    pairs = pairwise(ring)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2.0
