"""Vector files that GDAL reads, as a stream of batches."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from geo.batch.places import Place, local_copy
from geo.batch.positions import positions_of_geometry, positions_of_numbers
from geo.batch.stream import BATCH_ROWS, Columns, Stream, kept_schema
from geo.errors import DatasetError, InvalidValueError

__all__ = ["open_stream"]

_RECORD: Final = b"\x1e"
"""What stands before each record of a sequence (RFC 8142); without it a line is one."""
_PIECE_BYTES: Final = 4 << 20


@contextmanager
def open_stream(place: Place, columns: Columns) -> Iterator[Stream]:
    """Open a vector file; what is far away is copied to this machine while it is read."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    if place.name.lower().endswith(".shp") and not isinstance(place, Path):
        allowed = "a folder of this machine for a shapefile, which is several files"
        raise InvalidValueError("--input", str(place), allowed)
    # What GDAL would print is said below; without APPEND it would make a file of its own.
    pyogrio.set_gdal_config_options({"CPL_LOG": os.devnull, "CPL_LOG_APPEND": "YES"})
    try:
        with local_copy(place) as path:
            info = _told(path, columns.layer)
            with pyogrio.raw.open_arrow(
                path, layer=columns.layer, use_pyarrow=True, batch_size=BATCH_ROWS
            ) as (meta, reader):
                rows = _told_rows(path, int(info["features"]))
                yield _stream(meta, _all_of(reader, rows), reader.schema, info, columns)
    except (DataSourceError, DataLayerError) as error:
        raise DatasetError(f"{place}: cannot be read: {error}") from error


def _told(path: Path, layer: str | None) -> dict[str, Any]:
    """Return what GDAL says of a layer; ``pa.ArrowInvalid`` if there is none at all."""
    import pyogrio

    try:
        return dict(pyogrio.read_info(path, layer=layer))
    except IndexError:
        raise pa.ArrowInvalid("it has no layer") from None


def _told_rows(path: Path, features: int) -> int | None:
    """Return the rows of a file of which GDAL leaves out those that it cannot read."""
    kind = path.suffix.lower()
    if kind == ".shp":
        with path.open("rb") as file:
            told = 2 * int.from_bytes(file.read(28)[24:], "big")
        if path.stat().st_size < told:
            raise pa.ArrowInvalid(f"it is cut off: of {told:,} bytes {path.stat().st_size:,}")
        return features
    if kind not in {".geojsonl", ".geojsons"}:
        return None
    with path.open("rb") as file:
        if file.read(1) != _RECORD:
            file.seek(0)
            return sum(not line.isspace() for line in file)
        return 1 + sum(piece.count(_RECORD) for piece in iter(lambda: file.read(_PIECE_BYTES), b""))


def _all_of(batches: Iterator[pa.RecordBatch], told: int | None) -> Iterator[pa.RecordBatch]:
    """Yield batches, and refuse the file at its end if rows are missing."""
    read = 0
    for batch in batches:
        read += batch.num_rows
        yield batch
    if told is not None and read != told:
        raise pa.ArrowInvalid(f"of {told:,} rows {read:,} can be read: is it cut off or damaged?")


def _stream(
    meta: dict[str, Any],
    batches: Iterator[pa.RecordBatch],
    schema: pa.Schema,
    info: dict[str, Any],
    columns: Columns,
) -> Stream:
    geometry = meta["geometry_name"] or "wkb_geometry"
    is_table = geometry not in schema.names
    if is_table or columns.lon is not None or columns.lat is not None:
        positions = positions_of_numbers(schema, columns.lon, columns.lat, columns.crs)
    else:
        positions = positions_of_geometry(geometry, meta["crs"], columns.crs)
    fields = [field for field in schema if field.name != geometry]
    kept = kept_schema(pa.schema(fields), columns.keep)
    rows = int(info["features"])
    return Stream(
        batches=_whole_batches(batches, geometry) if positions.geometry else batches,
        kept=kept,
        positions=positions,
        rows=rows if rows >= 0 else None,
    )


def _whole_batches(batches: Iterator[pa.RecordBatch], geometry: str) -> Iterator[pa.RecordBatch]:
    """Yield batches whose geometries are whole; of FlatGeobuf, GDAL spoils those after an empty."""
    for batch in batches:
        try:
            batch.column(geometry).validate(full=True)
        except pa.ArrowInvalid:
            reason = "a point is empty, which its format cannot pass on; save it as .gpkg"
            raise pa.ArrowInvalid(reason) from None
        yield batch
