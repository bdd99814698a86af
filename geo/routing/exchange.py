"""One request to a routing engine and its JSON, within a time, a size and few attempts."""

import json
import mmap
import os
import struct
import time
import weakref
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from geo.extras import require
from geo.routing.model import RouterError, seconds_left

if TYPE_CHECKING:
    import ssl

    import httpx

__all__ = ["Exchange"]

_MAX_BYTES: Final = 32 * 2**20
_ATTEMPTS: Final = 2
_PAUSE_SECONDS: Final = 0.1
_AGAIN: Final = frozenset({502, 503, 504})
_REST_SECONDS: Final = 10.0
_REFUSED: Final = 400
_FAILED: Final = 500
_MOMENT: Final = struct.Struct("d")


class Exchange:
    """Asks a service over HTTP.

    An engine that does not answer is left alone for ten seconds, by every process forked from
    the one that made this: nobody waits for it again and again. It may be shared by threads.

    Parameters
    ----------
    url
        Where the service is.
    seconds
        Longest time for one answer.

    Raises
    ------
    MissingExtraError
        The extra ``routing`` is not installed.
    """

    def __init__(self, url: str, seconds: float) -> None:
        require("routing")
        self._url = url.rstrip("/")
        self._host = urlsplit(url).hostname or ""
        self._seconds = seconds
        self._rest_until = mmap.mmap(-1, _MOMENT.size)
        self._clients: dict[int, httpx.Client] = {}
        weakref.finalize(self, _close, self._clients)
        _trusted()  # Here, so that the processes forked from this one need not read it.

    def ask(
        self, path: str, body: dict[str, Any] | None = None, until: float | None = None
    ) -> tuple[int, Any]:
        """Return status, 200 or one from 400 to 499, and JSON of ``path``; a body is posted.

        Raises
        ------
        RouterError
            There is no answer, or none that can be read.
        """
        end = time.monotonic() + seconds_left(until, self._seconds)
        if _MOMENT.unpack(self._rest_until[:])[0] > time.monotonic():
            raise RouterError("away", self._host)
        try:
            return self._asked(path, body, end)
        except RouterError as error:
            if error.reason in {"away", "late"}:
                self._rest_until[:] = _MOMENT.pack(time.monotonic() + _REST_SECONDS)
            raise

    def _asked(self, path: str, body: dict[str, Any] | None, end: float) -> tuple[int, Any]:
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(min(_PAUSE_SECONDS, seconds_left(end, self._seconds)))
            try:
                status, content = self._attempt(path, body, end)
            except ConnectionError as error:
                reason = str(error)
                continue
            if status in _AGAIN:
                reason = f"{status}"
                continue
            return status, _read(self._host, status, content)
        raise RouterError("away", f"{self._host}: {reason}")

    def _attempt(self, path: str, body: dict[str, Any] | None, end: float) -> tuple[int, bytes]:
        """Return status and bytes; ``ConnectionError`` where asking again may help."""
        import httpx

        left = seconds_left(end, self._seconds)
        method = "GET" if body is None else "POST"
        content = bytearray()
        try:
            with self._client().stream(
                method, f"{self._url}{path}", json=body, timeout=left
            ) as response:
                for part in response.iter_bytes():
                    content += part
                    if len(content) > _MAX_BYTES:
                        raise RouterError("wrong", f"more than {_MAX_BYTES // 2**20} MiB")
                    seconds_left(end, self._seconds)
                return response.status_code, bytes(content)
        except httpx.TimeoutException:
            raise RouterError("late", self._host) from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise ConnectionError(str(error) or type(error).__name__) from None

    def _client(self) -> "httpx.Client":
        """Return the client of this process: connections are not shared with a forked one."""
        import httpx

        process = os.getpid()
        if process not in self._clients:
            self._clients[process] = httpx.Client(verify=_trusted(), follow_redirects=False)
        return self._clients[process]


@cache
def _trusted() -> "ssl.SSLContext":
    """Return whom to trust over https, read once: it takes longer than most requests."""
    import httpx

    return httpx.create_ssl_context()


def _close(clients: "dict[int, httpx.Client]") -> None:
    """Close the connections of this process; those of the one it was forked from stay."""
    client = clients.pop(os.getpid(), None)
    if client is not None:
        client.close()


def _read(host: str, status: int, content: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    if status not in {200, *range(_REFUSED, _FAILED)}:
        raise RouterError("wrong", f"{host}: {status}")
    try:
        value = json.loads(content)
    except ValueError:
        raise RouterError("wrong", f"{host}: {len(content):,} bytes that are no JSON") from None
    if not isinstance(value, dict | list):
        raise RouterError("wrong", f"{host}: no object")
    return value
