"""How far the monthly counts reach, measure by measure, and how old that makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from geo.data.frames import BorderFrames
from geo.layers.measures import BTS_MEASURES, MAIN_MEASURES, MEASURES

__all__ = ["Freshness", "freshness", "months_between"]

_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The newest month of each measure of BTS, as its first day.

    A month is there when at least half of the port codes that counted the measure within the
    twelve months before have it: a single row is not yet a month.
    """

    newest: Mapping[str, date]

    @property
    def to_month(self) -> date | None:
        """Return the month to which every main measure reaches; ``None`` without any counts."""
        return min(self._main().values(), default=None)

    @property
    def beyond(self) -> dict[str, date]:
        """Return the main measures that reach further than ``to_month``."""
        return {name: month for name, month in self._main().items() if month != self.to_month}

    def age_months(self, today: date) -> int | None:
        """Return the months from ``to_month`` to that of a day."""
        return None if self.to_month is None else months_between(self.to_month, today)

    def _main(self) -> dict[str, date]:
        """Return how far the main measures reach that have all their parts."""
        parts = {name: MEASURES[name].bts for name in MAIN_MEASURES}
        return {
            name: min(self.newest[part] for part in held)
            for name, held in parts.items()
            if all(part in self.newest for part in held)
        }


def freshness(border: BorderFrames) -> Freshness:
    """Return how far the counts of a border reach, computed once."""
    return border.derived(_freshness)


def months_between(first: date, last: date) -> int:
    """Return the number of months from one day's month to another's."""
    return (last.year - first.year) * _YEAR + last.month - first.month


def _freshness(border: BorderFrames) -> Freshness:
    frame = border.frame("volumes")[["measure", "port_code", "month"]]
    newest = {}
    for measure in BTS_MEASURES:
        rows = frame[frame["measure"] == measure]
        found = _newest(
            rows["month"].to_numpy("datetime64[M]").astype(np.int64),
            rows["port_code"].to_numpy(str),
        )
        if found is not None:
            newest[measure] = np.datetime64(found, "M").astype("datetime64[D]").item()
    return Freshness(newest=newest)


def _newest(months: "np.ndarray[tuple[int], np.dtype[np.int64]]",
            codes: "np.ndarray[tuple[int], np.dtype[np.str_]]") -> int | None:  # fmt: skip
    for month in np.unique(months)[::-1].tolist():
        here = len(np.unique(codes[months == month]))
        before = len(np.unique(codes[(months < month) & (months >= month - _YEAR)]))
        if 2 * here >= before:
            return int(month)
    return None
