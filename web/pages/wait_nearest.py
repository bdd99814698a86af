"""The nearest ports with the wait of now, for programs."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import orjson

from geo.border import Border
from geo.feeds.cbp_records import LANES
from geo.feeds.nearest_waits import MAX_WAIT, ORDERS, NearWait, nearest_waits
from geo.feeds.poll import CBP_WAITS
from geo.feeds.waits import Place, places_of
from geo.queries.port_arrays import port_arrays
from geo.words.credits import WAITS_NOTE
from geo.words.messages import message
from web.http.operation import GEOJSON, Call, Operation, Reply
from web.http.parameters import integer, number, text
from web.operations.live_history import live_history
from web.pages.port_hours import present_moment
from web.pages.waits import (
    WAITS_KEPT_SECONDS,
    WAITS_SOURCE,
    moment_text,
    place_name,
    wait_row,
)

__all__ = ["wait_nearest_operation"]

_USUAL_K: Final = 3


def wait_nearest_operation(border: Border, *, has_router: bool) -> Operation:
    """Return the operation that answers with the nearest ports and their waits.

    The least time in all is offered where there is a routing engine.
    """
    orders = ORDERS if has_router else ORDERS[:-1]
    return Operation(
        id="waitsNearest",
        path="/waits/nearest",
        tag="queries",
        summary=message("The nearest ports with the wait of now"),
        description=message(
            "Straight distances. Ports as near whose wait is not known, or longer than max_wait, "
            "stand in not_counted. By wait, those found have the shortest first."
        ),
        parameters=(
            number("lon", message("Longitude, degrees WGS 84."), -180, 180, required=True,
                   example=-106.45),
            number("lat", message("Latitude, degrees WGS 84."), -90, 90, required=True,
                   example=31.75),
            text("lane", message("Kind of lane."), LANES, required=True, example=LANES[2]),
            integer("k", message("How many ports."), 1, len(border.records("ports")),
                    default=_USUAL_K),
            integer("max_wait", message("Longest wait, in minutes."), 0, MAX_WAIT),
            number("max_km", message("Farthest, in kilometers."), 0, None),
            text("order", message(
                "What comes first: the nearest, the shortest wait, or the least time on the road "
                "and wait together, where the service has a routing engine."
            ), orders, default=ORDERS[0]),
        ),
        answer=partial(_nearest, places_of(border)),
        media=(GEOJSON,),
        schema="NearestWaits",
    )  # fmt: skip


def _nearest(places: Mapping[str, Place], call: Call) -> Reply:
    history = live_history(call.service.settings)
    waits = history.waits(CBP_WAITS) if history is not None else None
    asked = call.values
    is_by_road = asked["order"] == ORDERS[-1]
    if is_by_road:
        call.costly()
    answer = nearest_waits(
        call.border, waits, asked["lon"], asked["lat"], lane=asked["lane"], now=present_moment(),
        k=asked["k"], max_wait=asked["max_wait"], max_km=asked["max_km"], order=asked["order"],
        router=call.service.router,
    )  # fmt: skip
    answered = moment_text(waits.state.answered) if waits is not None else None
    near = [_row(places, one, answered) for one in answer.found]
    document = {
        "type": "FeatureCollection",
        "features": [_feature(call.border, row) for row in near],
        "numberReturned": len(near),
        "not_counted": [_row(places, one, answered) for one in answer.not_counted],
        "source": WAITS_SOURCE,
        "note": str(WAITS_NOTE),
        **answer.about,
    }
    body, seconds = orjson.dumps(document), 0 if is_by_road else WAITS_KEPT_SECONDS
    return Reply(body=body, media=GEOJSON, keep=False, max_age=seconds, dated=False)


def _row(places: Mapping[str, Place], one: NearWait, answered: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "port_id": one.port_id, "distance_km": one.distance_km, "bearing_deg": one.bearing_deg,
    }  # fmt: skip
    if one.road_minutes is not None:
        row |= {"road_minutes": one.road_minutes, "total_minutes": one.total_minutes}
    if one.present is None:
        return row | {"status": "not_listed", "minutes": None}
    return row | wait_row(place_name(places, one.present), one.present, answered)


def _feature(border: Border, row: dict[str, Any]) -> dict[str, Any]:
    at, ports = border.records("ports").position(row["port_id"]), port_arrays(border)
    return {
        "type": "Feature",
        "id": row["port_id"],
        "geometry": {"type": "Point", "coordinates": [float(ports.lon[at]), float(ports.lat[at])]},
        "properties": row,
    }
