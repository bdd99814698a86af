"""The front of a worker: requests of ASGI, answered by the WSGI application in threads.

A thread is held only while Python works. Bodies arrive and answers leave without one, each
within a time; what takes long is made by another process, and waiting for it holds nothing. What
is kept ready, or quick to make whatever is asked, is answered without going to a thread and back.
"""

import asyncio
import itertools
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final
from wsgiref.types import WSGIApplication, WSGIEnvironment

from web.http.file_parts import PART_BYTES
from web.http.handover import AT_ONCE, DEFERRED, FAULT, LATER, MADE, MAY_DEFER, STARTED, Fault
from web.middleware.host_check import host_fault
from web.middleware.ready_table import ReadyTable, WholeAnswer
from web.serving.arrival import Arrival, Receive
from web.serving.board import Board
from web.serving.maker_client import MakerClient
from web.serving.wsgi_call import Answer, Scope, call_application, environ_of_scope

__all__ = ["Front"]

_LOG: Final = logging.getLogger("border_ports")
Send = Callable[[dict[str, Any]], Awaitable[None]]

_BEAT_SECONDS: Final = 1.0
_MAX_SENDING: Final = 96 * 2**20
"""Bytes of answers that wait in memory for slow readers; one held twice counts once."""
_LARGE_ANSWER: Final = 2**20
"""Up to here a body is sent in one go: of its pieces granian takes four at once, also of a client
that reads nothing, so that as a stream it would be held as long and cost half as much again."""
_PIECE_BYTES: Final = 256 * 1024
"""What is sent at a time of a body in memory; each piece costs a way to the server and back."""
_SERVER: Final = (b"server", b"border-ports")
"""In place of the server program's name, which granian would send."""


