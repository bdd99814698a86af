"""The compiled kernel: nearest ports of many points, on one core, without the interpreter lock.

Where one port is asked for, ``geo.batch.lanes`` answers all points whose nearest port is plain,
256 at a time. The others go through one by one, by the definitions of ``geo.geodesy`` themselves
(geocentric coordinates, arc bounds), so that every way chooses candidates by the same rule.
Distances up to ``NEAR_M`` come from the chord and Euler's radius of curvature half-way, farther
ones from Vincenty's inverse formula. Where neither holds to well under a millimetre, or two ports
are nearly equally far, the point is only flagged: ``geo.batch.exact`` then answers it.
"""

import math
from typing import Any, Final

from geo import geodesy
from geo.batch.compiling import compiled
from geo.batch.formulas import (
    CLOSE_CALL_M,
    NEAR_M,
    POLAR_DEG,
    SLACK_M,
    TOUCH_M,
    close_call_of,
    short_way,
)
from geo.batch.lanes import answer_lanes
from geo.batch.native import LANES
from geo.geodesy import FLATTENING, SEMI_MAJOR_M, SEMI_MINOR_M, SQUARED_ECCENTRICITY

__all__ = ["fill"]

_A: Final = SEMI_MAJOR_M
_B: Final = SEMI_MINOR_M
_E2: Final = SQUARED_ECCENTRICITY
_F: Final = FLATTENING
_FAR_M: Final = 12_600_000.0
"""Longest chord (an arc of some 18,100 km) for which Vincenty's series is used."""
_TURNS: Final = 20
_CONVERGED_RAD: Final = 1e-12
"""Last change at which Vincenty's turns end; 1e-12 is 6 micrometres."""

_geocentric_point: Final = compiled(geodesy.geocentric_point)
_shortest_arc: Final = compiled(geodesy.shortest_arc)
_longest_arc: Final = compiled(geodesy.longest_arc)
_short_way: Final = compiled(short_way)
_close_call_of: Final = compiled(close_call_of)


@compiled
def _near_way(here: Any, there: Any, normal: Any, chord: float) -> tuple[float, float]:  # noqa: ANN401
    """Return metres and azimuth (radians) of a short way between two geocentric points.

    ``normal`` is the unit vector upwards at the second.
    """
    step = there[0] - here[0], there[1] - here[1], there[2] - here[2]
    tall = here[2] * (1.0 / (1.0 - _E2))
    shrink = 1.0 / math.sqrt(here[0] * here[0] + here[1] * here[1] + tall * tall)
    upwards = here[0] * shrink, here[1] * shrink, tall * shrink
    metres, east, north, excess = _short_way(step, upwards, normal, chord)
    return metres, math.atan2(east, north) - excess


@compiled
def _far_way(here: Any, there: Any, apart: float) -> tuple[float, float]:  # noqa: ANN401
    """Return metres and azimuth by Vincenty (1975); metres are negative without convergence.

    ``apart`` is the difference of longitude in radians. On the ellipsoid the geocentric
    coordinates give sine and cosine of the reduced latitude without any function of an angle.
    """
    s1, c1 = here[2] / _B, math.sqrt(here[0] * here[0] + here[1] * here[1]) / _A
    s2, c2 = there[2] / _B, math.sqrt(there[0] * there[0] + there[1] * there[1]) / _A
    bow = apart
    for _ in range(_TURNS):
        sin_bow, cos_bow = math.sin(bow), math.cos(bow)
        east, north = c2 * sin_bow, c1 * s2 - s1 * c2 * cos_bow
        sin_arc = math.sqrt(east * east + north * north)
        cos_arc = s1 * s2 + c1 * c2 * cos_bow
        arc = math.atan2(sin_arc, cos_arc)
        sin_alpha = c1 * east / sin_arc
        cos2 = 1.0 - sin_alpha * sin_alpha
        middle = cos_arc - 2.0 * s1 * s2 / cos2 if cos2 > 0.0 else 0.0
        c = _F / 16.0 * cos2 * (4.0 + _F * (4.0 - 3.0 * cos2))
        last = bow
        tail = middle + c * cos_arc * (2.0 * middle * middle - 1.0)
        bow = apart + (1.0 - c) * _F * sin_alpha * (arc + c * sin_arc * tail)
        if abs(bow - last) < _CONVERGED_RAD:
            metres = _vincenty_length(arc, sin_arc, cos_arc, middle, cos2)
            return metres, math.atan2(east, north)
    return -1.0, 0.0


