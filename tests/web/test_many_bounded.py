"""``POST /queries/nearest`` under bodies made to be costly: refused soon, or answered soon."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

LeastSeconds = Callable[[Callable[[int], object], float], float]
MAX_SECONDS = 5.0
GEOJSON = "application/geo+json"
POINT = {"type": "Point", "coordinates": [-106.45, 31.75]}


def post(client: FlaskClient, body: object, kind: str = GEOJSON, query: str = "") -> Any:  # noqa: ANN401
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"/queries/nearest{query}", data=data, content_type=kind)


def features(properties: list[dict[str, object]]) -> dict[str, object]:
    found = [{"type": "Feature", "geometry": POINT, "properties": item} for item in properties]
    return {"type": "FeatureCollection", "features": found}


@pytest.mark.parametrize("count", [2000, 8000, 50_000])
def test_a_different_name_in_every_feature_takes_no_longer(
    client: FlaskClient, least_seconds: LeastSeconds, count: int
) -> None:
    body = features([{f"name{number}": 1} for number in range(count)])

    def refused(_: int) -> None:
        answer = post(client, body, query="?f=csv")
        assert answer.status_code == 413
        assert "2,000,000" in answer.get_json()["detail"]

    assert least_seconds(refused, MAX_SECONDS) < MAX_SECONDS


def test_a_thousand_different_names_are_answered(client: FlaskClient) -> None:
    answer = post(client, features([{f"name{n}": n} for n in range(1000)]), query="?f=csv")
    lines = answer.text.splitlines()
    assert answer.status_code == 200
    assert len(lines) == 1001
    assert lines[0].count(",") == 1004
    assert lines[1000].split(",")[1001] == "999"


NAMES = ",".join(f"c{number}" for number in range(150))


@pytest.mark.parametrize(
    "body",
    [f"lon,lat,{NAMES}\n" + ("1,2" + "," * 150 + "\n") * 98_000,
     "lon,lat," + "n" * 60_000 + "\n" + "1,2,3\n" * 50_000],
    ids=["empty columns", "a long name"],
)  # fmt: skip
def test_tables_with_too_many_cells_or_names_too_long_are_413_soon(
    client: FlaskClient, least_seconds: LeastSeconds, body: str
) -> None:
    def refused(_: int) -> None:
        assert post(client, body, "text/csv", "?f=json").status_code == 413

    assert least_seconds(refused, MAX_SECONDS) < MAX_SECONDS


@pytest.mark.parametrize(
    ("body", "said"),
    [(f"lon,lat,{NAMES}\n" + "1,2\n" * 60_000, "2 cells"),
     ("lon,lat," + "n" * 100_000 + "\n" + "1,2,3\n" * 50_000, "line 1: longer than 65,536 bytes")],
    ids=["short rows", "a long header"],
)  # fmt: skip
def test_tables_whose_lines_do_not_fit_are_400_soon(
    client: FlaskClient, least_seconds: LeastSeconds, body: str, said: str
) -> None:
    def refused(_: int) -> None:
        answer = post(client, body, "text/csv", "?f=json")
        assert answer.status_code == 400
        assert said in answer.get_json()["detail"]

    assert least_seconds(refused, MAX_SECONDS) < MAX_SECONDS


def test_a_table_of_what_people_send_is_answered(client: FlaskClient) -> None:
    header = "lon,lat," + ",".join(f"c{n}" for n in range(17))
    answer = post(client, header + "\n" + ("-100,29" + ",x" * 17 + "\n") * 20_000, "text/csv")
    assert answer.status_code == 200
    assert answer.text.count("\n") == 20_001


def deep(levels: int, opening: str = "[", closing: str = "]") -> str:
    return opening * levels + closing * levels


@pytest.mark.parametrize("levels", [101, 260, 500, 1000, 1020, 100_000])
@pytest.mark.parametrize(
    "body",
    [
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
            '"coordinates":[1,2]},"properties":{"a":%s}}]}'
        ),
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","id":%s,"geometry":{"type":'
            '"Point","coordinates":[1,2]},"properties":{}}]}'
        ),
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
            '"coordinates":%s},"properties":{}}]}'
        ),
        '{"type":"MultiPoint","coordinates":[%s]}',
        '{"type":%s}',
        "%s",
    ],
    ids=["property", "id", "position", "point", "type", "all"],
)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_deep_bodies_are_400(client: FlaskClient, levels: int, body: str, form: str) -> None:
    for pair in (("[", "]"), ('{"a":', "}")):
        text = deep(levels, *pair) if pair[0] == "[" else pair[0] * levels + "1" + pair[1] * levels
        answer = post(client, body % text, query=f"?f={form}")
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_values_of_a_few_levels_come_back(client: FlaskClient) -> None:
    value = json.loads(deep(90))
    answer = post(client, features([{"a": value}]))
    assert answer.get_json()["features"][0]["properties"]["a"] == value
