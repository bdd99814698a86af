"""The entry of the installed program ``border-ports``."""

import atexit
import gc
import os
import signal
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line.

    Nothing is collected while its modules load, and none of them is looked at again later: that
    is a tenth of the time of a short question. Ctrl-C meanwhile ends the process without a word.
    """
    gc.disable()
    answered: list[bool] = []
    if not atexit._ncallbacks():  # noqa: SLF001 - the first to be registered is the last called
        atexit.register(_leave, answered)
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's own threads only wait, and cost
    from web.__main__ import main as run

    if is_ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.freeze()
    gc.enable()
    run()
    answered.append(True)


def _leave(answered: list[bool]) -> None:
    """Leave it to the system to free what a process had that has answered: Python takes longer.

    What cannot be written to the end is left to Python, which says so.
    """
    if not answered:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # nobody reads it, or it is closed
        return
    os._exit(0)
