"""Asking live feeds again and again: each once in ten minutes at most, by one process.

A failed request is not repeated at once: the next one is later the more have failed.
"""

import fcntl
import hashlib
import logging
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.errors import BorderError
from geo.feeds.cbp_waits import CBP_WAITS, CBP_WAITS_ADDRESS, WAITS
from geo.feeds.fetch import FeedError, Fetcher, PayloadError, Validators
from geo.feeds.history import FeedState, History, HistoryError
from geo.feeds.live import LiveFeed, Report
from geo.feeds.settings import FeedSettings
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
MIN_PAUSE: Final = timedelta(minutes=10)
"""Time between two requests, whoever asks for them."""
_LONGEST_PAUSE: Final = timedelta(hours=1)
_MAX_DOUBLINGS: Final = 3
_JITTER: Final = 0.1
_LEADER_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a request brought.

    ``report`` is ``None`` where the answer equals the one before, or failed. ``new_rows`` counts
    rows, of waits those that were not kept before, or otherwise.
    """

    state: FeedState
    report: Report | None = None
    new_rows: int = 0


class TooSoonError(BorderError):
    """The feed was asked less than ten minutes ago."""


def poll(
    history: History,
    fetcher: Fetcher,
    settings: FeedSettings,
    border: BorderFrames,
    now: datetime,
    feed: LiveFeed = WAITS,
) -> Polled:
    """Ask a feed once, and keep what comes, or why nothing did.

    An answer that lacks what it must have is refused whole and put aside beside the history; what
    was kept before stays.

    Raises
    ------
    TooSoonError
        The last request was less than ten minutes ago, by whatever process.
    HistoryError
        The history cannot be read or written.
    """
    before = history.state(feed.name)
    if before.asked is not None and abs(now - before.asked) < MIN_PAUSE:
        when = f"{before.asked:%H:%M} UTC"
        raise TooSoonError(f"{feed.name}: was asked at {when}; once in ten minutes is enough")
    asked = replace(before, asked=now, polls=before.polls + 1)
    history.keep_state(feed.name, asked)
    try:
        answer = feed.ask(fetcher, settings, border, before.validators)
        taken = _Taken(feed, border, answer.value, now, answer.validators)
        return _take(history, asked, taken)
    except FeedError as error:
        return _failed(history, feed.name, asked, error)


@dataclass(frozen=True, slots=True)
class _Taken:
    """An answer that came: of which feed, its bytes, when, and what names it."""

    feed: LiveFeed
    border: BorderFrames
    content: bytes | None
    now: datetime
    validators: Validators


def replay(
    history: History, border: BorderFrames, content: bytes, now: datetime, feed: LiveFeed = WAITS
) -> Polled:
    """Keep a stored answer as if it came now.

    Raises
    ------
    PayloadError
        It lacks what it must have.
    """
    taken = _Taken(feed, border, content, now, Validators())
    return _take(history, history.state(feed.name), taken)


def _take(history: History, asked: FeedState, taken: _Taken) -> Polled:
    name, content = taken.feed.name, taken.content
    sha256 = asked.sha256 if content is None else hashlib.sha256(content).hexdigest()
    state = replace(asked, answered=taken.now, sha256=sha256, failing=0, error="")
    if content is None or sha256 == asked.sha256:
        state = replace(state, same=state.same + 1)
        history.keep_state(name, state)
        return Polled(state=state)
    report = taken.feed.read(content, taken.border, taken.now)
    for message in report.messages:
        _LOG.warning("%s: %s", name, message)
    state = replace(
        state,
        published=report.published,
        etag=taken.validators.etag,
        last_modified=taken.validators.last_modified,
        counted=dict(report.counted),
        messages=report.messages,
    )
    return Polled(state=state, report=report, new_rows=taken.feed.keep(history, report, state))


def _failed(history: History, name: str, asked: FeedState, error: FeedError) -> Polled:
    said = str(error)
    if isinstance(error, PayloadError):
        aside = _put_aside(history.path.parent / f"refused-{name}", error.payload)
        said = f"{said}; what came is kept in {aside}"
    state = replace(asked, failures=asked.failures + 1, failing=asked.failing + 1, error=said[:500])
    _LOG.warning("%s: %s", name, said)
    history.keep_state(name, state)
    return Polled(state=state)


def _put_aside(path: Path, payload: Any) -> str:  # noqa: ANN401 - as it came
    path.parent.mkdir(parents=True, exist_ok=True)
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
    """Return when to ask again: after the pause, doubled by each failure up to an hour.

    ``jitter`` from 0 to 1 puts it up to a tenth later, so that services do not ask together.
    """
    if state.asked is None:
        return now
    usual = max(pause, MIN_PAUSE)
    doubled: timedelta = usual * 2 ** min(state.failing, _MAX_DOUBLINGS)
    return state.asked + max(usual, min(_LONGEST_PAUSE, doubled)) * (1 + _JITTER * jitter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Asks until told to stop; of several processes of a history one asks, the others stand by."""

    history: History
    border: BorderFrames
    fetcher: Fetcher
    settings: FeedSettings
    feeds: tuple[LiveFeed, ...] = (WAITS,)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def run(self, stop: threading.Event) -> None:
        """Ask again and again. Whatever fails is logged and tried again later."""
        while not stop.is_set():
            try:
                with self._leading() as leads:
                    if leads:
                        self.history.prepare()
                    while leads and not stop.is_set():
                        self._turn(stop)
            except HistoryError as error:
                _LOG.error("%s", error)
            stop.wait(_LEADER_SECONDS)

    def _leading(self) -> AbstractContextManager[bool]:
        return self.history.leading() or leading(self.history.path.parent)

    def _turn(self, stop: threading.Event) -> None:
        """Wait until the next request is due, make it, and put together what has become old."""
        live, jitter = self.settings.live, random.random()  # noqa: S311 - nothing depends on it
        try:
            moment, feed = min(
                ((self._due(one, jitter), one) for one in self.feeds), key=lambda pair: pair[0]
            )
            if stop.wait(max(0.0, (moment - self.clock()).total_seconds())):
                return
            done = poll(self.history, self.fetcher, self.settings, self.border, self.clock(), feed)
            _LOG.info("%s: %d new rows", feed.name, done.new_rows)
            self.history.roll_up(self.clock(), live.recorded_days, live.hourly_days)
        except TooSoonError as error:
            _LOG.info("%s", error)
        except BorderError as error:
            _LOG.error("%s", error)
            stop.wait(MIN_PAUSE.total_seconds())

    def _due(self, feed: LiveFeed, jitter: float) -> datetime:
        pause = timedelta(minutes=max(feed.minutes, self.settings.live.minutes))
        return next_poll(self.history.state(feed.name), self.clock(), pause, jitter)
