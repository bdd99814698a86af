"""Rows as GeoParquet 1.1, and tables as plain Parquet."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.provenance import Provenance
from geo.formats.arrow import GEOMETRY, arrow_table
from geo.formats.to_gdal import CRS84, Rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PROVENANCE_KEY", "write_geoparquet"]

PROVENANCE_KEY: Final = "border-ports:provenance"
"""Key of the file's metadata under which the provenance stands as JSON."""
_BOX: Final = "bbox"
_CORNERS: Final = ("xmin", "ymin", "xmax", "ymax")
_VERSION: Final = "1.1.0"


def write_geoparquet(path: Path, rows: Rows, crs: str, about: Provenance) -> None:
    """Write rows as Parquet (zstd); with a geometry as GeoParquet 1.1 with a covering box."""
    from pyarrow import parquet

    table, positions, geometry = rows
    found = arrow_table(table, positions, geometry, flat=False)
    metadata = {PROVENANCE_KEY: json.dumps(about.fields(), ensure_ascii=False)}
    if geometry is not None:
        found = found.append_column(_BOX, _boxes(geometry))
        metadata["geo"] = json.dumps(_geo_metadata(geometry, crs))
    parquet.write_table(found.replace_schema_metadata(metadata), path, compression="zstd")


def _boxes(geometry: npt.NDArray[np.object_]) -> "pa.Array":
    import pyarrow as pa

    bounds = shapely.bounds(geometry)
    columns = [pa.array(bounds[:, number]) for number in range(4)]
    missing = pa.array(shapely.is_missing(geometry))
    return pa.StructArray.from_arrays(columns, names=list(_CORNERS), mask=missing)


def _geo_metadata(geometry: npt.NDArray[np.object_], crs: str) -> dict[str, Any]:
    present = [shape for shape in geometry if shape is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in present}),
        "covering": {_BOX: {corner: [_BOX, corner] for corner in _CORNERS}},
    }
    if present:
        column["bbox"] = [float(value) for value in shapely.total_bounds(present)]
    if crs != CRS84:
        from pyproj import CRS

        column["crs"] = CRS.from_user_input(crs).to_json_dict()
    return {"version": _VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
