"""From a ``Reply`` to an HTTP response: validators, encodings, caching and security headers."""

import gzip
import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

import brotli
from flask import Request, Response

from web.contract import HTML, PROBLEM, Reply, Service

__all__ = ["DATA_POLICY", "PAGE_POLICY", "response_of_reply"]

DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_SMALLEST_ENCODED: Final = 1000
_LIVE_GZIP_LEVEL: Final = 4
_CORS_EXPOSED: Final = "Content-Crs, ETag, Last-Modified, Link, X-Request-Id"


def response_of_reply(service: Service, request: Request, reply: Reply) -> Response:
    """Return the response to send: encoded if the client can read it, 304 if it has it."""
    encoding = _encoding(request, reply)
    tag = _tag(reply.body, encoding)
    response = Response(status=reply.status)
    headers = response.headers
    headers["Content-Type"] = _content_type(reply.media)
    headers.extend(reply.headers)
    _add_policies(response, service, request, reply)
    if reply.status == 200:  # noqa: PLR2004
        headers["ETag"] = tag
        headers["Last-Modified"] = _modified(service)
        headers["Cache-Control"] = f"public, max-age={reply.max_age}"
        headers["Vary"] = _vary(service)
        if _unchanged(request, tag, service):
            response.status_code = 304
            del headers["Content-Type"]
            return response
    else:
        headers["Cache-Control"] = "no-store"
    if encoding:
        headers["Content-Encoding"] = encoding
    response.set_data(_encoded(reply, encoding))
    return response


def _content_type(media: str) -> str:
    if media == HTML or media.startswith("text/"):
        return f"{media}; charset=utf-8"
    return media


def _encoding(request: Request, reply: Reply) -> str:
    if len(reply.body) < _SMALLEST_ENCODED or reply.status != 200:  # noqa: PLR2004
        return ""
    accepted = request.accept_encodings
    offered = ("br", "gzip") if reply.keep else ("gzip",)
    return next((name for name in offered if accepted[name] > 0), "")


def _encoded(reply: Reply, encoding: str) -> bytes:
    match encoding:
        case "br":
            return bytes(brotli.compress(reply.body, quality=5))
        case "gzip":
            level = 9 if reply.keep else _LIVE_GZIP_LEVEL
            return gzip.compress(reply.body, level, mtime=0)
        case _:
            return reply.body


def _tag(body: bytes, encoding: str) -> str:
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}-{encoding}"' if encoding else f'"{digest}"'


def _modified(service: Service) -> str:
    day = service.dataset.date
    return format_datetime(datetime(day.year, day.month, day.day, tzinfo=UTC), usegmt=True)


def _unchanged(request: Request, tag: str, service: Service) -> bool:
    if request.if_none_match:
        return request.if_none_match.contains(tag.strip('"'))
    since = request.if_modified_since
    return since is not None and since.date() >= service.dataset.date


def _vary(service: Service) -> str:
    shared = "Accept, Accept-Encoding, Accept-Language"
    return shared if service.settings.cors_origins in {"*", ""} else f"{shared}, Origin"


def _add_policies(response: Response, service: Service, request: Request, reply: Reply) -> None:
    headers = response.headers
    page = PAGE_POLICY if reply.media == HTML else DATA_POLICY
    headers["Content-Security-Policy"] = reply.policy or page
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    origins = service.settings.cors_origins
    origin = request.headers.get("Origin", "")
    if origins == "*" or (origin and origin in origins.replace(" ", "").split(",")):
        headers["Access-Control-Allow-Origin"] = "*" if origins == "*" else origin
        headers["Access-Control-Expose-Headers"] = _CORS_EXPOSED
    if reply.media == PROBLEM:
        headers["Content-Language"] = "en"
