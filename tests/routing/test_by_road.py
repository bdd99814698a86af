"""The nearest ports by road in Python, on the command line and over HTTP; and without a router."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Border
from geo.errors import InvalidValueError
from geo.routing.choice import ROUTER, router_of_environment
from geo.routing.model import RouterError
from tests.routing.conftest import osrm
from web.app import create_app
from web.http.handover import MAY_DEFER
from web.settings import Settings

HERE = "lon=-106.45&lat=31.75"
STRAIGHT = [
    "el-paso-bridge-of-the-americas", "el-paso-paso-del-norte", "ysleta", "tornillo",
]  # fmt: skip
"""The nearest by the straight line, which is what is asked for without a word."""


@pytest.fixture(scope="module")
def app(one_engine: Any, border: Border) -> Flask:  # noqa: ANN401
    """Return a service whose router is the engine."""
    return create_app(Settings(router=f"osrm+{one_engine.url}", router_seconds=20), border)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the service, which leaves an engine that was away alone no longer."""
    app.extensions["border_ports"].router._exchange._rest_until[:] = bytes(8)
    return app.test_client()


def test_the_order_is_that_of_the_road(engine: Any, client: FlaskClient) -> None:  # noqa: ANN401
    engine.answer = osrm(lambda number, *_: 40.0 - 10.0 * number if number < 3 else 500.0)
    found = client.get(f"/queries/nearest?{HERE}&by=road&k=3").get_json()
    near = [feature["properties"] for feature in found["features"]]
    assert [port["id"] for port in near] == STRAIGHT[2::-1]
    assert [port["road_minutes"] for port in near] == [20.0, 30.0, 40.0]
    assert [port["road_km"] for port in near] == [20.0, 30.0, 40.0]
    assert [port["distance_km"] for port in near] == sorted(
        (port["distance_km"] for port in near), reverse=True
    )
    assert (found["ranked_by"], found["router"], found["vehicle"]) == ("road", "OSRM", "car")
    assert found["routes"][0] == {
        "id": "ysleta", "lon": [-106.45, -106.4, -106.33788], "lat": [31.75, 31.7, 31.67096],
    }  # fmt: skip
    assert "road_note_en" not in found


def test_what_the_road_says_is_kept_by_nobody(engine: Any, client: FlaskClient) -> None:  # noqa: ANN401
    engine.answer = osrm(lambda number, *_: 20.0 + number)
    answer = client.get(f"/queries/nearest?{HERE}&by=road")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    asked = len(engine.asked)
    client.get(f"/queries/nearest?{HERE}&by=road")
    assert len(engine.asked) == 2 * asked
    straight = client.get(f"/queries/nearest?{HERE}")
    assert "ETag" in straight.headers
    assert len(engine.asked) == 2 * asked


def test_as_a_table_it_has_the_columns_of_the_road(engine: Any, client: FlaskClient) -> None:  # noqa: ANN401
    engine.answer = osrm(lambda number, *_: 20.0 + number)
    head, row, *_ = client.get(f"/queries/nearest?{HERE}&by=road_length&f=csv").text.splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=False))
    assert cells["road_minutes"] == "20.0"
    assert cells["road_km"] == "20.0"
    assert cells["id"] == STRAIGHT[0]


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"code": "NoSegment"}, 400, "the router knows no road near the place"),
        ({"code": "NoTable"}, 400, "the router knows no way there"),
        ({"code": "Ok"}, 200, "the router's answer cannot be read"),
        ({}, 503, "the router is out of reach"),
    ],
)
def test_without_an_answer_it_is_the_straight_line_and_says_so_in_both_languages(
    engine: Any, client: FlaskClient, body: object, status: int, word: str  # noqa: ANN401
) -> None:  # fmt: skip
    engine.says(body, status)
    answer = client.get(f"/queries/nearest?{HERE}&by=road&k=3")
    found = answer.get_json()
    assert answer.status_code == 200
    assert [feature["id"] for feature in found["features"]] == STRAIGHT[:3]
    assert found["ranked_by"] == "straight"
    assert found["road_note_en"] == f"In order of the straight line, not by road: {word}."
    assert found["road_note_es"].startswith("En orden de la línea recta, no por carretera: ")
    assert {feature["properties"]["road_km"] for feature in found["features"]} == {None}
    assert found["routes"] == []


