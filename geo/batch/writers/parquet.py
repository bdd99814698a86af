"""Answers as Parquet and GeoParquet, a row group for each batch."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from geo.batch.stream import BATCH_ROWS
from geo.batch.write import PROVENANCE_KEY, Sink

__all__ = ["open_sink"]


@contextmanager
def open_sink(path: Path, schema: pa.Schema, provenance: dict[str, Any]) -> Iterator[Sink]:
    """Open a Parquet file; distances and bearings are not packed, as they hardly get smaller."""
    metadata = {**(schema.metadata or {}), PROVENANCE_KEY: json.dumps(provenance).encode()}
    texts = [field.name for field in schema if _is_text(field.type)]
    packing = {name: "none" if _is_measured(name) else "snappy" for name in schema.names}
    with parquet.ParquetWriter(
        path,
        schema.with_metadata(metadata),
        compression=packing,
        use_dictionary=texts,
        write_batch_size=BATCH_ROWS,
    ) as writer:
        yield writer


def _is_measured(name: str) -> bool:
    return name.startswith(("distance_km", "bearing_deg"))


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
    )
