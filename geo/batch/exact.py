"""The nearest ports of many points by GeographicLib: exact; the compiled kernel defers to it."""

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.batch.formulas import SLACK_M
from geo.batch.ports import PortPoints
from geo.geodesy import Floats, geocentric, longest_arc, shortest_arc

__all__ = ["Nearest", "exact_nearest"]

_BLOCK: Final = 1 << 14
_longest_arcs: Final = np.frompyfunc(longest_arc, 1, 1)

Nearest: TypeAlias = tuple[npt.NDArray[np.int16], Floats, Floats]
"""Row numbers in ``PortPoints`` (-1 for none), metres, and initial bearings in degrees 0..360;
each of shape (points, k), nearest first."""


def exact_nearest(ports: PortPoints, lon: Floats, lat: Floats, k: int) -> Nearest:
    """Return the k nearest ports of valid positions in degrees.

    The chord through the earth leaves out every port that cannot be among the k nearest; the
    geodesic decides between the others, and the id between equal distances.
    """
    index = np.full((len(lon), k), -1, np.int16)
    distance = np.full((len(lon), k), np.nan)
    bearing = np.full((len(lon), k), np.nan)
    for start in range(0, len(lon), _BLOCK):
        block = slice(start, start + _BLOCK)
        rows, places, columns, metres, azimuth = _ranked(ports, lon[block], lat[block], k)
        index[start + rows, places] = columns
        distance[start + rows, places] = metres
        bearing[start + rows, places] = azimuth % 360.0
    return index, distance, bearing


def _ranked(
    ports: PortPoints, lon: Floats, lat: Floats, k: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp], Floats, Floats]:
    from geo.geodesy import GEOD

    rows, columns = _candidates(ports, lon, lat, k)
    azimuth, _, metres = GEOD.inv(lon[rows], lat[rows], ports.lon[columns], ports.lat[columns])
    order = np.lexsort((columns, metres, rows))
    rows, columns = rows[order], columns[order]
    places = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
    kept = places < k
    chosen = order[kept]
    return rows[kept], places[kept], columns[kept], metres[chosen], azimuth[chosen]


def _candidates(
    ports: PortPoints, lon: Floats, lat: Floats, k: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    here = geocentric(lon, lat)
    squares = np.zeros((len(lon), len(ports)))
    for axis in range(3):
        squares += np.square(here[:, axis, None] - ports.xyz[None, :, axis])
    chords = np.sqrt(squares)
    if k >= len(ports):
        rows, columns = np.nonzero(chords >= 0.0)
        return rows, columns
    kth = np.partition(chords, k - 1, axis=1)[:, k - 1]
    reach = _longest_arcs(kth).astype(np.float64) + SLACK_M
    rows, columns = np.nonzero(chords <= reach[:, None])
    kept = shortest_arc(chords[rows, columns]) <= reach[rows]
    return rows[kept], columns[kept]
