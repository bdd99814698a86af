"""Reading files of positions as a stream of Arrow batches, whatever their format."""

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv
from pyarrow import parquet

from geo.batch.delimited import DECIMALS, HEAD_BYTES, Layout, layout_of
from geo.batch.positions import (
    Positions,
    positions_of_columns,
    positions_of_geometry,
    positions_of_schema,
)
from geo.errors import DatasetError, InvalidValueError

__all__ = [
    "INPUT_SUFFIXES",
    "Columns",
    "Stream",
    "input_identity",
    "most_rows",
    "open_stream",
    "reason_of",
]

_TEXT_SUFFIXES: Final = tuple(
    f"{text}{packed}" for text in (".csv", ".tsv", ".txt") for packed in ("", ".gz", ".zst")
)
_ARROW_SUFFIXES: Final = (".arrow", ".feather")
_VECTOR_SUFFIXES: Final = (".fgb", ".gpkg", ".geojson", ".geojsonl", ".geojsons", ".shp")
INPUT_SUFFIXES: Final = (
    ".parquet", ".geoparquet", *_ARROW_SUFFIXES, *_TEXT_SUFFIXES, *_VECTOR_SUFFIXES
)  # fmt: skip
_ROWS: Final = 1 << 16
_TAIL_BYTES: Final = 1 << 16
"""End of a file that tells it from another; a Parquet file's footer is there."""
_READ_BYTES: Final = 1 << 20
_ROW_BYTES: Final = 16
_ROW_BYTES_PACKED: Final = 6
"""Bytes that a row of two numbers takes at least, plain and packed, to tell few rows from many."""
_CSV_BLOCK_BYTES: Final = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns of the input matter: positions (found by themselves if not named) and kept.

    ``layer`` names that of a file of several; the first is read without it. ``keep`` names the
    columns to carry over; ``None`` carries all, an empty tuple none. Tables of
    text are read with ``delimiter``, ``decimal`` and ``encoding``; what is ``None`` is told by the
    file itself (see ``layout_of``), the decimals standing behind a point.
    """

    lon: str | None = None
    lat: str | None = None
    geometry: str | None = None
    layer: str | None = None
    keep: tuple[str, ...] | None = None
    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """An open input: its batches, the columns kept, where positions are, rows if known."""

    batches: Iterator[pa.RecordBatch]
    kept: pa.Schema
    positions: Positions
    rows: int | None


@contextmanager
def open_stream(path: Path, columns: Columns) -> Iterator[Stream]:
    """Open a file of positions.

    Raises
    ------
    InvalidValueError
        The suffix is none of ``INPUT_SUFFIXES`` or a named column does not exist.
    DatasetError
        The file is missing, damaged, or (CSV) a line has too few or too many fields.
    """
    opener = _OPENERS.get(_suffix(path))
    if opener is None:
        raise InvalidValueError("--input", path.name, ", ".join(INPUT_SUFFIXES))
    try:
        with opener(path, columns) as stream:
            yield stream
    except (OSError, EOFError, UnicodeDecodeError, pa.ArrowInvalid) as error:
        raise DatasetError(f"{path}: cannot be read: {reason_of(error)}") from error


def reason_of(error: Exception) -> str:
    """Return in one line why an input cannot be read, with what helps."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    reason = " ".join(str(error).split())
    if isinstance(error, UnicodeDecodeError) or "UTF8" in reason:
        return f"{reason}; name the encoding with --encoding, such as cp1252"
    if "columns, got" in reason:
        return f"{reason}; is it the right --delimiter, and are cells with one in quotation marks?"
    return reason


def input_identity(path: Path) -> dict[str, Any]:
    """Return what tells a file from another of the same name: size, time and end of the file."""
    try:
        status = path.stat()
        with path.open("rb") as file:
            file.seek(max(0, status.st_size - _TAIL_BYTES))
            tail = file.read()
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from error
    return {
        "bytes": status.st_size,
        "modified_ns": status.st_mtime_ns,
        "tail_sha256": hashlib.sha256(tail).hexdigest(),
    }


def most_rows(path: Path) -> int:
    """Return how many rows a file of text has at most, by its size."""
    shortest = _ROW_BYTES_PACKED if path.name.lower().endswith((".gz", ".zst")) else _ROW_BYTES
    return path.stat().st_size // shortest


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return next((suffix for suffix in INPUT_SUFFIXES if name.endswith(suffix)), "")


