"""Thousands of requests of any kind: no fault of the service, and memory stays bounded."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import quote

import pytest

REQUESTS = 14_000
LONG_REQUESTS = 60_000
CLIENTS = 8
LONGEST_SECONDS = 105.0
MAX_MIB = 300.0
PATHS = [
    "/", "/conformance", "/collections", "/collections/{layer}", "/collections/{layer}/items",
    "/collections/{layer}/items/{word}", "/collections/{layer}/queryables", "/queries/nearest",
    "/queries/within", "/queries/along", "/queries/between", "/queries/gaps",
    "/queries/locate", "/queries/ports-per-state", "/map", "/ports/{word}", "/states/{word}",
    "/exports", "/problems/{word}", "/health/live", "/metrics", "/static/{word}", "/{word}",
]  # fmt: skip
NAMES = [
    "lon", "lat", "k", "km", "mode", "state", "port", "direction", "from", "to", "bbox", "limit",
    "offset", "filter", "filter-lang", "crs", "datetime", "sortby", "properties", "f", "lang", "v",
    "level", "skipGeometry", "x",
]  # fmt: skip
WORDS = [
    "", "1", "-1", "0", "1e308", "nan", "inf", "null", "true", "US-TX", "del-rio", "ports",
    "states", "volumes", "river_points", "json", "html", "csv", "es", "en", "..",
    "../../etc/passwd",
    "%00", "\x00", "é", "🚢", "\u202e", "'", '"', "<script>", "a=b", "a" * 3000, "-100,25,-90,30",
    "id='x'", "((((((((", "S_INTERSECTS(geometry,POINT(1 2))", "river_km > 5 AND NOT id LIKE '%a'",
    "2020-01-01/..", "id,name_en", "-id", "commercial", "downstream", "999999999999999999999",
    "constructor", "__proto__", "{{7*7}}", "${7*7}", "\r\nX: y", "a;b", "a&b", "a#b", "+", "%",
]  # fmt: skip
LAYERS = ["ports", "river_points", "tolls", "port_codes", "counts", "boundary", "nothing"]
HEADERS = [
    "Accept: text/html", "Accept: application/geo+json", "Accept: image/png", "Accept: */*;q=0",
    "Accept-Language: {word}", "Accept-Encoding: gzip, br", "Accept-Encoding: {word}",
    "If-None-Match: {word}", "If-Modified-Since: {word}", "Range: bytes=0-1", "Origin: {word}",
    "X-Forwarded-Host: {word}", "Content-Type: {word}", "Cookie: {word}", "Referer: {word}",
]  # fmt: skip
METHODS = ["GET"] * 12 + ["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW"]


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve() as found:
        yield found


def request(choose: Random) -> bytes:
    word = quote(choose.choice(WORDS), safe="/.")
    path = choose.choice(PATHS).format(layer=choose.choice(LAYERS), word=word)
    query = "&".join(
        f"{choose.choice(NAMES)}={quote(choose.choice(WORDS))}"
        for _ in range(choose.choice([0, 1, 1, 2, 3, 6]))
    )
    lines = [f"{choose.choice(METHODS)} {path}{'?' if query else ''}{query} HTTP/1.1", "Host: a"]
    for header in choose.sample(HEADERS, choose.choice([0, 0, 1, 3])):
        value = choose.choice(WORDS).encode("ascii", "ignore").decode().replace("\x00", "")
        lines.append(header.format(word=value.replace("\r\n", " ")))
    return ("\r\n".join([*lines, "", ""])).encode("utf-8")


class Client:
    """Sends requests over one connection after another, and counts what comes back."""

    def __init__(self, port: int, seed: int, count: int, end: float) -> None:
        self._port, self._choose, self._count, self._end = port, Random(seed), count, end
        self.statuses: dict[int, int] = {}
        self.faults: list[bytes] = []
        self._client: socket.socket | None = None

    def run(self) -> None:
        for _ in range(self._count):
            if time.monotonic() > self._end:
                break
            text = request(self._choose)
            status = 0
            with contextlib.suppress(OSError, ValueError, IndexError):
                status = self._ask(text)
            if status == 0:
                self._leave()
            if status >= 500 and status != 503:
                self.faults.append(text)
            self.statuses[status] = self.statuses.get(status, 0) + 1
        self._leave()

    def _leave(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _ask(self, text: bytes) -> int:
        if self._client is None:
            self._client = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        self._client.sendall(text)
        found = b""
        while b"\r\n\r\n" not in found:
            part = self._client.recv(65536)
            if not part:
                raise OSError(found)
            found += part
        head, _, body = found.partition(b"\r\n\r\n")
        lower = head.lower()
        if b"content-length:" in lower and not text.startswith(b"HEAD"):
            left = int(lower.partition(b"content-length:")[2].split(b"\r\n")[0]) - len(body)
            while left > 0:
                left -= len(self._client.recv(65536)) or left
        elif b"transfer-encoding" in lower or b"connection: close" in lower:
            self._leave()
        return int(head.split(b" ")[1])


def test_thousands_of_requests_leave_the_service_as_it_was(
    service: Any, watching: Callable[..., Any], noted: Callable[..., None], *, long_form: bool
) -> None:
    workers = service.workers()
    asked = LONG_REQUESTS if long_form else REQUESTS
    end = time.monotonic() + LONGEST_SECONDS * asked / REQUESTS
    clients = [Client(service.port, seed, asked // CLIENTS, end) for seed in range(CLIENTS)]
    threads = [threading.Thread(target=client.run) for client in clients]
    before = service.private_mib()
    with watching(service, clients=1) as others:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    statuses: dict[int, int] = {}
    for client in clients:
        for status, count in client.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    after = service.private_mib()
    answered = ", ".join(f"{count:,} x {status}" for status, count in sorted(statuses.items()))
    noted(f"fuzzing, from {before:.0f} MiB on", service, others, answered)
    assert [fault for client in clients for fault in client.faults] == []
    assert statuses[200] > 0.05 * sum(statuses.values())
    assert sum(statuses.values()) > 0.5 * asked
    assert others.failures == []
    assert after < MAX_MIB
    assert service.workers() == workers


def test_thousands_of_languages_and_origins_take_no_memory(service: Any) -> None:
    def ask(first: int) -> None:
        for number in range(first, first + 1000):
            headers = {"Accept-Language": f"x-{number}", "Origin": f"http://o{number}.example"}
            for _ in range(2):
                assert service.ask("GET", "/conformance", 10, headers)[0] == 200

    before = service.private_mib()
    threads = [threading.Thread(target=ask, args=(first,)) for first in range(0, 3000, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert service.private_mib() - before < 25
