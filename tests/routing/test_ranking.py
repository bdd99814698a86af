"""The first places by road are those that asking for all of them finds, and fewer are asked for."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo import Border
from geo.routing.model import MAX_OFF_ROAD_KM, MAX_PAIRS, MAX_PLACES, Position, Route, Table
from geo.routing.ranking import ranked_ways

GEOD = Geod(ellps="WGS84")
SPHERE_KM = 6372.797560856
"""The radius on which OSRM measures, where the ellipsoid's is up to 6,399.6 km."""


def on_the_sphere(one: Position, other: Position) -> float:
    (lon, lat), (to_lon, to_lat) = np.radians(one), np.radians(other)
    chord = (np.sin((to_lat - lat) / 2) ** 2
             + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2)  # fmt: skip
    return float(2 * SPHERE_KM * np.arcsin(np.sqrt(chord)))


class Roads:
    """Roads at random, by a seed: some nearly straight, as fast as allowed, some missing."""

    name = "Roads"
    vehicles = ("car",)
    seconds = 60.0

    def __init__(self, seed: int, missing: float) -> None:
        self.seed, self.missing, self.tables = seed, missing, 0

    def chance(self, *places: Position) -> np.random.Generator:
        key = [int(abs(value) * 1e7) for place in places for value in place]
        return np.random.default_rng([self.seed, *key])

    def on_road(self, place: Position) -> tuple[Position, float]:
        """Return where a position is moved to a road, and how many kilometres that is."""
        chance = self.chance(place)
        km = float(chance.choice([0.0, 0.3, MAX_OFF_ROAD_KM - 1e-6]))
        lon, lat, _ = GEOD.fwd(*place, float(chance.uniform(0, 360)), km * 1000.0)
        return (lon, lat), km

    def table(
        self,
        sources: Sequence[Position],
        targets: Sequence[Position],
        vehicle: str,
        until: float | None = None,
    ) -> Table:
        assert (vehicle, until) == ("car", None)
        assert len(sources) + len(targets) <= MAX_PLACES
        assert len(sources) * len(targets) <= MAX_PAIRS
        self.tables += 1
        cells = [[self.way(source, target) for target in targets] for source in sources]
        return Table(
            seconds=[[cell[0] for cell in row] for row in cells],
            km=[[cell[1] for cell in row] for row in cells],
            source_off_km=[self.on_road(place)[1] for place in sources],
            target_off_km=[self.on_road(place)[1] for place in targets],
        )

    def way(self, source: Position, target: Position) -> tuple[float, float] | tuple[None, None]:
        chance = self.chance(source, target)
        if chance.random() < self.missing:
            return None, None
        straight = on_the_sphere(self.on_road(source)[0], self.on_road(target)[0])
        km = straight * float(chance.choice([1.0, 1.0 + chance.exponential(0.4)]))
        kmh = float(chance.choice([140.0, chance.uniform(20.0, 140.0)]))
        return round(km / kmh * 3600.0), round(km, 3)

    def route(self, start: Position, end: Position, vehicle: str, until: float | None) -> Route:
        raise NotImplementedError

    def reach(self, start: Position, minutes: float, vehicle: str, until: float | None) -> None:
        raise NotImplementedError


def all_asked(
    roads: Roads, start: Position, places: list[Position], k: int, by: str
) -> list[tuple[float, float, int]]:
    """Return the k first of all places, by asking for each of them."""
    ways = [(*roads.way(start, place), number) for number, place in enumerate(places)]
    known = [(seconds, km, number) for seconds, km, number in ways if seconds is not None]
    if by == "km":
        known.sort(key=lambda way: (way[1], way[0], way[2]))
    else:
        known.sort()
    return known[:k]  # type: ignore[return-value]


def straight(starts: list[Position], places: list[Position]) -> np.ndarray:
    return np.array(
        [[GEOD.inv(*start, *place)[2] / 1000.0 for place in places] for start in starts]
    )


@pytest.mark.parametrize("by", ["seconds", "km"])
@settings(max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    k=st.sampled_from([1, 3, 55]),
    missing=st.sampled_from([0.0, 0.3, 1.0]),
    count=st.sampled_from([1, 7]),
)
def test_the_answer_is_that_of_asking_for_all_ports(
    border: Border,
    by: Literal["seconds", "km"],
    seed: int,
    k: int,
    missing: float,
    count: int,
) -> None:
    chance = np.random.default_rng(seed)
    places = [(point.x, point.y) for point in border.ports.geometry]
    starts = [
        (float(chance.uniform(-118, -97)), float(chance.uniform(25.5, 33.5))) for _ in range(count)
    ]
    roads = Roads(seed, missing)
    ways = ranked_ways(roads, starts, places, straight(starts, places), k=k, by=by, vehicle="car")
    for row, start in enumerate(starts):
        found = ways.first(row, k, by)
        wanted = all_asked(roads, start, places, k, by)
        assert found == [number for _, _, number in wanted]
        assert [(ways.seconds[row, port], ways.km[row, port]) for port in found] == [
            (seconds, km) for seconds, km, _ in wanted
        ]


@pytest.mark.parametrize(("by", "most"), [("seconds", 0.6), ("km", 0.25)])
def test_far_fewer_than_all_pairs_are_asked_for(
    border: Border, by: Literal["seconds", "km"], most: float
) -> None:
    chance = np.random.default_rng(1)
    places = [(point.x, point.y) for point in border.ports.geometry]
    starts = [
        (x + float(chance.normal(0, 0.2)), y + float(chance.normal(0, 0.2))) for x, y in places
    ]
    roads = Roads(3, 0.0)
    ways = ranked_ways(roads, starts, places, straight(starts, places), k=1, by=by, vehicle="car")
    assert ways.asked.mean() < most
    assert roads.tables < len(starts)
