"""The maker: one process in which costly answers are made, a few at a time, each in a child.

It is forked before the workers and has the data as they do. A job is a request; its answer goes
back as a file without a name. A child that crashes, hangs or grows takes nobody with it, and the
system gives children less processor time than workers.
"""

import contextlib
import json
import logging
import os
import selectors
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from wsgiref.types import WSGIApplication

from web.http.handover import DATA_VERSION, Fault
from web.serving.maker_child import make_answer
from web.serving.maker_client import MAX_MESSAGE_BYTES
from web.serving.processes import ForkedProcess, die_with_parent

__all__ = ["Maker"]

_LOG: Final = logging.getLogger("border_ports")
_MAX_QUEUED: Final = 32
_MAX_PER_CLIENT: Final = 8
"""Jobs of one client that wait or run; the next one is told to come back."""
_LONGEST_WAIT_SECONDS: Final = 45.0
_TICK_SECONDS: Final = 1.0
_FIRST_GUESS_SECONDS: Final = 2.0
_WEIGHT: Final = 0.5
_MAX_PATHS: Final = 200


@dataclass(slots=True)
class _Job:
    """A request that is to be answered, and who waits for it."""

    environ: dict[str, str]
    client: str
    waiters: dict[socket.socket, float]
    body: int | None
    key: str
    process: int = 0
    result: socket.socket | None = None
    begun: float = 0.0


