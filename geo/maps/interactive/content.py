"""What the interactive map shows: the first view, and the closer levels that follow it.

Everything here is language-neutral: names stand in both languages, so that one copy serves all.
"""

from itertools import combinations
from typing import Any, Final

import numpy as np
import shapely

from geo.border import Border
from geo.data.boundary_line import boundary_line
from geo.layers import MODES
from geo.maps.context import context_layer
from geo.maps.interactive.encode import encoded
from geo.queries.counts import counts
from geo.queries.gaps import gaps
from geo.queries.port_arrays import port_arrays

__all__ = ["CLOSER_LEVELS", "first_view", "level_shapes"]

CLOSER_LEVELS: Final = ("web", "detail", "full")
"""The levels of generalisation that are read as one zooms in; ``overview`` comes first."""

_DECIMALS: Final = {"overview": 4, "web": 5, "detail": 5, "full": 6}
"""Places of a degree kept at each level; each is finer than a tenth of its tolerance."""
_LINES: Final = ("states", "boundary", "river_segments")
_NEAR_DEG: Final = {"detail": 0.3, "full": 0.08}
"""At these levels states are sent only this close to the boundary."""
_BAND_TOLERANCE_DEG: Final = 0.002
"""Generalisation of the line before the band is drawn about it."""
_LONG_GAP_KM: Final = 50.0
_GAP_TOLERANCE_DEG: Final = 0.01
_PORT_COLUMNS: Final = (
    "id", "other_names", "us_state", "mx_state", "us_city", "mx_city", "crossing_type", "modes",
    "river_segment", "river_km", "boundary_km", "opened_year", "hours", "hours_as_of", "us_owner",
    "us_operator", "mx_owner", "mx_operator", "coordinate_accuracy_m", "cbp_port_code",
)  # fmt: skip


def first_view(border: Border) -> dict[str, Any]:
    """Return all points, the lines at the level ``overview`` and the context."""
    return {
        "version": border.version,
        "date": border.date.isoformat(),
        "ports": _ports(border),
        "states": _states(border),
        "segments": _segments(border),
        "boundary": _boundary(border),
        "river_points": _points(border, "river_points", ("kind", "river_km", "river_mile")),
        "not_counted": _points(
            border,
            "crossings_not_counted",
            ("status_en", "status_es", "reason_en", "reason_es", "us_state", "mx_state"),
        ),
        "gaps": _gaps(border),
        "context": _context(),
        **level_shapes(border, "overview"),
    }


def level_shapes(border: Border, level: str) -> dict[str, Any]:
    """Return states, boundary and river segments at one level of generalisation, by id.

    At the levels of ``_NEAR_DEG`` the states are cut to a band along the boundary, without which
    a map close up would carry their far outlines; ``state_lines`` are the lines between states of
    one country in that band.
    """
    decimals = _DECIMALS[level]
    shapes: dict[str, dict[str, Any]] = {}
    found: dict[str, Any] = {"level": level, "decimals": decimals, "shapes": shapes}
    for name in _LINES:
        ids = border.records(name).columns["id"]
        drawn = border.geometries(name, level)
        if name == "states" and level in _NEAR_DEG:
            drawn, between = _near_boundary(border, drawn, _NEAR_DEG[level])
            found["state_lines"] = encoded(between, decimals)
        shapes[name] = {
            key: encoded(shape, decimals) for key, shape in zip(ids, drawn, strict=True)
        }
    return found


def _near_boundary(border: Border, states: Any, degrees: float) -> tuple[Any, Any]:  # noqa: ANN401
    """Return the states within a band along the boundary, and the lines between them in it."""
    line = shapely.simplify(
        shapely.LineString(boundary_line(border).coordinates), _BAND_TOLERANCE_DEG
    )
    band = shapely.buffer(line, degrees)
    shapely.prepare(band)
    outlines = shapely.intersection(shapely.boundary(states), band)
    countries = border.records("states").columns["country"]
    shared = [
        shapely.intersection(outlines[one], outlines[other])
        for one, other in combinations(range(len(outlines)), 2)
        if countries[one] == countries[other]
    ]
    parts = shapely.get_parts(np.asarray(shared, dtype=object))
    lines = parts[shapely.length(parts) > 0]
    return shapely.intersection(states, band), shapely.line_merge(shapely.union_all(lines))


