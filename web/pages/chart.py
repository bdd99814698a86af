"""Bars per year as plain numbers for an SVG that a template draws."""

import math
from dataclasses import dataclass
from typing import Final

__all__ = ["Bar", "Chart", "bar_chart"]

_WIDTH: Final = 640
_HEIGHT: Final = 170
_LEFT: Final = 58
_BOTTOM: Final = 20
_TOP: Final = 12
_GAP: Final = 0.25
_LABEL_EVERY: Final = 44
"""Least pixels between the years that are written below the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its place in pixels, its year and value, and whether months are missing."""

    x: float
    y: float
    width: float
    height: float
    year: int
    value: int
    partial: bool
    labelled: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to draw: pixel size, bars, and ticks as (y, value)."""

    width: int
    height: int
    left: int
    base: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]


def bar_chart(years: dict[int, tuple[int, int]], partial: tuple[int, ...]) -> Chart:
    """Return a bar for each year from the first to the last; a year without a count has none."""
    first, last = min(years), max(years)
    step = (_WIDTH - _LEFT) / (last - first + 1)
    top = _round_top(max(total for total, _ in years.values()))
    room = _HEIGHT - _BOTTOM - _TOP
    every = max(1, math.ceil(_LABEL_EVERY / step))
    bars = []
    for year, (total, _) in years.items():
        height = room * total / top
        bars.append(
            Bar(
                x=round(_LEFT + (year - first + _GAP / 2) * step, 1),
                y=round(_HEIGHT - _BOTTOM - height, 1),
                width=round(step * (1 - _GAP), 1),
                height=round(height, 1),
                year=year,
                value=total,
                partial=year in partial,
                labelled=(year - last) % every == 0,
            )
        )
    ticks = [(round(_HEIGHT - _BOTTOM - room * part, 1), int(top * part)) for part in (0, 0.5, 1)]
    return Chart(_WIDTH, _HEIGHT, _LEFT, _HEIGHT - _BOTTOM, tuple(bars), tuple(ticks))


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
