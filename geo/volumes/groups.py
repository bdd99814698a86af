"""The crossings of the parts of an area: per year, per month, or added up over years."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.volumes.areas import BORDER, FAMILIES, Area, area_of, areas_of
from geo.volumes.ledger import Ledger, ledger_of
from geo.volumes.yearly import volumes_per_month, volumes_per_year
from geo.words.catalogue import said
from geo.words.messages import message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PERIODS", "Division", "checked_years", "divided", "volumes_by"]

_OR_LATER: Final = message("a year, {year} or later")
PERIODS: Final = ("year", "month", "total")
"""What a row stands for: a year, a month, or all years from the first to the last asked for."""


@dataclass(frozen=True, slots=True)
class Division:
    """An area divided: the areas of a kind that lie in it, and the ids of those that reach beyond.

    ``reaching`` have some of their ports in the area and some outside.
    """

    groups: tuple[Area, ...]
    reaching: tuple[str, ...]


def divided(ledger: Ledger, area: Area, by: str | None) -> Division:
    """Return an area divided into areas of a kind of ``FAMILIES``; undivided for ``None``.

    Raises
    ------
    InvalidValueError
        No such kind.
    """
    if by is None:
        return Division((area,), ())
    kind = next((kind for kind in FAMILIES if kind == by), None)
    if kind is None:
        raise InvalidValueError("by", by, ", ".join(FAMILIES))
    parts = areas_of(ledger, kind)
    if area.kind == BORDER:
        return Division(tuple(parts), ())
    touching = [part for part in parts if part.ports & area.ports]
    return Division(
        tuple(part for part in touching if part.ports <= area.ports),
        tuple(part.id for part in touching if not part.ports <= area.ports),
    )


def checked_years(since: int | None, until: int | None) -> tuple[int, int]:
    """Return the first and last year asked for; those left out are beyond every count.

    Raises
    ------
    InvalidValueError
        The last is before the first.
    """
    first, last = 0 if since is None else int(since), 9999 if until is None else int(until)
    if last < first:
        raise InvalidValueError("until", until, said(_OR_LATER, year=first))
    return first, last


def volumes_by(
    border: BorderFrames,
    by: str | None = None,
    of: str = BORDER,
    *,
    per: str = "year",
    since: int | None = None,
    until: int | None = None,
    measure: str | None = None,
    mode: str | None = None,
) -> "pd.DataFrame":
    """Return northbound crossings grouped by the parts of an area, and by year, month or neither.

    Parameters
    ----------
    border
        The border.
    by
        A kind of areas (``us_state``, ``mx_state``, ``pair``, ``region``, ``code``, ``port``);
        those that lie in ``of`` are the groups. ``None``: ``of`` is the one group.
    of
        The area, as of ``volumes_per_year``.
    per
        One of ``PERIODS``.
    since, until
        First and last year; by default all.
    measure, mode
        As of ``volumes_per_year``.

    Returns
    -------
    Rows as of ``volumes_per_year`` or ``volumes_per_month``, of each group; for ``total`` with
    ``since`` and ``until``, the first and last year that are added, in place of the year.

    Raises
    ------
    InvalidValueError, UnknownModeError
        A word is not known, or ``until`` is before ``since``.
    """
    import pandas as pd

    if per not in PERIODS:
        raise InvalidValueError("per", per, ", ".join(PERIODS))
    first, last = checked_years(since, until)
    ledger = ledger_of(border)
    groups = divided(ledger, area_of(ledger, of), by).groups
    rows_of = volumes_per_month if per == "month" else volumes_per_year
    tables = [rows_of(border, group.id, measure, mode) for group in groups]
    filled = [table for table in tables if not table.empty]
    if not filled:
        return pd.DataFrame(columns=["of", "measure"])
    table = pd.concat(filled, ignore_index=True)
    years = table["month"].dt.year if per == "month" else table["year"]
    table = table[years.between(first, last)].reset_index(drop=True)
    return _totals(table) if per == "total" else table


def _totals(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the sums over the years of each group and measure; no count at all stays none."""
    grouped = table.groupby(["of", "measure"], sort=False)
    return grouped.agg(
        since=("year", "min"),
        until=("year", "max"),
        value=("value", lambda values: values.sum(min_count=1)),
        months=("months", "sum"),
        months_expected=("months_expected", "sum"),
        full=("full", "all"),
    ).reset_index()
