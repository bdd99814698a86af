"""Answers as CSV, plain or packed by gzip: formatted and packed on several cores, in order."""

import struct
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv

from geo.batch.engine import usable_cores
from geo.batch.guarded import without_formulas

__all__ = ["TextSink", "open_sink"]

_LEVEL: Final = 1
"""zlib's quickest: coordinates and distances get an eighth smaller by its default, in four times
the time, and two thousandths more by its highest."""
_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""A gzip file of no name and no time, so that the same answers are the same bytes (RFC 1952)."""
_LAST_BLOCK: Final = b"\x03\x00"
_IN_FLIGHT_PER_CORE: Final = 2


@contextmanager
def open_sink(
    path: Path,
    schema: pa.Schema,
    provenance: dict[str, Any],  # noqa: ARG001 - text has no place for it
) -> Iterator["TextSink"]:
    """Open a file of text whose first line names the columns; it is whole when this ends well."""
    packed = path.name.lower().endswith(".gz")
    with path.open("wb") as file, ThreadPoolExecutor(usable_cores()) as pool:
        sink = TextSink(file, pool, packed=packed)
        sink.submit(pa.Table.from_batches([], schema), header=True)
        yield sink
        sink.finish()


class TextSink:
    """Takes batches of answers in order and writes them as lines of text."""

    def __init__(self, file: IO[bytes], pool: ThreadPoolExecutor, *, packed: bool) -> None:
        self._file, self._pool, self._packed = file, pool, packed
        self._waiting: deque[Future[tuple[Any, Any]]] = deque()
        self._checksum = self._length = 0
        if packed:
            file.write(_HEADER)

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Have one batch formatted by a thread, and write the earliest when enough are on the way.

        Raises
        ------
        pa.ArrowInvalid
            A column cannot stand in a CSV file.
        """
        self.submit(batch, header=False)
        if len(self._waiting) >= usable_cores() * _IN_FLIGHT_PER_CORE:
            self._write_next()

    def submit(self, rows: pa.Table | pa.RecordBatch, *, header: bool) -> None:
        """Have rows formatted, to be written in their turn; none of their texts is a formula."""
        self._waiting.append(self._pool.submit(_formatted, rows, header, self._packed))

    def finish(self) -> None:
        """Write what is under way, and the end of a packed file."""
        while self._waiting:
            self._write_next()
        if self._packed:
            self._file.write(_LAST_BLOCK + struct.pack("<II", self._checksum, self._length))

    def _write_next(self) -> None:
        text, written = self._waiting.popleft().result()
        if self._packed:
            self._checksum = zlib.crc32(text, self._checksum)
            self._length = (self._length + len(text)) & 0xFFFFFFFF
        self._file.write(written)


def _formatted(rows: Any, header: bool, packed: bool) -> tuple[Any, Any]:  # noqa: ANN401, FBT001
    """Return rows as text, and as they are written: packed blocks end at a whole byte."""
    out = pa.BufferOutputStream()
    guarded = without_formulas(rows) if isinstance(rows, pa.RecordBatch) else rows
    pa_csv.write_csv(guarded, out, pa_csv.WriteOptions(include_header=header))
    text = out.getvalue()
    if not packed:
        return text, text
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return text, packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