def test_ports_without_a_way_are_not_among_the_answer(engine: Any, client: FlaskClient) -> None:  # noqa: ANN401
    engine.answer = osrm(lambda number, *_: 30.0 if number == 1 else None)
    found = client.get(f"/queries/nearest?{HERE}&by=road&k=55").get_json()
    assert found["ranked_by"] == "road"
    assert [feature["id"] for feature in found["features"]] == [STRAIGHT[1]]
    assert found["road_note_en"] == "The router knows no way by road to others."


def test_a_route_that_does_not_come_leaves_the_order(engine: Any, client: FlaskClient) -> None:  # noqa: ANN401
    tables = osrm(lambda number, *_: 20.0 + number)
    engine.answer = lambda path, body: (
        (400, b'{"code": "NoRoute"}', 0.0) if path.startswith("/route") else tables(path, body)
    )
    found = client.get(f"/queries/nearest?{HERE}&by=road").get_json()
    assert found["ranked_by"] == "road"
    assert found["routes"] == []


def test_a_worker_leaves_it_to_the_maker(engine: Any, client: FlaskClient) -> None:  # noqa: ANN401
    address = f"/queries/nearest?{HERE}"
    put_off = client.get(f"{address}&by=road", environ_overrides={MAY_DEFER: True})
    assert (put_off.data, engine.asked) == (b"", [])
    assert client.get(address, environ_overrides={MAY_DEFER: True}).data


def test_without_a_router_the_refusal_names_the_setting(border: Border) -> None:
    client = create_app(Settings(), border).test_client()
    answer = client.get(f"/queries/nearest?{HERE}&by=road")
    assert answer.status_code == 400
    assert "BORDER_PORTS_ROUTER" in answer.get_json()["detail"]
    spanish = client.get(
        f"/queries/nearest?{HERE}&by=road", headers={"Accept-Language": "es"}
    ).get_json()
    assert "por carretera" in spanish["detail"]
    assert "BORDER_PORTS_ROUTER" in spanish["detail"]


def test_trains_go_by_no_road(client: FlaskClient) -> None:
    answer = client.get(f"/queries/nearest?{HERE}&by=road&mode=rail&direction=any")
    assert answer.status_code == 400
    assert "trains" in answer.get_json()["detail"]


def run(router: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "web", *words], capture_output=True, text=True, check=False,
        env={**os.environ, ROUTER: router}, timeout=300,
    )  # fmt: skip


