"""Parquet and GeoParquet as a stream of batches."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyarrow as pa
from pyarrow import parquet

from geo.batch.places import Place, random_access
from geo.batch.positions import positions_of_schema
from geo.batch.stream import BATCH_ROWS, Columns, Stream, kept_schema

__all__ = ["open_stream"]

_READ_BYTES: Final = 1 << 20


@contextmanager
def open_stream(place: Place, columns: Columns) -> Iterator[Stream]:
    """Open a Parquet file; what is far away is fetched by row groups."""
    is_far = not isinstance(place, Path)
    with (
        random_access(place) as opened,
        parquet.ParquetFile(opened, pre_buffer=is_far, buffer_size=_READ_BYTES) as file,
    ):
        schema = file.schema_arrow
        positions = positions_of_schema(
            schema, columns.lon, columns.lat, columns.geometry, columns.crs
        )
        kept = kept_schema(schema, _beside_folders(columns.keep, schema, place))
        wanted = list(dict.fromkeys((*kept.names, *positions.columns)))
        yield Stream(
            batches=file.iter_batches(BATCH_ROWS, columns=wanted),
            kept=kept,
            positions=positions,
            rows=file.metadata.num_rows,
        )


def _beside_folders(
    keep: tuple[str, ...] | None, schema: pa.Schema, place: Place
) -> tuple[str, ...] | None:
    """Return the columns to keep without those in the folders' names, such as ``year=2026``.

    Answers are written below folders of the same names, which so keep them.
    """
    folders = [part.partition("=")[0] for part in str(place).split("/")[:-1] if "=" in part]
    if keep is None:
        return None
    return tuple(name for name in keep if name in schema.names or name not in folders)
