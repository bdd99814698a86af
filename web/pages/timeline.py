"""The timeline of a project as plain numbers for an SVG that a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from geo.layers.register import PROMISES

__all__ = ["Mark", "Timeline", "timeline"]

_WIDTH: Final = 720
_LEFT: Final = 16
_RIGHT: Final = 30
_AXIS: Final = 46
_ROW: Final = 22
_TOP: Final = 84
_DAYS: Final = 365.25
_MAX_TICKS: Final = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on the axis, or one promise below it: where it begins and ends in pixels."""

    x: float
    until: float
    y: float
    is_promise: bool
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline ready to draw: pixel size, the axis with its years, today, marks in order."""

    width: int
    height: int
    axis: int
    left: int
    right: int
    today: float
    years: tuple[tuple[float, int], ...]
    marks: tuple[Mark, ...]


def timeline(
    events: Sequence[dict[str, Any]], labels: Sequence[str], today: date
) -> Timeline | None:
    """Return the timeline of dated events and of promises; ``None`` with fewer than two.

    Promises stand one below the other in their order, at the days that they allow.
    """
    spans = [
        (row, label, span)
        for row, label in zip(events, labels, strict=True)
        if (span := _span(row)) is not None
    ]
    if len(spans) < 2:  # noqa: PLR2004 - one mark makes no line of time
        return None
    first = min([today, *(span[0] for _, _, span in spans)]).year
    last = max([today, *(span[1] for _, _, span in spans)]).year + 1
    scale = (_WIDTH - _LEFT - _RIGHT) / ((last - first) * _DAYS)

    def place(day: date) -> float:
        return round(_LEFT + (day - date(first, 1, 1)).days * scale, 1)

    marks, below = [], 0
    for row, label, span in spans:
        promised = row["kind"] in PROMISES
        y = _TOP + below * _ROW if promised else _AXIS
        below += promised
        marks.append(Mark(place(span[0]), place(span[1]), y, promised, label))
    every = max(1, -(-(last - first) // _MAX_TICKS))
    years = [(place(date(year, 1, 1)), year) for year in range(first, last + 1, every)]
    return Timeline(
        width=_WIDTH, height=_TOP + below * _ROW, axis=_AXIS, left=_LEFT, right=_WIDTH - _RIGHT,
        today=place(today), years=tuple(years), marks=tuple(marks),
    )  # fmt: skip


def _span(row: dict[str, Any]) -> tuple[date, date] | None:
    """Return the days that an event covers on the axis; ``None`` if it has none."""
    if row["kind"] in PROMISES:
        return row["promised_from"], row["promised_until"]
    return None if row["date"] is None else (row["date"], row["date"])
