"""Geometry: valid polygons without overlap, one shared line, ports on it."""

from itertools import combinations, pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.checks.model import Check, equal, without_problems
from geo.data.boundary_line import boundary_line
from geo.data.frames import BorderFrames
from geo.geodesy import GEOD
from geo.layers import LAYERS, LEVELS

__all__ = ["check_shapes"]

PORT_TOLERANCE_M: Final = 1.0
"""How far a port may lie from the boundary line."""
END_TOLERANCE_DEG: Final = 1e-4
"""How far a rounded end of a generalised river segment may lie from the generalised line."""

Shapes = npt.NDArray[np.object_]
Segments = npt.NDArray[np.float64]


def check_shapes(border: BorderFrames) -> list[Check]:
    """Check every layer's geometries, the states at each level, and where the ports lie."""
    checks = [_valid(border, name) for name, definition in LAYERS.items() if definition.geometry]
    for level in LEVELS:
        states = border.geometries("states", level)
        boundary = border.geometries("boundary", level)
        checks += [
            _states_valid(states, level),
            _overlap(states, level),
            _shared_line(border, states, boundary, level),
            _one_line(border, boundary, level),
            _rivers_on_line(border.geometries("river_segments", level), boundary, level),
        ]
    return [*checks, _ports_on_line(border)]


def _valid(border: BorderFrames, name: str) -> Check:
    ids = border.records(name).columns[LAYERS[name].key]
    shapes = border.geometries(name, "full")
    problems = [
        f"{key}: {'none' if shape is None else shapely.is_valid_reason(shape)}"
        for key, shape in zip(ids, shapes, strict=True)
        if not (shape.is_valid and not shape.is_empty if shape else not _needed(name))
    ]
    return without_problems(f"geometries of {name} valid", problems, f"{len(ids)} rows")


def _needed(name: str) -> bool:
    return LAYERS[name].geometry_required


def _states_valid(states: Shapes, level: str) -> Check:
    good = bool(shapely.is_valid(states).all()) and bool(shapely.coverage_is_valid(states))
    return Check(
        name=f"states ({level}): valid polygons that form a coverage",
        passed=good,
        found="valid" if good else "not valid",
        expected="valid",
        detail=f"{int(shapely.get_num_coordinates(states).sum())} vertices",
    )


def _overlap(states: Shapes, level: str) -> Check:
    pairs = [(a, b) for a, b in combinations(states, 2) if shapely.intersects(a, b)]
    area = sum(float(shapely.intersection(a, b).area) for a, b in pairs)
    return equal(
        f"states ({level}): overlap in square degrees", area, 0.0, f"{len(pairs)} touching pairs"
    )


def _shared_line(border: BorderFrames, states: Shapes, boundary: Shapes, level: str) -> Check:
    """Check that the edges which both countries' states have are exactly the boundary's."""
    country = np.array(border.records("states").columns["country"])
    both = np.vstack([_edges(states[country == side]) for side in ("US", "MX")])
    edges, seen = np.unique(both, axis=0, return_counts=True)
    line = _edges(boundary)
    shared = edges[seen == 2]  # noqa: PLR2004 - once on each side
    same = shared.shape == line.shape and bool((shared == line).all())
    return Check(
        name=f"states ({level}): shared line is exactly the boundary",
        passed=same,
        found=f"{len(shared)} shared edges, {'the same' if same else 'not the same'}",
        expected=f"{len(line)} edges, the same",
    )


def _edges(shapes: Shapes) -> Segments:
    """Return the distinct edges of polygons or lines, undirected, sorted, shape (n, 4)."""
    parts = shapely.get_parts(shapes)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = np.concatenate([shapely.get_rings(parts[polygons]), parts[~polygons]])
    points, owner = shapely.get_coordinates(lines, return_index=True)
    joined = owner[:-1] == owner[1:]
    start, end = points[:-1][joined], points[1:][joined]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[swap], end[swap] = end[swap], start[swap].copy()
    return np.unique(np.hstack([start, end]), axis=0)


def _one_line(border: BorderFrames, boundary: Shapes, level: str) -> Check:
    columns = border.records("boundary").columns
    order = np.argsort(columns["from_boundary_km"])
    ends = [shapely.get_coordinates(boundary[i])[[0, -1]].tolist() for i in order]
    problems = [
        f"{columns['id'][order[i]]} ends at {first[1]}, the next begins at {second[0]}"
        for i, (first, second) in enumerate(pairwise(ends))
        if first[1] != second[0]
    ]
    return without_problems(
        f"boundary ({level}): one line from the Gulf to the Pacific",
        problems,
        f"{len(ends)} pieces",
    )


def _rivers_on_line(rivers: Shapes, boundary: Shapes, level: str) -> Check:
    """Check that a river segment has only vertices of the boundary; its ends may be put in."""
    line = {tuple(point) for point in shapely.get_coordinates(boundary).tolist()}
    points = shapely.get_coordinates(rivers).tolist()
    added = [point for point in points if tuple(point) not in line]
    ends = {
        tuple(end) for river in rivers for end in shapely.get_coordinates(river)[[0, -1]].tolist()
    }
    worst = max(
        (float(shapely.distance(boundary, shapely.Point(p)).min()) for p in added), default=0.0
    )
    limit = 0.0 if level == "full" else END_TOLERANCE_DEG
    return Check(
        name=f"river segments ({level}): on the boundary",
        passed=worst <= limit and all(tuple(point) in ends for point in added),
        found=f"{worst:.1e} degree away at most",
        expected=f"at most {limit:.0e} degree",
        detail=f"{len(points)} vertices, {len(added)} of them ends put into the line",
    )


def _ports_on_line(border: BorderFrames) -> Check:
    ports = border.records("ports").columns
    away: list[tuple[float, Any]] = []
    for key, shape, km in zip(
        ports["id"], border.geometries("ports", "full"), ports["boundary_km"], strict=True
    ):
        offset = boundary_line(border).nearest(shape.x, shape.y).distance_m
        stated = boundary_line(border).point_at(km)
        along = GEOD.inv(shape.x, shape.y, *stated)[2]
        away.append((max(offset, float(along)), key))
    worst, port = max(away)
    return Check(
        name="ports lie on the boundary, at their boundary_km",
        passed=worst <= PORT_TOLERANCE_M,
        found=f"{worst:.3f} m at most ({port})",
        expected=f"at most {PORT_TOLERANCE_M:g} m",
        detail=f"{len(away)} ports",
    )
