"""The body of a request, unpacked if it came packed."""

import zlib
from typing import Any, Final

import orjson
from flask import Request

from geo.errors import InvalidValueError
from geo.words.catalogue import said
from geo.words.messages import message
from web.http.problems import TooLargeError, UnsupportedMediaError

__all__ = ["json_of", "text_of", "whole_body"]

_GZIP: Final = 16 + zlib.MAX_WBITS
"""Tells zlib to read the format of gzip."""
_ENCODED: Final = message("Content-Encoding: {given} is not read; send gzip or none")
_AT_CHARACTER: Final = message("character {number}")
_CUT: Final = message("cut off or longer")
_JSON: Final = message("JSON from there on")
_UNREADABLE: Final = message("what cannot be read")
_UTF8: Final = message("text in UTF-8")
_GZIP_SAID: Final = message("gzip, as Content-Encoding says")
_GZIP_WHOLE: Final = message("one whole gzip stream")
_TOO_LARGE: Final = message("the body is larger than {most} MiB when unpacked")


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
        raise UnsupportedMediaError(said(_ENCODED, given=repr(encoding[:80])))
    unpacking = zlib.decompressobj(_GZIP)
    try:
        body = unpacking.decompress(request.get_data(), most + 1)
    except zlib.error:
        raise InvalidValueError("body", said(_UNREADABLE), _GZIP_SAID) from None
    if len(body) > most:
        raise TooLargeError(said(_TOO_LARGE, most=f"{most / 2**20:g}"))
    if not unpacking.eof or unpacking.unused_data:
        raise InvalidValueError("body", said(_CUT), _GZIP_WHOLE)
    return body


def text_of(body: bytes) -> str:
    """Return the text of a body; ``InvalidValueError`` if it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise InvalidValueError("body", said(_UNREADABLE), said(_UTF8)) from None


def json_of(body: bytes | str) -> Any:  # noqa: ANN401
    """Return what a body of JSON says; ``InvalidValueError`` names where it is none."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidValueError(
            "body", said(_AT_CHARACTER, number=error.pos + 1), said(_JSON)
        ) from None
