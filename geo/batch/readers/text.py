"""CSV and other tables of text, plain or packed, as a stream of batches."""

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.csv as pa_csv

from geo.batch.beginnings import kind_of
from geo.batch.delimited import DECIMALS, HEAD_BYTES, Layout, layout_of
from geo.batch.places import Piped, Place, Rejoined, sequential
from geo.batch.positions import positions_of_columns
from geo.batch.stream import Columns, Stream, kept_schema
from geo.batch.swallowed import is_misquoted, record_of, swallowing_cell
from geo.errors import DatasetError, InvalidValueError

__all__ = ["open_stream"]

_Again: TypeAlias = Callable[[], AbstractContextManager[pa.NativeFile]]
"""Opens a table anew."""
_BLOCK_BYTES: Final = 4 << 20
_TAIL_BYTES: Final = 256
_PACKED: Final = {".gz": "gzip", ".zst": "zstd"}


@contextmanager
def open_stream(place: Place, columns: Columns) -> Iterator[Stream]:
    """Open a table of text; every column of it is text.

    What can be opened again is read by Arrow alone: a thread of its that waits for Python when
    Python ends would abort the process.
    """
    if columns.decimal not in {None, *DECIMALS}:
        raise InvalidValueError("--decimal", columns.decimal, "a point or a comma")
    packing = next(
        (kind for end, kind in _PACKED.items() if place.name.lower().endswith(end)), None
    )
    with sequential(place) as file:
        text = _unpacked(file, packing)
        head = text.read(HEAD_BYTES)
        _check_kind(head, f"{place}, unpacked" if packing else str(place))
        layout = layout_of(
            head, str(place), delimiter=columns.delimiter, encoding=columns.encoding,
            lon=columns.lon, lat=columns.lat,
        )  # fmt: skip
        if isinstance(place, Piped):
            piped = _Remembering(Rejoined(head, text))
            with _opened(pa.PythonFile(piped, mode="r"), layout, columns) as stream:
                whole = _with_all_rows(stream, layout, None)
                yield _to_its_end(whole, layout, lambda: piped.tail)
            return
    with (
        sequential(place) as file,
        _opened(_unpacked(file, packing), layout, columns) as stream,
    ):
        whole = _with_all_rows(stream, layout, lambda: _again(place, packing))
        yield _to_its_end(whole, layout, lambda: _tail_of(place, packing))


def _check_kind(head: bytes, where: str) -> None:
    """Refuse what is no text by its first bytes, whatever its name says."""
    kind = kind_of(head)
    if kind is not None:
        raise DatasetError(
            f"{where}: cannot be read: it is {kind.name}, not a table of text; {kind.remedy}"
        )


class _Remembering:
    """A file that is read once, and the last of its bytes."""

    closed = False

    def __init__(self, file: Rejoined) -> None:
        self._file, self.tail = file, b""

    def read(self, count: int = -1) -> bytes:
        """Return some of the bytes that are left, none at the end."""
        given = self._file.read(count)
        self.tail = (self.tail + given[-_TAIL_BYTES:])[-_TAIL_BYTES:]
        return given

    def close(self) -> None:
        """Leave the file to who opened it."""


def _tail_of(place: Place, packing: str | None) -> bytes:
    """Return the last bytes of a table, for which it is read once more."""
    tail = b""
    with sequential(place) as file:
        text = _unpacked(file, packing)
        while piece := text.read(_BLOCK_BYTES):
            tail = (tail + piece[-_TAIL_BYTES:])[-_TAIL_BYTES:]
    return tail


def _to_its_end(stream: Stream, layout: Layout, tail: Callable[[], bytes]) -> Stream:
    """Return a stream that refuses a last cell whose quotation mark is not closed.

    Arrow takes all that follows such a mark for one cell, rows and all.
    """

    def batches() -> Iterator[pa.RecordBatch]:
        batch = None
        for batch in stream.batches:
            yield batch
        if batch is None or not batch.num_rows:
            return
        lines = len(str(batch.column(layout.names[-1])[-1]).splitlines())
        ending = tail().replace(b"\0", b"").rstrip() if lines > 1 else b'"'
        if (len(ending) - len(ending.rstrip(b'"'))) % 2 == 0:
            raise pa.ArrowInvalid(f"a quotation mark is not closed {lines:,} lines before the end")

    return replace(stream, batches=batches())


def _with_all_rows(
    stream: Stream,
    layout: Layout,
    again: Callable[[], AbstractContextManager[pa.NativeFile]] | None,
) -> Stream:
    """Return a stream that refuses, or remarks on, a cell that has taken in rows.

    ``again`` opens the table anew, to tell the line; it is ``None`` where that cannot be done.
    """

    def batches() -> Iterator[pa.RecordBatch]:
        rows = 0
        for batch in stream.batches:
            found = swallowing_cell(batch, layout, stream.positions)
            if found is not None and not stream.remarks:
                row, name, more = found
                where, is_wrong = _place_of(layout, rows + row, again)
                remark = (
                    f"{where}, column {name!r}: a quotation mark takes in lines that look "
                    f"like rows, the next {more:,}"
                )
                if is_wrong:
                    raise pa.ArrowInvalid(f"{remark}; double it or close the cell")
                stream.remarks.append(remark)
            rows += batch.num_rows
            yield batch

    return replace(stream, batches=batches())


def _place_of(layout: Layout, row: int, again: _Again | None) -> tuple[str, bool]:
    """Return where a row is, and whether its quotation marks are wrong for sure."""
    if again is not None:
        with suppress(csv.Error), again() as text:
            line, lines = record_of(text, layout, row)
            return f"line {line}", is_misquoted(lines, layout)
    return f"row {row + 1}", False


@contextmanager
def _again(place: Place, packing: str | None) -> Iterator[pa.NativeFile]:
    with sequential(place) as file:
        yield _unpacked(file, packing)


def _unpacked(file: pa.NativeFile, packing: str | None) -> pa.NativeFile:
    return pa.CompressedInputStream(file, packing) if packing else file


@contextmanager
def _opened(text: pa.NativeFile, layout: Layout, columns: Columns) -> Iterator[Stream]:
    names = layout.names
    positions = replace(
        positions_of_columns(names, columns.lon, columns.lat, columns.crs),
        decimal=columns.decimal or ".",
    )
    schema = pa.schema([(name, pa.string()) for name in names])
    kept = kept_schema(schema, columns.keep)
    wanted = list(dict.fromkeys((*kept.names, *positions.columns, names[-1])))
    with pa_csv.open_csv(text, **_options(layout, wanted)) as reader:
        yield Stream(batches=iter(reader), kept=kept, positions=positions, rows=None)


def _options(layout: Layout, wanted: list[str]) -> dict[str, Any]:
    return {
        "read_options": pa_csv.ReadOptions(
            block_size=_BLOCK_BYTES,
            use_threads=False,  # only so do errors name the line
            encoding="utf-8" if layout.encoding == "utf-8-sig" else layout.encoding,
        ),
        "parse_options": pa_csv.ParseOptions(newlines_in_values=True, delimiter=layout.delimiter),
        "convert_options": pa_csv.ConvertOptions(
            column_types=dict.fromkeys(layout.names, pa.string()), include_columns=wanted
        ),
    }
