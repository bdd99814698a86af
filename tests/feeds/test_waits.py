"""What is read out of CBP's answers, against the answers themselves and what is known of them."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from geo import Border
from geo.feeds.clock_text import moment_of
from geo.feeds.fetch import PayloadError
from geo.feeds.waits import Place, Reading, WaitReport, places_of, refuse_future, wait_report

Captured = Callable[[str], bytes]
NEWEST = "bwtnew_2026-10-01.json"
OLDER = "bwtnew_2022-06-29.json"
OLDEST = "bwt_2014-04-28.xml"


@pytest.fixture(scope="module")
def places(border: Border) -> dict[str, Place]:
    """Return the places that we know."""
    return places_of(border)


@pytest.fixture(scope="module")
def reports(places: dict[str, Place], captured: Captured) -> dict[str, WaitReport]:
    """Return what the three answers say."""
    return {name: wait_report(captured(name), places) for name in (NEWEST, OLDER, OLDEST)}


def one(report: WaitReport, number: str, lane: str) -> Reading:
    """Return the only reading of a place and kind of lane."""
    (found,) = [r for r in report.readings if (r.number, r.lane) == (number, lane)]
    return found


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("name", "count", "published"),
    [
        (NEWEST, 44, utc(2026, 10, 1, 9, 7, 49)),
        (OLDER, 44, utc(2022, 6, 29, 17, 25, 16)),
        (OLDEST, 42, utc(2014, 4, 29, 1, 41, 1)),
    ],
)
def test_every_form_is_read(
    reports: dict[str, WaitReport], name: str, count: int, published: datetime
) -> None:
    report = reports[name]
    assert len(report.readings) == 7 * count
    assert report.published == published
    assert "unknown_numbers" not in report.counted


def test_every_figure_of_the_answer_is_there(
    reports: dict[str, WaitReport], captured: Captured
) -> None:
    """The digits of the file, summed by a reader that knows nothing of ours."""
    for name in (NEWEST, OLDER):
        delays = [
            int(lanes["delay_minutes"])
            for record in json.loads(captured(name))
            for group in record.values()
            if isinstance(group, dict)
            for lanes in group.values()
            if isinstance(lanes, dict) and lanes["delay_minutes"]
        ]
        minutes = [r.minutes for r in reports[name].readings if r.minutes is not None]
        assert Counter(minutes) == Counter(delays)


def test_the_trucks_of_otay_mesa_and_its_travellers_are_two_places_of_one_port(
    reports: dict[str, WaitReport],
) -> None:
    trucks = one(reports[OLDER], "250602", "commercial_standard")
    travellers = one(reports[OLDER], "250601", "pov_standard")
    assert (trucks.port_id, trucks.minutes, trucks.lanes_open, trucks.method) == (
        "otay-mesa", 45, 6, "rfid",
    )  # fmt: skip
    assert (travellers.port_id, travellers.minutes, travellers.method) == (
        "otay-mesa",
        70,
        "manual",
    )


def test_hours_in_words_are_minutes(reports: dict[str, WaitReport]) -> None:
    report = reports[OLDEST]
    assert one(report, "250302", "pov_standard").minutes == 90, "1 hrs 30 min"
    assert one(report, "250401", "pov_standard").minutes == 60, "1 hr"
    assert one(report, "535501", "pov_standard").minutes == 35, "35 min"
    assert one(report, "250401", "pov_standard").method is None, "the old form does not say"


def test_no_word_is_not_no_wait(reports: dict[str, WaitReport]) -> None:
    found = {
        "230201": ("commercial_standard", "closed"),
        "230501": ("pov_standard", "pending"),
        "260401": ("pov_ready", "not_applicable"),
    }
    for number, (lane, status) in found.items():
        reading = one(reports[NEWEST], number, lane)
        assert (reading.status, reading.minutes, reading.lanes_open, reading.observed) == (
            status, None, None, None,
        )  # fmt: skip
    assert one(reports[NEWEST], "240601", "pov_standard").minutes == 0, "no delay, 0 minutes"
    assert one(reports[NEWEST], "250302", "pov_sentri").minutes == 5, "no delay, 5 minutes"


def test_second_records_are_left_out_and_told_of_when_they_speak(
    places: dict[str, Place], captured: Captured
) -> None:
    records = json.loads(captured(NEWEST))
    second = next(record for record in records if record["port_number"] == "240215")
    lanes = second["commercial_vehicle_lanes"]["standard_lanes"]
    lanes |= {"operational_status": "delay", "delay_minutes": "20", "lanes_open": "2",
              "update_time": "At 3:00 am MDT"}  # fmt: skip
    report = wait_report(json.dumps(records).encode(), places)
    assert report.counted == {"second_records_with_figures": 1}
    assert "240215" in report.messages[0]
    assert "240215" not in {r.number for r in report.readings}


def test_numbers_that_we_do_not_know_are_counted_and_named(
    places: dict[str, Place], captured: Captured
) -> None:
    records = json.loads(captured(NEWEST))
    records[0]["port_number"] = "259999"
    records.append(records[-1])
    report = wait_report(json.dumps(records).encode(), places)
    assert report.counted == {"unknown_numbers": 1}
    assert report.messages == ("unknown numbers: 259999 (Andrade)",)
    records.append(next(r for r in records if r["port_number"] == "250401"))
    assert wait_report(json.dumps(records).encode(), places).counted["repeated_numbers"] == 1


def test_a_word_of_cbp_that_we_do_not_know_is_no_wait(
    places: dict[str, Place], captured: Captured
) -> None:
    content = captured(NEWEST).replace(b'"operational_status":"delay"', b'"operational_status":"?"')
    report = wait_report(content, places)
    assert report.counted["unclear"] == 11, "the answer says delay eleven times"
    assert {r.minutes for r in report.readings if r.status == "unclear"} == {None}


def test_the_frame_is_typed(reports: dict[str, WaitReport]) -> None:
    frame = reports[OLDER].frame()
    assert str(frame["observed"].dtype) == "datetime64[us, UTC]"
    assert str(frame["minutes"].dtype) == "Int64"
    assert frame.loc[frame["status"] != "reported", "minutes"].isna().all()
    longest = frame.sort_values("minutes", ascending=False, na_position="last").iloc[0]
    assert (longest["port_id"], longest["lane"], longest["minutes"]) == (
        "san-ysidro", "pov_standard", 140,
    )  # fmt: skip
    assert longest["observed"] == pd.Timestamp("2022-06-29 17:00", tz="UTC")


def test_arizona_means_its_own_time_whatever_it_calls_it(reports: dict[str, WaitReport]) -> None:
    """Naco wrote 10:00 am PST at 17:25 UTC; by that zone it would be to come."""
    naco = one(reports[OLDER], "260301", "pov_standard")
    assert naco.said == "At 10:00 am PST"
    assert naco.observed == utc(2022, 6, 29, 17)
    nogales = one(reports[NEWEST], "260401", "pov_standard")
    assert nogales.said == "At 11:00 pm MST"
    assert nogales.observed == utc(2026, 10, 1, 6), "the evening before"


DENVER, CHICAGO = ZoneInfo("America/Denver"), ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("text", "zone", "published", "expected"),
    [
        ("At Noon CDT", CHICAGO, utc(2022, 6, 29, 17, 25), utc(2022, 6, 29, 17)),
        ("At Midnight CDT", CHICAGO, utc(2022, 6, 29, 5, 10), utc(2022, 6, 29, 5)),
        ("At Midnight CDT", CHICAGO, utc(2022, 6, 29, 4, 50), utc(2022, 6, 29, 5)),
        ("At 12:30 am CDT", CHICAGO, utc(2022, 6, 29, 6), utc(2022, 6, 29, 5, 30)),
        ("At 12:00 pm CDT", CHICAGO, utc(2022, 6, 29, 18), utc(2022, 6, 29, 17)),
        ("At 1:00 pm CDT", CHICAGO, utc(2022, 6, 29, 17, 25), utc(2022, 6, 29, 18)),
        ("At 5:00 am CDT", CHICAGO, utc(2022, 6, 29, 7, 8), utc(2022, 6, 28, 10)),
        ("At 11:00 pm CDT", CHICAGO, utc(2022, 6, 29, 7, 8), utc(2022, 6, 29, 4)),
        ("At 1:30 am MDT", DENVER, utc(2026, 11, 1, 10), utc(2026, 11, 1, 7, 30)),
        ("At 1:30 am MST", DENVER, utc(2026, 11, 1, 10), utc(2026, 11, 1, 8, 30)),
        ("At 1:30 am", DENVER, utc(2026, 11, 1, 7, 40), utc(2026, 11, 1, 8, 30)),
        ("At 1:30 am", DENVER, utc(2026, 11, 1, 7, 20), utc(2026, 11, 1, 7, 30)),
        ("At 3:00 am MDT", DENVER, utc(2026, 3, 8, 9, 30), utc(2026, 3, 8, 9)),
        ("soon", DENVER, utc(2026, 3, 8, 9, 30), None),
        ("At 13:00 pm MDT", DENVER, utc(2026, 3, 8, 9, 30), None),
    ],
)  # fmt: skip
def test_a_clock_without_a_day(
    text: str, zone: ZoneInfo, published: datetime, expected: datetime | None
) -> None:
    assert moment_of(text, zone, published) == expected


def without(name: str) -> Callable[[list[dict[str, Any]]], object]:
    return lambda records: records[3].pop(name)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without("port_number"), "port_number is missing"),
        (without("passenger_vehicle_lanes"), "passenger_vehicle_lanes is missing"),
        (lambda records: records[3].update(date="2026-10-01"), "date or time"),
        (lambda records: records[3].update(time="25:61:00"), "date or time"),
        (lambda records: records[3].update(port_number=240207), "port_number is missing"),
        (lambda records: records[3]["pedestrian_lanes"]["ready_lanes"].pop("delay_minutes"),
         "delay_minutes is missing"),
        (lambda records: records.__delitem__(slice(20, None)), "only 20 places"),
        (lambda records: records.append("more"), "not a list of objects"),
    ],
)  # fmt: skip
def test_an_answer_that_lacks_something_is_refused_whole(
    places: dict[str, Place],
    captured: Captured,
    spoil: Callable[[list[dict[str, Any]]], object],
    said: str,
) -> None:
    records = json.loads(captured(NEWEST))
    spoil(records)
    with pytest.raises(PayloadError, match=said) as caught:
        wait_report(json.dumps(records).encode(), places)
    assert caught.value.payload.startswith("[")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><body>Sorry</body></html>", "does not say when it was updated"),
        (b"<border_wait_time><port>", "XML is not whole"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
        (b"Sorry", "neither JSON nor XML"),
        (b"", "neither JSON nor XML"),
    ],
)
def test_what_is_no_answer_is_refused(places: dict[str, Place], content: bytes, said: str) -> None:
    with pytest.raises(PayloadError, match=said):
        wait_report(content, places)


def test_an_answer_that_is_to_come_is_refused(reports: dict[str, WaitReport]) -> None:
    report = reports[NEWEST]
    refuse_future(report, report.published - timedelta(minutes=59), b"")
    with pytest.raises(PayloadError, match="2026-10-01 09:07 UTC, which is to come"):
        refuse_future(report, report.published - timedelta(minutes=61), b"")
