"""A worker's side of the maker: hands a request over and awaits the answer, holding no thread."""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Mapping
from typing import Any, Final

from web.http.file_parts import FileParts
from web.http.handover import DATA_VERSION, Fault, Made
from web.serving.arrival import Receive

__all__ = ["MAX_MESSAGE_BYTES", "MakerClient", "handed_over"]

MAX_MESSAGE_BYTES: Final = 128 * 1024
_HANDED_OVER: Final = (
    "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT",
    "SERVER_PROTOCOL", "CONTENT_TYPE", "CONTENT_LENGTH", "wsgi.url_scheme", "HTTP_HOST",
    "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_ORIGIN",
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", DATA_VERSION,
)  # fmt: skip
"""What an answer can depend on, as the application put it right by what proxies say."""
_AWAY: Final = Fault(503, "answers of this kind cannot be made just now", 10)
GONE: Final = Fault(499, "the client has gone")


def handed_over(environ: Mapping[str, Any]) -> dict[str, str]:
    """Return what the maker is told of a request."""
    return {name: environ[name] for name in _HANDED_OVER if name in environ}


class MakerClient:
    """Hands requests to the maker.

    Parameters
    ----------
    maker
        The socket on which the maker takes jobs.
    """

    def __init__(self, maker: socket.socket) -> None:
        self._maker = maker

    async def make(self, environ: Mapping[str, Any], body: bytes, receive: Receive) -> Made | Fault:
        """Return the answer to a request, or why there is none.

        While it is made the client is watched: when it goes, the work ends.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(0)
        with ours:
            with theirs:
                handed = self._hand_over(environ, body, theirs)
            if not handed:
                return _AWAY
            return await _answer_or_gone(ours, receive)

    def _hand_over(self, environ: Mapping[str, Any], body: bytes, theirs: socket.socket) -> bool:
        job = {"environ": handed_over(environ), "client": environ.get("REMOTE_ADDR", "")}
        message = json.dumps(job).encode()
        files = [theirs.fileno()]
        file = _held(body) if body else None
        try:
            if file is not None:
                files.append(file)
            sent = socket.send_fds(self._maker, [message], files, socket.MSG_DONTWAIT)
        except OSError:
            return False
        finally:
            if file is not None:
                os.close(file)
        return sent == len(message)


def _held(body: bytes) -> int:
    """Return a file in memory that holds a body."""
    file = os.memfd_create("body")
    view = memoryview(body)
    while view:
        view = view[os.write(file, view) :]
    return file


async def _answer_or_gone(ours: socket.socket, receive: Receive) -> Made | Fault:
    answered = asyncio.ensure_future(_readable(ours))
    left = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({answered, left}, return_when=asyncio.FIRST_COMPLETED)
        return _answer(ours) if answered.done() else GONE
    finally:
        for task in (answered, left):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task


async def _readable(ours: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()

    def note() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(ours, note)
    try:
        await ready
    finally:
        loop.remove_reader(ours)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


def _answer(ours: socket.socket) -> Made | Fault:
    try:
        message, files, _flags, _address = socket.recv_fds(ours, MAX_MESSAGE_BYTES, 1)
    except OSError:
        return _AWAY
    if not message:
        return _AWAY
    reply = json.loads(message)
    if "fault" in reply:
        return Fault(*reply["fault"])
    headers = [(name, value) for name, value in reply["headers"]]
    return Made(reply["status"], headers, FileParts(files[0]), keep=reply["keep"])
