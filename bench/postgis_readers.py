"""Load the data set into PostGIS again and again while others read it, and print who waited.

Usage: ``python bench/postgis_readers.py ADDRESS ELSEWHERE [LOADS] [READERS]``, two databases of one
server, such as ``postgresql://loader@localhost/gis``.

Each reader is a process of its own, so that none waits for another's Python. It polls the
fingerprint as a service does, and now and then reads everything as a service does that starts.
The same is measured while nobody loads, and while loads go into the other database: these take as
much of the machine, but lock nothing that is read. What is longer while they go into the same
database is what they make readers wait. The server is asked all along who waits for a lock.
"""

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier, Event

import geo
from geo.errors import BorderError
from geo.stores.load import load_border
from geo.stores.postgis import PostgisStore, current_fingerprint

LOADS, READERS = 100, 20
IDLE_SECONDS = 20.0
POLL_SECONDS = 0.5
READ_EVERY = 200
"""Polls of a reader from one whole read to the next: more would be a measure of reading alone."""
WATCH_SECONDS = 0.02
SHARES = {"median": 0.5, "p99": 0.99, "longest": 1.0}
_WAITING = (
    "SELECT backend_type, wait_event, left(query, 60) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def poll(address: str, go: Barrier, stop: Event, told: Connection, first_read: int) -> None:
    """Poll and read until told to stop; tell the seconds of each, and what failed."""
    current_fingerprint(address)
    go.wait()
    polls: list[float] = []
    reads: list[float] = []
    failures: list[str] = []
    while not stop.wait(POLL_SECONDS):
        try:
            begun = time.monotonic()
            current_fingerprint(address)
            polls.append(time.monotonic() - begun)
            if len(polls) % READ_EVERY == first_read:
                begun = time.monotonic()
                PostgisStore(address)
                reads.append(time.monotonic() - begun)
        except BorderError as error:
            failures.append(str(error))
    told.send((polls, reads, failures))


def watch(address: str, go: Barrier, stop: Event, told: Connection) -> None:
    """Count how often, when asked, somebody waits for a lock, and who does."""
    import psycopg

    asked = 0
    waiting: Counter[str] = Counter()
    with psycopg.connect(address, autocommit=True) as connection:
        go.wait()
        while not stop.wait(WATCH_SECONDS):
            asked += 1
            waiting.update(", ".join(who) for who in connection.execute(_WAITING).fetchall())
    told.send((asked, waiting))


def measure(title: str, address: str, readers: int, work: Callable[[], object]) -> None:
    """Print how long readers of a database waited during some work."""
    spawn = multiprocessing.get_context("spawn")
    go, stop, ends, processes = spawn.Barrier(readers + 2), spawn.Event(), [], []
    for number in range(readers + 1):
        end, told = spawn.Pipe(duplex=False)
        ends.append(end)
        first = number * READ_EVERY // max(readers, 1)
        target, more = (watch, ()) if number == readers else (poll, (first,))
        processes.append(spawn.Process(target=target, args=(address, go, stop, told, *more)))
        processes[-1].start()
    go.wait()  # until all have started
    begun = time.monotonic()
    work()
    seconds = time.monotonic() - begun
    stop.set()
    *answers, (asked, waiting) = (end.recv() for end in ends)
    for process in processes:
        process.join()
    polls = sorted(one for found, _, _ in answers for one in found)
    reads = [one for _, found, _ in answers for one in found]
    failures = [one for _, _, found in answers for one in found]
    shares = ", ".join(
        f"{name} {polls[int(share * (len(polls) - 1))] * 1000:.0f}"
        for name, share in SHARES.items()
    )
    print(f"{title}: {seconds:.0f} s; {len(polls):,} polls, ms: {shares}")
    print(f"  whole reads {len(reads)}, longest {max(reads, default=0.0):.1f} s")
    print(f"  failures {len(failures)} {failures[:2]}")
    print(f"  asked {asked:,} times who waits for a lock:", flush=True)
    for who, times in waiting.most_common():
        print(f"    {times:,} times: {who}", flush=True)


def main(address: str, elsewhere: str, loads: int = LOADS, readers: int = READERS) -> None:
    """Measure without loads, with loads elsewhere, and with loads here."""
    border = geo.load()
    for one in (address, elsewhere):
        load_border(border, one)

    def load(into: str, times: int) -> None:
        for _ in range(times):
            load_border(border, into)

    measure("nobody loads", address, readers, lambda: time.sleep(IDLE_SECONDS))
    few = max(loads // 4, 1)
    measure(f"{few} loads elsewhere", address, readers, lambda: load(elsewhere, few))
    measure(f"{loads} loads here", address, readers, lambda: load(address, loads))


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
