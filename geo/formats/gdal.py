"""Rows of a layer through GDAL's drivers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.data.frames import Shapes
from geo.formats.arrow import GEOMETRY, arrow_table
from geo.formats.layer_rows import LayerRows
from geo.geodesy import CRS84, FRAME_CRS
from geo.layers import Layer

__all__ = ["write_with_gdal"]


def write_with_gdal(
    path: Path, rows: LayerRows, *, driver: str, **options: Mapping[str, str] | bool
) -> None:
    """Write rows as a layer of the layer's name; lists become texts.

    ``options`` are those of ``pyogrio.write_arrow``.
    """
    import pyogrio

    shape: dict[str, Any] = {}
    if rows.geometry is not None:
        shape = {
            "geometry_name": GEOMETRY,
            "geometry_type": _geometry_type(rows.layer, rows.geometry),
            "crs": FRAME_CRS if rows.crs == CRS84 else rows.crs,
        }
    pyogrio.write_arrow(
        arrow_table(rows, flat=True),
        path,
        layer=rows.layer.name,
        driver=driver,
        **shape,
        **options,
    )


def _geometry_type(layer: Layer, geometry: Shapes) -> str:
    """Return the one type that the rows have, else the layer's."""
    types = {shape.geom_type for shape in geometry if shape is not None}
    return types.pop() if len(types) == 1 else layer.geometry or "Unknown"
