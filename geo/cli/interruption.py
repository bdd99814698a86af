"""How runs end that are told to: Ctrl-C where native code swallows it, and SIGTERM."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

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
    """Yield a function that raises ``KeyboardInterrupt`` again once Ctrl-C has been pressed.

    Python drops what is raised in a callback of native code, such as the compiler's; a run that
    calls the function between its steps ends all the same. Where Ctrl-C is ignored, or outside the
    main thread, nothing changes.
    """
    before = signal.getsignal(signal.SIGINT)
    pressed = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    def check() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    is_ours = (
        before is signal.default_int_handler
        and threading.current_thread() is threading.main_thread()
    )
    if is_ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, before)
