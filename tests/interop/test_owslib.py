"""OWSLib, the OGC client of Python, reads the service."""

import pytest

from geo.layers import LAYERS

ogc = pytest.importorskip("owslib.ogcapi.features", reason="OWSLib is not installed")


@pytest.fixture(scope="module")
def features(server: str):  # noqa: ANN201
    return ogc.Features(f"{server}/")


def test_owslib_finds_every_collection_as_a_feature_collection(features) -> None:  # noqa: ANN001
    assert features.feature_collections() == list(LAYERS)
    assert set(features.collections()["collections"][0]) >= {"id", "title", "extent", "links"}


def test_owslib_reads_conformance_and_the_api_document(features) -> None:  # noqa: ANN001
    classes = features.conformance()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes
    assert features.api()["openapi"] == "3.0.3"


def test_owslib_reads_the_55_ports_and_one_of_them(features) -> None:  # noqa: ANN001
    assert features.collection("ports")["id"] == "ports"
    page = features.collection_items("ports", limit=100)
    assert page["numberMatched"] == page["numberReturned"] == len(page["features"]) == 55
    assert features.collection_item("ports", "del-rio")["properties"]["us_state"] == "US-TX"


def test_owslib_pages_filters_and_sorts(features) -> None:  # noqa: ANN001
    page = features.collection_items("ports", limit=10, offset=50)
    assert len(page["features"]) == 5
    boxed = features.collection_items("ports", bbox=[-117.5, 32.0, -114.5, 33.0])
    assert {item["properties"]["us_state"] for item in boxed["features"]} <= {"US-CA", "US-AZ"}
    texan = features.collection_items("ports", limit=100, filter="us_state = 'US-TX'")
    assert texan["numberMatched"] == 34


def test_owslib_reads_queryables_and_schema(features) -> None:  # noqa: ANN001
    assert "us_state" in features.collection_queryables("ports")["properties"]
    assert features.collection_schema("ports")["properties"]["id"]["x-ogc-role"] == "id"