@contextmanager
def _parquet_stream(path: Path, columns: Columns) -> Iterator[Stream]:
    with parquet.ParquetFile(path, pre_buffer=False, buffer_size=_READ_BYTES) as file:
        schema = file.schema_arrow
        positions = positions_of_schema(schema, columns.lon, columns.lat, columns.geometry)
        kept = _kept(schema, columns.keep)
        wanted = list(dict.fromkeys((*kept.names, *positions.columns)))
        yield Stream(
            batches=file.iter_batches(_ROWS, columns=wanted),
            kept=kept,
            positions=positions,
            rows=file.metadata.num_rows,
        )


@contextmanager
def _csv_stream(path: Path, columns: Columns) -> Iterator[Stream]:
    layout = _csv_layout(path, columns)
    names = layout.names
    positions = replace(
        positions_of_columns(names, columns.lon, columns.lat), decimal=columns.decimal or "."
    )
    schema = pa.schema([(name, pa.string()) for name in names])
    kept = _kept(schema, columns.keep)
    wanted = list(dict.fromkeys((*kept.names, *positions.columns)))
    reader = pa_csv.open_csv(
        pa.input_stream(path),
        read_options=pa_csv.ReadOptions(
            block_size=_CSV_BLOCK_BYTES,
            use_threads=False,  # only so do errors name the line
            encoding="utf-8" if layout.encoding == "utf-8-sig" else layout.encoding,
        ),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True, delimiter=layout.delimiter),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=wanted
        ),
    )
    with reader:
        yield Stream(batches=iter(reader), kept=kept, positions=positions, rows=None)


def _csv_layout(path: Path, columns: Columns) -> Layout:
    if columns.decimal not in {None, *DECIMALS}:
        raise InvalidValueError("--decimal", columns.decimal, "a point or a comma")
    with _unpacked(path) as file:
        head = file.read(HEAD_BYTES)
    return layout_of(
        head,
        str(path),
        delimiter=columns.delimiter,
        encoding=columns.encoding,
        lon=columns.lon,
        lat=columns.lat,
    )


def _unpacked(path: Path) -> Any:  # noqa: ANN401
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return gzip.open(path, "rb")
    return pa.input_stream(path, compression="zstd" if suffix == ".zst" else None)


@contextmanager
def _arrow_stream(path: Path, columns: Columns) -> Iterator[Stream]:
    """Open Arrow's file (Feather) or stream format."""
    with pa.memory_map(str(path)) as file:
        try:
            whole = pa.ipc.open_file(file)
            schema = whole.schema
            batches = (whole.get_batch(number) for number in range(whole.num_record_batches))
        except pa.ArrowInvalid:
            file.seek(0)
            reader = pa.ipc.open_stream(file)
            schema, batches = reader.schema, iter(reader)
        positions = positions_of_schema(schema, columns.lon, columns.lat, columns.geometry)
        yield Stream(
            batches=_in_pieces(batches),
            kept=_kept(schema, columns.keep),
            positions=positions,
            rows=None,
        )


def _in_pieces(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            yield batch.slice(start, _ROWS)


@contextmanager
def _vector_stream(path: Path, columns: Columns) -> Iterator[Stream]:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        info = pyogrio.read_info(path, layer=columns.layer)
        with pyogrio.raw.open_arrow(
            path, layer=columns.layer, use_pyarrow=True, batch_size=_ROWS
        ) as (meta, reader):
            yield _vector_batches(meta, reader, info, columns)
    except (DataSourceError, DataLayerError) as error:
        raise DatasetError(f"{path}: cannot be read: {error}") from error


def _vector_batches(
    meta: dict[str, Any],
    reader: Any,  # noqa: ANN401
    info: dict[str, Any],
    columns: Columns,
) -> Stream:
    geometry = meta["geometry_name"] or "wkb_geometry"
    schema = reader.schema
    if columns.lon is not None or columns.lat is not None:
        positions = positions_of_columns(schema.names, columns.lon, columns.lat)
    else:
        positions = positions_of_geometry(geometry, meta["crs"])
    fields = [field for field in schema if field.name != geometry]
    kept = _kept(pa.schema(fields), columns.keep)
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


def _kept(schema: pa.Schema, keep: tuple[str, ...] | None) -> pa.Schema:
    if keep is None:
        return schema
    for name in keep:
        if name not in schema.names:
            raise InvalidValueError("--keep", name, ", ".join(schema.names))
    return pa.schema([schema.field(name) for name in keep], metadata=schema.metadata)


_OPENERS: Final = {
    ".parquet": _parquet_stream,
    ".geoparquet": _parquet_stream,
    **dict.fromkeys(_ARROW_SUFFIXES, _arrow_stream),
    **dict.fromkeys(_TEXT_SUFFIXES, _csv_stream),
    **dict.fromkeys(_VECTOR_SUFFIXES, _vector_stream),
}
