"""Tables of text as people have them: the delimiter, encoding and columns of a CSV file."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.errors import DatasetError, InvalidValueError
from geo.words.catalogue import Phrase, said
from geo.words.messages import message

__all__ = ["DECIMALS", "DELIMITERS", "HEAD_BYTES", "Layout", "UnreadTableError", "layout_of"]

DELIMITERS: Final = (",", ";", "\t", "|")
DECIMALS: Final = (".", ",")
HEAD_BYTES: Final = 1 << 16
"""Of so many bytes from the start the layout is told."""
_SEEN_BYTES: Final = 256
"""Of so many bytes from the start it is told whether zeros stand in every other one."""
_FEWEST_ZEROS: Final = 0.25
"""Share of zeros from which on it is UTF-16: Latin letters have one half."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")
)  # fmt: skip
_AN_ENCODING: Final = message("an encoding such as utf-8, cp1252 or utf-16")
_TOO_LONG: Final = message("line 1: longer than {most} bytes")
_ONE_CHARACTER: Final = message("one character")
_NO_HEADER: Final = message("cannot be read: it has no header line")
_TWICE: Final = message("line 1: two columns are called {name}; rename one")
_NO_LINE: Final = message("line 1: cannot be read: {error}")
_NO_BYTE: Final = message(
    "line {line}: cannot be read: byte {byte} is not {encoding}; name the encoding with "
    "--encoding, such as cp1252"
)


class UnreadTableError(DatasetError):
    """A table of text cannot be read; ``reason`` says in words why."""

    def __init__(self, where: str, reason: Phrase) -> None:
        self.reason = reason
        super().__init__(f"{where}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table of text is written: encoding, delimiter, and the names of its header line."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]


def layout_of(
    head: bytes,
    where: str,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    lon: str | None = None,
    lat: str | None = None,
) -> Layout:
    """Return the layout of a table whose first bytes are ``head``.

    Without ``encoding`` a byte order mark tells it, or zeros in every other byte (UTF-16), else it
    is UTF-8. Without ``delimiter`` it is the one by which the header line names a longitude and a
    latitude, else a comma.

    Raises
    ------
    InvalidValueError
        The encoding or the delimiter is none.
    UnreadTableError
        The bytes are not of that encoding, the header is empty, or a name stands in it twice.
    """
    used = _checked_encoding(encoding) or next(
        (name for mark, name in _MARKS if head.startswith(mark)), _without_mark(head)
    )
    line = io.StringIO(_decoded(head, used, where), newline="")
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise InvalidValueError("--delimiter", delimiter, _ONE_CHARACTER)
    candidates = (delimiter,) if delimiter else DELIMITERS
    by_delimiter = {one: _header(line, one, where) for one in candidates}
    chosen = next(
        (one for one, names in by_delimiter.items() if _has_positions(names, lon, lat)),
        candidates[0],
    )
    names = by_delimiter[chosen]
    if len(head) >= HEAD_BYTES and not line.read(1):
        raise UnreadTableError(where, said(_TOO_LONG, most=f"{HEAD_BYTES:,}"))
    if not any(names):
        raise UnreadTableError(where, said(_NO_HEADER))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UnreadTableError(where, said(_TWICE, name=repr(twice)))
    return Layout(encoding=used, delimiter=chosen, names=tuple(names))


def _without_mark(head: bytes) -> str:
    """Return the encoding of bytes that no mark begins: no text in UTF-8 has a zero byte."""
    start = head[:_SEEN_BYTES]
    low, high = start[::2].count(0), start[1::2].count(0)
    if max(low, high) < _FEWEST_ZEROS * len(start):
        return "utf-8"
    return "utf-16-le" if high > low else "utf-16-be"


def _header(line: io.StringIO, delimiter: str, where: str) -> list[str]:
    line.seek(0)
    try:
        return next(csv.reader(line, delimiter=delimiter), [])
    except csv.Error as error:
        raise UnreadTableError(where, said(_NO_LINE, error=error)) from error


def _has_positions(names: Sequence[str], lon: str | None, lat: str | None) -> bool:
    from geo.batch.positions import positions_of_columns

    try:
        positions_of_columns(names, lon, lat)
    except InvalidValueError as error:
        return error.value not in (None, "", lon, lat)
    return True


def _checked_encoding(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        "".encode(name)  # codecs that are no text encodings, such as zip, fail here too
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise InvalidValueError("--encoding", name, _AN_ENCODING) from None


def _decoded(head: bytes, encoding: str, where: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return decoder.decode(head)
    except UnicodeError as error:  # UTF-16 without its mark says no place
        start = getattr(error, "start", 0)
        line = head[:start].count(b"\n") + 1
        byte = f"0x{head[start]:02x}"
        reason = said(_NO_BYTE, line=line, byte=byte, encoding=encoding)
        raise UnreadTableError(where, reason) from error
