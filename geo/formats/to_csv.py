"""Rows as CSV (RFC 4180, UTF-8): points as longitude and latitude, other shapes as WKT."""

import csv
from collections.abc import Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.records import Records
from geo.formats.formula_guard import without_formula
from geo.layers import KINDS, Column

__all__ = ["WKT", "write_csv"]

WKT: Final = "wkt"
"""Column of the shapes that are not points."""
_WKT_DECIMALS: Final = 7
"""Degrees to a centimetre."""
_AXES: Final = (shapely.get_x, shapely.get_y)


def write_csv(
    path: Path,
    table: Records,
    positions: Sequence[int],
    geometry: npt.NDArray[np.object_] | None,
    *,
    wkt: bool = False,
    bom: bool = False,
    more: Mapping[str, str] | None = None,
) -> None:
    """Write rows of a table as CSV.

    Texts that a spreadsheet would take for a formula get a leading apostrophe. Coordinates are
    those of ``geometry``, x (longitude) before y (latitude).

    Parameters
    ----------
    path
        File to write.
    table
        The layer.
    positions
        Row numbers, in order.
    geometry
        Geometries of exactly these rows, or ``None``.
    wkt
        Whether points, too, become one column of WKT.
    bom
        Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    more
        Further columns with one value for all rows.
    """
    layer = table.layer
    extra = dict(more or {})
    shape_names, shapes = _shape_columns(table, geometry, wkt=wkt)
    columns = [_cells(column, table.columns[column.name], positions) for column in layer.columns]
    constant = [repeat(without_formula(value), len(positions)) for value in extra.values()]
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*layer.column_names, *shape_names, *extra])
        writer.writerows(zip(*columns, *shapes, *constant, strict=True))


def _shape_columns(
    table: Records, geometry: npt.NDArray[np.object_] | None, *, wkt: bool
) -> tuple[tuple[str, ...], list[list[Any]]]:
    if geometry is None:
        return (), []
    if table.layer.geometry == "Point" and not wkt:
        missing = shapely.is_missing(geometry)
        axes = [np.round(axis(geometry), _WKT_DECIMALS).tolist() for axis in _AXES]
        return ("longitude", "latitude"), [
            [None if gone else value for value, gone in zip(values, missing, strict=True)]
            for values in axes
        ]
    return (WKT,), [shapely.to_wkt(geometry, rounding_precision=_WKT_DECIMALS).tolist()]


def _cells(column: Column, values: list[Any], positions: Sequence[int]) -> list[Any]:
    """Return cells as texts that no spreadsheet takes for a formula, ``None`` for not known."""
    chosen = [values[row] for row in positions]
    write = KINDS[column.kind].text
    texts = {
        value: None if value is None else without_formula(write(value)) for value in set(chosen)
    }
    return [texts[value] for value in chosen]
