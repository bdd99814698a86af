"""The engine against pyproj, GeographicLib and brute force."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from geographiclib.geodesic import Geodesic
from pyproj import Geod

from geo import Border
from geo.batch.engine import NearestEngine
from geo.batch.ports import PortPoints, ports_of_border
from geo.errors import InvalidValueError, MissingExtraError
from geo.geodesy import geocentric

Floats = npt.NDArray[np.float64]
Truth = Callable[[PortPoints, Floats, Floats], tuple[npt.NDArray[np.intp], Floats]]

GEOD = Geod(ellps="WGS84")
TOLERANCE_M = 0.0002
"""Vincenty's and the chord formula err by less than 0.1 mm; the promise is 1 mm."""
TOLERANCE_DEG = 2e-6


def made_up_ports(*places: tuple[float, float]) -> PortPoints:
    lon, lat = (np.array(values, float) for values in zip(*places, strict=True))
    names = tuple(f"port-{row}" for row in range(len(places)))
    return PortPoints(ids=names, lon=lon, lat=lat, xyz=geocentric(lon, lat), version="0")


def over_the_globe(random: np.random.Generator, count: int) -> tuple[Floats, Floats]:
    return (
        random.uniform(-180.0, 180.0, count),
        np.degrees(np.arcsin(random.uniform(-1.0, 1.0, count))),
    )


def test_a_million_points_of_the_globe_get_the_port_that_pyproj_finds_nearest(
    engine: NearestEngine, ports: PortPoints, truth: Truth, random: np.random.Generator
) -> None:
    lon, lat = over_the_globe(random, 1_000_000)
    index, metres, bearing = engine.find(lon, lat)
    nearest, distance = truth(ports, lon, lat)
    assert (index[:, 0] != nearest).sum() == 0
    assert np.abs(metres[:, 0] - distance).max() < TOLERANCE_M
    azimuth, _, _ = GEOD.inv(lon, lat, ports.lon[nearest], ports.lat[nearest])
    apart = np.abs((bearing[:, 0] - azimuth + 180.0) % 360.0 - 180.0)
    assert apart.max() < TOLERANCE_DEG


def test_points_around_the_border_get_the_port_that_pyproj_finds_nearest(
    engine: NearestEngine, ports: PortPoints, truth: Truth, random: np.random.Generator
) -> None:
    near = random.integers(0, len(ports), 300_000)
    lon = ports.lon[near] + random.normal(0.0, 0.5, len(near))
    lat = ports.lat[near] + random.normal(0.0, 0.5, len(near))
    index, metres, _ = engine.find(lon, lat)
    nearest, distance = truth(ports, lon, lat)
    assert (index[:, 0] != nearest).sum() == 0
    assert np.abs(metres[:, 0] - distance).max() < TOLERANCE_M


@pytest.mark.usefixtures("engine")
def test_five_nearest_equal_brute_force_over_every_port(
    ports: PortPoints, random: np.random.Generator
) -> None:
    lon, lat = over_the_globe(random, 3_000)
    lon[:1500], lat[:1500] = random.uniform(-125, -67, 1500), random.uniform(14, 50, 1500)
    index, metres, _ = NearestEngine(ports, 5, compiled=True).find(lon, lat)
    count = len(ports)
    _, _, every = GEOD.inv(
        np.repeat(lon, count), np.repeat(lat, count), np.tile(ports.lon, len(lon)),
        np.tile(ports.lat, len(lat)),
    )  # fmt: skip
    table = every.reshape(len(lon), count)
    order = np.argsort(table, axis=1, kind="stable")[:, :5]
    assert (index == order).all()
    assert np.abs(metres - np.take_along_axis(table, order, 1)).max() < TOLERANCE_M


@pytest.mark.usefixtures("engine")
def test_the_formulas_hold_at_every_range_from_a_centimetre_to_the_antipode(
    ports: PortPoints, random: np.random.Generator
) -> None:
    alone = NearestEngine(made_up_ports((ports.lon[0], ports.lat[0])), compiled=True)
    ranges = 10.0 ** random.uniform(-2.0, np.log10(20_003_000.0), 200_000)
    azimuth = random.uniform(0.0, 360.0, len(ranges))
    start = np.full(len(ranges), ports.lon[0]), np.full(len(ranges), ports.lat[0])
    lon, lat, _ = GEOD.fwd(*start, azimuth, ranges)
    towards, _, shortest = GEOD.inv(lon, lat, *start)
    _, metres, bearing = alone.find(lon, lat)
    assert np.abs(metres[:, 0] - shortest).max() < TOLERANCE_M
    clear = (shortest > 1_000.0) & (shortest < 19_000_000.0)
    apart = np.abs((bearing[:, 0] - towards + 180.0) % 360.0 - 180.0)
    assert apart[clear].max() < TOLERANCE_DEG


def test_distances_equal_those_of_geographiclib(
    engine: NearestEngine, ports: PortPoints, random: np.random.Generator
) -> None:
    lon, lat = random.uniform(-130, -60, 200), random.uniform(5, 60, 200)
    index, metres, _ = engine.find(lon, lat)
    for row in range(len(lon)):
        port = index[row, 0]
        inverse = Geodesic.WGS84.Inverse(lat[row], lon[row], ports.lat[port], ports.lon[port])
        assert metres[row, 0] == pytest.approx(inverse["s12"], abs=TOLERANCE_M)


def test_a_point_on_a_port_is_at_no_distance_from_it(
    engine: NearestEngine, ports: PortPoints
) -> None:
    index, metres, _ = engine.find(ports.lon, ports.lat)
    assert index[:, 0].tolist() == list(range(len(ports)))
    assert metres.max() == 0.0


