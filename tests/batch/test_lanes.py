"""Many points at a time, in vector instructions or numpy: what is proved, and what is left over."""

import math
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from pyproj import Geod

from geo.batch.arrays import plain_nearest
from geo.batch.engine import NearestEngine
from geo.batch.formulas import (
    NEAR_M,
    SLACK_M,
    close_call_of,
    foot_of,
    reach_of,
    short_way,
    upwards,
)
from geo.batch.ports import PortPoints
from geo.geodesy import (
    FLATTENING,
    SEMI_MAJOR_M,
    SEMI_MINOR_M,
    SQUARED_ECCENTRICITY,
    geocentric,
    longest_arc,
)

Floats = npt.NDArray[np.float64]
Truth = Callable[[PortPoints, Floats, Floats], tuple[npt.NDArray[np.intp], Floats]]

GEOD = Geod(ellps="WGS84")
TOLERANCE_M = 0.0002


def around_the_border(
    ports: PortPoints, random: np.random.Generator, count: int
) -> tuple[Floats, Floats]:
    near = random.integers(0, len(ports), count)
    return (
        ports.lon[near] + random.normal(0.0, 0.5, count),
        ports.lat[near] + random.normal(0.0, 0.5, count),
    )


def test_numpy_alone_finds_what_pyproj_finds_nearest(
    ports: PortPoints, truth: Truth, random: np.random.Generator
) -> None:
    lon, lat = around_the_border(ports, random, 40_000)
    lon[::10] = random.uniform(-180.0, 180.0, 4_000)
    lat[::10] = np.degrees(np.arcsin(random.uniform(-1.0, 1.0, 4_000)))
    index, metres, bearing = NearestEngine(ports, points=len(lon)).find(lon, lat)
    nearest, distance = truth(ports, lon, lat)
    assert (index[:, 0] != nearest).sum() == 0
    assert np.abs(metres[:, 0] - distance).max() < TOLERANCE_M
    azimuth, _, _ = GEOD.inv(lon, lat, ports.lon[nearest], ports.lat[nearest])
    assert np.abs((bearing[:, 0] - azimuth + 180.0) % 360.0 - 180.0).max() < 2e-6


@pytest.mark.parametrize("count", [1, 255, 256, 257, 1025])
def test_whole_and_broken_blocks_are_answered_alike(
    engine: NearestEngine, ports: PortPoints, random: np.random.Generator, count: int
) -> None:
    lon, lat = around_the_border(ports, random, count)
    exact = NearestEngine(ports, compiled=False).find(lon, lat)
    for way in (engine, NearestEngine(ports, points=count)):
        index, metres, bearing = way.find(lon, lat)
        assert (index == exact[0]).all()
        assert np.abs(metres - exact[1]).max() < TOLERANCE_M
        assert np.abs((bearing - exact[2] + 180.0) % 360.0 - 180.0).max() < 2e-6


