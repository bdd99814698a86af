"""Trust at the edges: what proxies and clients say of addresses, what others may read and keep."""

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo import Border
from web.app import create_app
from web.settings import Settings

NEAREST = "/queries/nearest?lon=-106.4&lat=31.7"
BODY = '{"type":"MultiPoint","coordinates":[[-106.4,31.7]]}'
Make = Callable[..., FlaskClient]


@pytest.fixture
def make(border: Border) -> Make:
    """Return a function that makes a client of a service with other settings."""

    def client(**settings: Any) -> FlaskClient:  # noqa: ANN401
        return create_app(Settings(**settings), border).test_client()

    return client


@pytest.fixture(scope="module")
def proxied(border: Border) -> FlaskClient:
    return create_app(Settings(proxies=1), border).test_client()


@pytest.mark.parametrize(
    ("name", "value"),
    [("Proto", "gopher"), ("Proto", "javascript"), ("Proto", "https://"), ("Host", "a b"),
     ("Host", "evil.example/path"), ("Host", "<script>"), ("Host", "user@host"), ("Host", "a:b"),
     ("Prefix", "evil"), ("Prefix", "//evil.example"), ("Prefix", "/a?b"), ("Prefix", "/<script>"),
     ("Prefix", "/a b"), ("Port", "http"), ("Port", "123456"), ("For", "localhost"),
     ("For", "1.2.3"), ("For", "<script>")],
)  # fmt: skip
def test_what_a_proxy_may_not_say_is_400(proxied: FlaskClient, name: str, value: str) -> None:
    answer = proxied.get("/", headers={f"X-Forwarded-{name}": value})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert f"X-Forwarded-{name}" in answer.get_json()["detail"]
    assert value not in answer.text


def test_only_the_nearest_proxy_is_believed(proxied: FlaskClient) -> None:
    said = {"X-Forwarded-Host": "evil.example, data.example", "X-Forwarded-Proto": "gopher, https"}
    links = proxied.get("/", headers=said).get_json()["links"]
    assert {link["href"][:21] for link in links} == {"https://data.example/"}


@pytest.mark.parametrize(
    ("hosts", "asked", "status"),
    [("ports.example", "ports.example", 200), ("ports.example", "PORTS.example:8055", 200),
     ("ports.example", "evil.example", 400), ("ports.example", "ports.example.evil.example", 400),
     ("ports.example, localhost", "localhost", 200), ("ports.example:80", "ports.example", 400)],
)  # fmt: skip
def test_other_hosts_are_400_but_probes_are_answered(
    make: Make, hosts: str, asked: str, status: int
) -> None:
    client = make(hosts=hosts)
    assert client.get("/", headers={"Host": asked}).status_code == status
    assert client.get("/health/live", headers={"Host": asked}).status_code == 200


@pytest.mark.parametrize(
    ("settings", "sharing"),
    [({}, "public"), ({"proxies": 1}, "private"),
     ({"proxies": 1, "url": "https://ports.example"}, "public")],
)  # fmt: skip
def test_answers_that_hold_what_a_proxy_said_are_not_for_shared_caches(
    make: Make, settings: dict[str, Any], sharing: str
) -> None:
    client = make(**settings)
    for path in ("/", "/collections/ports/items", "/exports/border-ports.csv"):
        with client.get(path) as found:
            assert found.headers["Cache-Control"].startswith(f"{sharing}, max-age="), path


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_signs_of_life_and_figures_are_always_fresh(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers
    asked = {"If-None-Match": "*", "If-Modified-Since": "Fri, 31 Dec 2099 23:59:59 GMT"}
    assert client.get(path, headers=asked).status_code == 200


def test_an_answer_to_a_body_is_never_304(client: FlaskClient) -> None:
    kind = {"Content-Type": "application/json"}
    first = client.post("/queries/nearest", data=BODY, headers=kind)
    assert first.headers["Cache-Control"] == "no-store"
    asked = {**kind, "If-None-Match": "*", "If-Modified-Since": "Fri, 31 Dec 2099 23:59:59 GMT"}
    again = client.post("/queries/nearest", data=BODY, headers=asked)
    assert (again.status_code, again.data) == (200, first.data)


def test_figures_are_not_for_scripts_of_other_origins_and_can_be_moved(make: Make) -> None:
    origin = {"Origin": "https://evil.example"}
    assert "Access-Control-Allow-Origin" not in make().get("/metrics", headers=origin).headers
    assert make().get("/", headers=origin).headers["Access-Control-Allow-Origin"] == "*"
    assert make(metrics="/inside").get("/inside").status_code == 200
    for elsewhere in ("/inside", "", "9464"):
        assert make(metrics=elsewhere).get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("setting", "path", "named"),
    [("cautious", "/conformance", True), ("cautious", NEAREST, False),
     ("cautious", "/collections/ports/items?BBOX=-107,31,-106,32", False),
     ("cautious", "/collections/ports/items?limit=1&filter=id='x'", False),
     ("never", "/conformance", False), ("always", NEAREST, True)],
)  # fmt: skip
def test_a_line_of_the_log_names_a_client_or_a_place(
    make: Make, caplog: pytest.LogCaptureFixture, setting: str, path: str, *, named: bool
) -> None:
    client = make(log_clients=setting)
    with caplog.at_level(logging.INFO, logger="border_ports.access"):
        client.get(path, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    (line,) = [json.loads(record.message) for record in caplog.records]
    assert ("client" in line) is named
    assert ("203.0.113.9" in caplog.text) is named


def test_security_txt_says_whom_to_tell_and_until_when(make: Make) -> None:
    found = make(security_contact="mailto:safety@ports.example").get("/.well-known/security.txt")
    assert found.mimetype == "text/plain"
    fields = dict(re.findall(r"(?m)^([A-Za-z-]+): (.+)$", found.text))
    assert fields["Contact"] == "mailto:safety@ports.example"
    until = datetime.fromisoformat(fields["Expires"])
    assert 0 < (until - datetime.now(UTC)).days < 366
    assert make().get("/.well-known/security.txt").status_code == 404


def test_strict_transport_is_said_when_it_is_wanted(make: Make) -> None:
    for path in ("/", "/no/such", "/health/live"):
        assert "Strict-Transport-Security" not in make().get(path).headers
        found = make(hsts_seconds=60).get(path).headers["Strict-Transport-Security"]
        assert found == "max-age=60"


def test_an_identity_cannot_be_guessed(client: FlaskClient) -> None:
    found = {client.get("/health/live").headers["X-Request-Id"] for _ in range(50)}
    assert len(found) == 50
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in found)
