"""What is usual at an hour, against pandas over the same waits."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from geo.feeds.history import HOUR, FeedState, History
from geo.feeds.recent_waits import recent_waits
from geo.feeds.usual_waits import day_profile
from geo.feeds.waits import Reading, WaitReport

UNTIL = datetime(2026, 12, 1, tzinfo=UTC)
DAYS = 70
DENVER = ZoneInfo("America/Denver")
"""Its clocks go back within the days: on the first of November one hour has two."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, "pd.Series[int]"]:
    """Return a history of seventy days, four waits an hour with gaps, and the same as a series."""
    random = np.random.default_rng(17)
    moments = pd.date_range(UNTIL - timedelta(days=DAYS), UNTIL, freq="15min", inclusive="left")
    moments = moments[random.random(len(moments)) < 0.7]
    waits = pd.Series(random.integers(0, 180, len(moments)), index=moments)
    history = History(tmp_path_factory.mktemp("live"))
    reading = Reading(
        port_id="ysleta", number="240203", lane="pov_ready", status="pending", minutes=None,
        lanes_open=None, lanes_most=None, method=None, observed=None, said="",
    )  # fmt: skip
    history.keep("waits", WaitReport(published=UNTIL, readings=(reading,)), FeedState())
    with closing(sqlite3.connect(history.path)) as file, file:
        file.executemany(
            "INSERT INTO waits SELECT id, 0, ?1, ?2, 1, ?2, ?2 FROM series",
            zip((moments.as_unit("s").asi8).tolist(), waits.tolist(), strict=True),
        )
    history.make_hours()
    return history, waits


def expected(waits: "pd.Series[int]", weekday: int | None) -> pd.DataFrame:
    """Return days, quartiles and median of each hour of the day by the clock of Denver."""
    of_hour = waits.groupby(pd.DatetimeIndex(waits.index).floor("h"))
    hourly = of_hour.quantile(0.5, interpolation="lower")
    clock = pd.DatetimeIndex(hourly.index).tz_convert(DENVER).tz_localize(None)
    hourly = hourly.groupby(clock).quantile(0.5, interpolation="lower")
    local = pd.DatetimeIndex(hourly.index)
    if weekday is not None:
        chosen = local.day_of_week == weekday
        hourly, local = hourly[chosen], local[chosen]
    by_hour = hourly.groupby(local.hour)
    found = pd.DataFrame({str(share): by_hour.quantile(share) for share in (0.25, 0.5, 0.75)})
    return found.assign(days=by_hour.size())


@pytest.mark.parametrize("weekday", [None, 0, 3, 6])
def test_a_profile_is_what_pandas_makes_of_the_same_waits(
    kept: tuple[History, "pd.Series[int]"], weekday: int | None
) -> None:
    history, waits = kept
    found = day_profile(
        history, "240203", "pov_ready", DENVER, until=UNTIL, weekday=weekday, days=DAYS
    )
    wanted = expected(waits, weekday)
    assert [one.hour for one in found] == wanted.index.tolist() == list(range(24))
    assert [one.days for one in found] == wanted["days"].tolist()
    for name, quantile in (("low", "0.25"), ("median", "0.5"), ("high", "0.75")):
        assert [getattr(one, name) for one in found] == pytest.approx(wanted[quantile].tolist())


def test_waits_put_together_by_the_hour_count_as_before(
    kept: tuple[History, "pd.Series[int]"], tmp_path: Path
) -> None:
    history, _ = kept
    copy = History(tmp_path)
    copy.path.write_bytes(history.path.read_bytes())
    asked = {"until": UNTIL, "weekday": 2, "days": DAYS}
    before = day_profile(copy, "240203", "pov_ready", DENVER, **asked)  # type: ignore[arg-type]
    assert copy.roll_up(UNTIL, 30, 1000, most=100) > 0
    assert len(copy.series("240203", "pov_ready", UNTIL - timedelta(days=40), UNTIL, HOUR).moments)
    after = day_profile(copy, "240203", "pov_ready", DENVER, **asked)  # type: ignore[arg-type]
    assert after == before


def test_nothing_kept_is_nothing_usual(tmp_path: Path) -> None:
    assert day_profile(History(tmp_path), "1", "pov_ready", DENVER, until=UNTIL) == []


def test_the_last_days_are_what_pandas_makes_of_them(
    kept: tuple[History, "pd.Series[int]"],
) -> None:
    """Over the end of summer time, up to an hour that has begun."""
    history, waits = kept
    until = datetime(2026, 11, 3, 18, 20, tzinfo=UTC)
    recent = recent_waits(history, "240203", "pov_ready", DENVER, until=until)
    clock = pd.DatetimeIndex(waits.index).tz_convert(DENVER).tz_localize(None)
    chosen = (clock >= pd.Timestamp("2026-10-28")) & (waits.index < until)
    series = pd.Series(waits.to_numpy()[chosen], index=clock[chosen])
    of_day = series.groupby(series.index.date)
    assert recent.first == date(2026, 10, 28)
    assert [(one.day, one.readings, one.least, one.median, one.most) for one in recent.days] == [
        (day, len(one), one.min(), one.median(), one.max()) for day, one in of_day
    ]
    hours = (series.index - pd.Timestamp("2026-10-28")) // pd.Timedelta("1h")
    middle = series.groupby(hours).quantile(0.5, interpolation="lower")
    assert dict(recent.hours) == middle.to_dict()
    assert not recent_waits(history, "999999", "pov_ready", DENVER, until=until).days
