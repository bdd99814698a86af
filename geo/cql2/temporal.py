"""Dates, timestamps and intervals: literals and the temporal functions of CQL2."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from geo.cql2.values import (
    DAY_US,
    FAR_FUTURE,
    FAR_PAST,
    Bools,
    FilterError,
    Truth,
    Vector,
    wrong_kind,
)
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = ["TEMPORAL_FUNCTIONS", "compare_times", "date_us", "interval", "timestamp_us"]

_NO_DATE: Final = message("{text} is not a date such as 2026-11-23")
_NO_TIMESTAMP: Final = message("{text} is not a timestamp such as 2026-11-23T14:30:00Z")
_NO_END: Final = message("an interval cannot begin or end with {kind}")
_TAKES_TIMES: Final = message("{name} takes dates, timestamps and intervals, not {kind}")

_EPOCH: Final = date(1970, 1, 1)
_EPOCH_UTC: Final = datetime(1970, 1, 1, tzinfo=UTC)
_Ends = npt.NDArray[np.int64]
_Test = Callable[[_Ends, _Ends, _Ends, _Ends], Bools]

TEMPORAL_FUNCTIONS: Final[dict[str, _Test]] = {
    "t_after": lambda s1, _e1, _s2, e2: s1 > e2,
    "t_before": lambda _s1, e1, s2, _e2: e1 < s2,
    "t_contains": lambda s1, e1, s2, e2: (s1 < s2) & (e1 > e2),
    "t_disjoint": lambda s1, e1, s2, e2: (e1 < s2) | (s1 > e2),
    "t_during": lambda s1, e1, s2, e2: (s1 > s2) & (e1 < e2),
    "t_equals": lambda s1, e1, s2, e2: (s1 == s2) & (e1 == e2),
    "t_finishedby": lambda s1, e1, s2, e2: (s1 < s2) & (e1 == e2),
    "t_finishes": lambda s1, e1, s2, e2: (s1 > s2) & (e1 == e2),
    "t_intersects": lambda s1, e1, s2, e2: (e1 >= s2) & (s1 <= e2),
    "t_meets": lambda _s1, e1, s2, _e2: e1 == s2,
    "t_metby": lambda s1, _e1, _s2, e2: s1 == e2,
    "t_overlappedby": lambda s1, e1, s2, e2: (s1 > s2) & (s1 < e2) & (e1 > e2),
    "t_overlaps": lambda s1, e1, s2, e2: (s1 < s2) & (e1 > s2) & (e1 < e2),
    "t_startedby": lambda s1, e1, s2, e2: (s1 == s2) & (e1 > e2),
    "t_starts": lambda s1, e1, s2, e2: (s1 == s2) & (e1 < e2),
}
"""Start and end of both operands to whether the relation holds (OGC 21-065, table 11)."""


def date_us(text: str) -> int:
    """Return midnight UTC of a date in microseconds since 1970."""
    try:
        return (date.fromisoformat(text) - _EPOCH).days * DAY_US
    except ValueError:
        raise FilterError(said(_NO_DATE, text=repr(text))) from None


def timestamp_us(text: str) -> int:
    """Return a UTC timestamp in microseconds since 1970."""
    phrase = said(_NO_TIMESTAMP, text=repr(text))
    if len(text) < len("2026-11-23T00:00:00Z"):
        raise FilterError(phrase)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise FilterError(phrase) from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH_UTC) // timedelta(microseconds=1)


def interval(ends: list[Any], value: Callable[[Any], Vector]) -> Vector:
    """Return an interval; each end is a text, ``..`` for open, or an expression.

    ``value`` evaluates an expression to a column.
    """
    start, end = _end(ends[0], FAR_PAST, value), _end(ends[1], FAR_FUTURE, value)
    grains = {part.kind for part in (start, end)} - {"interval"}
    grain: Literal["date", "timestamp"] = "timestamp" if "timestamp" in grains else "date"
    last = end.data + DAY_US - 1 if grain == "timestamp" and end.kind == "date" else end.data
    return Vector("interval", start.data, start.known & end.known, last, grain)


def _end(given: object, unbounded: int, value: Callable[[Any], Vector]) -> Vector:
    known = np.ones(1, dtype=np.bool_)
    if given == "..":
        return Vector("interval", np.array([unbounded]), known)
    if isinstance(given, str):
        if len(given) == len("2026-11-23"):
            return Vector("date", np.array([date_us(given)]), known)
        return Vector("timestamp", np.array([timestamp_us(given)]), known)
    vector = value(given)
    if vector.kind not in {"date", "timestamp"}:
        raise wrong_kind(_NO_END, vector.kind)
    return vector


def compare_times(name: str, left: Vector, right: Vector) -> Truth:
    """Return a temporal function of two columns of dates, timestamps or intervals."""
    for side in (left, right):
        if side.kind not in {"date", "timestamp", "interval"}:
            raise wrong_kind(_TAKES_TIMES, side.kind, name=name)
    by_day = _is_by_day(left) and _is_by_day(right)
    holds = TEMPORAL_FUNCTIONS[name](*_ends(left, by_day=by_day), *_ends(right, by_day=by_day))
    return Truth.of(holds, left.known & right.known)


def _is_by_day(vector: Vector) -> bool:
    return vector.kind == "date" or vector.grain == "date"


def _ends(vector: Vector, *, by_day: bool) -> tuple[_Ends, _Ends]:
    last = vector.data if vector.end is None else vector.end
    if _is_by_day(vector) and not by_day:
        last = np.where(last < FAR_FUTURE, last + DAY_US - 1, last)
    return vector.data, last
