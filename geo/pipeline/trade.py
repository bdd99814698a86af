"""Trade of BTS TransBorder Freight: per port code and month, and per year."""

from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import DatasetError
from geo.layers import layer
from geo.pipeline.rows import read_rows
from geo.pipeline.volumes import read_text

__all__ = ["TRADE_FILE", "TRADE_TEXAS_FILE", "TRADE_US_FILE", "build_trade"]

TRADE_FILE: Final = "transborder/mexico_port_month_mode_2020_2024.csv.gz"
TRADE_TEXAS_FILE: Final = "transborder/unt_texas_mexico_ports_1993_2025.csv.gz"
TRADE_US_FILE: Final = "transborder/unt_us_transborder_1993_2025.csv.gz"
_CODES: Final = {
    "1": "vessel", "3": "air", "4": "mail", "5": "truck", "6": "rail", "7": "pipeline",
    "8": "other", "9": "foreign_trade_zone",
}  # fmt: skip
"""Modes by the codes of DOT1."""
_NAMES: Final = {
    "Vessel": "vessel", "Air": "air", "Mail (U.S. Postal Service)": "mail", "Truck": "truck",
    "Rail": "rail", "Pipeline": "pipeline", "Other/Unknown": "other",
    "Foreign Trade Zones (FTZs)": "foreign_trade_zone",
}  # fmt: skip
"""Modes by their names in the compilation of the University of North Texas."""
_DIRECTIONS: Final = {"1": "export", "2": "import", "Export": "export", "Import": "import"}
_WEIGHED_EXPORTS: Final = ("vessel", "air")
"""Exports by other modes have no weight in the source, which writes zero or nothing."""
_YEARS_SOURCE: Final = "unt-transborder-2026"


def build_trade(sources: Path, curated: Path) -> dict[str, pd.DataFrame]:
    """Return ``trade`` and ``trade_years`` with the columns of their layers.

    Raises
    ------
    DatasetError
        A file cannot be read, or holds a mode, a direction or a number that is none.
    """
    names = {
        row["port_code"]: row["port_name"]
        for row in read_rows(curated, "trade_ports", ("port_code", "port_name"))
    }
    return {"trade": _months(sources, names), "trade_years": _years(sources)}


def _months(sources: Path, names: dict[str, str]) -> pd.DataFrame:
    raw = read_text(sources / TRADE_FILE)
    table = pd.DataFrame(
        {
            "port_code": raw["port_code"],
            "port_name": raw["port_code"].map(names).astype(object),
            "month": pd.to_datetime(raw["period"], format="%Y-%m").dt.date,
            "mode": _named(raw["mode"], _CODES, TRADE_FILE),
            "direction": _named(raw["trade_type"], _DIRECTIONS, TRADE_FILE),
            "value_usd": _whole(raw["value_usd"], TRADE_FILE),
            "weight_kg": _whole(raw["shipwt_kg"], TRADE_FILE),
        }
    )
    table["weight_kg"] = table["weight_kg"].where(_weighed(table))
    month = raw["period"]
    table["id"] = table["port_code"] + ":" + month + ":" + table["mode"] + ":" + table["direction"]
    return _finished(table, "trade", ["port_code", "month", "mode", "direction"])


def _years(sources: Path) -> pd.DataFrame:
    texas = read_text(sources / TRADE_TEXAS_FILE)
    whole = read_text(sources / TRADE_US_FILE)
    whole = whole[whole["Country"] == "Mexico"].assign(PortCode="", Port="")
    raw = pd.concat([whole, texas], ignore_index=True).fillna("")
    table = pd.DataFrame(
        {
            "port_code": raw["PortCode"].where(raw["PortCode"] != "", None).astype(object),
            "port_name": raw["Port"].where(raw["Port"] != "", None).astype(object),
            "year": _whole(raw["Year"], TRADE_TEXAS_FILE),
            "mode": _named(raw["Mode"], _NAMES, TRADE_TEXAS_FILE),
            "direction": _named(raw["TradeType"], _DIRECTIONS, TRADE_TEXAS_FILE),
            "value_usd": _whole(raw["TradeValue"], TRADE_TEXAS_FILE),
            "weight_kg": _whole(raw["Weight"], TRADE_TEXAS_FILE),
            "sources": None,
        }
    )
    table["weight_kg"] = table["weight_kg"].where(_weighed(table))
    table["source_ids"] = [[_YEARS_SOURCE] for _ in range(len(table))]
    code = table["port_code"].fillna("all")
    year = table["year"].astype(str)
    table["id"] = code + ":" + year + ":" + table["mode"] + ":" + table["direction"]
    return _finished(table, "trade_years", ["id"])


def _weighed(table: pd.DataFrame) -> "pd.Series[bool]":
    booked = (table["direction"] == "import") | table["mode"].isin(_WEIGHED_EXPORTS)
    return booked & (table["weight_kg"] != 0)


def _named(values: pd.Series, names: dict[str, str], file: str) -> pd.Series:
    unknown = sorted(set(values) - set(names))
    if unknown:
        message = f"{file}: {values.name}: {unknown[0]!r} is not one of {', '.join(names)}"
        raise DatasetError(message)
    return values.map(names)


def _whole(values: pd.Series, file: str) -> pd.Series:
    """Return whole numbers, rounded; an empty cell is not known."""
    try:
        return pd.to_numeric(values.where(values != "")).round().astype("Int64")
    except (TypeError, ValueError) as error:
        message = f"{file}: {values.name}: {error}"
        raise DatasetError(message) from error


def _finished(table: pd.DataFrame, name: str, order: list[str]) -> pd.DataFrame:
    again = table[table.duplicated("id", keep=False)]
    if len(again):
        message = f"{name}: {again['id'].iloc[0]} has several values"
        raise DatasetError(message)
    table = table.sort_values(order, ignore_index=True)
    return table[list(layer(name).column_names)]
