"""Asking a publisher that behaves as Socrata does, and one that does not."""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from geo.errors import InvalidValueError
from geo.feeds.fetch import FeedError, Fetcher, Manner
from geo.feeds.settings import FEED_VARIABLES, feed_settings
from geo.feeds.socrata import Known, Query, Rows, fetch_rows

BORDER = "US-Mexico Border"
SELECT = ("port_name", "port_code", "date", "measure", "value")


def rows_of(months: int, ports: int = 7) -> list[dict[str, str]]:
    return [
        {
            "port_name": f"Port {port}", "port_code": f"{2300 + port}", "border": BORDER,
            "date": f"2026-{month:02}-01T00:00:00.000", "measure": "Trucks",
            "value": str(100 * month + port),
        }
        for month in range(1, months + 1)
        for port in range(ports)
    ]  # fmt: skip


class Caller:
    """Asks the server and remembers how long it would have waited between attempts."""

    def __init__(self, socrata: Any, **manner: Any) -> None:  # noqa: ANN401
        self.waits: list[float] = []
        self.manner = Manner(contact="maps@example.org", **manner)
        self.socrata = socrata

    def ask(self, before: Known | None = None, **query: Any) -> Rows:  # noqa: ANN401
        asked = Query(
            **{
                "address": self.socrata.url,
                "select": SELECT,
                "where": f"border='{BORDER}' AND date >= '2026-01-01T00:00:00'",
                "order": ("date", "port_code", "measure", ":id"),
                "page_rows": 10,
                **query,
            }
        )
        with Fetcher(self.manner, sleep=self.waits.append) as fetcher:
            return fetch_rows(fetcher, asked, before)


@pytest.fixture
def caller(socrata: Any) -> Caller:  # noqa: ANN401
    """Return a caller of a server that holds 35 rows."""
    socrata.rows = rows_of(5)
    return Caller(socrata)


def test_every_page_is_asked_for_and_each_row_comes_once(caller: Caller) -> None:
    found = caller.ask()
    expected = [{name: row[name] for name in SELECT} for row in rows_of(5)]
    assert list(found.rows) == expected
    offsets = [asked.parameters.get("$offset") for asked in caller.socrata.asked]
    assert offsets == ["0", "10", "20", "30", None]
    assert caller.waits == []


def test_rows_that_just_fill_the_pages_are_all_there_is(caller: Caller) -> None:
    caller.socrata.rows = rows_of(10, ports=2)
    assert len(caller.ask().rows) == 20
    assert len(caller.socrata.asked) == 4


def test_who_asks_says_so_and_sends_its_token(caller: Caller) -> None:
    caller.ask(token="a-token")  # noqa: S106 - made up
    headers = caller.socrata.asked[0].headers
    assert headers["User-Agent"].startswith("border-ports/")
    assert headers["User-Agent"].endswith("(maps@example.org)")
    assert {asked.headers.get("X-App-Token") for asked in caller.socrata.asked} == {"a-token"}


def test_no_token_is_sent_where_there_is_none(caller: Caller) -> None:
    caller.ask()
    assert "X-App-Token" not in caller.socrata.asked[0].headers


def test_a_wrong_token_is_told_in_the_publishers_words(caller: Caller) -> None:
    with pytest.raises(FeedError, match=r"403 Forbidden .Invalid app_token specified"):
        caller.ask(token="wrong")  # noqa: S106
    assert len(caller.socrata.asked) == 1, "asking again would not help"


def test_too_many_requests_waits_as_long_as_it_is_told(
    caller: Caller, faults: Any, caplog: pytest.LogCaptureFixture  # noqa: ANN401
) -> None:  # fmt: skip
    caller.socrata.faults = [faults.status(429, Retry_After="7")]
    with caplog.at_level(logging.WARNING):
        assert len(caller.ask().rows) == 35
    assert 7 <= caller.waits[0] < 8
    assert "429 Too Many Requests (Try later); again in 7.0 s" in caplog.text


def test_a_date_to_come_back_at_is_waited_for(caller: Caller, faults: Any) -> None:  # noqa: ANN401
    moment = datetime.now(UTC) + timedelta(seconds=60)
    caller.socrata.faults = [faults.status(503, Retry_After=format_datetime(moment, usegmt=True))]
    assert len(caller.ask().rows) == 35
    assert 50 < caller.waits[0] <= 61


def test_a_wait_of_an_hour_is_left_to_the_person(caller: Caller, faults: Any) -> None:  # noqa: ANN401
    caller.socrata.faults = [faults.status(429, Retry_After="3600")]
    with pytest.raises(FeedError, match="asks to come back in 3,600 s"):
        caller.ask()
    assert caller.waits == []


@pytest.mark.parametrize("name", ["cut_short", "silent"])
def test_a_connection_that_fails_is_tried_again(socrata: Any, faults: Any, name: str) -> None:  # noqa: ANN401
    socrata.rows = rows_of(5)
    caller = Caller(socrata, silent_seconds=0.5)
    socrata.faults = [getattr(faults, name)]
    assert len(caller.ask().rows) == 35
    assert len(caller.waits) == 1


def test_a_server_error_and_half_a_json_are_tried_again(caller: Caller, faults: Any) -> None:  # noqa: ANN401
    caller.socrata.faults = [
        faults.status(500), faults.status(202), faults.body(b'[{"port_name":"Ro'), None,
        faults.status(502),
    ]  # fmt: skip
    assert len(caller.ask().rows) == 35
    assert len(caller.waits) == 4