@compiled
def _vincenty_length(
    arc: float, sin_arc: float, cos_arc: float, middle: float, cos2: float
) -> float:
    """Return the metres of an arc on the auxiliary sphere."""
    u2 = cos2 * (_A * _A - _B * _B) / (_B * _B)
    a = 1.0 + u2 / 16384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)))
    b = u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)))
    m2 = middle * middle
    third = b / 6.0 * middle * (4.0 * sin_arc * sin_arc - 3.0) * (4.0 * m2 - 3.0)
    change = b * sin_arc * (middle + b / 4.0 * (cos_arc * (2.0 * m2 - 1.0) - third))
    return float(_B * a * (arc - change))


@compiled
def _squares_of_chords(here: Any, xyz: Any, squares: Any) -> None:  # noqa: ANN401
    x, y, z = here
    for port in range(len(squares)):
        dx, dy, dz = xyz[0, port] - x, xyz[1, port] - y, xyz[2, port] - z
        squares[port] = dx * dx + dy * dy + dz * dz


@compiled
def _least(values: Any) -> float:  # noqa: ANN401
    """Return the smallest value; four strands, so that comparisons need not wait in line."""
    a = b = c = d = math.inf
    whole = len(values) - len(values) % 4
    for i in range(0, whole, 4):
        a = values[i] if values[i] < a else a  # noqa: FURB136
        b = values[i + 1] if values[i + 1] < b else b  # noqa: FURB136
        c = values[i + 2] if values[i + 2] < c else c  # noqa: FURB136
        d = values[i + 3] if values[i + 3] < d else d  # noqa: FURB136
    for i in range(whole, len(values)):
        a = values[i] if values[i] < a else a  # noqa: FURB136
    return min(a, b, c, d)


@compiled
def _kth_smallest(values: Any, k: int, smallest: Any) -> float:  # noqa: ANN401
    if k == 1:
        return float(_least(values))
    for rank in range(k):
        smallest[rank] = math.inf
    most = math.inf
    for value in values:
        if value < most:
            rank = k - 1
            while rank > 0 and smallest[rank - 1] > value:
                smallest[rank] = smallest[rank - 1]
                rank -= 1
            smallest[rank] = value
            most = smallest[k - 1]
    return most


@compiled
def _way(lon: float, here: Any, port: int, ports: Any, chord: float) -> tuple[float, float]:  # noqa: ANN401
    """Return metres and azimuth (radians); metres are negative where neither formula holds."""
    if chord < TOUCH_M or chord > _FAR_M:
        return -1.0, 0.0
    xyz, normals, port_lon, _ = ports
    there = (xyz[0, port], xyz[1, port], xyz[2, port])
    if chord <= NEAR_M:
        normal = (normals[0, port], normals[1, port], normals[2, port])
        return _near_way(here, there, normal, chord)  # type: ignore[no-any-return]
    return _far_way(here, there, math.radians(port_lon[port] - lon))  # type: ignore[no-any-return]


@compiled
def _within(squares: Any, reach: float) -> tuple[int, int]:  # noqa: ANN401
    """Return how many ports are in reach and the sum of their rows: the row, if it is one."""
    hits = rows = 0
    reach2 = reach * reach
    for port in range(len(squares)):
        hit = int(squares[port] <= reach2)
        hits += hit
        rows += hit * port
    return hits, rows


