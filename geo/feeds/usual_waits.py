"""What a wait usually is at an hour of a weekday: the median and quartiles of the kept days."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from geo.feeds.history import DAY, HOUR, History, Series

__all__ = ["USUAL_DAYS", "UsualHour", "clock_offsets", "day_profile", "of_each_hour"]

USUAL_DAYS: Final = 91
"""Thirteen weeks: long enough for thirteen of each weekday, short enough for one season."""
_QUARTILES: Final = (0.25, 0.5, 0.75)
_HOURS: Final = 24
_WEEK: Final = 7
_THURSDAY: Final = 3
"""The weekday of the first day of 1970, Monday being 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualHour:
    """The waits of an hour of the day, by the clock of the place, over ``days`` days.

    ``low`` and ``high`` are the quartiles, in minutes.
    """

    hour: int
    days: int
    low: float
    median: float
    high: float


def day_profile(
    history: History,
    number: str,
    lane: str,
    zone: ZoneInfo,
    *,
    until: datetime,
    weekday: int | None = None,
    days: int = USUAL_DAYS,
) -> list[UsualHour]:
    """Return the hours of the day of which waits are kept, each day of equal weight.

    An hour's wait is the middle one of those recorded in it. ``weekday`` is that of Python,
    Monday being 0; ``None`` is every day.
    """
    since = until - timedelta(days=days)
    return _profile(history.hours(number, lane, since, until), zone, weekday)


def _profile(series: Series, zone: ZoneInfo, weekday: int | None) -> list[UsualHour]:
    local = series.moments + clock_offsets(series.moments, zone)
    hours = local // HOUR
    if weekday is not None:
        chosen = (local // DAY + _THURSDAY) % _WEEK == weekday
        hours, minutes = hours[chosen], series.minutes[chosen]
    else:
        minutes = series.minutes
    hours, minutes = of_each_hour(hours, minutes)
    profile = []
    for hour in range(_HOURS):
        waits = minutes[hours % _HOURS == hour]
        if len(waits):
            low, median, high = (float(value) for value in np.quantile(waits, _QUARTILES))
            profile.append(UsualHour(hour=hour, days=len(waits), low=low, median=median, high=high))
    return profile


def of_each_hour(
    hours: npt.NDArray[np.int64], minutes: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return one wait for each hour that there was: the middle one, of two the lower."""
    order = np.lexsort((minutes, hours))
    hours, minutes = hours[order], minutes[order]
    distinct, starts, counts = np.unique(hours, return_index=True, return_counts=True)
    return distinct, minutes[starts + (counts - 1) // 2]


def clock_offsets(moments: npt.NDArray[np.int64], zone: ZoneInfo) -> npt.NDArray[np.int64]:
    """Return the seconds by which the clocks of a zone are ahead of UTC at each moment."""
    hours, places = np.unique(moments // HOUR, return_inverse=True)
    days = {int(day) for day in np.unique(hours * HOUR // DAY)}
    edges = {day: _offset(day * DAY, zone) for day in days | {day + 1 for day in days}}
    offsets = [
        edges[day] if edges[day] == edges[day + 1] else _offset(hour * HOUR, zone)
        for hour, day in zip(hours.tolist(), (hours * HOUR // DAY).tolist(), strict=True)
    ]
    return np.array(offsets, dtype=np.int64)[places]


def _offset(seconds: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(seconds, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
