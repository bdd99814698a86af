"""Gauges, alerts and the rate of the peso: what is read, what is refused, what stays.

Of the weather service and Banxico no answer was at hand: theirs are written by the documented forms
(https://api.water.noaa.gov/nwps/v1/docs/, the OpenAPI document of https://api.weather.gov,
https://www.banxico.org.mx/SieAPIRest/service/v1/), with made-up values.
"""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo import Border
from geo.errors import InvalidValueError
from geo.feeds.fetch import Fetcher, Manner, PayloadError
from geo.feeds.gauge_rows import present_gauges
from geo.feeds.history import History
from geo.feeds.ibwc_stations import STATIONS, portal_series
from geo.feeds.live import LiveFeed
from geo.feeds.live_registry import LIVE_FEEDS, feeds_asked
from geo.feeds.nws_alerts import ALERTS, alerts_in_force
from geo.feeds.nws_rivers import RIVERS
from geo.feeds.peso_rate import RATE
from geo.feeds.poll import Polled, Poller, poll
from geo.feeds.settings import LIVE_NAMES, FeedSettings, LiveSettings, feed_settings

NOW = datetime(2026, 4, 21, 5, tzinfo=UTC)
JSON = "application/json"
TERMS = '"Data are being provided with the understanding they are provisional",,,,'


def export(series: str, unit: str, *lines: str, zone: str = "-06:00") -> str:
    head = f"#Data Set Export - {series},,,,\nTimestamp (UTC{zone}),Value ({unit}),Grade Code,,\n"
    return head + "".join(f"{line}\n" for line in lines) + TERMS + "\n"


def gauge(lid: str, name: str, lon: float, lat: float, **observed: Any) -> dict[str, Any]:  # noqa: ANN401
    usual = {
        "primary": 4.1, "primaryUnit": "ft", "secondary": 0.6, "secondaryUnit": "kcfs",
        "floodCategory": "no_flooding", "validTime": "2026-04-21T04:45:00Z",
    }  # fmt: skip
    status = {"observed": usual | observed, "forecast": {"primary": -999}}
    return {"lid": lid, "name": name, "longitude": lon, "latitude": lat, "status": status}


def alert(number: int, *, counties: tuple[str, ...] = (), **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    geometry = changed.pop("geometry", None)
    said = {
        "id": f"urn:oid:2.49.0.1.840.0.{number}", "event": "Flash Flood Warning",
        "status": "Actual", "messageType": "Alert", "severity": "Severe", "certainty": "Likely",
        "urgency": "Immediate", "sent": "2026-04-20T22:00:00-05:00",
        "onset": "2026-04-20T22:00:00-05:00", "expires": "2026-04-21T01:30:00-05:00", "ends": None,
        "headline": "Flash Flood Warning issued April 20", "areaDesc": "Webb, TX",
        "senderName": "NWS Corpus Christi TX",
        "geocode": {"SAME": [f"0{code}" for code in counties], "UGC": []},
    }  # fmt: skip
    return {"type": "Feature", "geometry": geometry, "properties": said | changed}


def collection(*features: dict[str, Any], updated: str = "2026-04-21T04:50:00+00:00") -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": features, "updated": updated}
    ).encode()


def rate(*figures: tuple[str, str], series: str = "SF43718") -> bytes:
    days = [{"fecha": day, "dato": figure} for day, figure in figures]
    return json.dumps(
        {"bmx": {"series": [{"idSerie": series, "titulo": "FIX", "datos": days}]}}
    ).encode()


PRESIDIO = gauge("PRST2", "Rio Grande at Presidio", -104.39, 29.56)
GAUGES = json.dumps({"gauges": [PRESIDIO]}).encode()


