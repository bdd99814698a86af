"""Cutting the outlines of the ten states anew, so that both countries share the one line.

The inland and coastal outlines of each country and the borders between its own states are kept;
the side towards the neighbour is replaced by the boundary line itself. One noded overlay of that
linework gives the faces, and the source polygons say which state each face is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import shapely
from shapely.ops import substring

from geo.errors import DatasetError
from geo.geodesy import Floats
from geo.pipeline.edges import edges, shared_path
from geo.pipeline.line import ControlledLine
from geo.pipeline.outlines import DECIMALS

__all__ = [
    "InnerBorder",
    "check_coverage",
    "country_outline",
    "inner_borders",
    "labelled",
    "recut",
]

_TIE: Final = 0.0005
"""Degrees (about 50 m): an inner border is led straight to its corner over this last stretch."""
_TOUCHING: Final = 1e-6
"""Degrees (about 10 cm): a coast closer than this to the end of the line meets it there."""
_CORNERS: Final[Mapping[tuple[str, str], str]] = {
    ("US-CA", "US-AZ"): "nib",
    ("US-NM", "US-TX"): "monument-1",
    ("MX-BCN", "MX-SON"): "sib",
}
"""River points at which inner borders end by treaty; the others end at their foot."""


@dataclass(frozen=True, slots=True)
class InnerBorder:
    """The border between two states of one country, drawn towards the boundary line.

    ``corner`` names the point of the boundary line at which it ends.
    """

    states: tuple[str, str]
    path: shapely.LineString
    corner: str


def inner_borders(
    outlines: Mapping[str, shapely.Geometry], line: shapely.LineString
) -> list[InnerBorder]:
    """Return the borders between the states of one country, each ending towards ``line``.

    Raises
    ------
    DatasetError
        Two states share more than one stretch, so that it is not clear which end is meant.
    """
    borders = []
    for states in combinations(outlines, 2):
        path = shared_path(outlines[states[0]], outlines[states[1]])
        if path.is_empty:
            continue
        if not isinstance(path, shapely.LineString):
            message = f"{' and '.join(states)} share {len(shapely.get_parts(path))} stretches"
            raise DatasetError(message)
        ends = shapely.distance(shapely.points([path.coords[0], path.coords[-1]]), line)
        corner = _CORNERS.get(states, "|".join(states))
        path = shapely.reverse(path) if ends[0] < ends[1] else path
        borders.append(InnerBorder(states, path, corner))
    return borders


def recut(
    countries: Sequence[Mapping[str, shapely.Geometry]],
    borders: Sequence[InnerBorder],
    line: ControlledLine,
) -> dict[str, shapely.MultiPolygon]:
    """Return the states of both countries cut anew onto the line.

    ``countries`` are the source outlines of each country. Every vertex of the line is a vertex
    of exactly one state on each side; ``check_coverage`` has been passed.

    Raises
    ------
    DatasetError
        The linework does not close to the parts that the source outlines have.
    """
    divide = shapely.LineString(line.measured.coordinates)
    linework = [divide, *(_tied(border, line, divide) for border in borders)]
    for outlines in countries:
        linework += country_outline(outlines, divide)
    noded = shapely.get_parts(shapely.union_all(linework))
    faces = shapely.get_parts(shapely.polygonize(noded))
    sources = {code: shape for outlines in countries for code, shape in outlines.items()}
    states = labelled(faces, sources)
    check_coverage(states, [list(outlines) for outlines in countries], divide)
    return states


def _tied(
    border: InnerBorder, line: ControlledLine, divide: shapely.LineString
) -> shapely.LineString:
    corner = line.lon_lat(border.corner)
    near = shapely.box(*(np.array(corner * 2) + np.array([-1, -1, 1, 1]) * 40 * _TIE))
    zone = shapely.buffer(shapely.intersection(divide, near), _TIE)
    entries = shapely.get_coordinates(shapely.intersection(border.path, zone.boundary))
    along = shapely.line_locate_point(border.path, shapely.points(entries))
    until = min(np.atleast_1d(along).tolist(), default=border.path.length)
    kept = shapely.get_coordinates(substring(border.path, 0.0, float(until)))
    return shapely.LineString([*np.round(kept, DECIMALS).tolist(), corner])


def country_outline(
    outlines: Mapping[str, shapely.Geometry], divide: shapely.LineString
) -> list[shapely.LineString]:
    """Return a country's outline without the side on the boundary, its islands and its holes."""
    whole = shapely.coverage_union_all(list(outlines.values()))
    parts = shapely.get_parts(whole)
    mainland = parts[int(shapely.area(parts).argmax())]
    others = [ring for part in parts if part is not mainland for ring in _rings(part)]
    return [_far_side(mainland.exterior, divide), *_rings(mainland)[1:], *others]


