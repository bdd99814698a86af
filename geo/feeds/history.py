"""What the feeds said: the latest state, and every wait there was.

A poll is one transaction, so that a process that is killed loses that poll at most.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson

from geo.feeds.day_hours import (
    DAY,
    HOUR,
    RECORDED,
    Series,
    make_all_hours,
    make_hours,
    read_hours,
)
from geo.feeds.feed_state import (
    FEED_COLUMNS,
    FeedState,
    moment_of_seconds,
    state_of_row,
    state_values,
)
from geo.feeds.keeping import Database, HistoryError, Keeper, Open, SqliteFile
from geo.feeds.waits import Reading, WaitReport

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DAY", "DAY_COLUMNS", "HISTORY_FILE", "HOUR", "RECORDED", "FeedRows", "FeedState",
           "History", "HistoryError", "Series", "Waits", "day_frame"]  # fmt: skip

HISTORY_FILE: Final = "waits.sqlite"
DAY_COLUMNS: Final = (
    "port_id", "number", "lane", "observed", "span_seconds", "minutes", "readings", "least", "most",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The latest readings in the order of the feed, and how the feed fares."""

    readings: tuple[Reading, ...]
    state: FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRows:
    """The latest rows of a feed of which only the present is kept, and how the feed fares."""

    rows: tuple[Mapping[str, Any], ...]
    state: FeedState


