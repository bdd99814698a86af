"""A server on this machine that answers as Socrata does, and misbehaves when told to."""

import gzip
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from geo import Border

WAITS = Path(__file__).parents[1] / "data" / "waits"
DEFAULT_LIMIT = 1_000
MAX_ROWS = 50_000
PATH = "/resource/keg4-3bc2.json"
WHERE = re.compile(r"border='([^']+)' AND date >= '([^']+)'")
COUNT = re.compile(r"count\(\*\) AS (\w+)")
JSON = "application/json;charset=utf-8"


@dataclass
class Asked:
    """One request that came in."""

    parameters: dict[str, str]
    headers: dict[str, str]


@dataclass
class Socrata:
    """The data set that the server holds, what it was asked, and the faults to come.

    A fault answers one request instead of the server; ``None`` lets a request pass.
    """

    rows: list[dict[str, str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    faults: list["Fault | None"] = field(default_factory=list)
    max_rows: int = MAX_ROWS
    url: str = ""

    def answer(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        """Return what SoQL asks for; ``ValueError`` where it cannot be understood."""
        where = WHERE.fullmatch(parameters.get("$where", ""))
        if where is None:
            raise ValueError(parameters.get("$where", ""))
        border, since = where.groups()
        found = [
            {":id": f"row-{number:06}", **row}
            for number, row in enumerate(self.rows)
            if row.get("border") == border and row["date"] >= since
        ]
        select = parameters.get("$select", "")
        counted = COUNT.fullmatch(select)
        if counted:
            return [{counted[1]: str(len(found))}]
        order = [name for name in parameters.get("$order", "").split(",") if name]
        found.sort(key=lambda row: [row[name] for name in order])
        limit = min(int(parameters.get("$limit", DEFAULT_LIMIT)), self.max_rows)
        offset = int(parameters.get("$offset", 0))
        names = select.split(",")
        page = found[offset : offset + limit]
        return [{name: row[name] for name in names if name in row} for row in page]


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    socrata: Socrata

    def do_GET(self) -> None:
        """Answer a query, or misbehave."""
        address = urlsplit(self.path)
        parameters = dict(parse_qsl(address.query))
        self.socrata.asked.append(Asked(parameters, dict(self.headers)))
        fault = self.socrata.faults.pop(0) if self.socrata.faults else None
        if fault is not None:
            fault(self)
            return
        if self.headers.get("X-App-Token") == "wrong":
            self.refuse(403, "permission_denied", "Invalid app_token specified")
            return
        try:
            rows = self.socrata.answer(parameters)
        except ValueError as error:
            self.refuse(400, "query.soql.no-such-column", f"Query cannot be read: {error}")
            return
        body = json.dumps(rows).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.send(304, b"", ETag=etag)
            return
        self.send(200, body, ETag=etag, Last_Modified="Tue, 01 Dec 2026 12:00:00 GMT")

    def refuse(self, status: int, code: str, message: str) -> None:
        """Answer an error as Socrata writes it."""
        body = {"code": code, "error": True, "message": message}
        self.send(status, json.dumps(body).encode())

    def send(self, status: int, body: bytes, media: str = JSON, **headers: str) -> None:
        """Send a whole answer, packed if the client takes that."""
        packs = "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > DEFAULT_LIMIT
        if packs:
            body = gzip.compress(body)
            headers["Content_Encoding"] = "gzip"
        self.send_response(status)
        if body:
            self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


Fault = Callable[[Handler], None]


def status(code: int, **headers: str) -> Fault:
    """Answer an error."""

    def fault(handler: Handler) -> None:
        handler.send(code, b'{"error":true,"message":"Try later"}', **headers)

    return fault


def body(content: bytes, media: str = JSON, **headers: str) -> Fault:
    """Answer 200 with a body of one's own."""

    def fault(handler: Handler) -> None:
        handler.send(200, content, media, **headers)

    return fault


def cut_short(handler: Handler) -> None:
    """Promise more bytes than come."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'[{"port_name":"Roma",')
    handler.close_connection = True


def dripping(handler: Handler) -> None:
    """Send a byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    try:
        for _ in range(10_000):
            handler.wfile.write(b" ")
            time.sleep(0.02)
    except OSError:
        handler.close_connection = True


def silent(handler: Handler) -> None:
    """Say nothing for longer than anybody waits."""
    time.sleep(1.5)
    handler.close_connection = True


def bomb(handler: Handler) -> None:
    """Send few bytes that unpack to very many."""
    packed = packed_bomb()
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(packed)))
    handler.end_headers()
    handler.wfile.write(packed)


@cache
def packed_bomb() -> bytes:
    """Return 50 MB of spaces, packed."""
    return gzip.compress(b" " * 50_000_000, 1)


def redirect(target: str) -> Fault:
    """Send the client to another address."""

    def fault(handler: Handler) -> None:
        handler.send(302, b"", Location=target)

    return fault


@dataclass(frozen=True)
class Misbehaviour:
    """The faults by name, for tests cannot import one another."""

    status: Callable[..., Fault] = status
    body: Callable[..., Fault] = body
    redirect: Callable[[str], Fault] = redirect
    cut_short: Fault = cut_short
    dripping: Fault = dripping
    silent: Fault = silent
    bomb: Fault = bomb


@pytest.fixture(scope="session")
def faults() -> Misbehaviour:
    """Return the ways in which the server can misbehave."""
    return Misbehaviour()


@pytest.fixture
def socrata(monkeypatch: pytest.MonkeyPatch) -> Iterator[Socrata]:
    """Serve an empty data set on this machine."""
    found = Socrata()
    with served(type("BoundHandler", (Handler,), {"socrata": found}), monkeypatch) as place:
        found.url = f"{place}{PATH}"
        yield found


@contextmanager
def served(handler: type[BaseHTTPRequestHandler], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Answer at an address of this machine, past any proxy, until the end."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


_STATES = {"US-CA": "California", "US-AZ": "Arizona", "US-NM": "New Mexico", "US-TX": "Texas"}
_NEW_MONTHS = 19
"""Months from March 2025 to September 2026, of which the last is in no copy of ours."""


@pytest.fixture(scope="session")
def published(border: Border) -> list[dict[str, str]]:
    """Return what BTS might publish in November 2026, from February 2024 on.

    To February 2025, and for trucks to August 2026, these are the counts that we have. The other
    months are made up: those of February 2025 again, and 7 of everything at Laredo (2304).
    """
    records = border.records("volumes")
    rows = [records.row(position) for position in range(len(records))]
    rows = [row for row in rows if row["month"].isoformat() >= "2024-02-01"]
    have = {row["id"] for row in rows}
    pattern = [row for row in rows if row["month"].isoformat() == "2025-02-01"]
    for ahead in range(1, _NEW_MONTHS + 1):
        year, month = divmod(2025 * 12 + 1 + ahead, 12)
        when = date(year, month + 1, 1)
        for row in pattern:
            row_id = f"{row['port_code']}:{when.isoformat()[:7]}:{row['measure']}"
            if row_id not in have:
                value = 7 if row["port_code"] == "2304" else row["value"]
                rows.append({**row, "month": when, "value": value})
    return [
        {
            "port_name": row["port_name"],
            "state": _STATES[row["us_state"]],
            "port_code": row["port_code"],
            "border": "US-Mexico Border",
            "date": f"{row['month'].isoformat()}T00:00:00.000",
            "measure": row["measure"].replace("_", " ").title(),
            "value": str(row["value"]),
        }
        for row in rows
    ]


@dataclass
class Cbp:
    """The answer that the server holds, what it was asked, and the faults to come."""

    content: bytes = b"[]"
    media: str = JSON
    asked: list[dict[str, str]] = field(default_factory=list)
    faults: list["Fault | None"] = field(default_factory=list)
    url: str = ""


class CbpHandler(Handler):
    """Answers with the content, as CBP would."""

    cbp: Cbp

    def do_GET(self) -> None:
        """Answer, or misbehave."""
        self.cbp.asked.append(dict(self.headers))
        fault = self.cbp.faults.pop(0) if self.cbp.faults else None
        if fault is not None:
            fault(self)
            return
        etag = f'"{hashlib.sha256(self.cbp.content).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.send(304, b"", ETag=etag)
            return
        self.send(200, self.cbp.content, self.cbp.media, ETag=etag)


@pytest.fixture
def cbp(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cbp]:
    """Serve CBP's answer of 2026-10-01 on this machine."""
    found = Cbp(content=capture("bwtnew_2026-10-01.json"))
    with served(type("BoundHandler", (CbpHandler,), {"cbp": found}), monkeypatch) as place:
        found.url = f"{place}/api/bwtnew"
        yield found


def capture(name: str) -> bytes:
    """Return an answer that CBP gave."""
    return gzip.decompress((WAITS / f"{name}.gz").read_bytes())


@pytest.fixture(scope="session")
def captured() -> Callable[[str], bytes]:
    """Return the function that reads an answer that CBP gave."""
    return capture


@pytest.fixture
def serve_on_loopback(monkeypatch: pytest.MonkeyPatch) -> Callable[[type], Any]:
    """Return the function that serves with a handler of one's own."""
    return lambda handler: served(handler, monkeypatch)
