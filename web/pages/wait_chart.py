"""The waits of the last days as plain numbers for an SVG that a template draws."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geo.feeds.recent_waits import RECENT_DAYS, RecentWaits

__all__ = ["WaitChart", "wait_chart"]

_LEFT: Final = 34
_TOP: Final = 8
_TALL: Final = 96
_HOUR: Final = 2.75
_DAY: Final = 24 * _HOUR
_STEPS: Final = (15, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1440)


@dataclass(frozen=True, slots=True)
class WaitChart:
    """A step for each hour: pixel size, the path, ticks as (y, minutes) and days as (x, day)."""

    width: float
    height: float
    left: int
    base: int
    path: str
    ticks: tuple[tuple[float, int], ...]
    days: tuple[tuple[float, date], ...]


def wait_chart(recent: RecentWaits) -> WaitChart:
    """Return the chart of some days; where an hour has no wait the line breaks."""
    most = max((minutes for _, minutes in recent.hours), default=0)
    top = next(step for step in _STEPS if step >= most)

    def height_of(minutes: float) -> float:
        return round(_TOP + _TALL * (1 - minutes / top), 1)

    parts, before = [], None
    for hour, minutes in recent.hours:
        x, y = _LEFT + hour * _HOUR, height_of(minutes)
        move = f"V{y:g}" if before == hour - 1 else f"M{x:g},{y:g}"
        parts.append(f"{move}h{_HOUR:g}")
        before = hour
    return WaitChart(
        width=_LEFT + RECENT_DAYS * _DAY + 4,
        height=_TOP + _TALL + 20,
        left=_LEFT,
        base=_TOP + _TALL,
        path="".join(parts),
        ticks=tuple((height_of(part), int(part)) for part in (0, top / 3, 2 * top / 3, top)),
        days=tuple(
            (_LEFT + one * _DAY, recent.first + timedelta(days=one)) for one in range(RECENT_DAYS)
        ),
    )
