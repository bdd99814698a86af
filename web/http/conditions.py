"""Conditional requests: whether a client already has the answer."""

from datetime import datetime
from typing import Final
from wsgiref.types import WSGIEnvironment

from werkzeug.http import parse_date, parse_etags, parse_range_header

__all__ = ["asked_range", "is_unchanged", "moment_of", "part_headers"]

_Headers = list[tuple[str, str]]

_PROXY_SUFFIXES: Final = ("", "-gzip", "--gzip")
"""What proxies add to a tag when they pack the answer, within its quotation marks."""


def moment_of(text: str | None) -> datetime | None:
    """Return the moment that an HTTP date names; ``None`` for what is none, such as year 10^10."""
    try:
        return parse_date(text)
    except (OverflowError, ValueError):
        return None


def is_unchanged(environ: WSGIEnvironment, tag: str, changed: datetime | None) -> bool:
    """Return whether a request says that the client has the answer with this tag and time.

    ``tag`` is in quotation marks, empty for none; it alone decides where a request names tags. A
    client may name it as proxies that pack answers changed it.
    """
    named = environ.get("HTTP_IF_NONE_MATCH")
    if named is not None:
        return bool(tag) and _names(named, tag.strip('"'))
    if "HTTP_IF_MODIFIED_SINCE" not in environ:
        return False
    since = moment_of(environ["HTTP_IF_MODIFIED_SINCE"])
    return since is not None and changed is not None and since >= changed


def _names(header: str, tag: str) -> bool:
    tags = parse_etags(header)
    return any(tags.contains_weak(f"{tag}{suffix}") for suffix in _PROXY_SUFFIXES)


def asked_range(environ: WSGIEnvironment, tag: str, size: int) -> tuple[int, int] | None:
    """Return the bytes that a request asks for, from the first to before the last.

    ``None`` means the whole file: no range is asked for, several are, or of another version
    (``If-Range``). Of a range beyond the end both numbers are ``size``.
    """
    if "HTTP_RANGE" not in environ or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    if environ.get("HTTP_IF_RANGE", tag) != tag:
        return None
    asked = parse_range_header(environ["HTTP_RANGE"])
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    return asked.range_for_length(size) or (size, size)


def part_headers(chosen: tuple[int, int], size: int, headers: _Headers) -> tuple[str, _Headers]:
    """Return status and headers of a part of an answer of ``size`` bytes.

    They are those of 206, or of 416 where it begins beyond the end; ``headers`` are the whole's.
    """
    start, stop = chosen
    others = [item for item in headers if item[0].lower() != "content-length"]
    if start >= stop:
        unmet = [("Content-Range", f"bytes */{size}"), ("Content-Length", "0")]
        return "416 REQUESTED RANGE NOT SATISFIABLE", [*others, *unmet]
    part = [("Content-Range", f"bytes {start}-{stop - 1}/{size}"),
            ("Content-Length", str(stop - start))]  # fmt: skip
    return "206 PARTIAL CONTENT", [*others, *part]
