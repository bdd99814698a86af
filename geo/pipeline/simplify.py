"""Generalised copies of the ten states and of the line between them, all from one coverage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import DatasetError
from geo.geodesy import Floats
from geo.pipeline.outlines import DECIMALS
from geo.pipeline.overlay import check_coverage

__all__ = ["Level", "simplified"]

_METRES: Final = np.array((97_170.0, 110_840.0))
"""Metres in a degree of longitude and of latitude at 29.3 degrees north, the middle of the line.

The scaling is affine, so that what is straight, valid or shared in degrees is so in metres.
"""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of generalisation.

    ``states`` are the polygons, ``kept`` the indices of the vertices of the full line that the
    level keeps, ascending, ``line`` the full line and ``decimals`` the decimals of a degree that
    the level's coordinates have.
    """

    states: Mapping[str, shapely.MultiPolygon]
    line: Floats
    kept: npt.NDArray[np.intp]
    decimals: int

    def stretch(self, first: int, last: int) -> shapely.LineString:
        """Return the level's line between two vertices of the full line, in its direction.

        An end that the level does not keep is put at its foot on the edge that replaces it.
        """
        inner = self.kept[(self.kept > first) & (self.kept < last)]
        path = np.vstack((self._vertex(first), self.line[inner], self._vertex(last)))
        return _line(np.round(path, self.decimals))

    def _vertex(self, index: int) -> Floats:
        position = int(np.searchsorted(self.kept, index))
        if self.kept[position] == index:
            return np.asarray(self.line[index], np.float64)
        start, end = self.line[self.kept[position - 1]], self.line[self.kept[position]]
        step, offset = (end - start) * _METRES, (self.line[index] - start) * _METRES
        along = np.clip(float(step @ offset) / float(step @ step), 0.0, 1.0)
        return np.asarray(start + along * (end - start), np.float64)


def simplified(
    states: Mapping[str, shapely.MultiPolygon], line: Floats, tolerance_m: float, decimals: int
) -> Level:
    """Return the states generalised together, so that neighbours keep sharing their edges.

    Vertices go whose triangle is smaller than the square of the tolerance in metres
    (Visvalingam and Whyatt); islands and lagoons smaller than that are left out.

    Raises
    ------
    DatasetError
        The result is not a coverage, or the line is not the edge of its states.
    """
    scaled = [_large_parts(_scaled(shape, _METRES), tolerance_m**2) for shape in states.values()]
    small = shapely.coverage_simplify(scaled, tolerance_m)
    kept = _kept(small, line)
    shapes = {
        code: _rounded(_scaled(shape, 1.0 / _METRES), decimals)
        for code, shape in zip(states, small, strict=True)
    }
    level = Level(shapes, line, kept, decimals)
    countries = [[code for code in states if code[:2] == country] for country in ("US", "MX")]
    check_coverage(shapes, countries, level.stretch(0, len(line) - 1))
    return level


def _scaled(shape: shapely.Geometry, factors: Floats) -> shapely.Geometry:
    return shapely.transform(shape, lambda coordinates: coordinates * factors)


def _large_parts(shape: shapely.Geometry, smallest_m2: float) -> shapely.MultiPolygon:
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(
        [
            shapely.Polygon(
                part.exterior,
                [ring for ring in part.interiors if shapely.Polygon(ring).area >= smallest_m2],
            )
            for part in parts
            if part.area >= smallest_m2
        ]
    )


def _kept(small: npt.NDArray[np.object_], line: Floats) -> npt.NDArray[np.intp]:
    remaining = {tuple(vertex) for vertex in shapely.get_coordinates(small).tolist()}
    scaled = (line * _METRES).tolist()
    kept = np.flatnonzero([tuple(vertex) in remaining for vertex in scaled])
    if not len(kept) or kept[0] != 0 or kept[-1] != len(line) - 1:
        message = "the generalized states have lost an end of the boundary line"
        raise DatasetError(message)
    return kept


def _rounded(shape: shapely.Geometry, decimals: int) -> shapely.MultiPolygon:
    exact = shapely.transform(shape, lambda lon_lat: np.round(lon_lat, DECIMALS))
    rounded = shapely.transform(exact, lambda lon_lat: np.round(lon_lat, decimals))
    clean = shapely.remove_repeated_points(rounded, 0.0)
    parts = shapely.get_parts(shapely.normalize(clean))
    oriented: shapely.MultiPolygon = shapely.orient_polygons(shapely.multipolygons(list(parts)))
    return oriented


def _line(path: Floats) -> shapely.LineString:
    moved = np.concatenate(([True], (path[1:] != path[:-1]).any(axis=1)))
    return shapely.LineString(path[moved])
