"""How the crossings of an area changed between two years, like for like.

The same months of both years are compared, code by code: months that one of the two years lacks
are left out of the other. Codes that were split are one family. A crossing that opened in between
counts as growth. A code that has stopped reporting, or did not yet report, is left out and named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.volumes.areas import Area, area_of
from geo.volumes.completeness import MONTHS_OF_YEAR, expected_months
from geo.volumes.ledger import BTS, Ledger, Months, Series, ledger_of, remembered
from geo.volumes.parts import parts_of
from geo.volumes.yearly import checked_measures, held_months
from geo.words.catalogue import said
from geo.words.messages import message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["REASONS", "Change", "change", "change_of", "latest_year"]

_EARLIER: Final = message("a year before {year}")
REASONS: Final = (
    "not_counted", "beyond", "split", "ended", "begun", "no_common_months", "few_months", "zero",
)  # fmt: skip
"""Why two years are not comparable: no count of a year; only a code that reaches beyond the area;
a code that was split in between, without its other part; no report any more; none yet; no month in
common; fewer than half of the months in common; nothing in the earlier year."""
_MIN_SHARE: Final = 0.5

_Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two years of a measure, like for like; ``reason`` says why they are not comparable.

    ``before`` and ``after`` are sums over the same ``months`` (a month of each code or crossing
    counts apart) of ``months_possible``. ``opened`` are the series that count as growth; ``ended``
    and ``begun`` are those left out, since one of the years has nothing of them.
    """

    measure: str
    since: int
    until: int
    before: int | None = None
    after: int | None = None
    months: int = 0
    months_possible: int = 0
    opened: tuple[Series, ...] = ()
    ended: tuple[Series, ...] = ()
    begun: tuple[Series, ...] = ()
    reason: str | None = None

    @property
    def percent(self) -> float | None:
        """Return the change in per cent of the earlier year; ``None`` if not comparable."""
        if self.reason is not None or not self.before or self.after is None:
            return None
        return 100.0 * (self.after - self.before) / self.before

    @property
    def is_whole(self) -> bool:
        """Return whether all months of both years are compared."""
        return self.months == self.months_possible and not self.ended and not self.begun


@dataclass(slots=True)
class _Tally:
    before: float = 0.0
    after: float = 0.0
    months: int = 0
    opened: list[Series] = field(default_factory=list)
    ended: list[Series] = field(default_factory=list)
    begun: list[Series] = field(default_factory=list)
    families: int = 0


def change(
    border: BorderFrames,
    of: str = "border",
    since: int = 2019,
    until: int | None = None,
    measure: str | None = None,
    mode: str | None = None,
) -> "pd.DataFrame":
    """Return how the crossings of an area changed between two years, like for like.

    Parameters
    ----------
    border
        The border.
    of
        As of ``volumes_per_year``.
    since
        The earlier year.
    until
        The later year; by default the last whose December is held.
    measure, mode
        As of ``volumes_per_year``.

    Returns
    -------
    A row per measure: ``of``, ``measure``, ``since``, ``until``, ``before`` and ``after`` (sums
    over the same months), ``percent``, ``months`` compared of ``months_possible``, and lists of
    series (port codes, names of crossings) that were ``opened`` (growth), ``ended`` or ``begun``
    (left out); ``comparable`` and, where it is not, the ``reason``.

    Raises
    ------
    InvalidValueError, UnknownModeError
        A word is not known, or ``since`` is not before ``until``.
    """
    import pandas as pd

    ledger = ledger_of(border)
    area = area_of(ledger, of)
    changes = []
    for name in checked_measures(measure, mode):
        last = until if until is not None else latest_year(ledger, area, name)
        if last is not None:
            changes.append(change_of(ledger, area, name, since, last))
    return pd.DataFrame(
        {
            "of": area.id,
            "measure": [one.measure for one in changes],
            "since": since,
            "until": [one.until for one in changes],
            "before": pd.array([one.before for one in changes], dtype="Int64"),
            "after": pd.array([one.after for one in changes], dtype="Int64"),
            "percent": np.array([one.percent for one in changes], dtype="float64"),
            "months": [one.months for one in changes],
            "months_possible": [one.months_possible for one in changes],
            "opened": [_keys(one.opened) for one in changes],
            "ended": [_keys(one.ended) for one in changes],
            "begun": [_keys(one.begun) for one in changes],
            "comparable": [one.reason is None for one in changes],
            "reason": pd.array([one.reason for one in changes], dtype="string"),
        }
    )


def latest_year(ledger: Ledger, area: Area, measure: str) -> int | None:
    """Return the last year of which an area's December is held; ``None`` without one.

    Where only codes that reach beyond the area count it, it is the year of those.
    """
    parts = parts_of(ledger, area, measure)
    ends = [ledger.held[measure, one.series.source][1] for one in parts.beyond]
    last = parts.last or min(ends, default=None)
    if last is None:
        return None
    return int(last.year if last.month == MONTHS_OF_YEAR else last.year - 1)


