"""Alerts, gauges and the way by road on the map, in a real browser."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.serving import make_server

from geo import Border
from geo.feeds.feed_state import FeedState
from geo.feeds.gauge_rows import gauge_row
from geo.feeds.history import History
from web.app import create_app
from web.pages import stage
from web.settings import Settings

Watch = Callable[..., Any]
Unfold = Callable[[Any, str], None]
NOW = datetime(2026, 11, 26, 18, tzinfo=UTC)


class Osrm(BaseHTTPRequestHandler):
    """An engine by which every place is so many minutes away, and every way has a bend."""

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        places = [[*map(float, one.split(","))] for one in parts.path.split("/")[-1].split(";")]
        moved = [{"distance": 3.0, "location": place, "name": ""} for place in places]
        if parts.path.startswith("/route/"):
            line = {"type": "LineString", "coordinates": [places[0], [-104.2, 29.7], places[1]]}
            body: dict[str, Any] = {
                "routes": [{"duration": 60.0, "distance": 1000.0, "geometry": line}],
                "waypoints": moved,
            }
        else:
            ends = parse_qs(parts.query)["destinations"][0].split(";")
            minutes = [60.0 * (20 + number) for number in range(len(ends))]
            body = {"durations": [minutes], "distances": [[1000 * one for one in minutes]],
                    "sources": moved[:1], "destinations": moved[1:]}  # fmt: skip
        content = json.dumps({"code": "Ok", **body}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


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
    with ThreadingHTTPServer(("127.0.0.1", 0), Osrm) as engine:
        threading.Thread(target=engine.serve_forever, daemon=True).start()
        settings = Settings(live="read", live_folder=str(folder),
                            router=f"osrm+http://127.0.0.1:{engine.server_port}")  # fmt: skip
        server = make_server("127.0.0.1", 0, create_app(settings, border), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stage, "present_moment", lambda: NOW)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()
            server.server_close()
        engine.shutdown()


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
