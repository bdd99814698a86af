"""Reading files of positions as a stream of Arrow batches, whatever their format and place.

A format is one file in ``geo.batch.readers`` and one line in ``_READERS``; if it may come by a
pipe, also the bytes with which it begins in ``geo.batch.beginnings``.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from itertools import chain
from typing import Any, Final

import pyarrow as pa

from geo.batch.beginnings import kind_of
from geo.batch.places import Place, size_of, why
from geo.batch.stream import Columns, Stream
from geo.batch.systems import MetadataError
from geo.errors import BorderError, DatasetError, InvalidValueError

__all__ = ["INPUT_SUFFIXES", "most_rows", "open_stream", "reading", "suffix_of_bytes"]

_READERS: Final = {
    "parquet": (".parquet", ".geoparquet"),
    "arrow": (".arrow", ".feather"),
    "text": tuple(f".{name}{end}" for name in ("csv", "tsv", "txt") for end in ("", ".gz", ".zst")),
    "vector": (".fgb", ".gpkg", ".geojson", ".geojsonl", ".geojsons", ".shp"),
}
"""Suffixes by the module that reads such files."""
_OPTIONS: Final[dict[str, frozenset[str]]] = {
    "parquet": frozenset({"geometry"}),
    "arrow": frozenset({"geometry"}),
    "text": frozenset({"delimiter", "decimal", "encoding"}),
    "vector": frozenset({"layer"}),
}
"""Fields of ``Columns`` that mean something to some of these modules only."""
_UNREADABLE: Final = (
    OSError, EOFError, UnicodeError, MetadataError, pa.ArrowInvalid,
    pa.ArrowNotImplementedError,
)  # fmt: skip
"""What readers raise for a file that is damaged or not what its name says."""
INPUT_SUFFIXES: Final = tuple(suffix for suffixes in _READERS.values() for suffix in suffixes)
_ROW_BYTES: Final = 16
_ROW_BYTES_PACKED: Final = 6
"""Bytes that a row of two numbers takes at least, plain and packed, to tell few rows from many."""


@contextmanager
def open_stream(place: Place, columns: Columns) -> Iterator[Stream]:
    """Open a file of positions.

    Raises
    ------
    InvalidValueError
        The suffix is none of ``INPUT_SUFFIXES`` or a named column does not exist.
    DatasetError
        The file is missing, damaged, or (CSV) a line has too few or too many fields.
    """
    module = _module_of(place)
    _check_options(module, place, columns)
    reader: Any = import_module(f"geo.batch.readers.{module}")
    with reading(place), reader.open_stream(place, columns) as stream:
        yield _settled(stream)


def _settled(stream: Stream) -> Stream:
    """Return a stream that knows which system its points are of, which its first ones may say."""
    if not stream.positions.geometry:
        return stream
    first = next(stream.batches, None)
    if first is None:
        return stream
    return replace(
        stream,
        batches=chain((first,), stream.batches),
        positions=stream.positions.settled(first),
    )


@contextmanager
def reading(place: Place) -> Iterator[None]:
    """Say in one line why an input cannot be read, whatever a reader raises for it.

    Raises
    ------
    DatasetError
        The input cannot be read.
    """
    try:
        yield
    except BorderError:
        raise
    except Exception as error:
        of_web = type(error).__module__.startswith("aiohttp")
        if not (of_web or isinstance(error, _UNREADABLE)):
            raise
        raise DatasetError(f"{place}: cannot be read: {_reason(error)}") from error


def _module_of(place: Place) -> str:
    name = place.name.lower()
    for module, suffixes in _READERS.items():
        if name.endswith(suffixes):
            return module
    raise InvalidValueError("--input", place.name, ", ".join(INPUT_SUFFIXES))


def _check_options(module: str, place: Place, columns: Columns) -> None:
    for option in sorted(frozenset().union(*_OPTIONS.values()) - _OPTIONS[module]):
        value = getattr(columns, option)
        if value is not None:
            taken = (_READERS[name] for name, options in _OPTIONS.items() if option in options)
            suffixes = ", ".join(suffix for some in taken for suffix in some)
            raise InvalidValueError(
                f"--{option}", value, f"an input in {suffixes}, which {place.name} is not"
            )


def suffix_of_bytes(head: bytes) -> str:
    """Return the suffix of the format that begins so; what is of no other is a table of text."""
    known = kind_of(head)
    if known is not None and known.suffix:
        return known.suffix
    if not head.lstrip().startswith(b"{"):
        return ".csv"
    try:
        first = json.loads(head.split(b"\n", 1)[0])
    except ValueError:
        return ".geojson"
    return ".geojsonl" if first.get("type") == "Feature" else ".geojson"


def _reason(error: Exception) -> str:
    """Return in one line why an input cannot be read, with what helps."""
    reason = why(error)
    if isinstance(error, UnicodeError) or "UTF8" in reason:
        return f"{reason}; name the encoding with --encoding, such as cp1252"
    if "inflate failed" in reason or "ZSTD" in reason:
        return f"{reason}; if it is not packed, let its name end without .gz or .zst"
    if "columns, got" in reason:
        return f"{reason}; is it the right --delimiter, and are cells with one in quotation marks?"
    return reason


def most_rows(place: Place) -> int | None:
    """Return how many rows a file of text has at most, by its size, if that is known."""
    size = size_of(place)
    is_packed = place.name.lower().endswith((".gz", ".zst"))
    return None if size is None else size // (_ROW_BYTES_PACKED if is_packed else _ROW_BYTES)
