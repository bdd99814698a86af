"""The process that asks beside the workers: it keeps what comes, and another replaces it."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import Border
from geo.feeds.history import History
from geo.feeds.poll import CBP_WAITS
from web.serving.live import Live

PATIENCE_SECONDS = 60


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until something is so; fail after much longer than it takes."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_process_asks_once_and_its_successor_not_at_once(
    monkeypatch: pytest.MonkeyPatch, cbp: Any, border: Border, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    monkeypatch.setenv("BORDER_PORTS_WAITS_URL", cbp.url)
    monkeypatch.setenv("BORDER_PORTS_LIVE_FEEDS", "waits")
    history = History(tmp_path)
    live = Live(border, history)
    live.start()
    try:
        wait_for(lambda: history.state(CBP_WAITS).answered is not None)
        kept = history.waits(CBP_WAITS)
        assert kept is not None
        assert len(kept.readings) == 308
        os.kill(live.process_id, signal.SIGKILL)
        wait_for(lambda: not live.is_running())
        live.start()
        assert live.is_running()
        time.sleep(0.3)
    finally:
        live.stop()
    assert not live.is_running()
    assert len(cbp.asked) == 1, "ten minutes have not passed"
    assert history.state(CBP_WAITS).polls == 1
