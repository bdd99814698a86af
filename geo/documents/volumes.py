"""Northbound crossings per year: sums that every document shows alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geo.border import Border

__all__ = [
    "MEASURES",
    "Change",
    "crossing_totals",
    "is_comparable",
    "latest_full_year",
    "trend",
    "year_total",
    "yearly_rows",
]

MEASURES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "trucks": ("commercial", ("trucks",)),
    "rail_containers": ("rail", ("rail_containers_loaded", "rail_containers_empty")),
    "buses": ("bus", ("buses",)),
    "personal_vehicles": ("pov", ("personal_vehicles",)),
    "pedestrians": ("pedestrian", ("pedestrians",)),
}
"""What documents show: name to mode of crossing and the BTS measures that are added up."""
_MONTHS: Final = 12
_SPLIT_CODES: Final = frozenset({"2401", "2402"})
_SPLIT_YEAR: Final = 2020
"""BTS counts Ysleta (2401) apart from El Paso (2402) only since March 2020."""


@dataclass(frozen=True, slots=True)
class Change:
    """A year's total and how it compares; ``None`` where there is nothing to compare with."""

    total: int | None
    before: int | None

    @property
    def percent(self) -> float | None:
        """Return the change in per cent of the earlier total."""
        if not self.before or self.total is None:
            return None
        return 100.0 * (self.total - self.before) / self.before


def latest_full_year(border: Border) -> int:
    """Return the last year of which the data hold every month."""
    months = border.records("volumes").columns["month"]
    seen: dict[int, set[int]] = {}
    for year, month in {(day.year, day.month) for day in months}:
        seen.setdefault(year, set()).add(month)
    return max(year for year, found in seen.items() if len(found) == _MONTHS)


def year_total(border: Border, codes: Collection[str], measure: str, year: int) -> int | None:
    """Return the entries of a year at port codes; ``None`` where nothing was reported."""
    sums = _annual(border)
    found = [
        sums[code, year, part]
        for code in codes
        for part in MEASURES[measure][1]
        if (code, year, part) in sums
    ]
    return sum(found) if found else None


def trend(border: Border, codes: Collection[str], measure: str) -> list[tuple[int, int | None]]:
    """Return (year, entries) from the first year to the latest full one."""
    first = min(year for _code, year, _measure in _annual(border))
    years = range(first, latest_full_year(border) + 1)
    return [(year, year_total(border, codes, measure, year)) for year in years]


def is_comparable(codes: Collection[str], earlier_year: int) -> bool:
    """Return whether totals of these codes in two years are of the same crossings.

    They are not where El Paso or Ysleta stands alone and the earlier year is before their split.
    """
    halves = len(_SPLIT_CODES.intersection(codes))
    return halves != 1 or earlier_year > _SPLIT_YEAR


def yearly_rows(
    border: Border, codes: Collection[str]
) -> list[tuple[str, str, int, str, int, int]]:
    """Return (code, name, year, measure, entries, months reported) of every year that has any."""
    columns = border.records("volumes").columns
    names = dict(zip(columns["port_code"], columns["port_name"], strict=True))
    of_part = {part: name for name, (_mode, parts) in MEASURES.items() for part in parts}
    months: dict[tuple[str, int, str], set[int]] = {}
    for code, day, part in zip(
        columns["port_code"], columns["month"], columns["measure"], strict=True
    ):
        if part in of_part and code in codes:
            months.setdefault((code, day.year, of_part[part]), set()).add(day.month)
    rows = []
    for (code, year, measure), found in sorted(months.items()):
        total = year_total(border, (code,), measure, year)
        if total is not None:
            rows.append((code, names[code], year, measure, total, len(found)))
    return rows


def crossing_totals(border: Border, port: str) -> dict[tuple[int, str], int]:
    """Return entries by (year, mode) at one Texas crossing, full years only.

    Series that cover further ports are left out: their counts cannot be divided.
    """
    columns = border.records("crossing_volumes").columns
    sums: dict[tuple[int, str], int] = {}
    months: dict[tuple[int, str], int] = {}
    for ids, day, mode, value in zip(
        columns["port_ids"], columns["month"], columns["mode"], columns["value"], strict=True
    ):
        if tuple(ids) == (port,):
            key = day.year, mode
            sums[key] = sums.get(key, 0) + value
            months[key] = months.get(key, 0) + 1
    return {key: total for key, total in sums.items() if months[key] == _MONTHS}


@lru_cache(maxsize=2)
def _annual(border: Border) -> Mapping[tuple[str, int, str], int]:
    columns = border.records("volumes").columns
    sums: dict[tuple[str, int, str], int] = {}
    for code, day, measure, value in zip(
        columns["port_code"], columns["month"], columns["measure"], columns["value"], strict=True
    ):
        key = code, day.year, measure
        sums[key] = sums.get(key, 0) + value
    return sums
