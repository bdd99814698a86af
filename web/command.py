"""The entry of the installed program ``border-ports``."""

import gc
import os

__all__ = ["main"]


def main() -> None:
    """Run the command line.

    Nothing is collected while its modules load, and none of them is looked at again later: that
    is a tenth of the time of a short question.
    """
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's own threads only wait, and cost
    from web.__main__ import main as run

    gc.freeze()
    gc.enable()
    run()