class Portal:
    """Answers as the publishers do, by path; what a path answers can be changed."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.exports: dict[str, str] = {}
        self.accepted = False


@pytest.fixture
def portal(serve_on_loopback: Callable[[type], Any]) -> Iterator[Portal]:
    """Serve the portal of the IBWC, the NWS and Banxico on this machine."""
    from http.server import BaseHTTPRequestHandler

    found = Portal()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            found.accepted = "session=1" in self.headers.get("Cookie", "")
            self.rfile.read(int(self.headers["Content-Length"]))
            self.reply(302, "text/html", b"", Location="/Data")

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            query = parse_qs(address.query)
            found.asked.append((address.path, query, dict(self.headers)))
            if address.path.endswith("/Disclaimer"):
                self.reply(200, "text/html", b"<html>", Set_Cookie="session=1; Path=/")
            elif address.path.endswith("/Export/DataSet"):
                text = found.exports.get(query["DataSet"][0]) if found.accepted else None
                media = "text/csv" if text else "text/html"
                self.reply(200, media, (text or "<html>").encode())
            else:
                self.reply(*found.answers.get(address.path, (404, JSON, b"{}")))

        def reply(self, status: int, media: str, content: bytes, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

    with serve_on_loopback(Handler) as place:
        found.url = place  # type: ignore[attr-defined]
        yield found


class Asker:
    """Asks the portal for feeds at moments of its own choice."""

    def __init__(self, portal: Any, border: Border, folder: Path) -> None:  # noqa: ANN401
        self.history, self.border = History(folder), border
        names = {"rivers": "/gauges", "alerts": "/alerts", "ibwc": "/aq", "rate": "/rate"}
        self.settings = FeedSettings(
            banxico_token="a-token",  # noqa: S106 - no secret
            addresses={name: f"{portal.url}{path}" for name, path in names.items()},
        )
        self.pauses: list[float] = []

    def ask(self, feed: LiveFeed, minutes: float = 0) -> Polled:
        manner = Manner(attempts=1, silent_seconds=2, whole_seconds=2, max_bytes=2**20)
        with Fetcher(manner, sleep=self.pauses.append) as fetcher:
            moment = NOW + timedelta(minutes=minutes)
            return poll(self.history, fetcher, self.settings, self.border, moment, feed)

    def rows(self, feed: LiveFeed) -> list[dict[str, Any]]:
        kept = self.history.rows(feed.name)
        return [dict(row) for row in kept.rows] if kept else []


@pytest.fixture
def asker(portal: Portal, border: Border, tmp_path: Path) -> Asker:
    """Return an asker with an empty history."""
    return Asker(portal, border, tmp_path)


def test_stations_are_read_in_one_session_and_mixed_units_become_one(
    asker: Asker, portal: Portal, border: Border
) -> None:
    """One series has no answer, one is broken, one has a unit that nobody knows."""
    moment = "2026-04-20 22:30:00"
    portal.exports = {
        "Discharge.Best Available@08371500": export(
            "Discharge.Best Available@08371500", "m^3/s", f"{moment},2.5"),
        "Discharge.Best Available@08373000": export(
            "Discharge.Best Available@08373000", "cfs", f"{moment},100"),
        "Total Storage.Web-Daily-tcm@08450800": export(
            "Total Storage.Web-Daily-tcm@08450800", "TCM", f"{moment},1500000"),
        "Discharge.Best Available@08364000": export(
            "Discharge.Best Available@08364000", "fathoms", f"{moment},3"),
        "Discharge.Best Available@08461300": "something else",
    }  # fmt: skip
    done = asker.ask(STATIONS)
    assert done.state.error == ""
    rows = {row["station"]: row for row in asker.rows(STATIONS)}
    assert rows["gauge-08371500"]["value_si"] == 2.5
    assert rows["gauge-08373000"]["value_si"] == pytest.approx(2.8316846592)
    assert rows["amistad-dam"]["value_si"] == pytest.approx(1500)
    assert rows["amistad-dam"]["is_daily"] is True
    odd = rows["gauge-08364000"]
    assert (odd["value"], odd["unit"], odd["value_si"]) == (3, "fathoms", None)
    assert rows["gauge-08373000"]["port_ids"] == ["presidio"], "named by Ojinaga"
    assert "ysleta" in odd["port_ids"]
    assert "donna" not in odd["port_ids"], "whose Mexican city has the river's name"
    series = len(portal_series(border))
    assert done.state.counted == {
        "without_answer": series - 5, "refused": 1, "unknown_units": 1,
    }  # fmt: skip
    assert done.state.published == datetime(2026, 4, 21, 4, 30, tzinfo=UTC)
    assert asker.pauses == [1.0] * series, "one at a time"
    asked = [query["DataSet"][0] for path, query, _ in portal.asked if path.endswith("/DataSet")]
    assert "Discharge.Daily Rounded cfs@08371500" not in asked
    assert len(asked) == len(set(asked)) == series
    portal.exports = {"Discharge.Best Available@08371500": export(
        "Discharge.Best Available@08371500", "m^3/s", "2026-04-20 23:30:00,9")}  # fmt: skip
    asker.ask(STATIONS, 60)
    later = {row["station"]: row["value"] for row in asker.rows(STATIONS)}
    assert (later["gauge-08371500"], later["gauge-08373000"]) == (9, 100), "the last good one stays"


def test_a_portal_that_shows_its_terms_instead_is_told_of(asker: Asker, portal: Portal) -> None:
    done = asker.ask(STATIONS)
    assert "answers 'text/html'" in done.state.error
    assert (done.state.failing, asker.rows(STATIONS)) == (1, [])
    assert portal.accepted is True


def test_gauges_on_the_river_beside_ports_are_kept_with_their_category(
    asker: Asker, portal: Portal
) -> None:
    gauges = [
        PRESIDIO,
        gauge("LRDT2", "Rio Grande at Laredo", -99.5, 27.5, floodCategory="minor", primary=9.5),
        gauge("FAR", "Rio Grande far away", -103.0, 29.0),
        gauge("ZACT2", "Zacate Creek at Laredo", -99.49, 27.51),
        gauge("SLNT2", "Rio Grande at El Paso", -106.5, 31.75, primary=-999, secondary=-9999,
              validTime="0001-01-01T00:00:00Z", floodCategory="out_of_service"),
    ]  # fmt: skip
    portal.answers["/gauges"] = (200, JSON, json.dumps({"gauges": gauges}).encode())
    done = asker.ask(RIVERS)
    assert done.state.error == ""
    assert done.state.counted == {"without_value": 1}
    rows = {(row["station"], row["quantity"]): row for row in asker.rows(RIVERS)}
    assert {station for station, _ in rows} == {"PRST2", "LRDT2"}
    stage, flow = rows["LRDT2", "stage"], rows["LRDT2", "discharge"]
    assert (stage["value"], stage["flood_category"]) == (9.5, "minor")
    assert stage["value_si"] == pytest.approx(2.8956)
    assert flow["value_si"] == pytest.approx(16.990108)
    assert "laredo-gateway" in stage["port_ids"]
    box = portal.asked[-1][1]
    assert float(box["bbox.xmin"][0]) < -106.45
    assert float(box["bbox.ymax"][0]) > 31.78


def test_alerts_reach_the_ports_in_their_area_or_else_county(
    asker: Asker, portal: Portal, border: Border
) -> None:
    """The area's edge runs along the river, a little north of the bridges, as the NWS draws it."""
    ring = [[-99.6, 27.505], [-99.4, 27.505], [-99.4, 27.6], [-99.6, 27.6], [-99.6, 27.505]]
    area = {"type": "Polygon", "coordinates": [ring]}
    portal.answers["/alerts"] = (200, "application/geo+json", collection(
        alert(1, geometry=area),
        alert(2, counties=("48377",), severity="Minor", event="Heat Advisory"),
        alert(3, counties=("48377",), status="Test"),
        alert(4, counties=("48377",), messageType="Cancel"),
        alert(5, counties=("48201",)),
        alert(6, counties=("48377",), expires="2026-04-21T04:59:00+00:00", severity="Extreme"),
    ))  # fmt: skip
    done = asker.ask(ALERTS)
    assert done.state.error == ""
    assert done.state.counted == {"elsewhere": 1}
    rows = asker.rows(ALERTS)
    assert [row["id"][-1] for row in rows] == ["1", "2", "6"]
    assert "laredo-gateway" in rows[0]["port_ids"]
    assert "laredo-colombia-solidarity" not in rows[0]["port_ids"]
    assert {"presidio"} <= set(rows[1]["port_ids"]) <= {"presidio", "presidio-rail"}
    assert [row["id"][-1] for row in alerts_in_force(rows, NOW)] == ["1", "2"]
    assert [row["id"][-1] for row in alerts_in_force(rows, NOW, "presidio")] == ["2"]
    _, query, headers = portal.asked[-1]
    assert query == {"area": ["AZ,CA,NM,TX"]}
    assert headers["Accept"] == "application/geo+json"
    assert headers["User-Agent"].startswith("border-ports/")
    assert set(border.records("ports").columns["id"]) > set(rows[0]["port_ids"])


