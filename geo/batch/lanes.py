"""The nearest port of many points at a time, in the lanes of the processor's vector unit.

Points go through in blocks of 256. Every loop runs over the points of a block and has neither
branches nor calls, so that LLVM makes it one of vector instructions (no vector library is needed:
sines and arcs are polynomials). What is not surely the nearest port (``reach_of``), or is no short
way, is left undecided, to be answered by ``geo.batch.kernel``.

Errors of the polynomials, from the remainders of their series:

- sine and cosine of at most 45 degrees, up to x**15 and x**16: (pi/4)**17 / 17! < 5e-17 and
  (pi/4)**18 / 18! < 3e-18, so what remains is rounding: below 4e-16, or 3 nanometres;
- arctangent up to tan(22.5 degrees), 15 terms of an alternating series: below t**31 / 31 < 5e-14.
"""

import math
from typing import Any, Final

from geo.batch.compiling import inlined
from geo.batch.formulas import CLEAR_M2, NEAR_M, POLAR_DEG, TOUCH_M, foot_of, reach_of, short_way
from geo.batch.native import GROUP, LANES, NEVER, SCRATCH

__all__ = ["answer_lanes"]

_LON, _LAT, _X, _Y, _Z, _UX, _UY, _UZ = range(0, 8 * LANES, LANES)
_BEST, _SECOND, _PORT, _PX, _PY, _PZ, _NX, _NY, _NZ = range(8 * LANES, 17 * LANES, LANES)
_METRES, _DEGREES, _SURE = range(17 * LANES, SCRATCH, LANES)
"""The numbers of a block stand in one array at places that the compiler knows, so that it sees that
none overlaps another."""
_RADIANS: Final = math.pi / 180.0
_WHOLE: Final = 6_755_399_441_055_744.0
"""1.5 * 2**52: added and taken away again, it rounds a number to a whole one."""
_STEEP: Final = math.tan(math.pi / 8.0)


@inlined
def _sine_and_cosine(degrees: float) -> tuple[float, float]:
    """Return sine and cosine of -180 to 180 degrees."""
    turns = (degrees * (1.0 / 90.0) + _WHOLE) - _WHOLE
    x = (degrees - 90.0 * turns) * _RADIANS
    u = x * x
    sine = 1 / 6227020800 - u * (1 / 1307674368000)
    sine = 1 / 362880 - u * (1 / 39916800 - u * sine)
    sine = x * (1.0 - u * (1 / 6 - u * (1 / 120 - u * (1 / 5040 - u * sine))))
    cosine = 1 / 479001600 - u * (1 / 87178291200 - u * (1 / 20922789888000))
    cosine = 1 / 24 - u * (1 / 720 - u * (1 / 40320 - u * (1 / 3628800 - u * cosine)))
    cosine = 1.0 - u * (0.5 - u * cosine)
    is_odd = abs(turns) == 1.0
    is_half = abs(turns) == 2.0  # noqa: PLR2004
    first, second = (cosine, sine) if is_odd else (sine, cosine)
    return (
        -first if is_half or turns == -1.0 else first,
        -second if is_half or turns == 1.0 else second,
    )


@inlined
def _angle(east: float, north: float) -> float:
    """Return the radians from north to a direction, -pi to pi, as ``math.atan2``."""
    across, along = abs(east), abs(north)
    low, high = min(across, along), max(across, along)
    is_steep = low > _STEEP * high
    t = (low - high if is_steep else low) / (low + high if is_steep else high)
    u = t * t
    arc = 1 / 21 - u * (1 / 23 - u * (1 / 25 - u * (1 / 27 - u * (1 / 29))))
    arc = 1 / 13 - u * (1 / 15 - u * (1 / 17 - u * (1 / 19 - u * arc)))
    arc = 1 / 5 - u * (1 / 7 - u * (1 / 9 - u * (1 / 11 - u * arc)))
    arc = t * (1.0 - u * (1 / 3 - u * arc))
    arc = arc + math.pi / 4.0 if is_steep else arc
    arc = math.pi / 2.0 - arc if across > along else arc
    arc = math.pi - arc if north < 0.0 else arc
    return -arc if east < 0.0 else arc


_foot_of: Final = inlined(foot_of)
_reach_of: Final = inlined(reach_of)
_short_way: Final = inlined(short_way)


@inlined
def _place(w: Any) -> None:  # noqa: ANN401
    """Fill geocentric metres and upwards of a block."""
    for i in range(LANES):
        sin_lam, cos_lam = _sine_and_cosine(w[_LON + i])
        sin_phi, cos_phi = _sine_and_cosine(w[_LAT + i])
        normal = cos_phi * cos_lam, cos_phi * sin_lam, sin_phi
        w[_UX + i], w[_UY + i], w[_UZ + i] = normal
        w[_X + i], w[_Y + i], w[_Z + i] = _foot_of(normal)
        w[_BEST + i] = w[_SECOND + i] = NEVER
        w[_PORT + i] = 0.0


