"""Degrees as people write them: decimals, degrees with minutes and seconds, letters for a side."""

import math
import re
from typing import Final

__all__ = ["degrees_of_text", "number_of_text"]

_MINUS: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " "})
"""Signs and spaces that word processors put in the place of plain ones."""
_DECIMAL: Final = r"(?:\d+\.?\d*|\.\d+)"
_NUMBER: Final = re.compile(rf"[+-]?{_DECIMAL}(?:[eE][+-]?\d{{1,3}})?", re.ASCII)
_SIXTIETHS: Final = re.compile(
    rf"(?P<sign>[+-])?(?P<degrees>{_DECIMAL})"
    rf"(?:(?P<mark>\s*[°ºd:]\s*|\s+)(?P<minutes>{_DECIMAL})"
    rf"(?:(?:\s*['\u2032\u2019m:]\s*|\s+)(?P<seconds>{_DECIMAL})\s*(?:\"|\u2033|\u201d|''|s)?|\s*['\u2032\u2019m]?)|\s*[°º]?)",
    re.ASCII,
)
_SIDES: Final = {"lon": {"E": 1, "W": -1, "O": -1}, "lat": {"N": 1, "S": -1}}
"""Letters of a side by axis; O is oeste, as Spanish writes west."""
_SIXTY: Final = 60.0


def number_of_text(text: str, decimal: str = ".") -> float:
    """Return the number that a text stands for, with U+2212 as minus; NaN if it stands for none.

    ``decimal`` is what stands before the decimals: a point or a comma.
    """
    if decimal == "." and _NUMBER.fullmatch(text):
        return float(text)
    plain = _plain(text, decimal)
    return float(plain) if _NUMBER.fullmatch(plain) else math.nan


def degrees_of_text(text: str, axis: str, decimal: str = ".") -> float:
    """Return the degrees that a text stands for, NaN if it stands for none.

    Parameters
    ----------
    text
        Such as ``-106.45``, ``106.45 W``, ``106°27'00"W``, ``-106:27:00``, with U+2212 as minus.
    axis
        ``lon`` or ``lat``, whose letters of a side are read.
    decimal
        What stands before the decimals: a point or a comma.
    """
    read = number_of_text(text, decimal)
    if not math.isnan(read):
        return read
    plain, side = _plain(text, decimal), 0
    letters = _SIDES[axis]
    if plain[-1:].upper() in letters:
        side, plain = letters[plain[-1].upper()], plain[:-1].strip()
    elif plain[:1].upper() in letters:
        side, plain = letters[plain[0].upper()], plain[1:].strip()
    return _sexagesimal(plain, side)


def _plain(text: str, decimal: str) -> str:
    """Return a text with a plain minus and decimal point; empty for two marks of decimals."""
    plain = text.translate(_MINUS).strip()
    if decimal == ".":
        return plain
    return "" if "." in plain else plain.replace(",", ".")


def _sexagesimal(text: str, side: int) -> float:
    match = _SIXTIETHS.fullmatch(text)
    if match is None or (match["sign"] and side):
        return math.nan
    if not side and match["mark"] and not match["mark"].strip():
        return math.nan  # Two numbers with a space may be anything.
    parts = [float(match[name] or 0.0) for name in ("degrees", "minutes", "seconds")]
    whole = [part.is_integer() for part in parts]
    fits = max(parts[1:]) < _SIXTY and (whole[0] or not any(parts[1:]))
    if not fits or (not whole[1] and match["seconds"]):
        return math.nan
    sign = side or (-1 if match["sign"] == "-" else 1)
    return sign * (parts[0] + parts[1] / _SIXTY + parts[2] / _SIXTY**2)
