"""Trade of an area per year: value, share of all US-Mexico trade, change like for like."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers.trade import TRADE_DIRECTIONS, TRADE_MODES
from geo.queries.answer import Answer
from geo.queries.fields import result
from geo.queries.question import Field, Question
from geo.volumes.areas import Area, area_of
from geo.volumes.ledger import ledger_of
from geo.words.messages import message

__all__ = ["ALL_TRADE", "TRADE", "trade"]

ALL_TRADE: Final = "all"
"""Stands for all US-Mexico trade, whatever the port code."""
_MONTHS: Final = 12
_LEFT_OUT_EN: Final = (
    "Value of goods in US dollars, nominal, by the port code at which they were booked. October "
    "to December 2020 are missing. Exports by surface have no weight. Goods through foreign trade "
    "zones, by air and by vessel are booked at border codes too."
)
_LEFT_OUT_ES: Final = (
    "Valor de los bienes en dólares corrientes, por el código de puerto en que se registraron. "
    "Faltan octubre a diciembre de 2020. Las exportaciones por tierra no tienen peso. Los códigos "
    "fronterizos incluyen también zonas francas, aire y mar."
)


def trade(
    border: BorderFrames,
    of: str = "border",
    mode: str | None = None,
    direction: str | None = None,
) -> Answer:
    """Return the trade of an area per year: exports, imports, share and change like for like.

    ``of`` is as for ``volumes``, or ``all``. A port code that reaches beyond the area is named
    and not added. The change compares the months that both years have.

    Raises
    ------
    InvalidValueError
        A word is not known.
    """
    for field, word, allowed in (
        ("mode", mode, TRADE_MODES), ("direction", direction, TRADE_DIRECTIONS)
    ):  # fmt: skip
        if word is not None and word not in allowed:
            raise InvalidValueError(field, word, ", ".join(allowed))
    frame = border.frame("trade")
    chosen = frame
    if mode is not None:
        chosen = chosen[chosen["mode"] == mode]
    if direction is not None:
        chosen = chosen[chosen["direction"] == direction]
    name, codes, beyond = _codes(border, of)
    own = chosen if codes is None else chosen[chosen["port_code"].isin(codes)]
    months = pd.DatetimeIndex(sorted(frame["month"].unique()))
    rows = _per_year(own, chosen, months) if len(own) else []
    columns = [column.name for column in TRADE.columns]
    return Answer(
        columns={column: [row[column] for row in rows] for column in columns},
        border=border,
        about={
            "of": name,
            "port_codes": [] if codes is None else sorted(codes),
            "also_counted_in": sorted(beyond),
            "data_from": f"{months[0]:%Y-%m}",
            "data_to": f"{months[-1]:%Y-%m}",
            "note_en": _LEFT_OUT_EN,
            "note_es": _LEFT_OUT_ES,
        },
    )


def _codes(border: BorderFrames, of: str) -> tuple[str, set[str] | None, set[str]]:
    """Return the area's id, its own port codes (``None`` for all), and those that reach beyond."""
    if of == ALL_TRADE:
        return ALL_TRADE, None, set()
    ledger = ledger_of(border)
    area: Area = area_of(ledger, of)
    if area.kind == "code":
        return area.id, {area.id}, set()
    touched = {code: ports for code, ports in ledger.members.items() if ports & area.ports}
    own = {code for code, ports in touched.items() if ports <= area.ports}
    booked = set(border.frame("trade")["port_code"].unique())
    return area.id, own & booked, (set(touched) - own) & booked


def _per_year(
    own: pd.DataFrame, whole: pd.DataFrame, months: pd.DatetimeIndex
) -> list[dict[str, Any]]:
    """Return a row per year; a month without a row of the area is a zero, for all are counted."""
    of_area = _monthly(own, months)
    of_all = _monthly(whole, months)
    rows = []
    for year in sorted(set(months.year)):
        inside = months.year == year
        now, share_of = of_area[inside].sum(), float(of_all[inside].sum().sum())
        total = int(now.sum())
        rows.append({
            "year": int(year),
            "months": int(inside.sum()),
            "months_expected": _MONTHS,
            "exports_usd": int(now["export"]),
            "imports_usd": int(now["import"]),
            "value_usd": total,
            "share_percent": round(100.0 * total / share_of, 2) if share_of else None,
            **_change(of_area, months, int(year)),
        })  # fmt: skip
    return rows


def _monthly(rows: pd.DataFrame, months: pd.DatetimeIndex) -> pd.DataFrame:
    table = rows.pivot_table(index="month", columns="direction", values="value_usd", aggfunc="sum")
    return table.reindex(index=months, columns=list(TRADE_DIRECTIONS)).fillna(0).astype("int64")


def _change(table: pd.DataFrame, months: pd.DatetimeIndex, year: int) -> dict[str, Any]:
    """Return the change from the year before over the months that both years have."""
    now = set(months[months.year == year].month)
    common = now & set(months[months.year == year - 1].month)
    total = table.sum(axis=1)
    before, after = (_sum(total, months, one, sorted(common)) for one in (year - 1, year))
    percent = round(100.0 * (after - before) / before, 2) if before else None
    return {"change_percent": percent, "months_compared": len(common)}


def _sum(total: "pd.Series[int]", months: pd.DatetimeIndex, year: int, of: Sequence[int]) -> int:
    return int(total[(months.year == year) & months.month.isin(of)].sum())


TRADE: Final = Question(
    name="trade",
    path="trade",
    operation="trade",
    summary=message("Trade of an area per year: value, share and change like for like"),
    description=message(
        "BTS TransBorder Freight per port code, 2020 to September 2024; all stands for all "
        "US-Mexico trade. A code that reaches beyond the area is named and not added. The change "
        "compares the months that both years have."
    ),
    fields=(
        Field(name="of", kind="text", longest=100, required=True, example="2304", positional=True,
              description=message(
                  "The area: border, all, a state (US-TX), a pair of states (US-TX_MX-TAM), west "
                  "or east, a port code (2304) or the id of a port of entry."
              )),
        Field(name="mode", kind="text", allowed=TRADE_MODES,
              description=message("Only goods that moved this way.")),
        Field(name="direction", kind="text", allowed=TRADE_DIRECTIONS,
              description=message("Only exports to Mexico, or imports from Mexico.")),
    ),
    columns=(
        result("year", "integer", "The year."),
        result("months", "integer", "Months that the source has of the year."),
        result("months_expected", "integer", "Months that there should be."),
        result("exports_usd", "integer", "Exports to Mexico, US dollars."),
        result("imports_usd", "integer", "Imports from Mexico, US dollars."),
        result("value_usd", "integer", "Both together, US dollars."),
        result("share_percent", "number", "Share of all US-Mexico trade, per cent.",
               required=False),
        result("change_percent", "number", "Change from the year before, like for like.",
               required=False),
        result("months_compared", "integer", "Months that the change compares."),
    ),
    about=(
        result("of", "string", "The area."),
        result("port_codes", "list", "Port codes that are added; none for all."),
        result("also_counted_in", "list", "Codes that count it together with other areas."),
        result("data_from", "string", "First month."),
        result("data_to", "string", "Last month."),
        result("note_en", "string", "What is counted, and what is not, in English."),
        result("note_es", "string", "The same in Spanish."),
    ),
    shape="rows",
    answer=trade,
    shown=("year", "months", "exports_usd", "imports_usd", "value_usd", "share_percent",
           "change_percent", "months_compared"),
    example="2304 --mode truck",
)  # fmt: skip
