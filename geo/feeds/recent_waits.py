"""What the waits of the last days were, hour by hour and day by day, by the clock of the place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from geo.feeds.history import DAY, HOUR, RECORDED, History
from geo.feeds.usual_waits import clock_offsets, of_each_hour

__all__ = ["RECENT_DAYS", "DayWaits", "RecentWaits", "recent_waits"]

RECENT_DAYS: Final = 7
_FIRST: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWaits:
    """The waits of a day: how many were recorded, and their least, median and most minutes."""

    day: date
    readings: int
    least: int
    median: float
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentWaits:
    """The waits of some days, the last of which is today.

    ``hours`` has the hours since the first day began, with the middle wait of each; hours without
    a wait are not there. ``days`` has the days with any wait, ``first`` is the first of all.
    """

    first: date
    hours: tuple[tuple[int, int], ...]
    days: tuple[DayWaits, ...]


def recent_waits(
    history: History,
    number: str,
    lane: str,
    zone: ZoneInfo,
    *,
    until: datetime,
    days: int = RECENT_DAYS,
) -> RecentWaits:
    """Return the waits as recorded of a place and kind of lane on the last days, with today."""
    first = until.astimezone(zone).date() - timedelta(days=days - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=zone)
    series = history.series(number, lane, since, until, RECORDED)
    local = series.moments + clock_offsets(series.moments, zone)
    starts = (local // HOUR, local // DAY)
    hours, middle = of_each_hour(starts[0], series.minutes)
    origin = (first - _FIRST).days
    shown = []
    for one in np.unique(starts[1]).tolist():
        waits = series.minutes[starts[1] == one]
        shown.append(
            DayWaits(
                day=first + timedelta(days=one - origin),
                readings=len(waits),
                least=int(waits.min()),
                median=float(np.median(waits)),
                most=int(waits.max()),
            )
        )
    begun = origin * (DAY // HOUR)
    pairs = zip((hours - begun).tolist(), middle.tolist(), strict=True)
    return RecentWaits(first=first, hours=tuple(pairs), days=tuple(shown))
