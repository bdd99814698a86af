"""Of how many months a sum is made, and of how many it should be.

A series is expected in a year that it counts for most of, in a year that it counts for some of
beside such a year, and in a year between two such years. A code that was split off is expected
from the month of its split.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from geo.volumes.ledger import BTS, Ledger, Months

__all__ = ["MONTHS_OF_YEAR", "expected_months", "per_year"]

MONTHS_OF_YEAR: Final = 12
_Flags = npt.NDArray[np.bool_]


def per_year(
    values: npt.NDArray[np.float64], years: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return the sums per year of values by month (first axis), in the order of the years."""
    starts = np.flatnonzero(np.diff(years, prepend=years[0] - 1))
    sums: npt.NDArray[np.float64] = np.add.reduceat(values, starts, axis=0)
    return sums


def expected_months(ledger: Ledger, measure: str, months: Months) -> _Flags:
    """Return which months of each series should have a count, of the shape of ``months.counts``.

    Parameters
    ----------
    ledger
        The counts.
    measure
        What is counted.
    months
        Counts by month, whole years but at the ends of the data.
    """
    years = months.years
    flags = np.hstack([months.counts > 0, months.is_counted, np.ones((len(months), 1))])
    sums = per_year(flags, years)
    counting, present, held = np.split(sums, [len(months.series), -1], axis=1)
    wanted = _expected_years(counting, held)
    silent = ~wanted.any(axis=1)
    wanted[silent] = present[silent] > 0
    expected: _Flags = wanted[years - years[0]]
    for column, series in enumerate(months.series):
        split = ledger.splits.get((measure, series.key)) if series.source == BTS else None
        if split is not None and series.key != split.codes[0]:
            expected[months.dates < split.month, column] = False
    return expected


def _expected_years(counting: npt.NDArray[np.float64], held: npt.NDArray[np.float64]) -> _Flags:
    """Return in which years (rows) each series (columns) is expected."""
    mostly = counting * 2 > held
    some = counting > 0
    before = np.vstack([np.zeros_like(mostly[:1]), mostly[:-1]])
    after = np.vstack([mostly[1:], np.zeros_like(mostly[:1])])
    result: _Flags = mostly | (some & (before | after)) | (before & after)
    return result
