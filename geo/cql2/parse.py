"""From the text of a filter to the JSON form of CQL2."""

from typing import Any, Final
from unicodedata import normalize

import orjson

from geo.cql2.limits import DEEPEST, check_depth
from geo.cql2.text import read_text
from geo.cql2.values import FilterError
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = ["CQL2_JSON", "CQL2_TEXT", "LONGEST_FILTER", "parse_filter"]

_TOO_LONG: Final = message("longer than {most} characters")
_NOT_JSON: Final = message("not valid JSON at character {position}")

CQL2_TEXT: Final = "cql2-text"
CQL2_JSON: Final = "cql2-json"
LONGEST_FILTER: Final = 8000
"""Most characters of a filter in an address."""


def parse_filter(text: str, language: str, longest: int = LONGEST_FILTER) -> Any:  # noqa: ANN401
    """Return the expression as the JSON form of CQL2; ``longest`` is the most characters.

    Raises
    ------
    FilterError
        The text is too long, too deeply nested, has too many operators, or is not CQL2.
    """
    if len(text) > longest:
        raise FilterError(said(_TOO_LONG, most=longest))
    expression = _from_json(text) if language == CQL2_JSON else read_text(text, DEEPEST)
    check_depth(expression)
    return _composed(expression)


def _composed(expression: Any) -> Any:  # noqa: ANN401
    """Return an expression with its texts as the data hold texts: in composed characters (NFC)."""
    match expression:
        case str():
            return expression if expression.isascii() else normalize("NFC", expression)
        case list():
            return [_composed(item) for item in expression]
        case dict():
            return {name: _composed(item) for name, item in expression.items()}
        case _:
            return expression


def _from_json(text: str) -> Any:  # noqa: ANN401
    try:
        return orjson.loads(text)  # It stops by itself at 1,024 levels.
    except orjson.JSONDecodeError as error:
        raise FilterError(said(_NOT_JSON, position=error.pos + 1)) from None
