"""The counts of both sources as one table of months, made once for each border.

A column is a series of one measure, a row a month. What a source leaves out, and what a note says
is no count, is missing (NaN), never zero.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, NamedTuple, ParamSpec, TypeVar, cast

import numpy as np
import numpy.typing as npt

from geo.data.frames import BorderFrames
from geo.layers.measures import MEASURE_OF_MODE, MEASURES
from geo.layers.series import MISSING_KINDS
from geo.volumes.notes import Note, Split, notes_of, splits_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BTS", "CBP", "Ledger", "Months", "Port", "Series", "ledger_of", "remembered"]

BTS: Final = "bts"
"""Counts of BTS per port code."""
CBP: Final = "cbp"
"""CBP's counts per Texas crossing, compiled by the University of North Texas."""
_CODE_SYSTEMS: Final = ("cbp_port", "bts_rail")
_MASKING: Final = frozenset(MISSING_KINDS) - {"predecessor"}
_MAX_ANSWERS: Final = 10_000
"""Answers that a ledger keeps before it forgets all; a brief of the border asks some 500."""
_KEYS: Final = ["measure", "source", "key"]


class Series(NamedTuple):
    """A counted series: its source, and its port code or the name of its crossing."""

    source: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """What the counts need to know of a port."""

    id: str
    us_state: str
    mx_state: str
    region: str
    modes: frozenset[str]
    opened_year: int | None


