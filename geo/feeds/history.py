"""What the feeds said, kept in one SQLite file: the latest state, and every wait there was.

A poll is one transaction, so that a process that is killed loses that poll at most. Readers open
the file for a moment and read only; they never keep the writer waiting.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import orjson

from geo.errors import BorderError
from geo.feeds.fetch import Validators
from geo.feeds.waits import Reading, WaitReport

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DAY", "DAY_COLUMNS", "HISTORY_FILE", "HOUR", "RECORDED", "FeedState", "History",
           "HistoryError", "Series", "Waits", "day_frame"]  # fmt: skip

HISTORY_FILE: Final = "waits.sqlite"
RECORDED, HOUR, DAY = 0, 3600, 86_400
"""Seconds that a kept row stands for; 0 is a wait as it was recorded."""
DAY_COLUMNS: Final = (
    "port_id", "number", "lane", "observed", "span_seconds", "minutes", "readings", "least", "most",
)  # fmt: skip
_VERSION: Final = 1
_BUSY_SECONDS: Final = 10.0
_SCHEMA: Final = """
CREATE TABLE series (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL, lane TEXT NOT NULL, port_id TEXT NOT NULL,
    UNIQUE (number, lane)
);
CREATE TABLE waits (
    series INTEGER NOT NULL, span INTEGER NOT NULL, moment INTEGER NOT NULL,
    minutes INTEGER NOT NULL, readings INTEGER NOT NULL, least INTEGER NOT NULL,
    most INTEGER NOT NULL,
    PRIMARY KEY (series, span, moment)
) WITHOUT ROWID;
CREATE TABLE latest (
    series INTEGER PRIMARY KEY, place INTEGER NOT NULL, status TEXT NOT NULL, minutes INTEGER,
    lanes_open INTEGER, lanes_most INTEGER, method TEXT, observed INTEGER, said TEXT NOT NULL
);
CREATE TABLE feeds (
    feed TEXT PRIMARY KEY, asked REAL, answered REAL, published REAL, sha256 TEXT NOT NULL,
    etag TEXT NOT NULL, last_modified TEXT NOT NULL, polls INTEGER NOT NULL,
    same INTEGER NOT NULL, failures INTEGER NOT NULL, failing INTEGER NOT NULL,
    error TEXT NOT NULL, counted TEXT NOT NULL, messages TEXT NOT NULL
);
"""
_FEED_COLUMNS: Final = (
    "asked", "answered", "published", "sha256", "etag", "last_modified", "polls", "same",
    "failures", "failing", "error", "counted", "messages",
)  # fmt: skip
_MOMENTS: Final = ("asked", "answered", "published")


class HistoryError(BorderError):
    """The file cannot be read or written, or is of another version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How a feed fares. Moments are in UTC, ``None`` before the first.

    ``asked`` is the last request, ``answered`` the last answer that was taken, ``published`` the
    publisher's clock in it. ``polls``, ``same`` and ``failures`` count requests, answers equal to
    the one before, and failures; ``failing`` counts failures since the last answer and ``error``
    says why. ``counted`` and ``messages`` say what was odd in the last answer.
    """

    asked: datetime | None = None
    answered: datetime | None = None
    published: datetime | None = None
    sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    polls: int = 0
    same: int = 0
    failures: int = 0
    failing: int = 0
    error: str = ""
    counted: dict[str, int] | None = None
    messages: tuple[str, ...] = ()

    @property
    def validators(self) -> Validators:
        """Return what the publisher names its last answer by."""
        return Validators(etag=self.etag, last_modified=self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The latest readings in the order of the feed, and how the feed fares."""

    readings: tuple[Reading, ...]
    state: FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Waits of one place and kind of lane, in order: seconds since 1970 in UTC, and minutes."""

    moments: npt.NDArray[np.int64]
    minutes: npt.NDArray[np.int64]


class History:
    """The file of a folder. Nothing is opened or made before something is asked or kept."""

    def __init__(self, folder: Path) -> None:
        self.path: Final = folder / HISTORY_FILE

    def waits(self, feed: str) -> Waits | None:
        """Return the latest readings of a feed, ``None`` where nothing is kept."""
        with self._reading() as file:
            if file is None:
                return None
            state = _state(file, feed)
            rows = file.execute(
                "SELECT port_id, number, lane, status, minutes, lanes_open, lanes_most, method, "
                "observed, said FROM latest JOIN series ON series.id = latest.series "
                "ORDER BY latest.place"
            ).fetchall()
        return Waits(readings=tuple(_reading(row) for row in rows), state=state)

    def state(self, feed: str) -> FeedState:
        """Return how a feed fares."""
        with self._reading() as file:
            return FeedState() if file is None else _state(file, feed)

    def series(
        self, number: str, lane: str, since: datetime, until: datetime, span: int = RECORDED
    ) -> Series:
        """Return the waits of a place and kind of lane from a moment to before another."""
        with self._reading() as file:
            rows = [] if file is None else file.execute(
                "SELECT moment, minutes FROM waits WHERE series = "
                "(SELECT id FROM series WHERE number = ? AND lane = ?) AND span = ? "
                "AND moment >= ? AND moment < ? ORDER BY moment",
                (number, lane, span, int(since.timestamp()), int(until.timestamp())),
            ).fetchall()  # fmt: skip
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return Series(moments=table[:, 0], minutes=table[:, 1])

    def day(self, day: date) -> "pd.DataFrame":
        """Return every kept wait of a day in UTC, by place, kind of lane and moment.

        Columns are ``port_id``, ``number``, ``lane``, ``observed`` (UTC), ``span_seconds`` (0 as
        recorded, else an hour or a day put together), ``minutes`` (of a span the median),
        ``readings``, ``least`` and ``most``.
        """
        start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        with self._reading() as file:
            rows = [] if file is None else file.execute(
                "SELECT port_id, number, lane, moment, span, minutes, readings, least, most "
                "FROM series JOIN waits ON waits.series = series.id "
                "WHERE span IN (?, ?, ?) AND moment >= ? AND moment < ? "
                "ORDER BY number, lane, moment",
                (RECORDED, HOUR, DAY, start, start + DAY),
            ).fetchall()  # fmt: skip
        return day_frame(rows)

    def size(self) -> tuple[int, int]:
        """Return how many waits are kept, and the bytes of the file."""
        with self._reading() as file:
            if file is None:
                return 0, 0
            count = file.execute("SELECT count(*) FROM waits").fetchone()[0]
        return int(count), self.path.stat().st_size

    def keep(self, feed: str, report: WaitReport, state: FeedState) -> int:
        """Keep a report and the state after it, in one transaction; return the new waits."""
        with self._writing() as file:
            known = _series_ids(file, report.readings)
            rows = [
                (known[one.number, one.lane], int(one.observed.timestamp()), one.minutes)
                for one in report.readings
                if one.minutes is not None and one.observed is not None
            ]
            before = file.total_changes
            file.executemany(
                "INSERT INTO waits VALUES (?1, 0, ?2, ?3, 1, ?3, ?3) ON CONFLICT DO UPDATE SET "
                "minutes = ?3, least = ?3, most = ?3 WHERE minutes != ?3",
                rows,
            )
            changed = file.total_changes - before
            file.execute("DELETE FROM latest")
            file.executemany(
                "INSERT INTO latest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (known[one.number, one.lane], place, one.status, one.minutes, one.lanes_open,
                     one.lanes_most, one.method, _seconds(one.observed), one.said)
                    for place, one in enumerate(report.readings)
                ],
            )  # fmt: skip
            _keep_state(file, feed, state)
        return changed

    def keep_state(self, feed: str, state: FeedState) -> None:
        """Keep how a feed fares, and its readings as they were."""
        with self._writing() as file:
            _keep_state(file, feed, state)

    def roll_up(self, now: datetime, recorded_days: int, hourly_days: int, most: int = 30) -> int:
        """Put old waits together: those as recorded into hours, hours into days.

        The row of an hour or day has the median, least and most of the waits in it. At most
        ``most`` days of the file are done at once, each in a transaction of its own.

        Returns
        -------
        int
            The rows that are gone.
        """
        if not self.path.exists():
            return 0
        gone = 0
        for span, into, days in ((RECORDED, HOUR, recorded_days), (HOUR, DAY, hourly_days)):
            limit = int((now - timedelta(days=days)).timestamp()) // DAY * DAY
            for _ in range(most):
                with self._writing() as file:
                    done = _roll_day(file, span, into, limit)
                if not done:
                    break
                gone += done
        return gone

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        if not self.path.exists():
            yield None
            return
        try:
            with closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
            ) as file:
                is_begun = file.execute("PRAGMA user_version").fetchone()[0] != 0
                if is_begun:
                    _check_version(file, self.path)
                yield file if is_begun else None
        except sqlite3.Error as error:
            raise HistoryError(f"{self.path}: cannot be read: {error}") from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(
                sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
            ) as file:
                file.execute("PRAGMA journal_mode = WAL")
                file.execute("PRAGMA synchronous = FULL")
                if file.execute("PRAGMA user_version").fetchone()[0] == 0:
                    file.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {_VERSION};COMMIT;")
                _check_version(file, self.path)
                file.execute("BEGIN IMMEDIATE")
                try:
                    yield file
                except BaseException:
                    file.execute("ROLLBACK")
                    raise
                file.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise HistoryError(f"{self.path}: cannot be written: {error}") from None


def day_frame(rows: Sequence[tuple[Any, ...]]) -> "pd.DataFrame":
    """Return the kept waits of a day as a frame with the columns of ``DAY_COLUMNS``."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(DAY_COLUMNS))
    texts = dict.fromkeys(("port_id", "number", "lane"), "string")
    whole = dict.fromkeys(DAY_COLUMNS[4:], "int64")
    frame["observed"] = pd.to_datetime(frame["observed"], unit="s", utc=True)
    return frame.astype({**texts, **whole, "observed": "datetime64[s, UTC]"})


