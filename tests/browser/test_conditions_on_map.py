"""Alerts, gauges and the way by road on the map, in a real browser."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.serving import make_server

from geo import Border
from geo.feeds.feed_state import FeedState
from geo.feeds.gauge_rows import gauge_row
from geo.feeds.history import History
from tests.routing.conftest import Engine, osrm
from web.app import create_app
from web.pages import stage
from web.settings import Settings

Watch = Callable[..., Any]
Unfold = Callable[[Any, str], None]
NOW = datetime(2026, 11, 26, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def live(border: Border, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a map with an alert and a gauge at Presidio, and an engine."""
    folder = tmp_path_factory.mktemp("live")
    history, state = History(folder), FeedState(answered=NOW, published=NOW)
    told = dict.fromkeys(("headline", "areaDesc", "senderName", "urgency", "certainty",
                          "instruction"))  # fmt: skip
    ends = "2026-11-26T23:30:00+00:00"
    history.keep_rows("alerts", [{
        **told, "id": "urn:1", "event": "Flash Flood Warning", "severity": "Severe", "sent": ends,
        "onset": ends, "expires": ends, "ends": None, "port_ids": ["presidio"],
        "placed_by": "county",
    }], state)  # fmt: skip
    history.keep_rows("rivers", [gauge_row(
        station="PRST2", source="NWS", name_en="Rio Grande at Presidio",
        name_es="Rio Grande at Presidio", port_ids=["presidio"], distance_km=2.2,
        quantity="stage", value=10.0, unit="ft", flood_category="minor",
        observed=NOW - timedelta(minutes=30),
    )], state)  # fmt: skip
    engine = Engine()
    engine.answer = osrm(lambda number, *_: 20.0 + number, bend=(-104.2, 29.7))
    settings = Settings(live="read", live_folder=str(folder), router=f"osrm+{engine.url}")
    server = make_server("127.0.0.1", 0, create_app(settings, border), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "present_moment", lambda: NOW)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()
    engine.stop()


def test_alerts_stand_above_the_map_and_in_the_card_with_the_gauge(watch: Watch, live: str) -> None:
    watched = watch()
    page = watched.go(f"{live}/map#port=presidio")
    above = page.locator(".bp-alerts a")
    above.wait_for()
    assert above.text_content() == "Alerts in force at ports: 1"
    card = page.locator(".bp-conditions")
    card.locator("dd").wait_for()
    told = " ".join((card.text_content() or "").split())
    assert "Flash Flood Warning (severe), until Nov 26, 2026" in told
    assert "River stage Rio Grande at Presidio, NWS" in told
    assert "3.05 m · 30 min ago minor flooding" in told


def test_the_way_by_road_is_drawn_for_the_place_asked_about(
    watch: Watch, live: str, unfold: Unfold
) -> None:
    watched = watch()
    page = watched.go(f"{live}/map?lon=-104.3&lat=29.7")
    unfold(page, "bp-ask")
    button = page.locator("button.bp-road")
    button.click()
    first = page.locator(".bp-road-answer li").first
    first.wait_for()
    assert "20 min" in (first.text_content() or "")
    assert page.locator("path.bp-way").count() == 3
    assert page.locator("path.bp-way:not(.bp-way-other)").count() == 1
    button.click()
    assert page.locator("path.bp-way").count() == 0
    assert page.locator(".bp-road-answer li").count() == 0
