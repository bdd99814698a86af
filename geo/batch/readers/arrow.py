"""Arrow's file (Feather) and stream formats as a stream of batches."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pyarrow as pa

from geo.batch.places import Piped, Place, random_access, sequential
from geo.batch.positions import positions_of_schema
from geo.batch.stream import BATCH_ROWS, Columns, Stream, kept_schema

__all__ = ["open_stream"]

_FILE: Final = b"ARROW1"
"""First bytes of the file format."""


@contextmanager
def open_stream(place: Place, columns: Columns) -> Iterator[Stream]:
    """Open a file of either format; the stream format is read as it comes by a pipe."""
    with ExitStack() as stack:
        schema, batches = _opened(place, stack)
        yield Stream(
            batches=_in_pieces(batches),
            kept=kept_schema(schema, columns.keep),
            positions=positions_of_schema(
                schema, columns.lon, columns.lat, columns.geometry, columns.crs
            ),
            rows=None,
        )


def _opened(place: Place, stack: ExitStack) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    if isinstance(place, Piped) and not place.head.startswith(_FILE):
        reader = pa.ipc.open_stream(stack.enter_context(sequential(place)))
        return reader.schema, iter(reader)
    is_near = isinstance(place, Path)
    file = stack.enter_context(pa.memory_map(str(place)) if is_near else random_access(place))
    if file.read(len(_FILE)) == _FILE:
        whole = pa.ipc.open_file(file)
        numbers = range(whole.num_record_batches)
        return whole.schema, (whole.get_batch(number) for number in numbers)
    file.seek(0)
    reader = pa.ipc.open_stream(file)
    return reader.schema, iter(reader)


def _in_pieces(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield batches whose cells are where they say, for Arrow reads what it is told to."""
    for batch in batches:
        batch.validate(full=True)
        for start in range(0, batch.num_rows, BATCH_ROWS):
            yield batch.slice(start, BATCH_ROWS)
