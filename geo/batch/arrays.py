"""The nearest port of many points in plain numpy: no compiler to load, as few points need it.

The choice and the formulas are those of ``geo.batch.lanes``; what is not surely the nearest port,
or no short way, is left to ``geo.batch.exact``.
"""

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.batch.exact import Nearest
from geo.batch.formulas import (
    CLEAR_M2,
    NEAR_M,
    POLAR_DEG,
    TOUCH_M,
    foot_of,
    reach_of,
    short_way,
    upwards,
)
from geo.batch.ports import PortPoints
from geo.geodesy import Floats

__all__ = ["plain_nearest"]

_BLOCK: Final = 1 << 10
"""Points at a time: what is known of them fits into the processor's cache, and numpy's products of
matrices stay in one thread."""

_Flags: TypeAlias = npt.NDArray[np.bool_]


def plain_nearest(lon: Floats, lat: Floats, ports: PortPoints, out: Nearest) -> _Flags:
    """Fill the one nearest port of valid points; return which only the exact way can answer.

    ``out`` are arrays of shape (points, 1) for row of the port, metres, degrees 0..360.
    """
    left = np.empty(len(lon), np.bool_)
    there = upwards(ports.lon, ports.lat)
    places = np.ascontiguousarray(ports.xyz.T)
    for start in range(0, len(lon), _BLOCK):
        block = slice(start, start + _BLOCK)
        index, distance, bearing, sure = _answered(lon[block], lat[block], places, there)
        out[0][block, 0], out[1][block, 0], out[2][block, 0] = index, distance, bearing
        left[block] = ~sure
    return left


def _answered(
    lon: Floats, lat: Floats, places: Floats, there: Floats
) -> tuple[npt.NDArray[np.intp], Floats, Floats, _Flags]:
    normal = upwards(lon, lat)
    here = np.vstack(foot_of(tuple(normal)))
    index, second = _two_least(0.5 * np.square(places).sum(axis=0) - here.T @ places)
    step = places[:, index] - here
    chord = np.sqrt(np.square(step).sum(axis=0))
    is_alone = 2.0 * second + np.square(here).sum(axis=0) - CLEAR_M2 > np.square(reach_of(chord))
    sure = is_alone & (chord >= TOUCH_M) & (chord <= NEAR_M) & (np.abs(lat) <= POLAR_DEG)
    with np.errstate(invalid="ignore", divide="ignore"):  # on a port or a pole: not sure
        metres, east, north, excess = short_way(
            tuple(step), tuple(normal), tuple(there[:, index]), chord
        )
        degrees = np.degrees(np.arctan2(east, north) - excess)
    return index, metres, np.where(degrees < 0.0, degrees + 360.0, degrees), sure


def _two_least(halves: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return the column of the least value of each row, and the value next to it."""
    rows = np.arange(len(halves))
    least = halves.argmin(axis=1)
    halves[rows, least] = np.inf
    return least, halves.min(axis=1)
