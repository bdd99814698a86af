"""Rows of a layer as an Arrow table: what the writers of geodata are given."""

from typing import TYPE_CHECKING, Final

import shapely

from geo.data.arrow import arrow_array
from geo.formats.layer_rows import LayerRows
from geo.layers import KINDS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["GEOMETRY", "arrow_table"]

GEOMETRY: Final = "geometry"
"""Name of the geometry column in formats that name it."""
_WKB_NDR: Final = 1


def arrow_table(rows: LayerRows, *, flat: bool) -> "pa.Table":
    """Return rows as an Arrow table with the kinds of the layer's columns.

    Geometries become WKB in the last column. ``flat`` turns lists into texts with semicolons
    between, for formats without lists.
    """
    import pyarrow as pa

    names, arrays = [], []
    for column in rows.layer.columns:
        values = rows.records.columns[column.name]
        cells = [values[row] for row in rows.rows]
        names.append(column.name)
        if flat and column.kind == "list":
            write = KINDS["list"].text
            texts = [None if cell is None else write(cell) for cell in cells]
            arrays.append(pa.array(texts, type=pa.string()))
        else:
            arrays.append(arrow_array(column, cells))
    if rows.geometry is not None:
        names.append(GEOMETRY)
        wkb = shapely.to_wkb(rows.geometry, byte_order=_WKB_NDR).tolist()
        arrays.append(pa.array(wkb, type=pa.binary()))
    return pa.table(arrays, names=names)
