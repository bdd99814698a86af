"""The process beside the workers that asks the live feeds; nothing a visitor does makes it ask."""

import logging
import threading
from typing import Final

from geo.border import Border
from geo.cli.feeds import live_fetcher
from geo.feeds.history import History
from geo.feeds.live_registry import feeds_asked, live_settings
from geo.feeds.poll import Poller
from web.serving.processes import ForkedProcess

__all__ = ["Live"]

_LOG: Final = logging.getLogger("border_ports")
_PAUSE_SECONDS: Final = 60.0


class Live(ForkedProcess):
    """Asks the feeds of a history from a process of its own, which ends with the service.

    What it is keeping when it is ended is kept whole or not at all.

    Raises
    ------
    MissingExtraError
        The extra ``live`` is not installed.
    InvalidValueError
        A setting of the feeds is not allowed.
    """

    name = "live feed"

    def __init__(self, border: Border, history: History) -> None:
        super().__init__()
        self._border = border
        self._history = history
        self._settings = live_settings()
        live_fetcher(self._settings).__exit__(None, None, None)

    def _work(self) -> None:
        stop = threading.Event()
        while True:
            try:
                with live_fetcher(self._settings) as fetcher:
                    Poller(
                        history=self._history,
                        border=self._border,
                        fetcher=fetcher,
                        settings=self._settings,
                        feeds=feeds_asked(self._settings),
                    ).run(stop)
            except Exception:  # noqa: BLE001 - whatever it is, it must not end the asking
                _LOG.exception("the feeds failed; they are asked again in a minute")
            stop.wait(_PAUSE_SECONDS)