def _names(row: dict[str, Any]) -> dict[str, str]:
    return {"en": row["name_en"], "es": row["name_es"] or row["name_en"]}


def _ports(border: Border) -> list[dict[str, Any]]:
    table = border.records("ports")
    arrays = port_arrays(border)
    lons, lats, along = arrays.lon, arrays.lat, arrays.along
    found = []
    for place, position in enumerate(along):
        row = table.row(position)
        found.append(
            {name: row[name] for name in _PORT_COLUMNS}
            | {
                "name": _names(row),
                "lon": round(float(lons[position]), 6),
                "lat": round(float(lats[position]), 6),
                "gulfward": table.columns["id"][along[place - 1]] if place else None,
                "pacificward": (
                    table.columns["id"][along[place + 1]] if place + 1 < len(along) else None
                ),
            }
        )
    return found


def _states(border: Border) -> list[dict[str, Any]]:
    counted = {row["id"]: row for row in counts(border, "state").records()}
    table = border.records("states")
    found = []
    for position, shape in enumerate(border.geometries("states", "overview")):
        row = table.row(position)
        lon, lat = _inside(shape)
        found.append(
            {
                "id": row["id"],
                "name": _names(row),
                "country": row["country"],
                "ports": counted[row["id"]]["ports"],
                "by_mode": {mode: counted[row["id"]]["by_mode"][mode] for mode in MODES},
                "boundary_km": row["boundary_km"],
                "box": [round(value, 4) for value in shape.bounds],
                "lon": lon,
                "lat": lat,
            }
        )
    return found


def _inside(shape: Any) -> tuple[float, float]:  # noqa: ANN401 - a shapely geometry
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = shapely.get_point(shapely.maximum_inscribed_circle(largest, 0.05), 0)
    return round(point.x, 3), round(point.y, 3)


def _segments(border: Border) -> list[dict[str, Any]]:
    table = border.records("river_segments")
    found = []
    for position, shape in enumerate(border.geometries("river_segments", "web")):
        row = table.row(position)
        middle = shapely.line_interpolate_point(shape, 0.5, normalized=True)
        names = ("id", "from_en", "from_es", "to_en", "to_es", "length_km", "length_mi")
        found.append(
            {name: row[name] for name in names}
            | {"name": _names(row), "lon": round(middle.x, 4), "lat": round(middle.y, 4)}
        )
    return found


def _boundary(border: Border) -> list[dict[str, Any]]:
    table = border.records("boundary")
    names = ("id", "kind", "river", "us_state", "mx_state", "length_km", "length_mi")
    return [
        {name: table.columns[name][position] for name in names}
        | {"name": _names(table.row(position))}
        for position in range(len(table))
    ]


def _points(border: Border, layer: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    table = border.records(layer)
    found = []
    for position, shape in enumerate(border.geometries(layer, "full")):
        row = table.row(position)
        place = (
            {"lon": None, "lat": None}
            if shape is None
            else {"lon": round(shape.x, 5), "lat": round(shape.y, 5)}
        )
        found.append(
            {"id": row["id"], "name": _names(row)} | {name: row[name] for name in names} | place
        )
    return found


def _gaps(border: Border) -> list[dict[str, Any]]:
    found = gaps(border, min_km=_LONG_GAP_KM).frame()
    names = ("id", "from_port", "to_port", "km", "straight_km", "kind")
    return [
        {name: row[name] for name in names}
        | {"line": encoded(shapely.simplify(shape, _GAP_TOLERANCE_DEG), 4)}
        for row, shape in zip(found[list(names)].to_dict("records"), found["geometry"], strict=True)
    ]


def _context() -> dict[str, Any]:
    areas = {name: _encoded_layer(name, 3) for name in ("land", "lakes", "rivers", "railways")}
    rows, shapes = context_layer("towns")
    towns = [
        {"name": row["name"], "country": row["country"], "rank": row["rank"],
         "lon": round(shape.x, 3), "lat": round(shape.y, 3)}
        for row, shape in zip(rows, shapes, strict=True)
    ]  # fmt: skip
    return {**areas, "la_paz": _encoded_layer("la_paz_zone", 3), "towns": towns, "decimals": 3}


def _encoded_layer(name: str, decimals: int) -> list[Any]:
    _, shapes = context_layer(name)
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    return [encoded(part, decimals)[0] for part in parts]
