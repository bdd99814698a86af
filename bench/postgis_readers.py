"""Load the data set into PostGIS again and again while others read it, and print who waited.

Usage: ``python bench/postgis_readers.py postgresql://loader@localhost/gis [LOADS] [READERS]``.
A reader polls the fingerprint as a service does, and now and then reads everything as a service
does that starts.
"""

import sys
import threading
import time

import geo
from geo.errors import BorderError
from geo.stores.load import load_border
from geo.stores.postgis import PostgisStore, current_fingerprint

LOADS, READERS = 100, 20
POLL_SECONDS = 0.5
READ_EVERY = 200
"""Polls of a reader from one whole read to the next: more would be a measure of reading alone."""


class Reader(threading.Thread):
    """Polls, reads, and notes how long each took and what failed."""

    def __init__(self, address: str, stop: threading.Event, first_read: int) -> None:
        super().__init__()
        self._address, self._stop_asked, self._first_read = address, stop, first_read
        self.polls: list[float] = []
        self.reads: list[float] = []
        self.failures: list[str] = []

    def run(self) -> None:
        """Poll until told to stop."""
        while not self._stop_asked.wait(POLL_SECONDS):
            try:
                begun = time.monotonic()
                current_fingerprint(self._address)
                self.polls.append(time.monotonic() - begun)
                if len(self.polls) % READ_EVERY == self._first_read:
                    begun = time.monotonic()
                    PostgisStore(self._address)
                    self.reads.append(time.monotonic() - begun)
            except BorderError as error:
                self.failures.append(str(error))


def main(address: str, loads: int = LOADS, readers: int = READERS) -> None:
    """Print failures, polls and reads of all readers, and how long a load took."""
    border = geo.load()
    load_border(border, address)
    stop = threading.Event()
    threads = [Reader(address, stop, number * READ_EVERY // readers) for number in range(readers)]
    for thread in threads:
        thread.start()
    seconds = []
    for _ in range(loads):
        begun = time.monotonic()
        load_border(border, address)
        seconds.append(time.monotonic() - begun)
    stop.set()
    for thread in threads:
        thread.join()
    polls = sorted(one for thread in threads for one in thread.polls)
    reads = sorted(one for thread in threads for one in thread.reads)
    failures = [one for thread in threads for one in thread.failures]
    print(f"{loads} loads, median {sorted(seconds)[loads // 2]:.1f} s; {readers} readers")
    median, most, longest = (
        polls[int(share * (len(polls) - 1))] * 1000 for share in (0.5, 0.99, 1)
    )
    print(f"polls {len(polls):,}: median {median:.0f} ms, p99 {most:.0f}, longest {longest:.0f}")
    print(f"whole reads {len(reads):,}: longest {reads[-1] if reads else 0:.1f} s")
    print(f"failures {len(failures)}: {failures[:3]}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
