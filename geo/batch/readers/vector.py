"""Vector files that GDAL reads, as a stream of batches."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from geo.batch.places import Place, local_copy
from geo.batch.positions import positions_of_columns, positions_of_geometry
from geo.batch.stream import BATCH_ROWS, Columns, Stream, kept_schema
from geo.errors import DatasetError, InvalidValueError

__all__ = ["open_stream"]


@contextmanager
def open_stream(place: Place, columns: Columns) -> Iterator[Stream]:
    """Open a vector file; what is far away is copied to this machine while it is read."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    if place.name.lower().endswith(".shp") and not isinstance(place, Path):
        allowed = "a folder of this machine for a shapefile, which is several files"
        raise InvalidValueError("--input", str(place), allowed)
    try:
        with local_copy(place) as path:
            info = pyogrio.read_info(path, layer=columns.layer)
            with pyogrio.raw.open_arrow(
                path, layer=columns.layer, use_pyarrow=True, batch_size=BATCH_ROWS
            ) as (meta, reader):
                yield _stream(meta, reader, info, columns)
    except (DataSourceError, DataLayerError) as error:
        raise DatasetError(f"{place}: cannot be read: {error}") from error


def _stream(
    meta: dict[str, Any],
    reader: Any,  # noqa: ANN401
    info: dict[str, Any],
    columns: Columns,
) -> Stream:
    geometry = meta["geometry_name"] or "wkb_geometry"
    schema = reader.schema
    if columns.lon is not None or columns.lat is not None:
        positions = positions_of_columns(schema.names, columns.lon, columns.lat, columns.crs)
    else:
        positions = positions_of_geometry(geometry, meta["crs"], columns.crs)
    fields = [field for field in schema if field.name != geometry]
    kept = kept_schema(pa.schema(fields), columns.keep)
    rows = int(info["features"])
    return Stream(
        batches=_whole_batches(reader, geometry) if positions.geometry else iter(reader),
        kept=kept,
        positions=positions,
        rows=rows if rows >= 0 else None,
    )


def _whole_batches(reader: Iterator[pa.RecordBatch], geometry: str) -> Iterator[pa.RecordBatch]:
    """Yield batches whose geometries are whole; of FlatGeobuf, GDAL spoils those after an empty."""
    for batch in reader:
        try:
            batch.column(geometry).validate(full=True)
        except pa.ArrowInvalid:
            reason = "a point is empty, which its format cannot pass on; save it as .gpkg"
            raise pa.ArrowInvalid(reason) from None
        yield batch