@remembered
def change_of(ledger: Ledger, area: Area, measure: str, since: int, until: int) -> Change:
    """Return the change of one measure of an area between two years.

    Raises
    ------
    InvalidValueError
        ``since`` is not before ``until``.
    """
    if since >= until:
        raise InvalidValueError("since", since, said(_EARLIER, year=until))
    nothing = Change(measure=measure, since=since, until=until)
    months = held_months(ledger, area, measure)
    if not len(months):
        is_beyond = parts_of(ledger, area, measure).beyond
        return replace(nothing, reason="beyond" if is_beyond else "not_counted")
    families = _families(ledger, measure, months.series)
    if any(_is_cut(ledger, measure, family, (since, until)) for family in families):
        return replace(nothing, reason="split")
    expected = expected_months(ledger, measure, months)
    before, after = (_Year(months, expected, year) for year in (since, until))
    if not before.is_held.any() or not after.is_held.any():
        return replace(nothing, reason="not_counted")
    tally = _Tally()
    for family in families:
        _add(tally, ledger, family, (before, after))
    return _settled(nothing, tally, int(after.is_held.sum()))


class _Year:
    """The twelve months of a year, of the series of an area."""

    def __init__(self, months: Months, expected: npt.NDArray[np.bool_], year: int) -> None:
        chosen = months.years == year
        calendar = months.dates[chosen].month.to_numpy() - 1
        self.number = year
        self.is_held = np.zeros(MONTHS_OF_YEAR, dtype=np.bool_)
        self.is_held[calendar] = True
        self._values = np.full((MONTHS_OF_YEAR, len(months.series)), np.nan)
        self._values[calendar] = months.counts[chosen]
        self._expected = np.zeros(self._values.shape, dtype=np.bool_)
        self._expected[calendar] = expected[chosen]
        self._columns = {one: position for position, one in enumerate(months.series)}

    def of(self, family: Sequence[Series]) -> _Values:
        """Return the months of a family, NaN where a member's count is missing."""
        columns = [self._columns[one] for one in family]
        values, expected = self._values[:, columns], self._expected[:, columns]
        is_counted = ~np.isnan(values)
        is_whole = is_counted.any(axis=1) & (is_counted | ~expected).all(axis=1)
        return np.where(is_whole, np.nansum(values, axis=1), np.nan)


def _settled(nothing: Change, tally: _Tally, months_held: int) -> Change:
    possible = tally.families * months_held
    reason = None
    if not tally.families:
        reason = "ended" if tally.ended else "begun" if tally.begun else "not_counted"
    elif not tally.months:
        reason = "no_common_months"
    elif tally.months < _MIN_SHARE * possible:
        reason = "few_months"
    elif not tally.before:
        reason = "zero"
    return replace(
        nothing,
        before=round(tally.before) if tally.months else None,
        after=round(tally.after) if tally.months else None,
        months=tally.months,
        months_possible=possible,
        opened=tuple(tally.opened),
        ended=tuple(tally.ended),
        begun=tuple(tally.begun),
        reason=reason,
    )


def _families(ledger: Ledger, measure: str, series: Sequence[Series]) -> list[list[Series]]:
    """Return the series by family: codes of one split together, every other one alone."""
    families: dict[tuple[str, ...], list[Series]] = {}
    for one in series:
        split = ledger.splits.get((measure, one.key)) if one.source == BTS else None
        families.setdefault(split.codes if split else tuple(one), []).append(one)
    return list(families.values())


def _is_cut(ledger: Ledger, measure: str, family: Sequence[Series], years: tuple[int, int]) -> bool:
    """Return whether a split between two years cuts a family of which a part is not here."""
    split = ledger.splits.get((measure, family[0].key)) if family[0].source == BTS else None
    if split is None or len(family) == len(split.codes):
        return False
    return years[0] <= split.month.year <= years[1]


def _add(
    tally: _Tally, ledger: Ledger, family: Sequence[Series], years: tuple[_Year, _Year]
) -> None:
    before, after = (year.of(family) for year in years)
    has_before, has_after = ~np.isnan(before), ~np.isnan(after)
    if not has_after.any():
        tally.ended += family if np.nansum(before) > 0 else []
        return
    if not has_before.any():
        if not _opened_after(ledger, family, years[0].number):
            tally.begun += family if np.nansum(after) > 0 else []
            return
        before, has_before = np.zeros(MONTHS_OF_YEAR), has_after
        tally.opened += family
    common = has_before & has_after
    tally.before += before[common].sum()
    tally.after += after[common].sum()
    tally.months += int(common.sum())
    tally.families += 1


def _opened_after(ledger: Ledger, family: Iterable[Series], year: int) -> bool:
    """Return whether all ports of a family opened later than a year."""
    ports = {
        port
        for one in family
        for port in (ledger.members if one.source == BTS else ledger.crossings)[one.key]
    }
    years = [ledger.ports[port].opened_year for port in ports]
    return bool(years) and all(opened is not None and opened > year for opened in years)


def _keys(series: Iterable[Series]) -> list[str]:
    return [one.key for one in series]
