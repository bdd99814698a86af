"""The log of a serving process: lines to standard output, written beside the requests."""

import logging
import os
import sys
import threading
from collections import deque
from typing import Final

__all__ = ["configure_logging"]

_LEVELS: Final = ("debug", "info", "warning", "error")
_PAUSE_SECONDS: Final = 0.2
_MAX_LINES: Final = 100_000
"""Kept while standard output does not take them; then the oldest are lost."""


def configure_logging(level: str) -> None:
    """Send the service's log to standard output; an unknown level counts as ``info``."""
    logger = logging.getLogger("border_ports")
    logger.setLevel(level.upper() if level in _LEVELS else "INFO")
    if not logger.handlers:
        logger.addHandler(_LineHandler())
        logger.propagate = False
    # No line shows them, and finding them takes a quarter of the time of a line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class _LineHandler(logging.Handler):
    """Collects lines, which a thread writes five times a second and when the process ends.

    A write per line costs a request a fifth of its time, and one to a full pipe stops it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: deque[logging.LogRecord | str] = deque(maxlen=_MAX_LINES)
        self._process = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line; the first one in each process starts the thread, which no fork keeps.

        What nobody changes any more becomes a text when it is written, many lines in a row.
        """
        is_final = record.exc_info is None and not record.args
        self._lines.append(record if is_final else self.format(record))
        if self._process != os.getpid():
            self._process = os.getpid()
            threading.Thread(target=self._run, name="log").start()

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record; that of a line of the access log as it is."""
        if record.exc_info is None and not record.args:
            return str(record.msg)
        return super().format(record)

    def flush(self) -> None:
        """Write what was collected."""
        taken = [self._lines.popleft() for _ in range(len(self._lines))]
        if taken:
            lines = [line if isinstance(line, str) else self.format(line) for line in taken]
            sys.stdout.write("\n".join(lines) + "\n")
            sys.stdout.flush()

    def _run(self) -> None:
        main = threading.main_thread()
        while main.is_alive():
            main.join(_PAUSE_SECONDS)
            self.flush()
