"""Waits as the service shows them: with their age, and never an old one as that of now."""

import gzip
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from geo import Border
from geo.feeds.history import History
from geo.feeds.poll import replay
from geo.feeds.recent_waits import RecentWaits
from web.app import create_app
from web.pages import wait_features, wait_history, wait_nearest, waits
from web.pages.wait_chart import wait_chart
from web.settings import Settings

WAITS = Path(__file__).parents[1] / "data" / "waits"
PUBLISHED = datetime(2022, 6, 29, 17, 25, 16, tzinfo=UTC)


@pytest.fixture(scope="module")
def live(border: Border, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Return a service that shows CBP's answer of 2022-06-29, and had the like a week before.

    The wait of trucks at Otay Mesa was ten minutes less then.
    """
    folder = tmp_path_factory.mktemp("live")
    content = gzip.decompress((WAITS / "bwtnew_2022-06-29.json.gz").read_bytes())
    records = json.loads(content)
    for record in records:
        record["date"] = record["date"].replace("6/29/", "6/22/")
        lanes = record["commercial_vehicle_lanes"]["standard_lanes"]
        if (record["port_name"], lanes["delay_minutes"]) == ("Otay Mesa", "45"):
            lanes["delay_minutes"] = "35"
    history = History(folder)
    before = json.dumps(records).encode()
    replay(history, border, before, PUBLISHED + timedelta(minutes=1) - timedelta(weeks=1))
    replay(history, border, content, PUBLISHED + timedelta(minutes=1))
    return create_app(Settings(live="read", live_folder=str(folder)), border).test_client()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let it be five minutes after CBP's answer."""
    move(monkeypatch, minutes=5)
    return monkeypatch


def move(monkeypatch: pytest.MonkeyPatch, **later: float) -> None:
    """Let it be some time after CBP's answer."""
    for module in (waits, wait_features, wait_history, wait_nearest):
        monkeypatch.setattr(module, "present_moment", lambda: PUBLISHED + timedelta(**later))


def row(client: FlaskClient, number: str, lane: str) -> dict[str, object]:
    """Return the only row of a place and kind of lane."""
    rows = client.get("/waits?f=json").get_json()["waits"]
    (found,) = [one for one in rows if (one["number"], one["lane"]) == (number, lane)]
    return dict(found)


def cells(page: str, heading: str) -> list[str]:
    """Return the texts of the cells of a place."""
    found = next(part for part in page.split("<tr") if f">{heading}</a>" in part)
    return [" ".join(re.sub("<[^>]+>", "", cell).split())
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", found, re.DOTALL)]  # fmt: skip


@pytest.mark.usefixtures("at")
def test_a_wait_has_the_clocks_of_both_and_its_age(live: FlaskClient) -> None:
    assert row(live, "240203", "commercial_standard") == {
        "port_id": "ysleta", "number": "240203", "place": "El Paso Ysleta",
        "lane": "commercial_standard", "status": "reported", "minutes": 30, "lanes_open": 6,
        "lanes_most": 10, "method": "rfid", "observed": "2022-06-29T17:00:00Z",
        "observed_as_written": "At 11:00 am MDT", "answered": "2022-06-29T17:26:16Z",
        "age_minutes": 30, "age": "fresh",
    }  # fmt: skip


def test_what_is_older_than_six_hours_is_not_now(live: FlaskClient, at: pytest.MonkeyPatch) -> None:
    for hours, age, minutes in ((1.5, "fresh", 30), (2, "old", 30), (6, "past", None)):
        move(at, hours=hours)
        found = row(live, "240203", "commercial_standard")
        assert (found["age"], found["minutes"]) == (age, minutes)
    page = live.get("/waits?lang=en").text
    assert "too old" in cells(page, "Ysleta")
    assert re.findall(r"<b>\d+", page) == ["<b>10"], "Donna's clock was ahead, and is 5:25 old"


@pytest.mark.usefixtures("at")
def test_the_table_says_wait_lanes_method_and_age(live: FlaskClient) -> None:
    page = live.get("/waits?lang=en").text
    assert cells(page, "Ysleta") == [
        "11:00, 30 min ago", "30 6/10 RFID", "20 2/10 RFID", "40 3/12", "1 2/12", "25 3/12",
        "1 2/4", "",
    ]  # fmt: skip
    assert cells(page, "Tornillo")[3:6] == ["5 1/4", "closed", "closed"]
    assert cells(page, "San Luis II")[1] == "CBP has no word yet"
    assert "No official measurement" in page


@pytest.mark.usefixtures("at")
def test_times_of_the_other_side_stand_in_brackets_where_they_differ(live: FlaskClient) -> None:
    """In June 2022 Ojinaga kept mountain time and Matamoros, with Roma, central time."""
    page = live.get("/waits?lang=en").text
    assert cells(page, "Presidio")[0] == "12:00 (11:00), 30 min ago"
    assert cells(page, "Roma")[0] == "12:00, 30 min ago"


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_is_small(live: FlaskClient, lang: str) -> None:
    answer = live.get(f"/waits?lang={lang}")
    assert len(answer.data) < 30_000
    assert "<script" not in answer.text


@pytest.mark.usefixtures("at")
def test_the_rows_are_a_table_too(live: FlaskClient) -> None:
    lines = live.get("/waits?f=csv").text.splitlines()
    document = live.get("/waits?f=json").get_json()
    assert lines[0].startswith("port_id,number,place,lane,status,minutes")
    assert len(lines) == 1 + len(document["waits"])
    assert document["live"] is True
    assert document["published"] == "2022-06-29T17:25:16Z"


@pytest.mark.usefixtures("at")
def test_of_one_kind_of_lane_the_shortest_wait_comes_first(live: FlaskClient) -> None:
    rows = live.get("/waits?f=json&lane=commercial_fast").get_json()["waits"]
    told = [row["minutes"] for row in rows if row["minutes"] is not None]
    assert told == [0, 0, 1, 5, 5, 10, 10, 15, 20, 20, 25], "the digits of the answer, in order"
    assert rows[-1]["minutes"] is None
    assert {row["lane"] for row in rows} == {"commercial_fast"}
    page = live.get("/waits?lane=commercial_fast&lang=en").text
    assert [int(wait) for wait in re.findall(r"<td[^>]*><b>(\d+)", page)] == told
    assert live.get("/waits?f=json&lane=tram").status_code == 400


@pytest.mark.usefixtures("at")
def test_an_answer_of_now_is_not_dated_like_the_data(live: FlaskClient) -> None:
    answer = live.get("/waits?f=json")
    assert "Last-Modified" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    since = {"If-Modified-Since": "Wed, 01 Jan 2098 00:00:00 GMT"}
    assert live.get("/waits?f=json", headers=since).status_code == 200
    same = {"If-None-Match": answer.headers["ETag"]}
    assert live.get("/waits?f=json", headers=same).status_code == 304


@pytest.mark.usefixtures("at")
def test_the_history_of_a_lane_is_answered(live: FlaskClient) -> None:
    address = "/waits/250401/pov_standard?from=2022-06-29&to=2022-06-29"
    assert live.get(address).get_json()["waits"] == [
        {"observed": "2022-06-29T17:00:00Z", "minutes": 140}
    ]
    assert live.get(f"{address}&f=csv").text == "observed,minutes\n2022-06-29T17:00:00Z,140\n"
    assert live.get("/waits/250401/pov_standard?from=2020-01-01").status_code == 400
    assert live.get("/waits/999999/pov_standard").status_code == 404
    assert live.get("/waits/250401/pov").status_code == 404


@pytest.mark.usefixtures("at")
def test_all_waits_of_a_day_are_a_file_for_data_science(live: FlaskClient) -> None:
    rows = live.get("/waits/days/2022-06-29").get_json()["waits"]
    now = live.get("/waits?f=json").get_json()["waits"]
    assert len(rows) == sum(one["minutes"] is not None for one in now)
    wait = next(row for row in rows if (row["number"], row["lane"]) == ("250401", "pov_standard"))
    assert wait == {
        "port_id": "san-ysidro", "number": "250401", "lane": "pov_standard",
        "observed": "2022-06-29T17:00:00Z", "span_seconds": 0, "minutes": 140, "readings": 1,
        "least": 140, "most": 140,
    }  # fmt: skip
    written = pd.read_csv(io.StringIO(live.get("/waits/days/2022-06-29?f=csv").text))
    answer = live.get("/waits/days/2022-06-29?f=parquet")
    assert answer.headers["Content-Type"] == "application/vnd.apache.parquet"
    frame = pd.read_parquet(io.BytesIO(answer.data))
    assert frame["minutes"].tolist() == written["minutes"].tolist()
    assert str(frame["observed"].dt.tz) == "UTC"
    assert list(frame) == list(written) == list(wait)
    assert live.get("/waits/days/2022-06-30").get_json()["waits"] == []
    assert live.get("/waits/days/2022-02-30").status_code == 400


def test_a_file_of_a_day_that_is_over_may_be_kept_longer(
    live: FlaskClient, at: pytest.MonkeyPatch
) -> None:
    assert "max-age=60" in live.get("/waits/days/2022-06-29").headers["Cache-Control"]
    move(at, days=1)
    assert "max-age=3600" in live.get("/waits/days/2022-06-29").headers["Cache-Control"]


def test_the_layer_of_now_stays_the_same_until_something_changes(
    live: FlaskClient, at: pytest.MonkeyPatch
) -> None:
    first = live.get("/waits/now")
    assert first.headers["Content-Type"] == "application/geo+json"
    # Asked a minute after CBP's clock, every 15 minutes; it is five minutes after that clock.
    assert first.headers["Cache-Control"] == "public, max-age=660"
    move(at, minutes=15)
    later = live.get("/waits/now", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 304
    # The newest full hour was 17:00; two hours after it those waits turn old.
    move(at, minutes=94)
    before = live.get("/waits/now").get_json()
    assert before["timeStamp"] < "2022-06-29T19:00:00Z"
    move(at, minutes=95)
    after = live.get("/waits/now").get_json()
    assert after["timeStamp"] == "2022-06-29T19:00:00Z"
    stale = [
        sum(one["properties"]["stale"] for one in document["features"])
        for document in (before, after)
    ]
    assert stale[0] < stale[1]


@pytest.mark.usefixtures("at")
def test_a_feature_says_where_what_and_how_old(live: FlaskClient) -> None:
    features = live.get("/waits/now?lane=commercial_standard").get_json()["features"]
    (ysleta,) = [one for one in features if one["properties"]["port_id"] == "ysleta"]
    lon, lat = ysleta["geometry"]["coordinates"]
    assert (lon, lat) == pytest.approx((-106.335, 31.673), abs=0.01)
    told = ysleta["properties"]
    assert (told["mode"], told["lane_kind"], told["minutes"]) == ("commercial", "standard", 30)
    assert (told["lanes_open"], told["lanes_most"], told["method"]) == (6, 10, "rfid")
    assert (told["observed"], told["answered"]) == ("2022-06-29T17:00:00Z", "2022-06-29T17:26:16Z")
    assert (told["stale"], told["age"]) == (False, "fresh")
    unknown = [one["properties"] for one in features if one["properties"]["minutes"] is None]
    assert {one["status"] for one in unknown} <= {"closed", "pending", "unclear"}


@pytest.mark.usefixtures("at")
def test_the_nearest_are_answered_with_their_waits(live: FlaskClient) -> None:
    asked = "/waits/nearest?lon=-106.45&lat=31.75&lane=pov_standard&order=wait&max_wait=30"
    answer = live.get(asked).get_json()
    minutes = [one["properties"]["minutes"] for one in answer["features"]]
    assert minutes == sorted(minutes)
    assert max(minutes) <= 30
    aside = {one["port_id"]: one for one in answer["not_counted"]}
    assert aside["ysleta"]["minutes"] == 40
    assert "el-paso-good-neighbor" not in aside, "open to SENTRI alone"
    sentri = live.get(asked.replace("pov_standard", "pov_sentri")).get_json()
    near = [one["properties"] for one in sentri["features"]] + sentri["not_counted"]
    assert "el-paso-good-neighbor" in {one["port_id"] for one in near}
    assert live.get(f"{asked}&k=0").status_code == 400
    assert live.get("/waits/nearest?lon=-106.45&lat=31.75").status_code == 400


@pytest.mark.usefixtures("at")
def test_the_page_of_a_port_has_its_lanes_and_what_is_usual(live: FlaskClient) -> None:
    page = live.get("/ports/otay-mesa?lang=en").text
    part = page[page.index('id="waits"') : page.index('id="hours"')]
    assert "Otay Mesa Commercial" in part
    assert "<b>45</b> RFID" in part
    assert re.search(r'class="recent-waits".*<td[^>]*>45</td>', part, re.DOTALL)
    assert (
        "PedWest"
        not in live.get("/ports/san-ysidro?lang=en")
        .text.split('id="waits"')[1]
        .split('id="hours"')[0]
    ), "CBP has no word of any of its lanes"
    assert "70 min, half of the days 70 to 70" not in part, "usual at ten, and it is not ten"


@pytest.mark.usefixtures("at")
def test_the_waits_of_a_port_are_answered_with_what_is_usual(live: FlaskClient) -> None:
    answer = live.get("/ports/otay-mesa/waits")
    rows = answer.get_json()["waits"]
    known = live.get("/waits?f=json").get_json()["waits"]
    assert [{name: value for name, value in one.items() if name != "usual"} for one in rows] == [
        one for one in known if one["port_id"] == "otay-mesa"
    ]
    (usual,) = [one["usual"] for one in rows if one["lane"] == "commercial_standard"]
    assert usual == {"hour": 10, "days": 1, "low": 35.0, "median": 35.0, "high": 35.0}, (
        "that of today is not what is usual"
    )
    assert [one["usual"] for one in rows if one["status"] != "reported"] == [None]
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert live.get("/ports/atlantis/waits").status_code == 404


def test_without_live_data_everything_says_so(client: FlaskClient) -> None:
    assert "No live data." in client.get("/waits?lang=en").text
    assert "Sin datos en vivo." in client.get("/waits?lang=es").text
    assert client.get("/waits?f=json").get_json()["waits"] == []
    assert client.get("/waits?f=csv").text.startswith("port_id,number")
    assert 'id="waits"' not in client.get("/ports/otay-mesa?lang=en").text
    assert client.get("/waits/250401/pov_standard").get_json()["waits"] == []
    assert client.get("/ports/otay-mesa/waits").get_json()["waits"] == []
    assert client.get("/waits/now").get_json()["features"] == []
    near = client.get("/waits/nearest?lon=-106.45&lat=31.75&lane=pov_ready").get_json()
    assert near["features"] == []
    assert {one["status"] for one in near["not_counted"]} == {"not_listed"}
    assert client.get("/waits/days/2022-06-29").get_json()["waits"] == []
    file = client.get("/waits/days/2022-06-29?f=parquet").data
    assert pd.read_parquet(io.BytesIO(file)).empty


def test_health_and_figures_say_how_old_the_answer_is(
    live: FlaskClient, client: FlaskClient
) -> None:
    state = live.get("/health/ready").get_json()["waits"]
    assert (state["failing"], state["failures"]) == (0, 0)
    expected = (datetime.now(UTC) - PUBLISHED).total_seconds()
    assert 0 <= expected - state["age_seconds"] < 600
    text = live.get("/metrics").text
    assert re.search(r"^border_ports_waits_age_seconds [\d.e+]+$", text, re.MULTILINE)
    assert "border_ports_waits_failures_total 0" in text
    assert "border_ports_waits_failing 0" in text
    assert "waits" not in client.get("/health/ready").get_json()
    assert "border_ports_waits" not in client.get("/metrics").text


@pytest.mark.parametrize(
    "days",
    ["to=", "from=", "to=2026-02-30", "to=0001-01-01", "to=9999-12-31", "to=20261125",
     "from=2026-11-26&to=2026-11-25", "from=2025-01-01&to=2026-11-25"],
)  # fmt: skip
def test_days_that_are_none_are_refused_by_name(live: FlaskClient, days: str) -> None:
    answer = live.get(f"/waits/240203/commercial_standard?{days}")
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == days.partition("=")[0]


def test_the_chart_of_a_week_breaks_where_nothing_was_recorded() -> None:
    hours = ((0, 30), (1, 0), (3, 60))
    recent = RecentWaits(first=date(2026, 8, 16), hours=hours, days=())
    chart = wait_chart(recent)
    assert [minutes for _, minutes in chart.ticks] == [0, 20, 40, 60]
    height = {minutes: y for y, minutes in chart.ticks}
    assert chart.path.count("M") == 2, "from the first hour on, and from the fourth on"
    assert f"V{height[0]:g}" in chart.path
    assert chart.path.index(f",{height[60]:g}") > chart.path.index("V")
    assert [day.day for _, day in chart.days] == [16, 17, 18, 19, 20, 21, 22]
