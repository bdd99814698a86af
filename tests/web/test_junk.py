"""Thousands of junk requests over every route and parameter: no server error, little work each.

Work is the processor time of this thread, the least of three tries where the first takes long, so
that other programs on the machine do not count; and the bytes of the answer. Files of ``/exports``
take seconds by their nature and have tests of their own.
"""

import json
import random
import string
import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

REQUESTS: Final = 6_000
MAX_CPU_S: Final = 1.0
MAX_BYTES: Final = 16 << 20
"""The largest layer, the volumes, in the most wordy format."""
SEED: Final = 20_261_123
METHODS: Final = ("GET",) * 12 + ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "BREW")
HEADERS: Final = (
    "Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Modified-Since", "Origin",
    "Range", "Content-Type", "X-Forwarded-Host", "X-Forwarded-For", "Host", "Cookie", "Via",
)  # fmt: skip
JUNK: Final = (
    "", " ", "0", "-1", "1e308", "1e999", "nan", "inf", "-inf", "null", "true", "[]", "{}", "%",
    "%00", "\x00", "\n", "'", '"', "';--", "\\", "../../x", "<script>", "{{7*7}}", "${x}", "é", "ñ",
    "\u202e", "\U0001f600", "\ufeff", "\uffff", "A" * 300, "A" * 9000, "1" * 400, ",", ",,,,",
    "1,2,3,4", "-180,-90,180,90", "0,0,0,0", "2024-01-01", "../..", "2024-01-01/..", "9999-12-31",
    "0000-00-00", "US-TX", "pedestrian", "del-rio", "id", "-id", "+id", "geometry", "cql2-json",
    "json", "html", "csv", "es", "EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/3857",
    "id = 'x'",
    "river_km > 5", "NOT " * 60 + "TRUE", "(" * 200, "{" * 200, "1=1 AND " * 300 + "1=1", "*/*",
    "*", "text/html;q=", "gzip;q=2,br;q=x", 'W/"x"', "bytes=0-", "application/json", "text/csv",
)  # fmt: skip

WITH_BODY = 10
"""How often an operation that takes a body stands among the some 300 others."""


