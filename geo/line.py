"""A long line measured along its length: chainage, the nearest point on it, and cuts."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.geodesy import (
    GEOD,
    Floats,
    distances_m,
    geocentric,
    geocentric_point,
    longest_arc,
    shortest_arc,
)

__all__ = ["Foot", "MeasuredLine"]

_EDGE_M: Final = 250.0
"""Edges are searched in pieces no longer than this: a chord of 250 m sags 1.2 mm."""
_BLOCK: Final = 128
"""Edges per block of the search; about the square root of their number on our line."""


@dataclass(frozen=True, slots=True)
class Foot:
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
        self._xyz = geocentric(dense[:, 0], dense[:, 1])
        self._starts = np.arange(0, len(dense) - 1, _BLOCK)
        self._centres, self._radii = _block_spheres(self._xyz, self._starts)

    @property
    def length_km(self) -> float:
        """Return the geodesic length of the whole line in kilometres."""
        return float(self.km[-1])

    def nearest(self, lon: float, lat: float) -> Foot:
        """Return the point of the line nearest to a point, by geodesic distance, exactly.

        Blocks of edges whose nearest possible arc is longer than an arc already found are left
        out; the geodesic decides among the feet that remain.
        """
        here = np.array(geocentric_point(lon, lat))
        to_centres = np.sqrt(((self._centres - here) ** 2).sum(axis=1))
        reach = np.maximum(to_centres - self._radii, 0.0)
        first = self._edges_of(np.array([int(reach.argmin())]))
        best = longest_arc(float(self._chords(here, first)[0].min()))
        edges = self._edges_of(np.flatnonzero(shortest_arc(reach) <= best))
        chords, along = self._chords(here, edges)
        near = shortest_arc(chords) <= longest_arc(float(chords.min())) + 0.01
        edges, along = edges[near], along[near]
        feet = self._dense[edges] + along[:, None] * (self._dense[edges + 1] - self._dense[edges])
        distances = distances_m(lon, lat, feet[:, 0], feet[:, 1])[0]
        won = int(distances.argmin())
        start, end = self._dense_km[edges[won]], self._dense_km[edges[won] + 1]
        return Foot(
            lon=float(feet[won, 0]),
            lat=float(feet[won, 1]),
            km=float(start + along[won] * (end - start)),
            distance_m=float(distances[won]),
        )

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

    def _edges_of(
        self, blocks: np.ndarray[tuple[int], np.dtype[np.intp]]
    ) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        edges = (self._starts[blocks][:, None] + np.arange(_BLOCK)).ravel()
        return edges[edges < len(self._dense) - 1]

    def _chords(
        self, here: Floats, edges: np.ndarray[tuple[int], np.dtype[np.intp]]
    ) -> tuple[Floats, Floats]:
        start = self._xyz[edges]
        step = self._xyz[edges + 1] - start
        offset = here - start
        length = (step * step).sum(axis=1)
        along = np.clip((offset * step).sum(axis=1) / np.where(length > 0, length, 1.0), 0.0, 1.0)
        gap = offset - along[:, None] * step
        return np.sqrt((gap * gap).sum(axis=1)), along


def _step_lengths(coordinates: Floats) -> Floats:
    start, end = coordinates[:-1], coordinates[1:]
    return np.asarray(GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2], np.float64)


def _densified(coordinates: Floats, parts: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Floats:
    first = np.repeat(np.arange(len(parts)), parts)
    within = np.arange(len(first)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = (within / parts[first])[:, None]
    inner = coordinates[first] + share * (coordinates[first + 1] - coordinates[first])
    return np.vstack((inner, coordinates[-1:]))


def _block_spheres(
    xyz: Floats, starts: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> tuple[Floats, Floats]:
    blocks = [xyz[start : start + _BLOCK + 1] for start in starts]
    centres = np.array([(block.min(axis=0) + block.max(axis=0)) / 2 for block in blocks])
    radii = np.array(
        [
            float(np.sqrt(((block - centre) ** 2).sum(axis=1)).max())
            for block, centre in zip(blocks, centres, strict=True)
        ]
    )
    return centres, radii
