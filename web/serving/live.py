"""The process beside the workers that asks the live feeds; nothing a visitor does makes it ask."""

import logging
import multiprocessing
import os
import signal
import threading
from pathlib import Path
from typing import Any, Final

from geo.border import Border
from geo.cli.feeds import live_fetcher
from geo.feeds.history import History
from geo.feeds.poll import CBP_WAITS, Poller
from geo.feeds.settings import feed_settings
from web.serving.processes import die_with_parent

__all__ = ["Live"]

_LOG: Final = logging.getLogger("border_ports")
_NICENESS: Final = 10
_PAUSE_SECONDS: Final = 60.0


class Live:
    """Asks the feeds of a folder from a process of its own, which ends with the service.

    Raises
    ------
    MissingExtraError
        The extra ``live`` is not installed.
    InvalidValueError
        A setting of the feeds is not allowed.
    """

    name: Final = "live feed"

    def __init__(self, border: Border, folder: Path) -> None:
        self._border = border
        self._history = History(folder)
        self._settings = feed_settings((CBP_WAITS,))
        live_fetcher(self._settings).__exit__(None, None, None)
        self._process: Any = None

    def start(self) -> None:
        """Fork the process; call again to replace one that has ended."""
        fork = multiprocessing.get_context("fork")
        self._process = fork.Process(target=self._run, args=(os.getpid(),), name="live")
        self._process.start()

    def is_running(self) -> bool:
        """Return whether the process lives."""
        return self._process is not None and self._process.is_alive()

    @property
    def process_id(self) -> int:
        """Return the id of the process, 0 before it is started."""
        return 0 if self._process is None else int(self._process.pid)

    def stop(self) -> None:
        """End the process; what it was keeping is kept whole or not at all."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(2)
            self._process.kill()

    def _run(self, parent: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        die_with_parent(parent)
        os.nice(_NICENESS)
        stop = threading.Event()
        while True:
            try:
                with live_fetcher(self._settings) as fetcher:
                    Poller(
                        history=self._history,
                        border=self._border,
                        fetcher=fetcher,
                        settings=self._settings,
                    ).run(stop)
            except Exception:  # noqa: BLE001 - whatever it is, it must not end the asking
                _LOG.exception("the feeds failed; they are asked again in a minute")
            stop.wait(_PAUSE_SECONDS)
