"""Widths of the columns of Word tables: none is narrower than its longest word."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.maps.printed.towns import text_width

__all__ = ["PADDING_MM", "column_widths", "office_width_mm"]

PADDING_MM: Final = 1.0
"""Free space at either side of a cell."""
_MM_PER_INCH: Final = 25.4
_LONGEST_MM: Final = 34.0
"""Of a longer word, such as an address, the rest is broken."""
_MEASURED: Final = 6
"""So many of the words with most letters are measured: to measure all takes a second."""
_SPACE: Final = re.compile(r"[ \n]")
_WIDER: Final = 1.22
"""How much wider the letters of office programs may be than those that are measured."""


def column_widths(
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Sequence[str]],
    measure_mm: float,
    points: float,
) -> list[float]:
    """Return widths in millimetres that fill the measure.

    Each column has room for its longest word; what is left goes to those that want more, by the
    ``width`` that each asks for.
    """
    heads = [column["label"] for column in columns]
    least = [
        max(_longest([head], points, "Bold"), _longest([row[index] for row in rows], points, style))
        for index, (head, style) in enumerate(zip(heads, map(_style, columns), strict=True))
    ]
    total = sum(column["width"] for column in columns)
    wanted = [measure_mm * column["width"] / total for column in columns]
    spare = measure_mm - sum(least)
    if spare <= 0:
        return [width * measure_mm / sum(least) for width in least]
    lack = [max(want - width, 0.0) for want, width in zip(wanted, least, strict=True)]
    return [width + spare * more / sum(lack) for width, more in zip(least, lack, strict=True)]


def _style(column: Mapping[str, Any]) -> str:
    return "Bold" if column["style"] == "names" else "Regular"


def _longest(texts: Sequence[str], points: float, style: str) -> float:
    words = {word for text in texts for word in _SPACE.split(text)}
    longest = sorted(words, key=lambda word: (len(word), word))[-_MEASURED:]
    widest = max((office_width_mm(word, points, style) for word in longest), default=0.0)
    return min(widest, _LONGEST_MM) + 2 * PADDING_MM


def office_width_mm(text: str, points: float, style: str) -> float:
    """Return how wide a line of text may be in an office program, in millimetres."""
    return text_width(text, points, style) * _MM_PER_INCH * _WIDER