def test_no_alerts_is_an_answer(asker: Asker, portal: Portal) -> None:
    portal.answers["/alerts"] = (200, JSON, collection())
    assert asker.ask(ALERTS).state.error == ""
    kept = asker.history.rows("alerts")
    assert kept is not None
    assert kept.rows == ()


def test_the_rate_is_that_of_its_newest_banking_day(asker: Asker, portal: Portal) -> None:
    portal.answers["/rate"] = (200, JSON, rate(("20/04/2026", "17.2510"), ("21/04/2026", "N/E")))
    assert asker.ask(RATE).state.error == ""
    row = asker.rows(RATE)[0]
    assert (row["day"], row["pesos_per_dollar"]) == ("2026-04-20", 17.251)
    assert portal.asked[-1][2]["Bmx-Token"] == "a-token"


BROKEN: list[tuple[LiveFeed, bytes, str]] = [
    (RIVERS, b"[]", "no object"),
    (RIVERS, b'{"gauges": [', "no object"),
    (RIVERS, b'{"gauges": {}}', "gauges is missing, or no list"),
    (RIVERS, b'{"gauges": []}', "no gauge beside a port"),
    (RIVERS, json.dumps({"gauges": [{**PRESIDIO, "status": {}}]}).encode(), "observed is missing"),
    (RIVERS, json.dumps({"gauges": [{**PRESIDIO, "latitude": None}]}).encode(), "no position"),
    (RIVERS, GAUGES.replace(b"2026-04-21", b"2027-04-21"), "is to come"),
    (ALERTS, b"{}", "features is missing"),
    (ALERTS, collection(alert(1, severity="Awful")), "severity that is none: 'Awful'"),
    (ALERTS, collection(alert(1, expires="tomorrow")), "without a moment"),
    (ALERTS, collection(alert(1, geocode=None)), "geocode is missing"),
    (ALERTS, collection(alert(1, geometry={"type": "Polygon"})), "no geometry"),
    (ALERTS, collection(updated="2027-01-01T00:00:00+00:00"), "is to come"),
    (RATE, b'{"bmx": {"series": []}}', "no series SF43718"),
    (RATE, rate(("20/04/2026", "17.2"), series="SF1"), "no series SF43718"),
    (RATE, rate(("20/04/2026", "N/E")), "no figure"),
    (RATE, rate(("2026-04-20", "17.2")), "a day or a figure that is none"),
    (RATE, rate(("20/04/2026", "0.17")), "a rate of 0.17"),
    (RATE, rate(("20/04/2027", "17.2")), "is to come"),
]


