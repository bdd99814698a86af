"""Trade of an area per year: value, share of all US-Mexico trade, change like for like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers.trade import TRADE_DIRECTIONS, TRADE_MODES
from geo.queries.answer import Answer
from geo.queries.fields import result
from geo.queries.question import Field, Question
from geo.queries.volumes import YEARS
from geo.volumes.areas import FAMILIES, Area, area_of
from geo.volumes.groups import checked_years, divided
from geo.volumes.ledger import ledger_of
from geo.words.catalogue import said, said_in_both
from geo.words.messages import message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALL_TRADE", "LEFT_OUT", "TRADE", "trade"]

_NO_PARTS: Final = message("{by}, as {of} has no parts")
ALL_TRADE: Final = "all"
"""Stands for all US-Mexico trade, whatever the port code."""
_BY_MODE: Final = "mode"
GROUPS: Final = (*FAMILIES, _BY_MODE)
"""What trade can be grouped by."""
_MONTHS: Final = 12
LEFT_OUT: Final = message(
    "Value of goods in US dollars, nominal, by the port code at which they were booked. October "
    "to December 2020 are missing. Exports by surface have no weight. Goods through foreign trade "
    "zones, by air and by vessel are booked at border codes too."
)
"""What the figures leave out, in English; a message."""


Counts: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Cube:
    """US dollars by port code, mode, direction and month, in that order of the axes."""

    codes: tuple[str, ...]
    months: "pd.DatetimeIndex"
    usd: Counts


def trade(
    border: BorderFrames,
    of: str = "border",
    mode: str | None = None,
    direction: str | None = None,
    *,
    by: str | None = None,
    since: int | None = None,
    until: int | None = None,
) -> Answer:
    """Return the trade of an area per year: exports, imports, share and change like for like.

    ``of`` is as for ``volumes``, or ``all``. A port code that reaches beyond the area is named
    and not added. The change compares the months that both years have. With ``by`` there are rows
    for each mode of transport, or for each area of a kind that lies in the area.

    Raises
    ------
    InvalidValueError
        A word is not known, ``until`` is before ``since``, or ``all`` is to be divided into areas.
    """
    for field, word, allowed in (
        ("mode", mode, TRADE_MODES), ("direction", direction, TRADE_DIRECTIONS),
        ("by", by, GROUPS),
    ):  # fmt: skip
        if word is not None and word not in allowed:
            raise InvalidValueError(field, word, ", ".join(allowed))
    first, last = checked_years(since, until)
    months = border.derived(_cube).months
    name, codes, beyond = _codes(border, of)
    rows = [
        row
        for group, modes in _groups(border, of, mode, by)
        for row in _rows(border, group, modes, TRADE_MODES if mode is None else (mode,), direction)
        if first <= row["year"] <= last
    ]
    columns = [column.name for column in TRADE.columns if by == _BY_MODE or column.name != "mode"]
    return Answer(
        columns={column: [row[column] for row in rows] for column in columns},
        border=border,
        about={
            "of": name,
            "port_codes": [] if codes is None else sorted(codes),
            "also_counted_in": sorted(beyond),
            "data_from": f"{months[0]:%Y-%m}",
            "data_to": f"{months[-1]:%Y-%m}",
            **said_in_both("note", LEFT_OUT),
        },
    )


def _groups(
    border: BorderFrames, of: str, mode: str | None, by: str | None
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the groups of the rows: an area and modes of transport each."""
    modes = TRADE_MODES if mode is None else (mode,)
    if by == _BY_MODE:
        return [(of, (one,)) for one in modes]
    if by is None:
        return [(of, modes)]
    if of == ALL_TRADE:
        raise InvalidValueError("by", by, said(_NO_PARTS, by=_BY_MODE, of=ALL_TRADE))
    ledger = ledger_of(border)
    return [(area.id, modes) for area in divided(ledger, area_of(ledger, of), by).groups]


