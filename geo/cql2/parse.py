"""From the text of a filter to the JSON form of CQL2."""

import re
from typing import Any, Final

import orjson
from cql2 import ParseError, parse_text

from geo.cql2.limits import DEEPEST
from geo.cql2.values import FilterError

__all__ = ["CQL2_JSON", "CQL2_TEXT", "LONGEST_FILTER", "parse_filter"]

CQL2_TEXT: Final = "cql2-text"
CQL2_JSON: Final = "cql2-json"
LONGEST_FILTER: Final = 8000
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_CLIMBING: Final = re.compile(r"\bnot\b|-(?=\s*-)", re.IGNORECASE)


def parse_filter(text: str, language: str) -> Any:  # noqa: ANN401
    """Return the expression as the JSON form of CQL2.

    Raises
    ------
    FilterError
        The text is too long, too deeply nested, or not CQL2.
    """
    if len(text) > LONGEST_FILTER:
        message = f"longer than {LONGEST_FILTER} characters"
        raise FilterError(message)
    return _from_json(text) if language == CQL2_JSON else _from_text(text)


def _from_text(text: str) -> Any:  # noqa: ANN401
    bare = _QUOTED.sub("''", text)
    if _depth(bare, "(", ")") > DEEPEST or len(_CLIMBING.findall(bare)) > DEEPEST:
        message = f"nested deeper than {DEEPEST}"
        raise FilterError(message)
    try:
        return parse_text(text).to_json()
    except (ParseError, ValueError) as error:
        place = re.search(r"--> \d+:(\d+)", str(error))
        where = f" at character {place.group(1)}" if place else ""
        message = f"not valid CQL2 text{where}"
        raise FilterError(message) from None


def _from_json(text: str) -> Any:  # noqa: ANN401
    if max(_depth(text, "{", "}"), _depth(text, "[", "]")) > 2 * DEEPEST:
        message = f"nested deeper than {DEEPEST}"
        raise FilterError(message)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = f"not valid JSON at character {error.pos + 1}"
        raise FilterError(message) from None


def _depth(text: str, opening: str, closing: str) -> int:
    depth = deepest = 0
    for character in text:
        if character == opening:
            depth += 1
            deepest = max(deepest, depth)
        elif character == closing:
            depth -= 1
    return deepest
