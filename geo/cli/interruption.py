"""How runs end that are told to: Ctrl-C where native code swallows it, and SIGTERM."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ["ending_cleanly", "interruptible"]


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Let SIGTERM end the program as an error does, so that nothing half made stays."""
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Let Ctrl-C, SIGTERM and SIGHUP end a run as an error does, so that nothing half made stays.

    Python drops what is raised in a callback of native code, such as the compiler's; a run that
    calls the function that is yielded between its steps ends all the same. What is ignored stays
    so, and outside the main thread nothing changes.
    """
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        _raise(number)

    def check() -> None:
        if asked:
            _raise(asked[0])

    before = _untouched() if threading.current_thread() is threading.main_thread() else {}
    for number in before:
        signal.signal(number, note)
    try:
        yield check
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _untouched() -> dict[int, Any]:
    """Return the signals that end a program and are left to Python or the system to handle."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # the last is none of Windows
    handlers = {
        number: signal.getsignal(number)
        for number in (getattr(signal, name, None) for name in names)
        if number is not None
    }
    ours = (signal.default_int_handler, signal.SIG_DFL)
    return {number: handler for number, handler in handlers.items() if handler in ours}


def _raise(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)
