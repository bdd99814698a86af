"""What a feed is that is asked all the time: how it is asked, read and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from geo.data.frames import BorderFrames
from geo.feeds.fetch import Answer, Fetcher, Validators
from geo.feeds.history import FeedState, History
from geo.feeds.settings import FeedSettings

__all__ = ["LiveFeed", "Report", "RowReport", "keep_rows"]


class Report(Protocol):
    """What an answer says: the publisher's clock, what was odd, how many rows there are."""

    @property
    def published(self) -> datetime:
        """Return the publisher's clock in UTC, or the newest moment that it names."""

    @property
    def counted(self) -> Mapping[str, int]:
        """Return how much was left out or odd."""

    @property
    def messages(self) -> tuple[str, ...]:
        """Return what of it."""

    def __len__(self) -> int:
        """Return how many rows there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """The rows of an answer, plain values that JSON can hold."""

    published: datetime
    rows: tuple[Mapping[str, Any], ...]
    counted: Mapping[str, int] = field(default_factory=dict)
    messages: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFeed:
    """A publication that is asked again and again, of which the present is kept.

    Parameters
    ----------
    name
        Its name in settings, on the command line and in the log.
    summary, publisher
        What it holds, and whose it is.
    address
        Where it is asked; ``BORDER_PORTS_<NAME>_URL`` is another.
    minutes
        Least minutes between two requests, 10 or more.
    ask
        Returns the bytes that come; ``FeedError`` where none can be had.
    read
        Returns what they say of a border at a moment; ``PayloadError`` where they lack what they
        must have, or are of a time to come.
    keep
        Keeps a report and the state after it, and returns how many rows are new.
    """

    name: str
    summary: str
    publisher: str
    address: str
    minutes: int
    ask: Callable[[Fetcher, FeedSettings, BorderFrames, Validators], Answer]
    read: Callable[[bytes, BorderFrames, datetime], Report]
    keep: Callable[[History, Any, FeedState], int]


def keep_rows(name: str) -> Callable[[History, RowReport, FeedState], int]:
    """Return the function that keeps the rows of a feed in place of those before."""

    def keep(history: History, report: RowReport, state: FeedState) -> int:
        history.keep_rows(name, report.rows, state)
        return len(report.rows)

    return keep
