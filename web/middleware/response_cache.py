"""Answers kept ready: whole responses that depend on the data and the request line alone."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from web.http.conditions import asked_range, is_unchanged, moment_of, part_headers
from web.http.handover import AT_ONCE, DEFERRED, FAULT, KEEP_FLAG, KEPT, LATER, MADE
from web.http.responses import encodings_of_header

__all__ = ["Quick", "ResponseCache"]

_MAX_BYTES: Final = 48 * 2**20
_LARGEST_BODY: Final = 16 * 2**20
_LONGEST_KEY: Final = 1000
_OVERHEAD_BYTES: Final = 1000
"""What Python takes for a kept answer beside its texts and its body."""
_MAX_ASKED: Final = 10_000
"""Questions remembered as asked once; then all of them are forgotten."""
_HTML: Final = "text/html"
_KEYED_HEADERS: Final = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
)

Quick: TypeAlias = bool | Callable[[str], bool]
"""Whether an answer is quick to make, whatever is asked, or of which queries."""
_Kept: TypeAlias = tuple[str, list[tuple[str, str]], bytes, str]


class ResponseCache:
    """Sends a kept response again without asking the application.

    A response is kept when it is asked for a second time, a costly one at once; questions that
    never come again, such as boxes of a map that is moved, take no memory and drive nothing out.
    Least recently used responses give way when what is kept, with keys and headers, passes 48 MiB.
    Conditional requests are answered with 304 from the kept validators, a range of bytes of what
    is kept and not encoded with 206.

    Parameters
    ----------
    application
        What answers a question that is not kept.
    language
        Which language a header ``Accept-Language`` stands for. There are two, and thousands of
        ways to ask for them.
    quick
        Paths of questions that are answered at once, always or for some queries, but for pages; the
        others are left to a thread when the server's loop waits.
    anew
        Those of these paths whose quick answers are never kept: they are not looked for.
    by_origin
        Whether answers depend on the origin of the page that asks.
    max_bytes
        Most bytes kept.
    """

    def __init__(
        self,
        application: WSGIApplication,
        language: Callable[[str], str],
        *,
        quick: Mapping[str, Quick] = MappingProxyType({}),
        anew: Collection[str] = (),
        by_origin: bool = True,
        max_bytes: int = _MAX_BYTES,
    ) -> None:
        self._application = application
        self._language = language
        self._quick = quick
        self._anew = frozenset(anew)
        self._headers = (*_KEYED_HEADERS, *(("HTTP_ORIGIN",) if by_origin else ()))
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._bytes = 0
        self._asked: set[int] = set()
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if AT_ONCE in environ and environ["PATH_INFO"] in self._anew and self._is_quick(environ):
            return self._application(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"} or FAULT in environ:
            return self._application(environ, start_response)
        key = self._key(environ)
        kept = self._found(key)
        if kept is not None:
            environ[KEPT] = self
            return _send(kept, environ, start_response, method)
        if AT_ONCE in environ and not self._is_quick(environ):
            environ[LATER] = True
            return []
        if method == "HEAD" or "HTTP_IF_NONE_MATCH" in environ:
            return self._application(environ, start_response)
        return self._ask(key, environ, start_response)

    def _is_quick(self, environ: WSGIEnvironment) -> bool:
        quick = self._quick.get(environ["PATH_INFO"], False)
        query = environ["QUERY_STRING"]
        if not quick or "f=html" in query or _HTML in environ.get("HTTP_ACCEPT", ""):
            return False
        return quick is True or quick(query)

    def _key(self, environ: WSGIEnvironment) -> tuple[str, ...]:
        language = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        return (
            *[environ.get(name, "") for name in self._headers],
            ",".join(encodings_of_header(environ.get("HTTP_ACCEPT_ENCODING", ""))),
            self._language(language) if language else "",
        )

    def _ask(
        self, key: tuple[str, ...], environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        begun: list[Any] = []

        def begin(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: Any = None,  # noqa: ANN401
            /,
        ) -> Callable[[bytes], object]:
            begun[:] = [status, headers, exc_info]
            return _refuse_write

        chunks = self._application(environ, begin)
        keeps = DEFERRED not in environ and environ.get(KEEP_FLAG)
        if not (keeps and begun and begun[0].startswith("200")):
            if begun:
                start_response(*begun)
            return chunks
        body = b"".join(chunks)
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
        tag = next((value for name, value in begun[1] if name.lower() == "etag"), "")
        kept = (begun[0], list(begun[1]), body, tag)
        if len(body) <= _LARGEST_BODY and sum(map(len, key)) <= _LONGEST_KEY:
            self._keep(key, kept, at_once=MADE in environ)
        return _send(kept, environ, start_response, environ["REQUEST_METHOD"])

    def _found(self, key: tuple[str, ...]) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _keep(self, key: tuple[str, ...], kept: _Kept, *, at_once: bool) -> None:
        with self._lock:
            if key in self._kept or not (at_once or self._asked_again(hash(key))):
                return
            self._kept[key] = kept
            self._bytes += _size(key, kept)
            while self._bytes > self._max_bytes:
                self._bytes -= _size(*self._kept.popitem(last=False))

    def _asked_again(self, mark: int) -> bool:
        if mark in self._asked:
            self._asked.discard(mark)
            return True
        if len(self._asked) >= _MAX_ASKED:
            self._asked.clear()
        self._asked.add(mark)
        return False


def _size(key: tuple[str, ...], kept: _Kept) -> int:
    """Return the bytes that a kept answer takes, its key and headers included."""
    headers = sum(len(name) + len(value) for name, value in kept[1])
    return _OVERHEAD_BYTES + sum(map(len, key)) + headers + len(kept[2])


def _send(
    kept: _Kept, environ: WSGIEnvironment, start_response: StartResponse, method: str
) -> Iterable[bytes]:
    status, headers, body, tag = kept
    if _has_condition(environ) and is_unchanged(environ, tag, moment_of(_changed(headers))):
        left_out = {"content-type", "content-length", "content-encoding"}
        start_response(
            "304 Not Modified", [item for item in headers if item[0].lower() not in left_out]
        )
        return []
    is_whole = method == "HEAD" or "HTTP_RANGE" not in environ or _is_encoded(headers)
    chosen = None if is_whole else asked_range(environ, tag, len(body))
    if chosen is not None:
        start_response(*part_headers(chosen, len(body), headers))
        return [body[slice(*chosen)]] if chosen[0] < chosen[1] else []
    start_response(status, headers)
    return [] if method == "HEAD" else [body]


def _is_encoded(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-encoding" for name, _ in headers)


def _refuse_write(_data: bytes) -> object:
    message = "the application must return its body, not write it"
    raise RuntimeError(message)


def _has_condition(environ: WSGIEnvironment) -> bool:
    return "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ


def _changed(headers: list[tuple[str, str]]) -> str | None:
    return next((value for name, value in headers if name.lower() == "last-modified"), None)
