"""OGC API - Features, Part 3: Filtering (OGC 19-079), and the drafts on selection and order.

Expected features come from SQLite: its own SQL over the published GeoPackage.

| line | not tested because |
| --- | --- |
| C7, functions | the service adds no function to CQL2 |
| F1, ``exclude-properties`` | not offered and not declared |
| F2, F4, F6, F7 | not offered and not declared (levels of detail are ``level``) |
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from geo.layers import LAYERS

QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SORTABLES = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
EPSG = "http://www.opengis.net/def/crs/EPSG/0"
PART_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf"


def ask(client: FlaskClient, layer: str = "ports", **query: str) -> Any:  # noqa: ANN401
    words = {name.replace("_crs", "-crs").replace("_lang", "-lang"): value
             for name, value in query.items()}  # fmt: skip
    return client.get(f"/collections/{layer}/items?{urlencode(words)}")


def ids(client: FlaskClient, layer: str = "ports", **query: str) -> list[str]:
    answer = ask(client, layer, limit="1000", **query)
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.get_json()["features"]]


@pytest.mark.parametrize("layer", LAYERS)
def test_c1_collection_and_items_link_to_the_queryables(client: FlaskClient, layer: str) -> None:
    wanted = f"http://localhost/collections/{layer}/queryables"
    found = client.get(f"/collections/{layer}").get_json()["links"]
    assert [item["href"] for item in found if item["rel"] == QUERYABLES] == [wanted]
    header = client.head(f"/collections/{layer}/items?limit=1").headers["Link"]
    assert f'<{wanted}>; rel="{QUERYABLES}"' in header


@pytest.mark.parametrize("layer", LAYERS)
def test_c2_queryables_are_a_json_schema_of_what_filters_may_name(
    client: FlaskClient, layer: str
) -> None:
    answer = client.get(f"/collections/{layer}/queryables?lang=en")
    found = answer.get_json(force=True)
    assert answer.mimetype == "application/schema+json"
    assert found["$schema"] == DIALECT
    assert found["$id"] == f"http://localhost/collections/{layer}/queryables"
    assert found["type"] == "object"
    assert found["additionalProperties"] is False
    assert set(LAYERS[layer].column_names) <= found["properties"].keys()
    for item in found["properties"].values():
        assert "type" in item or item["format"].startswith("geometry-")


PARAMETERS = [
    ("ports", {"us_state": "US-TX"}, "us_state = 'US-TX'"),
    ("ports", {"mx_state": "MX-SON", "crossing_type": "land"},
     "mx_state = 'MX-SON' AND crossing_type = 'land'"),
    ("ports", {"opened_year": "1910"}, "opened_year = 1910"),
    ("ports", {"id": "del-rio"}, "id = 'del-rio'"),
    ("ports", {"us_city": "No such town"}, "us_city = 'No such town'"),
    ("states", {"country": "MX"}, "country = 'MX'"),
    ("port_modes", {"unified_cargo_processing": "true"}, "unified_cargo_processing = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "query", "where"), PARAMETERS)
def test_c3_a_queryable_as_parameter_filters_exactly(
    client: FlaskClient,
    sql: Callable[[str], list[str]],
    layer: str,
    query: dict[str, str],
    where: str,
) -> None:
    wanted = sorted(sql(f"SELECT id FROM {layer} WHERE {where}"))  # noqa: S608 - our own words
    assert sorted(ids(client, layer, **query)) == wanted


def test_c3_a_list_holds_the_value_of_its_parameter(
    client: FlaskClient, sql: Callable[[str], list[str]]
) -> None:
    rail = sql("SELECT id FROM ports WHERE modes LIKE '%\"rail\"%'")
    assert sorted(ids(client, modes="rail")) == sorted(rail)


@pytest.mark.parametrize(
    "query",
    [{"opened_year": "abc"}, {"river_km": "x"}, {"as_of": "2026-13-01"}, {"as_of": "today"},
     {"us_state": "TX"}, {"modes": "boat"}, {"opened_year": "1910.5"}],
)  # fmt: skip
def test_c3_a_value_of_the_wrong_type_is_refused(
    client: FlaskClient, query: dict[str, str]
) -> None:
    answer = ask(client, **query)
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == next(iter(query))


FILTERS = [
    ("us_state = 'US-TX'", "us_state = 'US-TX'"),
    ("us_state <> 'US-TX'", "us_state <> 'US-TX'"),
    ("opened_year < 1950", "opened_year < 1950"),
    ("opened_year BETWEEN 1950 AND 1990", "opened_year BETWEEN 1950 AND 1990"),
    ("opened_year IS NULL", "opened_year IS NULL"),
    ("NOT (opened_year IS NULL)", "opened_year IS NOT NULL"),
    ("us_state IN ('US-CA', 'US-AZ')", "us_state IN ('US-CA', 'US-AZ')"),
    ("name_en LIKE '%Bridge%'", "name_en LIKE '%Bridge%'"),
    ("id LIKE 'el-paso-%' OR mx_state = 'MX-COA'", "id LIKE 'el-paso-%' OR mx_state = 'MX-COA'"),
    ("river_km > 100 AND river_km < 500", "river_km > 100 AND river_km < 500"),
    ("river_km * 2 - 100 > boundary_km", "river_km * 2 - 100 > boundary_km"),
    ("current_structure_year > opened_year", "current_structure_year > opened_year"),
    ("river_km < 100 OR river IS NULL", "river_km < 100 OR river IS NULL"),
    ("NOT (river_km < 100)", "NOT (river_km < 100)"),
    ("A_CONTAINS(modes, ('rail'))", "modes LIKE '%\"rail\"%'"),
    ("A_CONTAINS(modes, ('pov', 'bus'))", "modes LIKE '%\"pov\"%' AND modes LIKE '%\"bus\"%'"),
    ("S_INTERSECTS(geometry, BBOX(-107, 31, -106, 32))",
     "source_longitude BETWEEN -107 AND -106 AND source_latitude BETWEEN 31 AND 32"),
    ("hours_as_of >= DATE('2025-01-01')", "hours_as_of >= '2025-01-01'"),
]  # fmt: skip


@pytest.mark.parametrize(("cql2", "where"), FILTERS)
def test_c4_a_filter_gives_what_sql_gives(
    client: FlaskClient, sql: Callable[[str], list[str]], cql2: str, where: str
) -> None:
    wanted = sorted(sql(f"SELECT id FROM ports WHERE {where}"))  # noqa: S608 - our own words
    assert sorted(ids(client, filter=cql2)) == wanted
    assert sorted(ids(client, filter=cql2, filter_lang="cql2-text")) == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [("us_state =", "cql2-text"), ("= 1", "cql2-text"), ("us_state = 'US-TX", "cql2-text"),
     ("no_such = 1", "cql2-text"), ("river_km = 'x'", "cql2-text"), ("us_state", "cql2-text"),
     ("us_state = 'US-TX'", "cql2-json"), ("{}", "cql2-json"), ("[]", "cql2-json"),
     ("us_state = 'US-TX'", "cql"), ("us_state = 'US-TX'", ""), ("", "cql2-text")],
)  # fmt: skip
def test_c4_an_invalid_filter_is_refused(client: FlaskClient, text: str, language: str) -> None:
    answer = ask(client, filter=text, filter_lang=language)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["errors"][0]["parameter"] in {"filter", "filter-lang"}


def test_c4_the_message_names_the_known_properties(client: FlaskClient) -> None:
    (error,) = ask(client, filter="no_such = 1").get_json()["errors"]
    assert "no_such" in error["allowed"]
    assert "boundary_km" in error["allowed"]


def test_c5_coordinates_of_a_filter_are_crs84_by_default(client: FlaskClient) -> None:
    whole = ",".join(
        str(value)
        for value in client.get("/collections/ports").get_json()["extent"]["spatial"]["bbox"][0]
    )
    assert len(ids(client, filter=f"S_INTERSECTS(geometry, BBOX({whole}))")) == 55
    outside = "S_INTERSECTS(geometry, BBOX(1000000, 1000000, 2000000, 2000000))"
    assert ask(client, filter=outside).status_code == 400


@pytest.mark.parametrize(
    ("code", "box"),
    [("4326", "31, -107, 32, -106"),
     # Spherical Mercator of the corners: 6378137 times radians, and of ln tan(45 + lat / 2).
     ("3857", "-11911185.53, 3632749.14, -11799866.04, 3763310.63")],
)  # fmt: skip
def test_c5_filter_crs_gives_the_same_features(client: FlaskClient, code: str, box: str) -> None:
    plain = ids(client, filter="S_INTERSECTS(geometry, BBOX(-107, 31, -106, 32))")
    found = ids(client, filter=f"S_INTERSECTS(geometry, BBOX({box}))", filter_crs=f"{EPSG}/{code}")
    assert found == plain != []


def test_c5_an_unknown_filter_crs_is_refused(client: FlaskClient) -> None:
    answer = ask(client, filter="id = 'x'", filter_crs=f"{EPSG}/9")
    assert answer.status_code == 400


def test_c6_filter_and_box_both_hold(client: FlaskClient) -> None:
    box = "-107,31,-106,32"
    both = ids(client, filter="us_state = 'US-TX'", bbox=box)
    texan, boxed = ids(client, filter="us_state = 'US-TX'"), ids(client, bbox=box)
    assert set(both) == set(texan) & set(boxed) != set(boxed)
    disjoint = "S_INTERSECTS(geometry, BBOX(-100, 27, -97, 29))"
    assert ids(client, filter=disjoint, bbox=box) == []


def test_c7_no_function_beyond_the_standard_is_declared(client: FlaskClient) -> None:
    assert client.get("/functions").status_code == 404
    answer = ask(client, filter="S_DWITHIN(geometry, POINT(-106 31), 5)")
    assert answer.status_code == 400
    assert "s_dwithin" in answer.get_json()["errors"][0]["allowed"].lower()


def test_declared_classes_of_filtering_are_those_tested_here(client: FlaskClient) -> None:
    classes = client.get("/conformance").get_json()["conformsTo"]
    assert {name for name in classes if name.startswith(PART_3)} == {
        f"{PART_3}/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    }


def test_f1_properties_keeps_the_named_ones(client: FlaskClient) -> None:
    features = ask(client, properties="name_en,us_state").get_json()["features"]
    assert {tuple(item["properties"]) for item in features} == {("name_en", "us_state")}
    assert all(item["geometry"] and item["id"] for item in features)
    one = client.get("/collections/ports/items/del-rio?properties=river").get_json()
    assert one["properties"] == {"river": "Rio Grande"}


@pytest.mark.parametrize("value", ["no_such", "", "name_en,,id", "geometry", "name_en,no_such"])
def test_f1_an_unknown_property_is_refused(client: FlaskClient, value: str) -> None:
    answer = ask(client, properties=value)
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == "properties"


def test_f1_skip_geometry_leaves_it_out(client: FlaskClient) -> None:
    features = ask(client, skipGeometry="true").get_json()["features"]
    assert {item["geometry"] for item in features} == {None}
    assert ask(client, skipGeometry="yes").status_code == 400


@pytest.mark.parametrize(
    ("order", "words"),
    [("boundary_km", "boundary_km"), ("-boundary_km", "boundary_km DESC"),
     ("us_state,-boundary_km", "us_state, boundary_km DESC"),
     ("opened_year,id", "opened_year IS NULL, opened_year, id"),
     ("-opened_year,id", "opened_year IS NULL, opened_year DESC, id"),
     ("+id", "id")],
)  # fmt: skip
def test_f3_sortby_orders_as_sql_does_with_unknown_last(
    client: FlaskClient, sql: Callable[[str], list[str]], order: str, words: str
) -> None:
    wanted = sql(f"SELECT id FROM ports ORDER BY {words}")  # noqa: S608 - our own words
    assert ids(client, sortby=order) == wanted
    assert client.get(f"/collections/ports/items?sortby={order}").status_code == 200


@pytest.mark.parametrize("order", ["no_such", "--id", "", "id,", "-", "geometry", "id desc"])
def test_f3_an_unknown_sortable_is_refused(client: FlaskClient, order: str) -> None:
    answer = ask(client, sortby=order)
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == "sortby"


def test_f3_accents_do_not_decide_the_order(client: FlaskClient) -> None:
    page = ask(client, "states", sortby="name_es", skipGeometry="true").get_json()
    names = [feature["properties"]["name_es"] for feature in page["features"]]
    assert names == [
        "Arizona", "Baja California", "California", "Chihuahua", "Coahuila", "Nuevo León",
        "Nuevo México", "Sonora", "Tamaulipas", "Texas",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_f5_nothing_can_be_changed(client: FlaskClient, method: str) -> None:
    for path in ("/collections/ports/items", "/collections/ports/items/del-rio"):
        answer = getattr(client, method)(path)
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_filter_may_be_written_in_json(client: FlaskClient) -> None:
    expression = {"op": "=", "args": [{"property": "us_state"}, "US-NM"]}
    found = ids(client, filter=json.dumps(expression), filter_lang="cql2-json")
    assert found == ids(client, us_state="US-NM") != []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("nothing = 1", "no existe la propiedad 'nothing'; se conocen: id, number, "),
        ("river_km >", "en el carácter 11: se esperaba una propiedad, un valor o ("),
        ("name_en = 3", "= no compara un texto con un número"),
        ("T_AFTER(number, DATE('2026-01-01'))", "fechas con hora e intervalos, no un número"),
        ("hours_as_of > DATE('2026-13-01')", "'2026-13-01' no es una fecha como 2026-11-23"),
        ("BOAT(1) = 1", "'boat' no es una función de este servicio"),
    ],
)
def test_faults_of_filters_are_said_in_spanish(client: FlaskClient, given: str, fault: str) -> None:
    answer = client.get("/collections/ports/items", query_string={"filter": given, "lang": "es"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (400, "es")
    assert "se admite: un filtro CQL2 (cql2-text): " in answer.get_json()["detail"]
    assert fault in answer.get_json()["detail"]