def operations(document: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return path and parameters of each operation, of the few that take a body many times."""
    return [
        (path, operation["parameters"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
        for _ in range(WITH_BODY if method == "post" else 1)
        if not path.startswith(("/exports", "/pictures", "/charts"))
    ]


def value(dice: random.Random, schema: dict[str, Any]) -> str:
    """Return a value that may fit a schema, or junk."""
    roll = dice.random()
    if roll < 0.45 and "enum" in schema:
        return str(dice.choice(schema["enum"]))
    if roll < 0.6:
        return str(dice.choice((dice.randint(-200, 200), dice.uniform(-200, 200))))
    if roll < 0.7:
        return "".join(dice.choices(string.printable, k=dice.randint(1, 30)))
    return dice.choice(JUNK)


def requests(document: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """Return requests, the same ones on every run."""
    dice = random.Random(SEED)  # noqa: S311 - junk, not secrets
    known = operations(document)
    for _ in range(count):
        path, parameters = dice.choice(known)
        for name in ("id", "slug"):
            path = path.replace(f"{{{name}}}", quote(value(dice, {}), safe=""))
        if dice.random() < 0.05:
            path += dice.choice(("/", "//", "/x", "%2F", ";a=b", "/../"))
        in_query = [item for item in parameters if item["in"] == "query"]
        chosen = dice.sample(in_query, min(len(in_query), dice.randint(0, 4)))
        query = [f"{item['name']}={quote(value(dice, item['schema']))}" for item in chosen]
        if dice.random() < 0.1:
            query.append(quote(dice.choice(JUNK)[:100]))
        names = dice.sample(HEADERS, dice.randint(0, 2))
        headers = {name: dice.choice(JUNK)[:200] for name in names}
        yield {
            "method": dice.choice(METHODS),
            "path": "/" + path.lstrip("/"),  # the test client takes //x for a host
            "query_string": "&".join(query),
            "headers": {
                name: text
                for name, text in headers.items()
                if text.isprintable() and text.isascii()
            },
            "data": dice.choice(JUNK).encode("utf-8", "surrogatepass")
            if dice.random() < 0.3
            else b"",
        }


@pytest.fixture(scope="module")
def warm(client: FlaskClient, document: dict[str, Any]) -> FlaskClient:
    """Return a client whose large tables have been read, as in a running service."""
    for path in document["paths"]:
        if path.endswith("/items"):
            client.get(f"{path}?limit=1")
    return client


def work(client: FlaskClient, request: dict[str, Any]) -> tuple[int, int, float]:
    """Return the status of an answer, its bytes, and the seconds of processor time it took."""
    started = time.thread_time()
    with client.open(**request) as answer:
        size = len(answer.data)
        return answer.status_code, size, time.thread_time() - started


def test_junk_gets_an_answer_for_little_work_and_never_a_server_error(
    warm: FlaskClient, document: dict[str, Any]
) -> None:
    slow, large, failed, statuses = [], [], [], set()
    for request in requests(document, REQUESTS):
        status, size, seconds = work(warm, request)
        statuses.add(status)
        if status >= 500:
            failed.append((status, request))
        if size > MAX_BYTES:
            large.append((size, request))
        if seconds > MAX_CPU_S:
            least = min(work(warm, request)[2] for _ in range(2))
            slow += [(least, request)] if least > MAX_CPU_S else []
    assert failed == []
    assert large == []
    assert slow == []
    assert statuses >= {200, 400, 404, 405, 406, 415}


QUIET = settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUIET
@given(text=st.text(max_size=200), language=st.sampled_from(["cql2-text", "cql2-json"]))
@example(text='"\'" = 1 AND ' + "(" * 900 + "1=1" + ")" * 900, language="cql2-text")
@example(text="river_km = " + "1^" * 1500 + "1", language="cql2-text")
def test_any_text_as_filter_is_answered(client: FlaskClient, text: str, language: str) -> None:
    query = {"filter": text, "filter-lang": language}
    assert client.get("/collections/ports/items", query_string=query).status_code in {200, 400}


EXPRESSIONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from([{"property": "id"}, {"property": "river_km"}, {"property": "modes"},
                       {"property": "as_of"}, {"property": "geometry"}, {"date": "2026-01-01"},
                       {"bbox": [-107, 31, -106, 32]}, {"interval": ["..", "2026-01-01"]},
                       {"type": "Point", "coordinates": [1, 2]}]),
    lambda inner: st.lists(inner, max_size=3)
    | st.fixed_dictionaries({
        "op": st.sampled_from(["and", "or", "not", "=", "<", "in", "like", "between", "isNull", "+",
                               "^", "div", "casei", "accenti", "a_contains", "s_intersects",
                               "s_touches", "t_during", "t_before", "x"]),
        "args": st.lists(inner, max_size=3),
    }),
    max_leaves=12,
)  # fmt: skip


@QUIET
@given(expression=EXPRESSIONS)
def test_any_json_as_filter_is_answered(client: FlaskClient, expression: object) -> None:
    query = {"filter": json.dumps(expression), "filter-lang": "cql2-json"}
    for layer, more in (("ports", {}), ("states", {"level": "overview"})):
        answer = client.get(f"/collections/{layer}/items", query_string=query | more)
        assert answer.status_code in {200, 400}


@QUIET
@given(
    body=st.binary(max_size=300) | st.text(max_size=300).map(str.encode)
    | st.recursive(st.none() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner)
                   | st.dictionaries(st.sampled_from(["type", "features", "coordinates", "geometry",
                                                      "properties"]), inner), max_leaves=10)
    .map(lambda found: json.dumps(found).encode()),
    kind=st.sampled_from(["application/geo+json", "application/json", "text/csv"]),
)  # fmt: skip
def test_any_body_is_answered(client: FlaskClient, body: bytes, kind: str) -> None:
    answer = client.post("/queries/nearest", data=body, content_type=kind)
    assert answer.status_code in {200, 400}


@QUIET
@given(
    lon=st.floats() | st.text(max_size=10), lat=st.floats() | st.text(max_size=10),
    k=st.integers(-5, 60),
    moment=st.datetimes(timezones=st.timezones()).map(str) | st.text(max_size=30),
)  # fmt: skip
def test_any_place_and_time_is_answered(
    client: FlaskClient, lon: object, lat: object, k: int, moment: str
) -> None:
    query = {"lon": lon, "lat": lat, "k": k, "open_at": moment.replace(" ", "T")}
    assert client.get("/queries/nearest", query_string=query).status_code in {200, 400}
    place = {"lon": lon, "lat": lat}
    assert client.get("/queries/locate", query_string=place).status_code in {200, 400}
