"""Whole answers by whole requests: what is asked again word for word is answered at once."""

import time
from collections import OrderedDict
from random import getrandbits
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from wsgiref.types import WSGIEnvironment

from web.http.handover import KEPT
from web.middleware.access_log import REQUEST_ID, AccessLog
from web.middleware.response_cache import ResponseCache

if TYPE_CHECKING:
    from web.middleware.rate_limit import RateLimit

__all__ = ["ReadyTable", "WholeAnswer"]

_MAX_BYTES: Final = 8 * 2**20
_LONGEST_KEY: Final = 4000
_OVERHEAD_BYTES: Final = 4000
"""What Python takes for an entry beside its texts and its body."""
_IDENTITY: Final = b"x-request-id"

_Key: TypeAlias = tuple[Any, ...]
_Headers: TypeAlias = list[tuple[bytes, bytes]]


class WholeAnswer(NamedTuple):
    """An answer as it is sent: status, headers as ASGI wants them, and the body."""

    status: int
    headers: _Headers
    body: bytes


class _Entry(NamedTuple):
    answer: WholeAnswer
    path: str
    query: str
    client: str | None
    """Whom a proxy in front named; without one it is whoever is connected."""
    size: int
    """Length that the answer says it has."""


class ReadyTable:
    """Answers GET requests whose every word, all headers included, was answered before.

    An entry is what the whole application answered from what it keeps ready, which depends on the
    request alone; it lives as long as the data that it was made of. The access log, the metrics
    and the rate of the client go on as ever. Only the thread of the server's loop may ask. The
    least recently used give way beyond 8 MiB, counted as if no body were kept elsewhere too.

    Parameters
    ----------
    cache
        What keeps answers ready, of this application.
    log
        What notes each request.
    rate
        What counts the requests of a client, if anything does.
    """

    def __init__(self, cache: ResponseCache, log: AccessLog, rate: "RateLimit | None") -> None:
        self._cache = cache
        self._log = log
        self._rate = rate
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        self._bytes = 0

    def found(self, scope: dict[str, Any], started: float) -> WholeAnswer | None:
        """Return the answer to an ASGI request, noted as sent; ``None`` if the application must.

        ``started`` is when the request arrived, on the clock of ``time.perf_counter``.
        """
        if scope["method"] != "GET":
            return None
        key = _key(scope)
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        client = entry.client or _connected(scope)
        if self._rate is not None and not self._rate.admits(client):
            return None
        status, headers, body = entry.answer
        identity = f"{getrandbits(64):016x}"
        seconds = time.perf_counter() - started
        said = ("GET", entry.path, entry.query, client)
        self._log.note(said, identity, status, entry.size, seconds)
        return WholeAnswer(status, [*headers, (_IDENTITY, identity.encode())], body)

    def keep(self, scope: dict[str, Any], environ: WSGIEnvironment, answer: WholeAnswer) -> None:
        """Keep an answer that the application has just given, if it may be given again."""
        if scope["method"] != "GET" or environ.get(KEPT) is not self._cache:
            return
        key = _key(scope)
        own = environ[REQUEST_ID].encode()
        headers = [(name, value) for name, value in answer.headers if value != own]
        client = environ["REMOTE_ADDR"]
        entry = _Entry(
            WholeAnswer(answer.status, headers, answer.body),
            environ["PATH_INFO"],
            environ["QUERY_STRING"],
            None if client == _connected(scope) else client,
            next((int(value) for name, value in headers if name == b"content-length"), 0),
        )
        size = _length(key)
        if size > _LONGEST_KEY or key in self._entries:
            return
        self._entries[key] = entry
        self._bytes += _size(size, entry)
        while self._bytes > _MAX_BYTES:
            old, gone = self._entries.popitem(last=False)
            self._bytes -= _size(_length(old), gone)


def _key(scope: dict[str, Any]) -> _Key:
    return (
        scope["path"],
        scope["query_string"],
        scope["scheme"],
        scope["http_version"],
        *map(tuple, scope["headers"]),
    )


def _connected(scope: dict[str, Any]) -> str:
    """Return the address of whoever is connected."""
    client = scope.get("client")
    return client[0] if client else ""


def _length(key: _Key) -> int:
    return sum(len(part) if isinstance(part, str | bytes) else sum(map(len, part)) for part in key)


def _size(length: int, entry: _Entry) -> int:
    headers = sum(len(name) + len(value) for name, value in entry.answer.headers)
    return _OVERHEAD_BYTES + length + headers + len(entry.answer.body)