class History:
    """What is kept in a folder, or in a PostgreSQL database where one is named.

    Nothing is opened or made before something is asked or kept. ``path`` is the SQLite file of the
    folder, and ``name`` what a person may know the place by.
    """

    def __init__(self, folder: Path, database: str = "") -> None:
        self.path: Final = folder / HISTORY_FILE
        self._keeper: Keeper = Database(database) if database else SqliteFile(self.path)
        self.name: Final = getattr(self._keeper, "name", str(self.path))

    def leading(self) -> AbstractContextManager[bool] | None:
        """Say whether this process alone may ask; ``None`` where a lock of the folder says it."""
        return self._keeper.leading()

    def waits(self, feed: str) -> Waits | None:
        """Return the latest readings of a feed, ``None`` where nothing is kept."""
        with self._keeper.reading() as kept:
            if kept is None:
                return None
            state = _state(kept, feed)
            rows = kept.rows(
                "SELECT port_id, number, lane, status, minutes, lanes_open, lanes_most, method, "
                "observed, said FROM latest JOIN series ON series.id = latest.series "
                "ORDER BY latest.place"
            )
        return Waits(readings=tuple(_reading(row) for row in rows), state=state)

    def rows(self, feed: str) -> FeedRows | None:
        """Return the latest rows of a feed, ``None`` where it never answered."""
        with self._keeper.reading() as kept:
            if kept is None:
                return None
            state = _state(kept, feed)
            rows = kept.rows("SELECT said FROM feed_rows WHERE feed = ? ORDER BY place", (feed,))
        if state.answered is None:
            return None
        return FeedRows(rows=tuple(orjson.loads(row[0]) for row in rows), state=state)

    def state(self, feed: str) -> FeedState:
        """Return how a feed fares."""
        with self._keeper.reading() as kept:
            return FeedState() if kept is None else _state(kept, feed)

    def series(
        self, number: str, lane: str, since: datetime, until: datetime, span: int = RECORDED
    ) -> Series:
        """Return the waits of a place and kind of lane from a moment to before another."""
        with self._keeper.reading() as kept:
            rows = [] if kept is None else kept.rows(
                "SELECT moment, minutes FROM waits WHERE series = "
                "(SELECT id FROM series WHERE number = ? AND lane = ?) AND span = ? "
                "AND moment >= ? AND moment < ? ORDER BY moment",
                (number, lane, span, int(since.timestamp()), int(until.timestamp())),
            )  # fmt: skip
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return Series(moments=table[:, 0], minutes=table[:, 1])

    def lanes(self) -> list[tuple[str, str, str]]:
        """Return the places and kinds of lanes that were ever listed, each with its port."""
        with self._keeper.reading() as kept:
            rows = [] if kept is None else kept.rows(
                "SELECT number, lane, port_id FROM series ORDER BY number, lane"
            )  # fmt: skip
        return [(number, lane, port_id) for number, lane, port_id in rows]

    def hours(self, number: str, lane: str, since: datetime, until: datetime) -> Series:
        """Return the hours that begin from a moment to before another, with the middle wait.

        Of two middle waits it is the lower one. Hours in UTC; those of which no wait is kept are
        not there.
        """
        with self._keeper.reading() as kept:
            if kept is None:
                none = np.array([], dtype=np.int64)
                return Series(moments=none, minutes=none)
            return read_hours(kept, number, lane, int(since.timestamp()), int(until.timestamp()))

    def day(self, day: date) -> "pd.DataFrame":
        """Return every kept wait of a day in UTC, by place, kind of lane and moment.

        Columns are ``port_id``, ``number``, ``lane``, ``observed`` (UTC), ``span_seconds`` (0 as
        recorded, else an hour or a day put together), ``minutes`` (of a span the median),
        ``readings``, ``least`` and ``most``.
        """
        start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        with self._keeper.reading() as kept:
            rows = [] if kept is None else kept.rows(
                "SELECT port_id, number, lane, moment, span, minutes, readings, least, most "
                "FROM series JOIN waits ON waits.series = series.id "
                "WHERE span IN (?, ?, ?) AND moment >= ? AND moment < ? "
                "ORDER BY number, lane, moment",
                (RECORDED, HOUR, DAY, start, start + DAY),
            )  # fmt: skip
        return day_frame(rows)

    def size(self) -> tuple[int, int]:
        """Return how many waits are kept, and the bytes that the history takes."""
        with self._keeper.reading() as kept:
            if kept is None:
                return 0, 0
            count = kept.rows("SELECT count(*) FROM waits")[0][0]
            return int(count), self._keeper.size_bytes(kept)

    def prepare(self) -> None:
        """Make the history, or bring one of an older version up to date."""
        with self._writing():
            pass

    def make_hours(self) -> None:
        """Make the hours of all kept waits anew."""
        with self._writing() as kept:
            make_all_hours(kept)

    def keep(self, feed: str, report: WaitReport, state: FeedState) -> int:
        """Keep a report and the state after it, in one transaction; return the new waits."""
        with self._writing() as kept:
            known = _series_ids(kept, report.readings)
            rows = [
                (known[one.number, one.lane], int(one.observed.timestamp()), one.minutes)
                for one in report.readings
                if one.minutes is not None and one.observed is not None
            ]
            changed = kept.change_many(
                "INSERT INTO waits (series, span, moment, minutes, readings, least, most) "
                "VALUES (?, 0, ?, ?, 1, ?, ?) ON CONFLICT (series, span, moment) DO UPDATE SET "
                "minutes = excluded.minutes, least = excluded.least, most = excluded.most "
                "WHERE waits.minutes != excluded.minutes",
                [(series, moment, wait, wait, wait) for series, moment, wait in rows],
            )
            if changed:
                make_hours(kept, [(series, moment) for series, moment, _ in rows])
            kept.change("DELETE FROM latest")
            kept.change_many(
                "INSERT INTO latest (series, place, status, minutes, lanes_open, lanes_most, "
                "method, observed, said) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (known[one.number, one.lane], index, one.status, one.minutes, one.lanes_open,
                     one.lanes_most, one.method, _seconds(one.observed), one.said)
                    for index, one in enumerate(report.readings)
                ],
            )  # fmt: skip
            _keep_state(kept, feed, state)
        return changed

    def keep_rows(self, feed: str, rows: Sequence[Mapping[str, Any]], state: FeedState) -> None:
        """Keep the rows of a feed in place of those before, and the state after them."""
        with self._writing() as kept:
            kept.change("DELETE FROM feed_rows WHERE feed = ?", (feed,))
            kept.change_many(
                "INSERT INTO feed_rows (feed, place, said) VALUES (?, ?, ?)",
                [(feed, index, orjson.dumps(row).decode()) for index, row in enumerate(rows)],
            )
            _keep_state(kept, feed, state)

    def keep_state(self, feed: str, state: FeedState) -> None:
        """Keep how a feed fares, and its readings as they were."""
        with self._writing() as kept:
            _keep_state(kept, feed, state)

    def roll_up(self, now: datetime, recorded_days: int, hourly_days: int, most: int = 30) -> int:
        """Put old waits together: those as recorded into hours, hours into days.

        The row of an hour or day has the median, least and most of the waits in it. At most
        ``most`` days are done at once, each in a transaction of its own.

        Returns
        -------
        int
            The rows that are gone.
        """
        with self._keeper.reading() as kept:
            if kept is None:
                return 0
        gone = 0
        for span, into, days in ((RECORDED, HOUR, recorded_days), (HOUR, DAY, hourly_days)):
            limit = int((now - timedelta(days=days)).timestamp()) // DAY * DAY
            for _ in range(most):
                with self._writing() as kept:
                    done = _roll_day(kept, span, into, limit)
                if not done:
                    break
                gone += done
        return gone

    @contextmanager
    def _writing(self) -> Iterator[Open]:
        with self._keeper.writing() as (kept, lacks_hours):
            if lacks_hours:
                make_all_hours(kept)
            yield kept


