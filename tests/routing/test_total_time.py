"""The least time on the road and wait together, by an engine that answers as it is told."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from geo import Border
from geo.feeds.history import History
from geo.feeds.poll import replay
from tests.routing.conftest import osrm
from web.app import create_app
from web.pages import wait_nearest
from web.settings import Settings

CAPTURE = Path(__file__).parents[1] / "data" / "waits" / "bwtnew_2022-06-29.json.gz"
PUBLISHED = datetime(2022, 6, 29, 17, 25, 16, tzinfo=UTC)
ASKED = "/waits/nearest?lon=-106.45&lat=31.75&lane=pov_standard"
ROAD_MINUTES_PER_DEGREE = 40.0
"""So far apart the made-up engine puts places, by their difference of longitude."""


def drive(start: list[float], end: list[float]) -> float:
    return ROAD_MINUTES_PER_DEGREE * abs(start[0] - end[0])


@pytest.fixture
def ask(
    engine: Any, border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: ANN401
) -> Callable[..., dict[str, Any]]:  # fmt: skip
    """Return the function that asks a service with the waits of 2022-06-29 and an engine."""
    replay(History(tmp_path), border, gzip.decompress(CAPTURE.read_bytes()), PUBLISHED)
    settings = Settings(
        live="read", live_folder=str(tmp_path), router=f"osrm+{engine.url}", router_seconds=20
    )
    client = create_app(settings, border).test_client()

    def asked(more: str, minutes: float = 5) -> dict[str, Any]:
        moment = PUBLISHED + timedelta(minutes=minutes)
        monkeypatch.setattr(wait_nearest, "present_moment", lambda: moment)
        answer = client.get(f"{ASKED}{more}")
        assert answer.status_code == 200
        return dict(answer.get_json())

    return asked


def test_the_total_is_the_least_of_all_ports(
    engine: Any, ask: Callable[..., dict[str, Any]], border: Border  # noqa: ANN401
) -> None:  # fmt: skip
    """Against a sum of our own over every port with a fresh wait, however far."""
    engine.answer = osrm(lambda _number, start, end: drive(start, end), kmh=120.0)
    every = ask("&k=55")["features"]
    points = {row["id"]: [row["geometry"].x, row["geometry"].y]
              for row in border.ports.to_dict("records")}  # fmt: skip
    sums = sorted(
        (one["properties"]["minutes"] + drive([-106.45, 31.75], points[one["id"]]), one["id"])
        for one in every
        if one["properties"]["age"] == "fresh"
    )
    found = ask("&order=total&k=4")
    told = [one["properties"] for one in found["features"]]
    assert [one["port_id"] for one in told] == [port for _, port in sums[:4]]
    assert [one["total_minutes"] for one in told] == pytest.approx(
        [t for t, _ in sums[:4]], abs=0.1
    )
    assert all(one["total_minutes"] == one["road_minutes"] + one["minutes"] for one in told)
    assert (found["ranked_by"], found["router"]) == ("road", "OSRM")
    assert {line["id"] for line in found["routes"]} <= {one["port_id"] for one in told}
    assert found["routes"][0]["lon"][1] == -106.4


def test_an_old_wait_is_no_part_of_a_total(engine: Any, ask: Callable[..., dict[str, Any]]) -> None:  # noqa: ANN401
    engine.answer = osrm(lambda _number, start, end: drive(start, end), kmh=120.0)
    found = ask("&order=total&k=3", minutes=200)
    assert found["features"] == []
    beside = {one["port_id"]: one for one in found["not_counted"]}
    assert beside["ysleta"]["total_minutes"] is None
    assert beside["ysleta"]["road_minutes"] > 0


def test_with_the_engine_away_the_order_is_the_distance_and_says_so(
    engine: Any, ask: Callable[..., dict[str, Any]]  # noqa: ANN401
) -> None:  # fmt: skip
    engine.answer = lambda _path, _body: (500, b"", 0.0)
    found = ask("&order=total&k=3")
    assert found["ranked_by"] == "straight"
    assert "In order of the straight line" in found["road_note_en"]
    straight = ask("&k=3")
    ids = [[one["id"] for one in answer["features"]] for answer in (found, straight)]
    assert ids[0] == ids[1]
    assert "total_minutes" not in found["features"][0]["properties"]


def test_without_an_engine_it_is_not_offered(border: Border, tmp_path: Path) -> None:
    client = create_app(Settings(live="read", live_folder=str(tmp_path)), border).test_client()
    answer = client.get(f"{ASKED}&order=total")
    assert answer.status_code == 400
    assert "distance, wait" in answer.text
