"""Crossing counts: BTS per port code and CBP per Texas crossing, month by month, northbound.

What had to be settled or warned about is data: ``data/curated/volume_resolutions.csv``.
"""

import zlib
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import DatasetError
from geo.layers import layer

__all__ = ["BTS_FILE", "CBP_TEXAS_FILE", "build_volumes"]

BTS_FILE: Final = "volumes/bts_border_crossing_entry_us_mexico.csv.gz"
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
_ANY: Final = "*"
_REGION: Final = "region="


def build_volumes(sources: Path, curated: Path) -> dict[str, pd.DataFrame]:
    """Return the tables ``volumes`` and ``crossing_volumes`` with the columns of their layers.

    Months are dates (the first day); an absent month is absent, a zero of the source stays zero.

    Raises
    ------
    DatasetError
        A name, a value or a repeated row is not known to the code or to the curated tables.
    """
    resolutions = _read_text(curated / _RESOLUTIONS)
    return {
        "volumes": _bts(sources, resolutions[resolutions["table"] == "volumes"]),
        "crossing_volumes": _cbp_texas(
            sources, curated, resolutions[resolutions["table"] == "crossing_volumes"]
        ),
    }


def _bts(sources: Path, resolutions: pd.DataFrame) -> pd.DataFrame:
    raw = _read_text(sources / BTS_FILE)
    table = pd.DataFrame(
        {
            "port_code": raw["Port Code"],
            "port_name": raw["Port Name"],
            "us_state": _mapped(raw["State"], _STATES, BTS_FILE),
            "month": _months(raw["Date"], "%b %Y", BTS_FILE),
            "measure": raw["Measure"].str.lower().str.replace(" ", "_"),
            "value": _counts(raw["Value"], BTS_FILE),
        }
    )
    _refuse_unknown(table["measure"], layer("volumes").column("measure").allowed, BTS_FILE)
    table["series"] = table["port_code"]
    table["region"] = ""
    table = _settle(table.drop_duplicates(), resolutions, BTS_FILE)
    table["caveat"] = _caveats(table, resolutions)
    table["id"] = table["port_code"] + ":" + table["month"].str[:7] + ":" + table["measure"]
    return _finished(table, "volumes", ["port_code", "month", "measure"])


def _cbp_texas(sources: Path, curated: Path, resolutions: pd.DataFrame) -> pd.DataFrame:
    raw = _read_text(sources / CBP_TEXAS_FILE)
    names = _read_text(curated / _CROSSINGS)
    ports = dict(zip(names["crossing"], names["port_ids"], strict=True))
    table = pd.DataFrame(
        {
            "crossing": raw["Crossing"],
            "series": raw["Crossing"],
            "region": raw["Region"],
            "port_ids": _mapped(raw["Crossing"], ports, CBP_TEXAS_FILE),
            "month": _months(raw["Year"] + " " + raw["Month"], "%Y %m", CBP_TEXAS_FILE),
            "measure": _mapped(raw["Modes"], _MODES, CBP_TEXAS_FILE),
            "value": _counts(raw["Northbound Crossing"], CBP_TEXAS_FILE),
        }
    )
    table = _settle(table, resolutions, CBP_TEXAS_FILE)
    table["caveat"] = _caveats(table, resolutions)
    table["mode"] = table["measure"]
    joined = table["port_ids"].str.replace(";", "+")
    table["id"] = joined + ":" + table["month"].str[:7] + ":" + table["mode"]
    table["port_ids"] = table["port_ids"].str.split(";")
    return _finished(table, "crossing_volumes", ["crossing", "month", "mode"])


def _read_text(path: Path) -> pd.DataFrame:
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
    key = ["series", "month", "measure"]
    keep = pd.Series(data=True, index=table.index)
    for _, rule in resolutions[resolutions["kept_value"] != ""].iterrows():
        keep &= ~_covered(table, rule) | (table["value"] == int(rule["kept_value"]))
    settled = table[keep]
    again = settled[settled.duplicated(key, keep=False)]
    if len(again):
        series, month, measure = again.iloc[0][key]
        message = (
            f"{file}: {series} {month[:7]} {measure} has several values "
            f"({', '.join(str(value) for value in again['value'].head(2))}) "
            f"and {_RESOLUTIONS} keeps none"
        )
        raise DatasetError(message)
    return settled.copy()


def _caveats(table: pd.DataFrame, resolutions: pd.DataFrame) -> pd.Series:
    """Return the caveat of each row, empty text where there is none."""
    caveats = pd.Series(data="", index=table.index)
    for _, rule in resolutions.iterrows():
        rows = _covered(table, rule)
        if not rows.any():
            message = f"{_RESOLUTIONS}: {rule['series']} {rule['from_month']}: matches no row"
            raise DatasetError(message)
        caveats[rows] = (caveats[rows] + " " + rule["caveat"]).str.strip()
    return caveats


def _covered(table: pd.DataFrame, rule: pd.Series) -> pd.Series:
    """Return which rows a resolution speaks of."""
    months = table["month"].str[:7]
    rows: pd.Series = (months >= rule["from_month"]) & (months <= rule["to_month"])
    if rule["measure"] != _ANY:
        rows &= table["measure"] == rule["measure"]
    series = str(rule["series"])
    if series.startswith(_REGION):
        rows &= table["region"] == series.removeprefix(_REGION)
    elif series != _ANY:
        rows &= table["series"] == series
    return rows


def _finished(table: pd.DataFrame, name: str, order: list[str]) -> pd.DataFrame:
    """Return the published columns in their order, sorted, months as dates."""
    table = table.sort_values(order, ignore_index=True)
    table["month"] = pd.to_datetime(table["month"]).dt.date
    table["caveat"] = table["caveat"].astype(object).where(table["caveat"] != "", None)
    return table[list(layer(name).column_names)]
