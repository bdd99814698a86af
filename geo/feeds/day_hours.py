"""The middle wait of each hour, a day in a row, so that years are read at once.

They stand beside the waits that they are made of, and are made again whenever one of those comes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.feeds.keeping import Open

__all__ = ["DAY", "HOUR", "RECORDED", "Series", "make_all_hours", "make_hours", "read_hours"]

RECORDED, HOUR, DAY = 0, 3600, 86_400
"""Seconds that a kept row stands for; 0 is a wait as it was recorded."""
_HOURS: Final = 24
_NONE: Final = 2**16 - 1
"""Stands for an hour of which no wait is kept; the longest wait has far fewer minutes."""
_KEEP: Final = (
    "INSERT INTO hours (series, day, minutes) VALUES (?, ?, ?) "
    "ON CONFLICT (series, day) DO UPDATE SET minutes = excluded.minutes"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Waits of one place and kind of lane, in order: seconds since 1970 in UTC, and minutes."""

    moments: npt.NDArray[np.int64]
    minutes: npt.NDArray[np.int64]


def read_hours(kept: Open, number: str, lane: str, since: int, until: int) -> Series:
    """Return the hours that begin from a moment to before another, with the middle wait of each."""
    rows = kept.rows(
        "SELECT day, minutes FROM hours WHERE series = "
        "(SELECT id FROM series WHERE number = ? AND lane = ?) AND day >= ? AND day < ? "
        "ORDER BY day",
        (number, lane, since // DAY * DAY, until),
    )
    days = np.array([day for day, _ in rows], dtype=np.int64)
    packed = np.frombuffer(b"".join(minutes for _, minutes in rows), dtype="<u2")
    moments = (days[:, None] + HOUR * np.arange(_HOURS)).ravel()
    chosen = (packed != _NONE) & (moments >= since) & (moments < until)
    return Series(moments=moments[chosen], minutes=packed[chosen].astype(np.int64))


def make_hours(kept: Open, moments: Iterable[tuple[int, int]]) -> None:
    """Make the hours of some series' moments again, from the waits as recorded in them."""
    for series, start in sorted({(series, moment // HOUR * HOUR) for series, moment in moments}):
        waits = kept.rows(
            "SELECT minutes FROM waits WHERE series = ? AND span = 0 AND moment >= ? "
            "AND moment < ? ORDER BY minutes",
            (series, start, start + HOUR),
        )
        day = start // DAY * DAY
        rows = kept.rows("SELECT minutes FROM hours WHERE series = ? AND day = ?", (series, day))
        hours = np.frombuffer(rows[0][0], dtype="<u2").copy() if rows else _no_hours()
        if waits:
            hours[(start - day) // HOUR] = waits[(len(waits) - 1) // 2][0]
        kept.change(_KEEP, (series, day, hours.tobytes()))


def make_all_hours(kept: Open) -> None:
    """Make the hours of all waits anew."""
    kept.change("DELETE FROM hours")
    for (series,) in kept.rows("SELECT id FROM series ORDER BY id"):
        rows = kept.rows(
            "SELECT moment, minutes FROM waits WHERE series = ? AND span IN (0, 3600)", (series,)
        )
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        hours, minutes = _middle(table[:, 0] // HOUR, table[:, 1])
        kept.change_many(_KEEP, [(series, day, packed) for day, packed in _packed(hours, minutes)])


def _middle(
    hours: npt.NDArray[np.int64], minutes: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    order = np.lexsort((minutes, hours))
    distinct, starts, counts = np.unique(hours[order], return_index=True, return_counts=True)
    return distinct, minutes[order][starts + (counts - 1) // 2]


def _packed(
    hours: npt.NDArray[np.int64], minutes: npt.NDArray[np.int64]
) -> Sequence[tuple[int, bytes]]:
    days, rows = np.unique(hours // _HOURS, return_inverse=True)
    table = np.tile(_no_hours(), (len(days), 1))
    table[rows, hours % _HOURS] = minutes
    return [(int(day) * DAY, table[index].tobytes()) for index, day in enumerate(days)]


def _no_hours() -> npt.NDArray[np.uint16]:
    return np.full(_HOURS, _NONE, dtype="<u2")
