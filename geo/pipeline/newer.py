"""Newer counts of BTS put in the place of ours: months, corrections, and the notes they end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from geo.data.frames import BorderFrames
from geo.data.freshness import freshness
from geo.errors import DatasetError
from geo.layers.measures import BTS_MEASURES, MAIN_MEASURES, MEASURES
from geo.pipeline.notes import caveats_of_codes
from geo.pipeline.volumes import bts_rows, finished

__all__ = ["NewerVolumes", "newer_volumes"]

_KEY: Final = ["port_code", "month", "measure"]
_SECOND_HAND: Final = "second_hand"
_NOT_REPORTED: Final = "not_reported"
_NOT_USED: Final = "not_used"
_YEAR: Final = 12
_FACTOR: Final = 4.0
"""A month's total over the border so many times above or below the usual is unusual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerVolumes:
    """The counts and notes of a border after newer rows came in.

    ``new_codes`` are port codes that we do not know, ``unusual`` says which months are far above
    or below those before, ``messages`` what was repeated, renamed, new or ended.
    """

    volumes: pd.DataFrame
    series_notes: pd.DataFrame
    new_codes: tuple[str, ...]
    unusual: tuple[str, ...]
    messages: tuple[str, ...]

    @property
    def is_first_hand(self) -> bool:
        """Return whether no count is left that came from a second-hand copy."""
        return _SECOND_HAND not in set(self.series_notes["kind"])


def newer_volumes(
    border: BorderFrames,
    raw: pd.DataFrame,
    since: date,
    *,
    date_form: str,
    settled: Mapping[str, int] | None = None,
    ended: Sequence[str] = (),
) -> NewerVolumes:
    """Return the counts in which rows from BTS stand for ours from a month on.

    Parameters
    ----------
    border
        What we have.
    raw
        Every row of BTS from ``since`` on, texts under BTS's own headings.
    since
        First day of the first month that the rows stand for; ours from then on are dropped.
    date_form
        How dates are written.
    settled
        The value to keep of a row that came with several, by the id of the row.
    ended
        Ids of notes to end, though only a part of their months is reported now.

    Raises
    ------
    DatasetError
        A row is none, came with several values that nothing settles, or a note says of a part of
        its months that they are not reported and they are.
    """
    rows = bts_rows(raw, "BTS", date_form)
    repeated = int(rows.duplicated().sum())
    rows = _settled(rows.drop_duplicates(), border, settled or {})
    ours = _ours(border)
    table = pd.concat(
        [ours[ours["month"] < since.isoformat()], rows[list(ours.columns)]], ignore_index=True
    )
    notes, over = _standing_notes(border, table, rows, since, ended)
    table["caveat"] = caveats_of_codes(table, notes)
    table["id"] = _ids(table)
    new_codes = tuple(sorted(set(rows["port_code"]) - set(ours["port_code"])))
    return NewerVolumes(
        volumes=finished(table, "volumes", _KEY),
        series_notes=notes,
        new_codes=new_codes,
        unusual=tuple(_unusual(table, ours)),
        messages=(
            *([f"{repeated} rows came twice, word for word"] if repeated else []),
            *_renamed(ours, rows),
            *(f"port code {code} is new: {_name(rows, code)}" for code in new_codes),
            *(f"note {note} no longer holds" for note in over),
        ),
    )


def _ours(border: BorderFrames) -> pd.DataFrame:
    columns = border.records("volumes").columns
    names = ("port_code", "port_name", "us_state", "month", "measure", "value")
    frame = pd.DataFrame({name: columns[name] for name in names})
    frame["month"] = [month.isoformat() for month in columns["month"]]
    return frame.assign(series=frame["port_code"])


def _ids(table: pd.DataFrame) -> pd.Series:
    ids: pd.Series = table["port_code"] + ":" + table["month"].str[:7] + ":" + table["measure"]
    return ids


def _settled(rows: pd.DataFrame, border: BorderFrames, settled: Mapping[str, int]) -> pd.DataFrame:
    """Return the rows with one value each: where several came, the chosen one, else ours."""
    ids = _ids(rows)
    if not ids.is_unique:
        records = border.records("volumes")
        values = records.columns["value"]
        keep = pd.Series(data=True, index=rows.index)
        for row_id in sorted(set(ids[ids.duplicated()])):
            known = values[records.position(row_id)] if row_id in records else None
            chosen = settled.get(row_id, known)
            given = rows["value"][ids == row_id]
            if chosen not in given.tolist():
                several = ", ".join(f"{value:,}" for value in given)
                raise DatasetError(
                    f"BTS: {row_id} came with several values ({several}); "
                    f"--settle {row_id}=VALUE keeps one"
                )
            keep &= (ids != row_id) | (rows["value"] == chosen)
        rows = rows[keep].drop_duplicates(subset=_KEY)
    return rows


