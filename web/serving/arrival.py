"""Bodies of requests: gathered without a thread, within a time, a size and a common budget."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from web.http.handover import Fault
from web.serving.wsgi_call import Scope

__all__ = ["Arrival", "Receive"]

Receive = Callable[[], Awaitable[dict[str, Any]]]

_BODIES_AT_ONCE: Final = 4
"""How many bodies of the largest size may be held while they arrive."""
_MIN_BYTES_PER_SECOND: Final = 32 * 1024
"""What has arrived at this pace gives a body more time."""
_RETRY_SECONDS: Final = 5
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS", "DELETE", "TRACE"})


class Arrival:
    """Gathers bodies.

    Parameters
    ----------
    max_bytes
        Largest body.
    seconds
        How long a body may take to arrive, beyond a second for each 32 KiB of it.
    """

    def __init__(self, max_bytes: int, seconds: float) -> None:
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._left = _BODIES_AT_ONCE * max_bytes

    async def body(self, scope: Scope, receive: Receive) -> bytes | Fault:
        """Return the body of a request, or why there is none."""
        if scope["method"] in _WITHOUT_BODY:
            return b""
        length, chunked = _announced(scope)
        if not (length or chunked):
            return b""
        if length > self._max_bytes:
            return self._too_large()
        parts: list[bytes] = []
        try:
            return await self._gathered(receive, parts, length)
        finally:
            self._left += sum(map(len, parts))

    async def _gathered(self, receive: Receive, parts: list[bytes], length: int) -> bytes | Fault:
        begun = asyncio.get_running_loop().time()
        size = 0
        try:
            while True:
                end = begun + self._seconds + size / _MIN_BYTES_PER_SECOND
                async with asyncio.timeout_at(end):
                    message = await receive()
                if message["type"] != "http.request":
                    return Fault(400, "the body ended before its end was announced", closes=True)
                part = message.get("body", b"")
                parts.append(part)
                size += len(part)
                self._left -= len(part)
                if size > self._max_bytes:
                    return self._too_large()
                if self._left < 0:
                    detail = "too many requests with a body are arriving at the same time"
                    return Fault(503, detail, _RETRY_SECONDS, closes=True)
                if not message.get("more_body"):
                    break
        except TimeoutError:
            detail = f"the body did not arrive within {self._seconds:g} s"
            return Fault(408, detail, closes=True)
        if size < length:
            return Fault(400, f"the body has {size:,} of {length:,} bytes", closes=True)
        return b"".join(parts)

    def _too_large(self) -> Fault:
        detail = f"the body is larger than {self._max_bytes / 2**20:g} MiB"
        return Fault(413, detail, closes=True)


def _announced(scope: Scope) -> tuple[int, bool]:
    """Return the length that the headers announce, and whether the body comes in chunks."""
    length, chunked = 0, False
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            length = int(value[:18])
        elif name == b"transfer-encoding":
            chunked = True
    return length, chunked
