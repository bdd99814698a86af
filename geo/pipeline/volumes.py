"""Crossing counts: BTS per port code and CBP per Texas crossing, month by month, northbound.

What had to be settled is data, ``volume_resolutions.csv``; what to beware of ``series_notes.csv``.
"""

import zlib
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import DatasetError
from geo.layers import layer
from geo.pipeline.notes import caveats_of_codes, caveats_of_crossings, read_series_notes

__all__ = [
    "BTS_FILE",
    "BTS_NEWER_FILE",
    "CBP_TEXAS_FILE",
    "bts_rows",
    "build_volumes",
    "finished",
    "read_text",
]

BTS_FILE: Final = "volumes/bts_border_crossing_entry_us_mexico.csv.gz"
BTS_NEWER_FILE: Final = "volumes/bts_us_mexico_after_2025-02.csv"
"""Later months from a second-hand copy; only its trucks (``S1``) cover every port and month."""
CBP_TEXAS_FILE: Final = "volumes/cbp_texas_northbound_monthly_2008_2025.csv.gz"
_RESOLUTIONS: Final = "volume_resolutions.csv"
_CROSSINGS: Final = "crossing_names.csv"

_STATES: Final = {
    "California": "US-CA",
    "Arizona": "US-AZ",
    "New Mexico": "US-NM",
    "Texas": "US-TX",
}
_MODES: Final = {
    "Pedestrians/ Bicyclists": "pedestrian",
    "Passenger Vehicles": "pov",
    "Buses": "bus",
    "Commercial Trucks": "commercial",
    "Railcars": "rail",
}
_TAKEN_COPY: Final = "S1"


def build_volumes(sources: Path, curated: Path) -> dict[str, pd.DataFrame]:
    """Return ``volumes``, ``crossing_volumes``, ``series_notes`` with the columns of their layers.

    Months are dates (the first day); an absent month is absent, a zero of the source stays zero.

    Raises
    ------
    DatasetError
        A name, a value or a repeated row is not known to the code or to the curated tables.
    """
    resolutions = read_text(curated / _RESOLUTIONS)
    notes = read_series_notes(curated)
    return {
        "volumes": _bts(sources, resolutions, notes),
        "crossing_volumes": _cbp_texas(sources, curated, notes),
        "series_notes": notes,
    }