def _standing_notes(
    border: BorderFrames,
    table: pd.DataFrame,
    rows: pd.DataFrame,
    since: date,
    ended: Sequence[str],
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the notes that still hold, and the ids of the others.

    A note on a second-hand copy is left the months before ``since``; one by which counts are not
    used, to the last that we had, goes on until a person ends it.
    """
    records = border.records("series_notes")
    kept: list[dict[str, Any]] = []
    over: list[str] = []
    for position in range(len(records)):
        note = records.row(position)
        standing: dict[str, Any] | None = note
        if note["kind"] == _SECOND_HAND:
            standing = _shortened(note, since)
        elif note["id"] in ended or _is_reported(note, table, rows):
            standing = None
        elif _reaches_the_end(note, border):
            standing = {**note, "to_month": None}
        if standing is None:
            over.append(note["id"])
        else:
            kept.append(standing)
    columns = {name: [note[name] for note in kept] for name in records.layer.column_names}
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in columns.items()})
    return frame, tuple(over)


def _shortened(note: dict[str, Any], since: date) -> dict[str, Any] | None:
    """Return a note on a second-hand copy for the months before ``since``, if there are any."""
    if note["from_month"] >= since:
        return None
    before = (pd.Period(since, "M") - 1).start_time.date()
    last = note["to_month"]
    return {**note, "to_month": before if last is None else min(last, before)}


def _reaches_the_end(note: Mapping[str, Any], border: BorderFrames) -> bool:
    """Return whether a note says of counts per code to our last month that they are not used."""
    about_codes = note["port_codes"] or not note["port_ids"]
    if note["kind"] != _NOT_USED or not about_codes or note["to_month"] is None:
        return False
    newest = freshness(border).newest
    return all(note["to_month"] >= newest[name] for name in note["measures"] or newest)


def _is_reported(note: Mapping[str, Any], table: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """Return whether BTS now counts every row that a note calls not reported.

    Raises
    ------
    DatasetError
        It counts some of them: what is left of the note is for a person to say.
    """
    if note["kind"] != _NOT_REPORTED or not note["port_codes"]:
        return False
    new = rows[_touched(rows, note)]
    if not (new["value"] > 0).any():
        return False
    touched = table[_touched(table, note)]
    measures = set(note["measures"] or BTS_MEASURES) & set(BTS_MEASURES)
    expected = len(note["port_codes"]) * _months(note) * len(measures)
    if len(touched) == expected and (touched["value"] > 0).all():
        return True
    raise DatasetError(
        f"series_notes: {note['id']}: BTS now counts a part of what it calls not reported; "
        f"--end-note {note['id']} drops the note"
    )


def _months(note: Mapping[str, Any]) -> int:
    last = note["to_month"] or note["from_month"]
    return len(pd.period_range(note["from_month"], last, freq="M"))


def _touched(table: pd.DataFrame, note: Mapping[str, Any]) -> pd.Series:
    last = note["to_month"].isoformat() if note["to_month"] else table["month"].max()
    rows: pd.Series = table["month"].between(note["from_month"].isoformat(), last)
    rows &= table["port_code"].isin(list(note["port_codes"]))
    if note["measures"]:
        rows &= table["measure"].isin(list(note["measures"]))
    return rows


def _renamed(ours: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    latest = ours.sort_values("month").drop_duplicates("port_code", keep="last")
    names = dict(zip(latest["port_code"], latest["port_name"], strict=True))
    pairs = rows[["port_code", "port_name"]].drop_duplicates()
    return [
        f"port code {code}: BTS writes {name!r}, we have {names[code]!r}"
        for code, name in sorted(zip(pairs["port_code"], pairs["port_name"], strict=True))
        if code in names and names[code] != name
    ]


def _name(rows: pd.DataFrame, code: str) -> str:
    return str(rows["port_name"][rows["port_code"] == code].iloc[-1])


def _unusual(table: pd.DataFrame, ours: pd.DataFrame) -> list[str]:
    """Return what is unusual of the months that we had not: against the median of the year before.

    Measured on the main measures, of which no month since 1997 is.
    """
    unusual = []
    for name in MAIN_MEASURES:
        totals = _totals(table, name)
        known = _totals(ours, name)
        if not len(known):
            continue
        usual = float(known.iloc[-_YEAR:].median())
        for month, total in totals[totals.index > known.index[-1]].items():
            if not usual / _FACTOR <= total <= usual * _FACTOR:
                unusual.append(f"{name} in {str(month)[:7]}: {total:,}, usual are {usual:,.0f}")
    return unusual


def _totals(table: pd.DataFrame, measure: str) -> pd.Series:
    rows = table[table["measure"].isin(MEASURES[measure].bts)]
    totals: pd.Series = rows.groupby("month")["value"].sum()
    return totals
