"""Months that BTS lacks at a port code, and what CBP's counts of its crossings say of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.volumes.areas import Area
from geo.volumes.completeness import expected_months
from geo.volumes.ledger import BTS, CBP, Ledger, Series
from geo.volumes.yearly import area_months

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Gap", "gaps_of"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A month without a count in a series that should have one.

    ``crossings`` are what CBP's own counts of the crossings of a code say of the month, as (name
    in the source, count). They stand beside the figure and fill nothing.
    """

    series: Series
    month: "pd.Timestamp"
    crossings: tuple[tuple[str, int], ...]

    @property
    def counted(self) -> int | None:
        """Return the sum of the crossings, ``None`` where they are not counted."""
        return sum(count for _name, count in self.crossings) if self.crossings else None


def gaps_of(
    ledger: Ledger, area: Area, measure: str, years: Iterable[int] | None = None
) -> list[Gap]:
    """Return the months that are missing in the sum of an area, of these years or of all."""
    months = area_months(ledger, area, measure)
    if not len(months):
        return []
    missing = expected_months(ledger, measure, months) & ~months.is_counted
    if years is not None:
        missing &= np.isin(months.years, list(years))[:, None]
    return [
        Gap(months.series[column], months.dates[row],
            _crossings(ledger, measure, months.series[column], months.dates[row]))
        for row, column in np.argwhere(missing)
    ]  # fmt: skip


def _crossings(
    ledger: Ledger, measure: str, series: Series, month: "pd.Timestamp"
) -> tuple[tuple[str, int], ...]:
    if series.source != BTS:
        return ()
    row = int(ledger.months.searchsorted(month))
    counts = []
    for name, ports in sorted(ledger.crossings.items()):
        column = ledger.columns.get((measure, CBP, name))
        if column is not None and ports <= ledger.members[series.key]:
            count = ledger.counts[row, column]
            if np.isnan(count):
                return ()
            counts.append((name, int(count)))
    return tuple(counts)
