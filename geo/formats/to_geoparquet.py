"""Rows as GeoParquet 1.1, and tables as plain Parquet."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shapely

from geo.data.frames import Shapes
from geo.data.geoparquet import geometry_column, geoparquet_metadata
from geo.data.provenance import Provenance
from geo.formats.arrow import GEOMETRY, arrow_table
from geo.formats.layer_rows import LayerRows
from geo.formats.model import Format
from geo.words.messages import message

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["GEOPARQUET", "PROVENANCE_KEY"]

PROVENANCE_KEY: Final = "border-ports:provenance"
"""Key of the file's metadata under which the provenance stands as JSON."""
_BOX: Final = "bbox"
_CORNERS: Final = ("xmin", "ymin", "xmax", "ymax")


def _write_rows(path: Path, rows: LayerRows, about: Provenance) -> None:
    """Write rows as Parquet (zstd); with a geometry as GeoParquet 1.1 with a covering box."""
    from pyarrow import parquet

    table = arrow_table(rows, flat=False)
    metadata = {PROVENANCE_KEY: json.dumps(about.fields(), ensure_ascii=False)}
    if rows.geometry is not None:
        table = table.append_column(_BOX, _boxes(rows.geometry))
        metadata |= _geo_metadata(rows.geometry, rows.crs)
    parquet.write_table(table.replace_schema_metadata(metadata), path, compression="zstd")


def _boxes(geometry: Shapes) -> "pa.Array":
    import pyarrow as pa

    bounds = shapely.bounds(geometry)
    columns = [pa.array(bounds[:, number]) for number in range(4)]
    missing = pa.array(shapely.is_missing(geometry))
    return pa.StructArray.from_arrays(columns, names=list(_CORNERS), mask=missing)


def _geo_metadata(geometry: Shapes, crs: str) -> dict[str, str]:
    present = [shape for shape in geometry if shape is not None]
    more: dict[str, object] = {
        "covering": {_BOX: {corner: [_BOX, corner] for corner in _CORNERS}},
    }
    if present:
        more["bbox"] = [float(value) for value in shapely.total_bounds(present)]
    types = sorted({shape.geom_type for shape in present})
    return geoparquet_metadata({GEOMETRY: geometry_column(types, crs, **more)}, GEOMETRY)


GEOPARQUET: Final = Format(
    name="parquet",
    suffix=".parquet",
    media_type="application/vnd.apache.parquet",
    title="GeoParquet 1.1",
    purpose=message("One layer or table for data science."),
    content="layer",
    write_rows=_write_rows,
    tables=True,
    any_crs=True,
)
