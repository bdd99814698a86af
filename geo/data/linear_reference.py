"""A long line measured along its length: chainage, the nearest point on it, and cuts."""

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy import (
    Floats,
    geocentric,
    geocentric_point,
    longest_arc,
    longest_chord,
)

__all__ = ["MeasuredLine", "NearestPoint"]

_EDGE_M: Final = 250.0
"""Edges are searched in pieces no longer than this: a chord of 250 m sags 1.2 mm."""
_BLOCK: Final = 32
"""Edges per block of the search, by measurement: 16 and 64 are no faster on our line."""
_BLOCK_SLACK_M: Final = 1.0
"""Added to the bound on a rival block's arc: more than the sag of two edges (3 mm) and the rounding
of two differences of squares of the Earth's radius (0.25 m each)."""
_EDGE_SLACK_M: Final = 0.05
"""Added to that on a rival edge's, whose squares are of differences: ten times the sag of two."""
_ONES: Final = np.ones(3)
"""Summing three columns by this product takes half of the time of ``sum``."""

Indices: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class NearestPoint:
    """The point of a line nearest to a given point.

    ``lon`` and ``lat`` in degrees WGS 84, ``km`` along the line from its start, ``distance_m``
    geodesic from the given point.
    """

    lon: float
    lat: float
    km: float
    distance_m: float


