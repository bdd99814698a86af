"""Crossings per year and per month of an area, with the months that they are made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError, UnknownModeError
from geo.layers import MODES
from geo.layers.measures import MAIN_MEASURES, MEASURE_OF_MODE, MEASURES
from geo.volumes.areas import Area, area_of
from geo.volumes.completeness import MONTHS_OF_YEAR, expected_months, per_year
from geo.volumes.ledger import Ledger, Months, Series, ledger_of, remembered
from geo.volumes.parts import parts_of
from geo.words.catalogue import Phrase
from geo.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

__all__ = [
    "Year",
    "area_months",
    "area_years",
    "checked_measures",
    "held_months",
    "volumes_per_month",
    "volumes_per_year",
    "years_of",
    "years_of_series",
]

_COLUMNS: Final = ("of", "measure")
_ITS_MODE: Final = message("{mode}, the mode of {measure}")


@dataclass(frozen=True, slots=True)
class Year:
    """A year: what was counted, in how many months of how many, and whether that is all of it.

    ``value`` is ``None`` where no month is counted. ``is_held`` says that the source holds all
    twelve months, though some code may lack one.
    """

    year: int
    value: int | None
    months: int
    expected: int
    is_full: bool
    is_held: bool


def volumes_per_year(
    border: BorderFrames, of: str = "border", measure: str | None = None, mode: str | None = None
) -> "pd.DataFrame":
    """Return northbound crossings of an area per year.

    Parameters
    ----------
    border
        The border.
    of
        ``border``, a state, a pair of states (``US-TX_MX-TAM``), a region, a port code or the id
        of a port of entry.
    measure
        One of ``MEASURES``; all main ones by default.
    mode
        The main measure of a mode of crossing instead.

    Returns
    -------
    A row per measure and year: ``of``, ``measure``, ``year``, ``value`` (missing where no month
    is counted), ``months`` counted and ``months_expected`` (a month of each code or crossing
    counts apart), and ``full``. Years begin and end where every series of the area is held.

    Raises
    ------
    InvalidValueError, UnknownModeError
        A word is not known.
    """
    ledger = ledger_of(border)
    area = area_of(ledger, of)
    tables = [area_years(ledger, area, name) for name in checked_measures(measure, mode)]
    return _labelled(area, tables).drop(columns="held", errors="ignore")


def volumes_per_month(
    border: BorderFrames, of: str = "border", measure: str | None = None, mode: str | None = None
) -> "pd.DataFrame":
    """Return northbound crossings of an area per month; parameters as of ``volumes_per_year``.

    Returns
    -------
    A row per measure and month: ``of``, ``measure``, ``month`` (its first day), ``value``,
    ``months`` (of how many codes or crossings it is made), ``months_expected`` and ``full``.

    Raises
    ------
    InvalidValueError, UnknownModeError
        A word is not known.
    """
    ledger = ledger_of(border)
    area = area_of(ledger, of)
    tables = [_per_month(ledger, area, name) for name in checked_measures(measure, mode)]
    return _labelled(area, tables)


def held_months(ledger: Ledger, area: Area, measure: str) -> Months:
    """Return the monthly counts of the series that make up an area.

    The months are those between which every series is held; without series there are none.
    """
    parts = parts_of(ledger, area, measure)
    months = ledger.months_of(measure, parts.series)
    if parts.first is None:
        return months.rows(0, 0)
    first, last = months.dates.searchsorted([parts.first, parts.last])
    return months.rows(int(first), int(last) + 1)


def area_months(ledger: Ledger, area: Area, measure: str) -> Months:
    """Return ``held_months`` from the first to the last month that any series counts."""
    return _trimmed(held_months(ledger, area, measure))


def _trimmed(months: Months) -> Months:
    counted = np.flatnonzero(months.is_counted.any(axis=1))
    return months.rows(int(counted[0]), int(counted[-1]) + 1) if len(counted) else months.rows(0, 0)


def area_years(ledger: Ledger, area: Area, measure: str) -> "pd.DataFrame":
    """Return the columns of ``volumes_per_year`` and whether all twelve months are ``held``."""
    import pandas as pd

    sums = _per_year(ledger, measure, area_months(ledger, area, measure))
    if sums is None:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "measure": measure,
            "year": sums.years,
            "value": _counts(sums.totals, sums.is_known),
            "months": sums.months,
            "months_expected": sums.expected,
            "full": sums.is_full,
            "held": sums.is_held,
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """What ``Year`` holds for each year, in order."""

    years: npt.NDArray[np.int64]
    totals: npt.NDArray[np.float64]
    is_known: npt.NDArray[np.bool_]
    months: npt.NDArray[np.int64]
    expected: npt.NDArray[np.int64]
    is_full: npt.NDArray[np.bool_]
    is_held: npt.NDArray[np.bool_]


def _per_year(ledger: Ledger, measure: str, months: Months) -> _Sums | None:
    """Return the sums per year of all series together; ``None`` without a month."""
    if not len(months):
        return None
    is_counted, expected = months.is_counted, expected_months(ledger, measure, months)
    by_month = (
        np.nan_to_num(months.counts), is_counted, is_counted & expected, expected,
    )  # fmt: skip
    columns = [one.sum(axis=1, dtype=np.float64) for one in by_month]
    sums = per_year(np.column_stack([*columns, np.ones(len(months))]), months.years)
    totals, known, counted, wanted, held = sums.T
    is_held = held == MONTHS_OF_YEAR
    return _Sums(
        years=np.unique(months.years),
        totals=totals,
        is_known=known > 0,
        months=counted.astype(np.int64),
        expected=wanted.astype(np.int64),
        is_full=(counted == wanted) & is_held,
        is_held=is_held,
    )


@remembered
def years_of(ledger: Ledger, area: Area, measure: str) -> tuple[Year, ...]:
    """Return the years of a measure of an area, in order."""
    return _years(_per_year(ledger, measure, area_months(ledger, area, measure)))


@remembered
def years_of_series(ledger: Ledger, measure: str, series: Series) -> tuple[Year, ...]:
    """Return the years of a whole port code or of the series of a crossing, in order."""
    if not ledger.has(measure, series):
        return ()
    months = _trimmed(ledger.months_of(measure, [series]))
    return _years(_per_year(ledger, measure, months))


def _years(sums: _Sums | None) -> tuple[Year, ...]:
    if sums is None:
        return ()
    columns = (
        sums.years, sums.totals, sums.months, sums.expected, sums.is_full, sums.is_held,
        sums.is_known,
    )  # fmt: skip
    return tuple(
        Year(year, int(value) if is_known else None, *others)
        for year, value, *others, is_known in zip(*(one.tolist() for one in columns), strict=True)
    )


def _per_month(ledger: Ledger, area: Area, measure: str) -> "pd.DataFrame":
    import pandas as pd

    months = area_months(ledger, area, measure)
    if not len(months):
        return pd.DataFrame()
    is_counted, expected = months.is_counted, expected_months(ledger, measure, months)
    counted, wanted = (is_counted & expected).sum(axis=1), expected.sum(axis=1)
    return pd.DataFrame(
        {
            "measure": measure,
            "month": months.dates,
            "value": _counts(np.nan_to_num(months.counts).sum(axis=1), is_counted.sum(axis=1) > 0),
            "months": counted,
            "months_expected": wanted,
            "full": counted == wanted,
        }
    )


def checked_measures(measure: str | None = None, mode: str | None = None) -> tuple[str, ...]:
    """Return the measures that these words name, the main ones if neither is given.

    Raises
    ------
    InvalidValueError, UnknownModeError
        A word is not known, or both are given and do not agree.
    """
    if mode is not None and mode not in MODES:
        raise UnknownModeError(mode, MODES)
    if measure is not None and measure not in MEASURES:
        raise InvalidValueError("measure", measure, ", ".join(MEASURES))
    if measure is not None and mode is not None and MEASURES[measure].mode != mode:
        raise InvalidValueError("mode", mode, _mode_of(measure))
    if measure is not None:
        return (measure,)
    return (MEASURE_OF_MODE[mode],) if mode is not None else MAIN_MEASURES


def _mode_of(measure: str) -> Phrase:
    mode = MEASURES[measure].mode
    return Phrase(lambda words: words.say(_ITS_MODE, mode=mode, measure=measure))


def _counts(
    sums: npt.NDArray[np.float64], known: npt.NDArray[np.bool_]
) -> "pd.arrays.IntegerArray":
    """Return sums as whole numbers, missing where nothing is known."""
    import pandas as pd

    return pd.arrays.IntegerArray(sums.astype(np.int64), ~known)


def _labelled(area: Area, tables: "Iterable[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    filled = [table for table in tables if not table.empty]
    if not filled:
        return pd.DataFrame(columns=[*_COLUMNS])
    table = pd.concat(filled, ignore_index=True)
    table.insert(0, "of", area.id)
    return table
