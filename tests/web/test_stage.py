"""Gauges, alerts and the rate of the peso as the service shows them, each with its age.

What the feeds said is made up, in the form of their rows; that they are read so is tested there.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo import Border
from geo.feeds.feed_state import FeedState
from geo.feeds.gauge_rows import gauge_row
from geo.feeds.history import History
from web.app import create_app
from web.pages import stage
from web.settings import Settings

NOW = datetime(2026, 11, 26, 18, tzinfo=UTC)
ENDS = "2026-11-26T23:30:00+00:00"


def gauge(hours: float, **values: object) -> dict[str, object]:
    usual = {
        "station": "PRST2", "source": "NWS", "name_en": "Rio Grande at Presidio",
        "name_es": "Rio Grande at Presidio", "port_ids": ["presidio"], "distance_km": 2.2,
        "quantity": "stage", "value": 10.0, "unit": "ft", "flood_category": "minor",
        "observed": NOW - timedelta(hours=hours),
    }  # fmt: skip
    return gauge_row(**(usual | values))


def alert(number: int, port: str, severity: str, ends: str = ENDS) -> dict[str, object]:
    told = dict.fromkeys(("headline", "areaDesc", "senderName", "urgency", "certainty",
                          "instruction"), "Some <words>")  # fmt: skip
    return told | {
        "id": f"urn:{number}", "event": f"Flood Warning {number}", "severity": severity,
        "sent": "2026-11-26T12:00:00+00:00", "onset": "2026-11-26T12:00:00+00:00",
        "expires": ends, "ends": None, "port_ids": [port], "placed_by": "county",
    }  # fmt: skip


@pytest.fixture(scope="module")
def live(border: Border, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Return a service that shows what some feeds said."""
    folder = tmp_path_factory.mktemp("live")
    history, state = History(folder), FeedState(answered=NOW, published=NOW)
    daily = gauge(26, station="amistad-dam", source="IBWC", port_ids=["amistad-dam"],
                  name_en="Amistad Dam", name_es="Presa La Amistad", quantity="storage",
                  value=1_500_000.0, unit="TCM", flood_category=None, is_daily=True,
                  distance_km=None)  # fmt: skip
    history.keep_rows("rivers", [
        gauge(0.5),
        gauge(0.5, quantity="discharge", value=0.5, unit="kcfs"),
        gauge(3, station="LRDT2", port_ids=["laredo-gateway"], flood_category="no_flooding"),
        gauge(7, station="OLD", port_ids=["roma"]),
    ], state)  # fmt: skip
    history.keep_rows("ibwc", [daily], state)
    history.keep_rows("alerts", [
        alert(1, "presidio", "Minor"), alert(2, "presidio", "Extreme"),
        alert(3, "roma", "Severe", "2026-11-26T17:59:00+00:00"),
    ], state)  # fmt: skip
    history.keep_rows("rate", [{"series": "SF43718", "day": "2026-11-25", "title": "FIX",
                                "pesos_per_dollar": 17.3125}], state)  # fmt: skip
    return create_app(Settings(live="read", live_folder=str(folder)), border).test_client()


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be noon in Texas, long after the feeds answered for nobody but the waits."""
    monkeypatch.setattr(stage, "present_moment", lambda: NOW)


def words_of(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_gauges_have_metres_and_their_age_and_the_past_is_not_now(live: FlaskClient) -> None:
    rows = {(row["station"], row["quantity"]): row
            for row in live.get("/stage?f=json").get_json()["gauges"]}  # fmt: skip
    first = rows["PRST2", "stage"]
    assert first["value_si"] == pytest.approx(3.048)
    assert (first["age"], first["age_minutes"], first["flood_category"]) == ("fresh", 30, "minor")
    assert first["answered"] == "2026-11-26T18:00:00Z"
    assert rows["LRDT2", "stage"]["age"] == "old"
    past = rows["OLD", "stage"]
    assert (past["age"], past["value"], past["flood_category"]) == ("past", None, None)
    assert rows["amistad-dam", "storage"]["age"] == "fresh", "a figure of the day"
    lines = live.get("/stage?f=csv").text.splitlines()
    assert lines[0].startswith("station,source,name_en")
    assert len(lines) == 1 + len(rows)
    only = live.get("/stage?f=json&port=roma").get_json()["gauges"]
    assert [row["station"] for row in only] == ["OLD"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Presidio NWS", "River stage 3.05 m minor flooding 11:30, 30 min ago",
                "Flow 14.2 m³/s", "Stored water 1,500 million m³ 26 h ago", "too old")),
        ("es", ("Presa La Amistad IBWC", "Nivel del río 3.05 m inundación menor",
                "Almacenamiento 1,500 millones de m³", "Gasto 14.2 m³/s")),
    ],
)  # fmt: skip
def test_the_page_of_gauges_says_it_in_both_languages(
    live: FlaskClient, lang: str, said: tuple[str, ...]
) -> None:
    answer = live.get(f"/stage?lang={lang}")
    told = words_of(answer.text)
    for words in said:
        assert words in told
    assert len(answer.data) < 30_000
    assert "<script" not in answer.text


def test_alerts_in_force_stand_with_the_worst_first_and_end_by_the_clock_of_the_port(
    live: FlaskClient,
) -> None:
    found = live.get("/alerts?f=json").get_json()
    assert [row["id"] for row in found["alerts"]] == ["urn:2", "urn:1"]
    assert found["answered"] == "2026-11-26T18:00:00Z"
    page = live.get("/alerts?lang=en").text
    assert "Flood Warning 2 extreme Until 17:30, November 26, 2026" in words_of(page)
    assert "Some <words>" not in page
    assert live.get("/alerts?f=json&port=roma").get_json()["alerts"] == []
    assert "Hasta las 17:30" in words_of(live.get("/alerts?lang=es").text)


def test_the_page_of_a_port_has_its_alerts_gauges_and_the_rate_beside_its_tolls(
    live: FlaskClient,
) -> None:
    told = words_of(live.get("/ports/presidio?lang=en").text)
    assert told.index("Flood Warning 2 extreme") < told.index("Flood Warning 1 minor")
    assert told.index("Flood Warning 1 minor") < told.index("Where it is")
    assert "Rio Grande at Presidio NWS, 2.2 km" in told
    assert "River stage 3.05 m minor flooding 11:30, 30 min ago" in told
    assert "One US dollar is 17.3125 pesos: FIX rate of the Banco de México, November 25" in told
    other = words_of(live.get("/ports/san-ysidro?lang=en").text)
    assert "Flood Warning" not in other
    assert "River and reservoir beside it" not in other


def test_without_live_data_the_pages_say_so(border: Border, tmp_path: Path) -> None:
    for settings in (Settings(), Settings(live="read", live_folder=str(tmp_path))):
        client = create_app(settings, border).test_client()
        for path in ("/stage", "/alerts"):
            assert "No live data." in words_of(client.get(f"{path}?lang=en").text)
            assert client.get(f"{path}?f=json").get_json()["live"] is False
        assert "One US dollar" not in client.get("/ports/presidio?lang=en").text
