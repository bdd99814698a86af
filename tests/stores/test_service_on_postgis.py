"""The service over PostGIS: through an outage, a recovery and a new version of the data."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("geoalchemy2")

from geo.stores.accept import accept_changes  # noqa: E402

PATIENCE_SECONDS = 300.0


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - loopback
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def wait_for(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)


@pytest.fixture
def service(server: Any, filled: str) -> Iterator[str]:  # noqa: ANN401
    """Serve from a database with two workers that look at it every second."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = os.environ | {
        "BORDER_PORTS_STORE": filled,
        "BORDER_PORTS_PORT": str(port),
        "BORDER_PORTS_STORE_CHECK_SECONDS": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "web", "serve"], env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.poll() is not None or _answers(base))
        assert process.poll() is None
        yield base
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE_SECONDS)
        assert server.port


def _answers(base: str) -> bool:
    try:
        return status_of(f"{base}/health/ready") == 200
    except OSError:
        return False


def ask_without_end(base: str, stop: threading.Event, statuses: list[int]) -> None:
    count = 0
    while not stop.is_set():
        count += 1
        lon = -117.0 + count % 1_900 / 100.0
        statuses.append(status_of(f"{base}/queries/nearest?lon={lon}&lat=31"))
        statuses.append(status_of(f"{base}/collections/ports/items"))


def test_reads_go_on_while_the_database_is_away_and_it_recovers_by_itself(
    service: str,
    server: Any,  # noqa: ANN401
) -> None:
    statuses: list[int] = []
    stop = threading.Event()
    load = threading.Thread(target=ask_without_end, args=(service, stop, statuses))
    load.start()
    try:
        server.stop()
        try:
            wait_for(lambda: status_of(f"{service}/health/ready") == 503)
            assert status_of(f"{service}/health/live") == 200
            before = len(statuses)
            wait_for(lambda: len(statuses) > before + 50)
        finally:
            server.start()
        wait_for(lambda: all(status_of(f"{service}/health/ready") == 200 for _ in range(8)))
    finally:
        stop.set()
        load.join()
    assert set(statuses) == {200}


def test_a_new_version_in_the_database_is_taken_up_without_a_restart(
    service: str, filled: str
) -> None:
    def versions() -> set[bytes]:
        """Return what eight answers name; a worker that is busy may give none of them."""
        found = set()
        for _ in range(8):
            with urllib.request.urlopen(f"{service}/health/ready", timeout=10) as answer:  # noqa: S310
                found |= set(re.findall(rb'"dataset_version":"([^"]+)"', answer.read()))
        return found

    def first_name() -> bytes:
        path = "/collections/ports/items/del-rio?f=json"
        with urllib.request.urlopen(service + path, timeout=10) as answer:  # noqa: S310
            return bytes(answer.read())

    assert b"A new name" not in first_name()
    with psycopg.connect(filled) as connection:
        connection.execute(
            "UPDATE border_ports.ports SET name_en = 'A new name' WHERE id = 'del-rio'"
        )
    (before,) = versions()
    accept_changes(filled)
    wait_for(lambda: versions() == {before + b"+local.1"})
    wait_for(lambda: all(b"A new name" in first_name() for _ in range(8)))


def test_a_service_without_its_database_does_not_start(server: Any) -> None:  # noqa: ANN401
    environment = os.environ | {"BORDER_PORTS_STORE": server.address("no_such_database")}
    done = subprocess.run(
        [sys.executable, "-m", "web", "serve"], env=environment, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no_such_database" in done.stderr