@compiled
def _insert(ranked: Any, metres: float, azimuth: float, port: int) -> None:  # noqa: ANN401
    """Put a port into its place among the nearest, dropping the last."""
    most = ranked.shape[1]
    rank = most
    while rank > 0 and ranked[0, rank - 1] > metres:
        rank -= 1
    for last in range(most - 1, rank, -1):
        for item in range(3):
            ranked[item, last] = ranked[item, last - 1]
    if rank < most:
        ranked[0, rank], ranked[1, rank], ranked[2, rank] = metres, azimuth, port


@compiled
def _is_decided(ranked: Any) -> bool:  # noqa: ANN401
    """Return whether every two neighbours in rank differ by more than formulas err."""
    close = 0
    for rank in range(1, ranked.shape[1]):
        metres = ranked[0, rank]
        needed = _close_call_of(metres) if metres < NEAR_M else CLOSE_CALL_M
        close += int(metres - ranked[0, rank - 1] < needed)
    return close == 0


@compiled
def _rank(lon: float, here: Any, ports: Any, squares: Any, reach: float, ranked: Any) -> bool:  # noqa: ANN401
    """Fill ``ranked`` (metres, azimuth, port) with the nearest; false where it cannot be sure."""
    for rank in range(ranked.shape[1]):
        ranked[0, rank] = math.inf
    for port in range(len(squares)):
        if squares[port] > reach * reach:
            continue
        chord = math.sqrt(squares[port])
        if _shortest_arc(chord) > reach:
            continue
        metres, azimuth = _way(lon, here, port, ports, chord)
        if metres < 0.0:
            return False
        _insert(ranked, metres, azimuth, port)
        reach = min(reach, ranked[0, ranked.shape[1] - 1] + SLACK_M)
    return bool(_is_decided(ranked))


@compiled
def _answer_point(point: int, lon: float, lat: float, ports: Any, out: Any, work: Any) -> bool:  # noqa: ANN401
    """Write the answers of one point; false if they are left to the exact way."""
    index, distance, bearing = out
    squares, smallest, ranked = work
    here = _geocentric_point(lon, lat)
    _squares_of_chords(here, ports[0], squares)
    reach = _longest_arc(math.sqrt(_kth_smallest(squares, len(smallest), smallest))) + SLACK_M
    hits, row = _within(squares, reach)
    if hits == 1:
        metres, azimuth = _way(lon, here, row, ports, math.sqrt(squares[row]))
        ranked[0, 0], ranked[1, 0], ranked[2, 0] = metres, azimuth, row
        sure = metres >= 0.0
    else:
        sure = _rank(lon, here, ports, squares, reach, ranked)
    if not sure or abs(lat) > POLAR_DEG:
        return False
    for rank in range(len(smallest)):
        degrees = math.degrees(ranked[1, rank])
        distance[point, rank] = ranked[0, rank]
        bearing[point, rank] = degrees + 360.0 if degrees < 0.0 else degrees
        index[point, rank] = int(ranked[2, rank])
    return True


@compiled
def fill(lon: Any, lat: Any, ports: Any, out: Any, left: Any, work: Any) -> None:  # noqa: ANN401
    """Write the answers of one block and which points are left to the exact way.

    The arguments are those of ``geo.batch.native``; nothing is allocated here.
    """
    index, distance, bearing = out
    lanes, squares, smallest, ranked = work
    if index.shape[1] == 1:
        for start in range(0, len(lon), LANES):
            end = min(start + LANES, len(lon))
            part = index[start:end], distance[start:end], bearing[start:end], left[start:end]
            answer_lanes(lanes, lon[start:end], lat[start:end], ports, part)
    else:
        left[:] = True
    ranking = squares, smallest, ranked
    for point in range(len(lon)):
        if left[point]:
            left[point] = not _answer_point(point, lon[point], lat[point], ports, out, ranking)
