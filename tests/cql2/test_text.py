"""The reader of CQL2 text: the standard's grammar, a peer's answers, and hostile texts."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cql2 import CQL2_JSON, CQL2_TEXT, FilterError, parse_filter
from geo.cql2.limits import DEEPEST
from geo.cql2.text import read_text

LeastSeconds = Callable[[Callable[[int], object], float], float]


def read(text: str) -> Any:  # noqa: ANN401
    return parse_filter(text, CQL2_TEXT)


def prop(name: str) -> dict[str, str]:
    return {"property": name}


def op(name: str, *arguments: object) -> dict[str, object]:
    return {"op": name, "args": list(arguments)}


# Written by hand from the grammar and the JSON schema of the standard (OGC 21-065r2, annex B).
WRITTEN = [
    ("a = 1", op("=", prop("a"), 1.0)),
    ("a != 'x'", op("<>", prop("a"), "x")),
    ("'it''s' = \"a\"", op("=", "it's", prop("a"))),
    (r"'it\'s' = a", op("=", "it's", prop("a"))),
    ('"two words" = 1', op("=", prop("two words"), 1.0)),
    ('"and" = 1', op("=", prop("and"), 1.0)),
    ("a AND b OR c", op("or", op("and", prop("a"), prop("b")), prop("c"))),
    ("a OR b AND c", op("or", prop("a"), op("and", prop("b"), prop("c")))),
    ("a and b and c", op("and", prop("a"), prop("b"), prop("c"))),
    ("NOT a = 1 AND b", op("and", op("not", op("=", prop("a"), 1.0)), prop("b"))),
    ("a + 2 * 3 ^ 2 = 1",
     op("=", op("+", prop("a"), op("*", 2.0, op("^", 3.0, 2.0))), 1.0)),
    ("a - 1 - 2 = 0", op("=", op("-", op("-", prop("a"), 1.0), 2.0), 0.0)),
    ("-a = -1.5e2", op("=", op("*", -1.0, prop("a")), -150.0)),
    ("a DIV 2 = .5", op("=", op("div", prop("a"), 2.0), 0.5)),
    ("a IS NOT NULL", op("not", op("isNull", prop("a")))),
    ("a NOT LIKE 'x%'", op("not", op("like", prop("a"), "x%"))),
    ("a BETWEEN 1 AND 2 AND b",
     op("and", op("between", prop("a"), 1.0, 2.0), prop("b"))),
    ("a IN ('x', 'y')", op("in", prop("a"), ["x", "y"])),
    ("CaseI(a) = 'x'", op("=", op("casei", prop("a")), "x")),
    ("A_EQUALS(a, ('x'))", op("a_equals", prop("a"), ["x"])),
    ("A_EQUALS(a, ())", op("a_equals", prop("a"), [])),
    ("T_AFTER(a, DATE('2020-01-01'))", op("t_after", prop("a"), {"date": "2020-01-01"})),
    ("T_DURING(a, INTERVAL('..', b))", op("t_during", prop("a"), {"interval": ["..", prop("b")]})),
    ("S_INTERSECTS(g, BBOX(-1, 2, 3, 4))",
     op("s_intersects", prop("g"), {"bbox": [-1.0, 2.0, 3.0, 4.0]})),
    ("S_INTERSECTS(g, POINT Z (1 2 3))",
     op("s_intersects", prop("g"), {"type": "Point", "coordinates": [1.0, 2.0, 3.0]})),
    ("S_INTERSECTS(g, MULTIPOINT(1e1 -2, (3 4)))",
     op("s_intersects", prop("g"),
        {"type": "MultiPoint", "coordinates": [[10.0, -2.0], [3.0, 4.0]]})),
    ("S_INTERSECTS(g, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))",
     op("s_intersects", prop("g"),
        {"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [1.0, 2.0]},
            {"type": "LineString", "coordinates": [[1.0, 2.0], [3.0, 4.0]]}]})),
    ("point = 1", op("=", prop("point"), 1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_a_text_means_what_the_standard_says(text: str, expected: object) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [("", 1), ("a =", 4), ("a = 1 = 2", 7), ("(a = 1", 7), ("a = 1)", 6), ("()", 3), ("a IN b", 6),
     ("a = 'x", 5), ("a = ;", 5), ("a NOT 1", 7), ("a IS 1", 6), ("BETWEEN", 1), ("- - 1", 3),
     ("S_WITHIN(g, POINT(1))", 20), ("S_WITHIN(g, POLYGON(1 2))", 21), ("a b", 3),
     ("S_WITHIN(g, GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 2))))", 32),
     ("S_WITHIN(g, POINT(1 - x))", 23), ("\x00", 1), ("\u2028a;", 3)],
)  # fmt: skip
def test_a_text_that_is_none_says_at_which_character(text: str, place: int) -> None:
    with pytest.raises(FilterError, match=rf"^not valid CQL2 text at character {place}: expected"):
        read(text)


def names() -> st.SearchStrategy[str]:
    return st.sampled_from(["a", "b", "river_km", "us_state", '"a"'])


def literals() -> st.SearchStrategy[str]:
    return st.one_of(
        st.integers(-999, 999).map(str),
        st.floats(0, 999).map(lambda value: f"{value:.2f}"),
        st.text("xyzñÑ% _'", max_size=5).map(lambda text: "'" + text.replace("'", "''") + "'"),
    )


def scalars() -> st.SearchStrategy[str]:
    return st.recursive(
        st.one_of(names(), literals()),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(
                lambda part: "({} {} {})".format(*part)),
            inner.map(lambda text: f"CASEI({text})"),
        ),
        max_leaves=4,
    )  # fmt: skip


def conditions() -> st.SearchStrategy[str]:
    simple = st.one_of(
        st.tuples(scalars(), st.sampled_from(["=", "<>", "<", "<=", ">"]), scalars()).map(" ".join),
        names().map(lambda name: f"{name} IS NOT NULL"),
        st.tuples(names(), literals(), literals()).map(
            lambda part: "{} BETWEEN {} AND {}".format(*part)),
        st.tuples(names(), literals()).map(lambda part: "{} NOT LIKE {}".format(*part)),
        st.tuples(names(), st.lists(literals(), min_size=1, max_size=3)).map(
            lambda part: f"{part[0]} IN ({', '.join(part[1])})"),
        st.sampled_from(["S_INTERSECTS(g, POINT(1 2))", "T_AFTER(d, DATE('2020-01-01'))",
                         "A_OVERLAPS(a, ('x', 'y'))", "S_WITHIN(g, LINESTRING(0 0, 1 0))"]),
    )  # fmt: skip
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from([" AND ", " or "]), inner).map("".join),
            inner.map(lambda text: f"NOT ({text})"),
            inner.map(lambda text: f"({text})"),
        ),
        max_leaves=5,
    )


@settings(max_examples=400)
@given(conditions())
def test_a_peer_reads_the_same(text: str) -> None:
    # The library cql2, which the service used before: it may hang on other texts than these.
    peer = cql2.parse_text(text).to_json()
    assert flat(read(text)) == flat(peer)


def flat(node: Any) -> Any:  # noqa: ANN401 - any part of a filter in JSON
    """Return the filter with what one AND or OR joins in one list, however it was bracketed."""
    if isinstance(node, list):
        return [flat(item) for item in node]
    if not isinstance(node, dict):
        return node
    inner = {key: flat(value) for key, value in node.items()}
    if inner.get("op") in {"and", "or"}:
        same = [
            item["args"] if isinstance(item, dict) and item.get("op") == inner["op"] else [item]
            for item in inner["args"]
        ]
        inner["args"] = [item for items in same for item in items]
    return inner


HOSTILE = [
    "a=", "a<", "a+", "a-", "a*", "a^", "a LIKE ", "a IN (", "(", ")", "((", "a=(", "not ", "NOT(",
    "-", "-(", "- ", "f(", "MULTIPOINT((", "GEOMETRYCOLLECTION(", "a_x((", "'", "''", '"', '"a"',
    ",", "1", "1e", ".", "1.", " ", "\t", "a AND ", "a OR ", "a BETWEEN ", "IS NOT NULL ", "\\",
    "'\\", "ñ", "\U0001f600", "CASEI(", "DATE(", "INTERVAL(", "BBOX(", "POINT(1 2),",
    "a in (((1,2),",
]  # fmt: skip


def hostile() -> st.SearchStrategy[str]:
    part = st.tuples(st.sampled_from(HOSTILE), st.integers(1, 2000)).map(
        lambda given: given[0] * given[1]
    )
    return st.lists(part, max_size=6).map(lambda parts: "".join(parts)[:8000])


@settings(max_examples=300)
@given(hostile())
def test_no_text_takes_long_or_anything_but_a_refusal(
    least_seconds: LeastSeconds, text: str
) -> None:
    def attack(_: int) -> None:
        with contextlib.suppress(FilterError):
            read(text)

    assert least_seconds(attack, 0.25) < 0.25


ATTACKS = [
    *(chain * (8000 // len(chain)) + "1" for chain in HOSTILE),
    *("(" * depth + "a" for depth in (8, 16, 20, 30, 50, 51, 7999)),
    *("(" * depth + "a = " + ")" * depth for depth in (12, 20, 30, 50, 1000)),
    *("a in " + "(" * depth + "1" + ",2)" * depth for depth in (10, 14, 18, 49, 500)),
    "(((((((((a=1" + " OR a=1" * 900 + ")))))))) OR ",
    "a in (" * 31 + "+a" * 2000,
]


def test_attacks_neither_crash_nor_hang_on_the_smallest_stacks(root: Path) -> None:
    # A thread of 128 KiB: a reader that called itself natively would end the whole process.
    code = f"""
