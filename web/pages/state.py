"""The page of one border state: its ports, its share of the line, and the gaps in it."""

from typing import Any, Final

from geo.layers import LAYERS, MODES
from geo.queries.counts import counts
from geo.queries.gaps import gaps as boundary_gaps
from geo.queries.ports import ports_where
from geo.queries.selection import Selection
from geo.words.catalogue import said
from geo.words.messages import message
from web.http.operation import HTML, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.pages.areas import named_area
from web.pages.citations import citation
from web.pages.evidence import References
from web.pages.html import page
from web.pages.pictures import picture_address
from web.pages.projects import project_rows
from web.pages.volumes import area_volumes

__all__ = ["state_operation"]

_NO_STATE: Final = message("There is no border state {id}")
_LONG_GAP_KM = 20.0


def state_operation() -> Operation:
    """Return the operation that answers with a state's page."""
    return Operation(
        id="statePage",
        path="/states/{id}",
        tag="pages",
        summary=message("The page of a border state"),
        parameters=(
            text("id", message("ISO 3166-2 code of a border state."), where="path", example="US-TX",
                 schema={"maxLength": 200}),
        ),
        answer=_state,
        media=(HTML,),
        problems=(404,),
        localised=True,
    )  # fmt: skip


def _state(call: Call) -> Reply:
    border = call.border
    table = border.records("states")
    key = call.values["id"]
    if key not in table:
        raise NotFoundError(said(_NO_STATE, id=repr(key[:200])))
    row = table.row(table.position(key))
    counted = next(item for item in counts(border, "state").records() if item["id"] == key)
    gaps = boundary_gaps(border, min_km=_LONG_GAP_KM, state=key).records()
    return page(
        call,
        "state.html",
        title=call.words.pick(row, "name"),
        description=call.words.say(
            "{area}: ports of entry, length of the line and crossings, with charts and sources.",
            area=call.words.pick(row, "name"),
        ),
        picture=picture_address(call, key, "png"),
        small_map=picture_address(call, key, "svg"),
        cited=citation(call, named_area(border, key)),
        row=row,
        label={
            column.name: call.words.pick(column, "label") for column in LAYERS["states"].columns
        },
        counted=counted,
        modes=MODES,
        mode_names=call.words.codes("mode"),
        types=call.words.codes("crossing_type"),
        ports=_ports(call, key),
        shared=_shared(call, row),
        gaps=gaps,
        gap_km=_LONG_GAP_KM,
        volumes=area_volumes(border, key, call.lang),
        references=References(border, call.lang),
        projects=project_rows(call, Selection(state=key)),
    )


def _ports(call: Call, key: str) -> list[dict[str, Any]]:
    rows = ports_where(call.border, state=key).records()
    rows.sort(key=lambda row: -row["boundary_km"])
    return [row | {"name": call.words.pick(row, "name")} for row in rows]


def _shared(call: Call, row: dict[str, Any]) -> list[dict[str, Any]]:
    states = call.border.records("states")
    shared = []
    for other, km in zip(row["neighbours"], row["neighbour_km"], strict=True):
        neighbour = states.row(states.position(other))
        shared.append({"id": other, "name": call.words.pick(neighbour, "name"), "km": float(km)})
    return shared