def _bts(sources: Path, resolutions: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    newer = read_text(sources / BTS_NEWER_FILE)
    newer = newer[newer["source_id"] == _TAKEN_COPY].reset_index(drop=True)
    table = pd.concat(
        [
            bts_rows(read_text(sources / BTS_FILE), BTS_FILE, "%b %Y"),
            bts_rows(newer.rename(columns=_NEWER_COLUMNS), BTS_NEWER_FILE, "%Y-%m-%d"),
        ],
        ignore_index=True,
    )
    table = _settle(table.drop_duplicates(), resolutions, BTS_FILE)
    table["caveat"] = caveats_of_codes(table, notes)
    table["id"] = table["port_code"] + ":" + table["month"].str[:7] + ":" + table["measure"]
    return finished(table, "volumes", ["port_code", "month", "measure"])


_NEWER_COLUMNS: Final = {
    "port_code": "Port Code",
    "port_name": "Port Name",
    "state": "State",
    "date": "Date",
    "measure": "Measure",
    "value": "Value",
}
"""The copy's names of the columns of BTS."""


def bts_rows(raw: pd.DataFrame, file: str, form: str) -> pd.DataFrame:
    """Return rows of BTS, texts under BTS's own headings, with the columns of ``volumes``.

    ``form`` is how dates are written, ``file`` what errors call the rows. Months are ISO texts,
    ``series`` repeats the code; ``id`` and ``caveat`` are not there yet.

    Raises
    ------
    DatasetError
        A state, a measure, a date or a count is none.
    """
    rows = pd.DataFrame(
        {
            "port_code": raw["Port Code"],
            "port_name": raw["Port Name"],
            "us_state": _mapped(raw["State"], _STATES, file),
            "month": _months(raw["Date"], form, file),
            "measure": raw["Measure"].str.lower().str.replace(" ", "_"),
            "value": _counts(raw["Value"], file),
        }
    )
    _refuse_unknown(rows["measure"], layer("volumes").column("measure").allowed, file)
    return rows.assign(series=rows["port_code"])


def _cbp_texas(sources: Path, curated: Path, notes: pd.DataFrame) -> pd.DataFrame:
    raw = read_text(sources / CBP_TEXAS_FILE)
    names = read_text(curated / _CROSSINGS)
    ports = dict(zip(names["crossing"], names["port_ids"], strict=True))
    table = pd.DataFrame(
        {
            "crossing": raw["Crossing"],
            "series": raw["Crossing"],
            "port_ids": _mapped(raw["Crossing"], ports, CBP_TEXAS_FILE),
            "month": _months(raw["Year"] + " " + raw["Month"], "%Y %m", CBP_TEXAS_FILE),
            "mode": _mapped(raw["Modes"], _MODES, CBP_TEXAS_FILE),
            "value": _counts(raw["Northbound Crossing"], CBP_TEXAS_FILE),
        }
    )
    _refuse_repeated(table, ["series", "month", "mode"], CBP_TEXAS_FILE)
    table["caveat"] = caveats_of_crossings(table, notes)
    joined = table["port_ids"].str.replace(";", "+")
    table["id"] = joined + ":" + table["month"].str[:7] + ":" + table["mode"]
    table["port_ids"] = table["port_ids"].str.split(";")
    return finished(table, "crossing_volumes", ["crossing", "month", "mode"])


def read_text(path: Path) -> pd.DataFrame:
    """Return a CSV file as texts; ``DatasetError`` if it cannot be read."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        message = f"{path.name}: cannot be read as CSV: {error}"
        raise DatasetError(message) from error


def _mapped(values: pd.Series, names: dict[str, str], file: str) -> pd.Series:
    _refuse_unknown(values, tuple(names), file)
    return values.map(names)


def _refuse_unknown(values: pd.Series, known: tuple[str, ...], file: str) -> None:
    unknown = sorted(set(values) - set(known))
    if unknown:
        message = f"{file}: {values.name}: {unknown[0]!r} is not one of {', '.join(known)}"
        raise DatasetError(message)


def _months(values: pd.Series, form: str, file: str) -> pd.Series:
    """Return the first day of each month as ISO text."""
    try:
        return pd.to_datetime(values, format=form).dt.strftime("%Y-%m-01")
    except ValueError as error:
        message = f"{file}: a month cannot be read: {error}"
        raise DatasetError(message) from error


def _counts(values: pd.Series, file: str) -> pd.Series:
    wrong = values[~values.str.fullmatch(r"\d+")]
    if len(wrong):
        message = f"{file}: line {int(wrong.index[0]) + 2}: {wrong.iloc[0]!r} is not a count"
        raise DatasetError(message)
    return values.astype("int64")


def _settle(table: pd.DataFrame, resolutions: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the table with each conflicting month reduced to the value that a person chose."""
    keep = pd.Series(data=True, index=table.index)
    for rule in resolutions.to_dict("records"):
        rows = (
            (table["series"] == rule["series"])
            & (table["month"].str[:7] == rule["month"])
            & (table["measure"] == rule["measure"])
        )
        if not rows.any():
            message = f"{_RESOLUTIONS}: {rule['series']} {rule['month']}: matches no row"
            raise DatasetError(message)
        keep &= ~rows | (table["value"] == int(rule["kept_value"]))
    settled = table[keep]
    _refuse_repeated(settled, ["series", "month", "measure"], file)
    return settled.copy()


def _refuse_repeated(table: pd.DataFrame, key: list[str], file: str) -> None:
    again = table[table.duplicated(key, keep=False)]
    if len(again):
        series, month, counted = again.iloc[0][key]
        message = (
            f"{file}: {series} {month[:7]} {counted} has several values "
            f"({', '.join(str(value) for value in again['value'].head(2))}) "
            f"and {_RESOLUTIONS} keeps none"
        )
        raise DatasetError(message)


def finished(table: pd.DataFrame, name: str, order: list[str]) -> pd.DataFrame:
    """Return the published columns in their order, sorted, months as dates."""
    table = table.sort_values(order, ignore_index=True)
    table["month"] = pd.to_datetime(table["month"]).dt.date
    table["caveat"] = table["caveat"].astype(object).where(table["caveat"] != "", None)
    return table[list(layer(name).column_names)]
