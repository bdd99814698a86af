"""The entry of the installed program ``border-ports``."""

import gc
import os
import signal

__all__ = ["main"]


def main() -> None:
    """Run the command line.

    Nothing is collected while its modules load, and none of them is looked at again later: that
    is a tenth of the time of a short question. Ctrl-C meanwhile ends the process without a word.
    """
    gc.disable()
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
