"""OGC API - Features, Part 1 Core (OGC 17-069): the items of a collection, lines A8 to A16.

| line | not tested because |
| --- | --- |
| A8, ``timeStamp`` | optional; left out, so that one ``ETag`` stands for one body |
| A12, heights | no geometry has a height: a box of six numbers is one of four |
| A15 | see ``test_ogc_core.py``: it holds for every path |
"""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
import shapely
from flask.testing import FlaskClient

from geo.layers import LAYERS
from tests.web.conftest import items, links_of, pages, path_of

GEOJSON = "application/geo+json"
SPATIAL = [name for name, layer in LAYERS.items() if layer.geometry]


@pytest.mark.parametrize(
    ("layer", "limit", "count"),
    [("ports", 7, 55), ("ports", 55, 55), ("states", 3, 10), ("port_modes", 100, 135),
     ("volumes", 10_000, 94_623)],
)  # fmt: skip
def test_a8_paging_gives_every_feature_exactly_once(
    client: FlaskClient, layer: str, limit: int, count: int
) -> None:
    crawled = list(pages(client, f"/collections/{layer}/items?limit={limit}&level=overview"
                         if LAYERS[layer].levels else
                         f"/collections/{layer}/items?limit={limit}"))  # fmt: skip
    ids = [feature["id"] for page in crawled for feature in page["features"]]
    assert len(ids) == len(set(ids)) == count
    for page in crawled:
        assert page["type"] == "FeatureCollection"
        assert page["numberMatched"] == count
        assert page["numberReturned"] == len(page["features"]) <= limit
        assert all(link["rel"] and link["type"] for link in page["links"])
        assert links_of(page, "self")
        assert links_of(page, "alternate")


def test_a8_items_are_geojson_by_media_type(client: FlaskClient) -> None:
    for accept in (GEOJSON, "*/*", f"{GEOJSON}, application/json;q=0.9", "application/json"):
        answer = client.get("/collections/ports/items", headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, GEOJSON), accept


def test_a8_prev_leads_back_to_the_page_before(client: FlaskClient) -> None:
    first, second = list(pages(client, "/collections/ports/items?limit=30"))
    (back,) = links_of(second, "prev")
    assert client.get(path_of(back["href"])).get_json()["features"] == first["features"]
    assert not links_of(first, "prev")


@pytest.mark.parametrize("layer", ["ports", "river_points"])
def test_a9_coordinates_are_longitude_and_latitude(
    client: FlaskClient, published: Callable[..., gpd.GeoDataFrame], layer: str
) -> None:
    truth = published(layer).set_index("id").geometry
    features = client.get(f"/collections/{layer}/items").get_json()["features"]
    assert len(features) == len(truth)
    for feature in features:
        point = truth[feature["id"]]
        assert feature["geometry"]["coordinates"] == pytest.approx([point.x, point.y], abs=1e-9)
        assert -118 < point.x < -97


@pytest.mark.parametrize("layer", LAYERS)
def test_a10_limit_bbox_and_datetime_are_described_as_the_suite_reads_them(
    document: dict[str, Any], layer: str
) -> None:
    described = document["paths"][f"/collections/{layer}/items"]["get"]["parameters"]
    by_name = {item["name"]: item for item in described}
    for name in ("limit", "bbox", "datetime"):
        item = by_name[name]
        assert (item["in"], item["required"]) == ("query", False)
        assert (item["style"], item["explode"]) == ("form", False)
    assert by_name["limit"]["schema"]["type"] == "integer"
    assert by_name["limit"]["schema"]["maximum"] == 10_000
    assert {"minimum", "default"} <= by_name["limit"]["schema"].keys()
    box = by_name["bbox"]["schema"]
    assert (box["type"], box["items"]["type"]) == ("array", "number")
    assert (box["minItems"], box["maxItems"]) == (4, 6)
    assert by_name["datetime"]["schema"]["type"] == "string"


@pytest.mark.parametrize("limit", [1, 2, 54, 55, 56, 1000])
def test_a11_limit_is_never_exceeded(client: FlaskClient, limit: int) -> None:
    assert len(items(client, f"?limit={limit}")) == min(limit, 55)


@pytest.mark.parametrize("limit", [10_000, 10_001, 1_000_001, 10**30])
def test_a11_a_limit_above_the_maximum_is_clipped(client: FlaskClient, limit: int) -> None:
    query = f"limit={limit}&skipGeometry=true"
    page = client.get(f"/collections/volumes/items?{query}").get_json()
    assert page["numberReturned"] == 10_000 < page["numberMatched"]
    assert "limit=10000&" in next(link["href"] for link in page["links"] if link["rel"] == "next")


@pytest.mark.parametrize("limit", ["0", "-1", "1_000", "ten", "1e3", ""])
def test_a11_a_limit_that_is_none_is_refused(client: FlaskClient, limit: str) -> None:
    answer = client.get("/collections/ports/items", query_string={"limit": limit})
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == "limit"


