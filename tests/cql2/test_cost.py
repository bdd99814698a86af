"""What a filter would cost is known, and bounded, before it is evaluated."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient

from geo.cql2.spatial_cost import MAX_PAIRS, pairs_to_compare
from geo.layers import LAYERS

LINE = "(-117 32, -97 26)"
SHAPES = {
    "equal lines": f"MULTILINESTRING({', '.join([LINE] * 300)})",
    "lines crossing all": "MULTILINESTRING("
    + ", ".join(f"(-117 {24 + step / 20}, -97 {34 - step / 20})" for step in range(200)) + ")",
    "grid": "MULTILINESTRING("
    + ", ".join(f"(-117 {24 + step / 10}, -97 {24 + step / 10})" for step in range(100)) + ")",
    "zigzag": "LINESTRING("
    + ", ".join(f"{-117 + step / 30} {33 - step % 2 * 8}" for step in range(400)) + ")",
    "points": "MULTIPOINT("
    + ", ".join(f"{-117 + step / 30} {33 - step % 2 * 8}" for step in range(400)) + ")",
    "many polygons": "MULTIPOLYGON("
    + ", ".join(f"((-117 {24 + step / 9}, -97 {24 + step / 9}, -97 {24.1 + step / 9}, -117 "
                f"{24 + step / 9}))" for step in range(80)) + ")",
}  # fmt: skip
MAX_SECONDS = 0.5
FUNCTIONS = ["CROSSES", "TOUCHES", "OVERLAPS", "INTERSECTS", "EQUALS", "WITHIN", "DISJOINT"]


def ask(client: FlaskClient, layer: str, text: str) -> tuple[int, str, float]:
    query = urlencode({"filter": text, "limit": 1, "skipGeometry": "true"})
    begun = time.thread_time()
    answer = client.get(f"/collections/{layer}/items?{query}")
    return answer.status_code, answer.text, time.thread_time() - begun


def quickest(client: FlaskClient, layer: str, text: str) -> tuple[int, str, float]:
    """Ask again where it took too long: a shared processor makes the same work slow at times."""
    status, body, seconds = ask(client, layer, text)
    for _ in range(3):
        if seconds >= MAX_SECONDS:
            seconds = min(seconds, ask(client, layer, f"({text}) AND 1 = 1")[2])
    return status, body, seconds


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("layer", [name for name, item in LAYERS.items() if item.geometry])
def test_no_geometry_takes_half_a_second(client: FlaskClient, layer: str, shape: str) -> None:
    for function in FUNCTIONS:
        text = f"S_{function}(geometry, {SHAPES[shape]})"
        status, body, seconds = quickest(client, layer, text)
        assert status == 200 or "too many long segments" in body
        assert seconds < MAX_SECONDS, function


def test_many_functions_share_one_budget(client: FlaskClient) -> None:
    part = f"S_CROSSES(geometry, MULTILINESTRING({', '.join([LINE] * 10)}))"
    status, _, of_one = ask(client, "states", part)
    assert status == 200
    status, body, of_twenty = ask(client, "states", " OR ".join([part] * 20))
    assert (status, "too many long segments" in body) == (400, True)
    assert of_twenty < 10 * of_one, "the budget ends it before all twenty are evaluated"


@pytest.mark.parametrize(
    "text",
    ["S_INTERSECTS(geometry, POLYGON((-117 33, -97 33, -97 25, -117 25, -117 33)))",
     "S_CROSSES(geometry, LINESTRING(-117 32, -97 26))",
     "S_INTERSECTS(geometry, BBOX(-180, -90, 180, 90))"],
)  # fmt: skip
@pytest.mark.parametrize("layer", [name for name, item in LAYERS.items() if item.geometry])
def test_what_people_ask_is_answered(client: FlaskClient, layer: str, text: str) -> None:
    assert ask(client, layer, text)[0] == 200


def test_the_count_of_pairs_is_that_of_looking_at_each() -> None:
    random = np.random.default_rng(20261125)
    positions = random.uniform(0, 10, (60_000, 2))
    lines = random.uniform(0, 10, (400, 2, 2))
    column = np.array([shapely.linestrings(part) for part in np.split(positions, 20)])
    literal = np.array([shapely.multilinestrings(lines)])
    low, high = lines.min(axis=1), lines.max(axis=1)
    truth = sum(
        int(((positions >= low[row]) & (positions <= high[row])).all(axis=1).sum())
        for row in range(len(lines))
    )
    assert MAX_PAIRS < 400 * 60_000
    assert pairs_to_compare(column, literal) == pytest.approx(truth, rel=0.05)
    assert pairs_to_compare(literal, column) == pairs_to_compare(column, literal)


@pytest.fixture
def in_list(client: FlaskClient) -> Callable[[str, str], int]:
    def found(column: str, listed: str) -> int:
        query = urlencode({"filter": f"{column} IN ({listed})", "limit": 1})
        answer = client.get(f"/collections/ports/items?{query}")
        assert answer.status_code == 200, answer.text
        return int(answer.get_json()["numberMatched"])

    return found


def test_lists_of_numbers_and_dates_are_looked_up(
    client: FlaskClient, in_list: Callable[[str, str], int]
) -> None:
    query = urlencode({"filter": "opened_year = 1910 OR opened_year = 1950"})
    answer = client.get(f"/collections/ports/items?{query}").get_json()
    assert in_list("opened_year", "1910, 1950, 1/0") == answer["numberMatched"] > 0
    assert in_list("opened_year", "1910, 1950") == answer["numberMatched"]
    assert in_list("as_of", "DATE('1900-01-01')") == 0
