"""The pages of the border, of its regions and of the pairs of states: ports and crossings."""

from dataclasses import dataclass
from typing import Any, Final

from geo.border import Border
from geo.layers import MODES, REGIONS
from geo.layers.measures import MAIN_MEASURES, MEASURES
from geo.volumes.areas import BORDER, Area, AreaKind, area_of, areas_of, pair_id
from geo.volumes.ledger import ledger_of
from geo.volumes.sentences import Sentences
from geo.volumes.summary import volumes_of
from geo.volumes.yearly import years_of
from geo.words.catalogue import said
from geo.words.messages import message
from web.http.operation import HTML, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.pages.areas import (
    area_address,
    area_length_km,
    area_name,
    named_area,
    pair_of,
    selection_of,
)
from web.pages.citations import citation
from web.pages.html import page
from web.pages.pictures import picture_address
from web.pages.projects import project_rows
from web.pages.volumes import area_volumes

__all__ = ["area_operations"]

_NO_PAGE: Final = message("There is no page of {id} here")
_PARTS: Final[dict[str, tuple[tuple[str, tuple[AreaKind, ...]], ...]]] = {
    BORDER: (
        (message("Regions"), ("region",)),
        (message("Border states of the United States"), ("us_state",)),
        (message("Border states of Mexico"), ("mx_state",)),
        (message("Pairs of states that share the line"), ("pair",)),
    ),
    "region": ((message("Pairs of states that share the line"), ("pair",)),),
}
"""By kind of area: the tables of its parts, each with its heading and the kinds of areas in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A row of a table of parts; ``values`` are the crossings of the compared year by measure."""

    name: str
    address: str
    ports: int
    values: tuple[str, ...]


def area_operations(border: Border) -> list[Operation]:
    """Return the operations that answer with the pages of the border and its parts."""
    ports = border.records("ports").columns
    pair = pair_id(ports["us_state"][0], ports["mx_state"][0])
    return [
        Operation(
            id="borderPage", path="/border", tag="pages", answer=_border,
            summary=message("The page of the whole border"), media=(HTML,), localised=True,
        ),
        _operation("region", "/regions/{id}", message("The page of a region"), REGIONS[0]),
        _operation("pair", "/pairs/{id}", message("The page of two states that share the line"),
                   pair),
    ]  # fmt: skip


def _operation(kind: str, path: str, summary: str, example: str) -> Operation:
    def answer(call: Call) -> Reply:
        key = call.values["id"]
        area = named_area(call.border, key)
        if area.kind != kind or area.id != key:
            raise NotFoundError(said(_NO_PAGE, id=repr(key[:200])))
        return _page(call, area)

    return Operation(
        id=f"{kind}Page",
        path=path,
        tag="pages",
        summary=summary,
        parameters=(
            text("id", message("Id of the area, such as US-TX_MX-TAM, west or east."),
                 where="path", example=example, schema={"maxLength": 200}),
        ),
        answer=answer,
        media=(HTML,),
        problems=(404,),
        localised=True,
    )  # fmt: skip


def _border(call: Call) -> Reply:
    return _page(call, area_of(ledger_of(call.border), BORDER))


def _page(call: Call, area: Area) -> Reply:
    border, lang = call.border, call.lang
    ports = _ports(call, area)
    title = area_name(border, area, lang)
    length_km = area_length_km(border, area)
    return page(
        call,
        "area.html",
        title=title,
        description=call.words.say(
            "{area}: ports of entry, length of the line and crossings, with charts and sources.",
            area=title,
        ),
        picture=picture_address(call, area.id, "png"),
        kind=area.kind,
        length_km=length_km,
        small_map=picture_address(call, area.id, "svg"),
        states=_states(call, area),
        ports=ports,
        modes={mode: sum(mode in row["modes"] for row in ports) for mode in MODES},
        mode_names=call.words.codes("mode"),
        types=call.words.codes("crossing_type"),
        measures=[call.words.pick(MEASURES[name], "label") for name in MAIN_MEASURES],
        parts=_parts(call, area),
        volumes=area_volumes(border, area.id, lang),
        projects=project_rows(call, selection_of(area)),
        cited=citation(call, area),
    )


def _ports(call: Call, area: Area) -> list[dict[str, Any]]:
    table = call.border.records("ports")
    rows = (table.row(position) for position in selection_of(area).ports(call.border))
    return [row | {"name": call.words.pick(row, "name")} for row in rows]


def _states(call: Call, area: Area) -> list[tuple[str, str]]:
    """Return address and name of the two states of a pair."""
    if area.kind != "pair":
        return []
    ledger = ledger_of(call.border)
    return [
        (f"/states/{key}", area_name(call.border, area_of(ledger, key), call.lang))
        for key in pair_of(area)
    ]


def _parts(call: Call, area: Area) -> list[tuple[str, list[_Part]]]:
    ledger = ledger_of(call.border)
    return [
        (
            call.words.say(heading),
            [
                _part(call, part)
                for kind in kinds
                for part in areas_of(ledger, kind)
                if part.ports <= area.ports
            ],
        )
        for heading, kinds in _PARTS.get(area.kind, ())
    ]


def _part(call: Call, area: Area) -> _Part:
    border, lang = call.border, call.lang
    ledger = ledger_of(border)
    year, say = border.derived(_compared_year), Sentences(border, lang)
    values = []
    for name in MAIN_MEASURES:
        counted = next((one for one in years_of(ledger, area, name) if one.year == year), None)
        values.append("" if counted is None else say.value(counted))
    return _Part(
        name=area_name(border, area, lang),
        address=area_address(area),
        ports=len(selection_of(area).ports(border)),
        values=tuple(values),
    )


def _compared_year(border: Border) -> int:
    ledger = ledger_of(border)
    return volumes_of(ledger, area_of(ledger, BORDER)).year
