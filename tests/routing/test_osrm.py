"""OSRM by answers in the form that its HTTP interface documents, and by what goes wrong."""

import json
import time
from typing import Any

import pytest

from geo.errors import InvalidValueError
from geo.routing import RouterError, open_router

START = (-106.45, 31.75)
BRIDGES = [(-106.4516, 31.76445), (-106.48696, 31.74771)]


def waypoint(lon: float, lat: float, metres: float = 4.152629) -> dict[str, Any]:
    """Return where a position was moved to, as OSRM documents it."""
    hint = "KSoKADRYroqUBAEAEAAAABkAAAAGAAAAAAAAABhnCQCLtwAA_0vMAKlYIQM8TMwArVghAwEAAQH1a66g"
    return {"hint": hint, "distance": metres, "name": "Paisano Drive", "location": [lon, lat]}


def table(**more: object) -> dict[str, Any]:
    """Return a recorded answer of ``table``: one start, two bridges."""
    return {
        "code": "Ok",
        "durations": [[251.6, 412.3]],
        "distances": [[1886.3, 4120.8]],
        "sources": [waypoint(*START)],
        "destinations": [waypoint(*place) for place in BRIDGES],
        **more,
    }


ROUTE = {
    "code": "Ok",
    "routes": [
        {
            "geometry": {"type": "LineString", "coordinates": [[*START], [-106.451, 31.757],
                                                               [*BRIDGES[0]]]},
            "legs": [{"summary": "", "weight": 251.6, "duration": 251.6, "steps": [],
                      "distance": 1886.3}],
            "weight_name": "routability", "weight": 251.6, "duration": 251.6, "distance": 1886.3,
        }
    ],
    "waypoints": [waypoint(*START), waypoint(*BRIDGES[0])],
}  # fmt: skip


def test_a_table_is_asked_for_and_read_as_documented(engine: Any) -> None:  # noqa: ANN401
    engine.says(table())
    found = open_router(f"osrm+{engine.url}/", 20).table([START], BRIDGES, "car")
    assert found.seconds == [[251.6, 412.3]]
    assert found.km[0] == pytest.approx([1.8863, 4.1208])
    assert found.source_off_km == [pytest.approx(0.004152629)]
    ((path, body),) = engine.asked
    place, _, options = path.partition("?")
    assert place == (
        "/table/v1/driving/-106.450000,31.750000;-106.451600,31.764450;-106.486960,31.747710"
    )
    assert options.split("&")[:3] == [
        "sources=0", "destinations=1;2", "annotations=duration,distance",
    ]  # fmt: skip
    assert body == b""


def test_a_pair_without_a_way_is_null_and_stays_unknown(engine: Any) -> None:  # noqa: ANN401
    engine.says(table(durations=[[None, 412.3]], distances=[[None, 4120.8]]))
    found = open_router(f"osrm+{engine.url}", 20).table([START], BRIDGES, "car")
    assert found.seconds == [[None, 412.3]]
    assert found.km[0][0] is None


def test_a_position_moved_far_to_a_road_has_no_way(engine: Any) -> None:  # noqa: ANN401
    far = [waypoint(*BRIDGES[0], metres=5000.1), waypoint(*BRIDGES[1], metres=4999.9)]
    engine.says(table(destinations=far))
    found = open_router(f"osrm+{engine.url}", 20).table([START], BRIDGES, "car")
    assert found.seconds == [[None, 412.3]]
    assert found.target_off_km == [None, pytest.approx(4.9999)]


def test_a_route_has_time_length_and_line(engine: Any) -> None:  # noqa: ANN401
    engine.says(ROUTE)
    route = open_router(f"osrm+{engine.url}", 20).route(START, BRIDGES[0], "car")
    assert (route.seconds, route.km) == (251.6, pytest.approx(1.8863))
    assert route.line == [START, (-106.451, 31.757), BRIDGES[0]]
    assert engine.asked[0][0].startswith("/route/v1/driving/-106.450000,31.750000;")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("NoSegment", "off_road"), ("NoRoute", "no_way"), ("NoTable", "no_way"),
     ("TooBig", "too_far"), ("InvalidQuery", "wrong"), (None, "wrong")],
)  # fmt: skip
def test_each_documented_refusal_has_a_word(engine: Any, code: str | None, reason: str) -> None:  # noqa: ANN401
    engine.says({"code": code, "message": "as documented"}, 400)
    with pytest.raises(RouterError) as caught:
        open_router(f"osrm+{engine.url}", 20).table([START], BRIDGES, "car")
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "body",
    [
        b"<html>no JSON</html>", b"", b"3", b"[]", b'{"code": "Ok"}',
        table(durations=[[1.0]]), table(durations=[[1.0, 2.0], [3.0, 4.0]]),
        table(durations=[[-1.0, 2.0]]), table(distances=[["far", 2.0]]),
        table(durations=[[True, 2.0]]), table(sources=[]), table(sources=[{"distance": None}]),
        json.dumps(table()).replace("251.6", "1e999").encode(),
        json.dumps(table()).replace("251.6", "NaN").encode(),
        json.dumps(table()).encode()[:-20],
    ],
)  # fmt: skip
def test_an_answer_that_is_not_as_documented_is_refused_whole(engine: Any, body: object) -> None:  # noqa: ANN401
    engine.says(body)
    with pytest.raises(RouterError) as caught:
        open_router(f"osrm+{engine.url}", 20).table([START], BRIDGES, "car")
    assert caught.value.reason == "wrong"


