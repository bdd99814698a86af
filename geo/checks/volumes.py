"""Volumes: one value per series and month, the months that the sources hold, published sums."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from geo.checks.model import Check, equal, without_problems
from geo.data.frames import BorderFrames
from geo.layers import LAYERS

__all__ = ["check_volumes"]

MONTHS: Final = {
    "volumes": ("1996-01", "2026-08"),
    "crossing_volumes": ("2008-01", "2025-12"),
}
"""First month that the sources hold, and the last when this was written; updates add more."""
KEYS: Final = {
    "volumes": ("port_code", "month", "measure"),
    "crossing_volumes": ("crossing", "month", "mode"),
}
PUBLISHED_SUMS: Final = (
    ("personal_vehicles", 2006, 88_295_570, "BTS Pocket Guide 2008, table 4-8: 88,296 thousand"),
    ("pedestrians", 2006, 46_251_414, "BTS Pocket Guide 2008, table 4-8: 46,251 thousand"),
    ("trucks", 2003, 4_238_045, "BTS National Transportation Statistics 2005, table 1-49"),
    ("trucks", 2004, 4_503_688, "BTS National Transportation Statistics 2005, table 1-49"),
)
"""Measure, year, sum over the border, and the publication that states it."""


def check_volumes(border: BorderFrames) -> list[Check]:
    """Check keys, months, counts and sums of the two tables of crossings."""
    checks = []
    for name in MONTHS:
        columns = border.records(name).columns
        described = border.package["borderPorts"]["layers"][name]["months"]
        checks += [
            _keys(name, columns),
            *_months(name, columns, described),
            _counts(name, columns),
        ]
    volumes = border.records("volumes").columns
    return checks + [
        equal(f"sum of {measure} in {year}", _sum(volumes, measure, year), total, source)
        for measure, year, total, source in PUBLISHED_SUMS
    ]


def _keys(name: str, columns: Mapping[str, list[Any]]) -> Check:
    keys = list(zip(*(columns[key] for key in KEYS[name]), strict=True))
    again = len(keys) - len(set(keys)) + len(keys) - len(set(columns[LAYERS[name].key]))
    return equal(f"{name}: repeated series and months", again, 0, f"{len(keys)} rows")


def _months(
    name: str, columns: Mapping[str, list[Any]], described: Sequence[str]
) -> tuple[Check, Check]:
    """Return whether the months are those described, and reach as far as the sources did."""
    months = columns["month"]
    first, last = (month.isoformat()[:7] for month in (min(months), max(months)))
    days = {month.day for month in months}
    wanted = (MONTHS[name][0], described[1], {1})
    return (
        equal(f"{name}: first and last month", (first, last, days), wanted),
        Check(
            name=f"{name}: no month lost",
            passed=last >= MONTHS[name][1],
            found=f"to {last}",
            expected=f"to {MONTHS[name][1]} or later",
        ),
    )


def _counts(name: str, columns: Mapping[str, list[Any]]) -> Check:
    problems = _not_counts(zip(columns["id"], columns["value"], strict=True))
    return without_problems(f"{name}: counts", problems, f"{len(columns['id'])} rows")


def _not_counts(rows: Iterable[tuple[str, Any]]) -> list[str]:
    return [f"{key}: {value}" for key, value in rows if not isinstance(value, int) or value < 0]


def _sum(columns: Mapping[str, list[Any]], measure: str, year: int) -> int:
    return sum(
        value
        for value, month, named in zip(
            columns["value"], columns["month"], columns["measure"], strict=True
        )
        if named == measure and month.year == year
    )
