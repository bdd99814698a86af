"""Requests of a few kilobytes that once stopped the whole service."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

FILTERS = {
    "chain of =": "a=" * 4000, "chain of <": "a<" * 4000, "chain of +": "a=" + "1+" * 3900,
    "chain of -": "a=" + "1-" * 3900, "chain of *": "a=" + "1*" * 3900,
    "chain of ^": "a=" + "1^" * 3900, "chain of LIKE": "a LIKE " * 1100, "NOT": "NOT " * 1999,
    "30 parentheses": "(" * 30 + "a", "8,000 parentheses": "(" * 8000,
    "error inside 20": "(" * 20 + "a =" + ")" * 20, "error inside 50": "(" * 50 + "a =" + ")" * 50,
    "nested lists": "a IN (" + "(" * 18 + "1" + ",2)" * 18 + ")",
    "open strings": "'" * 7999, "operators": "id='x' OR " * 799 + "id='x'",
    "points": "S_INTERSECTS(geometry,MULTIPOINT(" + "(1 2)," * 1300 + "(1 2)))",
    "open geometry": "S_INTERSECTS(geometry," + "MULTIPOLYGON(((" * 500,
}  # fmt: skip
JSON_FILTERS = {
    "480 brackets": "[" * 480 + "]" * 480, "1,100 brackets": "[" * 1100 + "]" * 1100,
    "brackets in a string": '{"op":"=","args":["' + "]" * 5000 + '",1]}',
    "NOT 300": '{"op":"not","args":[' * 300 + "true" + "]}" * 300,
    "in 100": '{"op":"in","args":[1,[' * 100 + "1" + "]]}" * 100,
}  # fmt: skip


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve() as found:
        yield found


def test_no_filter_stops_or_slows_anybody(
    service: Any,
    watching: Callable[..., Any],
    control: Any,
    bearable: Callable[[Any], float],
) -> None:
    before = service.workers()
    asked = [(name, text, "cql2-text") for name, text in FILTERS.items()]
    asked += [(name, text, "cql2-json") for name, text in JSON_FILTERS.items()]
    with watching(service) as others, watching(control) as elsewhere:
        for name, text, language in asked * 3:
            path = f"/collections/ports/items?filter-lang={language}&limit=1&filter={quote(text)}"
            status, _ = service.get(path, timeout=5)
            assert status in {200, 400, 414}, name
    assert others.failures == []
    assert others.at(1.0) < 4 * bearable(elsewhere), f"{others}; elsewhere {elsewhere}"
    assert service.workers() == before


@pytest.mark.parametrize("levels", [260, 500, 1000, 5000])
def test_no_nested_body_is_a_fault_of_the_service(service: Any, levels: int) -> None:
    deep = b"[" * levels + b"]" * levels
    for body in (
        deep,
        b'{"type":"MultiPoint","coordinates":' + deep + b"}",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
        b'"coordinates":[1,2]},"properties":{"a":' + deep + b"}}]}",
    ):
        kind = {"Content-Type": "application/geo+json"}
        assert service.ask("POST", "/queries/nearest", 5, kind, body)[0] == 400
