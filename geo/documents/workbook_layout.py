"""How a sheet is laid out: widths of columns, heights of rows, and which columns print."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from geo.documents.report import ReportTable

__all__ = ["LINE_POINTS", "PAGE_LETTERS", "column_widths", "line_count", "printed_columns",
           "row_lines"]  # fmt: skip

LINE_POINTS: Final = 13.5
"""Height of a line of Arial 10."""
PAGE_LETTERS: Final = 190
"""Widths of letters on a landscape page at the smallest scale that a person reads, two thirds."""
_WIDEST, _LONG_WIDEST, _NARROWEST = 30, 60, 9
_LONG_LETTERS: Final = 120
"""Texts from so many letters on have a wider column."""
_DATE_WIDTH: Final = 10
_PADDING: Final = 0.72
"""What programs add to the width of a column, in letters."""
_BUTTON: Final = 3
"""Room that the button of the filter takes in a heading."""
_LETTERS_PER_DIGIT: Final = 1.06
"""Columns are measured in digits, which are a little wider than the letters of a text."""
_MOST_LINES: Final = 28
"""Excel has no row higher than 409 points."""


def column_widths(table: ReportTable, headings: Sequence[str]) -> list[int]:
    """Return the width of each column in letters: that of its values and of its longest word."""
    return [
        _width(heading, [row[index] for row in table.rows])
        for index, heading in enumerate(headings)
    ]


def _width(heading: str, values: Sequence[Any]) -> int:
    longest = max((_letters(value) for value in values if value is not None), default=0)
    word = max(map(len, heading.split()), default=0) + _BUTTON
    most = _LONG_WIDEST if longest >= _LONG_LETTERS else _WIDEST
    return max(min(longest + 2, most), word, _NARROWEST)


def _letters(value: Any) -> int:  # noqa: ANN401
    match value:
        case str():
            return max(map(len, value.split("\n"))) if "\n" in value else len(value)
        case date():
            return _DATE_WIDTH
        case int() | float():
            return len(f"{value:,.1f}")
        case _:
            return _NARROWEST


def row_lines(rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> list[int]:
    """Return how many lines each row needs."""
    return [
        max((line_count(value, width) for value, width in zip(row, widths, strict=True)
             if isinstance(value, str)), default=1)
        for row in rows
    ]  # fmt: skip


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many letters: words stay whole."""
    width *= _LETTERS_PER_DIGIT
    if len(text) < width and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines, free = lines + 1, width - 1
        for word in paragraph.split(" "):
            if len(word) > free and free < width - 1:
                lines, free = lines + 1, width - 1
            over = max(len(word) - int(width - 1), 0)
            lines += -(-over // int(width - 1))
            free -= len(word) + 1
    return min(lines, _MOST_LINES)


def printed_columns(widths: Sequence[int]) -> int:
    """Return how many columns print: as many of the first as a page holds that can be read."""
    total = 0.0
    for number, width in enumerate(widths):
        total += width + _PADDING
        if total > PAGE_LETTERS and number:
            return number
    return len(widths)
