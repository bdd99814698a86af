"""Formulas of short ways and what they prove, for numbers and arrays of numbers alike.

``geo.batch.arrays`` applies them to arrays, ``geo.batch.kernel`` and ``geo.batch.lanes`` compile
them: every way of answering measures by the same lines.
"""

from typing import Any, Final, TypeAlias

import numpy as np

from geo.geodesy import SEMI_MAJOR_M, SQUARED_ECCENTRICITY, Floats

__all__ = [
    "CLEAR_M2",
    "CLOSE_CALL_M",
    "NEAR_M",
    "POLAR_DEG",
    "SLACK_M",
    "TOUCH_M",
    "close_call_of",
    "foot_of",
    "reach_of",
    "short_way",
    "upwards",
]

_A: Final = SEMI_MAJOR_M
_E2: Final = SQUARED_ECCENTRICITY
_SECOND_E2: Final = _E2 / (1.0 - _E2)
_SMALLEST_DIAMETER_M: Final = 2.0 * _A * (1.0 - _E2)
"""Twice the meridional radius of curvature at the equator, the smallest on the ellipsoid."""
NEAR_M: Final = 300_000.0
"""Longest chord from which the arc is taken by Euler's radius (see ``close_call_of``)."""
TOUCH_M: Final = 0.001
"""Closer than this the direction of the chord says little: left to the exact way."""
POLAR_DEG: Final = 89.0
"""Nearer to a pole, where azimuths turn quickly, a point is left to the exact way."""
SLACK_M: Final = 0.01
"""Slack in metres when a bound on an arc leaves a candidate out."""
CLOSE_CALL_M: Final = 0.002
"""Ports whose distances, beyond ``NEAR_M``, differ by less are put in order by the exact way."""
CLEAR_M2: Final = 1.0
"""Slack in square metres when squares of chords come from scalar products.

With ``q = |port|² / 2 - port . point`` the square of a chord is ``2 q + |point|²``. No number on
the way exceeds 2 a² < 2**47, so each of its at most 16 roundings errs by at most 2**-7, together
by less than 0.25 square metres after doubling; a fused multiplication only leaves some out."""

_Number: TypeAlias = Any
_Vector: TypeAlias = tuple[_Number, _Number, _Number]


def upwards(lon: Floats, lat: Floats) -> Floats:
    """Return unit vectors upwards, shape (3, n), at positions in degrees."""
    lam, phi = np.radians(lon), np.radians(lat)
    across = np.cos(phi)
    return np.vstack((across * np.cos(lam), across * np.sin(lam), np.sin(phi)))


def foot_of(normal: _Vector) -> _Vector:
    """Return geocentric metres of the point of the ellipsoid where this unit vector is upwards."""
    x, y, z = normal
    radius = _A / np.sqrt(1.0 - _E2 * z * z)
    return radius * x, radius * y, radius * (1.0 - _E2) * z


def reach_of(chord: _Number) -> _Number:
    """Return metres within which every port lies that may be the nearest, up to ``NEAR_M``.

    ``chord`` is that to some port, so the nearest is no farther than the longest arc over it,
    d asin(h) with h = chord / d and d the smallest diameter. For h up to 0.0237 (``NEAR_M``)
    asin(h) <= h + 0.17 h³, as its series h + h³/6 + 3 h⁵/40 + ... shows. A port whose chord is
    longer than this reach is farther than the port of ``chord``, by more than ``SLACK_M``.
    """
    part = chord * (1.0 / _SMALLEST_DIAMETER_M)
    return chord * (1.0 + 0.17 * part * part) + SLACK_M


def close_call_of(metres: _Number) -> _Number:
    """Return by how many metres a second port must be farther to be surely the second.

    Up to ``NEAR_M`` a short way of length s errs by less than 0.07 mm (s / 300 km)⁵ and 20 nm of
    rounding: the series is cut off there, and on the whole ellipsoid no more was measured. Two ways
    err by twice as much; this is twice that again.
    """
    part = metres * (1.0 / NEAR_M)
    part2 = part * part
    return 0.00001 + 0.0003 * (part2 * part2 * part)


def short_way(
    step: _Vector, here: _Vector, there: _Vector, chord: _Number
) -> tuple[_Number, _Number, _Number, _Number]:
    """Return metres, east and north parts of the direction, and what its azimuth is too large by.

    Parameters
    ----------
    step
        The way through the earth in geocentric metres, ``chord`` metres long, up to ``NEAR_M``.
    here, there
        Unit vectors upwards at both ends. Half-way, upwards is the sum of both.
    """
    dx, dy, dz = step
    ux, uy, uz = here
    mx, my, mz = ux + there[0], uy + there[1], uz + there[2]
    flat2 = mx * mx + my * my
    sin2 = mz * mz / (flat2 + mz * mz)
    across = mx * dy - my * dx
    across2 = np.minimum(across * across / (flat2 * chord * chord), 1.0)
    root = 1.0 - _E2 * sin2
    bend = np.sqrt(root) * (1.0 / _A)
    half = 0.5 * chord * bend * ((1.0 - across2) * root * (1.0 / (1.0 - _E2)) + across2)
    half2 = half * half
    metres = chord * (1.0 + half2 * (1 / 6 + half2 * (3 / 40 + half2 * (15 / 336))))
    east, north = ux * dy - uy * dx, dz - uz * (dx * ux + dy * uy + dz * uz)
    turn = metres * bend
    twice = 2.0 * east * north / (east * east + north * north)
    return metres, east, north, _SECOND_E2 / 12.0 * (1.0 - sin2) * turn * turn * twice
