"""How a live feed fares: when it was asked, what came, and why nothing did."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from geo.feeds.fetch import Validators

__all__ = ["FEED_COLUMNS", "FeedState", "moment_of_seconds", "state_of_row", "state_values"]

FEED_COLUMNS: Final = (
    "asked", "answered", "published", "sha256", "etag", "last_modified", "polls", "same",
    "failures", "failing", "error", "counted", "messages",
)  # fmt: skip
"""The columns that a state is kept in."""
_MOMENTS: Final = ("asked", "answered", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How a feed fares. Moments are in UTC, ``None`` before the first.

    ``asked`` is the last request, ``answered`` the last answer that was taken, ``published`` the
    publisher's clock in it. ``polls``, ``same`` and ``failures`` count requests, answers equal to
    the one before, and failures; ``failing`` counts failures since the last answer and ``error``
    says why. ``counted`` and ``messages`` say what was odd in the last answer.
    """

    asked: datetime | None = None
    answered: datetime | None = None
    published: datetime | None = None
    sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    polls: int = 0
    same: int = 0
    failures: int = 0
    failing: int = 0
    error: str = ""
    counted: dict[str, int] | None = None
    messages: tuple[str, ...] = ()

    @property
    def validators(self) -> Validators:
        """Return what the publisher names its last answer by."""
        return Validators(etag=self.etag, last_modified=self.last_modified)


def state_values(state: FeedState) -> list[Any]:
    """Return a state as it is kept, in the order of ``FEED_COLUMNS``."""
    values = {name: getattr(state, name) for name in FEED_COLUMNS}
    values |= {name: value and value.timestamp() for name, value in values.items()
               if name in _MOMENTS}  # fmt: skip
    values["counted"] = orjson.dumps(state.counted or {}).decode()
    values["messages"] = orjson.dumps(state.messages).decode()
    return list(values.values())


def state_of_row(row: tuple[Any, ...]) -> FeedState:
    """Return a state from what is kept of it."""
    values: dict[str, Any] = dict(zip(FEED_COLUMNS, row, strict=True))
    values |= {name: moment_of_seconds(values[name]) for name in _MOMENTS}
    values["counted"] = orjson.loads(values["counted"])
    values["messages"] = tuple(orjson.loads(values["messages"]))
    return FeedState(**values)


def moment_of_seconds(seconds: float | None) -> datetime | None:
    """Return the moment of seconds since 1970 in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
