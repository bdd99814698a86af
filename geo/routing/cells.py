"""What an engine answered, checked: numbers, tables of them, lines."""

import math
from typing import Any

from geo.routing.model import Position, RouterError

__all__ = ["checked_cells", "checked_line", "checked_number"]


def checked_number(value: object) -> float:
    """Return a number that is zero or more; ``RouterError`` if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RouterError("wrong", "no number")
    if not math.isfinite(value) or value < 0.0:
        raise RouterError("wrong", f"{value}")
    return float(value)


def checked_cells(
    cells: object, shape: tuple[int, int], factor: float = 1.0
) -> list[list[float | None]]:
    """Return a table of numbers times a factor, ``None`` where there is none.

    ``RouterError`` if it has another shape, or something else in a cell.
    """
    rows: Any = cells
    if not isinstance(rows, list) or len(rows) != shape[0]:
        raise RouterError("wrong", "rows missing")
    if any(not isinstance(row, list) or len(row) != shape[1] for row in rows):
        raise RouterError("wrong", "cells missing")
    return [[None if cell is None else checked_number(cell) * factor for cell in row]
            for row in rows]  # fmt: skip


def checked_line(points: object) -> list[Position]:
    """Return the positions of a line; ``RouterError`` if it is none."""
    pairs: Any = points
    try:
        line = [(float(point[0]), float(point[1])) for point in pairs]
    except (TypeError, ValueError, IndexError):
        raise RouterError("wrong", "no line") from None
    if not line or not all(abs(lon) <= 180.0 and abs(lat) <= 90.0 for lon, lat in line):  # noqa: PLR2004
        raise RouterError("wrong", "no line")
    return line if len(line) > 1 else [line[0], line[0]]
