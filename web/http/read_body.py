"""Bodies of requests: read within a time, and never by all threads of a worker at once."""

import threading
from typing import IO, Any, Final

from flask import Request
from werkzeug.exceptions import RequestTimeout, ServiceUnavailable

__all__ = ["BodyReader"]

_RETRY_SECONDS: Final = 5


class BodyReader:
    """Reads bodies, at most ``places`` at a time, each within ``seconds``.

    The server hands a body over as it arrives, and waiting for it holds a thread: clients that
    send slowly, or stop, would hold them all. A read cannot be broken off, so a thread of its own
    does it; that one ends when the answer to the request closes the connection.
    """

    def __init__(self, places: int, seconds: float) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._seconds = seconds

    def read(self, request: Request) -> bytes:
        """Return the body of a request.

        Raises
        ------
        RequestEntityTooLarge
            It is larger than the application's limit.
        RequestTimeout
            It did not arrive in time.
        ServiceUnavailable
            Too many others are being read.
        """
        stream = request.stream
        if not self._places.acquire(blocking=False):
            message = "too many requests with a body are arriving at the same time"
            raise ServiceUnavailable(message, retry_after=_RETRY_SECONDS)
        found: list[bytes | BaseException] = []
        # A body of unknown length is cut off at the limit; reading on tells that it was.
        more = request.content_length is None
        reader = threading.Thread(target=self._fetch, args=(stream, more, found), daemon=True)
        reader.start()
        reader.join(self._seconds)
        if not found:
            message = f"the body did not arrive within {self._seconds:g} s"
            raise RequestTimeout(message)
        if isinstance(found[0], BaseException):
            raise found[0]
        return found[0]

    def _fetch(self, stream: IO[bytes], more: bool, found: list[Any]) -> None:  # noqa: FBT001
        try:
            body = stream.read()
            if more:
                stream.read(1)
            found.append(body)
        except Exception as error:  # noqa: BLE001 - raised again in the request's own thread
            found.append(error)
        finally:
            self._places.release()
