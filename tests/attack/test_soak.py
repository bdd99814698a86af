"""Everything at once for a while: what people ask, costly work, bad clients, nonsense."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from random import Random
from typing import Any

import pytest

SECONDS = 8.0
LONG_SECONDS = 600.0
MAX_GROWTH_MIB = 60.0
COSTLY = (
    "/exports/brief.pdf?port=del-rio&lang={lang}", "/exports/border-ports.csv?state={state}",
    "/exports/map.svg?state={state}&lang={lang}", "/map/data/detail?v={number}",
    "/collections/states/items?f=kml&filter=id%20%3C%3E%20%27{number}%27",
    "/collections/volumes/items?f=json&limit=5000&offset={number}",
)  # fmt: skip
CHEAP = (
    "/", "/map", "/ports/del-rio?lang={lang}", "/states/{state}", "/exports", "/openapi",
    "/queries/locate?lon=-{number}&lat=29", "/collections/ports/items?filter=id%3D%27{number}%27",
    "/queries/nearest?lon={number}", "/collections/nothing", "/static/site.css", "/metrics",
    "/health/ready",
)  # fmt: skip
STALLED = (
    b"POST /queries/nearest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b"Content-Length: 100000\r\n\r\n{"
)


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve(request_seconds=5, send_seconds=5) as found:
        yield found


class Crowd:
    """Clients of several kinds, each asking again and again until told to stop."""

    def __init__(self, service: Any) -> None:
        self._service = service
        self._stop = threading.Event()
        self.statuses: dict[int, int] = {}
        self._lock = threading.Lock()
        kinds = [(self._ask, CHEAP)] * 2 + [(self._ask, COSTLY), (self._stall, ()),
                 (self._read_nothing, ())]  # fmt: skip
        self.threads = [
            threading.Thread(target=self._run, args=(kind, paths, Random(seed)))
            for seed, (kind, paths) in enumerate(kinds)
        ]

    def run(self, seconds: float) -> None:
        for thread in self.threads:
            thread.start()
        time.sleep(seconds)
        self._stop.set()
        for thread in self.threads:
            thread.join()

    def _run(self, kind: Callable[..., None], paths: tuple[str, ...], choose: Random) -> None:
        while not self._stop.wait(0.02):
            with contextlib.suppress(OSError, HTTPException):
                kind(choose, paths)

    def _ask(self, choose: Random, paths: tuple[str, ...]) -> None:
        path = choose.choice(paths).format(
            lang=choose.choice(["en", "es"]), state=choose.choice(["US-NM", "MX-SON", "XX"]),
            number=choose.randrange(100),
        )  # fmt: skip
        status = self._service.get(path, timeout=choose.choice([1, 30]))[0]
        with self._lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1

    def _stall(self, choose: Random, _paths: tuple[str, ...]) -> None:
        with socket.create_connection(("127.0.0.1", self._service.port), timeout=8) as client:
            client.sendall(STALLED)
            if choose.random() < 0.5:
                client.recv(1000)

    def _read_nothing(self, choose: Random, _paths: tuple[str, ...]) -> None:
        with socket.create_connection(("127.0.0.1", self._service.port), timeout=8) as client:
            client.sendall(b"GET /collections/boundary/items?f=json HTTP/1.1\r\nHost: a\r\n\r\n")
            self._stop.wait(choose.uniform(0, 2))


def open_files(service: Any) -> int:
    return max(len(list(Path(f"/proc/{worker}/fd").iterdir())) for worker in service.workers())


def threads_of(service: Any) -> int:
    return max(len(list(Path(f"/proc/{worker}/task").iterdir())) for worker in service.workers())


def test_a_crowd_leaves_the_service_as_it_was(
    service: Any,
    watching: Callable[..., Any],
    noted: Callable[..., None],
    control: Any,
    bearable: Callable[[Any], float],
    *,
    long_form: bool,
) -> None:
    Crowd(service).run(3.0)  # What every worker makes once is made.
    time.sleep(6.0)
    workers, memory = service.workers(), service.private_mib()
    files, threads = open_files(service), threads_of(service)
    crowd = Crowd(service)
    with watching(service) as others, watching(control) as elsewhere:
        crowd.run(LONG_SECONDS if long_form else SECONDS)
    answered = ", ".join(
        f"{count:,} x {status}" for status, count in sorted(crowd.statuses.items())
    )
    noted(f"a crowd, from {memory:.0f} MiB on", service, others, answered)
    assert others.failures == []
    assert others.at(0.99) < 2 * bearable(elsewhere), f"{others}; elsewhere {elsewhere}"
    assert set(crowd.statuses) <= {200, 307, 400, 404, 503}
    assert service.workers() == workers
    time.sleep(6.0)  # Slow clients are sent away.
    assert service.private_mib() - memory < MAX_GROWTH_MIB
    assert open_files(service) <= files + 8
    assert threads_of(service) <= threads + 4
    assert service.children(makers=True)
