"""What the waits of a period were, as CBP recorded them, for a document."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.feeds.cbp_records import LANES
from geo.feeds.cbp_waits import CBP_WAITS
from geo.feeds.history import DAY, History
from geo.feeds.usual_waits import clock_offsets
from geo.feeds.waits import places_of

__all__ = ["RecordedLane", "RecordedPeriod", "period_of_text", "recorded_period"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLane:
    """The hours of a place and kind of lane of which a wait is kept, and their minutes.

    Each hour has the middle one of its waits. ``low`` and ``high`` are the quartiles. ``method``
    is how CBP finds them now: ``rfid``, ``manual``, or ``None`` where it does not say.
    """

    port_id: str
    place: str
    lane: str
    method: str | None
    days: int
    hours: int
    low: float
    median: float
    high: float
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPeriod:
    """The lanes of which waits are kept of some days, by the clocks of their places."""

    first: date
    last: date
    lanes: tuple[RecordedLane, ...]


def recorded_period(
    history: History, border: BorderFrames, first: date, last: date
) -> RecordedPeriod:
    """Return what is kept of the days from the first to the last, both with."""
    places, order = places_of(border), {lane: number for number, lane in enumerate(LANES)}
    now = history.waits(CBP_WAITS)
    readings = now.readings if now is not None else ()
    methods = {(one.number, one.lane): one.method for one in readings}
    lanes = []
    for number, lane, port_id in history.lanes():
        place = places.get(number)
        if place is None:
            continue
        start = datetime(first.year, first.month, first.day, tzinfo=place.zone)
        end = datetime(last.year, last.month, last.day, tzinfo=place.zone) + timedelta(days=1)
        known = _lane(history, number, lane, start, end)
        if known is not None:
            method = methods.get((number, lane))
            lanes.append(RecordedLane(port_id=port_id, place=place.name, lane=lane, method=method,
                                      **known))  # fmt: skip
    ports = {port: number for number, port in enumerate(border.records("ports").columns["id"])}
    lanes.sort(key=lambda one: (ports.get(one.port_id, 0), one.place, order.get(one.lane, 0)))
    return RecordedPeriod(first=first, last=last, lanes=tuple(lanes))


def period_of_text(text: str) -> tuple[date, date]:
    """Return the first and last day of "2026-09-01/2026-11-30"; ``InvalidValueError`` if none."""
    first, _, last = text.partition("/")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        days = None
    if days is None or days[0] > days[1]:
        raise InvalidValueError("waits", text, "first and last day, such as 2026-09-01/2026-11-30")
    return days


def _lane(
    history: History, number: str, lane: str, start: datetime, end: datetime
) -> dict[str, Any] | None:
    zone = start.tzinfo
    hours = history.hours(number, lane, start, end)
    if not len(hours.moments) or not isinstance(zone, ZoneInfo):
        return None
    days = np.unique((hours.moments + clock_offsets(hours.moments, zone)) // DAY)
    low, median, high = (float(one) for one in np.quantile(hours.minutes, (0.25, 0.5, 0.75)))
    return {"days": len(days), "hours": len(hours.moments), "low": low, "median": median,
            "high": high, "most": int(hours.minutes.max())}  # fmt: skip
