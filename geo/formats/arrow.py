"""Rows of a layer as an Arrow table: what the writers of geodata are given."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.arrow import arrow_array
from geo.data.records import Records
from geo.layers import KINDS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["GEOMETRY", "arrow_table"]

GEOMETRY: Final = "geometry"
"""Name of the geometry column in formats that name it."""
_WKB_NDR: Final = 1


def arrow_table(
    table: Records,
    positions: Sequence[int],
    geometry: npt.NDArray[np.object_] | None,
    *,
    flat: bool,
) -> "pa.Table":
    """Return rows as an Arrow table with the kinds of the layer's columns.

    Parameters
    ----------
    table
        The layer.
    positions
        Row numbers, in the order wanted.
    geometry
        Geometries of exactly these rows, or ``None`` for a table without; they become WKB in the
        last column.
    flat
        Whether lists become texts with semicolons between, for formats without lists.
    """
    import pyarrow as pa

    names, arrays = [], []
    for column in table.layer.columns:
        values = table.columns[column.name]
        cells = [values[row] for row in positions]
        names.append(column.name)
        if flat and column.kind == "list":
            write = KINDS["list"].text
            texts = [None if cell is None else write(cell) for cell in cells]
            arrays.append(pa.array(texts, type=pa.string()))
        else:
            arrays.append(arrow_array(column, cells))
    if geometry is not None:
        names.append(GEOMETRY)
        wkb = shapely.to_wkb(geometry, byte_order=_WKB_NDR).tolist()
        arrays.append(pa.array(wkb, type=pa.binary()))
    return pa.table(arrays, names=names)