def _rows(
    border: BorderFrames,
    of: str,
    modes: tuple[str, ...],
    of_modes: tuple[str, ...],
    direction: str | None,
) -> list[dict[str, Any]]:
    """Return the years of an area by some modes; none where it has no port code of its own.

    The share is that of all trade by ``of_modes``.
    """
    cube = border.derived(_cube)
    chosen, counted = ([TRADE_MODES.index(one) for one in some] for some in (modes, of_modes))
    name, codes, _ = _codes(border, of)
    inside = [row for row, code in enumerate(cube.codes) if codes is None or code in codes]
    if not inside:
        return []
    whole = _monthly(cube.usd[:, counted], direction)
    own = _monthly(cube.usd[inside][:, chosen], direction)
    return [{"of": name, "mode": modes[0], **row} for row in _per_year(own, whole, cube.months)]


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
    booked = set(border.derived(_cube).codes)
    return area.id, own & booked, (set(touched) - own) & booked


def _cube(border: BorderFrames) -> _Cube:
    import pandas as pd

    frame = border.frame("trade")
    codes = sorted(frame["port_code"].unique())
    months = pd.DatetimeIndex(sorted(frame["month"].unique()))
    values = np.zeros((len(codes), len(TRADE_MODES), len(TRADE_DIRECTIONS), len(months)), np.int64)
    index = (
        pd.Index(codes).get_indexer(pd.Index(frame["port_code"])),
        pd.Index(TRADE_MODES).get_indexer(pd.Index(frame["mode"])),
        pd.Index(TRADE_DIRECTIONS).get_indexer(pd.Index(frame["direction"])),
        months.get_indexer(pd.DatetimeIndex(frame["month"])),
    )
    np.add.at(values, index, frame["value_usd"].to_numpy(np.int64))
    return _Cube(tuple(codes), months, values)


def _monthly(values: Counts, direction: str | None) -> Counts:
    """Return sums over codes and modes, shape (directions, months); other directions are zero."""
    totals: Counts = values.sum(axis=(0, 1))
    if direction is not None:
        totals = totals * (np.array(TRADE_DIRECTIONS) == direction)[:, None]
    return totals


def _per_year(own: Counts, whole: Counts, months: "pd.DatetimeIndex") -> list[dict[str, Any]]:
    """Return a row per year; a month without a row of the area is a zero, for all are counted."""
    years, calendar = months.year.to_numpy(), months.month.to_numpy()
    total = own.sum(axis=0)
    rows = []
    for year in np.unique(years).tolist():
        inside = years == year
        exports, imports = own[:, inside].sum(axis=1).tolist()
        share_of = int(whole[:, inside].sum())
        of_both = exports + imports
        rows.append({
            "year": year,
            "months": int(inside.sum()),
            "months_expected": _MONTHS,
            "exports_usd": exports,
            "imports_usd": imports,
            "value_usd": of_both,
            "share_percent": round(100.0 * of_both / share_of, 2) if share_of else None,
            **_change(*(_of_year(total, calendar, years == one) for one in (year - 1, year))),
        })  # fmt: skip
    return rows


def _of_year(
    total: Counts, calendar: npt.NDArray[np.int32], is_its: npt.NDArray[np.bool_]
) -> dict[int, int]:
    """Return the totals of a year by month of the calendar."""
    return dict(zip(calendar[is_its].tolist(), total[is_its].tolist(), strict=True))


def _change(earlier: Mapping[int, int], later: Mapping[int, int]) -> dict[str, Any]:
    """Return the change from the year before over the months that both years have."""
    common = earlier.keys() & later.keys()
    before, after = (sum(of_year[month] for month in common) for of_year in (earlier, later))
    percent = round(100.0 * (after - before) / before, 2) if before else None
    return {"change_percent": percent, "months_compared": len(common)}


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
        Field(name="by", kind="text", allowed=GROUPS,
              description=message(
                  "Group by mode of transport, or by areas of this kind: rows for each that lies "
                  "in the area that was asked for."
              )),
        *YEARS,
    ),
    columns=(
        result("of", "string", "The area, or the part of it that the row is of."),
        result("mode", "string", "Mode of transport, where rows are grouped by it.",
               required=False, allowed=TRADE_MODES),
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
    shown=("of", "mode", "year", "months", "exports_usd", "imports_usd", "value_usd",
           "share_percent", "change_percent", "months_compared"),
    example="2304 --mode truck",
)  # fmt: skip
