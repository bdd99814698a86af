"""From a ``Reply`` to an HTTP response: validators, encodings, caching and security headers."""

import gzip
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import Final, TypeAlias
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
from flask import Request, Response
from werkzeug.http import HTTP_STATUS_CODES, parse_accept_header

from web.http.conditions import asked_range, is_unchanged
from web.http.file_parts import FileParts, KeptFile
from web.http.operation import HTML, PROBLEM, Reply, Service

__all__ = [
    "DATA_POLICY",
    "OWN_FRAMES",
    "PAGE_POLICY",
    "Ready",
    "ReadyResponse",
    "encodings_of_header",
    "for_flask",
    "response_of_reply",
    "shared_headers",
]

_Header: TypeAlias = tuple[str, str]
_STATUS_LINES: Final = {code: f"{code} {name.upper()}" for code, name in HTTP_STATUS_CODES.items()}

DATA_POLICY: Final = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
OWN_FRAMES: Final = "frame-ancestors 'self'"
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    f"{OWN_FRAMES}"
)
_SMALLEST_ENCODED: Final = 1000
_LIVE_GZIP_LEVEL: Final = 4
_LARGEST_THOROUGH: Final = 2**20
"""Above this many bytes more effort takes up to a second and saves 3 %."""
_COMPRESSIBLE: Final = ("text/", "application/json", "image/svg", "application/vnd.oai")
_COMPRESSIBLE_ENDS: Final = ("+json", "+xml", "/xml", "javascript")
"""What is text; other files are packed in themselves, or read in parts."""
_CORS_EXPOSED: Final = (
    "Content-Crs, Content-Disposition, ETag, Last-Modified, Link, Retry-After, X-Request-Id"
)


class Ready:
    """A response whose headers and body are final: it is sent as it is, in one piece."""

    def __init__(self, status: int, body: bytes, headers: Sequence[_Header]) -> None:
        self.status = _STATUS_LINES[status]
        self.headers = headers
        self._body = [body]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send the response."""
        start_response(self.status, [*self.headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else self._body


class ReadyResponse(Response):
    """What Flask hands on in place of a response that is final."""

    def __init__(self, ready: Ready) -> None:
        super().__init__(status=ready.status, headers=ready.headers)
        self._ready = ready

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send the response."""
        return self._ready(environ, start_response)


