"""Ctrl-C in long runs, also where native code that calls back to Python swallows it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["interruptible"]


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
