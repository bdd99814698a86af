"""The spatial questions over HTTP, under ``/queries``."""

from typing import Any

import orjson

from geo.formats.feature_json import feature_collection
from geo.layers import MODES, STATES
from geo.queries.along import DIRECTIONS, between, next_along
from geo.queries.answer import Answer
from geo.queries.counts import GROUPS, counts
from geo.queries.gaps import gaps
from geo.queries.hours import checked_moment
from geo.queries.locate import locate
from geo.queries.nearest import nearest, within
from web.http.operation import GEOJSON, JSON, Call, Operation, Reply
from web.http.parameters import Parameter, integer, number, text

__all__ = ["query_operations"]

_LON = number("lon", "Longitude, degrees WGS 84.", -180, 180, required=True, example=-106.45)
_LAT = number("lat", "Latitude, degrees WGS 84.", -90, 90, required=True, example=31.75)
_MODE = text("mode", "Only ports with this mode of crossing.", MODES)
_STATE = text("state", "Only ports that touch this state (ISO 3166-2).", STATES)
_K = integer("k", "How many ports.", 1, 55, default=1)
_FARTHEST_KM = 20_100
"""Longer than any geodesic (20,004 km)."""
_DATE_TIME = (
    r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])"
    r"(:[0-5][0-9](:[0-5][0-9])?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?$"
)
"""What may be written; not every day of it exists."""


def query_operations(port_ids: tuple[str, ...]) -> list[Operation]:
    """Return the operations under ``/queries``; ``port_ids`` are the ids that they accept."""
    return [
        *_counting_operations(),
        *_point_operations(),
        *_line_operations(port_ids),
        *_boundary_operations(),
    ]


def _counting_operations() -> list[Operation]:
    return [
        Operation(
            id="portsPerState",
            path="/queries/ports-per-state",
            tag="queries",
            summary="Ports of entry per border state",
            description="Ten rows; a crossing is counted once on each side of the line.",
            parameters=(_MODE,),
            answer=_ports_per_state,
            schema="PortsPerState",
        ),
        Operation(
            id="portCounts",
            path="/queries/port-counts",
            tag="queries",
            summary="Ports of entry per state, county, municipality, river segment or region",
            parameters=(
                text("by", "What to count by.", GROUPS, default="state"),
                _MODE,
            ),
            answer=_port_counts,
            schema="PortCounts",
        ),
    ]


def _point_operations() -> list[Operation]:
    return [
        Operation(
            id="nearest",
            path="/queries/nearest",
            tag="queries",
            summary="The nearest ports of entry to a point",
            description=(
                "Geodesic distances on WGS 84, nearest first. With `open_at` the ports are those "
                "known to be open northbound then; nearer ones whose hours are not known are "
                "listed in `hours_not_known`."
            ),
            parameters=(_LON, _LAT, _K, _MODE, _STATE, _open_at()),
            answer=_nearest,
            media=(GEOJSON,),
            schema="NearPorts",
        ),
        Operation(
            id="within",
            path="/queries/within",
            tag="queries",
            summary="The ports of entry within a distance of a point",
            parameters=(
                _LON,
                _LAT,
                number(
                    "km",
                    "Geodesic distance in kilometres.",
                    0,
                    _FARTHEST_KM,
                    required=True,
                    example=100,
                ),
                _MODE,
                _STATE,
            ),
            answer=_within,
            media=(GEOJSON,),
            schema="NearPorts",
        ),
    ]


def _line_operations(port_ids: tuple[str, ...]) -> list[Operation]:
    return [
        Operation(
            id="alongRiver",
            path="/queries/along-river",
            tag="queries",
            summary="The next crossings up or down the line from a port",
            description=(
                "By river kilometre on the Rio Grande; where the way runs over the land boundary, "
                "by boundary kilometre, and `basis` says so."
            ),
            parameters=(
                _port("port", port_ids, "del-rio"),
                text(
                    "direction", "Downstream is towards the Gulf.", DIRECTIONS, default="downstream"
                ),
                _K,
                _MODE,
            ),
            answer=_along_river,
            media=(GEOJSON,),
            schema="NextPorts",
        ),
        Operation(
            id="between",
            path="/queries/between",
            tag="queries",
            summary="The way between two ports along the line and as the crow flies",
            parameters=(
                _port("from", port_ids, "del-rio"),
                _port("to", port_ids, "laredo-world-trade"),
            ),
            answer=_between,
            schema="Between",
        ),
    ]


def _boundary_operations() -> list[Operation]:
    return [
        Operation(
            id="gaps",
            path="/queries/gaps",
            tag="queries",
            summary="Stretches of boundary without a port of entry, longest first",
            parameters=(
                number("min_km", "Leave out shorter stretches.", 0, _FARTHEST_KM, default=0),
                _MODE,
                _STATE,
            ),
            answer=_gaps,
            media=(GEOJSON,),
            schema="Gaps",
        ),
        Operation(
            id="locate",
            path="/queries/locate",
            tag="queries",
            summary="Where a point is: side, state, distance to the boundary, river segment",
            parameters=(_LON, _LAT),
            answer=_locate,
            schema="Location",
        ),
    ]


def _port(name: str, port_ids: tuple[str, ...], example: str) -> Parameter:
    return text(name, "Id of a port of entry.", port_ids, required=True, example=example)


def _open_at() -> Parameter:
    return text(
        "open_at",
        "Only ports open northbound at this time: ISO 8601; without an offset it is each port's "
        "own local time.",
        schema={"maxLength": 40, "pattern": _DATE_TIME},
        example="2026-11-23T07:30:00-06:00",
        check=checked_moment,
    )


def _json(body: object) -> Reply:
    return Reply(body=orjson.dumps(body), media=JSON, keep=False)


def _features(found: Answer) -> Reply:
    return Reply(body=feature_collection(found), media=GEOJSON, keep=False)


def _ports_per_state(call: Call) -> Reply:
    found = counts(call.border, "state", call.values["mode"])
    return _json(_counted(found, "states"))


def _port_counts(call: Call) -> Reply:
    found = counts(call.border, call.values["by"], call.values["mode"])
    return _json(_counted(found, "groups"))


def _counted(found: Answer, name: str) -> dict[str, Any]:
    return {name: found.records(), **found.about}


def _nearest(call: Call) -> Reply:
    values = call.values
    return _features(
        nearest(
            call.border,
            values["lon"],
            values["lat"],
            k=values["k"],
            mode=values["mode"],
            state=values["state"],
            open_at=values["open_at"],
        ),
    )


def _within(call: Call) -> Reply:
    values = call.values
    return _features(
        within(
            call.border,
            values["lon"],
            values["lat"],
            values["km"],
            mode=values["mode"],
            state=values["state"],
        ),
    )


def _along_river(call: Call) -> Reply:
    values = call.values
    return _features(
        next_along(
            call.border,
            values["port"],
            direction=values["direction"],
            k=values["k"],
            mode=values["mode"],
        ),
    )


def _between(call: Call) -> Reply:
    return _json(between(call.border, call.values["from"], call.values["to"]))


def _gaps(call: Call) -> Reply:
    values = call.values
    return _features(
        gaps(call.border, min_km=values["min_km"], mode=values["mode"], state=values["state"]),
    )


def _locate(call: Call) -> Reply:
    return _json(locate(call.border, call.values["lon"], call.values["lat"]))
