"""Moments that are written as "At 2:00 am MDT": a clock and a zone, but no day."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["AHEAD", "moment_of"]

AHEAD: Final = timedelta(hours=1)
"""How far a clock may be ahead: the hour that has begun is sometimes reported as the next one."""
_WORDS: Final = {"noon": (12, 0), "midnight": (0, 0)}
_CLOCK: Final = re.compile(
    r"At (?:(?P<word>Noon|Midnight)|(?P<hour>1[0-2]|0?[1-9]):(?P<minute>[0-5]\d) (?P<half>[ap]m))"
    r"(?: (?P<zone>[A-Z]{2,4}))?",
    re.IGNORECASE,
)
_HALF_DAY: Final = 12


def moment_of(text: str, zone: ZoneInfo, published: datetime) -> datetime | None:
    """Return the moment that a text means, in UTC; ``None`` if it is no such text.

    The clock is read in ``zone``, that of the place, and not in the one the text names: Arizona's
    ports write PST in summer and mean their own time, which no zone calls so. The name decides
    only which of two equal hours is meant when clocks go back. The day is the latest on which the
    moment is no more than ``AHEAD`` after ``published``.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = _hour_and_minute(match)
    local = published.astimezone(zone)
    for day in (local.date() + timedelta(days=back) for back in (1, 0, -1)):
        wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        moment = _of_two(wall, match["zone"], published)
        if moment <= published + AHEAD:
            return moment
    return None  # pragma: no cover - the day before always is


def _hour_and_minute(match: re.Match[str]) -> tuple[int, int]:
    if match["word"]:
        return _WORDS[match["word"].lower()]
    afternoon = _HALF_DAY if match["half"].lower() == "pm" else 0
    return int(match["hour"]) % _HALF_DAY + afternoon, int(match["minute"])


def _of_two(wall: datetime, name: str | None, published: datetime) -> datetime:
    """Return the moment of a wall clock; of two, the one named, else the later that has been."""
    first, second = wall, wall.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    for one in (first, second):
        if name and one.tzname() == name.upper():
            return one.astimezone(UTC)
    later = max(first.astimezone(UTC), second.astimezone(UTC))
    return later if later <= published + AHEAD else first.astimezone(UTC)