import json, sys, threading, time
from geo.cql2 import FilterError, parse_filter
worst = 0.0
def seconds(text):
    begun = time.thread_time()
    try:
        parse_filter(text[:8000], {CQL2_TEXT!r})
    except FilterError:
        pass
    return time.thread_time() - begun
def attack():
    global worst
    for text in json.load(sys.stdin):
        worst = max(worst, min(seconds(text) for _ in range(3)))
threading.stack_size(128 * 1024)
thread = threading.Thread(target=attack)
thread.start()
thread.join()
print(worst)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(ATTACKS), capture_output=True, text=True, cwd=root, check=True, timeout=60,
    )  # fmt: skip
    assert float(done.stdout) < 0.25


@pytest.mark.parametrize("unit", ["a=1 AND ", "(a) + ", "'x', ", "POINT(1 2), ", "NOT "])
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit)))[:length]
        best = 1.0
        for _ in range(5):
            begun = time.thread_time()
            for _ in range(20):
                try:
                    read_text(text, DEEPEST)
                except FilterError:
                    continue
            best = min(best, time.thread_time() - begun)
        return best

    assert seconds(4000) < 12 * seconds(1000)


DEEP_JSON = [
    "[" * 480 + "]" * 480,
    "[" * 1024 + "]" * 1024,
    "[" * 4000 + "]" * 4000,
    '{"op":"not","args":[' * 150 + "true" + "]}" * 150,
    '{"op":"not","args":["' + "]" * 300 + '",' + "[" * 300 + "]" * 300 + "]}",
    '{"op":"+","args":[1,' * 300 + "1" + "]}" * 300,
    '{"op":"in","args":[1,[' * 100 + "1" + "]]}" * 100,
]


@pytest.mark.parametrize("text", DEEP_JSON, ids=range(len(DEEP_JSON)))
def test_deep_json_is_refused_whatever_its_strings_hold(text: str) -> None:
    with pytest.raises(FilterError, match=r"nested deeper|not valid JSON"):
        parse_filter(text, CQL2_JSON)


def test_brackets_in_strings_count_for_nothing() -> None:
    text = json.dumps(op("=", prop("a"), "[" * 1000 + "{" * 1000))
    assert parse_filter(text, CQL2_JSON) == json.loads(text)


def test_more_than_a_thousand_operators_are_refused() -> None:
    assert len(read(" OR ".join(["a=1"] * 500))["args"]) == 500
    with pytest.raises(FilterError, match="more than 1,000 operators"):
        read(" OR ".join(["a=1"] * 502))
