"""Rows of Word tables, made as elements at once: a long table has thousands of cells."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from docx.oxml.ns import qn

__all__ = ["RowWriter"]

_TWIPS_PER_EMU: Final = 1 / 635
_HALF_POINTS: Final = 2
_MEXICAN: Final = "es-MX"


class RowWriter:
    """Adds rows to a table of Word.

    Parameters
    ----------
    table
        The element of the table.
    columns
        What each column is: ``number`` and ``style``.
    widths
        Their widths in EMU.
    points
        Size of the letters.
    other
        Language of the lines below the first.
    """

    def __init__(
        self,
        table: Any,  # noqa: ANN401 - lxml has no types here
        columns: Sequence[Mapping[str, Any]],
        widths: Sequence[int],
        *,
        points: float,
        other: str,
    ) -> None:
        self._table = table
        self._columns = columns
        self._widths = [str(round(width * _TWIPS_PER_EMU)) for width in widths]
        self._size = str(round(points * _HALF_POINTS))
        self._other = other

    def head(self, labels: Sequence[str]) -> None:
        """Add the row of the heads, which every page repeats."""
        self._row(labels, "w:tblHeader", is_bold=True)

    def row(self, texts: Sequence[str]) -> None:
        """Add a row that no page breaks."""
        self._row(texts, "w:cantSplit", is_bold=False)

    def group(self, text: str) -> None:
        """Add a row of one cell across all columns, which stays with the next."""
        row = _add(self._table, "w:tr")
        cell = _add(row, "w:tc")
        about = _add(cell, "w:tcPr")
        width = sum(map(int, self._widths))
        _add(about, "w:tcW", type="dxa", w=str(width))
        _add(about, "w:gridSpan", val=str(len(self._columns)))
        paragraph = _add(cell, "w:p")
        manner = _add(paragraph, "w:pPr")
        _add(manner, "w:keepNext")
        _add(manner, "w:spacing", after="0")
        self._run(paragraph, text, is_bold=True)

    def _row(self, texts: Sequence[str], manner: str, *, is_bold: bool) -> None:
        row = _add(self._table, "w:tr")
        _add(_add(row, "w:trPr"), manner)
        for text, column, width in zip(texts, self._columns, self._widths, strict=True):
            cell = _add(row, "w:tc")
            _add(_add(cell, "w:tcPr"), "w:tcW", type="dxa", w=width)
            self._fill(_add(cell, "w:p"), text, column, is_bold=is_bold)

    def _fill(
        self,
        paragraph: Any,  # noqa: ANN401
        text: str,
        column: Mapping[str, Any],
        *,
        is_bold: bool,
    ) -> None:
        manner = _add(paragraph, "w:pPr")
        _add(manner, "w:spacing", after="0")
        if column["number"]:
            _add(manner, "w:jc", val="right")
        style = column["style"]
        lines = text.split("\n")
        for index, line in enumerate(lines):
            is_second = index > 0 and style != "plain"
            run = self._run(
                paragraph,
                line,
                is_bold=is_bold or (style == "names" and index == 0),
                is_italic=is_second and style == "towns",
                language=(_MEXICAN if style == "towns" else self._other) if is_second else "",
            )
            if index < len(lines) - 1:
                _add(run, "w:br")

    def _run(
        self,
        paragraph: Any,  # noqa: ANN401
        text: str,
        *,
        is_bold: bool = False,
        is_italic: bool = False,
        language: str = "",
    ) -> Any:  # noqa: ANN401
        run = _add(paragraph, "w:r")
        look = _add(run, "w:rPr")
        if is_bold:
            _add(look, "w:b")
        if is_italic:
            _add(look, "w:i")
        _add(look, "w:sz", val=self._size)
        if language:
            _add(look, "w:lang", val=language)
        shown = _add(run, "w:t")
        shown.text = text
        if text.strip() != text:
            shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return run


def _add(parent: Any, name: str, **values: str) -> Any:  # noqa: ANN401
    element = parent.makeelement(_full(name))
    parent.append(element)
    for key, value in values.items():
        element.set(_full(f"w:{key}"), value)
    return element


_full: Final = cache(qn)
"""The full name of an element or attribute: a table has a dozen, tens of thousands of times."""
