"""The body of a request, unpacked if it came packed."""

import zlib
from typing import Final

from flask import Request

from geo.errors import InvalidValueError
from web.http.problems import TooLargeError, UnsupportedMediaError

__all__ = ["whole_body"]

_GZIP: Final = 16 + zlib.MAX_WBITS
"""Tells zlib to read the format of gzip."""


def whole_body(request: Request, most: int) -> bytes:
    """Return the body; one with ``Content-Encoding: gzip`` is unpacked up to ``most`` bytes.

    Raises
    ------
    UnsupportedMediaError
        It is encoded in another way.
    TooLargeError
        It has more bytes than ``most`` when unpacked; no more than those are unpacked.
    InvalidValueError
        It is no gzip, or not the whole of it.
    """
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return request.get_data()
    if encoding not in {"gzip", "x-gzip"}:
        message = f"Content-Encoding: {encoding[:80]!r} is not read; send gzip or none"
        raise UnsupportedMediaError(message)
    unpacking = zlib.decompressobj(_GZIP)
    try:
        body = unpacking.decompress(request.get_data(), most + 1)
    except zlib.error:
        raise InvalidValueError("body", "unreadable", "gzip, as Content-Encoding says") from None
    if len(body) > most:
        message = f"the body is larger than {most / 2**20:g} MiB when unpacked"
        raise TooLargeError(message)
    if not unpacking.eof or unpacking.unused_data:
        raise InvalidValueError("body", "cut or longer", "one whole gzip stream")
    return body