def _rings(polygon: shapely.Polygon) -> list[shapely.LineString]:
    return [shapely.LineString(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


def _far_side(ring: shapely.LinearRing, divide: shapely.LineString) -> shapely.LineString:
    """Return the part of a ring away from the line, led to both ends of the line."""
    ends = [divide.coords[0], divide.coords[-1]]
    coordinates = shapely.get_coordinates(ring)[:-1]
    feet = []
    for end in ends:
        coordinates, foot = _with_foot(coordinates, end)
        feet.append(foot)
    first, last = (int((coordinates == foot).all(axis=1).argmax()) for foot in feet)
    turned = np.roll(coordinates, -first, axis=0)
    cut = (last - first) % len(coordinates)
    arcs = (turned[: cut + 1], np.vstack((turned[cut:], turned[:1]))[::-1])
    far = max(arcs, key=lambda arc: _farthest(arc, divide))
    path = [tuple(vertex) for vertex in far.tolist()]
    head = [] if _near(path[0], ends[0]) else [path[0]]
    tail = [] if _near(path[-1], ends[1]) else [path[-1]]
    return shapely.LineString([ends[0], *head, *path[1:-1], *tail, ends[1]])


def _with_foot(coordinates: Floats, point: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Return an open ring with the vertex nearest to a point set into it, and that vertex."""
    start, step = coordinates, np.roll(coordinates, -1, axis=0) - coordinates
    offset = np.array(point) - start
    length = np.maximum((step * step).sum(axis=1), 1e-30)
    along = np.clip((offset * step).sum(axis=1) / length, 0.0, 1.0)
    feet = start + along[:, None] * step
    edge = int(((feet - np.array(point)) ** 2).sum(axis=1).argmin())
    foot = np.round(feet[edge], DECIMALS)
    if (coordinates == foot).all(axis=1).any():
        return coordinates, foot
    return np.insert(coordinates, edge + 1, foot, axis=0), foot


def _farthest(arc: Floats, divide: shapely.LineString) -> float:
    sample = arc[:: max(1, len(arc) // 100)]
    return float(shapely.distance(shapely.points(sample), divide).max())


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) < _TOUCHING


def labelled(
    faces: np.ndarray[tuple[int], np.dtype[np.object_]], sources: Mapping[str, shapely.Geometry]
) -> dict[str, shapely.MultiPolygon]:
    """Return the faces as states: each face is the state whose source outline holds its middle."""
    middles = shapely.point_on_surface(faces)
    states = {}
    for code, source in sources.items():
        shapely.prepare(source)
        own = faces[shapely.contains(source, middles)]
        expected = len(shapely.get_parts(source))
        if len(own) != expected:
            message = f"{code}: cut into {len(own)} parts, its source has {expected}"
            raise DatasetError(message)
        shape = shapely.normalize(shapely.multipolygons(list(own)))
        states[code] = shapely.orient_polygons(shape)
    return states


def check_coverage(
    states: Mapping[str, shapely.Geometry],
    countries: Sequence[Sequence[str]],
    divide: shapely.LineString,
) -> None:
    """Check that the states are valid, without gap or overlap, and share exactly the line.

    ``countries`` are the ids of each country's states; ``divide`` is the line, whose edges must
    be those that the two countries share.

    Raises
    ------
    DatasetError
        One of these does not hold.
    """
    shapes = list(states.values())
    for code, shape in states.items():
        if not shapely.is_valid(shape):
            message = f"{code}: {shapely.is_valid_reason(shape)}"
            raise DatasetError(message)
    if not shapely.coverage_is_valid(shapes):
        message = "the states overlap or leave gaps between them"
        raise DatasetError(message)
    wholes = [shapely.coverage_union_all([states[code] for code in codes]) for codes in countries]
    if not np.array_equal(edges(shared_path(*wholes)), edges(divide)):
        message = "the two countries do not share exactly the boundary line"
        raise DatasetError(message)
