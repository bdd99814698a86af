"""A real Valhalla, of a network made here: bridges at their places, one of one way, one closed.

The network is two ladders: a street on either side and, between, the bridges as rungs. Its
lengths are sums of geodesics.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import shapely
from pyproj import Geod

from geo import Border
from geo.errors import InvalidValueError
from geo.routing import Router, RouterError, open_router
from web.app import create_app
from web.settings import Settings

GEOD = Geod(ellps="WGS84")
NORTH, SOUTH = 31.80, 31.65
ONE_WAY, CLOSED, OPEN = (
    "el-paso-paso-del-norte", "el-paso-good-neighbor", "el-paso-bridge-of-the-americas",
)  # fmt: skip
RUNGS = {
    ONE_WAY: {"oneway": "yes"},
    CLOSED: {"access": "no"},
    OPEN: {},
    "ysleta": {},
}
LAREDO = ("laredo-gateway", "laredo-juarez-lincoln")
ROAD = {"highway": "primary", "maxspeed": "60"}
JUAREZ = (-106.487, SOUTH)
"""On the southern street, below the bridge of one way."""
DESERT = (-105.0, 30.6)


def places_of(border: Border) -> dict[str, tuple[float, float]]:
    ports = border.ports
    return {
        port: (point.x, point.y) for port, point in zip(ports["id"], ports.geometry, strict=True)
    }


def ladder(
    places: dict[str, tuple[float, float]],
    rungs: dict[str, dict[str, str]],
    ends: tuple[float, float],
) -> dict[str, Any]:
    """Return streets at two latitudes and, at each bridge, a way from the north to the south."""
    north, south = ends
    nodes: dict[str, tuple[float, float]] = {}
    for name in rungs:
        lon, lat = places[name]
        nodes |= {f"{name}:n": (lon, north), name: (lon, lat), f"{name}:s": (lon, south)}
    order = sorted(rungs, key=lambda name: places[name][0])
    ways = [{"nodes": [f"{name}:{side}" for name in order], "tags": ROAD} for side in "ns"]
    ways += [{"nodes": [f"{name}:n", name, f"{name}:s"], "tags": ROAD | tags}
             for name, tags in rungs.items()]  # fmt: skip
    return {"nodes": nodes, "ways": ways}


def length_km(*places: tuple[float, float]) -> float:
    return float(sum(GEOD.inv(*one, *other)[2] for one, other in pairwise(places))) / 1000.0


@pytest.fixture(scope="module")
def places(border: Border) -> dict[str, tuple[float, float]]:
    return places_of(border)


@pytest.fixture(scope="module")
def valhalla(
    places: dict[str, tuple[float, float]], real_valhalla: Callable[[dict[str, Any]], Any]
) -> Any:  # noqa: ANN401
    west = ladder(places, RUNGS, (NORTH, SOUTH))
    east = ladder(places, {name: {} for name in LAREDO}, (27.53, 27.47))
    return real_valhalla(
        {"nodes": west["nodes"] | east["nodes"], "ways": west["ways"] + east["ways"]}
    )


@pytest.fixture(scope="module")
def router(valhalla: Any) -> Router:  # noqa: ANN401
    return open_router(f"valhalla+{valhalla.url}", 60)


def test_a_bridge_of_one_way_is_entered_at_its_beginning(
    router: Router, border: Border, places: dict[str, tuple[float, float]]
) -> None:
    near = border.nearest(*JUAREZ, k=3, by="road", router=router)
    straight = border.nearest(*JUAREZ, k=3)
    assert straight["id"].tolist() == [ONE_WAY, OPEN, "ysleta"]
    assert near["id"].tolist() == [OPEN, "ysleta", ONE_WAY]
    lon, lat = places[OPEN]
    there = length_km(JUAREZ, (lon, SOUTH), (lon, lat))
    across = length_km((lon, lat), (lon, NORTH), (places[ONE_WAY][0], NORTH), places[ONE_WAY])
    east = length_km(JUAREZ, (places["ysleta"][0], SOUTH), places["ysleta"])
    assert near["road_km"].tolist() == pytest.approx([there, east, there + across], rel=0.005)
    assert near["road_minutes"].is_monotonic_increasing
    assert near.attrs["ranked_by"] == "road"
    (line, _, _) = near.attrs["routes"]
    drawn = [*zip(line["lon"], line["lat"], strict=True)]
    assert length_km(*drawn) == pytest.approx(there, rel=0.005)


def test_a_closed_bridge_is_not_crossed(
    router: Router, places: dict[str, tuple[float, float]]
) -> None:
    lon = places[CLOSED][0]
    route = router.route((lon, SOUTH), (lon, NORTH), "car")
    way = places[OPEN][0]
    around = length_km((lon, SOUTH), (way, SOUTH), (way, NORTH), (lon, NORTH))
    assert route.km == pytest.approx(around, rel=0.005)
    assert route.km > 1.3 * length_km((lon, SOUTH), (lon, NORTH))
    line = shapely.LineString(route.line)
    assert line.distance(shapely.Point(places[CLOSED])) > 0.02
    assert line.distance(shapely.Point(places[OPEN])) < 0.001


def test_the_other_way_over_the_bridge_of_one_way_is_straight(
    router: Router, places: dict[str, tuple[float, float]]
) -> None:
    lon = places[ONE_WAY][0]
    table = router.table([(lon, NORTH), (lon, SOUTH)], [(lon, SOUTH), (lon, NORTH)], "car")
    assert table.km[0][0] == pytest.approx(length_km((lon, NORTH), (lon, SOUTH)), rel=0.005)
    way = places[OPEN][0]
    around = length_km((lon, SOUTH), (way, SOUTH), (way, NORTH), (lon, NORTH))
    assert table.km[1][1] == pytest.approx(around, rel=0.005)


def test_a_town_without_a_road_to_the_other_hides_no_other_answer(
    router: Router, places: dict[str, tuple[float, float]]
) -> None:
    targets = [places[name] for name in (OPEN, LAREDO[0], "ysleta", "san-ysidro")]
    table = router.table([JUAREZ], targets, "car")
    assert [cell is None for cell in table.km[0]] == [False, True, False, True]
    assert table.target_off_km[3] is None
    assert table.target_off_km[:3] == pytest.approx([0.0, 0.0, 0.0], abs=0.01)


def test_where_no_road_is_near_the_answer_is_the_straight_line_and_says_so(
    router: Router, border: Border
) -> None:
    near = border.nearest(*DESERT, k=3, by="road", router=router)
    assert near.attrs["ranked_by"] == "straight"
    assert "no road near" in near.attrs["road_note_en"]
    assert near["id"].tolist() == border.nearest(*DESERT, k=3)["id"].tolist()
    assert near["road_km"].isna().all()
    assert near.attrs["routes"] == []


def test_over_http_the_answer_has_time_length_and_line(
    valhalla: Any, border: Border,  # noqa: ANN401
) -> None:  # fmt: skip
    client = create_app(Settings(router=f"valhalla+{valhalla.url}"), border).test_client()
    answer = client.get(
        f"/queries/nearest?lon={JUAREZ[0]}&lat={JUAREZ[1]}&by=road&mode=commercial&k=2"
    )
    found = answer.get_json()
    assert [feature["id"] for feature in found["features"]] == [OPEN, "ysleta"]
    assert (found["ranked_by"], found["router"], found["vehicle"]) == ("road", "Valhalla", "truck")
    first = found["features"][0]["properties"]
    assert first["road_km"] > first["distance_km"]
    assert first["road_minutes"] == pytest.approx(first["road_km"], rel=0.5)  # at 60 km/h
    assert [route["id"] for route in found["routes"]] == [OPEN, "ysleta"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_threads_of_one_process_have_engines_of_their_own(
    valhalla: Any, router: Router, places: dict[str, tuple[float, float]]  # noqa: ANN401
) -> None:  # fmt: skip
    targets = [places[OPEN], places[ONE_WAY], places["ysleta"]]
    found = valhalla.within_a_process(
        {"source": JUAREZ, "targets": targets, "vehicle": "car", "threads": 4}
    )
    table = router.table([JUAREZ], targets, "car")
    assert found == [[table.seconds, table.km]] * 16


def test_tiles_that_are_not_there_and_a_python_without_valhalla_are_refused(
    border: Border,
) -> None:
    with pytest.raises((InvalidValueError, ImportError), match="valhalla"):
        border.nearest(*JUAREZ, by="road", router="valhalla+local:nowhere")


def test_a_way_of_more_than_valhalla_answers_for_is_none(valhalla: Any) -> None:  # noqa: ANN401
    router = open_router(f"valhalla+{valhalla.url}", 60)
    with pytest.raises(RouterError, match="no way"):
        router.route(JUAREZ, (-99.5075, 27.5), "car")


def test_the_area_reached_is_that_of_the_streets(
    router: Router, border: Border, places: dict[str, tuple[float, float]]
) -> None:
    area = border.reach(OPEN, 8, router=router)
    shape = area.geometry.iloc[0]
    lon, lat = places[OPEN]
    assert area.crs.to_epsg() == 4326
    # At about 60 km/h: both ends of the bridge, and neither the next bridge to the east, 15 km of
    # streets away, nor Laredo.
    assert shape.covers(shapely.Point(lon, lat))
    reached = length_km((lon, lat), (lon, NORTH))
    assert reached < 5
    assert shape.buffer(0.002).covers(shapely.Point(lon, NORTH))
    assert shape.distance(shapely.Point(places["ysleta"])) > 0.02
    assert shape.distance(shapely.Point(places[LAREDO[0]])) > 5
    geodesic = abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6
    assert area["area_km2"].iloc[0] == pytest.approx(geodesic, abs=0.001)
    wider = border.reach(OPEN, 30, router=router).geometry.iloc[0]
    assert wider.area > shape.area
    assert wider.distance(shapely.Point(places["ysleta"])) < 0.002


def test_over_http_the_area_is_geojson_of_this_moment(
    valhalla: Any, border: Border,  # noqa: ANN401
) -> None:  # fmt: skip
    client = create_app(Settings(router=f"valhalla+{valhalla.url}"), border).test_client()
    answer = client.get(f"/queries/reach?port={OPEN}&minutes=8&mode=commercial")
    (feature,) = answer.get_json()["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert feature["properties"]["vehicle"] == "truck"
    assert answer.headers["Cache-Control"] == "no-store"
    far = client.get("/queries/reach?port=san-ysidro&minutes=8")
    assert far.status_code == 502
    assert far.get_json()["detail"] == "the router knows no road near the place"
    documented = client.get("/api").get_json()["paths"]["/queries/reach"]["get"]
    assert "502" in documented["responses"]
    assert "/queries/reach" in client.get("/queries").text
