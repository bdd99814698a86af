"""Filters over the service: logic with empty cells, two languages, and what must be refused."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from cql2 import parse_text
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis.strategies import text as texts

from geo import Border
from geo.cql2.texts import like
from geo.cql2.values import Vector
from geo.layers import LAYERS

LeastSeconds = Callable[[Callable[[int], object], float], float]


def ask(client: FlaskClient, text: str, language: str = "cql2-text", layer: str = "ports") -> Any:  # noqa: ANN401
    query = urlencode({"filter": text, "filter-lang": language, "limit": 1000})
    return client.get(f"/collections/{layer}/items?skipGeometry=true&{query}")


def ids(client: FlaskClient, text: str, language: str = "cql2-text", layer: str = "ports") -> Any:  # noqa: ANN401
    answer = ask(client, text, language, layer)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.get_json()["features"]]


CONDITIONS = [
    ("river_km < 500", "river_km"),
    ("opened_year = 1910", "opened_year"),
    ("opened_year BETWEEN 1900 AND 1950", "opened_year"),
    ("us_owner LIKE '%City%'", "us_owner"),
    ("us_owner IN ('City of Laredo', 'City of El Paso')", "us_owner"),
    ("river_km > opened_year", "opened_year river_km"),
    ("river_km + opened_year > 2000", "opened_year river_km"),
    ("CASEI(us_owner) = CASEI('city of laredo')", "us_owner"),
    ("A_CONTAINS(other_names, ('Gateway'))", "other_names"),
    ("T_AFTER(as_of, DATE('2020-01-01'))", "as_of"),
]


@pytest.mark.parametrize(("condition", "columns"), CONDITIONS)
def test_d3_a_condition_and_its_negation_leave_out_the_empty_cells(
    client: FlaskClient, border: Border, condition: str, columns: str
) -> None:
    table = border.records("ports")
    known = {
        name
        for row, name in enumerate(table.columns["id"])
        if all(table.columns[column][row] is not None for column in columns.split())
    }
    holds, fails = set(ids(client, condition)), set(ids(client, f"NOT ({condition})"))
    assert holds.isdisjoint(fails)
    assert holds | fails == known


# Kleene's tables; an unknown comparison is one with an empty cell (San Ysidro is on no river).
T, F, U = "id = 'san-ysidro'", "id <> 'san-ysidro'", "river = 'Rio Grande'"
TABLE = [
    (f"({T}) AND ({T})", True), (f"({T}) AND ({U})", None), (f"({F}) AND ({U})", False),
    (f"({U}) AND ({U})", None), (f"({T}) OR ({U})", True), (f"({F}) OR ({U})", None),
    (f"({U}) OR ({U})", None), (f"NOT ({U})", None), (f"({U}) OR NOT ({U})", None),
    ("river IS NULL", True), ("river IS NOT NULL", False), (f"({U}) IS NULL", True),
    ("river IN ('x')", None), ("river NOT IN ('x')", None), ("river LIKE '%'", None),
    ("river_km / 0 = 1", None), ("river_km BETWEEN 1 AND 2", None), ("1 / 0 = 1", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "truth"), TABLE)
def test_d3_the_tables_of_three_valued_logic(
    client: FlaskClient, text: str, *, truth: bool | None
) -> None:
    assert ("san-ysidro" in ids(client, text)) is (truth is True)
    assert ("san-ysidro" in ids(client, f"NOT ({text})")) is (truth is False)


BOTH_LANGUAGES = [
    "us_state = 'US-TX'", "NOT (us_state = 'US-TX' OR boundary_km < 2500)", "river IS NULL",
    "opened_year BETWEEN 1900 AND 1950", "us_state IN ('US-CA', 'US-NM')", "id LIKE 'el-%'",
    "CASEI(us_city) = CASEI('el PASO')", "ACCENTI(mx_city) LIKE ACCENTI('%Juárez%')",
    "S_INTERSECTS(geometry, POLYGON((-107 31, -106 31, -106 32, -107 32, -107 31)))",
    "S_WITHIN(geometry, BBOX(-107, 31, -106, 32))", "A_OVERLAPS(modes, ('rail', 'bus'))",
    "T_BEFORE(as_of, DATE('2030-01-01'))", "river_km * 2 > boundary_km - 10",
    "T_INTERSECTS(as_of, INTERVAL('2020-01-01', '..'))",
]  # fmt: skip


@pytest.mark.parametrize("text", BOTH_LANGUAGES)
def test_text_and_json_choose_the_same_features(client: FlaskClient, text: str) -> None:
    expression = json.dumps(parse_text(text).to_json())
    found = ids(client, text)
    assert found == ids(client, expression, "cql2-json")
    assert 0 < len(found) <= 55


@pytest.mark.parametrize(
    "text",
    ["ACCENTI(CASEI(mx_city)) = ACCENTI(CASEI('ciudad juarez'))",
     "ACCENTI(CASEI(mx_city)) LIKE ACCENTI(CASEI('%JUAREZ%'))",
     "CASEI(ACCENTI(mx_city)) LIKE '%juarez%'"],
)  # fmt: skip
def test_juarez_without_its_accent_finds_ciudad_juarez(
    client: FlaskClient, border: Border, text: str
) -> None:
    ports = border.records("ports").columns
    wanted = {name for name, city in zip(ports["id"], ports["mx_city"], strict=True)
              if city == "Ciudad Juárez"}  # fmt: skip
    assert len(wanted) > 3
    found = ids(client, text)
    assert len(found) == len(wanted)
    assert set(found) == wanted


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [("laredo-%", True), ("%-trade", True), ("%world%", True), ("laredo_world_trade", True),
     ("%a%e%o%w%t%", True), ("laredo-world-trade", True), ("%", True), ("%%", True),
     ("laredo", False), ("_", False), ("", False), ("LAREDO%", False),
     ("laredo.world.trade", False), ("%trade%x", False), ("laredo[-]%", False), ("%de%de", False)],
)  # fmt: skip
def test_like_knows_two_signs_and_takes_all_others_as_they_are(
    client: FlaskClient, pattern: str, *, matches: bool
) -> None:
    assert ("laredo-world-trade" in ids(client, f"id LIKE '{pattern}'")) is matches


@given(texts(alphabet="ab%_", max_size=8), texts(alphabet="ab%_", max_size=8))
def test_like_is_what_a_regular_expression_says(pattern: str, text: str) -> None:
    expression = re.escape(pattern).replace("%", ".*").replace("_", ".")
    given_text, given_pattern = (
        Vector("text", np.array([value], dtype=np.object_), np.array([True]))
        for value in (text, pattern)
    )
    assert like(given_text, given_pattern).true[0] == bool(re.fullmatch(expression, text))


@pytest.mark.parametrize(
    "pattern", ["%a" * 3000, "a%" * 3000 + "b", "%_" * 3000, "_%" * 3000 + "!", "%" * 6000]
)
def test_like_takes_no_longer_the_more_signs_a_pattern_has(
    client: FlaskClient, least_seconds: LeastSeconds, pattern: str
) -> None:
    def answered(number: int) -> None:
        assert ask(client, f"note_en LIKE '{pattern}' AND {number} = {number}").status_code == 200

    assert least_seconds(answered, 1.0) < 1.0


DEEP = {
    "parentheses": "(" * 300 + "id = 'x'" + ")" * 300,
    "NOT": "NOT " * 300 + "id = 'x'",
    "NOT()": "NOT(" * 300 + "id = 'x'" + ")" * 300,
    "minus": "river_km = " + "-(" * 300 + "1" + ")" * 300,
    "functions": "CASEI(" * 300 + "id" + ")" * 300 + " = 'x'",
    "arrays": "A_CONTAINS(modes, " + "(" * 300 + "'rail'" + ")" * 300 + ")",
    "sums": "river_km = " + "1+" * 300 + "1",
    "powers": "river_km = " + "1^" * 300 + "1",
    "between quoted names": '"\'" = 1 AND ' + "(" * 300 + "1=1" + ")" * 300 + ' AND "\'" = 1',
    "between quoted texts": "'\"' = 'a' AND " + "(" * 300 + "1=1" + ")" * 300 + " AND '\"' = 'a'",
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_nesting_is_refused(client: FlaskClient, kind: str) -> None:
    answer = ask(client, DEEP[kind])
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "nested deeper" in answer.get_json()["errors"][0]["allowed"]


def test_deep_nesting_ends_no_process() -> None:
    # The parser's stack is the thread's: what it cannot hold ends the whole process.
    code = f"""
