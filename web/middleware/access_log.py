"""Every request gets an id, a line in the access log and a place in the metrics."""

import logging
import re
import time
from collections.abc import Callable, Iterable
from random import getrandbits
from typing import Any, Final, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson

from web.http.handover import DEFERRED, LATER, STARTED

__all__ = ["REQUEST_ID", "AccessLog"]

REQUEST_ID: Final = "border_ports.request_id"
"""Key in the WSGI environment of the request's id."""

_PLACE: Final = re.compile(r"(?:^|&)(?:lon|lat|bbox|filter|q|port|from|to)=", re.IGNORECASE)
"""Parameters by which somebody asks for a place."""
_LOG: Final = logging.getLogger("border_ports.access")
Observer = Callable[[str, int, float, int], None]


_EMPTY: Final = _LOG.makeRecord(_LOG.name, logging.INFO, __file__, 0, "", (), None).__dict__


class _Said(NamedTuple):
    """What a line says; it becomes a text when it is written, after the answer has left."""

    moment: float
    request_id: str
    client: str | None
    method: str
    path: str
    query: str
    status: int
    size: int
    seconds: float

    def __str__(self) -> str:
        """Return the line, JSON."""
        line = {
            "time": round(self.moment, 3),
            "id": self.request_id,
            "client": self.client,
            "method": self.method[:20],
            "path": self.path[:500],
            "query": self.query,
            "status": self.status,
            "bytes": self.size,
            "ms": round(self.seconds * 1000.0, 3),
        }
        if self.client is None:
            del line["client"]
        return orjson.dumps(line, default=str).decode()


class _Line(logging.LogRecord):
    """A record of one line, made without asking where in the code it was made."""

    def __init__(self, said: _Said) -> None:
        self.__dict__.update(_EMPTY)
        self.msg = said
        self.created = said.moment


class AccessLog:
    """Logs each request as one JSON line: id, method, path, status, bytes, milliseconds.

    Parameters
    ----------
    application
        What answers.
    observe
        Told method, status, seconds and bytes of each request.
    clients
        Whether a line names the client: ``always``, ``never``, or ``cautious``: not beside a place,
        which could tell where somebody is.
    """

    def __init__(
        self, application: WSGIApplication, observe: Observer, *, clients: str = "cautious"
    ) -> None:
        self._application = application
        self._observe = observe
        self._clients = clients

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        started = environ.get(STARTED) or time.perf_counter()
        request_id = f"{getrandbits(64):016x}"
        environ[REQUEST_ID] = request_id
        sent: list[Any] = ["500", ()]

        def begin(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: Any = None,  # noqa: ANN401
            /,
        ) -> Callable[[bytes], object]:
            sent[:] = status, headers
            return start_response(status, [*headers, ("X-Request-Id", request_id)], exc_info)

        chunks = self._application(environ, begin)
        if DEFERRED in environ or LATER in environ:
            return chunks  # It comes again, and is answered then.
        self._finish(environ, request_id, sent, time.perf_counter() - started)
        return chunks

    def _finish(
        self, environ: WSGIEnvironment, request_id: str, sent: list[Any], seconds: float
    ) -> None:
        asked = (
            environ["REQUEST_METHOD"],
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            environ.get("REMOTE_ADDR"),
        )
        size = next((value for name, value in sent[1] if name == "Content-Length"), 0)
        self.note(asked, request_id, int(sent[0][:3]), int(size), seconds)

    def note(
        self,
        asked: tuple[str, str, str, str | None],
        request_id: str,
        status: int,
        size: int,
        seconds: float,
    ) -> None:
        """Count and log a request: method, path, query and client, and how it was answered."""
        method, path, query, client = asked
        self._observe(method, status, seconds, size)
        if _LOG.isEnabledFor(logging.INFO):
            query = query[:500]
            named = client if self._names_client(query) else None
            said = (time.time(), request_id, named, method, path, query, status, size, seconds)
            _LOG.handle(_Line(_Said._make(said)))

    def _names_client(self, query: str) -> bool:
        if self._clients == "cautious":
            return _PLACE.search(query) is None
        return self._clients == "always"
