"""Nearest and within, held to GeographicLib by brute force."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Border
from geo.data.boundary_line import boundary_line
from geo.errors import InvalidValueError, UnknownModeError, UnknownStateError
from geo.geodesy import GEOD
from geo.queries.answer import Answer
from geo.queries.nearest import nearest
from geo.queries.port_arrays import port_arrays
from geo.queries.within import within

MILLIMETRE_KM = 1e-6


@dataclass(frozen=True)
class Near:
    """One port of an answer."""

    position: int
    distance_km: float
    bearing_deg: float


def near(answer: Answer) -> list[Near]:
    columns = answer.columns
    rows = zip(answer.rows, columns["distance_km"], columns["bearing_deg"], strict=True)
    return [Near(*row) for row in rows]


def nearest_ports(border: Border, lon: float, lat: float, k: int = 1) -> list[Near]:
    return near(nearest(border, lon, lat, k=k, direction="any"))


def brute_force(border: Border, lon: float, lat: float) -> np.ndarray:
    """Return the distance in kilometres to every port, each by its own geodesic."""
    lons, lats = port_arrays(border).lon, port_arrays(border).lat
    count = len(lons)
    return GEOD.inv(np.full(count, lon), np.full(count, lat), lons, lats)[2] / 1000.0


def geographiclib_km(lon: float, lat: float, port: tuple[float, float]) -> float:
    return Geodesic.WGS84.Inverse(lat, lon, port[1], port[0])["s12"] / 1000.0


def test_nearest_is_the_brute_force_minimum_for_10000_points_of_the_continent(
    border: Border,
) -> None:
    random = np.random.default_rng(20261123)
    points = zip(random.uniform(-125, -60, 10_000), random.uniform(8, 60, 10_000), strict=True)
    for lon, lat in points:
        found = nearest_ports(border, lon, lat)[0]
        distances = brute_force(border, lon, lat)
        assert found.position == distances.argmin()
        assert found.distance_km == pytest.approx(distances.min(), abs=MILLIMETRE_KM)


def test_distances_equal_geographiclib_itself_within_a_millimetre(border: Border) -> None:
    random = np.random.default_rng(7)
    lons, lats = port_arrays(border).lon, port_arrays(border).lat
    for lon, lat in zip(random.uniform(-180, 180, 300), random.uniform(-90, 90, 300), strict=True):
        found = nearest_ports(border, lon, lat, k=3)
        for port in found:
            expected = geographiclib_km(lon, lat, (lons[port.position], lats[port.position]))
            assert port.distance_km == pytest.approx(expected, abs=MILLIMETRE_KM)
        assert [port.distance_km for port in found] == sorted(p.distance_km for p in found)


def test_nearest_beside_the_line_is_the_brute_force_order(border: Border) -> None:
    random = np.random.default_rng(11)
    for km in random.uniform(0, boundary_line(border).length_km, 500):
        lon, lat = boundary_line(border).point_at(km)
        lon, lat = lon + random.normal(0, 0.02), lat + random.normal(0, 0.02)
        found = nearest_ports(border, lon, lat, k=5)
        order = np.argsort(brute_force(border, lon, lat))[:5]
        assert [port.position for port in found] == order.tolist()


@settings(max_examples=300)
@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90), k=st.integers(1, 55))
def test_nearest_of_any_point_of_the_globe_is_the_brute_force_order(
    border: Border, lon: float, lat: float, k: int
) -> None:
    distances = brute_force(border, lon, lat)
    found = nearest_ports(border, lon, lat, k=k)
    assert len(found) == k
    expected = np.sort(distances)[:k]
    assert np.allclose([port.distance_km for port in found], expected, rtol=0, atol=MILLIMETRE_KM)


@pytest.mark.parametrize("lat", [-90.0, 90.0])
def test_longitude_does_not_matter_at_a_pole(border: Border, lat: float) -> None:
    there = {nearest_ports(border, lon, lat)[0].position for lon in (-180, -100, 0, 77)}
    assert len(there) == 1


def test_both_sides_of_the_antimeridian_agree(border: Border) -> None:
    east = nearest_ports(border, 180.0, 10.0)[0]
    west = nearest_ports(border, -180.0, 10.0)[0]
    assert east.position == west.position
    assert east.distance_km == pytest.approx(west.distance_km, abs=MILLIMETRE_KM)


def test_a_port_is_nearest_to_itself_at_distance_zero(border: Border) -> None:
    lons, lats = port_arrays(border).lon, port_arrays(border).lat
    for position in range(len(lons)):
        found = nearest_ports(border, lons[position], lats[position])[0]
        assert (found.position, found.distance_km) == (position, 0.0)


def test_equal_distances_are_ordered_by_id(border: Border) -> None:
    ids = border.records("ports").columns["id"]
    first, second = (border.port_position(name) for name in ("san-ysidro", "otay-mesa"))
    lons, lats = port_arrays(border).lon, port_arrays(border).lat
    azimuth, _, metres = GEOD.inv(lons[first], lats[first], lons[second], lats[second])
    lon, lat, _ = GEOD.fwd(lons[first], lats[first], azimuth, metres / 2)
    found = nearest_ports(border, lon, lat, k=3)
    exact = brute_force(border, lon, lat)
    by_distance = sorted(found, key=lambda port: (exact[port.position], ids[port.position]))
    assert list(found) == by_distance


def test_nearest_truck_crossings_to_ciudad_acuna_are_del_rio_and_eagle_pass(
    border: Border,
) -> None:
    # Ciudad Acuña's centre is 29.3242 N, 100.9317 W (GeoNames 4018143).
    found = border.nearest(-100.9317, 29.3242, k=3, mode="commercial")
    assert found["id"].tolist()[:2] == ["del-rio", "eagle-pass-camino-real"]
    assert list(found.columns[:2]) == ["distance_km", "bearing_deg"]
    assert all("commercial" in modes for modes in found["modes"])


def test_bearing_from_due_south_of_a_port_is_north(border: Border) -> None:
    position = border.port_position("columbus")
    lons, lats = port_arrays(border).lon, port_arrays(border).lat
    found = nearest_ports(border, lons[position], lats[position] - 0.05)[0]
    assert found.position == position
    assert math.isclose(min(found.bearing_deg, 360 - found.bearing_deg), 0, abs_tol=1e-6)


def test_state_filter_counts_either_side_of_the_line(border: Border) -> None:
    only = border.nearest(-99.5, 27.5, k=55, state="MX-NLE")
    assert only["id"].tolist() == ["laredo-colombia"]


def test_within_100_km_of_el_paso_is_what_brute_force_finds(border: Border) -> None:
    found = near(within(border, -106.4869, 31.7587, 100, direction="any"))
    distances = brute_force(border, -106.4869, 31.7587)
    assert {port.position for port in found} == set(np.flatnonzero(distances <= 100).tolist())
    assert len(found) == 9


def test_within_nothing_is_an_empty_frame_with_columns(border: Border) -> None:
    found = border.within(0, 0, 10)
    assert len(found) == 0
    assert "distance_km" in found.columns


@pytest.mark.parametrize(
    ("lon", "lat", "field"),
    [(math.nan, 0, "lon"), (181, 0, "lon"), (0, 91, "lat"), (0, math.inf, "lat"), ("x", 0, "lon")],
)
def test_a_bad_position_is_named(border: Border, lon: object, lat: object, field: str) -> None:
    with pytest.raises(InvalidValueError, match=field) as caught:
        border.nearest(lon, lat)  # type: ignore[arg-type]
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("k", [0, -1, 56, 1.5, True, "many"])
def test_a_bad_count_is_named(border: Border, k: object) -> None:
    with pytest.raises(InvalidValueError, match="k: "):
        border.nearest(-100, 30, k=k)  # type: ignore[arg-type]


def test_unknown_mode_and_state_are_key_errors(border: Border) -> None:
    with pytest.raises(UnknownModeError, match="bicycle"):
        border.nearest(-100, 30, mode="bicycle")
    with pytest.raises(UnknownStateError, match="US-NV"):
        border.nearest(-100, 30, state="US-NV")
    with pytest.raises(KeyError):
        border.nearest(-100, 30, mode="bicycle")


def test_negative_kilometres_are_refused(border: Border) -> None:
    with pytest.raises(InvalidValueError, match="km"):
        border.within(-100, 30, -1)


def test_open_at_leaves_out_closed_ports_and_lists_those_not_known(border: Border) -> None:
    # The World Trade Bridge takes trucks from 7 am on Monday (TxDOT/UNT guide, September 2025).
    night = border.nearest(
        -99.5, 27.5, k=55, mode="commercial", open_at="2026-11-23T03:00:00-06:00"
    )
    opened = border.nearest(-99.5, 27.5, mode="commercial", open_at="2026-11-23T10:00:00-06:00")
    assert opened["id"].tolist() == ["laredo-world-trade"]
    assert opened["open"].tolist() == [True]
    assert "laredo-world-trade" not in set(night["id"])
    assert "calexico-east" in {item["id"] for item in night.attrs["hours_not_known"]}


def test_ports_without_known_hours_are_never_assumed_open(border: Border) -> None:
    ports = border.ports
    unknown = set(ports.loc[ports["opening_hours"].isna(), "id"])
    assert unknown
    moment = "2026-11-23T12:00:00-08:00"
    found = border.nearest(-116.0, 32.6, k=55, open_at=moment, direction="any")
    assert not unknown & set(found["id"])
    assert {item["id"] for item in found.attrs["hours_not_known"]} == unknown


def test_open_at_reads_a_moment_in_each_ports_own_zone(border: Border) -> None:
    # Lukeville is open 6 am to 8 pm (CBP feed, 2022-06-29), local time of Arizona (UTC-7).
    at = {"lon": -112.82, "lat": 31.88}
    before = datetime(2026, 7, 1, 12, 59, tzinfo=UTC)
    after = datetime(2026, 7, 1, 13, 1, tzinfo=UTC)
    assert border.nearest(**at, open_at=before)["id"].tolist() != ["lukeville"]
    assert border.nearest(**at, open_at=after)["id"].tolist() == ["lukeville"]
    assert border.nearest(**at, open_at="2026-07-01T19:59")["id"].tolist() == ["lukeville"]
    assert border.nearest(**at, open_at="2026-07-01T20:01")["id"].tolist() != ["lukeville"]


def test_a_bad_moment_is_named(border: Border) -> None:
    for value in ("tomorrow", "2026-13-01T00:00", "2026-11-23"):
        with pytest.raises(InvalidValueError, match="open_at"):
            border.nearest(-100, 30, open_at=value)
