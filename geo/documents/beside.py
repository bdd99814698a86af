"""Pictures drawn in a second process while the first one makes the rest of the documents."""

import contextlib
import multiprocessing
import os
import pickle
import signal
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


def asked(
    border: Border,
    draw: Callable[Concatenate[Border, _Asked], _Drawn],
    *what: _Asked.args,
    **_none: _Asked.kwargs,
) -> Callable[[], _Drawn]:
    """Return a function that returns ``draw(border, *what)``, drawn when it is called.

    Within ``drawing_beside`` it is drawn from now on, in the other process. Ask early: pictures
    are drawn in the order in which they are asked for, each once. ``draw`` is a function of a
    module; what it is given is hashable and, as what it returns, can be pickled.
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

    Answers are written to a file that both processes have open; the place of each is sent.
    """

    def __init__(self, border: Border) -> None:
        self.border: Final = border
        self._process: Any = None
        self._jobs: dict[object, int] = {}
        self._places: list[tuple[int, int]] = []

    def asked(self, here: "partial[_Drawn]") -> Callable[[], _Drawn]:
        """Ask for a picture; return a function that waits for it, or draws it here if need be."""
        job = here.func, *here.args[1:]
        if self._process is None:
            self._start()
        if job not in self._jobs:
            self._jobs[job] = len(self._jobs)
            with contextlib.suppress(OSError):
                self._ours.send(job)
        return partial(self._answer, self._jobs[job], here)

    def end(self) -> None:
        """End the process; what it has not drawn is drawn here."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._ours.close()
            self._answers.close()

    def _start(self) -> None:
        fork = multiprocessing.get_context("fork")
        self._answers = TemporaryFile(buffering=0)  # noqa: SIM115
        self._ours, theirs = fork.Pipe()
        given = self.border, theirs, self._ours, self._answers
        self._process = fork.Process(target=_draw_all, args=given, daemon=True)
        self._process.start()
        theirs.close()

    def _answer(self, number: int, here: "partial[_Drawn]") -> _Drawn:
        with contextlib.suppress(EOFError, OSError, ValueError):
            while len(self._places) <= number:
                self._places.append(self._ours.recv())
            start, length = self._places[number]
            if length:
                content = os.pread(self._answers.fileno(), length, start)
                drawn: _Drawn = pickle.loads(content)  # noqa: S301 - written by our own process
                return drawn
        return here()


_CURRENT: Final[ContextVar[_DrawingProcess | None]] = ContextVar("drawing_process", default=None)


def _draw_all(border: Border, theirs: Connection, ours: Connection, answers: IO[bytes]) -> None:
    """Draw what is asked for until nobody asks; what cannot be drawn is answered with nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ours.close()
    with contextlib.suppress(EOFError, OSError):
        while True:
            draw, *what = theirs.recv()
            start, length = answers.tell(), 0
            with contextlib.suppress(Exception):
                content = pickle.dumps(draw(border, *what))
                is_whole = answers.write(content) == len(content)
                length = len(content) if is_whole else 0
            theirs.send((start, length))
