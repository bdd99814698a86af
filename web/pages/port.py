"""The page of one port of entry."""

from typing import Any, Final

from geo.border import Border
from geo.data.dates import known_part
from geo.layers import DIRECTIONS, LAYERS
from geo.queries.along import next_along
from geo.queries.port_arrays import port_arrays
from geo.queries.selection import Selection
from geo.words.catalogue import Phrase, said, words
from geo.words.hours import hours_text
from geo.words.messages import message
from geo.words.numbers import as_of, month_day
from geo.words.owners import owner_name
from geo.words.tolls import axles_text, toll_text, vehicle_text
from web.http.operation import HTML, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.pages.areas import named_area
from web.pages.citations import citation
from web.pages.documents import port_documents
from web.pages.evidence import References
from web.pages.html import page
from web.pages.pictures import picture_address
from web.pages.port_hours import clocks_of, hours_rows, present_moment, zone_name
from web.pages.projects import project_rows
from web.pages.stage import port_conditions
from web.pages.volumes import area_volumes
from web.pages.waits import port_waits

__all__ = ["no_port", "port_operation"]

_NO_PORT: Final = message("There is no port {id}")


def port_operation(port_ids: tuple[str, ...]) -> Operation:
    """Return the operation that answers with a port's page."""
    return Operation(
        id="portPage",
        path="/ports/{id}",
        tag="pages",
        summary=message("The page of a port of entry"),
        parameters=(
            text("id", message("Id of a port of entry."), where="path", example=port_ids[0],
                 schema={"maxLength": 200}),
        ),
        answer=_port,
        media=(HTML,),
        problems=(404,),
        localised=True,
    )  # fmt: skip


def no_port(key: str) -> Phrase:
    """Return the words that no port has this id."""
    return said(_NO_PORT, id=repr(key[:200]))


def _port(call: Call) -> Reply:
    border, lang = call.border, call.lang
    table = border.records("ports")
    key = call.values["id"]
    if key not in table:
        raise NotFoundError(no_port(key))
    position = table.position(key)
    row = table.row(position)
    ports = port_arrays(border)
    lons, lats = ports.lon, ports.lat
    names = (row["name_es"] or row["name_en"], row["name_en"])
    title, other = names if lang == "es" else names[::-1]
    neighbours = _neighbours(border, key)
    return page(
        call,
        "port.html",
        title=title,
        other=other if other != title else "",
        row=row,
        label={column.name: call.words.pick(column, "label") for column in LAYERS["ports"].columns},
        lon=float(lons[position]),
        lat=float(lats[position]),
        states=_names(border, "states", lang),
        segments=_names(border, "river_segments", lang),
        ports=_names(border, "ports", lang),
        type_name=call.words.code("crossing_type", row["crossing_type"]),
        mode_names=call.words.codes("mode"),
        **_said(lang),
        neighbours=neighbours,
        compared=_compared(neighbours, key),
        tolls=_rows(border, "tolls", key),
        codes=_rows(border, "port_codes", key),
        volumes=area_volumes(border, key, lang),
        projects=project_rows(call, Selection(port=key)),
        **_about(call, key, title),
        **_use(call, row),
        references=References(border, lang),
        keep=False,
    )


def _about(call: Call, key: str, title: str) -> dict[str, Any]:
    """Return what a shared link shows of a port, its map and how to cite it."""
    return {
        "description": call.words.say(
            "{port}: where it is, lanes and hours, who may cross, tolls and crossings per year.",
            port=title,
        ),
        "picture": picture_address(call, key, "png"),
        "small_map": picture_address(call, key, "svg"),
        "cited": citation(call, named_area(call.border, key)),
        "documents": port_documents(call, key),
    }


def _use(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    """Return when a port is open and to whom."""
    moment = present_moment()
    by_mode = hours_rows(call.border, row, moment, call.lang)
    return {
        "clocks": clocks_of(row, moment, call.lang),
        "hours_rows": by_mode,
        "modes_with_hours": [item.row["id"] for item in by_mode if item.row["hours_cbp"]],
        "programmes": call.words.codes("programme"),
        "access": _access(call.border, row["id"]),
        "open_to": call.words.codes("open_to"),
        "cargo": call.words.codes("cargo"),
        "systems": call.words.codes("code_system"),
        "waits": port_waits(call, row),
        **port_conditions(call, row),
        "lane_names": call.words.codes("wait_lane"),
        "short_date": lambda when: month_day(when, call.lang),
    }


def _said(lang: str) -> dict[str, Any]:
    """Return the functions by which the template says hours, dates and owners."""
    return {
        "hours": lambda value: hours_text(value, lang),
        "owner": lambda row, role: owner_name(row, role, lang),
        "known_part": known_part,
        "known_since": lambda row, name: as_of(str(known_part(row, name)), lang),
        "zone": lambda name: zone_name(name, lang),
        "vehicle": lambda text: vehicle_text(text, lang),
        "axles": lambda text: axles_text(text, lang),
        "toll": lambda text, currency="": toll_text(text, lang, currency),
    }


def _access(border: Border, port_id: str) -> dict[str, dict[str, Any]]:
    """Return who may cross, by mode and direction; ``None`` where there is no row."""
    access: dict[str, dict[str, Any]] = {}
    for row in _rows(border, "port_access", port_id):
        access.setdefault(row["mode"], dict.fromkeys(DIRECTIONS))[row["direction"]] = row
    return access


def _compared(neighbours: dict[str, dict[str, Any] | None], port_id: str) -> list[str]:
    """Return the ids of a port and of its neighbours, from west to east."""
    west, east = neighbours["upstream"], neighbours["downstream"]
    return [
        *([str(west["id"])] if west else []),
        port_id,
        *([str(east["id"])] if east else []),
    ]


def _names(border: Border, layer: str, lang: str) -> dict[str, str]:
    columns = border.records(layer).columns
    names = words(lang).column(columns, "name")
    return dict(zip(columns["id"], names, strict=True))


def _rows(border: Border, name: str, port_id: str) -> list[dict[str, Any]]:
    table = border.records(name)
    ids = table.columns["port_id"]
    return [table.row(position) for position, own in enumerate(ids) if own == port_id]


def _neighbours(border: Border, port_id: str) -> dict[str, dict[str, Any] | None]:
    """Return the next port each way along the whole boundary, ``None`` past its ends."""
    neighbours: dict[str, dict[str, Any] | None] = {}
    for direction in ("upstream", "downstream"):
        rows = next_along(border, port_id, direction=direction, k=1).records()
        neighbours[direction] = rows[0] if rows else None
    return neighbours