def _check_version(file: sqlite3.Connection, path: Path) -> None:
    version = file.execute("PRAGMA user_version").fetchone()[0]
    if version != _VERSION:
        raise HistoryError(f"{path}: is of version {version}, expected {_VERSION}")


def _series_ids(
    file: sqlite3.Connection, readings: Sequence[Reading]
) -> dict[tuple[str, str], int]:
    file.executemany(
        "INSERT INTO series (number, lane, port_id) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
        "port_id = excluded.port_id WHERE port_id != excluded.port_id",
        [(one.number, one.lane, one.port_id) for one in readings],
    )
    rows = file.execute("SELECT number, lane, id FROM series")
    return {(number, lane): key for number, lane, key in rows}


def _roll_day(file: sqlite3.Connection, span: int, into: int, limit: int) -> int:
    """Put the oldest day before ``limit`` together; return how many rows are gone."""
    oldest = file.execute(
        "SELECT min((SELECT min(moment) FROM waits WHERE series = one.id AND span = ?)) "
        "FROM series AS one",
        (span,),
    ).fetchone()[0]
    if oldest is None or oldest >= limit:
        return 0
    chosen = (span, oldest // DAY * DAY, oldest // DAY * DAY + DAY)
    of_the_day = "series IN (SELECT id FROM series) AND span = ? AND moment >= ? AND moment < ?"
    parts: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for series, moment, minutes, readings, least, most in file.execute(
        "SELECT series, moment, minutes, readings, least, most FROM waits "  # noqa: S608 - ours
        f"WHERE {of_the_day}",
        chosen,
    ):
        key = (series, moment // into * into)
        parts.setdefault(key, []).append((minutes, readings, least, most))
    file.executemany(
        "INSERT OR REPLACE INTO waits VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(series, into, moment, *_together(rows)) for (series, moment), rows in parts.items()],
    )
    return file.execute(f"DELETE FROM waits WHERE {of_the_day}", chosen).rowcount  # noqa: S608


def _together(rows: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    minutes = sorted(row[0] for row in rows)
    return (
        minutes[(len(minutes) - 1) // 2],
        sum(row[1] for row in rows),
        min(row[2] for row in rows),
        max(row[3] for row in rows),
    )


def _state(file: sqlite3.Connection, feed: str) -> FeedState:
    row = file.execute(
        f"SELECT {', '.join(_FEED_COLUMNS)} FROM feeds WHERE feed = ?",  # noqa: S608 - our names
        (feed,),
    ).fetchone()
    if row is None:
        return FeedState()
    values: dict[str, Any] = dict(zip(_FEED_COLUMNS, row, strict=True))
    values |= {name: _moment(values[name]) for name in _MOMENTS}
    values["counted"] = orjson.loads(values["counted"])
    values["messages"] = tuple(orjson.loads(values["messages"]))
    return FeedState(**values)


def _keep_state(file: sqlite3.Connection, feed: str, state: FeedState) -> None:
    values = {name: getattr(state, name) for name in _FEED_COLUMNS}
    values |= {name: value and value.timestamp() for name, value in values.items()
               if name in _MOMENTS}  # fmt: skip
    values["counted"] = orjson.dumps(state.counted or {}).decode()
    values["messages"] = orjson.dumps(state.messages).decode()
    marks = ", ".join("?" * (len(_FEED_COLUMNS) + 1))
    file.execute(
        f"INSERT OR REPLACE INTO feeds (feed, {', '.join(_FEED_COLUMNS)}) VALUES ({marks})",  # noqa: S608
        (feed, *values.values()),
    )


def _reading(row: tuple[Any, ...]) -> Reading:
    names = ("port_id", "number", "lane", "status", "minutes", "lanes_open", "lanes_most",
             "method", "observed", "said")  # fmt: skip
    values = dict(zip(names, row, strict=True))
    return Reading(**(values | {"observed": _moment(values["observed"])}))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