class Front:
    """The ASGI application of one worker.

    Parameters
    ----------
    application
        What answers, in threads.
    board
        Where this worker shows its signs of life and what its threads are on.
    arrival
        What gathers the bodies of requests.
    threads
        How many threads answer.
    send_seconds
        How long a client may take to read 64 KiB of an answer.
    maker
        Where costly answers are made; ``None``: here.
    table
        Gives the answers that need not be asked for again, which change with the data.
    """

    def __init__(
        self,
        application: WSGIApplication,
        board: Board,
        arrival: Arrival,
        *,
        threads: int,
        send_seconds: float,
        maker: MakerClient | None = None,
        table: Callable[[], ReadyTable | None] = lambda: None,
    ) -> None:
        self._application = application
        self._board = board
        self._arrival = arrival
        self._send_seconds = send_seconds
        self._maker = maker
        self._table = table
        self._place = threading.local()
        self._place.number = 0  # Of the loop's own thread, which makes this object.
        numbers = itertools.count(1)
        self._pool = ThreadPoolExecutor(
            threads, "answer", initializer=lambda: setattr(self._place, "number", next(numbers))
        )
        self.task: asyncio.Task[None] | None = None
        self._sending: dict[int, tuple[int, int]] = {}
        self._sending_bytes = 0

    async def beat(self) -> None:
        """Show signs of life as long as the threads answer; run it as a task of the loop."""
        loop = asyncio.get_running_loop()
        while True:
            await loop.run_in_executor(self._pool, self._board.beat)
            await asyncio.sleep(_BEAT_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        started = time.perf_counter()
        ready = self._table()
        found = None if ready is None else ready.found(scope, started)
        if found is not None:
            await self._sent_or_gone(Answer(found.status, found.headers, [found.body]), send)
            return
        environ = environ_of_scope(scope)
        environ[STARTED] = started
        fault = host_fault(scope)
        body = b""
        if fault is None:
            gathered = await self._arrival.body(scope, receive)
            fault, body = (gathered, b"") if isinstance(gathered, Fault) else (None, gathered)
        answer = await self._answer(environ, body, fault, receive)
        if ready is not None and answer.whole is not None:
            ready.keep(scope, environ, WholeAnswer(answer.status, answer.headers, answer.whole))
        try:
            await self._sent_or_gone(answer, send)
        finally:
            if answer.waits:
                await self._in_thread(answer.close)
            else:
                answer.close()

    async def _sent_or_gone(self, answer: Answer, send: Send) -> None:
        try:
            await self._sent(answer, send)
        except (OSError, RuntimeError, TimeoutError) as error:
            # The client has gone, or reads too slowly: raising closes the connection.
            raise ConnectionError("the answer was not read") from error

    async def _answer(
        self, environ: WSGIEnvironment, body: bytes, fault: Fault | None, receive: Receive
    ) -> Answer:
        if fault is not None:
            return await self._asked({**environ, FAULT: fault}, b"")
        if environ["REQUEST_METHOD"] == "GET":
            environ[AT_ONCE] = True
            answer = self._call(environ, b"")
            if LATER not in environ:
                return answer
            del environ[AT_ONCE], environ[LATER]
        if self._maker is None:
            return await self._asked(environ, body)
        probe = {**environ, MAY_DEFER: True}
        answer = await self._asked(probe, body)
        if DEFERRED not in probe:
            return answer
        made = await self._maker.make(probe, body, receive)
        key = FAULT if isinstance(made, Fault) else MADE
        return await self._asked({**environ, key: made}, b"")

    async def _asked(self, environ: WSGIEnvironment, body: bytes) -> Answer:
        answer: Answer = await self._in_thread(self._call, environ, body)
        return answer

    def _call(self, environ: WSGIEnvironment, body: bytes) -> Answer:
        thread = self._place.number
        query = environ["QUERY_STRING"]
        path = f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"]
        self._board.begin(thread, f"{environ['REQUEST_METHOD']} {path}")
        try:
            return call_application(self._application, environ, body)
        finally:
            self._board.end(thread)

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401
        call = partial(function, *arguments)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    async def _sent(self, answer: Answer, send: Send) -> None:
        begin = {"type": "http.response.start", "status": answer.status,
                 "headers": [*answer.headers, _SERVER]}  # fmt: skip
        whole = answer.whole
        if whole is not None and len(whole) <= _LARGE_ANSWER:
            await send(begin)
            await send({"type": "http.response.body", "body": whole})
            return
        if whole is None:
            await send(begin)
            if not any(name == b"content-length" for name, _ in answer.headers):
                # Otherwise the server would say that the length is 0, also to HEAD.
                await self._sent_in_time(b"", send)
            while (part := await self._next(answer)) is not None:
                await self._sent_in_time(part, send)
            await send({"type": "http.response.body", "body": b""})
            return
        await self._sent_whole(whole, begin, send)

    async def _sent_whole(self, whole: bytes, begin: dict[str, Any], send: Send) -> None:
        """Send a body that is in memory, piece by piece, within the budget of such bodies."""
        size, count = self._sending.get(id(whole), (len(whole), 0))
        full = self._sending_bytes + len(whole) > _MAX_SENDING
        if full and count == 0:
            await _refused(send)
            return
        self._sending[id(whole)] = (size, count + 1)
        self._sending_bytes += 0 if count else size
        try:
            await send(begin)
            for start in range(0, len(whole), _PIECE_BYTES):
                await self._sent_in_time(whole[start : start + _PIECE_BYTES], send)
            await send({"type": "http.response.body", "body": b""})
        finally:
            size, count = self._sending.pop(id(whole))
            if count > 1:
                self._sending[id(whole)] = (size, count - 1)
            else:
                self._sending_bytes -= size

    async def _next(self, answer: Answer) -> bytes | None:
        if not answer.waits:
            return answer.next_part()
        part: bytes | None = await self._in_thread(answer.next_part)
        return part

    async def _sent_in_time(self, part: bytes, send: Send) -> None:
        async with asyncio.timeout(self._send_seconds * max(1.0, len(part) / PART_BYTES)):
            await send({"type": "http.response.body", "body": part, "more_body": True})


async def _refused(send: Send) -> None:
    """Answer that too many large answers are being read slowly."""
    headers = [(b"retry-after", b"10"), (b"content-length", b"0"), (b"cache-control", b"no-store"),
               _SERVER]  # fmt: skip
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
