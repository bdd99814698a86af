"""Where tables break: no page begins with the last row or two, and no page is for a few lines."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["PADDINGS_POINTS", "Layout", "break_tables", "layout_of"]

_LEAST_ROWS: Final = 3
"""Rows that a table leaves to its last page at least."""
_LEAST_FIRST: Final = 2
PADDINGS_POINTS: Final = (2.2, 1.7, 2.6, 1.9, 2.9, 3.2)
"""Room above and below the rows of a table: the first is the rule, the others end a remnant."""
_TIGHT_POINTS: Final = 1.7
_FEW_LINES: Final = 0.25
"""Share of the paper's height, from its upper edge, above which a last page holds too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a brief was laid out: rows per page of each table, pages, and where the last one ends.

    ``end`` is a share of the paper's height, from its upper edge.
    """

    rows: dict[int, list[int]]
    pages: int
    end: float

    @property
    def is_spilt(self) -> bool:
        """Return whether the last page is there for a few lines."""
        return self.pages > 1 and self.end < _FEW_LINES


def layout_of(found: str) -> Layout:
    """Return a layout as the template tells it: (table, page) of every row, pages and end."""
    told = json.loads(found)
    counted = Counter((table, page) for table, page in told["rows"])
    rows: dict[int, list[int]] = {}
    for (table, _page), number in sorted(counted.items()):
        rows.setdefault(table, []).append(number)
    return Layout(rows=rows, pages=told["pages"], end=told["end"])


def break_tables(tables: Sequence[dict[str, Any]], laid_out: Callable[[], Layout]) -> None:
    """Give the tables the room between their rows with which they break well, if one does.

    ``laid_out`` lays the brief out with the paddings that the tables have now. Where a last page
    is there for a few lines, all rows move closer if that saves it; then each table, from the
    first to the last, tries others while it leaves a remnant.
    """
    usual = PADDINGS_POINTS[0]
    for number, table in enumerate(tables):
        table.update(number=number, padding=usual)
    layout = laid_out()
    if layout.is_spilt:
        _set(tables, _TIGHT_POINTS)
        closer = laid_out()
        if closer.pages < layout.pages:
            usual, layout = _TIGHT_POINTS, closer
        else:
            _set(tables, usual)
    for number, table in enumerate(tables):
        if _is_whole(layout.rows.get(number, ())):
            continue
        for padding in (*(one for one in PADDINGS_POINTS if one != usual), usual):
            table["padding"] = padding
            layout = laid_out()
            if _is_whole(layout.rows[number]):
                break


def _set(tables: Sequence[dict[str, Any]], padding: float) -> None:
    for table in tables:
        table["padding"] = padding


def _is_whole(pages: Sequence[int]) -> bool:
    """Return whether a table breaks nowhere, or leaves enough rows on both sides."""
    return len(pages) < 2 or (pages[0] >= _LEAST_FIRST and pages[-1] >= _LEAST_ROWS)  # noqa: PLR2004