@pytest.mark.parametrize("body", [b"{}", {"code": "Ok", "routes": []},
                                  {**ROUTE, "routes": [{**ROUTE["routes"][0], "geometry": 3}]}])  # type: ignore[index]  # fmt: skip
def test_a_route_that_is_none_is_refused(engine: Any, body: object) -> None:  # noqa: ANN401
    engine.says(body)
    with pytest.raises(RouterError) as caught:
        open_router(f"osrm+{engine.url}", 20).route(START, BRIDGES[0], "car")
    assert caught.value.reason == "wrong"


def test_an_engine_that_fails_once_is_asked_once_more(engine: Any) -> None:  # noqa: ANN401
    good = json.dumps(table()).encode()
    statuses = iter([503, 200])
    engine.answer = lambda _path, _body: (next(statuses), good, 0.0)
    found = open_router(f"osrm+{engine.url}", 20).table([START], BRIDGES, "car")
    assert found.seconds == [[251.6, 412.3]]
    assert len(engine.asked) == 2


@pytest.mark.parametrize(("status", "reason"), [(500, "wrong"), (301, "wrong"), (504, "away")])
def test_an_engine_that_fails_is_not_asked_without_end(
    engine: Any, status: int, reason: str  # noqa: ANN401
) -> None:  # fmt: skip
    engine.says(table(), status)
    with pytest.raises(RouterError) as caught:
        open_router(f"osrm+{engine.url}", 20).table([START], BRIDGES, "car")
    assert caught.value.reason == reason
    assert len(engine.asked) <= 2


def test_an_answer_cut_short_is_refused(engine: Any) -> None:  # noqa: ANN401
    engine.says(table())
    engine.says_more_than_it_sends = 5
    with pytest.raises(RouterError):
        open_router(f"osrm+{engine.url}", 20).table([START], BRIDGES, "car")


def test_a_silent_engine_is_waited_for_no_longer_than_said_and_then_left_alone(
    engine: Any,  # noqa: ANN401
) -> None:
    engine.says(table(), pause=30.0)
    router = open_router(f"osrm+{engine.url}", 20)
    begun = time.monotonic()
    with pytest.raises(RouterError) as caught:
        router.table([START], BRIDGES, "car", until=begun + 0.3)
    assert caught.value.reason == "late"
    assert 0.3 <= time.monotonic() - begun < 15.0
    with pytest.raises(RouterError) as caught:
        router.table([START], BRIDGES, "car")
    assert caught.value.reason == "away"
    assert len(engine.asked) == 1


def test_no_time_left_asks_nothing(engine: Any) -> None:  # noqa: ANN401
    with pytest.raises(RouterError, match="in time"):
        open_router(f"osrm+{engine.url}", 20).table(
            [START], BRIDGES, "car", until=time.monotonic() - 1.0
        )
    assert engine.asked == []


def test_osrm_says_by_name_that_it_knows_no_area_within_a_time(engine: Any) -> None:  # noqa: ANN401
    with pytest.raises(RouterError, match="OSRM cannot say how far"):
        open_router(f"osrm+{engine.url}", 20).reach(START, 30, "car")
    assert engine.asked == []


@pytest.mark.parametrize(
    "address",
    ["", "http://127.0.0.1:5000", "osrm+ftp://127.0.0.1", "osrm+http://", "graphhopper+http://a",
     "osrm+http://a?key=1", "valhalla+https:"],
)  # fmt: skip
def test_an_address_of_no_engine_is_refused(address: str) -> None:
    with pytest.raises(InvalidValueError, match="BORDER_PORTS_ROUTER"):
        open_router(address)


def test_a_password_in_an_address_is_not_shown() -> None:
    with pytest.raises(InvalidValueError) as caught:
        open_router("graphhopper+http://me:secret@example.org")
    assert "secret" not in str(caught.value)
