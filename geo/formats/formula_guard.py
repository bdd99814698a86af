"""Texts that no spreadsheet takes for a formula."""

import re
from typing import Final

__all__ = ["without_formula"]

_DATA: Final = re.compile(
    r"[+-]?[0-9]*[.,]?[0-9]+[.,]?([eE][+-]?[0-9]+)?"  # a number in any notation
    r"|\+?[0-9 ().-]*"  # a telephone number, or a sign by itself
    r"|-"
)
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def without_formula(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: such a text gets a leading quote.

    What only looks like one stays as it is: a number in any notation, such as a negative longitude
    or ``-1.5E+02``, a telephone number, a sign by itself.
    """
    if not (isinstance(value, str) and value.startswith(_FORMULA_STARTS)):
        return value
    return value if _DATA.fullmatch(value) else f"'{value}"
