"""What is answered ahead of everything has the bytes, headers, log and limits of the long way."""

import asyncio
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from geo.border import Border
from web.app import create_app
from web.http.metrics import Metrics
from web.middleware.ready_table import WholeAnswer
from web.serving.arrival import Arrival
from web.serving.board import Board
from web.serving.front import Front
from web.settings import Settings

ADDRESSES = ["/?f=json", "/collections?f=json", "/collections/ports/items?f=json&limit=20",
             "/collections/ports/items/del-rio?f=json", "/api", "/collections/ports/items?f=csv",
             "/queries/ports-per-state"]  # fmt: skip
HEADERS: dict[str, list[tuple[bytes, bytes]]] = {
    "plain": [],
    "browser": [(b"accept", b"application/geo+json, application/json, */*;q=0.5"),
                (b"accept-language", b"es-MX,es;q=0.9"), (b"accept-encoding", b"gzip, br")],
    "other host": [(b"origin", b"https://example.org"), (b"x-forwarded-host", b"example.com")],
    "part": [(b"range", b"bytes=0-99")],
}  # fmt: skip


Sent = tuple[int, list[tuple[bytes, bytes]], bytes]


class Asked:
    """A front over an application, asked in one loop; ``long`` takes the table away."""

    def __init__(self, border: Border, settings: Settings) -> None:
        self.metrics = Metrics()
        self.app = create_app(settings, border, self.metrics)
        self.found = 0

    def run(self, requests: list[tuple[str, list[tuple[bytes, bytes]]]]) -> list[Sent]:
        # In a thread of its own: where browsers are tested too, this one has a loop that runs.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, self._run(requests)).result()

    async def _run(self, requests: list[tuple[str, list[tuple[bytes, bytes]]]]) -> list[Any]:
        table = self.app.extensions["border_ports_ready"]
        find = table.found

        def found(scope: dict[str, Any], started: float) -> WholeAnswer | None:
            answer = find(scope, started)
            self.found += answer is not None
            return answer

        table.found = found
        front = Front(self.app, Board(1, 2), Arrival(1000, 5), threads=2, send_seconds=5,
                      table=lambda: self.app.extensions["border_ports_ready"])  # fmt: skip
        return [await _answer(front, address, headers) for address, headers in requests]


async def _answer(front: Front, address: str, headers: list[tuple[bytes, bytes]]) -> Sent:
    path, _, query = address.partition("?")
    # fmt: off
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": path,
             "query_string": query.encode(), "scheme": "http", "client": ("192.0.2.7", 5),
             "headers": [(b"host", b"localhost"), *headers], "server": ("localhost", 80)}
    # fmt: on
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    await front(scope, receive, send)
    head = sorted(pair for pair in sent[0]["headers"] if pair[0] != b"x-request-id")
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], head, body


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[list[dict[str, Any]]]:
    """Return the lines of the access log, filled in as they are written."""
    lines: list[dict[str, Any]] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(str(record.msg)))

    logger, handler = logging.getLogger("border_ports.access"), Lines()
    logger.addHandler(handler)
    with caplog.at_level(logging.INFO, "border_ports"):
        yield lines
    logger.removeHandler(handler)


@pytest.mark.parametrize("kind", HEADERS)
def test_what_is_found_is_what_was_answered_and_is_logged_alike(
    border: Border, said: list[dict[str, Any]], kind: str
) -> None:
    asked = Asked(border, Settings(rate_limit="none", log_clients="always"))
    requests = [(address, HEADERS[kind]) for address in ADDRESSES]
    first = asked.run(requests)
    for _ in range(3):
        assert asked.run(requests) == first
    assert asked.found >= len(ADDRESSES) - 1  # One is made anew each time.
    told = [
        {name: line[name] for name in line if name not in {"time", "id", "ms"}} for line in said
    ]
    assert told[: len(ADDRESSES)] == told[-len(ADDRESSES) :]
    assert len({line["id"] for line in said}) == len(said) == 4 * len(ADDRESSES)
    counted = asked.metrics.text().decode()
    status, times = first[0][0], 4 * sum(answer[0] == first[0][0] for answer in first)
    line = f'border_ports_requests_total{{method="GET",status="{status}"}} {times:.1f}'
    assert line in counted


def test_one_word_of_the_request_makes_another_of_it(border: Border) -> None:
    asked = Asked(border, Settings(rate_limit="none"))
    plain = [("/collections/ports?f=json", [])]
    whole = asked.run(plain * 4)[-1]
    assert asked.found
    tag = dict(whole[1])[b"etag"]
    again, spanish, unchanged = asked.run(
        [
            *plain,
            (plain[0][0], [(b"accept-language", b"es")]),
            (plain[0][0], [(b"if-none-match", tag)]),
        ]
    )
    assert again == whole
    assert spanish[2] != whole[2]
    assert (unchanged[0], unchanged[2]) == (304, b"")


def test_the_rate_of_a_client_counts_what_is_found_too(border: Border) -> None:
    asked = Asked(border, Settings(rate_limit="6/minute"))
    answers = asked.run([("/?f=json", [])] * 8)
    assert [status for status, _, _ in answers] == [200] * 6 + [429] * 2
    assert asked.found


def test_whom_a_proxy_names_stays_who_asked(border: Border, said: list[dict[str, Any]]) -> None:
    asked = Asked(border, Settings(rate_limit="none", log_clients="always", proxies=1))
    for client in (b"198.51.100.1", b"198.51.100.2"):
        asked.run([("/?f=json", [(b"x-forwarded-for", client)])] * 4)
    assert asked.found
    assert [line["client"] for line in said] == ["198.51.100.1"] * 4 + ["198.51.100.2"] * 4


def test_newer_data_leave_nothing_of_the_older(border: Border) -> None:
    asked = Asked(border, Settings(rate_limit="none"))
    requests: list[Any] = [("/collections/ports/items/del-rio?f=json", [])] * 4
    assert b'"name_en":"Del Rio International Bridge"' in asked.run(requests)[-1][2]
    assert asked.found
    ports = border.ports.assign(
        name_en=border.ports["name_en"].str.replace("Del Rio", "San Felipe")
    )
    newer = create_app(Settings(rate_limit="none"), border.replace(ports=ports), asked.metrics)
    asked.app.extensions["border_ports_ready"] = newer.extensions["border_ports_ready"]
    asked.run(requests)  # The older application, for a moment beside the newer table.
    asked.app.wsgi_app = newer.wsgi_app  # type: ignore[method-assign]
    assert b'"name_en":"San Felipe International Bridge"' in asked.run(requests)[0][2]