class MeasuredLine:
    """A line of WGS 84 longitudes and latitudes with geodesic chainage.

    Between vertices the line is straight in longitude and latitude, as in GeoJSON.

    Parameters
    ----------
    coordinates
        Shape (n, 2), float64, longitude and latitude in degrees, n >= 2.
    """

    def __init__(self, coordinates: Floats) -> None:
        self.coordinates: Final = np.ascontiguousarray(coordinates, np.float64)
        steps_m = _step_lengths(self.coordinates)
        parts = np.maximum(np.ceil(steps_m / _EDGE_M), 1).astype(np.intp)
        dense = _densified(self.coordinates, parts)
        dense_m = np.concatenate(([0.0], np.cumsum(_step_lengths(dense))))
        original = np.concatenate(([0], np.cumsum(parts)))
        self._dense = dense
        self._dense_km = dense_m / 1000.0
        self.km: Final[Floats] = self._dense_km[original]
        xyz = geocentric(dense[:, 0], dense[:, 1])
        # The last edge fills up the last block.
        filled = np.minimum(np.arange(-(-(len(xyz) - 1) // _BLOCK) * _BLOCK), len(xyz) - 2)
        edges = xyz[filled].reshape(-1, _BLOCK, 3)
        steps = (xyz[filled + 1] - xyz[filled]).reshape(-1, _BLOCK, 3)
        squared = (steps**2).sum(axis=2, keepdims=True)
        per_square = 1.0 / np.where(squared > 0, squared, 1.0)
        self._edges = np.concatenate((edges, steps, per_square), axis=2)
        middles, self._radii = _block_spheres(edges, steps)
        self._doubled_middles = 2.0 * middles
        self._middle_squares = (middles**2).sum(axis=1)

    @property
    def length_km(self) -> float:
        """Return the geodesic length of the whole line in kilometres."""
        return float(self.km[-1])

    def nearest(self, lon: float, lat: float) -> NearestPoint:
        """Return the point of the line nearest to a point, by geodesic distance, exactly.

        The nearest middle of a block of edges bounds the distance; blocks that cannot come as
        near are left out, then edges, and the geodesic decides among the points that remain.
        """
        x, y, z = geocentric_point(lon, lat)
        here, own = np.array((x, y, z)), x * x + y * y + z * z
        to_middles = self._middle_squares - self._doubled_middles.dot(here)
        rival = _farthest_rival(math.sqrt(max(float(to_middles.min()) + own, 0.0)), _BLOCK_SLACK_M)
        reach = self._radii + rival
        reach *= reach
        reach -= own
        blocks = (to_middles <= reach).nonzero()[0]
        squared, along = self._squared_chords(here, blocks)
        least = float(squared.min())
        farthest = _farthest_rival(math.sqrt(least), _EDGE_SLACK_M)
        rivals = (squared <= farthest * farthest).nonzero()[0]
        numbers = blocks[rivals // _BLOCK] * _BLOCK + rivals % _BLOCK
        nearby = zip(
            squared[rivals].tolist(), numbers.tolist(), along[rivals].tolist(), strict=True
        )
        return self._nearest_of(lon, lat, sorted(nearby))

    def point_at(self, km: float) -> tuple[float, float]:
        """Return longitude and latitude at a chainage; beyond an end, that end."""
        lon = np.interp(km, self.km, self.coordinates[:, 0])
        lat = np.interp(km, self.km, self.coordinates[:, 1])
        return float(lon), float(lat)

    def cut(self, from_km: float, to_km: float) -> shapely.LineString:
        """Return the stretch between two chainages, in the line's own direction."""
        low, high = min(from_km, to_km), max(from_km, to_km)
        between = (self.km > low) & (self.km < high)
        ends = (self.point_at(low), self.point_at(high))
        return shapely.LineString([ends[0], *self.coordinates[between].tolist(), ends[1]])

    def _squared_chords(self, here: Floats, blocks: Indices) -> tuple[Floats, Floats]:
        """Return squared chords to the edges of blocks, and which share of each is nearest.

        Both have shape (blocks * 32,). Each call of NumPy costs more here than what it computes.
        """
        edges = self._edges.take(blocks, axis=0).reshape(-1, 7)
        step = edges[:, 3:6]
        offset = here - edges[:, :3]
        along = (offset * step).dot(_ONES)
        along *= edges[:, 6]
        np.maximum(along, 0.0, out=along)
        np.minimum(along, 1.0, out=along)
        offset -= along[:, None] * step
        offset *= offset
        return offset.dot(_ONES), along

    def _nearest_of(
        self, lon: float, lat: float, nearby: list[tuple[float, int, float]]
    ) -> NearestPoint:
        """Return the point at the shortest geodesic among (squared chord, edge, share of it)."""
        from geo.geodesy import GEOD

        best, won, bound = math.inf, (0, 0.0, 0.0, 0.0), math.inf
        before = None
        for squared, number, share in nearby:
            if squared > bound:
                break
            edge = min(number, len(self._dense) - 2)
            (from_lon, from_lat), (to_lon, to_lat) = self._dense[edge : edge + 2].tolist()
            if share == 1.0:
                point = to_lon, to_lat
            else:
                point = (
                    from_lon + share * (to_lon - from_lon),
                    from_lat + share * (to_lat - from_lat),
                )
            if point == before:
                continue  # The vertex of two edges.
            before = point
            metres = GEOD.inv(lon, lat, *point)[2]
            if metres < best:
                best, won = metres, (edge, share, *point)
                bound = longest_chord(best + _EDGE_SLACK_M) ** 2
        edge, share, point_lon, point_lat = won
        from_km, to_km = self._dense_km[edge : edge + 2].tolist()
        km = from_km + share * (to_km - from_km)
        return NearestPoint(lon=point_lon, lat=point_lat, km=km, distance_m=best)


def _farthest_rival(chord_m: float, slack_m: float) -> float:
    """Return the longest chord whose geodesic may still be shorter than that over another."""
    return longest_chord(longest_arc(chord_m) + slack_m)


def _step_lengths(coordinates: Floats) -> Floats:
    from geo.geodesy import GEOD

    start, end = coordinates[:-1], coordinates[1:]
    return np.asarray(GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2], np.float64)


def _densified(coordinates: Floats, parts: Indices) -> Floats:
    first = np.repeat(np.arange(len(parts)), parts)
    within = np.arange(len(first)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = (within / parts[first])[:, None]
    inner = coordinates[first] + share * (coordinates[first + 1] - coordinates[first])
    return np.vstack((inner, coordinates[-1:]))


def _block_spheres(edges: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Return a vertex in the middle of each block, shape (blocks, 3), and how far it reaches."""
    points = np.concatenate((edges, edges[:, -1:] + steps[:, -1:]), axis=1)
    middles = np.ascontiguousarray(points[:, points.shape[1] // 2])
    return middles, np.sqrt(((points - middles[:, None]) ** 2).sum(axis=2).max(axis=1))
