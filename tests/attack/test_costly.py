"""Costly questions, ten a second, while others ask cheap ones."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from geo import Border
from geo.layers import STATES

SECONDS = 5.0
LONG_SECONDS = 60.0
PATIENCE_SECONDS = 5.0
PACK_SECONDS = 2.0  # Making one takes several times as long.
PER_SECOND = 10
LINES = "%2C".join(["(-117%2032%2C-97%2026)"] * 15)


def kml(number: int) -> str:
    return f"/collections/states/items?f=kml&filter=id%20%3C%3E%20%27{number}%27"


ATTACKS: dict[str, Callable[[int, list[str]], str]] = {
    "map data of any version": lambda number, _: f"/map/data/detail?v={number}",
    "lines across the states": lambda number, _: (
        f"/collections/states/items?f=json&skipGeometry=true&offset={number}"
        f"&filter=S_CROSSES(geometry%2CMULTILINESTRING({LINES}))"
    ),
    "KML of any filter": lambda number, _: kml(number),
    "all volumes, sorted anew": lambda number, _: (
        f"/collections/volumes/items?f=json&limit=10000&offset={number}&sortby=-measure,port_code"
    ),
    "whole states": lambda number, _: kml(number).replace("f=kml", "f=json"),
    "a brief of each port": lambda number, ports: (
        f"/exports/brief.pdf?port={ports[number % len(ports)]}"
    ),
    "the pack, in every way": lambda number, _: (
        f"/exports/pack.zip?paper={('letter', 'a4')[number % 2]}&state={STATES[number % 10]}"
    ),
    "pages of anything": lambda number, _: f"/states/US-TX?anything={number}",
    "gaps of any length": lambda number, _: f"/queries/gaps?min_km={1 + number / 10}",
}


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve() as found:
        found.get("/queries/nearest?lon=-100&lat=29")
        yield found


class Flood:
    """Asks so many times a second, without waiting for answers, and notes what came."""

    def __init__(self, service: Any, path: Callable[[int], str], method: str = "GET") -> None:
        self._service, self._path, self._method = service, path, method
        self._lock = threading.Lock()
        self.statuses: dict[int, int] = {}
        self._threads: list[threading.Thread] = []

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        for number in itertools.count():
            if time.monotonic() > end:
                break
            thread = threading.Thread(target=self._ask, args=(self._path(number),))
            thread.start()
            self._threads.append(thread)
            time.sleep(1 / PER_SECOND)

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def __str__(self) -> str:
        """Return how often each status was answered; 0: the client had waited long enough."""
        return ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))

    def _ask(self, path: str) -> None:
        try:
            status = self._service.ask(self._method, path, timeout=PATIENCE_SECONDS)[0]
        except (OSError, HTTPException):
            status = 0  # It has waited long enough, and leaves.
        with self._lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1


@pytest.mark.parametrize("name", ATTACKS)
def test_costly_questions_do_not_slow_cheap_ones(
    service: Any,
    watching: Callable[..., Any],
    border: Border,
    noted: Callable[..., None],
    control: Any,
    bearable: Callable[[Any], float],
    name: str,
    *,
    long_form: bool,
) -> None:
    ports = list(border.records("ports").columns["id"])
    flood = Flood(service, lambda number: ATTACKS[name](number, ports))
    with watching(service) as others, watching(control) as elsewhere:
        flood.run(LONG_SECONDS if long_form else SECONDS)
    flood.join()
    noted(f"{name}, {PER_SECOND}/s", service, others, flood)
    assert others.failures == []
    assert others.at(0.99) < bearable(elsewhere), f"{others}; elsewhere {elsewhere}"
    assert set(flood.statuses) <= {0, 200, 307, 400, 503}
    assert service.seconds("/queries/nearest?lon=-101&lat=29") < 4 * bearable(elsewhere)


def test_forty_who_wait_for_one_file_hold_nobody_and_it_is_made_once(
    service: Any, watching: Callable[..., Any], control: Any, bearable: Callable[[Any], float]
) -> None:
    answers: list[tuple[int, bytes]] = []
    path = "/exports/slides.pptx?state=MX-CHH&lang=es"
    threads = [
        threading.Thread(target=lambda: answers.append(service.get(path, timeout=60)))
        for _ in range(40)
    ]
    with watching(service) as others, watching(control) as elsewhere:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert others.failures == []
    assert others.at(0.99) < bearable(elsewhere), f"{others}; elsewhere {elsewhere}"
    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers}) == 1


def test_head_makes_no_document(service: Any) -> None:
    begun = time.monotonic()
    status, headers, body = service.ask("HEAD", "/exports/pack.zip?state=US-NM&lang=es")
    assert time.monotonic() - begun < PACK_SECONDS
    assert (status, body) == (200, b"")
    assert headers["content-type"] == "application/zip"
    assert "content-length" not in headers


def test_one_client_cannot_fill_the_queue_and_is_told_when_to_come_back(service: Any) -> None:
    flood = Flood(service, lambda number: kml(1000 + number))
    found: list[tuple[int, dict[str, str], bytes]] = []
    threads = [
        threading.Thread(
            target=lambda n=number: found.append(service.ask("GET", kml(2000 + n), timeout=60))
        )
        for number in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    flood.join()
    refused = [(headers, json.loads(body)) for status, headers, body in found if status == 503]
    assert len(found) == 30
    assert 200 in {status for status, _, _ in found}
    assert refused
    for headers, problem in refused:
        assert 1 <= int(headers["retry-after"]) <= 60
        assert problem["type"] == "/problems/unavailable"
    # On a busy machine others are told besides that theirs takes longer.
    assert any("are being made" in problem["detail"] for _, problem in refused)


def test_work_ends_when_its_client_has_gone(service: Any) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", service.port), timeout=5) as client:
        client.sendall(b"GET /exports/pack.zip?state=US-AZ HTTP/1.1\r\nHost: a\r\n\r\n")
        end = time.monotonic() + 5
        while not _children_of(service.children(makers=True)) and time.monotonic() < end:
            time.sleep(0.02)
        assert _children_of(service.children(makers=True))
    end = time.monotonic() + 2
    while _children_of(service.children(makers=True)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not _children_of(service.children(makers=True))


def _children_of(processes: set[int]) -> set[int]:
    return {
        int(child)
        for process in processes
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    }
