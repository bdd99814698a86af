"""The notes on the crossing counts: checked against the counts, and copied to the rows they touch.

The facts are ``data/curated/series_notes.csv``.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.errors import DatasetError
from geo.layers.measures import MEASURE_OF_MODE
from geo.pipeline.curated import read_curated

__all__ = ["caveats_of_codes", "caveats_of_crossings", "read_series_notes"]

_NOTES: Final = "series_notes"
_OF_VALUES: Final = ("not_used", "doubtful", "sources_differ", "second_hand")
"""Kinds of notes that speak of values which the source holds."""
_NOT_REPORTED: Final = "not_reported"


def read_series_notes(curated: Path) -> pd.DataFrame:
    """Return the curated notes with the columns of their layer.

    Raises
    ------
    DatasetError
        A cell is not allowed, a month is not a first day, or a note ends before it begins.
    """
    notes = read_curated(curated, _NOTES)
    ends = zip(notes["id"], notes["from_month"], notes["to_month"], strict=True)
    for note_id, first, last in ends:
        if any(month is not None and month.day != 1 for month in (first, last)):
            message = f"{_NOTES}: {note_id}: a month is not written as its first day"
            raise DatasetError(message)
        if last is not None and last < first:
            message = f"{_NOTES}: {note_id}: ends before it begins"
            raise DatasetError(message)
    return notes


def caveats_of_codes(table: pd.DataFrame, notes: pd.DataFrame) -> pd.Series:
    """Return the English caveat of each row of BTS (``port_code``, ``month``, ``measure``).

    Rows without one have an empty text; months are ISO texts.

    Raises
    ------
    DatasetError
        A note speaks of a value that is not there, or calls a count "not reported".
    """
    caveats = pd.Series(data="", index=table.index)
    for note in _records(notes):
        if note["port_codes"] or not note["port_ids"]:
            rows = _one_of(table["port_code"], note["port_codes"])
            rows &= _one_of(table["measure"], note["measures"]) & _in_months(table, note)
            _write(caveats, table, rows, note)
    return caveats


def caveats_of_crossings(table: pd.DataFrame, notes: pd.DataFrame) -> pd.Series:
    """Return the English caveat of each row of CBP (``port_ids``, ``month``, ``mode``).

    Rows without one have an empty text; months are ISO texts, ``port_ids`` has semicolons.

    Raises
    ------
    DatasetError
        A note speaks of a value that is not there, or calls a count "not reported".
    """
    caveats = pd.Series(data="", index=table.index)
    measures = table["mode"].map(MEASURE_OF_MODE)
    series = [(ports, frozenset(ports.split(";"))) for ports in table["port_ids"].unique()]
    for note in _records(notes):
        if note["port_ids"]:
            touched = [name for name, ports in series if not ports.isdisjoint(note["port_ids"])]
            rows = table["port_ids"].isin(touched) & _one_of(measures, note["measures"])
            _write(caveats, table, rows & _in_months(table, note), note)
    return caveats


def _records(notes: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [str(name) for name in notes.columns]
    return [dict(zip(columns, row, strict=True)) for row in notes.itertuples(index=False)]


def _write(caveats: pd.Series, table: pd.DataFrame, rows: pd.Series, note: dict[str, Any]) -> None:
    if note["kind"] == _NOT_REPORTED:
        wrong = rows & (table["value"] != 0)
        if wrong.any():
            counted = table.loc[wrong, ["series", "month", "value"]].iloc[0].tolist()
            message = f"{_NOTES}: {note['id']}: not reported, but the source counts {counted}"
            raise DatasetError(message)
    elif note["kind"] not in _OF_VALUES:
        return
    elif not rows.any():
        message = f"{_NOTES}: {note['id']}: matches no row"
        raise DatasetError(message)
    caveats[rows] = (caveats[rows] + " " + note["text_en"]).str.strip()


def _in_months(table: pd.DataFrame, note: dict[str, Any]) -> pd.Series:
    last = note["to_month"] or table["month"].max()
    return table["month"].between(note["from_month"].isoformat(), str(last))


def _one_of(values: pd.Series, wanted: Collection[str]) -> pd.Series:
    """Return which values are wanted; an empty collection wants them all."""
    return values.isin(list(wanted)) if wanted else pd.Series(data=True, index=values.index)
