"""Cutting counties and municipalities anew, so that both countries' areas share the one line.

As for the states (``geo.pipeline.overlay``): the side towards the neighbour is the boundary line
itself, the borders between areas are led to their corner on it, all else is generalised arc by
arc, and one noded overlay of that linework gives the areas back, without gap or overlap.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from shapely.ops import substring

from geo.data.linear_reference import MeasuredLine
from geo.pipeline.edges import edges
from geo.pipeline.line import with_points
from geo.pipeline.outlines import DECIMALS
from geo.pipeline.overlay import check_coverage, country_outline, labelled

__all__ = ["cut_areas"]

Outlines = Mapping[str, shapely.Geometry]
Lines = list[shapely.LineString]

_GENERALISED_DEG: Final = 0.0015
"""Degrees (about 150 m) within which arcs away from the line may be generalised."""
_REACH_DEG: Final = 0.03
"""Degrees (about 3 km): a border that ends this near the line, on the outside, ends on it."""
_TIE_DEG: Final = 0.0005
"""Degrees (about 50 m): as near the line a border is led straight to its foot on it."""
_EXACT_DEG: Final = 0.02
"""Degrees (about 2 km) from the line within which nothing is generalised."""
_SAME_CORNER_DEG: Final = 0.005
"""Degrees (about 500 m): a border that ends this near a corner of states ends there."""
_SMALLEST_DEG2: Final = 1e-5
"""Square degrees (about 0.1 square kilometres): smaller islands are left out."""


def cut_areas(
    countries: Sequence[Outlines],
    line: MeasuredLine,
    corners: Sequence[tuple[float, float]],
) -> dict[str, shapely.Geometry]:
    """Return the areas of both countries cut anew onto the line, as multipolygons.

    ``countries`` are the source outlines of each country's areas, each a coverage; ``corners``
    the points of the line at which states meet. The line keeps every vertex, and gains one where
    the border between two areas ends on it.

    Raises
    ------
    DatasetError
        The linework does not close to the areas, or they overlap or leave gaps.
    """
    sources = [_without_islets(outlines) for outlines in countries]
    divide = shapely.LineString(line.coordinates)
    shapely.prepare(divide)
    borders = [_borders(outlines, divide) for outlines in sources]
    ends = [path.coords[-1] for on_line, _ in borders for path in on_line]
    named = {str(number): _corner(end, corners) for number, end in enumerate(ends)}
    cornered = with_points(line, named)
    divide = shapely.LineString(cornered.measured.coordinates)
    shapely.prepare(divide)
    feet = iter([cornered.lon_lat(name) for name in named])
    linework: Lines = [divide]
    for outlines, (on_line, inland) in zip(sources, borders, strict=True):
        paths = [shapely.LineString([*path.coords, next(feet)]) for path in on_line] + inland
        nodes = {end for path in (*on_line, *inland) for end in (path.coords[0], path.coords[-1])}
        for ring in country_outline(outlines, divide):
            paths += _arcs(ring, nodes)
        for path in paths:
            linework += _generalised(path, divide)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(linework))))
    areas = labelled(faces, {code: shape for one in sources for code, shape in one.items()})
    check_coverage(areas, [list(outlines) for outlines in sources], divide)
    return dict(areas)


def _without_islets(outlines: Outlines) -> dict[str, shapely.Geometry]:
    """Return outlines without islands too small to keep; the largest part always stays."""
    whole = {}
    for code, shape in outlines.items():
        parts = shapely.get_parts(shape)
        area = shapely.area(parts)
        whole[code] = shapely.multipolygons(
            list(parts[(area >= _SMALLEST_DEG2) | (area == area.max())])
        )
    return whole


def _borders(outlines: Outlines, divide: shapely.LineString) -> tuple[Lines, Lines]:
    """Return the borders between a country's areas: those that end on the line, and the others.

    The first run towards the line.
    """
    shapes = list(outlines.values())
    pairs, seen = np.unique(
        np.vstack([edges(shape) for shape in shapes]), axis=0, return_counts=True
    )
    inner = shapely.MultiLineString(pairs[seen > 1].reshape(-1, 2, 2).tolist())
    outside = {tuple(end) for end in pairs[seen == 1].reshape(-1, 2).tolist()}
    on_line, inland = [], []
    for merged in shapely.get_parts(shapely.line_merge(inner)).tolist():
        for path in _arcs(merged, outside):
            for part in _halves(path, outside, divide):
                if _ends_on_line(part.coords[-1], outside, divide):
                    on_line.append(_to_line(part, divide))
                elif _ends_on_line(part.coords[0], outside, divide):
                    on_line.append(_to_line(shapely.reverse(part), divide))
                else:
                    inland.append(part)
    return on_line, inland


def _ends_on_line(
    end: tuple[float, ...], outside: set[tuple[float, ...]], divide: shapely.LineString
) -> bool:
    return end in outside and bool(shapely.dwithin(divide, shapely.Point(end), _REACH_DEG))


def _to_line(path: shapely.LineString, divide: shapely.LineString) -> shapely.LineString:
    """Return a border as far as it first comes near the line in its last stretch."""
    lon, lat = path.coords[-1][:2]
    around = shapely.box(lon - _REACH_DEG, lat - _REACH_DEG, lon + _REACH_DEG, lat + _REACH_DEG)
    zone = shapely.buffer(shapely.intersection(divide, around), _TIE_DEG)
    met = shapely.get_coordinates(shapely.intersection(path, shapely.boundary(zone)))
    along = [float(shapely.line_locate_point(path, shapely.Point(point))) for point in met]
    cut = substring(path, 0.0, min(along)) if along else path
    return shapely.LineString(np.round(shapely.get_coordinates(cut), DECIMALS))


def _halves(
    path: shapely.LineString, outside: set[tuple[float, ...]], divide: shapely.LineString
) -> Lines:
    """Return a path as it is, or cut in its middle where both its ends are on the line."""
    ends = (path.coords[0], path.coords[-1])
    middle = len(path.coords) // 2
    if not middle or not all(_ends_on_line(end, outside, divide) for end in ends):
        return [path]
    return [
        shapely.LineString(path.coords[: middle + 1]),
        shapely.LineString(path.coords[middle:]),
    ]


def _arcs(path: shapely.LineString, nodes: set[tuple[float, ...]]) -> Lines:
    """Return a line cut at every vertex that is a node."""
    vertices = list(path.coords)
    inner = [at for at, vertex in enumerate(vertices[1:-1], start=1) if vertex in nodes]
    cuts = [0, *inner, len(vertices) - 1]
    return [shapely.LineString(vertices[first : last + 1]) for first, last in pairwise(cuts)]


def _generalised(path: shapely.LineString, divide: shapely.LineString) -> Lines:
    """Return a line cut in pieces, those away from the divide without what departs little."""
    vertices = list(path.coords)
    near = shapely.dwithin(divide, shapely.points(vertices), _EXACT_DEG)
    changes = [at for at in range(1, len(vertices) - 1) if near[at] != near[at - 1]]
    cuts = [0, *changes, len(vertices) - 1]
    pieces = []
    for first, last in pairwise(cuts):
        piece = shapely.LineString(vertices[first : last + 1])
        exact = bool(near[first : last + 1].any())
        pieces.append(piece if exact else shapely.simplify(piece, _GENERALISED_DEG))
    return pieces


def _corner(end: tuple[float, ...], fixed: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return where a border ends: at a corner of states if one is that near, else where it did."""
    lon, lat = end[:2]
    for corner in fixed:
        if max(abs(corner[0] - lon), abs(corner[1] - lat)) < _SAME_CORNER_DEG:
            return corner
    return lon, lat