BOXES = [
    (-107.0, 31.0, -106.0, 32.0), (-117.2, 32.5, -117.0, 32.6), (-98.6, 25.8, -97.0, 26.5),
    (-180.0, -90.0, 180.0, 90.0), (0.0, 0.0, 1.0, 1.0), (-100.2, 27.3, -99.4, 28.9),
]  # fmt: skip


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("layer", SPATIAL)
def test_a12_bbox_chooses_by_geometry_and_keeps_features_without(
    client: FlaskClient,
    published: Callable[..., gpd.GeoDataFrame],
    layer: str,
    box: tuple[float, float, float, float],
) -> None:
    truth = published(layer)
    area = shapely.box(*box)
    chosen = [
        row.id
        for row in truth.itertuples()
        if row.geometry is None or row.geometry.intersects(area)
    ]
    query = "?bbox=" + ",".join(f"{value:g}" for value in box) + "&skipGeometry=true"
    assert sorted(items(client, query, layer)) == sorted(chosen)


def test_a12_bbox_is_not_tested_against_envelopes(client: FlaskClient) -> None:
    # Monterrey's surroundings: inside the envelope of Coahuila, outside the state.
    assert items(client, "?bbox=-100.4,25.6,-100.3,25.7&skipGeometry=true", "states") == ["MX-NLE"]


def test_a12_a_box_of_six_numbers_leaves_heights_aside(client: FlaskClient) -> None:
    flat, tall = "?bbox=-107,31,-106,32", "?bbox=-107,31,-1000,-106,32,9000"
    assert items(client, tall) == items(client, flat) != []


def test_a12_a_box_may_cross_the_antimeridian(client: FlaskClient) -> None:
    western = {
        feature["id"]
        for feature in client.get("/collections/ports/items").get_json()["features"]
        if feature["geometry"]["coordinates"][0] <= -110.0
    }
    assert set(items(client, "?bbox=170,20,-110,40")) == western


def test_a13_datetime_instants_and_intervals_choose_by_time(client: FlaskClient) -> None:
    def months(value: str) -> set[str]:
        path = f"/collections/volumes/items?limit=10000&properties=month&datetime={value}"
        found = list(pages(client, f"{path}&port_code=2304"))
        return {item["properties"]["month"][:7] for page in found for item in page["features"]}

    assert months("2024-03-01") == {"2024-03"}
    assert months("2024-03-01T00:00:00Z") == {"2024-03"}
    assert months("2024-03-31") == months("2024-03") == {"2024-03"}
    assert months("2024-03-01/2024-05-01") == {"2024-03", "2024-04", "2024-05"}
    assert months("2024-03-02/2024-05-01T00:00:00Z") == {"2024-03", "2024-04", "2024-05"}
    assert months("2024-04-30T23:59:59Z/2024-05") == {"2024-04", "2024-05"}
    assert min(months("2024-11-15/..")) == "2024-11"
    assert min(months("2024-11-15/")) == "2024-11"
    assert max(months("../1996-02-15")) == max(months("/1996-02-15")) == "1996-02"
    assert months("2024-02-12/P2M") == {"2024-02", "2024-03", "2024-04"}


def test_a13_datetime_leaves_collections_without_time_as_they_are(client: FlaskClient) -> None:
    assert len(items(client, "?datetime=2018-02-12")) == 55
    february = items(client, "?datetime=2018-02-12/P2D", "volumes")
    assert {key.split(":")[1] for key in february} == {"2018-02"}


INVALID = [
    *[f"limit={value}" for value in ("unlimited", "-1", "0", "1.5", "", "1e3", "٣")],
    *[f"bbox={value}" for value in (
        "1,2,3", "1,2,3,4,5", "1,2,3,4,5,6,7", "a,b,c,d", "nan,0,1,1", "1,5,2,4", "-200,0,0,1",
        "0,0,0,91", "", "0,0,inf,1", "1,2,3,",
    )],
    *[f"datetime={value}" for value in (
        "yesterday", "2018-13-45", "2020-01-01/2019-01-01", "2018-01-01/2019-01-01/2020-01-01", "",
        "../..", "/", "2018-02-30", "2018-02-12T25:00:00Z", "2018-02-12/P", "12/2018",
    )],
    *[f"offset={value}" for value in ("-1", "x", "")],
]  # fmt: skip


@pytest.mark.parametrize("query", INVALID)
@pytest.mark.parametrize("layer", ["ports", "tolls", "volumes"])
def test_a14_invalid_values_are_refused(client: FlaskClient, layer: str, query: str) -> None:
    answer = client.get(f"/collections/{layer}/items?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a16_box_time_and_other_filters_all_hold(client: FlaskClient) -> None:
    found = items(client, "?bbox=-107,31,-106,32&us_state=US-TX&datetime=2020-01-01")
    alone = items(client, "?bbox=-107,31,-106,32")
    texan = items(client, "?us_state=US-TX&limit=100")
    assert set(found) == set(alone) & set(texan) != set(alone)
