"""The service under bad clients and lost workers: real processes, real sockets."""

import contextlib
import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest

REQUEST_SECONDS = 3
SLOW_CLIENTS = 8
MANY_SLOW_CLIENTS = 40
LONG_SECONDS = 180.0
NEAREST = "/queries/nearest?lon=-100.93&lat=29.32"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve(request_seconds=REQUEST_SECONDS, send_seconds=REQUEST_SECONDS) as found:
        yield found


class Drip:
    """Clients that send a byte every tenth of a second, until told to stop."""

    def __init__(self, port: int, clients: int, head: bytes) -> None:
        self._stop = threading.Event()
        self._port, self._head = port, head
        self.answers: list[bytes] = []
        self._threads = [threading.Thread(target=self._run) for _ in range(clients)]

    def __enter__(self) -> Self:
        """Connect, and begin."""
        for thread in self._threads:
            thread.start()
        time.sleep(0.5)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as client:
            client.settimeout(0.1)
            client.sendall(self._head)
            while not self._stop.is_set():
                try:
                    client.sendall(b" ")
                    self.answers.append(client.recv(1000))
                except TimeoutError:
                    continue
                except OSError:
                    self.answers.append(b"")
                return

    def wait_for_all(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while len(self.answers) < len(self._threads) and time.monotonic() < end:
            time.sleep(0.05)


SLOW_BODY = (
    b"POST /queries/nearest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: 100000\r\n\r\n{"
)
SLOW_HEADERS = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow:"


def slowest(service: Any, requests: int = 30) -> float:
    return max(service.seconds(NEAREST) for _ in range(requests))


@pytest.mark.parametrize("head", [SLOW_HEADERS, SLOW_BODY], ids=["headers", "body"])
@pytest.mark.parametrize("clients", [SLOW_CLIENTS, MANY_SLOW_CLIENTS])
def test_slow_clients_starve_nobody(service: Any, head: bytes, clients: int) -> None:
    with Drip(service.port, clients, head):
        assert slowest(service) < REQUEST_SECONDS / 2


def test_stalled_bodies_hold_nothing_and_each_is_answered_408(
    service: Any,
    watching: Callable[..., Any],
    control: Any,
    bearable: Callable[[Any], float],
    noted: Callable[..., None],
    *,
    long_form: bool,
) -> None:
    answers: list[bytes] = []
    end = time.monotonic() + (LONG_SECONDS if long_form else 0)
    waves = 0
    with watching(service) as others, watching(control) as elsewhere:
        while waves == 0 or time.monotonic() < end:
            waves += 1
            with Drip(service.port, MANY_SLOW_CLIENTS, SLOW_BODY) as drip:
                drip.wait_for_all(REQUEST_SECONDS + 3)
            answers += drip.answers
    noted(f"{MANY_SLOW_CLIENTS} stalled uploads, {waves} times", service, others, "408")
    assert others.failures == []
    assert others.at(1.0) < 4 * bearable(elsewhere), f"{others}; elsewhere {elsewhere}"
    assert {answer.split(b" ")[1] for answer in answers} == {b"408"}
    assert len(answers) == waves * MANY_SLOW_CLIENTS
    assert all(b"connection: close" in answer for answer in answers)


def test_headers_that_do_not_arrive_in_time_close_the_connection(service: Any) -> None:
    begun = time.monotonic()
    with Drip(service.port, SLOW_CLIENTS, SLOW_HEADERS) as drip:
        drip.wait_for_all(REQUEST_SECONDS + 3)
        assert len(drip.answers) == SLOW_CLIENTS
        assert not any(answer.startswith(b"HTTP/1.1 200") for answer in drip.answers)
    assert time.monotonic() - begun < REQUEST_SECONDS + 3


def test_a_body_over_the_limit_is_refused_by_its_declared_length(service: Any) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=5) as client:
        client.sendall(SLOW_BODY.replace(b"100000", b"%d" % (17 * 2**20)))
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_body_over_the_limit_without_a_declared_length_is_refused(service: Any) -> None:
    head = SLOW_BODY.replace(
        b"Content-Length: 100000\r\n\r\n{", b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"100000\r\n" + b" " * 2**20 + b"\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as client:
        client.sendall(head)
        with contextlib.suppress(OSError):
            for _ in range(18):
                client.sendall(chunk)
            client.sendall(b"0\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_leaves_in_the_middle_of_a_body_leaves_nothing_behind(
    service: Any,
) -> None:
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as client:
            client.sendall(SLOW_BODY)
    body = b'{"type":"MultiPoint","coordinates":[[-100.93,29.32]]}'
    head = SLOW_BODY[:-1].replace(b"100000", b"%d" % len(body))
    end = time.monotonic() + 2
    answer = b""
    while not answer.startswith(b"HTTP/1.1 200 ") and time.monotonic() < end:
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as client:
            client.sendall(head + body)
            answer = client.recv(1000)
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_points_are_located_by_many_threads_at_once(service: Any) -> None:
    # GEOS indexes a prepared polygon while it is asked; two threads at once used to crash.
    workers = service.workers()
    wrong: list[object] = []

    def ask(number: int) -> None:
        for step in range(25):
            path = f"/queries/locate?lon={-124 + number * 2 + step / 100}&lat={24 + step / 2}"
            if service.get(path)[0] != 200:
                wrong.append(path)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert service.workers() == workers


def test_every_request_stands_in_the_log_once_though_it_is_written_later(service: Any) -> None:
    marks = [f"/health/live?f=json&mark={number}" for number in range(20)]
    for mark in marks:
        service.get(mark)
    time.sleep(1.0)
    lines = [json.loads(line) for line in service.log.read_text().splitlines()[1:]]
    queries = [line["query"] for line in lines]
    assert [queries.count(mark.partition("?")[2]) for mark in marks] == [1] * len(marks)


def test_sigterm_finishes_open_requests_and_exits_with_0(serve: Callable[..., Any]) -> None:
    body = b'{"type":"MultiPoint","coordinates":[[-100.93,29.32]]}'
    head = SLOW_BODY[:-1].replace(b"100000", b"%d" % len(body))
    with serve() as service:
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as client:
            client.sendall(head + body[:10])
            time.sleep(0.3)
            service.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            client.sendall(body[10:])
            assert client.recv(1000).startswith(b"HTTP/1.1 200 ")
        assert service.process.wait(15) == 0


class SlowReaders:
    """Clients that ask for something large and read nothing of it."""

    def __init__(self, port: int, clients: int, path: str) -> None:
        self._port, self._path = port, path
        self.clients = [self._client() for _ in range(clients)]

    def _client(self) -> socket.socket:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(10)
        client.connect(("127.0.0.1", self._port))
        client.sendall(f"GET {self._path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return client

    def read(self, client: socket.socket) -> int:
        """Return how many bytes still come, until the connection ends."""
        size = 0
        with contextlib.suppress(OSError):
            while part := client.recv(65536):
                size += len(part)
        client.close()
        return size


@pytest.mark.parametrize(
    "path", ["/exports/border-ports.gpkg", "/collections/states/items?f=json&limit=10"]
)
def test_slow_readers_hold_nobody_and_little_memory_and_are_cut_off(
    service: Any, watching: Callable[..., Any], noted: Callable[..., None], path: str
) -> None:
    size = len(service.get(path, timeout=60)[1])
    assert size > 2_000_000
    before = service.private_mib()
    with watching(service) as others:
        slow = SlowReaders(service.port, MANY_SLOW_CLIENTS, path)
        time.sleep(2.0)
        held = service.private_mib() - before
        time.sleep(REQUEST_SECONDS + 2.0)
        read = [slow.read(client) for client in slow.clients]
    noted(f"{MANY_SLOW_CLIENTS} slow readers of {path}", service, others, "cut off")
    assert others.failures == []
    assert others.at(0.95) < 1.0, str(others)
    assert held < 60
    assert max(read) < size
    assert service.get(path, timeout=60)[0] == 200
