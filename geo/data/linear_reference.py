"""A long line measured along its length: chainage, the nearest point on it, and cuts."""

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy import (
    SEMI_MAJOR_M,
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
_SQUARE_SLACK_M2: Final = 0.25
"""Added where squares to edges are differences of squares of the Earth's radius: four products of
up to 8.2e13, rounded to 53 bits eight times, are good to 0.08."""

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
        from geo.geodesy import GEOD

        self._solver = GEOD
        self.coordinates: Final = np.ascontiguousarray(coordinates, np.float64)
        steps_m = _step_lengths(self.coordinates)
        parts = np.maximum(np.ceil(steps_m / _EDGE_M), 1).astype(np.intp)
        dense = _densified(self.coordinates, parts)
        dense_m = np.concatenate(([0.0], np.cumsum(_step_lengths(dense))))
        original = np.concatenate(([0], np.cumsum(parts)))
        self._dense = dense
        self._dense_km = dense_m / 1000.0
        self.km: Final[Floats] = self._dense_km[original]
        self._xyz = geocentric(dense[:, 0], dense[:, 1])
        # The last edge fills up the last block.
        filled = np.minimum(np.arange(-(-(len(dense) - 1) // _BLOCK) * _BLOCK), len(self._xyz) - 2)
        starts = self._xyz[filled]
        steps = self._xyz[filled + 1] - starts
        self._shares, self._chords, self._edge_squares = _forms_of_edges(starts, steps)
        self._to_middles, self._to_reaches = _forms_of_blocks(
            starts.reshape(-1, _BLOCK, 3), steps.reshape(-1, _BLOCK, 3)
        )

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
        own = x * x + y * y + z * z
        here = np.array((x, y, z, 1.0, 0.0))
        blocks = self._rival_blocks(here, own)
        to_edges = self._squares_to_edges(here[:4], blocks)
        least = math.sqrt(max(float(to_edges[to_edges.argmin()]) + own, 0.0) + _SQUARE_SLACK_M2)
        farthest = _farthest_rival(least, _EDGE_SLACK_M)
        rivals = (to_edges <= farthest * farthest + _SQUARE_SLACK_M2 - own).nonzero()[0]
        edges = blocks.take(rivals // _BLOCK) * _BLOCK + rivals % _BLOCK
        nearby = zip((to_edges[rivals] + own).tolist(), edges.tolist(), strict=True)
        return self._nearest_of((lon, lat), (x, y, z), sorted(nearby))

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

    def _rival_blocks(self, here: Floats, own: float) -> Indices:
        """Return the blocks that may hold the nearest point to (x, y, z, 1, 0), ascending.

        ``own`` is x² + y² + z². The last of ``here`` is overwritten.
        """
        to_middles = here[:4].dot(self._to_middles)
        nearest_m = math.sqrt(max(float(to_middles[to_middles.argmin()]) + own, 0.0))
        rival = min(_farthest_rival(nearest_m, _BLOCK_SLACK_M), 2.0 * SEMI_MAJOR_M)
        here[4] = rival
        blocks: Indices = (here.dot(self._to_reaches) <= rival * rival - own).nonzero()[0]
        return blocks

    def _squares_to_edges(self, here: Floats, blocks: Indices) -> Floats:
        """Return squared chords from (x, y, z, 1) to the edges of blocks, less x² + y² + z².

        They have shape (blocks * 32,). Each call of NumPy costs more here than what it computes.
        """
        along = self._shares.take(blocks, axis=0).reshape(-1, 4).dot(here)
        squares: Floats = self._chords.take(blocks, axis=0).reshape(-1, 4).dot(here)
        share = np.maximum(along, 0.0)
        np.minimum(share, 1.0, out=share)
        along += along
        along -= share
        along *= share
        along *= self._edge_squares.take(blocks, axis=0).ravel()
        squares -= along
        return squares

    def _nearest_of(
        self,
        point: tuple[float, float],
        here: tuple[float, float, float],
        nearby: list[tuple[float, int]],
    ) -> NearestPoint:
        """Return the point at the shortest geodesic among edges, by (squared chord, edge)."""
        best, won, bound = math.inf, (0, 0.0, 0.0, 0.0), math.inf
        before = None
        for squared, number in nearby:
            if squared > bound:
                break
            edge = min(number, len(self._dense) - 2)
            share = self._nearest_share(here, edge)
            (from_lon, from_lat), (to_lon, to_lat) = self._dense[edge : edge + 2].tolist()
            if share == 1.0:
                foot = to_lon, to_lat
            else:
                foot = (
                    from_lon + share * (to_lon - from_lon),
                    from_lat + share * (to_lat - from_lat),
                )
            if foot == before:
                continue  # The vertex of two edges.
            before = foot
            metres = self._solver.inv(*point, *foot)[2]
            if metres < best:
                best, won = metres, (edge, share, *foot)
                bound = longest_chord(best + _EDGE_SLACK_M) ** 2 + _SQUARE_SLACK_M2
        edge, share, foot_lon, foot_lat = won
        from_km, to_km = self._dense_km[edge : edge + 2].tolist()
        km = from_km + share * (to_km - from_km)
        return NearestPoint(lon=foot_lon, lat=foot_lat, km=km, distance_m=best)

    def _nearest_share(self, here: tuple[float, float, float], edge: int) -> float:
        """Return which share of an edge is nearest to (x, y, z)."""
        x, y, z = here
        (from_x, from_y, from_z), (to_x, to_y, to_z) = self._xyz[edge : edge + 2].tolist()
        dx, dy, dz = to_x - from_x, to_y - from_y, to_z - from_z
        along = (x - from_x) * dx + (y - from_y) * dy + (z - from_z) * dz
        squared = dx * dx + dy * dy + dz * dz
        return min(max(along / squared, 0.0), 1.0) if squared > 0 else 0.0


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


def _forms_of_edges(starts: Floats, steps: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what the edges of blocks make of (x, y, z, 1), and the squares of their lengths.

    The first gives the share of an edge's line that is nearest, the second the squared chord to
    its start less x² + y² + z²; they have shape (blocks, 32, 4), the third (blocks, 32).
    """
    squares = (steps**2).sum(axis=1)
    per_length = steps / np.where(squares > 0, squares, 1.0)[:, None]
    shares = np.column_stack((per_length, -(starts * per_length).sum(axis=1)))
    chords = np.column_stack((-2.0 * starts, (starts**2).sum(axis=1)))
    return (
        shares.reshape(-1, _BLOCK, 4),
        chords.reshape(-1, _BLOCK, 4),
        squares.reshape(-1, _BLOCK),
    )


def _forms_of_blocks(starts: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Return what the blocks make of (x, y, z, 1), and of (x, y, z, 1, rival).

    The first, shape (4, blocks), gives the squared chord to a vertex in the middle of each block
    less x² + y² + z². The block reaches as near as ``rival`` where the second, shape (5, blocks),
    gives no more than its square less x² + y² + z². Rows of forms are read faster than columns.
    """
    points = np.concatenate((starts, starts[:, -1:] + steps[:, -1:]), axis=1)
    middles = points[:, points.shape[1] // 2]
    radii = np.sqrt(((points - middles[:, None]) ** 2).sum(axis=2).max(axis=1))
    squares = (middles**2).sum(axis=1)
    doubled = -2.0 * middles.T
    return (
        np.vstack((doubled, squares)),
        np.vstack((doubled, squares - radii**2, -2.0 * radii)),
    )
