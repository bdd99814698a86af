"""Bars per year as plain numbers for an SVG that a template draws."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.volumes.about import Mark
from geo.volumes.yearly import Year

__all__ = ["Bar", "Chart", "Span", "bar_chart"]

_WIDTH: Final = 440
_HEIGHT: Final = 210
_LEFT: Final = 78
_BOTTOM: Final = 22
_TOP: Final = 26
_GAP: Final = 0.25
_LABEL_EVERY: Final = 48
"""Least pixels between the years that are written below the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one year: its place in pixels; ``year`` says whether months are missing."""

    x: float
    y: float
    width: float
    height: float
    year: Year
    labelled: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What a chart marks: from where to where in pixels, and the kind of note."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to draw: pixel size, bars, marks, and ticks as (y, value)."""

    width: int
    height: int
    left: int
    top: int
    base: float
    bars: tuple[Bar, ...]
    spans: tuple[Span, ...]
    ticks: tuple[tuple[float, int], ...]


def bar_chart(years: Sequence[Year], marks: Sequence[Mark] = ()) -> Chart | None:
    """Return a bar for each year with a count from the first to the last; ``None`` without any.

    A year without a count has no bar: it is a gap, not a zero.
    """
    known = [year for year in years if year.value is not None]
    if not known:
        return None
    first, last = known[0].year, known[-1].year
    step = (_WIDTH - _LEFT) / (last - first + 1)
    top = _round_top(max(year.value or 0 for year in known))
    room = _HEIGHT - _BOTTOM - _TOP
    every = max(1, math.ceil(_LABEL_EVERY / step))
    bars = []
    for year in known:
        height = room * (year.value or 0) / top
        bars.append(
            Bar(
                x=round(_LEFT + (year.year - first + _GAP / 2) * step, 1),
                y=round(_HEIGHT - _BOTTOM - height, 1),
                width=round(step * (1 - _GAP), 1),
                height=round(height, 1),
                year=year,
                labelled=(year.year - last) % every == 0,
            )
        )
    spans = [
        Span(
            x=round(_LEFT + (max(mark.first_year, first) - first) * step, 1),
            width=round((min(mark.last_year, last) - max(mark.first_year, first) + 1) * step, 1),
            kind=mark.kind,
        )
        for mark in marks
        if mark.first_year <= last and mark.last_year >= first
    ]
    ticks = [(round(_HEIGHT - _BOTTOM - room * part, 1), int(top * part)) for part in (0, 0.5, 1)]
    return Chart(
        _WIDTH, _HEIGHT, _LEFT, _TOP, _HEIGHT - _BOTTOM, tuple(bars), tuple(spans), tuple(ticks)
    )


def _round_top(most: int) -> int:
    """Return the least round figure that is not below ``most``."""
    if most <= 2:  # noqa: PLR2004
        return 2
    scale: int = 10 ** (len(str(most)) - 1)
    return next(
        int(step * scale)
        for step in (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
        if step * scale >= most
    )