class Maker(ForkedProcess):
    """Takes jobs, runs ``at_once`` of them in children, and hands their answers on.

    Parameters
    ----------
    application
        What answers a request.
    renew
        Called before a request is answered with the version of the data that the worker had:
        takes up newer data, if there are.
    at_once
        How many children may run.
    seconds
        How long one may take.
    folder
        Where answers are put while they are made.
    """

    name = "maker"

    def __init__(
        self,
        application: WSGIApplication,
        renew: Callable[[str], None],
        *,
        at_once: int,
        seconds: float,
        folder: Path,
    ) -> None:
        super().__init__()
        self.jobs, self._own = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._application = application
        self._renew = renew
        self._at_once = at_once
        self._seconds = seconds
        self._folder = folder
        self._queue: deque[_Job] = deque()
        self._running: list[_Job] = []
        self._typical: dict[str, float] = {}

    def _work(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._own, selectors.EVENT_READ, self._take)
        while True:
            for key, _events in self._selector.select(_TICK_SECONDS):
                if self._selector.get_map().get(key.fileobj) is key:
                    key.data()
            self._end_late()
            while self._queue and len(self._running) < self._at_once:
                self._begin(self._queue.popleft())

    def _set_end(self) -> None:
        """Let SIGTERM end what is being made, too."""
        signal.signal(signal.SIGTERM, lambda *_: self._end())

    def _end(self) -> None:
        for job in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(job.process, signal.SIGKILL)
        os._exit(0)

    def _take(self) -> None:
        message, files, _flags, _address = socket.recv_fds(self._own, MAX_MESSAGE_BYTES, 2)
        if not files:
            return
        asked = json.loads(message)
        waiter = socket.socket(fileno=files[0])
        waiter.settimeout(0)
        body = files[1] if len(files) > 1 else None
        environ = asked["environ"]
        key = "" if body is not None else json.dumps(environ, sort_keys=True)
        same = next((job for job in (*self._queue, *self._running) if key and job.key == key), None)
        if same is not None:
            same.waiters[waiter] = time.monotonic()
            self._watch(same, waiter)
            return
        job = _Job(environ, asked["client"], {waiter: time.monotonic()}, body, key)
        fault = self._too_many(job)
        if fault is not None:
            self._tell(job, {"fault": fault})
            self._forget(job)
            return
        self._queue.append(job)
        self._watch(job, waiter)

    def _too_many(self, job: _Job) -> Fault | None:
        """Return why a job is not taken: too many wait, or too many of the same client."""
        others = (*self._queue, *self._running)
        ahead = len(others)
        own = sum(other.client == job.client for other in others)
        wait = sum(self._expected(other) for other in others) / self._at_once
        if (
            len(self._queue) < _MAX_QUEUED
            and wait < _LONGEST_WAIT_SECONDS
            and (own < _MAX_PER_CLIENT)
        ):
            return None
        seconds = max(1, min(60, int(wait) + 1))
        whose = f"{own} of them yours" if own else "none of them yours"
        detail = f"{ahead} answers of this kind are being made, {whose}; again in {seconds} s"
        return Fault(503, detail, seconds)

    def _expected(self, job: _Job) -> float:
        """Return how many seconds a job still takes, going by others at its path."""
        whole = self._typical.get(job.environ["PATH_INFO"], _FIRST_GUESS_SECONDS)
        return max(0.1, whole - (time.monotonic() - job.begun)) if job.begun else whole

    def _watch(self, job: _Job, waiter: socket.socket) -> None:
        """Forget a waiter whose socket ends; end the job when nobody waits for it."""

        def left() -> None:
            self._selector.unregister(waiter)
            waiter.close()
            del job.waiters[waiter]
            if job.waiters:
                return
            if job in self._queue:
                self._queue.remove(job)
                self._forget(job)
            else:
                self._kill(job)

        self._selector.register(waiter, selectors.EVENT_READ, left)

    def _begin(self, job: _Job) -> None:
        self._renew(job.environ.get(DATA_VERSION, ""))
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        parent = os.getpid()
        job.process = os.fork()
        if job.process == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            die_with_parent(parent)
            ours.close()
            make_answer(self._application, job.environ, job.body, theirs, self._folder)
        theirs.close()
        ours.settimeout(0)
        job.result, job.begun = ours, time.monotonic()
        self._running.append(job)
        self._selector.register(ours, selectors.EVENT_READ, lambda: self._finish(job))

    def _finish(self, job: _Job) -> None:
        """Hand the answer of a child on to all who wait, or that it ended without one."""
        message = b""
        files: list[int] = []
        if job.result is not None:
            with contextlib.suppress(OSError):
                message, files, _, _ = socket.recv_fds(job.result, MAX_MESSAGE_BYTES, 1)
            self._selector.unregister(job.result)
            job.result.close()
        self._running.remove(job)
        _, status = os.waitpid(job.process, 0)
        took = time.monotonic() - job.begun
        path = job.environ["PATH_INFO"]
        if message and (len(self._typical) < _MAX_PATHS or path in self._typical):
            before = self._typical.get(path, took)
            self._typical[path] = before + _WEIGHT * (took - before)
        if message:
            self._tell(job, message, files)
        else:
            self._tell(job, {"fault": self._failure(job, status, took)})
        for file in files:
            os.close(file)
        self._forget(job)

    def _failure(self, job: _Job, status: int, took: float) -> Fault:
        ended = os.waitstatus_to_exitcode(status)
        late = took >= self._seconds
        _LOG.error(
            "the process that made %s %s?%s ended without an answer after %.1f s (%s)",
            job.environ.get("REQUEST_METHOD"),
            job.environ.get("PATH_INFO"),
            job.environ.get("QUERY_STRING", "")[:500],
            took,
            "taking too long" if late else f"exit code {ended}",
        )
        if late:
            return Fault(503, f"the answer was not made within {self._seconds:g} s", 60)
        detail = "The service failed to answer; the log has the details under this request's id."
        return Fault(500, detail)

    def _tell(
        self, job: _Job, message: dict[str, Any] | bytes, files: list[int] | None = None
    ) -> None:
        text = message if isinstance(message, bytes) else json.dumps(message).encode()
        for waiter in job.waiters:
            with contextlib.suppress(OSError):
                socket.send_fds(waiter, [text], files or [])

    def _forget(self, job: _Job) -> None:
        for waiter in job.waiters:
            with contextlib.suppress(KeyError):
                self._selector.unregister(waiter)
            waiter.close()
        job.waiters.clear()
        if job.body is not None:
            os.close(job.body)
            job.body = None

    def _end_late(self) -> None:
        """End what takes too long, and send away who has waited too long for the rest."""
        now = time.monotonic()
        for job in (*self._running, *self._queue):
            if job.begun and now - job.begun > self._seconds:
                self._kill(job)
            for waiter, since in tuple(job.waiters.items()):
                if now - since > _LONGEST_WAIT_SECONDS:
                    self._send_away(job, waiter)
        for job in [job for job in self._queue if not job.waiters]:
            self._queue.remove(job)
            self._forget(job)

    def _send_away(self, job: _Job, waiter: socket.socket) -> None:
        """Tell a waiter to come back; what is being made is made all the same."""
        seconds = max(1, int(self._expected(job)))
        fault = Fault(503, f"the answer is still being made; again in {seconds} s", seconds)
        with contextlib.suppress(OSError):
            waiter.send(json.dumps({"fault": fault}).encode())
        self._selector.unregister(waiter)
        waiter.close()
        del job.waiters[waiter]

    def _kill(self, job: _Job) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(job.process, signal.SIGKILL)
