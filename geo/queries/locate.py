"""Where a point is: side of the line, state, distance to the boundary, river segment."""

from dataclasses import dataclass
from typing import Final, Literal

from geo.data.boundary_line import boundary_line, segment_ranges_km, states_at
from geo.data.frames import BorderFrames
from geo.geodesy import checked_lon_lat, rounded_km
from geo.layers import STATES
from geo.queries.answer import Row
from geo.queries.fields import LAT, LON, result
from geo.queries.question import Question
from geo.words.messages import message

__all__ = ["LA_PAZ_ZONE_KM", "LOCATE", "Location", "locate", "locate_point"]

LA_PAZ_ZONE_KM: Final = 100.0
"""Half-width of the border area of the La Paz Agreement (14 August 1983), article 4."""
_ON_BOUNDARY_M: Final = 0.05
"""Nearer than this a point is on the line: the overlay of the states is good to 3 cm."""


@dataclass(frozen=True, slots=True)
class Location:
    """What is known of a point.

    ``side`` is ``neither`` on the line itself and outside the ten border states; ``state`` is
    then ``None``. ``boundary_km`` is the chainage of the nearest boundary point, at
    ``nearest_lon``/``nearest_lat`` in degrees; ``river_segment`` and ``river_km`` are given if
    that point is on a river.
    """

    lon: float
    lat: float
    side: Literal["US", "MX", "neither"]
    state: str | None
    on_boundary: bool
    distance_km: float
    nearest_lon: float
    nearest_lat: float
    boundary_km: float
    river_segment: str | None
    river_km: float | None
    in_la_paz_zone: bool


def locate(border: BorderFrames, lon: float, lat: float) -> Row:
    """Return where a point is, as one row; see ``locate_point``."""
    point = locate_point(border, lon, lat)
    return {
        "lon": point.lon,
        "lat": point.lat,
        "side": point.side,
        "state": point.state,
        "on_boundary": point.on_boundary,
        "distance_km": rounded_km(point.distance_km),
        "nearest_lon": round(point.nearest_lon, 7),
        "nearest_lat": round(point.nearest_lat, 7),
        "boundary_km": round(point.boundary_km, 3),
        "river_segment": point.river_segment,
        "river_km": None if point.river_km is None else round(point.river_km, 3),
        "in_la_paz_zone": point.in_la_paz_zone,
    }


def locate_point(border: BorderFrames, lon: float, lat: float) -> Location:
    """Return where a point lies; distances are geodesic on WGS 84 to the full boundary line.

    Raises
    ------
    InvalidValueError
        ``lon`` or ``lat`` is not allowed.
    """
    lon, lat = checked_lon_lat(lon, lat)
    foot = boundary_line(border).nearest(lon, lat)
    on_boundary = foot.distance_m <= _ON_BOUNDARY_M
    state = None if on_boundary else _state_at(border, lon, lat)
    segment, river_km = _river_at(border, foot.km)
    return Location(
        lon=lon,
        lat=lat,
        side="neither" if state is None else ("US" if state.startswith("US") else "MX"),
        state=state,
        on_boundary=on_boundary,
        distance_km=foot.distance_m / 1000.0,
        nearest_lon=foot.lon,
        nearest_lat=foot.lat,
        boundary_km=foot.km,
        river_segment=segment,
        river_km=river_km,
        in_la_paz_zone=foot.distance_m <= LA_PAZ_ZONE_KM * 1000.0,
    )


def _state_at(border: BorderFrames, lon: float, lat: float) -> str | None:
    inside = states_at(border, lon, lat)
    if not len(inside):
        return None
    state: str = border.records("states").columns["id"][int(inside[0])]
    return state


def _river_at(border: BorderFrames, boundary_km: float) -> tuple[str | None, float | None]:
    segments = border.records("river_segments")
    for low, high, name in segment_ranges_km(border):
        if low <= boundary_km <= high:
            mouth_km = float(segments.columns["to_river_km"][segments.position(name)])
            return name, mouth_km + boundary_km - low
    return None, None


LOCATE: Final = Question(
    name="locate",
    path="locate",
    operation="locate",
    summary=message("Where a point is: side, state, distance to the boundary, river segment"),
    fields=(LON, LAT),
    columns=(
        result("lon", "number", "Longitude of the point.", unit="deg"),
        result("lat", "number", "Latitude of the point.", unit="deg"),
        result("side", "string", "Side of the line; neither on it and outside the states.",
               allowed=("US", "MX", "neither")),
        result("state", "string", "Border state.", required=False, allowed=STATES),
        result("on_boundary", "boolean", "Whether the point is on the line."),
        result("distance_km", "number", "Geodesic distance to the boundary.", unit="km"),
        result("nearest_lon", "number", "Longitude of the nearest boundary point.", unit="deg"),
        result("nearest_lat", "number", "Latitude of the nearest boundary point.", unit="deg"),
        result("boundary_km", "number", "Chainage of the nearest boundary point.", unit="km"),
        result("river_segment", "string", "River segment there, if any.", required=False),
        result("river_km", "number", "River kilometer there, if any.", unit="km", required=False),
        result("in_la_paz_zone", "boolean", "Whether within 100 km (La Paz Agreement, art. 4)."),
    ),
    shape="row",
    answer=locate,
    example="-99.5 27.5",
    quick=True,
)  # fmt: skip
