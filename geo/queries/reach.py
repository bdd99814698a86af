"""How far one gets by road from a port within some minutes."""

import time
from typing import Any, Final

import numpy as np
import shapely

from geo.data.frames import BorderFrames
from geo.errors import MissingSettingError
from geo.geodesy import checked_number
from geo.queries.answer import Answer
from geo.queries.by_road import ENGINE_PHRASE, vehicle_of
from geo.queries.fields import MODE, port_field, result
from geo.queries.filters import ModeChoice, checked_modes
from geo.queries.port_arrays import port_arrays
from geo.queries.question import Field, Question
from geo.routing.choice import ROUTER
from geo.routing.model import Router, RouterError
from geo.words.messages import message

__all__ = ["REACH", "reach"]

_MAX_MINUTES: Final = 120
"""The most that Valhalla answers for unless it is set otherwise."""
_M2_PER_KM2: Final = 1e6


def reach(
    border: BorderFrames,
    port_id: str,
    minutes: float,
    *,
    mode: ModeChoice = None,
    router: Router | None = None,
) -> Answer:
    """Return the area that is reached by road from a port within some minutes, as one row.

    Raises
    ------
    UnknownPortError, UnknownModeError
        No such port or mode.
    InvalidValueError
        ``minutes`` is not 1 to 120, or trains are asked for.
    MissingSettingError
        There is no router.
    RouterError
        The router gives no answer; OSRM never does.
    """
    from geo.geodesy import GEOD

    row = border.port_position(port_id)
    allowed = f"a number of minutes from 1 to {_MAX_MINUTES}"
    within = checked_number("minutes", minutes, 1.0, _MAX_MINUTES, allowed)
    if router is None:
        raise MissingSettingError(ROUTER, ENGINE_PHRASE)
    vehicle = vehicle_of(checked_modes(mode), router)
    ports = port_arrays(border)
    start = (float(ports.lon[row]), float(ports.lat[row]))
    area = _area(router.reach(start, within, vehicle, time.monotonic() + router.seconds))
    size = abs(GEOD.geometry_area_perimeter(area)[0]) / _M2_PER_KM2
    columns: dict[str, list[Any]] = {
        "id": [port_id],
        "minutes": [within],
        "area_km2": [round(size, 3)],
        "router": [router.name],
        "vehicle": [vehicle],
    }
    return Answer(columns=columns, border=border, shapes=np.array([area], dtype=object))


def _area(geometry: dict[str, Any]) -> shapely.MultiPolygon:
    """Return what the router answered as a sound area, its outer rings counter-clockwise."""
    try:
        shape = shapely.make_valid(shapely.geometry.shape(geometry))
    except (ValueError, TypeError, shapely.errors.ShapelyError):
        raise RouterError("wrong", "no area") from None
    parts = [part for part in shapely.get_parts(shape, return_index=False)
             if isinstance(part, shapely.Polygon) and not part.is_empty]  # fmt: skip
    if not parts:
        raise RouterError("wrong", "no area")
    return shapely.MultiPolygon([shapely.geometry.polygon.orient(part) for part in parts])


REACH: Final = Question(
    name="reach",
    path="reach",
    operation="reach",
    summary=message("How far one gets by road from a port within some minutes"),
    description=message(
        "The area as a routing engine answers, without waits at the border. It needs a router "
        "(`BORDER_PORTS_ROUTER`) that knows areas: Valhalla does, OSRM does not."
    ),
    fields=(
        port_field("port", "laredo-world-trade", "port_id"),
        Field(name="minutes", kind="number", description=message("Minutes on the road."), low=1,
              high=_MAX_MINUTES, required=True, example=30, positional=True),
        MODE,
    ),
    columns=(
        result("id", "string", "Id of the port."),
        result("minutes", "number", "Minutes on the road.", unit="min"),
        result("area_km2", "number", "Size of the area on the ellipsoid.", unit="km2"),
        result("router", "string", "The routing engine that was asked."),
        result("vehicle", "string", "What travels, as far as the engine tells them apart."),
    ),
    geometry="MultiPolygon",
    answer=reach,
    shown=("id", "minutes", "area_km2", "router", "vehicle"),
    example="laredo-world-trade 30 --mode commercial --format geojson",
    costly=True,
    asks_router=lambda _: True,
)  # fmt: skip
