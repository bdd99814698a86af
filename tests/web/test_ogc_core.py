"""OGC API - Features, Part 1 Core (OGC 17-069): one test per line of the abstract test suite.

| line | not tested because |
| --- | --- |
| A6, several boxes | each collection states one box |
| A6, several intervals | each collection states one interval |
| A8, ``timeStamp`` | optional; left out, so that one ``ETag`` stands for one body |
| A12, heights | no geometry has a height: a box of six numbers is one of four |
| A20, security schemes | the service asks nobody who they are |
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import geopandas as gpd
import html5lib
import pytest
import shapely
from flask.testing import FlaskClient

from geo.layers import LAYERS

GEOJSON = "application/geo+json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
SPATIAL = [name for name, layer in LAYERS.items() if layer.geometry]
TEMPORAL = ["volumes", "crossing_volumes"]
RESOURCES = [
    "/", "/conformance", "/api", "/api.html", "/collections", "/collections/ports",
    "/collections/ports/queryables", "/collections/ports/sortables", "/collections/ports/schema",
    "/collections/ports/items", "/collections/ports/items/del-rio", "/queries/ports-per-state",
    "/queries/port-counts", "/queries/nearest?lon=-106&lat=31", "/queries/gaps",
    "/queries/within?lon=-106&lat=31&km=5", "/queries/along-river?port=del-rio",
    "/queries/between?from=del-rio&to=pharr", "/queries/locate?lon=-106&lat=31", "/map",
    "/health/live", "/health/ready", "/metrics", "/problems/not-found",
]  # fmt: skip
PAGES = [
    "/", "/conformance", "/api.html", "/collections", "/collections/ports",
    "/collections/ports/queryables", "/collections/ports/sortables", "/collections/ports/schema",
    "/collections/ports/items", "/collections/states/items", "/collections/tolls/items",
    "/collections/ports/items/del-rio", "/collections/volumes/items?limit=5", "/map",
    "/problems/not-found",
]  # fmt: skip


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def links_of(found: dict[str, Any], rel: str) -> list[dict[str, str]]:
    return [link for link in found["links"] if link["rel"] == rel]


def pages(client: FlaskClient, path: str) -> Iterator[dict[str, Any]]:
    following: str | None = path
    while following is not None:
        page = client.get(following).get_json()
        yield page
        found = links_of(page, "next")
        following = path_of(found[0]["href"]) if found else None


def items(client: FlaskClient, query: str = "", layer: str = "ports") -> list[str]:
    """Return the ids on the first page."""
    answer = client.get(f"/collections/{layer}/items{query}")
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.get_json()["features"]]


def test_a1_landing_page_links_to_description_conformance_and_data(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept": "application/json"})
    found = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert found["title"]
    assert found["description"]
    for rel in ("service-desc", "service-doc", "conformance", "data", "self"):
        assert links_of(found, rel), rel
    assert "text/html" in {link["type"] for link in links_of(found, "alternate")}


def test_a2_service_desc_has_the_type_that_the_test_suite_looks_for(client: FlaskClient) -> None:
    (link,) = links_of(client.get("/").get_json(), "service-desc")
    assert link["type"] == "application/vnd.oai.openapi+json;version=3.0"
    answer = client.get(path_of(link["href"]), headers={"Accept": link["type"]})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == link["type"]
    assert answer.get_json(force=True)["openapi"].startswith("3.0.")


def test_a2_service_doc_is_html(client: FlaskClient) -> None:
    (link,) = links_of(client.get("/").get_json(), "service-doc")
    answer = client.get(path_of(link["href"]), headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")


def test_a3_conformance_declares_core_and_its_encodings(client: FlaskClient) -> None:
    (link,) = links_of(client.get("/").get_json(), "conformance")
    assert path_of(link["href"]) == "/conformance"
    classes = client.get("/conformance").get_json()["conformsTo"]
    for name in ("core", "geojson", "html", "oas30"):
        assert f"{PART_1}/{name}" in classes
    assert len(classes) == len(set(classes))


def test_a4_collections_links_to_itself_and_to_its_alternates(client: FlaskClient) -> None:
    found = client.get("/collections").get_json()
    assert len(links_of(found, "self")) == 1
    assert [link["type"] for link in links_of(found, "alternate")] == ["text/html"]
    assert [item["id"] for item in found["collections"]] == list(LAYERS)


def test_a4_each_collection_links_to_its_items_in_each_encoding(client: FlaskClient) -> None:
    for item in client.get("/collections").get_json()["collections"]:
        assert all(link["rel"] and link["type"] for link in item["links"])
        assert {link["type"] for link in links_of(item, "items")} == {GEOJSON, "text/html"}
        for link in links_of(item, "items"):
            answer = client.head(path_of(link["href"]))
            assert (answer.status_code, answer.mimetype) == (200, link["type"])


def test_a5_first_crs_is_crs84(client: FlaskClient) -> None:
    for item in client.get("/collections").get_json()["collections"]:
        assert item["crs"][0] == CRS84


@pytest.mark.parametrize("layer", SPATIAL)
def test_a6_spatial_extent_covers_every_feature(
    client: FlaskClient, published: Callable[..., gpd.GeoDataFrame], layer: str
) -> None:
    extent = client.get(f"/collections/{layer}").get_json()["extent"]["spatial"]
    (box,) = extent["bbox"]
    assert extent["crs"] == CRS84
    assert box == pytest.approx(published(layer).total_bounds.tolist(), abs=1e-9)


@pytest.mark.parametrize("layer", TEMPORAL)
def test_a6_temporal_extent_covers_every_feature(client: FlaskClient, layer: str) -> None:
    ((start, end),) = client.get(f"/collections/{layer}").get_json()["extent"]["temporal"][
        "interval"
    ]
    months = [
        feature["properties"]["month"]
        for page in pages(client, f"/collections/{layer}/items?limit=10000&properties=month")
        for feature in page["features"]
    ]
    assert (start[:10], end[:10]) == (min(months), max(months))


def test_a7_a_collection_says_what_the_list_says_of_it(client: FlaskClient) -> None:
    for listed in client.get("/collections").get_json()["collections"]:
        found = client.get(f"/collections/{listed['id']}").get_json()
        assert {name: found[name] for name in listed if name != "links"} == {
            name: value for name, value in listed.items() if name != "links"
        }
        assert all(link in found["links"] for link in listed["links"])
        assert links_of(found, "self")


@pytest.mark.parametrize(
    ("layer", "limit", "count"),
    [("ports", 7, 55), ("ports", 55, 55), ("states", 3, 10), ("port_modes", 100, 134),
     ("volumes", 10_000, 94_227)],
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
    assert {"minimum", "maximum", "default"} <= by_name["limit"]["schema"].keys()
    box = by_name["bbox"]["schema"]
    assert (box["type"], box["items"]["type"]) == ("array", "number")
    assert (box["minItems"], box["maxItems"]) == (4, 6)
    assert by_name["datetime"]["schema"]["type"] == "string"


@pytest.mark.parametrize("limit", [1, 2, 54, 55, 56, 1000])
def test_a11_limit_is_never_exceeded(client: FlaskClient, limit: int) -> None:
    assert len(items(client, f"?limit={limit}")) == min(limit, 55)


def test_a11_a_limit_above_the_maximum_is_clipped(client: FlaskClient) -> None:
    found = client.get("/collections/volumes/items?limit=1000000&skipGeometry=true").get_json()
    assert found["numberReturned"] == 10_000 < found["numberMatched"]


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
    assert months("2024-03-02") == set()
    assert months("2024-03-01/2024-05-01") == {"2024-03", "2024-04", "2024-05"}
    assert months("2024-03-02/2024-05-01T00:00:00Z") == {"2024-04", "2024-05"}
    assert min(months("2024-11-15/..")) == "2024-12"
    assert min(months("2024-11-15/")) == "2024-12"
    assert max(months("../1996-02-15")) == max(months("/1996-02-15")) == "1996-02"
    assert months("2024-02-12/P2M") == {"2024-03", "2024-04"}


def test_a13_datetime_leaves_collections_without_time_as_they_are(client: FlaskClient) -> None:
    assert len(items(client, "?datetime=2018-02-12")) == 55
    assert len(items(client, "?datetime=2018-02-12/P2D", "volumes")) == 0


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


@pytest.mark.parametrize("path", RESOURCES)
def test_a15_unknown_parameter_is_refused_everywhere(client: FlaskClient, path: str) -> None:
    joint = "&" if "?" in path else "?"
    assert client.get(path).status_code == 200
    answer = client.get(f"{path}{joint}no_such=1")
    assert answer.status_code == 400
    assert [item["parameter"] for item in answer.get_json()["errors"]] == ["no_such"]


def test_a16_box_time_and_other_filters_all_hold(client: FlaskClient) -> None:
    found = items(client, "?bbox=-107,31,-106,32&us_state=US-TX&datetime=2020-01-01")
    alone = items(client, "?bbox=-107,31,-106,32")
    texan = items(client, "?us_state=US-TX&limit=100")
    assert set(found) == set(alone) & set(texan) != set(alone)


@pytest.mark.parametrize("layer", LAYERS)
def test_a17_a_feature_answers_under_its_id(client: FlaskClient, layer: str) -> None:
    for listed in client.get(f"/collections/{layer}/items?limit=20").get_json()["features"]:
        answer = client.get(f"/collections/{layer}/items/{quote(listed['id'], safe='')}")
        found = answer.get_json()
        assert (answer.status_code, answer.mimetype) == (200, GEOJSON)
        assert found["id"] == listed["id"]
        assert type(found["id"]) is type(listed["id"])
        assert {name: found[name] for name in listed} == listed
        assert {link["rel"] for link in found["links"]} >= {"self", "alternate", "collection"}
        assert all(link["type"] for link in found["links"])


def test_a17_links_of_a_feature_with_spaces_in_its_id_can_be_followed(client: FlaskClient) -> None:
    names = [name for name in items(client, "?limit=1000", "port_codes") if " " in name]
    assert names
    for name in names[:3]:
        found = client.get(f"/collections/port_codes/items/{quote(name)}").get_json()
        (address,) = [link["href"] for link in links_of(found, "self")]
        assert " " not in address
        assert client.get(path_of(address)).get_json()["id"] == name


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("name", ["no-such", "..", "%20", "%00", "é", "a" * 300, "1"])
def test_a17_an_unknown_id_is_not_found(client: FlaskClient, layer: str, name: str) -> None:
    answer = client.get(f"/collections/{layer}/items/{name}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a18_every_resource_is_valid_html_when_asked(
    client: FlaskClient, path: str, lang: str
) -> None:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    html5lib.HTMLParser(strict=True).parse(answer.get_data(as_text=True))
    assert f'<html lang="{lang}' in answer.text


@pytest.mark.parametrize("path", RESOURCES)
def test_a19_head_answers_like_get_without_a_body(client: FlaskClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    if "/metrics" not in path:
        assert head.headers["Content-Length"] == got.headers["Content-Length"]


@pytest.mark.parametrize("path", ["/conformance/", "/collections/", "/collections/ports/items/"])
def test_a19_a_trailing_slash_does_no_harm(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a20_every_status_that_occurs_is_described(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    seen = {
        ("/collections/ports/items", "?limit=x"): 400,
        ("/collections/ports/items/{id}", "/collections/ports/items/none"): 404,
        ("/queries/nearest", "?lon=-106&lat=31"): 200,
        ("/queries/nearest", ""): 400,
        ("/problems/{slug}", "/problems/none"): 404,
    }
    for (path, asked), status in seen.items():
        address = asked if asked.startswith("/") else path + asked
        answer = client.get(address)
        described = document["paths"][path]["get"]["responses"]
        assert answer.status_code == status
        assert answer.mimetype in described[str(status)]["content"]


def test_a21_titles_come_in_the_language_asked_for(client: FlaskClient) -> None:
    for asked, lang, title in (
        ("es-MX,es;q=0.9", "es", "Puertos de entrada"),
        ("en-US", "en", "Ports of entry"),
        ("fr", "en", "Ports of entry"),
        ("fr, es;q=0.5", "es", "Puertos de entrada"),
    ):
        answer = client.get("/collections/ports", headers={"Accept-Language": asked})
        assert answer.headers["Content-Language"] == lang
        assert answer.get_json()["title"] == title
    assert client.get("/collections/ports?lang=es").get_json()["title"] == "Puertos de entrada"


def test_a21_links_of_the_body_stand_in_the_link_header(client: FlaskClient) -> None:
    answer = client.get("/collections/ports/items?limit=10&offset=10")
    header = answer.headers["Link"]
    for rel in ("self", "alternate", "next", "prev", "collection"):
        link = links_of(answer.get_json(), rel)[0]
        assert f'<{link["href"]}>; rel="{rel}"; type="{link["type"]}"' in header