@pytest.mark.parametrize(("feed", "content", "said"), BROKEN, ids=lambda value: getattr(
    value, "name", None))  # fmt: skip
def test_an_answer_that_lacks_what_it_must_have_is_refused_whole(
    border: Border, feed: LiveFeed, content: bytes, said: str
) -> None:
    with pytest.raises(PayloadError, match=said):
        feed.read(content, border, NOW)


def test_what_is_refused_is_put_aside_and_the_last_good_answer_stays(
    asker: Asker, portal: Portal
) -> None:
    portal.answers["/gauges"] = (200, JSON, GAUGES)
    asker.ask(RIVERS)
    before = asker.rows(RIVERS)
    assert before
    portal.answers["/gauges"] = (200, JSON, b"{}")
    done = asker.ask(RIVERS, 15)
    assert "gauges is missing" in done.state.error
    assert asker.rows(RIVERS) == before
    assert done.state.answered == NOW
    assert (asker.history.path.parent / "refused-rivers").read_text() == "{}"


def test_a_gauge_ages_as_a_wait_does_and_a_daily_one_slower() -> None:
    def aged(hours: float, *, is_daily: bool = False) -> tuple[str, float | None]:
        row = {"observed": (NOW - timedelta(hours=hours)).isoformat(), "is_daily": is_daily,
               "value": 1.0, "value_si": 1.0}  # fmt: skip
        shown = present_gauges((row,), NOW)[0]
        return shown["age"], shown["value"]

    assert [aged(hours) for hours in (1.9, 2, 6)] == [("fresh", 1), ("old", 1), ("past", None)]
    assert [aged(hours, is_daily=True) for hours in (47, 48, 96)] == [
        ("fresh", 1), ("old", 1), ("past", None),
    ]  # fmt: skip


