"""Texts that no spreadsheet takes for a formula."""

import re
from typing import Final

__all__ = ["without_formula"]

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def without_formula(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: such a text gets a leading quote.

    A text that is only a number, such as a negative longitude, stays as it is.
    """
    if not (isinstance(value, str) and value.startswith(_FORMULA_STARTS)):
        return value
    return value if _NUMBER.fullmatch(value) else f"'{value}"
