"""The first by road of some places, asking only for those that may be among them.

No road is shorter than the straight line, so a place farther by the straight line than the last
of those found is by road can be left out. By time the same holds at the highest speed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.geodesy import Floats
from geo.routing.model import MAX_OFF_ROAD_KM, MAX_PAIRS, MAX_PLACES, Position, Router

__all__ = ["HIGHEST_KMH", "Measure", "Ways", "least_km", "least_seconds", "ranked_ways"]

Measure: TypeAlias = Literal["seconds", "km"]
Bools: TypeAlias = npt.NDArray[np.bool_]

HIGHEST_KMH: Final = 140.0
"""No way is quicker: the highest limit in either country is 137 km/h (85 mph, in Texas), Valhalla
is asked for at most 140, and OSRM's car drives 140 where nothing else is said."""
_TRUE_SHARE: Final = 0.995
"""Engines measure on a sphere: of 6,372.8 km (OSRM) or 6,378.2 km (Valhalla) where the ellipsoid
has a radius of curvature of up to 6,399.6 km, so their lengths are short by up to 0.42 %."""
_ROUNDED_KM: Final = 0.001
_ROUNDED_SECONDS: Final = 1.0
_FIRST: Final = 3
_NEXT: Final = 12
"""How many places more than are wanted are asked for at first, and how many in each round after."""
_MAX_SOURCES: Final = 40
_MAX_UNION: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Times and lengths by road, shape (starts, places): NaN where no way is known or asked for.

    ``asked`` says which pairs were asked for, ``off_road`` which starts have no road near.
    """

    seconds: Floats
    km: Floats
    asked: Bools
    off_road: Bools

    def first(self, row: int, k: int, by: Measure) -> list[int]:
        """Return the k first places of a start that have a way, the best first.

        Of equal ones the other measure decides, then the order of the places.
        """
        seconds, km = self.seconds[row], self.km[row]
        keys = (km, seconds) if by == "seconds" else (seconds, km)
        order = np.lexsort(keys)
        return [int(position) for position in order[:k] if not np.isnan(seconds[position])]


def least_km(straight_km: Floats, off_km: Floats | float) -> Floats:
    """Return what a road has at least, as engines measure it.

    ``straight_km`` is the geodesic between two places and ``off_km`` how far both together are
    from the road between them.
    """
    return np.maximum((straight_km - off_km) * _TRUE_SHARE - _ROUNDED_KM, 0.0)


def least_seconds(straight_km: Floats, off_km: Floats | float) -> Floats:
    """Return what a way takes at least; as ``least_km``."""
    return np.maximum(
        least_km(straight_km, off_km) * (3600.0 / HIGHEST_KMH) - _ROUNDED_SECONDS, 0.0
    )


def ranked_ways(
    router: Router,
    starts: Sequence[Position],
    places: Sequence[Position],
    straight_km: Floats,
    *,
    k: int,
    by: Measure,
    vehicle: str,
    until: float | None = None,
) -> Ways:
    """Return the ways among which the k first of each start are, as if all were asked for.

    ``straight_km`` are the geodesic distances, shape (starts, places).

    Raises
    ------
    RouterError
        The engine gives no answer.
    """
    shape = straight_km.shape
    ways = Ways(
        seconds=np.full(shape, np.nan),
        km=np.full(shape, np.nan),
        asked=np.zeros(shape, np.bool_),
        off_road=np.zeros(len(starts), np.bool_),
    )
    off_km = np.zeros(len(starts))
    bound = least_seconds if by == "seconds" else least_km
    wanted = np.ones(shape, np.bool_)
    step = k + _FIRST
    while wanted.any():
        nearest = _nearest_of(wanted, straight_km, step)
        for rows, columns in _blocks(nearest):
            table = router.table(
                [starts[row] for row in rows], [places[column] for column in columns],
                vehicle, until,
            )  # fmt: skip
            cells = np.ix_(rows, columns)
            ways.seconds[cells] = np.array(table.seconds, np.float64)
            ways.km[cells] = np.array(table.km, np.float64)
            ways.asked[cells] = True
            for row, off in zip(rows, table.source_off_km, strict=True):
                ways.off_road[row] = off is None
                off_km[row] = off or 0.0
        last = _kth(ways.seconds if by == "seconds" else ways.km, k)
        least = bound(straight_km, off_km[:, None] + MAX_OFF_ROAD_KM)
        wanted = ~ways.asked & (least <= last[:, None]) & ~ways.off_road[:, None]
        step = _NEXT if len(starts) > 1 else shape[1]
    return ways


def _kth(values: Floats, k: int) -> Floats:
    """Return the k-th smallest number of each row, infinite where there are fewer."""
    known = np.where(np.isnan(values), np.inf, values)
    if k > known.shape[1]:
        return np.full(len(known), np.inf)
    largest: Floats = np.partition(known, k - 1, axis=1)[:, k - 1]
    return largest


def _nearest_of(wanted: Bools, straight_km: Floats, count: int) -> Bools:
    """Return those wanted that are among the ``count`` nearest of them, row by row."""
    far = np.where(wanted, straight_km, np.inf)
    ranks = far.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    nearest: Bools = wanted & (ranks < count)
    return nearest


def _blocks(wanted: Bools) -> Iterator[tuple[list[int], list[int]]]:
    """Yield rows and columns of tables that together hold every pair wanted."""
    rows = [row for row in range(len(wanted)) if wanted[row].any()]
    rows.sort(key=lambda row: (int(wanted[row].argmax()), wanted[row].tobytes()))
    chosen: list[int] = []
    union = np.zeros(wanted.shape[1], np.bool_)
    for row in rows:
        both = union | wanted[row]
        count = int(both.sum())
        is_full = len(chosen) == _MAX_SOURCES or (len(chosen) + 1) * count > MAX_PAIRS
        grows = count > max(_MAX_UNION, int(wanted[row].sum()))
        if chosen and (is_full or grows or len(chosen) + 1 + count > MAX_PLACES):
            yield chosen, np.flatnonzero(union).tolist()
            chosen, both = [], wanted[row].copy()
        chosen.append(row)
        union = both
    if chosen:
        yield chosen, np.flatnonzero(union).tolist()
