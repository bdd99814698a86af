"""Asking CBP: politely, past every fault, by one process; and what is kept of it."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from geo import Border
from geo.cli import cli
from geo.feeds.fetch import Fetcher, Manner
from geo.feeds.history import DAY, HOUR, RECORDED, FeedState, History, HistoryError
from geo.feeds.poll import (
    CBP_WAITS,
    MIN_PAUSE,
    Polled,
    Poller,
    TooSoonError,
    leading,
    next_poll,
    poll,
    replay,
)
from geo.feeds.settings import FeedSettings, LiveSettings, feed_settings, live_folder

NOW = datetime(2026, 10, 1, 9, 10, tzinfo=UTC)
NEWEST = "bwtnew_2026-10-01.json"
WAITS = 47
"""Lanes with a figure and a time in the answer of 2026-10-01."""


class Asker:
    """Asks the server at moments of its own choice."""

    def __init__(self, cbp: Any, border: Border, folder: Path) -> None:  # noqa: ANN401
        self.history = History(folder)
        self.settings = FeedSettings(addresses={CBP_WAITS: cbp.url})
        self.border = border
        self.manner = Manner(
            contact="maps@example.org", attempts=1, silent_seconds=1, whole_seconds=1,
            max_bytes=2**20,
        )  # fmt: skip

    def ask(self, minutes: float = 0) -> Polled:
        with Fetcher(self.manner) as fetcher:
            moment = NOW + timedelta(minutes=minutes)
            return poll(self.history, fetcher, self.settings, self.border, moment)

    def minutes(self, port: str, lane: str) -> list[int | None]:
        kept = self.history.waits(CBP_WAITS)
        assert kept is not None
        return [r.minutes for r in kept.readings if (r.port_id, r.lane) == (port, lane)]


@pytest.fixture
def asker(cbp: Any, border: Border, tmp_path: Path) -> Asker:  # noqa: ANN401
    """Return an asker with an empty history."""
    return Asker(cbp, border, tmp_path / "live")


def test_what_comes_is_kept_with_both_clocks(asker: Asker, cbp: Any) -> None:  # noqa: ANN401
    done = asker.ask()
    assert done.new_rows == WAITS
    kept = asker.history.waits(CBP_WAITS)
    assert kept is not None
    assert done.report is not None
    assert kept.readings == done.report.readings
    assert kept.state.answered == NOW
    assert kept.state.published == datetime(2026, 10, 1, 9, 7, 49, tzinfo=UTC)
    assert "maps@example.org" in cbp.asked[0]["User-Agent"]
    series = asker.history.series("250601", "pov_standard", NOW - timedelta(days=1), NOW)
    assert series.minutes.tolist() == [65]
    assert series.moments.tolist() == [int(datetime(2026, 10, 1, 9, tzinfo=UTC).timestamp())]


def test_the_same_answer_is_asked_for_conditionally_and_kept_once(asker: Asker, cbp: Any) -> None:  # noqa: ANN401
    asker.ask()
    assert asker.ask(15).new_rows == 0
    assert "If-None-Match" in cbp.asked[1]
    cbp.faults = [lambda handler: handler.send(200, cbp.content)]
    done = asker.ask(30)
    assert (done.report, done.state.same, done.state.answered) == (
        None, 2, NOW + timedelta(minutes=30),
    )  # fmt: skip
    assert asker.history.size()[0] == WAITS


def test_a_figure_that_is_put_right_replaces_the_one_before(asker: Asker, cbp: Any) -> None:  # noqa: ANN401
    asker.ask()
    cbp.content = cbp.content.replace(b'"delay_minutes":"65"', b'"delay_minutes":"70"')
    assert asker.ask(15).new_rows == 1
    assert asker.history.size()[0] == WAITS
    assert asker.minutes("otay-mesa", "pov_standard")[0] in {70, None}
    series = asker.history.series("250601", "pov_standard", NOW - timedelta(days=1), NOW)
    assert series.minutes.tolist() == [70]


def test_nobody_asks_twice_in_ten_minutes(asker: Asker, cbp: Any) -> None:  # noqa: ANN401
    asker.ask()
    with pytest.raises(TooSoonError, match="once in ten minutes"):
        asker.ask(9.9)
    assert len(cbp.asked) == 1
    asker.ask(10)
    assert len(cbp.asked) == 2


FAULTS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "500": (lambda f: f.status(500), "500 Internal Server Error"),
    "429": (lambda f: f.status(429, Retry_After="7200"), "429 Too Many Requests"),
    "403": (lambda f: f.status(403), "403 Forbidden"),
    "slow": (lambda f: f.dripping, "took longer than 1 s"),
    "silent": (lambda f: f.silent, "timed out"),
    "cut short": (lambda f: f.cut_short, "complete message body"),
    "type": (lambda f: f.body(b"<html></html>", "text/html"), "not JSON or XML"),
    "schema": (lambda f: f.body(b'{"ports":[]}'), "not a list of objects"),
    "empty": (lambda f: f.body(b"[]"), "only 0 places"),
    "elsewhere": (lambda f: f.redirect("http://example.org/"), "redirects to http://example.org"),
    "huge": (lambda f: f.body(b" " * 2**21), "larger than 1 MiB"),
    "bomb": (lambda f: f.bomb, "larger than 1 MiB"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_one_request_and_leaves_what_was(
    asker: Asker, cbp: Any, faults: Any, name: str  # noqa: ANN401
) -> None:  # fmt: skip
    asker.ask()
    fault, said = FAULTS[name]
    cbp.faults = [fault(faults)]
    done = asker.ask(15)
    assert said in done.state.error
    assert (done.state.failures, done.state.failing) == (1, 1)
    assert len(cbp.asked) == 2
    kept = asker.history.waits(CBP_WAITS)
    assert kept is not None
    assert (len(kept.readings), kept.state.answered) == (308, NOW)
    after = asker.ask(45)
    assert (after.state.failures, after.state.failing, after.state.error) == (1, 0, "")


def test_what_is_refused_is_put_aside(asker: Asker, cbp: Any) -> None:  # noqa: ANN401
    cbp.content = b'[{"port_number": "250401"}]'
    state = asker.ask().state
    assert "what came is kept in refused-waits" in state.error
    assert (asker.history.path.parent / "refused-waits").read_bytes() == cbp.content
    kept = asker.history.waits(CBP_WAITS)
    assert kept is not None
    assert kept.readings == ()


def test_the_pause_doubles_while_requests_fail_up_to_an_hour() -> None:
    pause = timedelta(minutes=15)
    assert next_poll(FeedState(), NOW, pause, 0.5) == NOW
    waits = [
        next_poll(FeedState(asked=NOW, failing=failing), NOW, pause, 0) - NOW
        for failing in (0, 1, 2, 3, 99)
    ]
    assert [wait.total_seconds() / 60 for wait in waits] == [15, 30, 60, 60, 60]
    later = next_poll(FeedState(asked=NOW), NOW, pause, 1) - NOW
    assert later == timedelta(minutes=16, seconds=30)
    assert next_poll(FeedState(asked=NOW), NOW, timedelta(0), 0) - NOW == MIN_PAUSE


def test_one_process_leads_and_the_next_takes_over(tmp_path: Path) -> None:
    with leading(tmp_path) as first, leading(tmp_path) as second:
        assert (first, second) == (True, False)
    with leading(tmp_path) as third:
        assert third is True


def test_the_poller_asks_when_it_is_due_and_stops_when_told(
    asker: Asker, cbp: Any, border: Border  # noqa: ANN401
) -> None:  # fmt: skip
    """The clock stands a quarter of an hour later each time the poller waits."""
    clock = [NOW]

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            clock[0] += timedelta(seconds=timeout or 0)
            if len(cbp.asked) >= 4:
                self.set()
            return self.is_set()

    with Fetcher(asker.manner) as fetcher:
        poller = Poller(
            history=asker.history, border=border, fetcher=fetcher, settings=asker.settings,
            clock=lambda: clock[0],
        )  # fmt: skip
        poller.run(Stop())
    state = asker.history.state(CBP_WAITS)
    assert (state.polls, state.same, state.failures) == (4, 3, 0)
    assert state.asked is not None
    assert timedelta(minutes=45) <= state.asked - NOW <= timedelta(minutes=49.5)


KILLED = """
import sys, hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from geo.feeds.history import FeedState, History
from geo.feeds.waits import Reading, WaitReport
history = History(Path(sys.argv[1]))
moment = datetime(2026, 10, 1, tzinfo=UTC)
print("ready", flush=True)
while True:
    moment += timedelta(minutes=15)
    readings = tuple(
        Reading(port_id="roma", number=str(number), lane="pov_standard", status="reported",
                minutes=number, lanes_open=1, lanes_most=1, method=None, observed=moment, said="")
        for number in range(143)
    )
    history.keep("waits", WaitReport(published=moment, readings=readings), FeedState(asked=moment))