class _ReadyFile(Ready):
    """A response whose body is an open file, sent piece by piece."""

    def __init__(self, status: int, parts: FileParts, headers: Sequence[_Header]) -> None:
        super().__init__(status, b"", headers)
        self._parts = parts

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send the response."""
        sent = super().__call__(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return self._parts
        self._parts.close()
        return sent


def response_of_reply(
    service: Service, request: Request, reply: Reply, lang: str = ""
) -> Ready | Response:
    """Return the response to send: encoded if the client can read it, 304 if it has it.

    ``lang`` is the language of a reply that does not say its own, if it has one. The response is
    a WSGI application; ``for_flask`` makes of it what Flask takes.
    """
    if lang and all(name != "Content-Language" for name, _ in reply.headers):
        reply = replace(reply, headers=(*reply.headers, ("Content-Language", lang)))
    if reply.file is not None:
        return _response_of_file(service, request, reply, reply.file)
    encoding = _encoding(request, reply)
    page = PAGE_POLICY if reply.media == HTML else DATA_POLICY
    fixed = shared_headers(service, request, reply.policy or page, is_open=reply.open)
    headers = [("Content-Type", _content_type(reply.media)), *reply.headers]
    if reply.media == PROBLEM:
        reply = _with_place(reply, service, request)
    if reply.status == 200 and reply.max_age and request.method != "POST":  # noqa: PLR2004
        tag = _tag(reply.body, encoding)
        headers.append(("ETag", tag))
        fixed += _caching(service, reply.max_age, is_dated=reply.dated)
        if is_unchanged(
            request.environ, tag, _moment(service.border.date) if reply.dated else None
        ):
            return Response(status=304, headers=[*headers[1:], *fixed])
    else:
        headers.append(("Cache-Control", "no-store"))
    if encoding:
        headers.append(("Content-Encoding", encoding))
    body = _encoded(reply, encoding)
    headers.append(("Content-Length", str(len(body))))
    return Ready(reply.status, body, (*headers, *fixed))


def for_flask(answer: Ready | Response) -> Response:
    """Return an answer as a response that Flask takes from a view."""
    return ReadyResponse(answer) if isinstance(answer, Ready) else answer


def _with_place(problem: Reply, service: Service, request: Request) -> Reply:
    """Return a problem whose type is an address of this service, also below a prefix."""
    prefix = urlsplit(service.settings.url).path or request.root_path
    start = b'{"type":"'
    placed = problem.body.replace(start, start + prefix.rstrip("/").encode(), 1)
    return replace(problem, body=placed)


def _response_of_file(
    service: Service, request: Request, reply: Reply, file: KeptFile
) -> Ready | Response:
    fixed = shared_headers(service, request, reply.policy or DATA_POLICY)
    fixed += _caching(service, reply.max_age)
    tag = f'"{file.digest}"'
    headers = [("Content-Type", _content_type(reply.media)), *reply.headers, ("ETag", tag)]
    if is_unchanged(request.environ, tag, _moment(service.border.date)):
        file.parts.close()
        return Response(status=304, headers=[*headers[1:], *fixed])
    headers.append(("Accept-Ranges", "bytes"))
    size = file.parts.size
    chosen = asked_range(request.environ, tag, size)
    if chosen is None:
        headers.append(("Content-Length", str(size)))
        return _ReadyFile(reply.status, file.parts, (*headers, *fixed))
    start, stop = chosen
    if start >= stop:
        file.parts.close()
        unmet = [("Content-Range", f"bytes */{size}"), ("Content-Length", "0")]
        return Response(status=416, headers=[*unmet, *fixed])
    file.parts.only(start, stop)
    headers += [("Content-Range", f"bytes {start}-{stop - 1}/{size}"),
                ("Content-Length", str(stop - start))]  # fmt: skip
    return _ReadyFile(206, file.parts, (*headers, *fixed))


def _caching(service: Service, max_age: int, *, is_dated: bool = True) -> tuple[_Header, ...]:
    modified = (("Last-Modified", _http_date(service.border.date)),) if is_dated else ()
    return (
        *modified,
        ("Cache-Control", f"{_sharing(service)}, max-age={max_age}"),
        ("Vary", _vary(service)),
    )


def _sharing(service: Service) -> str:
    """Return who may keep an answer: not all, where it holds what a proxy said of the address."""
    settings = service.settings
    return "private" if settings.proxies and not settings.url else "public"


def _content_type(media: str) -> str:
    if media == HTML or media.startswith("text/"):
        return f"{media}; charset=utf-8"
    return media


def _encoding(request: Request, reply: Reply) -> str:
    if not reply.media.startswith(_COMPRESSIBLE) and not reply.media.endswith(_COMPRESSIBLE_ENDS):
        return ""
    if len(reply.body) < _SMALLEST_ENCODED or reply.status != 200:  # noqa: PLR2004
        return ""
    if "HTTP_ACCEPT_ENCODING" not in request.environ:
        return ""
    offered = ("br", "gzip") if reply.keep else ("gzip",)
    named = encodings_of_header(request.environ["HTTP_ACCEPT_ENCODING"])
    return next((name for name in named if name in offered), "")


@lru_cache(maxsize=256)
def encodings_of_header(header: str) -> tuple[str, ...]:
    """Return the service's encodings that a header allows, the client's favourite first."""
    accepted = parse_accept_header(header)
    allowed = [name for name in ("br", "gzip") if accepted[name] > 0]
    return tuple(sorted(allowed, key=lambda name: -accepted[name]))


def _encoded(reply: Reply, encoding: str) -> bytes:
    thorough = reply.keep and len(reply.body) <= _LARGEST_THOROUGH
    match encoding:
        case "br":
            return bytes(brotli.compress(reply.body, quality=5 if thorough else 2))
        case "gzip":
            return gzip.compress(reply.body, 9 if thorough else _LIVE_GZIP_LEVEL, mtime=0)
        case _:
            return reply.body


def _tag(body: bytes, encoding: str) -> str:
    # Processors have instructions for it: half of the time of BLAKE2.
    digest = hashlib.sha256(body).hexdigest()[:24]
    return f'"{digest}-{encoding}"' if encoding else f'"{digest}"'


@cache
def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@cache
def _http_date(day: date) -> str:
    return format_datetime(_moment(day), usegmt=True)


def _vary(service: Service) -> str:
    shared = "Accept, Accept-Encoding, Accept-Language"
    return shared if service.settings.cors_origins in {"*", ""} else f"{shared}, Origin"


def shared_headers(
    service: Service, request: Request, policy: str = DATA_POLICY, *, is_open: bool = True
) -> tuple[_Header, ...]:
    """Return what every response carries: security policies, and who may read it in a browser."""
    headers: tuple[_Header, ...] = (
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "geolocation=(self)"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )
    if service.settings.hsts_seconds:
        headers += (("Strict-Transport-Security", f"max-age={service.settings.hsts_seconds}"),)
    if not is_open:
        return headers
    origins = service.settings.cors_origins
    origin = "*" if origins == "*" else request.environ.get("HTTP_ORIGIN", "")
    if origin == "*" or (origin and origin in origins.replace(" ", "").split(",")):
        return (
            *headers,
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Expose-Headers", _CORS_EXPOSED),
        )
    return headers
