"""Rows of a layer as an Arrow table: what the writers of geodata are given."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.records import Records
from geo.layers import Column, Kind

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["GEOMETRY", "arrow_table", "cell_text"]

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
        names.append(column.name)
        arrays.append(_array(column, [values[row] for row in positions], flat=flat))
    if geometry is not None:
        names.append(GEOMETRY)
        wkb = shapely.to_wkb(geometry, byte_order=_WKB_NDR).tolist()
        arrays.append(pa.array(wkb, type=pa.binary()))
    return pa.table(arrays, names=names)


def cell_text(values: Sequence[object]) -> str:
    """Return a list as one text, items separated by semicolons."""
    return ";".join(str(item) for item in values)


def _array(column: Column, values: list[Any], *, flat: bool) -> "pa.Array":
    import pyarrow as pa

    types: dict[Kind, pa.DataType] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    if column.kind != "list":
        return pa.array(values, type=types[column.kind])
    if flat:
        return pa.array([None if v is None else cell_text(v) for v in values], type=pa.string())
    lists = [None if v is None else [str(item) for item in v] for v in values]
    return pa.array(lists, type=pa.list_(pa.string()))
