"""How long a history of waits takes: `waits.py [ROWS]` makes one of made-up waits and asks it.

Rows are those of 143 lanes, one each quarter of an hour.
"""

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import numpy as np

from geo.feeds.history import FeedState, History
from geo.feeds.usual_waits import day_profile
from geo.feeds.waits import Reading, WaitReport

LANES = 143
STEP = timedelta(minutes=15)
TIMES = 15


def report(moment: datetime) -> WaitReport:
    """Return a report of every lane."""
    return WaitReport(
        published=moment,
        readings=tuple(
            Reading(
                port_id="roma", number=str(lane), lane="pov_standard", status="reported",
                minutes=lane % 90, lanes_open=1, lanes_most=2, method="manual", observed=moment,
                said="At Noon CDT",
            )
            for lane in range(LANES)
        ),
    )  # fmt: skip


def fill(history: History, rows: int, end: datetime) -> None:
    """Write made-up waits up to a moment."""
    history.keep("waits", report(end), FeedState())
    steps = rows // LANES
    moments = int(end.timestamp()) - 900 * np.arange(steps, 0, -1)
    file = sqlite3.connect(history.path, isolation_level=None)
    file.execute("BEGIN")
    for lane in range(1, LANES + 1):
        waits = np.random.default_rng(lane).integers(0, 120, steps)
        file.executemany(
            "INSERT OR IGNORE INTO waits VALUES (?1, 0, ?2, ?3, 1, ?3, ?3)",
            zip([lane] * steps, moments.tolist(), waits.tolist(), strict=True),
        )
    file.execute("COMMIT")
    file.close()
    start = time.perf_counter()
    history.make_hours()
    print(f"make the hours of all waits: {time.perf_counter() - start:.1f} s")


def show(name: str, ask: Callable[[], object]) -> None:
    """Print the median and the least of several times."""
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - start))
    print(f"{name}: median {statistics.median(times):.1f} ms, least {min(times):.1f} ms")


def main(rows: int) -> None:
    """Fill a history and ask it."""
    end = datetime(2026, 10, 1, 12, tzinfo=UTC)
    zone = ZoneInfo("America/Chicago")
    with TemporaryDirectory() as folder:
        history = History(Path(folder))
        fill(history, rows, end)
        print(f"{history.size()[0]:,} rows, {history.path.stat().st_size / 2**20:,.0f} MiB")
        later = iter(end + STEP * number for number in range(1, 100))
        for days in (91, 730, rows // LANES // 96):
            show(f"day profile over {days} days", lambda days=days: day_profile(  # type: ignore[misc]
                history, "7", "pov_standard", zone, until=end, days=days))  # fmt: skip
        show("latest waits", lambda: history.waits("waits"))
        show("keep a poll", lambda: history.keep("waits", report(next(later)), FeedState()))
        start = time.perf_counter()
        gone = history.roll_up(end, 400, 1830, most=7)
        print(f"roll up {gone:,} rows of a week: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_021_440)
