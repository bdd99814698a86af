"""Asking CBP for the waits again and again: one request in ten minutes at most, one process.

A failed request is not repeated at once: the next one is later the more have failed.
"""

import fcntl
import hashlib
import logging
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.errors import BorderError
from geo.feeds.fetch import FeedError, Fetcher, PayloadError
from geo.feeds.history import FeedState, History
from geo.feeds.settings import FeedSettings
from geo.feeds.waits import WaitReport, places_of, refuse_future, wait_report
from geo.files import new_file

__all__ = [
    "CBP_WAITS",
    "CBP_WAITS_ADDRESS",
    "MIN_PAUSE",
    "Polled",
    "Poller",
    "TooSoonError",
    "leading",
    "next_poll",
    "poll",
    "replay",
]

_LOG: Final = logging.getLogger("border_ports")
CBP_WAITS: Final = "waits"
CBP_WAITS_ADDRESS: Final = "https://bwt.cbp.gov/api/bwtnew"
MIN_PAUSE: Final = timedelta(minutes=10)
"""Time between two requests, whoever asks for them."""
_LONGEST_PAUSE: Final = timedelta(hours=1)
_MAX_DOUBLINGS: Final = 3
_JITTER: Final = 0.1
_LEADER_SECONDS: Final = 30.0
_MEDIA: Final = ("json", "xml")
_REFUSED: Final = "refused-waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a request brought.

    ``report`` is ``None`` where the answer equals the one before, or failed. ``new_waits`` counts
    waits that were not kept before, or otherwise.
    """

    state: FeedState
    report: WaitReport | None = None
    new_waits: int = 0


class TooSoonError(BorderError):
    """The feed was asked less than ten minutes ago."""


def poll(
    history: History,
    fetcher: Fetcher,
    settings: FeedSettings,
    border: BorderFrames,
    now: datetime,
) -> Polled:
    """Ask once, and keep what comes, or why nothing did.

    An answer that lacks what it must have is refused whole and put aside beside the history; what
    was kept before stays.

    Raises
    ------
    TooSoonError
        The last request was less than ten minutes ago, by whatever process.
    HistoryError
        The history cannot be read or written.
    """
    before = history.state(CBP_WAITS)
    if before.asked is not None and abs(now - before.asked) < MIN_PAUSE:
        when = f"{before.asked:%H:%M} UTC"
        raise TooSoonError(f"{CBP_WAITS}: was asked at {when}; once in ten minutes is enough")
    asked = replace(before, asked=now, polls=before.polls + 1)
    history.keep_state(CBP_WAITS, asked)
    try:
        answer = fetcher.content(
            settings.address(CBP_WAITS, CBP_WAITS_ADDRESS), _MEDIA, before=before.validators
        )
        content: bytes | None = answer.value
        return _taken(history, border, asked, content, now, (answer.validators.etag,
                      answer.validators.last_modified))  # fmt: skip
    except FeedError as error:
        return _failed(history, asked, error)


def replay(history: History, border: BorderFrames, content: bytes, now: datetime) -> Polled:
    """Keep a stored answer as if it came now.

    Raises
    ------
    PayloadError
        It lacks what it must have.
    """
    state = history.state(CBP_WAITS)
    return _taken(history, border, state, content, now, ("", ""))


def _taken(
    history: History,
    border: BorderFrames,
    asked: FeedState,
    content: bytes | None,
    now: datetime,
    validators: tuple[str, str],
) -> Polled:
    sha256 = asked.sha256 if content is None else hashlib.sha256(content).hexdigest()
    state = replace(asked, answered=now, sha256=sha256, failing=0, error="")
    if content is None or sha256 == asked.sha256:
        state = replace(state, same=state.same + 1)
        history.keep_state(CBP_WAITS, state)
        return Polled(state=state)
    report = wait_report(content, places_of(border))
    refuse_future(report, now, content)
    for message in report.messages:
        _LOG.warning("%s: %s", CBP_WAITS, message)
    state = replace(
        state,
        published=report.published,
        etag=validators[0],
        last_modified=validators[1],
        counted=dict(report.counted),
        messages=report.messages,
    )
    return Polled(state=state, report=report, new_waits=history.keep(CBP_WAITS, report, state))


def _failed(history: History, asked: FeedState, error: FeedError) -> Polled:
    said = str(error)
    if isinstance(error, PayloadError):
        said = f"{said}; what came is kept in {_put_aside(history.path.parent, error.payload)}"
    state = replace(asked, failures=asked.failures + 1, failing=asked.failing + 1, error=said[:500])
    _LOG.warning("%s: %s", CBP_WAITS, said)
    history.keep_state(CBP_WAITS, state)
    return Polled(state=state)


def _put_aside(folder: Path, payload: Any) -> str:  # noqa: ANN401 - as it came
    path = folder / _REFUSED
    with new_file(path) as new:
        new.write_text(str(payload), encoding="utf-8", errors="replace")
    return path.name


@contextmanager
def leading(folder: Path) -> Iterator[bool]:
    """Say whether this process alone may ask, of all that use a folder, until the end."""
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / "feeds.lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        leads = True
    except BlockingIOError:
        leads = False
    try:
        yield leads
    finally:
        os.close(file)


def next_poll(state: FeedState, now: datetime, pause: timedelta, jitter: float) -> datetime:
    """Return when to ask again: after the pause, twice as long for each failure, an hour at most.

    ``jitter`` from 0 to 1 puts it up to a tenth later, so that services do not ask together.
    """
    if state.asked is None:
        return now
    doubled: timedelta = max(pause, MIN_PAUSE) * 2 ** min(state.failing, _MAX_DOUBLINGS)
    return state.asked + min(_LONGEST_PAUSE, doubled) * (1 + _JITTER * jitter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Asks until told to stop; of several processes of a folder one asks, the others stand by."""

    history: History
    border: BorderFrames
    fetcher: Fetcher
    settings: FeedSettings
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def run(self, stop: threading.Event) -> None:
        """Ask again and again. Whatever fails is logged and tried again later."""
        while not stop.is_set():
            with leading(self.history.path.parent) as leads:
                while leads and not stop.is_set():
                    self._turn(stop)
            stop.wait(_LEADER_SECONDS)

    def _turn(self, stop: threading.Event) -> None:
        """Wait until the next request is due, make it, and put together what has become old."""
        live, jitter = self.settings.live, random.random()  # noqa: S311 - nothing depends on it
        try:
            state = self.history.state(CBP_WAITS)
            due = next_poll(state, self.clock(), timedelta(minutes=live.minutes), jitter)
            if stop.wait(max(0.0, (due - self.clock()).total_seconds())):
                return
            done = poll(self.history, self.fetcher, self.settings, self.border, self.clock())
            _LOG.info("%s: %d new waits", CBP_WAITS, done.new_waits)
            self.history.roll_up(self.clock(), live.recorded_days, live.hourly_days)
        except BorderError as error:
            _LOG.error("%s: %s", CBP_WAITS, error)
            stop.wait(MIN_PAUSE.total_seconds())
