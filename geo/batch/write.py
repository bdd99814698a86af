"""Writing answers as Parquet, GeoParquet, Arrow or CSV: whole files or none."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa
from pyarrow import parquet

from geo.batch.positions import Positions, geo_metadata
from geo.batch.text import open_text
from geo.data.geoparquet import geometry_column, geoparquet_metadata
from geo.errors import DatasetError, InvalidValueError
from geo.files import ExportError, new_file
from geo.geodesy import CRS84

__all__ = [
    "GEOMETRY",
    "OUTPUT_SUFFIXES",
    "PROVENANCE_KEY",
    "Sink",
    "open_sink",
    "output_suffix",
]

_ARROW_SUFFIXES: Final = (".arrow", ".feather")
OUTPUT_SUFFIXES: Final = (".parquet", ".geoparquet", *_ARROW_SUFFIXES, ".csv", ".csv.gz")
PROVENANCE_KEY: Final = b"border_ports"
"""Key in a Parquet or Arrow file's metadata: data set version and question, as JSON."""
GEOMETRY: Final = "geometry"
"""Column of points that GeoParquet output has where the input has none."""
_KEPT_OF_COLUMN: Final = ("encoding", "geometry_types", "crs", "edges", "orientation")
_GROUP_ROWS: Final = 1 << 19


class Sink(Protocol):
    """Takes batches of answers in order."""

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Write one batch."""


def output_suffix(path: Path) -> str:
    """Return the suffix of an output file; ``InvalidValueError`` if its format is not known."""
    name = path.name.lower()
    for suffix in OUTPUT_SUFFIXES:
        if name.endswith(suffix):
            return suffix
    raise InvalidValueError("--output", path.name, ", ".join(OUTPUT_SUFFIXES))


@contextmanager
def open_sink(path: Path, schema: pa.Schema, provenance: dict[str, Any]) -> Iterator[Sink]:
    """Open an output that appears under its name only when all is written.

    Raises
    ------
    DatasetError
        The file cannot be written.
    """
    try:
        with new_file(path) as new, _writer(new, output_suffix(path), schema, provenance) as writer:
            yield writer
    except ExportError as error:
        raise DatasetError(str(error)) from error
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise DatasetError(f"{path}: cannot be written: {error}") from error


def answer_metadata(positions: Positions, schema: pa.Schema, *, added: bool) -> dict[bytes, bytes]:
    """Return the GeoParquet 1.1 metadata of the columns that are written.

    Columns carried over from the input, ``schema``, keep what the input says of their encoding,
    CRS and edges; what names further columns (``covering``) or speaks of all its rows (``bbox``)
    is not taken over. ``added`` says that a column of WGS 84 points is written beside them.
    """
    described = geo_metadata(schema).get("columns", {})
    columns: dict[str, Any] = {
        name: {key: details[key] for key in _KEPT_OF_COLUMN if key in details}
        for name, details in described.items()
        if name in schema.names
    }
    primary = GEOMETRY if added else positions.geometry
    if added or primary not in columns:
        crs = None if added else positions.crs
        columns[primary] = geometry_column(["Point"], crs or CRS84)
    described = geoparquet_metadata(columns, primary)
    return {key.encode(): text.encode() for key, text in described.items()}


@contextmanager
def _writer(
    path: Path, suffix: str, schema: pa.Schema, provenance: dict[str, Any]
) -> Iterator[Sink]:
    if suffix.startswith(".csv"):
        with open_text(path, schema, packed=suffix == ".csv.gz") as lines:
            yield lines
        return
    metadata = {**(schema.metadata or {}), PROVENANCE_KEY: json.dumps(provenance).encode()}
    if suffix in _ARROW_SUFFIXES:
        with (
            pa.OSFile(str(path), "wb") as file,
            pa.ipc.new_file(file, schema.with_metadata(metadata)) as batches,
        ):
            yield batches
        return
    texts = [field.name for field in schema if _is_text(field.type)]
    packing = {name: "none" if _is_measured(name) else "snappy" for name in schema.names}
    with parquet.ParquetWriter(
        path, schema.with_metadata(metadata), compression=packing, use_dictionary=texts
    ) as writer:
        yield _Grouped(writer)


def _is_measured(name: str) -> bool:
    """Return whether a column holds distances or bearings, which packing hardly makes smaller."""
    return name.startswith(("distance_km", "bearing_deg"))


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
    )


class _Grouped:
    """Collects batches into row groups of half a million rows, encoded as they come."""

    def __init__(self, writer: parquet.ParquetWriter) -> None:
        self._writer = writer

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Write one batch to the open row group."""
        self._writer.write_batch(batch, row_group_size=_GROUP_ROWS)
