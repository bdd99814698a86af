"""The parts of the border added up, and why they are not the whole where they are not."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from geo.volumes.areas import BORDER, Area, AreaKind, area_of, areas_of
from geo.volumes.completeness import MONTHS_OF_YEAR
from geo.volumes.ledger import BTS, Ledger, Series
from geo.volumes.parts import parts_of
from geo.volumes.yearly import held_months

__all__ = ["Reason", "Remainder", "Whole", "whole_of"]

Reason = Literal["not_divided", "not_held", "sources_differ", "no_crossing"]


@dataclass(frozen=True, slots=True)
class Remainder:
    """What a port code counts beyond the parts that lie in it, and why.

    ``not_divided``: it counts several parts together; ``not_held``: the year of a part is not
    held whole; ``sources_differ``: its parts are CBP's counts of the crossings, which add up to
    another figure or have other months; ``no_crossing``: no part carries the measure.
    """

    code: str
    value: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A year of the border: its value, those of its parts, and the remainders.

    ``value`` is the sum of the parts' values and of the remainders.
    """

    value: int
    parts: dict[str, int]
    remainders: tuple[Remainder, ...]


@dataclass(slots=True)
class _Taken:
    """What the parts take of a port code, and what they say of the rest."""

    value: int = 0
    reasons: set[Reason] = field(default_factory=set)


def whole_of(ledger: Ledger, kind: AreaKind, measure: str, year: int) -> Whole | None:
    """Return how a family of areas adds up to the border; ``None`` if the year is not held whole.

    Parameters
    ----------
    ledger
        The counts.
    kind
        One of ``FAMILIES``.
    measure
        What is counted.
    year
        The year.
    """
    border = _year_of(ledger, area_of(ledger, BORDER), measure, year)
    if border is None:
        return None
    taken: dict[str, _Taken] = defaultdict(_Taken)
    parts = {}
    for area in areas_of(ledger, kind):
        values = _year_of(ledger, area, measure, year)
        if values is not None:
            parts[area.id] = sum(values.values())
        _take(ledger, area, measure, values, taken)
    counted = {series.key: value for series, value in border.items()}
    rest = [
        Remainder(code, counted.get(code, 0) - taken[code].value, _reason(taken[code]))
        for code in sorted(counted.keys() | taken.keys())
        if counted.get(code, 0) != taken[code].value
    ]
    return Whole(value=sum(border.values()), parts=parts, remainders=tuple(rest))


def _take(
    ledger: Ledger,
    area: Area,
    measure: str,
    values: dict[Series, int] | None,
    taken: dict[str, _Taken],
) -> None:
    parts = parts_of(ledger, area, measure)
    for one in parts.beyond:
        taken[_code_of(ledger, one.series)].reasons.add("not_divided")
    for series in parts.series:
        of_code = taken[_code_of(ledger, series)]
        if values is None:
            of_code.reasons.add("not_held")
        else:
            of_code.value += values[series]
            of_code.reasons |= {"sources_differ"} if series.source != BTS else set()


def _reason(taken: _Taken) -> Reason:
    order: tuple[Reason, ...] = ("not_divided", "not_held", "sources_differ")
    return next((reason for reason in order if reason in taken.reasons), "no_crossing")


def _code_of(ledger: Ledger, series: Series) -> str:
    """Return the port code that a series counts, or counts a crossing of."""
    if series.source == BTS:
        return series.key
    ports = ledger.crossings[series.key]
    return next(code for code, members in ledger.members.items() if ports <= members)


def _year_of(ledger: Ledger, area: Area, measure: str, year: int) -> dict[Series, int] | None:
    """Return the year of each series of an area; ``None`` if it is not held or has no count."""
    months = held_months(ledger, area, measure)
    rows = months.years == year
    if rows.sum() < MONTHS_OF_YEAR or not months.is_counted[rows].any():
        return None
    sums = np.nan_to_num(months.counts[rows]).sum(axis=0).astype(np.int64).tolist()
    return dict(zip(months.series, sums, strict=True))
