"""OGC API - Features, Part 5: Schemas (OGC 23-058r2).

| line | not tested because |
| --- | --- |
| E1, temporal roles of an interval | no layer has a start and an end; two have an instant |
| E4, profiles | the parameter ``profile`` is not offered and its class not declared |
"""

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from geo.layers import LAYERS

RELATION = "http://www.opengis.net/def/rel/ogc/1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEYWORDS = {"type", "format", "title", "description", "enum", "items"}
UCUM = {"kg", "km", "m", "[mi_i]", "km2", "deg"}


def schema_of(client: FlaskClient, layer: str, kind: str = "schema") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/collections/{layer}/{kind}").get_json(force=True)
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_e1_the_collection_links_to_its_schema(client: FlaskClient, layer: str) -> None:
    (link,) = [
        item
        for item in client.get(f"/collections/{layer}").get_json()["links"]
        if item["rel"] == f"{RELATION}/schema"
    ]
    assert link["href"] == f"http://localhost/collections/{layer}/schema"
    answer = client.get(f"/collections/{layer}/schema?lang=es")
    assert answer.mimetype == link["type"] == "application/schema+json"
    assert answer.get_json(force=True)["$id"] == link["href"]


@pytest.mark.parametrize("kind", ["schema", "queryables", "sortables"])
@pytest.mark.parametrize("layer", LAYERS)
def test_e1_the_schema_is_a_valid_json_schema(client: FlaskClient, layer: str, kind: str) -> None:
    found = schema_of(client, layer, kind)
    assert found["$schema"] == DIALECT
    Draft202012Validator.check_schema(found)
    for item in found["properties"].values():
        assert all(name in KEYWORDS or name.startswith("x-") for name in item)


@pytest.mark.parametrize("layer", LAYERS)
def test_e1_each_role_is_played_once(client: FlaskClient, layer: str) -> None:
    properties = schema_of(client, layer)["properties"]
    roles = [item["x-ogc-role"] for item in properties.values() if "x-ogc-role" in item]
    assert roles.count("id") == 1
    assert roles.count("primary-geometry") == (1 if LAYERS[layer].geometry else 0)
    assert roles.count("primary-instant") == (1 if LAYERS[layer].time else 0)
    (key,) = [item for item in properties.values() if item.get("x-ogc-role") == "id"]
    assert key["type"] == "string"
    if LAYERS[layer].geometry:
        assert properties["geometry"]["format"].startswith("geometry-")


@pytest.mark.parametrize("layer", LAYERS)
def test_e1_units_are_ucum_and_the_sequence_is_of_whole_numbers(
    client: FlaskClient, layer: str
) -> None:
    properties = schema_of(client, layer)["properties"]
    assert {item["x-ogc-unit"] for item in properties.values() if "x-ogc-unit" in item} <= UCUM
    places = [item["x-ogc-propertySeq"] for name, item in properties.items() if name != "geometry"]
    assert places == sorted(set(places))
    assert all(isinstance(place, int) for place in places)


@pytest.mark.parametrize("layer", LAYERS)
def test_e2_every_feature_returned_fits_the_schema(client: FlaskClient, layer: str) -> None:
    found = schema_of(client, layer)
    names = {name: item for name, item in found["properties"].items() if name != "geometry"}
    validator = Draft202012Validator(
        found | {"properties": names}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    page = client.get(f"/collections/{layer}/items?limit=2000&skipGeometry=true").get_json()
    assert page["features"]
    for feature in page["features"]:
        assert list(feature["properties"]) == list(names)
        known = {name: item for name, item in feature["properties"].items() if item is not None}
        assert not list(validator.iter_errors(known)), feature["id"]


@pytest.mark.parametrize("layer", LAYERS)
def test_describedby_leads_to_a_schema_of_the_features_with_single_types(
    client: FlaskClient, layer: str
) -> None:
    collection = client.get(f"/collections/{layer}").get_json()["links"]
    page = client.get(f"/collections/{layer}/items?limit=50").get_json()
    links = [item for item in (*collection, *page["links"])
             if item["rel"].lower() == "describedby"]  # fmt: skip
    assert [item["rel"] for item in links] == ["describedby", "describedBy", "describedby"]
    assert {item["type"] for item in links} == {"application/schema+json"}
    (address,) = {item["href"] for item in links}
    found = client.get(address.removeprefix("http://localhost")).get_json(force=True)
    Draft202012Validator.check_schema(found)
    assert found["$id"] == address
    inner = found["properties"]["properties"]
    named = [*inner["properties"], *(name.strip("^$") for name in inner["patternProperties"])]
    assert sorted(named) == sorted(LAYERS[layer].column_names)
    for schema in (*inner["properties"].values(), *inner["patternProperties"].values()):
        assert isinstance(schema["type"], str)
        assert "oneOf" not in schema
        assert (schema["type"] == "array") == ("items" in schema)
    validator = Draft202012Validator(found)
    for feature in page["features"]:
        known = {name: item for name, item in feature["properties"].items() if item is not None}
        if LAYERS[layer].geometry and feature["geometry"] is None:
            feature["geometry"] = {"type": LAYERS[layer].geometry}
        assert not list(validator.iter_errors(feature | {"properties": known})), feature["id"]


@pytest.mark.parametrize("layer", [name for name, item in LAYERS.items() if item.geometry])
def test_e2_geometries_are_of_the_type_that_the_schema_names(
    client: FlaskClient, layer: str
) -> None:
    named = schema_of(client, layer)["properties"]["geometry"]["format"]
    features = client.get(f"/collections/{layer}/items").get_json()["features"]
    shapes = [feature["geometry"] for feature in features if feature["geometry"]]
    assert {f"geometry-{shape['type'].lower()}" for shape in shapes} == {named}


@pytest.mark.parametrize("layer", LAYERS)
def test_e3_sortables_are_linked_and_every_one_sorts(client: FlaskClient, layer: str) -> None:
    links = client.get(f"/collections/{layer}").get_json()["links"]
    assert f"{RELATION}/sortables" in {item["rel"] for item in links}
    sortables = schema_of(client, layer, "sortables")["properties"]
    assert "geometry" not in sortables
    lists = {name for name, value in schema_of(client, layer, "schema")["properties"].items()
             if value.get("type") == "array"}  # fmt: skip
    assert lists.isdisjoint(sortables)
    for name in lists:
        assert client.get(f"/collections/{layer}/items?sortby={name}").status_code == 400
    for name in sortables:
        answer = client.get(f"/collections/{layer}/items?limit=1&skipGeometry=true&sortby={name}")
        assert answer.status_code == 200, name


def test_e4_profiles_are_not_declared_and_the_parameter_is_refused(client: FlaskClient) -> None:
    classes = client.get("/conformance").get_json()["conformsTo"]
    assert not [name for name in classes if "profile" in name]
    assert client.get("/collections/ports/items?profile=x").status_code == 400


@pytest.mark.parametrize(("lang", "title"), [("en", "River kilometer"), ("es", "Kilómetro de río")])
def test_titles_of_properties_come_in_both_languages(
    client: FlaskClient, lang: str, title: str
) -> None:
    answer = client.get(f"/collections/ports/schema?lang={lang}")
    assert answer.get_json(force=True)["properties"]["river_km"]["title"] == title
    assert answer.headers["Content-Language"] == lang
