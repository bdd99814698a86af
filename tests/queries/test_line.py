"""Questions along the line: next crossings, between, gaps, locate, counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo import Border
from geo.data.boundary_line import boundary_line
from geo.data.linear_reference import MeasuredLine
from geo.errors import InvalidValueError, UnknownPortError
from geo.geodesy import GEOD, distances_m

PORTS = 55


def test_nearest_boundary_point_beats_every_vertex_of_the_line(border: Border) -> None:
    random = np.random.default_rng(3)
    line = boundary_line(border)
    for lon, lat in zip(random.uniform(-125, -90, 60), random.uniform(20, 40, 60), strict=True):
        foot = line.nearest(lon, lat)
        vertices = distances_m(lon, lat, line.coordinates[:, 0], line.coordinates[:, 1])[0]
        assert foot.distance_m <= vertices.min() + 1e-6
        assert GEOD.inv(lon, lat, foot.lon, foot.lat)[2] == pytest.approx(foot.distance_m, abs=1e-3)


def test_no_point_of_the_line_is_nearer_than_the_one_found(border: Border) -> None:
    line, random = boundary_line(border), np.random.default_rng(26)
    kms = np.arange(0.0, line.length_km, 0.02)
    samples = np.column_stack([np.interp(kms, line.km, axis) for axis in line.coordinates.T])
    geocentric = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    xyz = np.column_stack(geocentric.transform(*samples.T, np.zeros(len(samples))))
    beside = line.coordinates[random.integers(len(line.coordinates), size=120)]
    spreads = np.repeat([0.0, 1e-6, 1e-4, 0.03, 0.5, 3.0], 20)[:, None]
    points = np.vstack((beside + spreads * random.normal(size=(120, 2)), [[0, 0], [80, -29]]))
    for lon, lat in points.tolist():
        there = np.array(geocentric.transform(lon, lat, 0.0))
        sampled = samples[((xyz - there) ** 2).sum(axis=1).argmin()]
        metres = GEOD.inv(lon, lat, *sampled)[2]
        assert metres - 10.001 <= line.nearest(lon, lat).distance_m <= metres + 1e-6


@settings(max_examples=100)
@given(km=st.floats(0, 3177))
def test_a_point_of_the_line_is_found_at_its_own_chainage(border: Border, km: float) -> None:
    foot = boundary_line(border).nearest(*boundary_line(border).point_at(km))
    assert foot.distance_m < 1e-3
    assert foot.km == pytest.approx(km, abs=1e-3)


def test_chainage_of_a_meridian_is_geographiclibs() -> None:
    line = MeasuredLine(np.array([[-100.0, 20.0], [-100.0, 30.0]]))
    # Meridian arc from 20 to 30 degrees north on WGS 84 (GeographicLib GeodSolve): 1108088.7 m.
    assert line.length_km == pytest.approx(GEOD.inv(-100, 20, -100, 30)[2] / 1000, abs=1e-6)
    foot = line.nearest(-99.0, 25.0)
    assert foot.lon == -100.0
    assert foot.lat == pytest.approx(25.0, abs=0.01)


def test_downstream_of_del_rio_is_eagle_pass(border: Border) -> None:
    found = border.along("del-rio", k=3)
    assert found["id"].tolist() == ["eagle-pass-1", "eagle-pass-camino-real", "eagle-pass-rail"]
    assert set(found["basis"]) == {"river_km"}
    assert (found["along_km"] > found["straight_km"]).all()


def test_upstream_from_el_paso_leaves_the_river_and_says_so(border: Border) -> None:
    found = border.along("el-paso-bnsf-rail", direction="upstream", k=1)
    assert found["id"].tolist() == ["santa-teresa"]
    assert found["basis"].tolist() == ["boundary_km"]
    assert "land boundary" in found.attrs["note"]


def test_the_ends_of_the_line_have_nothing_beyond(border: Border) -> None:
    assert len(border.along("brownsville-veterans", direction="downstream")) == 0
    assert len(border.along("san-ysidro", direction="upstream")) == 0


def test_the_former_name_of_along_answers_with_a_notice(border: Border) -> None:
    with pytest.warns(DeprecationWarning, match="now Border.along"):
        found = border.along_river("del-rio", k=3)
    assert found["id"].tolist() == border.along("del-rio", k=3)["id"].tolist()


def test_between_passes_every_port_once_in_order(border: Border) -> None:
    whole = border.between("san-ysidro", "brownsville-veterans")
    assert len(whole["ports_passed"]) == PORTS - 2
    back = border.between("brownsville-veterans", "san-ysidro")
    assert back["ports_passed"] == whole["ports_passed"][::-1]
    assert back["along_km"] == whole["along_km"]
    assert whole["basis"] == "boundary_km"
    assert whole["river_km"] is None


def test_between_two_river_ports_is_the_difference_of_river_km(border: Border) -> None:
    ports = border.ports.set_index("id")
    way = border.between("del-rio", "laredo-world-trade")
    expected = ports.loc["del-rio", "river_km"] - ports.loc["laredo-world-trade", "river_km"]
    assert way["river_km"] == pytest.approx(expected, abs=1e-6)
    assert way["straight_km"] < way["river_km"]


def test_a_port_to_itself_is_no_way_at_all(border: Border) -> None:
    way = border.between("pharr", "pharr")
    assert (way["along_km"], way["straight_km"], way["ports_passed"]) == (0, 0, [])


def test_gaps_and_both_ends_add_up_to_the_boundary(border: Border) -> None:
    gaps = border.gaps()
    assert len(gaps) == PORTS - 1
    assert gaps["km"].is_monotonic_decreasing
    chainage = border.ports["boundary_km"]
    ends = chainage.min() + boundary_line(border).length_km - chainage.max()
    assert gaps["km"].sum() + ends == pytest.approx(boundary_line(border).length_km, abs=0.1)
    assert (gaps["km"] + 0.001 >= gaps["straight_km"]).all()


def test_the_longest_gap_is_the_canyon_country_below_fort_hancock(border: Border) -> None:
    longest = border.gaps().iloc[0]
    assert (longest["from_port"], longest["to_port"]) == ("fort-hancock", "presidio")
    assert longest["kind"] == "river"
    assert longest["states"] == ["US-TX", "MX-CHH"]


def test_gaps_between_truck_ports_are_fewer_and_longer(border: Border) -> None:
    trucks = border.gaps(mode="commercial")
    assert len(trucks) == sum("commercial" in modes for modes in border.ports["modes"]) - 1
    assert trucks["km"].max() >= border.gaps()["km"].max()


def test_gaps_in_a_state_touch_it(border: Border) -> None:
    assert all("US-NM" in states for states in border.gaps(state="US-NM")["states"])


@pytest.mark.parametrize(
    ("lon", "lat", "side", "state"),
    [
        (-106.4869, 31.7587, "US", "US-TX"),  # El Paso, city hall
        (-106.4869, 31.7387, "MX", "MX-CHH"),  # Ciudad Juárez, Misión de Guadalupe
        (-117.0382, 32.5149, "MX", "MX-BCN"),  # Tijuana, centre
        (-97.4975, 25.9017, "US", "US-TX"),  # Brownsville, city hall
        (-97.5044, 25.8797, "MX", "MX-TAM"),  # Matamoros, plaza
        (-104.9903, 39.7392, "neither", None),  # Denver is in no border state
        (-99.1332, 19.4326, "neither", None),  # nor is Mexico City
    ],
)
def test_locate_knows_the_side_and_the_state(
    border: Border, lon: float, lat: float, side: str, state: str | None
) -> None:
    found = border.locate(lon, lat)
    assert (found["side"], found["state"]) == (side, state)


def test_la_paz_zone_ends_at_100_km(border: Border) -> None:
    # Due north of the New Mexico boundary, which is a parallel there.
    lon, lat = -107.9, 31.7837
    foot = boundary_line(border).nearest(lon, lat)
    for metres, inside in ((99_990, True), (100_010, False)):
        there = GEOD.fwd(foot.lon, foot.lat, 0, metres)
        assert border.locate(*there[:2])["in_la_paz_zone"] is inside


def test_locate_measures_in_kilometres_to_the_nearest_point_of_the_line(border: Border) -> None:
    # Due north of a boundary that is a parallel, the way back is due south and as long.
    lon, lat = -107.9, 31.7837
    foot = boundary_line(border).nearest(lon, lat)
    there = GEOD.fwd(foot.lon, foot.lat, 0, 12_345.0)
    found = border.locate(*there[:2])
    assert found["distance_km"] == pytest.approx(12.345, abs=0.01)
    nearest = found["nearest_lon"], found["nearest_lat"]
    assert nearest == pytest.approx((foot.lon, foot.lat), abs=5e-4)
    assert found["boundary_km"] == pytest.approx(foot.km, abs=0.05)
    assert not found["on_boundary"]


def test_a_point_half_a_metre_off_the_line_is_on_a_side(border: Border) -> None:
    foot = boundary_line(border).nearest(-107.9, 31.7837)
    lon, lat, _ = GEOD.fwd(foot.lon, foot.lat, 0, 0.5)
    found = border.locate(lon, lat)
    assert (found["side"], found["on_boundary"]) == ("US", False)


@pytest.mark.parametrize(
    ("point", "segment", "river_mile"),
    # reference: river miles of the IBWC above the Gulf; the line of 2023 is some 2 % longer.
    [("gulf-mouth", "rg8", 0.0), ("terrell-val-verde", "rg5", 651.1), ("monument-1", "rg1", 1255.0),
     ("chihuahua-coahuila", "rg4", 842.3)],
)  # fmt: skip
def test_river_kilometres_are_those_above_the_mouth(
    border: Border, point: str, segment: str, river_mile: float
) -> None:
    place = border.river_points.set_index("id").geometry[point]
    found = border.locate(place.x, place.y)
    assert found["river_km"] == pytest.approx(river_mile * 1.609344, rel=0.03, abs=0.01)
    assert found["distance_km"] == pytest.approx(0, abs=0.001)
    assert found["river_segment"] == segment


def test_a_point_on_the_line_is_on_neither_side(border: Border) -> None:
    found = border.locate(*boundary_line(border).point_at(1000.0))
    assert (found["side"], found["state"], found["on_boundary"]) == ("neither", None, True)
    assert found["river_km"] == pytest.approx(1000.0, abs=0.002)
    assert found["river_segment"].startswith("rg")


def test_the_land_boundary_has_no_river_segment(border: Border) -> None:
    found = border.locate(-111.0, 31.4)
    assert found["river_segment"] is None
    assert found["river_km"] is None


def test_the_colorado_limitrophe_is_a_river_segment(border: Border) -> None:
    found = border.locate(-114.80, 32.60)
    assert found["river_segment"] == "co1"
    assert 0 <= found["river_km"] <= 38


def test_ports_per_state_are_the_published_figures(border: Border) -> None:
    found = border.ports_per_state().set_index("state")["ports"]
    # reference: TxDOT/UNT guide 2026 (Texas 34), Border Master Plan 2013 (Arizona 9 + rail).
    assert found.to_dict() == {
        "US-CA": 8, "US-AZ": 10, "US-NM": 3, "US-TX": 34, "MX-BCN": 8, "MX-SON": 10,
        "MX-CHH": 12, "MX-COA": 6, "MX-NLE": 1, "MX-TAM": 18,
    }  # fmt: skip


@pytest.mark.parametrize("by", ["county", "municipality", "region"])
def test_every_port_is_in_one_group(border: Border, by: str) -> None:
    assert border.count_ports(by)["ports"].sum() == PORTS


def test_river_segments_hold_the_ports_on_the_river(border: Border) -> None:
    found = border.count_ports("river_segment")
    assert found["ports"].sum() == border.ports["river"].notna().sum() == 34


def test_seven_rail_crossings_stand_on_each_side(border: Border) -> None:
    found = border.ports_per_state("rail").groupby("country")["ports"].sum()
    assert found.to_dict() == {"MX": 7, "US": 7}


def test_bad_names_are_named(border: Border) -> None:
    with pytest.raises(UnknownPortError, match="nowhere"):
        border.along("nowhere")
    with pytest.raises(UnknownPortError, match="to: 'nowhere'"):
        border.between("pharr", "nowhere")
    with pytest.raises(InvalidValueError, match="direction"):
        border.along("pharr", direction="sideways")
    with pytest.raises(InvalidValueError, match="by"):
        border.count_ports("country")
    with pytest.raises(InvalidValueError, match="min_km"):
        border.gaps(min_km=-1)
