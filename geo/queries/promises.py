"""What was promised of each project, and how far its opening slipped: computed, never typed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.queries.answer import Row

__all__ = ["Promise", "Slip", "events_of", "period_words", "promises_of", "slip_of"]

_OPENING: Final = "opening_promised"
_MONTHS: Final = 12
_QUARTER: Final = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of an opening: the days that its words allow, and the event that made it."""

    first: date
    last: date
    event: Row


@dataclass(frozen=True, slots=True)
class Slip:
    """How far a promised opening moved, in months between the last days of two promises.

    ``overdue`` says that the last promise is past and no opening is known.
    """

    promises: tuple[Promise, ...]
    months: int
    overdue: bool


def events_of(border: BorderFrames) -> Mapping[str, Sequence[Row]]:
    """Return the events of each project in their order, by the project's id."""
    return border.derived(_events_by_project)


def promises_of(border: BorderFrames, project: str) -> tuple[Promise, ...]:
    """Return the openings promised of a project, in the order in which they were."""
    return tuple(
        Promise(event["promised_from"], event["promised_until"], event)
        for event in events_of(border).get(project, ())
        if event["kind"] == _OPENING and event["promised_until"] is not None
    )


def slip_of(border: BorderFrames, project: Mapping[str, Any]) -> Slip | None:
    """Return how far the opening of a project moved; ``None`` if none was promised."""
    promises = promises_of(border, project["id"])
    if not promises:
        return None
    first, last = promises[0].last, promises[-1].last
    months = (last.year - first.year) * _MONTHS + last.month - first.month
    over = {"open", "cancelled"}
    return Slip(promises, months, last < border.date and project["stage"] not in over)


def period_words(first: date, last: date) -> str:
    """Return a period in digits: ``2028``, ``2026-Q2`` or ``2026-03``; else both its days."""
    after = last + timedelta(days=1)
    if (first.day, after.day) == (1, 1):
        months = (after.year - first.year) * _MONTHS + after.month - first.month
        if months == 1:
            return f"{first:%Y-%m}"
        if months == _QUARTER and first.month % _QUARTER == 1:
            return f"{first.year}-Q{first.month // _QUARTER + 1}"
        if months == _MONTHS and first.month == 1:
            return str(first.year)
    return f"{first}/{last}"


def _events_by_project(border: BorderFrames) -> Mapping[str, Sequence[Row]]:
    records = border.records("project_events")
    events: defaultdict[str, list[Row]] = defaultdict(list)
    for number in range(len(records)):
        row = records.row(number)
        events[row["project_id"]].append(row)
    return {key: sorted(rows, key=lambda row: row["number"]) for key, rows in events.items()}