import threading
from geo.cql2 import FilterError, parse_filter
def refuse():
    for text in {[text.replace("300", "2000") for text in DEEP.values()]!r}:
        for factor in (1, 4):
            try:
                parse_filter(text * factor, "cql2-text")
            except FilterError:
                pass
threading.stack_size(512 * 1024)
thread = threading.Thread(target=refuse)
thread.start()
thread.join()
"""
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=300).returncode == 0


@pytest.mark.parametrize("depth", [101, 5000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"op":"not","args":[', "]}")])
def test_deep_json_is_refused(client: FlaskClient, depth: int, opening: str, closing: str) -> None:
    query = {"filter": opening * depth + closing * depth, "filter-lang": "cql2-json"}
    answer = client.get(f"/collections/ports/items?{urlencode(query)}")
    assert answer.status_code in {400, 414}


@pytest.mark.parametrize(
    ("text", "named"),
    [("no_such = 1", "no_such"), ("no_such(id) = 1", "no_such"), ("S_NEAR(geometry, id)", "s_near"),
     ("S_INTERSECTS(us_state, geometry)", "text"), ("T_BEFORE(id, as_of)", "text"),
     ("A_CONTAINS(id, ('x'))", "text"), ("river_km = 'x'", "number"),
     ("river_km LIKE '1%'", "LIKE"),
     ("id + 1 = 2", "number"), ("id", "boolean"), ("CASEI(river_km) = 'x'", "number"),
     ("T_AFTER(as_of, DATE('2026-02-30'))", "2026-02-30"),
     ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))", "not valid"),
     ("S_INTERSECTS(geometry, POINT(200 10))", "coordinates from"),
     ("S_INTERSECTS(geometry, BBOX(0, 5, 1, 4))", "malformed")],
)  # fmt: skip
def test_what_is_unknown_or_of_the_wrong_kind_is_named(
    client: FlaskClient, text: str, named: str
) -> None:
    answer = ask(client, text)
    assert answer.status_code == 400
    (error,) = answer.get_json()["errors"]
    assert error["parameter"] == "filter"
    assert named in error["allowed"].lower() or named in error["allowed"]


MALFORMED = [
    {"op": "=", "args": [{"property": "id"}]}, {"op": "=", "args": []}, {"op": "and", "args": []},
    {"op": "=", "args": [{"property": 1}, 2]}, {"op": 5, "args": [1, 2]}, {"op": "="}, {"args": []},
    {"op": "in", "args": [{"property": "id"}, []]}, {"op": "in", "args": [{"property": "id"}, "x"]},
    {"op": "s_intersects", "args": [{"property": "geometry"}, {"type": []}]},
    {"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point"}]},
    {"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": 1}]},
    {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": ["a", 1, 2, 3]}]},
    {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [1]}]},
    {"op": "t_before", "args": [{"property": "as_of"}, {"interval": [None, 5]}]},
    {"op": "t_before", "args": [{"property": "as_of"}, {"date": "x"}]},
    {"op": "like", "args": [{"property": "id"}, {"property": "id"}]},
    {"op": "a_contains", "args": [{"property": "modes"}, [{"property": "id"}]]},
    {"op": "not", "args": [1]}, {"property": "id"}, {"op": {}, "args": [1]}, 5, "x", None, [], {},
]  # fmt: skip


@pytest.mark.parametrize("expression", MALFORMED, ids=json.dumps)
def test_json_that_is_no_expression_is_refused(client: FlaskClient, expression: object) -> None:
    answer = ask(client, json.dumps(expression), "cql2-json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "text",
    ["river_km = 1e999", "river_km = " + "9" * 400, "10 ^ 400 = 1", "river_km / 0 = river_km",
     "river_km % 0 = 1", "river_km DIV 0 = 1"],
)  # fmt: skip
def test_numbers_beyond_all_bounds_match_nothing(client: FlaskClient, text: str) -> None:
    answer = ask(client, text)
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert answer.get_json()["features"] == []


@pytest.mark.parametrize("layer", [name for name, item in LAYERS.items() if item.geometry])
def test_a_geometry_meets_itself(client: FlaskClient, layer: str) -> None:
    everything = len(ids(client, "geometry IS NOT NULL", layer=layer))
    for name, holds in (("INTERSECTS", True), ("EQUALS", True), ("WITHIN", True),
                        ("CONTAINS", True), ("DISJOINT", False), ("TOUCHES", False),
                        ("CROSSES", False), ("OVERLAPS", False)):  # fmt: skip
        found = ids(client, f"S_{name}(geometry, geometry)", layer=layer)
        assert len(found) == (everything if holds else 0)


def test_a_filter_too_large_for_its_layer_is_refused_in_time(
    client: FlaskClient, least_seconds: LeastSeconds
) -> None:
    large = " OR ".join(f"id LIKE '%{number}%b'" for number in range(300))

    def refused(_: int) -> None:
        answer = ask(client, large, layer="volumes")
        assert answer.status_code == 400
        assert "94623 rows" in answer.get_json()["errors"][0]["allowed"]

    assert least_seconds(refused, 1.0) < 1.0
    assert ask(client, large).status_code == 200


def test_a_long_list_is_looked_up_at_once(client: FlaskClient, least_seconds: LeastSeconds) -> None:
    def looked_up(turn: int) -> None:
        listed = ", ".join(f"'{number}'" for number in range(turn, turn + 900))
        assert ids(client, f"id IN ({listed})", layer="volumes") == []

    assert least_seconds(looked_up, 1.0) < 1.0
