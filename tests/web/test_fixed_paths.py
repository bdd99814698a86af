"""What is answered ahead of Flask's routing has the bytes and headers of what Flask answers."""

import io
import sys
from typing import Any

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient

from web.http.handover import AT_ONCE, LATER
from web.http.reading import arguments

HEADERS: dict[str, dict[str, str]] = {
    "plain": {},
    "browser": {
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8",
        "HTTP_ACCEPT_LANGUAGE": "es-MX,es;q=0.9",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
    },
    "prefix": {"SCRIPT_NAME": "/geo", "HTTP_ORIGIN": "https://example.org"},
    "conditional": {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
    "no host": {"HTTP_HOST": ""},
    "bad host": {"HTTP_HOST": "a b"},
}
ADDRESSES = [
    "/", "/?f=json", "/api", "/conformance", "/collections", "/collections/ports",
    "/collections/ports/items?limit=3", "/collections/ports/items?f=csv&limit=2",
    "/collections/ports/items?bbox=-107,31,-106,32&lang=es", "/collections/volumes/schema",
    "/queries/nearest?lon=-106.45&lat=31.75&k=2", "/queries/locate?lon=-106.45&lat=31.75",
    "/queries/within?lon=-106.45&lat=31.75&km=50", "/queries/ports-per-state?mode=rail",
    "/queries/nearest?lon=x", "/queries/nearest", "/collections/ports/items?filter=nothing%3D1",
    "/collections/ports/items?limit=-1&nothing=1", "/collections/ports/items/del-rio",
    "/collections/ports/", "/nothing",
]  # fmt: skip


def ask(application: Any, address: str, method: str, headers: dict[str, str]) -> Any:  # noqa: ANN401
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "wsgi.input": io.BytesIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        "border_ports.request_id": "0" * 16, **headers,
    }  # fmt: skip
    begun: list[Any] = []
    body = b"".join(application(environ, lambda *given: begun.extend(given[:2])))
    return begun, body, environ.get("border_ports.keep")


@pytest.mark.parametrize("kind", HEADERS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_both_ways_give_the_same(client: FlaskClient, kind: str, method: str) -> None:
    app = client.application

    def by_flask(environ: Any, start: Any) -> Any:  # noqa: ANN401
        return Flask.wsgi_app(app, environ, start)

    for address in ADDRESSES:
        ours = ask(app.extensions["border_ports_costly"], address, method, HEADERS[kind])
        assert ours == ask(by_flask, address, method, HEADERS[kind]), address


def test_the_fixed_paths_are_answered_without_flask(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("Flask was asked")

    monkeypatch.setattr(client.application, "full_dispatch_request", refuse)
    handover = client.application.extensions["border_ports_costly"]
    for address in ("/queries/nearest?lon=-106.45&lat=31.75", "/collections/ports/items?limit=1"):
        begun, body, _ = ask(handover, address, "GET", {})
        assert begun[0] == "200 OK"
        assert b"FeatureCollection" in body


@pytest.mark.parametrize("query", [
    "lon=-106.45&lat=31.75", "lon=1&lon=2&lat=", "&&lon=1&&lat", "a=b=c&=d&e=", "lon=%2D1&lat=+3",
    "q=Ju\u00c3\u00a1rez", "", "=", "lon=1;lat=2",
])  # fmt: skip
def test_queries_are_taken_apart_as_werkzeug_does(query: str) -> None:
    request = Request({"QUERY_STRING": query, "REQUEST_METHOD": "GET"})
    assert arguments(request) == dict(request.args.lists())


@pytest.mark.parametrize(
    ("address", "at_once"),
    [
        ("/collections/ports/items?f=json&bbox=-107,31,-106,32.25", True),
        ("/collections/ports/items?bbox=170,-10,-170,10&limit=2&f=json", True),
        ("/queries/nearest?lon=-106.45&lat=31.75", True),
        ("/queries/locate?lon=-106.45&lat=31.75&f=csv", True),
        ("/queries/nearest?lon=-106.45&lat=31.75&f=html", False),
        ("/queries/nearest?lon=-106.45&lat=31.75&by=road", False),
        ("/queries/nearest?lon=-106.45&lat=31.75&b%79=road", False),
        ("/collections/ports/items?f=json&filter=number%3C1000", False),
        ("/collections/ports/items?f=html&bbox=-107,31,-106,32.25", False),
        ("/collections/ports/items?f=gpkg&bbox=-107,31,-106,32.25", False),
        ("/collections/states/items?f=json&bbox=-107,31,-106,32.25", False),
    ],
)
def test_what_is_answered_without_a_thread_is_the_same(
    client: FlaskClient,
    address: str,
    at_once: bool,  # noqa: FBT001
) -> None:
    headers: dict[str, Any] = {AT_ONCE: True}
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", **headers,
    }  # fmt: skip
    begun: list[Any] = []
    body = b"".join(client.application.wsgi_app(environ, lambda *given: begun.extend(given[:2])))
    assert (LATER not in environ) == at_once
    if at_once:
        answer = client.get(address)
        assert (begun[0], body) == (answer.status, answer.data)
        sent = {name: value for name, value in begun[1] if name != "X-Request-Id"}
        assert sent == {name: value for name, value in answer.headers if name != "X-Request-Id"}
