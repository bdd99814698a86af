"""The nearest port of many points in plain numpy: no compiler to load, as few points need it.

The choice and the formulas are those of ``geo.batch.lanes``; between several ports that may be the
nearest, the formulas decide. What is no short way, or too close to call, is left to
``geo.batch.exact``.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.batch.exact import Nearest
from geo.batch.formulas import (
    CLEAR_M2,
    NEAR_M,
    POLAR_DEG,
    TOUCH_M,
    close_call_of,
    foot_of,
    reach_of,
    short_way,
    upwards,
)
from geo.batch.ports import PortPoints
from geo.geodesy import Floats

__all__ = ["plain_nearest"]

_BLOCK: Final = 1 << 12
"""Points at a time: enough for numpy's calls not to count, few enough for the processor's cache."""
_OF_ONE_THREAD: Final = 1 << 10
"""Rows of a product of matrices that numpy's library does not share among threads of its own."""

_Flags: TypeAlias = npt.NDArray[np.bool_]
_Rows: TypeAlias = npt.NDArray[np.intp]
_Answered: TypeAlias = tuple[_Rows, Floats, Floats, _Flags]
"""Row of the port, metres, degrees, and whether that is sure."""


def plain_nearest(lon: Floats, lat: Floats, ports: PortPoints, out: Nearest) -> _Flags:
    """Fill the one nearest port of valid points; return which only the exact way can answer.

    ``out`` are arrays of shape (points, 1) for row of the port, metres, degrees 0..360.
    """
    left = np.empty(len(lon), np.bool_)
    known = np.vstack((ports.xyz.T, upwards(ports.lon, ports.lat)))

    def fill(block: slice | _Rows, answer: Callable[[Floats, Floats, Floats], _Answered]) -> None:
        index, distance, bearing, sure = answer(lon[block], lat[block], known)
        out[0][block, 0], out[1][block, 0], out[2][block, 0] = index, distance, bearing
        left[block] = ~sure

    for start in range(0, len(lon), _BLOCK):
        fill(slice(start, start + _BLOCK), _alone)
    rows = np.flatnonzero(left)
    for start in range(0, len(rows), _BLOCK):
        fill(rows[start : start + _BLOCK], _of_several)
    return left


def _alone(lon: Floats, lat: Floats, known: Floats) -> _Answered:
    """Answer points; those are sure that have one port within the reach of the first.

    ``known`` are geocentric metres and unit vectors upwards of the ports, shape (6, ports).
    """
    normal = upwards(lon, lat)
    here = np.vstack((*foot_of(tuple(normal)), np.ones(len(lon))))
    index, second = _two_least(here, known[:3])
    there = known[:, index]
    step = there[:3] - here[:3]
    chord = np.sqrt(np.square(step).sum(axis=0))
    metres, degrees = _measured(step, normal, there[3:], chord)
    is_alone = 2.0 * second + np.square(here[:3]).sum(axis=0) - CLEAR_M2 > np.square(
        reach_of(chord)
    )
    return index, metres, degrees, is_alone & _is_short(chord, lat)


def _two_least(here: Floats, places: Floats) -> tuple[_Rows, Floats]:
    """Return the port with the least half square of each point, and the least of all others."""
    factors = np.vstack((-places, 0.5 * np.square(places).sum(axis=0)))
    halves = np.empty((here.shape[1], places.shape[1]))
    for start in range(0, len(halves), _OF_ONE_THREAD):
        block = slice(start, start + _OF_ONE_THREAD)
        np.matmul(here.T[block], factors, out=halves[block])
    points = np.arange(len(halves))
    least = halves.argmin(axis=1)
    halves[points, least] = np.inf
    return least, halves[points, halves.argmin(axis=1)]


def _of_several(lon: Floats, lat: Floats, known: Floats) -> _Answered:
    """Answer points by the ways to all ports within the reach of the first, as ``_alone``."""
    normal = upwards(lon, lat)
    here = np.vstack(foot_of(tuple(normal)))
    chords = np.sqrt(np.square(known[:3, None, :] - here[:, :, None]).sum(axis=0))
    least = chords.min(axis=1)
    reach = reach_of(least)
    points, ports = np.nonzero((chords <= reach[:, None]) & (reach <= NEAR_M)[:, None])
    ways, bearings = np.full(chords.shape, np.inf), np.zeros(chords.shape)
    ways[points, ports], bearings[points, ports] = _measured(
        known[:3, ports] - here[:, points], normal[:, points], known[3:, ports],
        chords[points, ports],
    )  # fmt: skip
    rows = np.arange(len(ways))
    index = ways.argmin(axis=1)
    metres, degrees = ways[rows, index], bearings[rows, index]
    ways[rows, index] = np.inf
    is_clear = ways.min(axis=1) > metres + close_call_of(metres)
    return index, metres, degrees, is_clear & _is_short(least, lat)


def _measured(step: Floats, here: Floats, there: Floats, chord: Floats) -> tuple[Floats, Floats]:
    """Return metres and degrees of short ways; the arguments are those of ``short_way``."""
    with np.errstate(invalid="ignore", divide="ignore"):  # on a port or a pole: not sure
        metres, east, north, excess = short_way(tuple(step), tuple(here), tuple(there), chord)
        degrees = np.degrees(np.arctan2(east, north) - excess)
    return metres, np.where(degrees < 0.0, degrees + 360.0, degrees)


def _is_short(chord: Floats, lat: Floats) -> _Flags:
    return (chord >= TOUCH_M) & (chord <= NEAR_M) & (np.abs(lat) <= POLAR_DEG)
