"""CSV and other tables of text, plain or packed, as a stream of batches."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv

from geo.batch.delimited import DECIMALS, HEAD_BYTES, Layout, layout_of
from geo.batch.places import Piped, Place, Rejoined, sequential
from geo.batch.positions import positions_of_columns
from geo.batch.stream import Columns, Stream, kept_schema
from geo.errors import InvalidValueError

__all__ = ["open_stream"]

_BLOCK_BYTES: Final = 4 << 20
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
        layout = layout_of(
            head, str(place), delimiter=columns.delimiter, encoding=columns.encoding,
            lon=columns.lon, lat=columns.lat,
        )  # fmt: skip
        if isinstance(place, Piped):
            whole = pa.PythonFile(Rejoined(head, text), mode="r")
            with _opened(whole, layout, columns) as stream:
                yield stream
            return
    with (
        sequential(place) as file,
        _opened(_unpacked(file, packing), layout, columns) as stream,
    ):
        yield stream


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
    wanted = list(dict.fromkeys((*kept.names, *positions.columns)))
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