def test_feeds_are_chosen_by_setting_and_the_rate_needs_its_token() -> None:
    assert tuple(LIVE_FEEDS) == LIVE_NAMES
    usual = feed_settings(())
    assert [feed.name for feed in feeds_asked(usual)] == ["waits", "rivers", "alerts"]
    named = {"BORDER_PORTS_LIVE_FEEDS": "rate, ibwc"}
    assert [feed.name for feed in feeds_asked(feed_settings((), named))] == ["ibwc"]
    token = named | {"BORDER_PORTS_BANXICO_TOKEN": "t"}
    assert [feed.name for feed in feeds_asked(feed_settings((), token))] == ["ibwc", "rate"]
    with pytest.raises(InvalidValueError, match="waits, rivers, alerts, ibwc, rate"):
        feed_settings((), {"BORDER_PORTS_LIVE_FEEDS": "wait"})
    assert all(feed.minutes >= 10 for feed in LIVE_FEEDS.values())


def test_the_poller_asks_each_feed_at_its_own_pace(
    asker: Asker, portal: Portal, border: Border
) -> None:
    """In three hours: each quarter of an hour, and where nothing comes less and less often."""
    portal.answers["/gauges"] = (200, JSON, GAUGES)
    clock = [NOW]

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            clock[0] += timedelta(seconds=timeout or 0)
            if clock[0] >= NOW + timedelta(hours=3):
                self.set()
            return self.is_set()

    settings = FeedSettings(addresses=asker.settings.addresses, live=LiveSettings())
    with Fetcher(Manner(attempts=1), sleep=lambda _: None) as fetcher:
        Poller(
            history=asker.history, border=border, fetcher=fetcher, settings=settings,
            feeds=(RIVERS, ALERTS), clock=lambda: clock[0],
        ).run(Stop())  # fmt: skip
    rivers, alerts = (asker.history.state(feed.name) for feed in (RIVERS, ALERTS))
    assert 11 <= rivers.polls <= 13
    assert rivers.failures == 0
    assert 4 <= alerts.polls <= 5
    assert alerts.failing == alerts.polls