"""


def test_a_writer_that_is_killed_leaves_whole_polls(tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        while not History(tmp_path).size()[0]:
            time.sleep(0.02)
        time.sleep(0.1)
    finally:
        writer.kill()
        writer.communicate()
    history = History(tmp_path)
    rows, _ = history.size()
    assert rows > 0
    assert rows % 143 == 0
    with sqlite3.connect(history.path) as file:
        assert file.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    file.close()


def test_a_file_that_is_no_history_is_told_of(tmp_path: Path) -> None:
    history = History(tmp_path)
    assert history.waits(CBP_WAITS) is None
    history.path.write_bytes(b"something else, and long enough to be looked at")
    with pytest.raises(HistoryError, match="cannot be read: file is not a database"):
        history.waits(CBP_WAITS)


def test_old_waits_are_put_together_by_the_hour_and_then_by_the_day(
    border: Border, captured: Callable[[str], bytes], tmp_path: Path
) -> None:
    history = History(tmp_path)
    replay(history, border, captured("bwtnew_2022-06-29.json"), NOW)
    with sqlite3.connect(history.path) as file:
        series = file.execute(
            "SELECT id FROM series WHERE number = '250401' AND lane = 'pov_standard'"
        ).fetchone()[0]
        start = int(datetime(2022, 6, 29, 16, tzinfo=UTC).timestamp())
        file.executemany(
            "INSERT INTO waits VALUES (?, 0, ?, ?, 1, ?, ?)",
            [(series, start + 900 * step, wait, wait, wait)
             for step, wait in enumerate((10, 50, 30, 20))],
        )  # fmt: skip
    file.close()
    whole = (NOW - timedelta(days=3650), NOW)
    before = history.size()[0]
    assert history.roll_up(NOW, 400, 10_000) == before
    hours = history.series("250401", "pov_standard", *whole, HOUR)
    assert dict(zip(hours.moments.tolist(), hours.minutes.tolist(), strict=True)) == {
        start: 20, start + 3600: 140,
    }  # fmt: skip
    assert len(history.series("250401", "pov_standard", *whole, RECORDED).moments) == 0
    history.roll_up(NOW, 400, 800)
    days = history.series("250401", "pov_standard", *whole, DAY)
    assert days.minutes.tolist() == [20]
    with sqlite3.connect(history.path) as file:
        row = file.execute(
            "SELECT readings, least, most FROM waits WHERE series = ? AND span = ?", (series, DAY)
        ).fetchone()
    file.close()
    assert row == (5, 10, 140)
    assert history.roll_up(NOW, 400, 800) == 0


def test_the_command_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, captured: Callable[[str], bytes], cbp: Any  # noqa: ANN401
) -> None:  # fmt: skip
    monkeypatch.setenv("BORDER_PORTS_LIVE_FOLDER", str(tmp_path / "live"))
    monkeypatch.setenv("BORDER_PORTS_WAITS_URL", cbp.url)
    monkeypatch.setenv("BORDER_PORTS_CONTACT", "maps@example.org")
    answer = tmp_path / "answer.xml"
    answer.write_bytes(captured("bwt_2014-04-28.xml"))

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli, ["feeds", *words])
        return result.output if result.exception is None else f"{result.exception}"

    assert "no live data" in run("status")
    assert run("replay", str(answer)) == "waits: 294 lanes, 102 new waits\n"
    assert run("once") == "waits: 308 lanes, 47 new waits\n"
    assert "once in ten minutes" in run("once")
    said = run("status")
    assert "requests: 1, unchanged 0, failed 0" in said
    assert "lanes: 308; kept waits: 149" in said


def test_settings_of_live_feeds() -> None:
    found = feed_settings(("waits",), {"BORDER_PORTS_LIVE_MINUTES": "30"})
    assert found.live == LiveSettings(minutes=30)
    with pytest.raises(Exception, match="a whole number, 10 or more"):
        feed_settings(("waits",), {"BORDER_PORTS_LIVE_MINUTES": "9"})
    assert live_folder("", {"XDG_STATE_HOME": "/s"}) == Path("/s/border-ports")
    assert live_folder("/a", {"BORDER_PORTS_LIVE_FOLDER": "/b"}) == Path("/a")


def test_moments_are_kept_to_the_second(asker: Asker) -> None:
    asker.ask()
    first = asker.history.series("250401", "pov_ready", NOW - timedelta(days=1), NOW)
    assert first.moments.dtype == np.int64
    assert len(asker.history.series("250401", "pov_ready", NOW, NOW).moments) == 0