def test_the_command_line_asks_the_router_of_the_environment(engine: Any) -> None:  # noqa: ANN401
    engine.answer = osrm(lambda number, *_: 40.0 - 10.0 * number if number < 3 else 500.0)
    words = ("nearest", "--by", "road", "--k", "2", "-106.45", "31.75")
    done = run(f"osrm+{engine.url}", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [row["id"] for row in found["rows"]] == ["ysleta", "el-paso-paso-del-norte"]
    engine.says({}, 503)
    done = run(f"osrm+{engine.url}", *words)
    assert "not by road: the router is out of reach" in done.stderr
    without = run("", *words)
    assert without.returncode == 2
    assert "BORDER_PORTS_ROUTER" in without.stderr


def test_python_takes_an_address_or_what_the_environment_names(
    engine: Any, border: Border, monkeypatch: pytest.MonkeyPatch  # noqa: ANN401
) -> None:  # fmt: skip
    engine.answer = osrm(lambda number, *_: 20.0 + number)
    near = border.nearest(-106.45, 31.75, by="road", router=f"osrm+{engine.url}")
    assert near["road_minutes"].tolist() == [20.0]
    monkeypatch.setenv(ROUTER, f"osrm+{engine.url}")
    assert border.nearest(-106.45, 31.75, by="road").attrs["router"] == "OSRM"
    monkeypatch.delenv(ROUTER)
    with pytest.raises(InvalidValueError, match="BORDER_PORTS_ROUTER"):
        border.nearest(-106.45, 31.75, by="road")
    with pytest.raises(InvalidValueError, match="straight, road, road_length"):
        border.nearest(-106.45, 31.75, by="boat", router=f"osrm+{engine.url}")


def test_seconds_that_are_none_are_refused() -> None:
    variables = {ROUTER: "osrm+http://127.0.0.1:5000", "BORDER_PORTS_ROUTER_SECONDS": "0"}
    with pytest.raises(InvalidValueError, match="BORDER_PORTS_ROUTER_SECONDS"):
        router_of_environment(variables)
    router = router_of_environment({**variables, "BORDER_PORTS_ROUTER_SECONDS": "3"})
    assert router is not None
    assert router.seconds == 3
    assert router_of_environment({}) is None


def test_hours_and_travellers_count_by_road_too(engine: Any, client: FlaskClient) -> None:  # noqa: ANN401
    engine.answer = osrm(lambda number, *_: 20.0 + number)
    query = f"{HERE}&by=road&k=2&mode=pov&open_at=2026-11-23T04:00"
    found = client.get(f"/queries/nearest?{query}").get_json()
    straight = client.get(f"/queries/nearest?{query.replace('road', 'straight')}").get_json()
    assert [item["id"] for item in found["features"]] == [
        item["id"] for item in straight["features"]
    ]
    assert found["left_out"] == straight["left_out"]
    assert found["hours_not_known"] == straight["hours_not_known"]
    assert all(item["properties"]["open"] for item in found["features"])
    assert found["vehicle"] == "car"


def test_an_engine_that_knows_no_areas_says_so_by_name(client: FlaskClient) -> None:
    answer = client.get("/queries/reach?port=ysleta&minutes=30")
    assert answer.status_code == 502
    assert answer.get_json()["type"].endswith("/problems/no-route")
    assert "OSRM cannot say how far one gets" in answer.get_json()["detail"]
    spanish = client.get(
        "/queries/reach?port=ysleta&minutes=30", headers={"Accept-Language": "es"}
    ).get_json()
    assert spanish["detail"].startswith("OSRM no puede decir hasta dónde")
    assert client.get("/queries/reach?port=ysleta&minutes=121").status_code == 400
    assert client.get("/queries/reach?port=nowhere&minutes=30").status_code == 400


def test_nobody_is_told_where_the_engine_is(engine: Any, border: Border) -> None:  # noqa: ANN401
    engine.says({}, 503)
    service = create_app(Settings(router=f"valhalla+{engine.url}"), border).test_client()
    answer = service.get("/queries/reach?port=ysleta&minutes=30")
    assert answer.status_code == 502
    assert answer.get_json()["detail"] == "the router is out of reach"
    assert "127.0.0.1" not in answer.text


def test_without_a_router_nothing_is_said_of_areas_but_the_setting(border: Border) -> None:
    service = create_app(Settings(), border).test_client()
    answer = service.get("/queries/reach?port=ysleta&minutes=30")
    assert answer.status_code == 501
    assert answer.get_json()["detail"].startswith("BORDER_PORTS_ROUTER is not set: ")
    assert "/queries/reach" not in service.get("/queries").text
    assert "/queries/reach" not in service.get("/api").get_json()["paths"]
    done = run("", "reach", "ysleta", "30")
    assert done.returncode == 2
    assert "BORDER_PORTS_ROUTER is not set" in done.stderr


@pytest.mark.parametrize(
    "shape",
    [{"type": "Point", "coordinates": [0, 0]}, {"type": "Polygon", "coordinates": []},
     {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, {"type": "Polygon"}, None],
)  # fmt: skip
def test_an_area_that_is_none_is_refused(engine: Any, border: Border, shape: object) -> None:  # noqa: ANN401
    located = [{"edges": [{"correlated_lon": -106.33788, "correlated_lat": 31.67096}]}]
    engine.answer = lambda path, _body: (
        200,
        json.dumps(located if path == "/locate" else {"features": [{"geometry": shape}]}).encode(),
        0.0,
    )
    with pytest.raises(RouterError):
        border.reach("ysleta", 30, router=f"valhalla+{engine.url}")
