"""One request of ASGI as a call of a WSGI application, and its answer in parts."""

import io
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final
from wsgiref.types import WSGIApplication, WSGIEnvironment

from web.http.file_parts import FileParts

__all__ = ["Answer", "Scope", "call_application", "environ_of_scope"]

Scope = dict[str, Any]


class Answer:
    """What the application answered: status, headers and the parts of the body.

    ``waits`` says that the next part may take time, so that a thread has to fetch it.
    """

    def __init__(
        self, status: int, headers: list[tuple[bytes, bytes]], parts: Iterable[bytes]
    ) -> None:
        self.status = status
        self.headers = headers
        self.whole = parts[0] if isinstance(parts, list) and len(parts) == 1 else None
        self.waits = not isinstance(parts, list | FileParts)
        self._parts = parts
        self._steps = iter(parts)

    def next_part(self) -> bytes | None:
        """Return the next part of the body, ``None`` after the last."""
        return next(self._steps, None)

    def close(self) -> None:
        """Let the application release what the answer holds."""
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()


def call_application(application: WSGIApplication, environ: WSGIEnvironment, body: bytes) -> Answer:
    """Return the application's answer; its first part has been made."""
    environ["wsgi.input"] = io.BytesIO(body)
    begun: list[Any] = []

    def begin(
        status: str,
        headers: list[tuple[str, str]],
        _error: object = None,
        /,
    ) -> Callable[[bytes], object]:
        begun[:] = [status, headers]
        return _refuse_write

    parts = application(environ, begin)
    if not begun:
        return Answer(500, [], [])
    headers = [(_name(name), value.encode("latin-1", "replace")) for name, value in begun[1]]
    return Answer(int(begun[0][:3]), headers, parts)


@lru_cache(maxsize=1024)
def _name(text: str) -> bytes:
    """Return the name of a header as ASGI sends it; there are few."""
    return text.lower().encode("latin-1")


def environ_of_scope(scope: Scope) -> WSGIEnvironment:
    """Return the WSGI environment of an ASGI request, without its body."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in scope["headers"]:
        key = _key(name)
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    if not environ.get("HTTP_HOST"):
        environ.pop("HTTP_HOST", None)
    return environ


_KEYS: Final[dict[bytes, str]] = {
    b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH",
}  # fmt: skip
_MAX_KEYS: Final = 200


def _key(name: bytes) -> str:
    """Return the environment's name of a header; one with an underscore gets a name of its own."""
    key = _KEYS.get(name)
    if key is None:
        key = "HTTP_" + name.decode("latin-1").upper().replace("_", "__").replace("-", "_")
        if len(_KEYS) < _MAX_KEYS:
            _KEYS[name] = key
    return key


def _refuse_write(_data: bytes) -> object:
    message = "the application must return its body, not write it"
    raise RuntimeError(message)