def test_waits_grow_and_never_all_at_the_same_moment(caller: Caller, faults: Any) -> None:  # noqa: ANN401
    caller.socrata.faults = [faults.status(500)] * 5
    with pytest.raises(FeedError, match="500 Internal Server Error"):
        caller.ask()
    assert len(caller.waits) == 4, "five attempts"
    for number, wait in enumerate(caller.waits):
        assert 2**number <= wait <= 2**number + 1
    assert len({wait % 1 for wait in caller.waits}) > 1, "jitter"


def test_an_answer_that_drips_is_not_waited_for(socrata: Any, faults: Any) -> None:  # noqa: ANN401
    socrata.rows = rows_of(5)
    caller = Caller(socrata, whole_seconds=0.3, attempts=2)
    socrata.faults = [faults.dripping, faults.dripping]
    with pytest.raises(FeedError, match=r"took longer than 0\.3 s"):
        caller.ask()


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_too_large_is_refused_at_once(socrata: Any, faults: Any, *, packed: bool) -> None:  # noqa: ANN401
    caller = Caller(socrata, max_bytes=100_000)
    socrata.faults = [faults.bomb if packed else faults.body(b" " * 200_000)]
    with pytest.raises(FeedError, match="larger than"):
        caller.ask()
    assert len(socrata.asked) == 1


def test_a_page_of_a_portal_is_no_data(caller: Caller, faults: Any) -> None:  # noqa: ANN401
    caller.socrata.faults = [faults.body(b"<html>Sign in</html>", "text/html")]
    with pytest.raises(FeedError, match="'text/html', not JSON"):
        caller.ask()


@pytest.mark.parametrize("value", [b'{"error":true}', b'["a"]', b"null", b"7"])
def test_json_that_is_no_list_of_rows_is_refused(caller: Caller, faults: Any, value: bytes) -> None:  # noqa: ANN401
    caller.socrata.faults = [faults.body(value)]
    with pytest.raises(FeedError, match="not a list of objects"):
        caller.ask()


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.2:1/x.json", "https://127.0.0.1/x.json", "http://example.org/", "file:///x"],
)
def test_a_redirect_elsewhere_is_refused(caller: Caller, faults: Any, target: str) -> None:  # noqa: ANN401
    caller.socrata.faults = [faults.redirect(target)]
    with pytest.raises(FeedError, match="refused"):
        caller.ask(token="a-token")  # noqa: S106
    assert len(caller.socrata.asked) == 1


def test_a_redirect_within_the_same_place_is_followed(caller: Caller, faults: Any) -> None:  # noqa: ANN401
    caller.socrata.rows = rows_of(1)
    query = "?%24select=value&%24where=border%3D'US-Mexico Border' AND date >= '2026'&%24limit=10"
    caller.socrata.faults = [faults.redirect(f"{caller.socrata.url}{query}")]
    assert len(caller.ask().rows) == 7
    caller.socrata.faults = [faults.redirect(caller.socrata.url)] * 9
    with pytest.raises(FeedError, match="redirects without end"):
        caller.ask()


def test_rows_that_a_server_keeps_back_are_noticed(caller: Caller) -> None:
    caller.socrata.max_rows = 4
    with pytest.raises(FeedError, match="4 rows came, but the data set counts 35"):
        caller.ask()


def test_a_query_that_is_not_understood_is_told(caller: Caller) -> None:
    with pytest.raises(FeedError, match=r"400 Bad Request .Query cannot be read"):
        caller.ask(where="nonsense")


def test_the_same_answer_is_not_sent_twice(caller: Caller) -> None:
    first = caller.ask(page_rows=100)
    assert not first.unchanged
    again = caller.ask(first.known, page_rows=100)
    assert again.unchanged
    assert again.rows == ()
    assert caller.ask(again.known, page_rows=100).unchanged
    caller.socrata.rows[3]["value"] = "1"
    later = caller.ask(again.known, page_rows=100)
    assert [row["value"] for row in later.rows][3] == "1"


def test_an_answer_of_several_pages_or_another_query_is_always_sent(caller: Caller) -> None:
    several = caller.ask(page_rows=10)
    assert several.known == Known()
    one = caller.ask(page_rows=100)
    other = caller.ask(one.known, page_rows=100, where=f"border='{BORDER}' AND date >= '2026-05'")
    assert len(other.rows) == 7


def test_a_publisher_that_is_away_is_told(socrata: Any) -> None:  # noqa: ANN401
    caller = Caller(socrata, attempts=2)
    with pytest.raises(FeedError, match=r"127\.0\.0\.1: "):
        caller.ask(address="http://127.0.0.1:9/x.json")
    assert len(caller.waits) == 1


@pytest.mark.parametrize(
    "address",
    ["http://data.bts.gov/x.json", "ftp://127.0.0.1/x", "https:///x", "data.bts.gov",
     "https://me:secret@data.bts.gov/x.json", "https://data.bts.gov/x.json?$limit=1"],
)  # fmt: skip
def test_only_https_addresses_are_asked_or_this_machine(address: str) -> None:
    with pytest.raises(InvalidValueError, match="BORDER_PORTS_VOLUMES_URL") as caught:
        feed_settings(("volumes",), {"BORDER_PORTS_VOLUMES_URL": address})
    assert "secret" not in str(caught.value)


def test_settings_come_from_the_environment() -> None:
    named = {name: name.lower() for name in FEED_VARIABLES}
    found = feed_settings(("volumes",), {**named, "BORDER_PORTS_VOLUMES_URL": "https://a.gov/x"})
    assert found.contact == "border_ports_contact"
    assert found.socrata_token == "border_ports_socrata_token"  # noqa: S105 - as made up above
    assert found.address("volumes", "https://b.gov/y") == "https://a.gov/x"
    assert (
        feed_settings(("volumes",), {}).address("volumes", "https://b.gov/y") == "https://b.gov/y"
    )