@pytest.mark.parametrize("compiled", [True, False])
def test_equal_distances_go_to_the_first_id(compiled: bool) -> None:  # noqa: FBT001
    if compiled:
        pytest.importorskip("numba")
    twins = made_up_ports((-101.0, 30.0), (-99.0, 30.0), (-100.0, 35.0))
    found = NearestEngine(twins, 2, compiled=compiled).find([-100.0] * 3, [29.0, 30.0, 31.0])
    assert found[0].tolist() == [[0, 1]] * 3


@pytest.mark.usefixtures("engine")
def test_ports_half_a_millimetre_apart_are_told_apart() -> None:
    lon, lat, _ = GEOD.fwd(-100.0, 30.0, 37.0, 50_000.0)
    further, behind, _ = GEOD.fwd(-100.0, 30.0, 37.0, 50_000.0005)
    pair = made_up_ports((further, behind), (lon, lat))
    index, metres, _ = NearestEngine(pair, 2, compiled=True).find([-100.0], [30.0])
    assert index.tolist() == [[1, 0]]
    assert metres[0] == pytest.approx([50_000.0, 50_000.0005], abs=1e-4)


@pytest.mark.parametrize("lat", [90.0, -90.0, 89.9999, -89.9999])
@pytest.mark.parametrize("lon", [-180.0, 0.0, 180.0])
def test_poles_and_the_antimeridian_are_places_like_others(
    engine: NearestEngine, ports: PortPoints, truth: Truth, lon: float, lat: float
) -> None:
    index, metres, _ = engine.find([lon], [lat])
    nearest, distance = truth(ports, np.array([lon]), np.array([lat]))
    assert index[0, 0] == nearest[0]
    assert metres[0, 0] == pytest.approx(distance[0], abs=TOLERANCE_M)


def test_antipodes_of_the_ports_are_answered(
    engine: NearestEngine, ports: PortPoints, truth: Truth
) -> None:
    lon, lat = (ports.lon + 360.0) % 360.0 - 180.0, -ports.lat
    index, metres, _ = engine.find(lon, lat)
    nearest, distance = truth(ports, lon, lat)
    assert (index[:, 0] == nearest).all()
    assert np.abs(metres[:, 0] - distance).max() < TOLERANCE_M


@pytest.mark.parametrize("compiled", [True, False])
def test_what_is_no_position_gets_no_port_and_disturbs_no_other(
    ports: PortPoints,
    compiled: bool,  # noqa: FBT001
) -> None:
    if compiled:
        pytest.importorskip("numba")
    nothing = float("nan"), float("inf"), float("-inf")
    lon = [-106.45, nothing[0], -100.0, nothing[1], 180.001, -100.0, -106.45]
    lat = [31.75, 30.0, nothing[0], 30.0, 30.0, nothing[2], 31.75]
    index, metres, bearing = NearestEngine(ports, 2, compiled=compiled).find(lon, lat)
    assert (index[1:6] == -1).all()
    assert np.isnan(metres[1:6]).all()
    assert np.isnan(bearing[1:6]).all()
    assert index[0].tolist() == index[6].tolist()
    assert ports.ids[index[0, 0]] == "el-paso-bridge-of-the-americas"


def test_without_the_compiler_the_answers_are_the_same(
    engine: NearestEngine, ports: PortPoints, random: np.random.Generator
) -> None:
    lon, lat = random.uniform(-130, -60, 20_000), random.uniform(0, 60, 20_000)
    fast = engine.find(lon, lat)
    plain = NearestEngine(ports, compiled=False).find(lon, lat)
    assert (fast[0] == plain[0]).all()
    assert np.abs(fast[1] - plain[1]).max() < TOLERANCE_M


def test_a_batch_answers_as_single_questions_do(
    border: Border, engine: NearestEngine, ports: PortPoints, random: np.random.Generator
) -> None:
    lon, lat = random.uniform(-120, -95, 50), random.uniform(24, 36, 50)
    index, metres, bearing = engine.find(lon, lat)
    for row in range(len(lon)):
        single = border.nearest(lon[row], lat[row]).iloc[0]
        assert single["id"] == ports.ids[index[row, 0]]
        assert single["distance_km"] == pytest.approx(metres[row, 0] / 1000.0, abs=1e-6)
        assert single["bearing_deg"] == pytest.approx(bearing[row, 0], abs=1e-4)


def test_only_ports_of_the_mode_and_state_are_found(border: Border) -> None:
    chosen = ports_of_border(border, mode="rail", state="US-AZ")
    assert chosen.ids == ("nogales-rail",)
    index, metres, _ = NearestEngine(chosen, 3).find([-110.9], [31.3])
    assert index.tolist() == [[0, -1, -1]]
    assert np.isnan(metres[0, 1:]).all()


def test_a_mode_that_a_state_has_not_is_refused(border: Border) -> None:
    with pytest.raises(InvalidValueError, match="US-NM"):
        ports_of_border(border, mode="rail", state="US-NM")


@pytest.mark.parametrize("k", [0, 6, "many", True])
def test_a_number_of_ports_beyond_five_is_refused(ports: PortPoints, k: object) -> None:
    with pytest.raises(InvalidValueError, match="1 to 5"):
        NearestEngine(ports, k)  # type: ignore[arg-type]


def test_asking_for_the_compiler_where_it_is_not_is_refused(
    ports: PortPoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.extras.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"numba.*border-ports\[scale\]"):
        NearestEngine(ports, compiled=True)
    assert NearestEngine(ports).find([-106.45], [31.75])[0][0, 0] >= 0


def test_no_points_give_no_answers(engine: NearestEngine) -> None:
    index, metres, bearing = engine.find([], [])
    assert index.shape == metres.shape == bearing.shape == (0, 1)