@pytest.mark.parametrize("points", [None, 1], ids=["compiled", "numpy"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_fewer_ports_than_are_compared_together_are_enough(count: int, points: int | None) -> None:
    lon, lat = np.linspace(-117.0, -97.0, count), np.linspace(32.5, 25.9, count)
    ids = tuple("abcde"[:count])
    few = PortPoints(ids=ids, lon=lon, lat=lat, xyz=geocentric(lon, lat), version="0")
    index, metres, _ = NearestEngine(few, points=points).find(lon + 0.1, lat)
    assert index[:, 0].tolist() == list(range(count))
    _, _, truly = GEOD.inv(lon + 0.1, lat, lon, lat)
    assert np.abs(metres[:, 0] - truly).max() < TOLERANCE_M


def test_what_is_not_too_close_to_call_is_decided_between_several_ports(
    ports: PortPoints, random: np.random.Generator, truth: Truth
) -> None:
    lon, lat = around_the_border(ports, random, 20_000)
    first, second = random.integers(0, len(ports), (2, 20_000))
    lon[::2] = ((ports.lon[first] + ports.lon[second]) / 2.0)[::2]
    lat[::2] = ((ports.lat[first] + ports.lat[second]) / 2.0)[::2] + 0.001
    out = np.empty((20_000, 1), np.int16), np.empty((20_000, 1)), np.empty((20_000, 1))
    left = plain_nearest(lon, lat, ports, out)
    nearest, metres = truth(ports, lon, lat)
    assert (out[0][~left, 0] != nearest[~left]).sum() == 0
    assert np.abs(out[1][~left, 0] - metres[~left]).max() < TOLERANCE_M
    assert left[metres < 0.99 * NEAR_M].mean() < 0.0005


def nearly_between(
    ports: PortPoints, random: np.random.Generator, count: int
) -> tuple[Floats, Floats]:
    """Return points at ways of nearly one length, by up to 0.01, 0.1 or 1 mm, to two ports."""
    apart = np.linalg.norm(ports.xyz[:, None] - ports.xyz[None], axis=2)
    first = random.integers(0, len(ports), count)
    second = apart.argsort(axis=1)[first, random.integers(1, 3, count)]
    aside = random.normal(0.0, 1.0, (2, count))
    low, high = np.full(count, -2.0), np.full(count, 3.0)
    wanted = random.uniform(-1.0, 1.0, count) * random.choice([1e-5, 1e-4, 1e-3], count)
    for _ in range(60):
        share = (low + high) / 2.0
        lon, lat = (
            start[first] + share * (start[second] - start[first]) + off
            for start, off in zip((ports.lon, ports.lat), aside, strict=True)
        )
        ways = (GEOD.inv(lon, lat, ports.lon[end], ports.lat[end])[2] for end in (first, second))
        farther = next(ways) - next(ways) < wanted
        low, high = np.where(farther, share, low), np.where(farther, high, share)
    return lon, lat


@pytest.mark.parametrize("way", ["compiled", "numpy"])
def test_points_nearly_as_far_from_two_ports_get_the_nearer(
    ports: PortPoints, random: np.random.Generator, truth: Truth, way: str
) -> None:
    if way == "compiled":
        pytest.importorskip("numba")
    lon, lat = nearly_between(ports, random, 3_000)
    many = NearestEngine(ports, compiled=way == "compiled" or None, points=len(lon))
    index, metres, _ = many.find(lon, lat)
    nearest, distance = truth(ports, lon, lat)
    assert (index[:, 0] != nearest).sum() == 0
    assert np.abs(metres[:, 0] - distance).max() < TOLERANCE_M


def test_short_ways_err_by_less_than_what_is_too_close_to_call(
    random: np.random.Generator,
) -> None:
    count = 50_000
    lon, lat = random.uniform(-180.0, 180.0, count), random.uniform(-89.0, 89.0, count)
    azimuth, wanted = random.uniform(0.0, 360.0, count), random.uniform(1.0, NEAR_M, count)
    x, y, _ = GEOD.fwd(lon, lat, azimuth, wanted)
    true = GEOD.inv(lon, lat, x, y)[2]
    here, there = upwards(lon, lat), upwards(x, y)
    step = np.vstack(foot_of(tuple(there))) - np.vstack(foot_of(tuple(here)))
    metres = short_way(tuple(step), tuple(here), tuple(there), np.sqrt((step**2).sum(axis=0)))[0]
    assert (2.0 * np.abs(metres - true) < close_call_of(true)).all()


def test_the_ellipsoid_is_that_of_pyproj() -> None:
    assert (GEOD.a, GEOD.b, GEOD.f) == (SEMI_MAJOR_M, SEMI_MINOR_M, FLATTENING)
    assert GEOD.es == SQUARED_ECCENTRICITY


def test_no_port_outside_the_reach_can_be_nearer() -> None:
    for chord in np.geomspace(1e-3, NEAR_M, 5_000).tolist():
        assert reach_of(chord) > longest_arc(chord) + SLACK_M * (1.0 - 1e-9)


def test_polynomials_keep_their_promises() -> None:
    pytest.importorskip("numba")
    from geo.batch.lanes import _angle, _sine_and_cosine

    for degrees in np.linspace(-180.0, 180.0, 20_001).tolist():
        # By quarters, for math.radians itself is wrong by as much at 180 degrees.
        quarters = round(degrees / 90.0)
        rest = math.radians(degrees - 90.0 * quarters)
        s, c = math.sin(rest), math.cos(rest)
        true = [(s, c), (c, -s), (-s, -c), (-c, s)][quarters % 4]
        assert _sine_and_cosine(degrees) == pytest.approx(true, abs=4e-16, rel=0)
        apart = math.remainder(_angle(*true) - math.atan2(*true), 2.0 * math.pi)
        assert abs(apart) < 5e-14


def test_few_points_are_answered_without_loading_a_compiler() -> None:
    script = """
import sys, geo
from geo.batch import NearestEngine, ports_of_border
engine = NearestEngine(ports_of_border(geo.load()), points=1000)
assert engine.find([-106.45], [31.75])[0][0, 0] >= 0
print("numba" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
