"""Pictures drawn in a second process while the first one makes the rest of the documents."""

import contextlib
import multiprocessing
import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import partial
from multiprocessing.connection import Connection
from tempfile import TemporaryFile
from typing import IO, Any, Concatenate, Final, ParamSpec, TypeVar

from geo.border import Border

__all__ = ["asked", "drawing_beside"]

_Asked = ParamSpec("_Asked")
_Drawn = TypeVar("_Drawn")
_LONGEST_JOB: Final = 2**20
"""Bytes that a job may take; the system sends none so long."""


def asked(
    border: Border,
    draw: Callable[Concatenate[Border, _Asked], _Drawn],
    *what: _Asked.args,
    **_none: _Asked.kwargs,
) -> Callable[[], _Drawn]:
    """Return a function that returns ``draw(border, *what)``, drawn when it is called.

    Within ``drawing_beside`` it is drawn from now on, in the other process; while this one waits
    for an answer it draws what the other has not begun. Ask early: pictures are drawn in the order
    in which they are asked for, each once. ``draw`` is a function of a module; what it is given is
    hashable and, as what it returns, can be pickled.
    """
    here = partial(draw, border, *what)
    process = _CURRENT.get()
    return here if process is None or process.border is not border else process.asked(here)


@contextlib.contextmanager
def drawing_beside(border: Border) -> Iterator[None]:
    """Draw the pictures of a border that are asked for in a process beside, which then ends.

    It is for a program that has no threads of its own, since the process is forked. Where there
    is one processor, pictures are drawn in this process.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) == 1:
        yield
        return
    process = _DrawingProcess(border)
    before = _CURRENT.set(process)
    try:
        yield
    finally:
        _CURRENT.reset(before)
        process.end()


class _DrawingProcess:
    """The process beside, forked when something is first asked of it.

    Jobs wait in a socket from which either process takes the next one. Answers are written to a
    file that both processes have open; the place of each is sent.
    """

    def __init__(self, border: Border) -> None:
        self.border: Final = border
        self._process: Any = None
        self._jobs: dict[object, int] = {}
        self._open: set[int] = set()
        self._places: dict[int, tuple[int, int]] = {}
        self._drawn_here: dict[int, Any] = {}

    def asked(self, here: "partial[_Drawn]") -> Callable[[], _Drawn]:
        """Ask for a picture; return a function that waits for it, or draws it here if need be."""
        job = here.func, *here.args[1:]
        if self._process is None:
            self._start()
        if job not in self._jobs:
            number = self._jobs[job] = len(self._jobs)
            with contextlib.suppress(OSError):
                self._asking.send(pickle.dumps((number, *job)), socket.MSG_DONTWAIT)
                self._open.add(number)
        return partial(self._answer, self._jobs[job], here)

    def end(self) -> None:
        """End the process; what it has not drawn is drawn here."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            for one in (self._asking, self._waiting, self._ours, self._answers):
                one.close()

    def _start(self) -> None:
        fork = multiprocessing.get_context("fork")
        self._answers = TemporaryFile(buffering=0)  # noqa: SIM115
        self._asking, self._waiting = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours, theirs = fork.Pipe(duplex=False)
        given = self.border, self._waiting, theirs, self._answers, (self._asking, self._ours)
        self._process = fork.Process(target=_draw_all, args=given, daemon=True)
        self._process.start()
        theirs.close()

    def _answer(self, number: int, here: "partial[_Drawn]") -> _Drawn:
        try:
            while number in self._open:
                if self._ours.poll() or not self._draw_next_here():
                    self._note_answer()
        except (EOFError, OSError):
            self._open.clear()
        drawn: _Drawn
        if number in self._drawn_here:
            drawn = self._drawn_here[number]
        elif number in self._places and (content := self._written(*self._places[number])):
            drawn = pickle.loads(content)  # noqa: S301 - written by our own process
        else:
            drawn = here()
        return drawn

    def _draw_next_here(self) -> bool:
        """Draw what waits longest, if anything waits; what fails is drawn again when needed."""
        try:
            job = self._waiting.recv(_LONGEST_JOB, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        number, draw, *what = pickle.loads(job)  # noqa: S301 - written by ourselves
        with contextlib.suppress(Exception):
            self._drawn_here[number] = draw(self.border, *what)
        self._open.discard(number)
        return True

    def _note_answer(self) -> None:
        """Wait for the next answer of the other process."""
        number, start, length = self._ours.recv()
        self._open.discard(number)
        self._places[number] = start, length

    def _written(self, start: int, length: int) -> bytes:
        with contextlib.suppress(OSError, ValueError):
            return os.pread(self._answers.fileno(), length, start)
        return b""


_CURRENT: Final[ContextVar[_DrawingProcess | None]] = ContextVar("drawing_process", default=None)


def _draw_all(
    border: Border,
    waiting: socket.socket,
    theirs: Connection,
    answers: IO[bytes],
    of_the_other: tuple[socket.socket, Connection],
) -> None:
    """Draw what waits until nobody asks; what cannot be drawn is answered with nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for one in of_the_other:
        one.close()
    with contextlib.suppress(EOFError, OSError):
        while job := waiting.recv(_LONGEST_JOB):
            number, draw, *what = pickle.loads(job)  # noqa: S301 - written by our own process
            start, length = answers.tell(), 0
            with contextlib.suppress(Exception):
                content = pickle.dumps(draw(border, *what))
                is_whole = answers.write(content) == len(content)
                length = len(content) if is_whole else 0
            theirs.send((number, start, length))
