"""The pages of trade and of people beside the crossings."""

from typing import Any, Final

from geo.border import Border
from geo.layers import LAYERS
from geo.layers.trade import TRADE_MODES
from geo.queries.people import FARTHEST_KM, METHOD, people_within
from geo.queries.trade import ALL_TRADE, LEFT_OUT, trade
from geo.volumes.areas import areas_of
from geo.volumes.ledger import ledger_of
from geo.words.messages import message
from web.http.operation import HTML, Call, Operation, Reply
from web.http.parameters import number, text
from web.pages.html import page

__all__ = ["figure_operations"]

_BORDER: Final = "border"
_NEAREST_KM: Final = 1.0


def figure_operations(border: Border, port_ids: tuple[str, ...]) -> list[Operation]:
    """Return the operations that answer with the pages of trade and people."""
    codes = border.records("port_codes").columns
    code = min(code for system, code in zip(codes["system"], codes["code"], strict=True)
               if system == "cbp_port")  # fmt: skip
    return [
        Operation(
            id="tradePage", path="/trade", tag="pages", answer=_trade, media=(HTML,),
            summary=message("The page of trade by area and port code"), localised=True,
            parameters=(
                text("of", message("The area: border, all, a state or a port code."),
                     default=_BORDER, example=code, schema={"maxLength": 60}),
            ),
        ),
        Operation(
            id="peoplePage", path="/people", tag="pages", answer=_people, media=(HTML,),
            summary=message("The page of the people beside the line"), localised=True,
            parameters=(
                text("port", message("Id of a port of entry."), example=port_ids[0],
                     schema={"maxLength": 200}),
                number("km", message("Geodesic kilometers from the port."), _NEAREST_KM,
                       FARTHEST_KM, default=FARTHEST_KM),
            ),
        ),
    ]  # fmt: skip


def _trade(call: Call) -> Reply:
    of = call.values["of"]
    known = {key for key, _ in _areas(call)} | set(ledger_of(call.border).code_names)
    of = of if of in known else _BORDER
    traded = trade(call.border, of)
    by_mode = [(mode, trade(call.border, of, mode).records()) for mode in TRADE_MODES]
    years = [row["year"] for row in traded.records()]
    return page(
        call,
        "trade.html",
        title=call.words.say("Trade across the border"),
        of=of,
        rows=traded.records(),
        years=years,
        by_mode=[
            (call.words.code("trade_mode", mode), {row["year"]: row for row in rows})
            for mode, rows in by_mode
            if any(row["value_usd"] for row in rows)
        ],
        about=traded.about,
        left_out=call.words.say(LEFT_OUT),
        ports=_codes(call),
        areas=_areas(call),
    )


def _codes(call: Call) -> list[dict[str, Any]]:
    """Return the border's port codes with the trade of the last whole year, largest first."""
    ledger = ledger_of(call.border)
    year = max(row["year"] for row in trade(call.border, _BORDER).records()
               if row["months"] == row["months_expected"])  # fmt: skip
    rows = []
    for area in areas_of(ledger, "code"):
        by_year = {row["year"]: row for row in trade(call.border, area.id).records()}
        if year in by_year:
            rows.append(by_year[year] | {"code": area.id, "name": ledger.code_names[area.id]})
    return sorted(rows, key=lambda row: -row["value_usd"])


def _areas(call: Call) -> list[tuple[str, str]]:
    states = call.border.records("states").columns
    names = zip(states["id"], call.words.column(states, "name"), strict=True)
    return [
        (_BORDER, call.words.say("All codes of the border")),
        (ALL_TRADE, call.words.say("All US-Mexico trade")),
        *(one for one in names if one[0].startswith("US")),
    ]


def _people(call: Call) -> Reply:
    border = call.border
    counties = border.records("counties")
    rows = [counties.row(number) for number in range(len(counties))]
    port, km = call.values["port"], call.values["km"]
    port = port if port in border.records("ports") else None
    near = None if port is None else people_within(border, port, km)
    states = border.records("states").columns
    ports = border.records("ports").columns
    return page(
        call,
        "people.html",
        title=call.words.say("People beside the line"),
        touching=[row for row in rows if row["touches_line"]],
        by_centre=[row for row in rows if row["centroid_km"] <= FARTHEST_KM],
        total=sum(row["population"] or 0 for row in rows),
        near=near,
        method=call.words.say(METHOD),
        port=port,
        km=km,
        label={column.name: call.words.pick(column, "label")
               for column in LAYERS["counties"].columns},
        states=dict(zip(states["id"], call.words.column(states, "name"), strict=True)),
        ports=list(zip(ports["id"], call.words.column(ports, "name"), strict=True)),
        countries=call.words.codes("country"),
    )  # fmt: skip
