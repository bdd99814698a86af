"""Layers through GDAL: GeoPackage, FlatGeobuf and Shapefile."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.provenance import Provenance
from geo.data.records import Records
from geo.formats.arrow import GEOMETRY, arrow_table

__all__ = ["CRS84", "GDAL_CRS84", "Rows", "write_flatgeobuf_layer", "write_geopackage_layer"]

CRS84: Final = "OGC:CRS84"
GDAL_CRS84: Final = "EPSG:4326"
"""GDAL's files hold EPSG:4326 as longitude, latitude."""
_COLUMN_OF_GEOPACKAGE: Final = "geom"
_VERSION: Final = "1.2"
"""Of GeoPackage: what programs of ten years back can read."""

Rows: TypeAlias = tuple[Records, Sequence[int], npt.NDArray[np.object_] | None]
"""A table, the row numbers wanted, and the geometries of exactly these rows (or ``None``)."""


def write_geopackage_layer(path: Path, rows: Rows, crs: str, about: Provenance) -> None:
    """Write rows as one layer of a GeoPackage, added to the file if there is one.

    The data's day is the only time in the file, so that the same rows give the same bytes.
    """
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{about.date.isoformat()}T00:00:00.000Z"})
    table = rows[0]
    options = {"IDENTIFIER": about.title_en, "DESCRIPTION": table.layer.description_en}
    if rows[2] is not None:
        options["GEOMETRY_NAME"] = _COLUMN_OF_GEOPACKAGE
    added: dict[str, Mapping[str, str] | bool] = (
        {"append": True} if path.exists() else {"dataset_options": {"VERSION": _VERSION}}
    )
    _write(path, rows, crs, driver="GPKG", layer_options=options, layer_metadata=about.fields(),
           **added)  # fmt: skip


def write_flatgeobuf_layer(path: Path, rows: Rows, crs: str, about: Provenance) -> None:
    """Write rows as FlatGeobuf, with a spatial index where every row has a geometry."""
    geometry = rows[2]
    indexed = geometry is not None and len(geometry) and not shapely.is_missing(geometry).any()
    description = "\n".join(f"{name}: {value}" for name, value in about.fields().items())
    options = {
        "TITLE": f"{about.title_en} / {about.title_es}",
        "DESCRIPTION": description,
        "SPATIAL_INDEX": "YES" if indexed else "NO",
    }
    _write(path, rows, crs, driver="FlatGeobuf", layer_options=options)


def _write(
    path: Path, rows: Rows, crs: str, *, driver: str, **options: Mapping[str, str] | bool
) -> None:
    import pyogrio

    table, positions, geometry = rows
    shape: dict[str, Any] = {}
    if geometry is not None:
        shape = {
            "geometry_name": GEOMETRY,
            "geometry_type": _geometry_type(table, geometry),
            "crs": GDAL_CRS84 if crs == CRS84 else crs,
        }
    pyogrio.write_arrow(
        arrow_table(table, positions, geometry, flat=True),
        path,
        layer=table.layer.name,
        driver=driver,
        **shape,
        **options,
    )


def _geometry_type(table: Records, geometry: npt.NDArray[np.object_]) -> str:
    kinds = {shape.geom_type for shape in geometry if shape is not None}
    return kinds.pop() if len(kinds) == 1 else table.layer.geometry or "Unknown"
