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
READ_EVERY = 50


class Reader(threading.Thread):
    """Polls, reads, and notes how long each took and what failed."""

    def __init__(self, address: str, stop: threading.Event) -> None:
        super().__init__()
        self._address, self._stop_asked = address, stop
        self.polls: list[float] = []
        self.reads: list[float] = []
        self.failures: list[str] = []

    def run(self) -> None:
        """Poll until told to stop."""
        while not self._stop_asked.wait(0.1):
            try:
                begun = time.monotonic()
                current_fingerprint(self._address)
                self.polls.append(time.monotonic() - begun)
                if len(self.polls) % READ_EVERY == 0:
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
    threads = [Reader(address, stop) for _ in range(readers)]
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