@dataclass(frozen=True, slots=True)
class Months:
    """Counts by month (rows, without gaps) and series (columns), NaN where there is none.

    ``years`` is the year of each row.
    """

    series: tuple[Series, ...]
    dates: "pd.DatetimeIndex"
    years: npt.NDArray[np.int64]
    counts: npt.NDArray[np.float64]

    @property
    def is_counted(self) -> npt.NDArray[np.bool_]:
        """Return which months have a count."""
        return ~np.isnan(self.counts)

    def __len__(self) -> int:
        """Return the number of months."""
        return len(self.dates)

    def rows(self, first: int, last: int) -> "Months":
        """Return the rows from one number to another, the last one not included."""
        chosen = slice(first, last)
        return Months(self.series, self.dates[chosen], self.years[chosen], self.counts[chosen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All counts of a border by month.

    ``counts`` have a row per month of ``months`` (each of a year of ``years``), without gaps, and
    a column for each (measure, source, key) of ``columns``. A series without any count above zero
    has none, except a crossing that is open to the mode and counts nobody northbound. ``members``
    are the ports of each port code, ``crossings`` the ports of each crossing's series.
    """

    months: "pd.DatetimeIndex"
    years: npt.NDArray[np.int64]
    columns: Mapping[tuple[str, str, str], int]
    counts: npt.NDArray[np.float64]
    ports: Mapping[str, Port]
    code_names: Mapping[str, str]
    members: Mapping[str, frozenset[str]]
    crossings: Mapping[str, frozenset[str]]
    notes: tuple[Note, ...]
    splits: Mapping[tuple[str, str], Split]
    held: "Mapping[tuple[str, str], tuple[pd.Timestamp, pd.Timestamp]]"
    """First and last month that a source holds of a measure, by (measure, source)."""
    answers: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False)
    """What ``remembered`` functions answered."""

    def has(self, measure: str, series: Series) -> bool:
        """Return whether a series counts anything of a measure."""
        return (measure, *series) in self.columns

    def months_of(self, measure: str, series: Iterable[Series]) -> Months:
        """Return the counts of a measure by month."""
        wanted = tuple(series)
        columns = [self.columns[measure, one.source, one.key] for one in wanted]
        return Months(wanted, self.months, self.years, self.counts[:, columns])


_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def remembered(
    make: Callable[Concatenate[Ledger, _Asked], _Answer],
) -> Callable[Concatenate[Ledger, _Asked], _Answer]:
    """Return a function of a ledger whose answers the ledger keeps.

    Further arguments are hashable and given by position; answers are never changed.
    """

    @wraps(make)
    def kept(ledger: Ledger, *asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        key = (make, *asked, *named.items())
        if key not in ledger.answers:
            if len(ledger.answers) >= _MAX_ANSWERS:
                ledger.answers.clear()
            ledger.answers[key] = make(ledger, *asked, **named)
        return cast("_Answer", ledger.answers[key])

    return cast("Callable[Concatenate[Ledger, _Asked], _Answer]", kept)


def ledger_of(border: BorderFrames) -> Ledger:
    """Return the counts of a border by month, made once and kept with its frames."""
    return border.derived(_make)


def _make(border: BorderFrames) -> Ledger:
    import pandas as pd

    volumes, crossing_volumes = border.frame("volumes"), border.frame("crossing_volumes")
    notes = notes_of(border.frame("series_notes"))
    codes = border.frame("port_codes")
    codes = codes[codes["system"].isin(_CODE_SYSTEMS)]
    crossings = _crossings(crossing_volumes)
    counts = pd.concat(
        [_with_sums(_by_code(volumes)), _by_crossing(crossing_volumes)], axis=1, sort=True
    ).rename_axis(columns=_KEYS)
    counts = counts.reindex(pd.date_range(counts.index.min(), counts.index.max(), freq="MS"))
    counts = _masked(counts, notes, crossings)
    ports = {port.id: port for port in _ports(border.frame("ports"))}
    counts = counts.loc[:, _is_counted(counts, crossings, ports)].sort_index(axis=1)
    names = volumes.drop_duplicates("port_code", keep="last")
    months = pd.DatetimeIndex(counts.index)
    return Ledger(
        months=months,
        years=months.year.to_numpy(np.int64),
        columns={key: number for number, key in enumerate(_keys(counts))},
        counts=counts.to_numpy(),
        ports=ports,
        code_names=dict(zip(names["port_code"], names["port_name"], strict=True)),
        members={str(code): frozenset(rows["port_id"]) for code, rows in codes.groupby("code")},
        crossings=crossings,
        notes=notes,
        splits=splits_of(notes),
        held=_held(counts),
    )


def _ports(ports: "pd.DataFrame") -> Iterable[Port]:
    import pandas as pd

    for row in ports.to_dict("records"):
        yield Port(
            id=row["id"],
            us_state=row["us_state"],
            mx_state=row["mx_state"],
            region=row["bbbxg_region"],
            modes=frozenset(row["modes"]),
            opened_year=None if pd.isna(row["opened_year"]) else int(row["opened_year"]),
        )


def _by_code(volumes: "pd.DataFrame") -> "pd.DataFrame":
    return _wide(volumes, volumes["measure"], BTS, volumes["port_code"])


def _by_crossing(volumes: "pd.DataFrame") -> "pd.DataFrame":
    return _wide(volumes, volumes["mode"].map(MEASURE_OF_MODE), CBP, volumes["crossing"])


def _wide(
    rows: "pd.DataFrame", measure: "pd.Series", source: str, key: "pd.Series"
) -> "pd.DataFrame":
    """Return the values with a row for each month and a column for each measure and key."""
    import pandas as pd

    measures, measure_names = pd.factorize(measure)
    keys, key_names = pd.factorize(key)
    months, month_names = pd.factorize(rows["month"])
    if min(measures.min(), keys.min(), months.min()) < 0:
        message = f"a count of {source} is of no month, measure or place"
        raise ValueError(message)
    of_both = measures * len(key_names) + keys
    pairs = np.flatnonzero(np.bincount(of_both))
    cells = months * len(pairs) + np.searchsorted(pairs, of_both)
    if np.bincount(cells).max() > 1:
        message = f"two counts of {source} are of the same month, measure and place"
        raise ValueError(message)
    values = np.full((len(month_names), len(pairs)), np.nan)
    values.flat[cells] = rows["value"].to_numpy("float64")
    names = [(str(measure_names[pair // len(key_names)]), source,
              str(key_names[pair % len(key_names)])) for pair in pairs.tolist()]  # fmt: skip
    table = pd.DataFrame(values, month_names, pd.MultiIndex.from_tuples(names, names=_KEYS))
    return table.sort_index().sort_index(axis=1)


def _with_sums(counts: "pd.DataFrame") -> "pd.DataFrame":
    """Return the counts with the measures that are sums of others.

    A part that a code does not list in a month adds nothing; without any part the sum is missing.
    """
    import pandas as pd

    tables = [counts]
    for measure in MEASURES.values():
        if measure.parts:
            parts = counts.loc[:, counts.columns.get_level_values(0).isin(measure.parts)]
            total = parts.T.groupby(level=2).sum(min_count=1).T
            total.columns = pd.MultiIndex.from_product([[measure.name], [BTS], total.columns])
            tables.append(total)
    return pd.concat(tables, axis=1)


def _crossings(volumes: "pd.DataFrame") -> dict[str, frozenset[str]]:
    first = volumes.drop_duplicates("crossing")
    pairs = zip(first["crossing"], first["port_ids"], strict=True)
    return {str(name): frozenset(ports) for name, ports in pairs}


def _masked(
    counts: "pd.DataFrame", notes: Iterable[Note], crossings: Mapping[str, frozenset[str]]
) -> "pd.DataFrame":
    """Return the counts without the months that a note says are none."""
    import pandas as pd

    values, keys = counts.to_numpy(copy=True), _keys(counts)
    every_measure = {measure for measure, _, _ in keys}
    for note in notes:
        if note.kind in _MASKING:
            rows = counts.index >= note.first
            if note.last is not None:
                rows &= counts.index <= note.last
            measures = {measure for measure in every_measure if note.is_about(measure)}
            columns = np.array([
                measure in measures and _is_of(note, source, key, crossings)
                for measure, source, key in keys
            ])  # fmt: skip
            values[np.ix_(rows, columns)] = np.nan
    return pd.DataFrame(values, counts.index, counts.columns)


def _keys(counts: "pd.DataFrame") -> list[tuple[str, str, str]]:
    """Return (measure, source, key) of each column."""
    names = [counts.columns.get_level_values(level).tolist() for level in range(3)]
    return list(zip(*names, strict=True))


def _is_of(note: Note, source: str, key: str, crossings: Mapping[str, frozenset[str]]) -> bool:
    if source == BTS:
        return note.is_general or key in note.port_codes
    return not crossings[key].isdisjoint(note.port_ids)


def _is_counted(
    counts: "pd.DataFrame", crossings: Mapping[str, frozenset[str]], ports: Mapping[str, Port]
) -> list[bool]:
    """Return which columns say something: some count, or none at a crossing with the mode."""
    any_count, any_month = (counts > 0).any().tolist(), counts.notna().any().tolist()
    return [
        counts_some
        or (
            counts_none
            and source == CBP
            and any(MEASURES[measure].mode in ports[port].modes for port in crossings[key])
        )
        for (measure, source, key), counts_some, counts_none in zip(
            _keys(counts), any_count, any_month, strict=True
        )
    ]


def _held(counts: "pd.DataFrame") -> "dict[tuple[str, str], tuple[pd.Timestamp, pd.Timestamp]]":
    import pandas as pd

    rows: dict[tuple[str, str], list[int]] = {}
    is_counted = counts.notna().to_numpy()
    for number, (measure, source, _key) in enumerate(_keys(counts)):
        rows.setdefault((measure, source), []).extend(np.flatnonzero(is_counted[:, number]))
    dates = pd.DatetimeIndex(counts.index)
    return {key: (dates[min(counted)], dates[max(counted)]) for key, counted in rows.items()}
