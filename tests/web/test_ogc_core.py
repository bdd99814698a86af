"""OGC API - Features, Part 1 Core (OGC 17-069): one test per line of the abstract test suite.

| line | not tested because |
| --- | --- |
| A8 to A14, A16 | see ``test_ogc_items.py`` |
| A6, several boxes | each collection states one box |
| A6, several intervals | each collection states one interval |
| A20, security schemes | the service asks nobody who they are |
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import html5lib
import pytest
from flask.testing import FlaskClient

from geo.layers import LAYERS
from tests.web.conftest import items, links_of, pages, path_of

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
    "/queries/within?lon=-106&lat=31&km=5", "/queries/along?port=del-rio",
    "/queries/between?from=del-rio&to=pharr", "/queries/locate?lon=-106&lat=31", "/map",
    "/health/live", "/health/ready", "/metrics", "/problems/not-found",
]  # fmt: skip
FOR_PEOPLE = ("/map", "/api.html")
"""What people share, with the parameters that social networks append."""
PAGES = [
    "/", "/conformance", "/api.html", "/collections", "/collections/ports",
    "/collections/ports/queryables", "/collections/ports/sortables", "/collections/ports/schema",
    "/collections/ports/items", "/collections/states/items", "/collections/tolls/items",
    "/collections/ports/items/del-rio", "/collections/volumes/items?limit=5", "/map",
    "/problems/not-found",
]  # fmt: skip


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
        assert [link["type"] for link in links_of(item, "items")] == [GEOJSON, "text/html"]
        assert len({(link["href"], link["rel"]) for link in item["links"]}) == len(item["links"])
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


@pytest.mark.parametrize("path", [path for path in RESOURCES if path not in FOR_PEOPLE])
def test_a15_unknown_parameter_is_refused_everywhere(client: FlaskClient, path: str) -> None:
    joint = "&" if "?" in path else "?"
    assert client.get(path).status_code == 200
    answer = client.get(f"{path}{joint}no_such=1")
    assert answer.status_code == 400
    assert [item["parameter"] for item in answer.get_json()["errors"]] == ["no_such"]


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


WITHOUT_LENGTH = {"/metrics", "/queries/gaps"}
"""Figures that change, and a costly answer, which HEAD does not make."""


@pytest.mark.parametrize("path", RESOURCES)
def test_a19_head_answers_like_get_without_a_body(client: FlaskClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    if path not in WITHOUT_LENGTH:
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
