"""The nearest ports by road: what a routing engine says of them, or why it says nothing."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import Column
from geo.queries.answer import Row
from geo.queries.fields import result
from geo.queries.port_arrays import port_arrays
from geo.queries.question import Field, Nested
from geo.routing.model import Position, Router, RouterError
from geo.routing.ranking import Measure, ranked_ways
from geo.words.catalogue import words
from geo.words.messages import message

__all__ = [
    "BY",
    "BY_ROAD",
    "ENGINE_PHRASE",
    "MEASURES",
    "ROAD_ABOUT",
    "ROAD_COLUMNS",
    "STRAIGHT",
    "Road",
    "chosen_road",
    "is_by_road",
    "road_remark",
    "vehicle_of",
]

STRAIGHT: Final = "straight"
MEASURES: Final[dict[str, Measure]] = {"road": "seconds", "road_length": "km"}
"""What is compared, by what the order is asked for by."""
BY_ROAD: Final = (STRAIGHT, *MEASURES)
_VEHICLES: Final = {"commercial": "truck", "bus": "bus", "pedestrian": "pedestrian"}
"""What travels, by mode; a car in any other."""
_RAIL: Final = "rail"
_MAX_LINES: Final = 5
ENGINE_PHRASE: Final = message("the address of a routing engine that the way by road is asked of")
"""What the setting of a router is, in words."""
_NO_ROUTER: Final = message(
    "straight; by road the setting BORDER_PORTS_ROUTER must name a routing engine"
)
_NOT_BY_RAIL: Final = message(
    "straight for trains, which a routing engine of roads knows nothing of"
)
_STRAIGHT_INSTEAD: Final = message("In order of the straight line, not by road: {reason}.")
_FEWER: Final = message("The router knows no way by road to others.")

BY: Final = Field(
    name="by",
    kind="text",
    allowed=BY_ROAD,
    default=STRAIGHT,
    description=message(
        "Order by the straight line, by time on the road, or by kilometers of that way, as a "
        "routing engine answers, without waits at the border; see the documentation of routing."
    ),
)
ROAD_COLUMNS: Final[tuple[Column, ...]] = (
    result("road_minutes", "number", "Minutes on the road without waits at the border, where `by` "
           "asks for the way by road.", unit="min", required=False),
    result("road_km", "number", "Kilometers of that way.", unit="km", required=False),
)  # fmt: skip
ROAD_ABOUT: Final[tuple[Column | Nested, ...]] = (
    result("ranked_by", "string", "What the order is by, where `by` asks for the way by road: "
           "`straight` where the router gave no answer.", allowed=BY_ROAD, required=False),
    result("router", "string", "The routing engine that was asked.", required=False),
    result("vehicle", "string", "What travels, as far as the engine tells them apart.",
           required=False),
    result("road_note_en", "string", "Why the order is not by road, or rows are few.",
           required=False),
    result("road_note_es", "string", "The same in Spanish.", required=False),
    Nested(
        name="routes",
        description="The ways to the first ports: WGS 84 longitudes and latitudes of their points "
        "in two lists.",
        columns=(
            result("id", "string", "Id of the port."),
            result("lon", "list", "Longitudes.", unit="deg"),
            result("lat", "list", "Latitudes.", unit="deg"),
        ),
        is_list=True,
        required=False,
    ),
)  # fmt: skip


def is_by_road(values: Mapping[str, Any]) -> bool:
    """Return whether the values of a question ask for the way by road."""
    return values.get("by") not in {None, STRAIGHT}


def vehicle_of(modes: Sequence[str], router: Router) -> str:
    """Return what travels to a port in some modes; ``InvalidValueError`` for trains alone."""
    if tuple(modes) == (_RAIL,):
        raise InvalidValueError("by", "road", _NOT_BY_RAIL)
    wanted = _VEHICLES.get(modes[0], "") if len(modes) == 1 else ""
    return wanted if wanted in router.vehicles else router.vehicles[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """The first ports by road: numbers in the list of those asked for, columns, what is beside."""

    order: list[int]
    columns: dict[str, list[Any]]
    about: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """From where to which ports, by id, position and geodesic kilometres, nearest first."""

    start: Position
    ids: Sequence[str]
    places: Sequence[Position]
    straight_km: Sequence[float]


def chosen_road(
    border: BorderFrames,
    router: Router | None,
    by: str,
    modes: Sequence[str],
    start: Position,
    ports: Sequence[tuple[int, float]],
    k: int,
) -> Road:
    """Return the k first of some ports by road, or by the straight line where none is known.

    ``ports`` are row numbers and geodesic kilometres, nearest first.

    Raises
    ------
    InvalidValueError
        ``by`` is not known, there is no router, or trains are asked for.
    """
    if by not in MEASURES:
        raise InvalidValueError("by", by, ", ".join(BY_ROAD))
    if router is None:
        raise InvalidValueError("by", by, _NO_ROUTER)
    vehicle = vehicle_of(modes, router)
    about: Row = {"ranked_by": by, "router": router.name, "vehicle": vehicle}
    known = port_arrays(border)
    asked = _Asked(
        start=start,
        ids=[known.ids[row] for row, _ in ports],
        places=[(float(known.lon[row]), float(known.lat[row])) for row, _ in ports],
        straight_km=[km for _, km in ports],
    )
    until = time.monotonic() + router.seconds
    try:
        return _by_road(router, asked, k, about, until)
    except RouterError as error:
        return _straight(asked, k, about, error)


def _by_road(router: Router, asked: _Asked, k: int, about: Row, until: float) -> Road:
    ways = ranked_ways(
        router, [asked.start], asked.places, np.array([asked.straight_km], np.float64),
        k=k, by=MEASURES[about["ranked_by"]], vehicle=about["vehicle"], until=until,
    )  # fmt: skip
    order = ways.first(0, k, MEASURES[about["ranked_by"]])
    if not order and asked.ids:
        raise RouterError("off_road" if ways.off_road[0] else "no_way")
    fewer = (
        _notes(words("en").say(_FEWER), words("es").say(_FEWER))
        if _is_short(order, k, asked)
        else {}
    )
    return Road(
        order=order,
        columns={
            "road_minutes": [round(float(ways.seconds[0, port]) / 60.0, 1) for port in order],
            "road_km": [round(float(ways.km[0, port]), 3) for port in order],
        },
        about={**about, **fewer, "routes": _routes(router, asked, order, about, until)},
    )


def _is_short(order: list[int], k: int, asked: _Asked) -> bool:
    return len(order) < min(k, len(asked.ids))


def _routes(router: Router, asked: _Asked, order: list[int], about: Row, until: float) -> list[Row]:
    """Return the ways to the first ports, as many as the router gives in time."""
    routes: list[Row] = []
    for port in order[:_MAX_LINES]:
        try:
            route = router.route(asked.start, asked.places[port], about["vehicle"], until)
        except RouterError:
            break
        lon, lat = zip(*((round(x, 5), round(y, 5)) for x, y in route.line), strict=True)
        routes.append({"id": asked.ids[port], "lon": list(lon), "lat": list(lat)})
    return routes


def _straight(asked: _Asked, k: int, about: Row, error: RouterError) -> Road:
    order = list(range(min(k, len(asked.ids))))
    notes = (
        words(lang).say(_STRAIGHT_INSTEAD, reason=words(lang).say(error.phrase))
        for lang in ("en", "es")
    )
    return Road(
        order=order,
        columns={"road_minutes": [None] * len(order), "road_km": [None] * len(order)},
        about={**about, "ranked_by": STRAIGHT, **_notes(*notes), "routes": []},
    )


def _notes(english: str, spanish: str) -> Row:
    return {"road_note_en": english, "road_note_es": spanish}


def road_remark(about: Mapping[str, Any]) -> str:
    """Return what is to be said beside an answer by road; empty if nothing is."""
    return str(about.get("road_note_en", ""))