@inlined
def _port(groups: Any, port: int) -> tuple[float, float, float, float]:  # noqa: ANN401
    return groups[0, port], groups[1, port], groups[2, port], groups[3, port]


@inlined
def _compare(w: Any, groups: Any, port: int) -> None:  # noqa: ANN401
    """Bring a group of four ports into the two least half squares so far, and the row of one."""
    ax, ay, az, ah = _port(groups, port)
    bx, by, bz, bh = _port(groups, port + 1)
    cx, cy, cz, ch = _port(groups, port + 2)
    dx, dy, dz, dh = _port(groups, port + 3)
    row = float(port)
    for i in range(LANES):
        x, y, z = w[_X + i], w[_Y + i], w[_Z + i]
        a, b = ah - ax * x - ay * y - az * z, bh - bx * x - by * y - bz * z
        c, d = ch - cx * x - cy * y - cz * z, dh - dx * x - dy * y - dz * z
        low_ab, low_cd = min(a, b), min(c, d)
        low = min(low_ab, low_cd)
        runner_up = min(max(low_ab, low_cd), max(a, b), max(c, d))
        of_ab, of_cd = row if a <= b else row + 1.0, row + 2.0 if c <= d else row + 3.0
        first = of_ab if low_ab <= low_cd else of_cd
        best = w[_BEST + i]
        w[_SECOND + i] = min(w[_SECOND + i], runner_up, max(best, low))
        w[_PORT + i] = first if low < best else w[_PORT + i]
        w[_BEST + i] = min(low, best)


@inlined
def _fetch(w: Any, xyz: Any, normals: Any) -> None:  # noqa: ANN401
    """Fill geocentric metres and upwards of each point's port."""
    for i in range(LANES):
        port = int(w[_PORT + i])
        w[_PX + i], w[_PY + i], w[_PZ + i] = xyz[0, port], xyz[1, port], xyz[2, port]
        w[_NX + i], w[_NY + i], w[_NZ + i] = normals[0, port], normals[1, port], normals[2, port]


@inlined
def _measure(w: Any) -> None:  # noqa: ANN401
    """Fill metres, degrees, and whether the port is surely the nearest and near."""
    for i in range(LANES):
        x, y, z = w[_X + i], w[_Y + i], w[_Z + i]
        step = w[_PX + i] - x, w[_PY + i] - y, w[_PZ + i] - z
        chord = math.sqrt(step[0] * step[0] + step[1] * step[1] + step[2] * step[2])
        second = 2.0 * w[_SECOND + i] + (x * x + y * y + z * z)
        reach = _reach_of(chord)
        is_alone = second - CLEAR_M2 > reach * reach
        is_short = (chord >= TOUCH_M) & (chord <= NEAR_M)
        here = w[_UX + i], w[_UY + i], w[_UZ + i]
        there = w[_NX + i], w[_NY + i], w[_NZ + i]
        metres, east, north, excess = _short_way(step, here, there, chord)
        degrees = (_angle(east, north) - excess) * (1.0 / _RADIANS)
        w[_METRES + i] = metres
        w[_DEGREES + i] = degrees + 360.0 if degrees < 0.0 else degrees
        w[_SURE + i] = 1.0 if is_alone & is_short & (abs(w[_LAT + i]) <= POLAR_DEG) else 0.0


@inlined
def answer_lanes(w: Any, lon: Any, lat: Any, ports: Any, out: Any) -> None:  # noqa: ANN401
    """Write the answers of up to ``LANES`` points, and which of them are undecided.

    ``w`` is scratch of shape (SCRATCH,); ``ports`` are those of the kernel; ``out`` are index,
    distance, bearing (shape (points, 1)) and undecided (shape (points,)).
    """
    count = len(lon)
    for i in range(LANES):
        point = i if i < count else 0
        w[_LON + i], w[_LAT + i] = lon[point], lat[point]
    _place(w)
    xyz, normals, _, groups = ports
    for port in range(0, groups.shape[1], GROUP):
        _compare(w, groups, port)
    _fetch(w, xyz, normals)
    _measure(w)
    index, distance, bearing, undecided = out
    for i in range(count):
        index[i, 0] = int(w[_PORT + i])
        distance[i, 0] = w[_METRES + i]
        bearing[i, 0] = w[_DEGREES + i]
        undecided[i] = w[_SURE + i] == 0.0
