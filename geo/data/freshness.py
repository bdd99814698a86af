"""How far the monthly counts reach, measure by measure, and how old that makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from geo.data.frames import BorderFrames
from geo.layers.measures import BTS_MEASURES, MAIN_MEASURES, MEASURES
from geo.words.catalogue import words
from geo.words.messages import message
from geo.words.numbers import partial_day

__all__ = ["Freshness", "freshness", "freshness_text", "months_between"]

_YEAR: Final = 12
_REACH: Final = message(
    "Crossing counts to {month}; published monthly by BTS, about two months later."
)
_REACH_FURTHER: Final = message(
    "Crossing counts to {month} ({further}); published monthly by BTS, about two months later."
)
_FURTHER: Final = message("{measure} to {month}")


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


def freshness_text(border: BorderFrames, lang: str) -> str:
    """Return to which month the counts reach, and that newer ones are published; empty if none.

    ``lang`` is one language.
    """
    fresh, say = freshness(border), words(lang)
    if fresh.to_month is None:
        return ""
    month = _month(fresh.to_month, lang)
    further = "; ".join(
        say.say(_FURTHER, measure=_within(say.pick(MEASURES[name], "label")),
                month=_month(reached, lang))
        for name, reached in fresh.beyond.items()
    )  # fmt: skip
    if further:
        return say.say(_REACH_FURTHER, month=month, further=further)
    return say.say(_REACH, month=month)


def _month(when: date, lang: str) -> str:
    return partial_day(when.isoformat()[:7], lang)


def _within(label: str) -> str:
    """Return a label as it stands within a sentence."""
    return label[:1].lower() + label[1:]


def months_between(first: date, last: date) -> int:
    """Return the number of months from one day's month to another's."""
    return (last.year - first.year) * _YEAR + last.month - first.month


def _freshness(border: BorderFrames) -> Freshness:
    frame = border.frame("volumes")[["measure", "port_code", "month"]]
    newest = {}
    for measure in BTS_MEASURES:
        rows = frame[frame["measure"] == measure]
        month = _newest(
            rows["month"].to_numpy("datetime64[M]").astype(np.int64),
            rows["port_code"].to_numpy(str),
        )
        if month is not None:
            newest[measure] = np.datetime64(month, "M").astype("datetime64[D]").item()
    return Freshness(newest=newest)


def _newest(months: "np.ndarray[tuple[int], np.dtype[np.int64]]",
            codes: "np.ndarray[tuple[int], np.dtype[np.str_]]") -> int | None:  # fmt: skip
    for month in np.unique(months)[::-1].tolist():
        here = len(np.unique(codes[months == month]))
        before = len(np.unique(codes[(months < month) & (months >= month - _YEAR)]))
        if 2 * here >= before:
            return int(month)
    return None
