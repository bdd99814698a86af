"""A history in PostgreSQL says what one in a SQLite file says of the same polls."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

psycopg = pytest.importorskip("psycopg")

from geo.feeds.history import DAY, HOUR, RECORDED, FeedState, History, HistoryError  # noqa: E402
from geo.feeds.waits import Reading, WaitReport  # noqa: E402

START = datetime(2026, 3, 1, tzinfo=UTC)
POLLS = 90
LANES = ("pov_standard", "pov_ready")


def reading(lane: str, minutes: int | None, moment: datetime | None) -> Reading:
    return Reading(
        port_id="roma", number="231001", lane=lane, minutes=minutes, lanes_open=1, lanes_most=2,
        status="pending" if minutes is None else "reported", method="rfid", observed=moment,
        said="At Noon CST",
    )  # fmt: skip


@pytest.fixture(scope="module")
def both(server: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[History, History]:  # noqa: ANN401
    """Return two histories of the same polls, of every twenty minutes, in which some are put right.

    One is a file, the other in a database.
    """
    folder = tmp_path_factory.mktemp("live")
    histories = (History(folder), History(folder, server.database()))
    random = np.random.default_rng(17)
    for number in range(POLLS):
        moment = START + timedelta(minutes=20 * (number - number % 7 // 6))
        waits = random.integers(0, 90, len(LANES)).tolist()
        readings = [reading(lane, wait, moment) for lane, wait in zip(LANES, waits, strict=True)]
        report = WaitReport(published=moment, readings=(*readings, reading("bus", None, None)))
        state = FeedState(asked=moment, answered=moment, published=moment, polls=number,
                          counted={"unclear": 1}, messages=("ñ",))  # fmt: skip
        news = {history.keep("waits", report, state) for history in histories}
        assert len(news) == 1
    return histories


def what_it_says(history: History) -> dict[str, Any]:
    until = START + timedelta(days=30)
    said: dict[str, Any] = {
        "waits": history.waits("waits"),
        "count": history.size()[0],
        "day": history.day(START.date()).to_dict("records"),
        "none": history.rows("rivers"),
    }
    for lane in LANES:
        hours = history.hours("231001", lane, START, until)
        said[f"{lane} hours"] = (hours.moments.tolist(), hours.minutes.tolist())
        for span in (RECORDED, HOUR, DAY):
            series = history.series("231001", lane, START, until, span)
            said[f"{lane} {span}"] = (series.moments.tolist(), series.minutes.tolist())
    return said


def test_both_say_the_same_before_and_after_old_waits_are_put_together(
    both: tuple[History, History],
) -> None:
    file, database = both
    before = what_it_says(file)
    assert before == what_it_says(database)
    assert before["count"] < POLLS * len(LANES)
    assert len(before["pov_ready hours"][0]) == POLLS // 3
    now = START + timedelta(days=4)
    gone = [history.roll_up(now, 2, 3) for history in both]
    assert gone[0] == gone[1] > 0
    after = what_it_says(file)
    assert after == what_it_says(database)
    assert after[f"pov_ready {DAY}"][0] == [int(START.timestamp())]
    assert database.size()[1] > 0


def test_rows_and_states_are_kept_and_replaced(both: tuple[History, History]) -> None:
    for history in both:
        state = FeedState(answered=START, polls=3, counted={})
        history.keep_rows("rivers", [{"station": "a", "port_ids": ["x"]}, {"station": "b"}], state)
        history.keep_rows("rivers", [{"station": "c", "name_es": "Río"}], state)
        kept = history.rows("rivers")
        assert kept is not None
        assert [dict(row) for row in kept.rows] == [{"station": "c", "name_es": "Río"}]
        assert kept.state == state


def test_of_two_processes_one_leads_and_the_other_takes_over(
    both: tuple[History, History],
) -> None:
    file, database = both
    assert file.leading() is None, "a lock of the folder says it"
    first, second = database.leading(), database.leading()
    assert first is not None
    assert second is not None
    with first as leads:
        assert leads is True
        with second as also:
            assert also is False
        database.keep_state("alerts", FeedState(polls=1))
    third = database.leading()
    assert third is not None
    with third as leads:
        assert leads is True


def test_a_writer_that_fails_leaves_nothing(both: tuple[History, History]) -> None:
    database = both[1]
    before = database.waits("waits")
    report = WaitReport(published=START, readings=(reading("bus", 2**70, START),))
    with pytest.raises((HistoryError, OverflowError)):
        database.keep("waits", report, FeedState())
    assert database.waits("waits") == before


def test_a_database_that_is_away_is_told_of_without_its_password(tmp_path: Path) -> None:
    history = History(tmp_path, "postgresql://someone:secret@127.0.0.1:1/none")
    with pytest.raises(HistoryError) as caught:
        history.waits("waits")
    assert "127.0.0.1:1/none" in str(caught.value)
    assert "secret" not in str(caught.value) + history.name
