"""Texts that no spreadsheet takes for a formula."""

import re
from typing import Final

__all__ = ["FORMULA_STARTS", "without_formula"]

_DATA: Final = re.compile(
    r"[+-]?[0-9.,]*([eE][+-]?[0-9]+)?"  # a number in any notation
    r"|\+?[0-9 ().-]*"  # a telephone number
    r"|[+-][0-9.]+ *[\u00b0\u00bad:][0-9.:ms'\u2032\u2019\"\u2033\u201d ]*[NSEWO]?"  # in sixtieths
)
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def without_formula(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: such a text gets a leading quote.

    What only looks like one stays as it is: a number in any notation, such as a negative longitude
    or ``-1.5E+02``, degrees in sixtieths, a telephone number, a sign by itself.
    """
    if not (isinstance(value, str) and value.startswith(FORMULA_STARTS)):
        return value
    return value if _DATA.fullmatch(value) else f"'{value}"
