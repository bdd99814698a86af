"""What may be shown of a wait now: it ages, and what is old is not the present."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from geo.feeds.history import Waits
from geo.feeds.waits import Reading

__all__ = ["AGES", "OLD", "PAST", "PresentWait", "Unchanged", "present_waits", "unchanged"]

OLD: Final = timedelta(hours=2)
"""From this age on a wait is shown as old."""
PAST: Final = timedelta(hours=6)
"""From this age on a wait is not shown as that of now."""
AGES: Final = ("fresh", "old", "past")


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentWait:
    """A reading, how old it is, and the minutes that are those of now.

    ``moment`` is that of which CBP says it, or where it names none, as of closed lanes, that of
    its answer. ``age`` is ``fresh``, ``old`` or ``past``. ``minutes`` is ``None`` where CBP gives
    no wait, or one that is past.
    """

    reading: Reading
    moment: datetime
    age_minutes: int
    age: str
    minutes: int | None


def present_waits(waits: Waits, now: datetime) -> Sequence[PresentWait]:
    """Return the readings of kinds of lanes that there are, as they may be shown at a moment."""
    published = waits.state.published
    if published is None:
        return ()
    return [
        _present(reading, reading.observed or published, now)
        for reading in waits.readings
        if reading.status != "not_applicable"
    ]


def _present(reading: Reading, moment: datetime, now: datetime) -> PresentWait:
    since = max(timedelta(0), now - moment)
    age = "past" if since >= PAST else "old" if since >= OLD else "fresh"
    return PresentWait(
        reading=reading,
        moment=moment,
        age_minutes=int(since.total_seconds() // 60),
        age=age,
        minutes=None if age == "past" else reading.minutes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The span in which what may be shown of the waits stays as it is: no answer, no wait turns."""

    since: datetime
    until: datetime


def unchanged(waits: Waits, now: datetime, next_answer: datetime) -> Unchanged:
    """Return since when, and until when at the longest, what may be shown is as it is now.

    It changes with an answer, and when a wait becomes old or past.
    """
    published, answered = waits.state.published, waits.state.answered
    turns = {
        (reading.observed or published) + limit
        for reading in waits.readings
        for limit in (OLD, PAST)
        if published is not None and reading.status != "not_applicable"
    }
    begun = [turn for turn in turns if turn <= now] + ([answered] if answered is not None else [])
    coming = [turn for turn in turns if turn > now]
    return Unchanged(since=max(begun, default=now), until=min([next_answer, *coming]))
