"""The nearest ports of many points by road, as a routing engine answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.batch.engine import NearestEngine, checked_degrees
from geo.batch.exact import Nearest
from geo.errors import InvalidValueError, MissingSettingError
from geo.geodesy import GEOD, Floats
from geo.queries.by_road import ENGINE_PHRASE, MEASURES, STRAIGHT, vehicle_of
from geo.queries.filters import ModeChoice, checked_modes
from geo.routing.choice import ROUTER
from geo.routing.model import Router
from geo.routing.ranking import Ways, ranked_ways

__all__ = ["RoadEngine", "road_engine"]

_BLOCK: Final = 2000


class _ByRoad(tuple[Any, ...]):  # noqa: SLOT001 - it carries more
    """Row numbers, metres and bearings, with minutes, kilometres and whether they are by road."""

    minutes: Floats
    km: Floats
    is_by_road: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RoadEngine(NearestEngine):
    """Finds the k first ports by road of arrays of points, by time or, with ``by``, by length.

    What has no way by road gets the nearest ports by the straight line, and says so in its
    column. ``RouterError`` where the router gives no answer: nothing is half by road.
    """

    router: Router | None = None
    by: str = "road"
    vehicle: str = "car"

    @property
    def provenance(self) -> dict[str, Any]:
        """Return who was asked for what."""
        name = self.router.name if self.router else None
        return {"by": self.by, "router": name, "vehicle": self.vehicle}

    def more_fields(self) -> list[pa.Field]:
        """Return a field of minutes and one of kilometres per rank, and one of the order."""
        numbers = [
            pa.field(f"road_{what}{'' if rank == 0 else f'_{rank + 1}'}", pa.float64())
            for rank in range(self.k)
            for what in ("minutes", "km")
        ]
        return [*numbers, pa.field("ranked_by", pa.string())]

    def more_columns(self, nearest: Nearest) -> list[pa.Array]:
        """Return the columns of ``more_fields``."""
        assert isinstance(nearest, _ByRoad)  # noqa: S101 - what ``find`` returned
        columns = [
            pa.array(np.round(values[:, rank], digits), from_pandas=True)
            for rank in range(self.k)
            for values, digits in ((nearest.minutes, 1), (nearest.km, 3))
        ]
        order = np.where(nearest.is_by_road, self.by, STRAIGHT)
        empty = nearest[0][:, 0] < 0
        return [*columns, pa.array(order.tolist(), pa.string(), mask=empty)]

    def find(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Nearest:
        """Return row numbers in ``ports``, metres and bearings, each of shape (points, k).

        Raises
        ------
        InvalidValueError
            The values are not numbers, or their shapes do not go together.
        RouterError
            The router gives no answer.
        """
        lons, lats = checked_degrees(lon, lat)
        nearest = _ByRoad(super().find(lons, lats))
        nearest.minutes = np.full((len(lons), self.k), np.nan)
        nearest.km = np.full((len(lons), self.k), np.nan)
        nearest.is_by_road = np.zeros(len(lons), np.bool_)
        valid = np.flatnonzero(nearest[0][:, 0] >= 0)
        for start in range(0, len(valid), _BLOCK):
            self._answer_block(lons, lats, valid[start : start + _BLOCK], nearest)
        return nearest

    def _answer_block(
        self, lon: Floats, lat: Floats, rows: npt.NDArray[np.intp], nearest: _ByRoad
    ) -> None:
        index, metres, bearings = nearest
        azimuth, straight = _geodesics(lon[rows], lat[rows], self.ports.lon, self.ports.lat)
        ways = self._ways([*zip(lon[rows].tolist(), lat[rows].tolist(), strict=True)], straight)
        for number, row in enumerate(rows):
            first = ways.first(number, self.k, MEASURES[self.by])
            if not first:
                continue
            rest = [-1] * (self.k - len(first))
            index[row] = [*first, *rest]
            for target, values in (
                (metres, straight[number]), (bearings, azimuth[number] % 360.0),
                (nearest.minutes, ways.seconds[number] / 60.0), (nearest.km, ways.km[number]),
            ):  # fmt: skip
                target[row] = [*values[first], *[np.nan] * len(rest)]
            nearest.is_by_road[row] = True

    def _ways(self, starts: Sequence[tuple[float, float]], straight_m: Floats) -> Ways:
        if self.router is None:
            raise MissingSettingError(ROUTER, ENGINE_PHRASE)
        ports = [*zip(self.ports.lon.tolist(), self.ports.lat.tolist(), strict=True)]
        return ranked_ways(
            self.router, starts, ports, straight_m / 1000.0,
            k=self.k, by=MEASURES[self.by], vehicle=self.vehicle,
        )  # fmt: skip


def road_engine(
    engine: NearestEngine, router: Router | None, by: str, mode: ModeChoice = None
) -> RoadEngine:
    """Return the engine that finds by road what ``engine`` finds by the straight line.

    Raises
    ------
    InvalidValueError
        ``by`` is not known, or trains are asked for.
    MissingSettingError
        There is no router.
    """
    if by not in MEASURES:
        raise InvalidValueError("by", by, ", ".join(MEASURES))
    if router is None:
        raise MissingSettingError(ROUTER, ENGINE_PHRASE)
    vehicle = vehicle_of(checked_modes(mode), router)
    return RoadEngine(
        engine.ports, engine.k, compiled=engine.compiled, threads=1, router=router, by=by,
        vehicle=vehicle,
    )  # fmt: skip


def _geodesics(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> tuple[Floats, Floats]:
    """Return initial bearings and metres from each of some positions to each of others."""
    shape = (len(lon), len(to_lon))
    azimuth, _, metres = GEOD.inv(
        np.repeat(lon, shape[1]), np.repeat(lat, shape[1]), np.tile(to_lon, shape[0]),
        np.tile(to_lat, shape[0]),
    )  # fmt: skip
    return np.reshape(azimuth, shape), np.reshape(metres, shape)