def day_frame(rows: Sequence[tuple[Any, ...]]) -> "pd.DataFrame":
    """Return the kept waits of a day as a frame with the columns of ``DAY_COLUMNS``."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(DAY_COLUMNS))
    texts = dict.fromkeys(("port_id", "number", "lane"), "string")
    whole = dict.fromkeys(DAY_COLUMNS[4:], "int64")
    frame["observed"] = pd.to_datetime(frame["observed"], unit="s", utc=True)
    return frame.astype({**texts, **whole, "observed": "datetime64[s, UTC]"})


def _series_ids(kept: Open, readings: Sequence[Reading]) -> dict[tuple[str, str], int]:
    kept.change_many(
        "INSERT INTO series (number, lane, port_id) VALUES (?, ?, ?) "
        "ON CONFLICT (number, lane) DO UPDATE SET port_id = excluded.port_id "
        "WHERE series.port_id != excluded.port_id",
        [(one.number, one.lane, one.port_id) for one in readings],
    )
    rows = kept.rows("SELECT number, lane, id FROM series")
    return {(number, lane): key for number, lane, key in rows}


def _roll_day(kept: Open, span: int, into: int, limit: int) -> int:
    """Put the oldest day before ``limit`` together; return how many rows are gone."""
    oldest = kept.rows(
        "SELECT min((SELECT min(moment) FROM waits WHERE series = one.id AND span = ?)) "
        "FROM series AS one",
        (span,),
    )[0][0]
    if oldest is None or oldest >= limit:
        return 0
    chosen = (span, oldest // DAY * DAY, oldest // DAY * DAY + DAY)
    of_the_day = "series IN (SELECT id FROM series) AND span = ? AND moment >= ? AND moment < ?"
    parts: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for series, moment, minutes, readings, least, most in kept.rows(
        "SELECT series, moment, minutes, readings, least, most FROM waits "  # noqa: S608 - ours
        f"WHERE {of_the_day}",
        chosen,
    ):
        key = (series, moment // into * into)
        parts.setdefault(key, []).append((minutes, readings, least, most))
    kept.change_many(
        "INSERT INTO waits (series, span, moment, minutes, readings, least, most) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (series, span, moment) DO UPDATE SET "
        "minutes = excluded.minutes, readings = excluded.readings, least = excluded.least, "
        "most = excluded.most",
        [(series, into, moment, *_together(rows)) for (series, moment), rows in parts.items()],
    )
    if into == DAY:
        kept.change("DELETE FROM hours WHERE day < ?", (chosen[2],))
    return kept.change(f"DELETE FROM waits WHERE {of_the_day}", chosen)  # noqa: S608 - ours


def _together(rows: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    minutes = sorted(row[0] for row in rows)
    return (
        minutes[(len(minutes) - 1) // 2],
        sum(row[1] for row in rows),
        min(row[2] for row in rows),
        max(row[3] for row in rows),
    )


def _state(kept: Open, feed: str) -> FeedState:
    rows = kept.rows(
        f"SELECT {', '.join(FEED_COLUMNS)} FROM feeds WHERE feed = ?",  # noqa: S608 - our names
        (feed,),
    )
    return state_of_row(rows[0]) if rows else FeedState()


def _keep_state(kept: Open, feed: str, state: FeedState) -> None:
    marks = ", ".join("?" * (len(FEED_COLUMNS) + 1))
    replaced = ", ".join(f"{name} = excluded.{name}" for name in FEED_COLUMNS)
    kept.change(
        f"INSERT INTO feeds (feed, {', '.join(FEED_COLUMNS)}) VALUES ({marks}) "  # noqa: S608
        f"ON CONFLICT (feed) DO UPDATE SET {replaced}",
        (feed, *state_values(state)),
    )


def _reading(row: tuple[Any, ...]) -> Reading:
    names = ("port_id", "number", "lane", "status", "minutes", "lanes_open", "lanes_most",
             "method", "observed", "said")  # fmt: skip
    values = dict(zip(names, row, strict=True))
    return Reading(**(values | {"observed": moment_of_seconds(values["observed"])}))


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
