"""HTTP done well: validators, encodings, CORS, proxies, security headers, problems, the log."""

import gzip
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from geo import Border
from geo.errors import InvalidValueError
from web.app import create_app
from web.http.operation import Call, Operation, Reply
from web.http.problems import PROBLEM_TYPES, problem_of_error
from web.settings import Settings

ITEMS = "/collections/ports/items"
FIXED = ["/", "/collections", ITEMS, "/collections/ports/items/del-rio", "/conformance", "/api"]
FRESH = ["/queries/nearest?lon=-106&lat=31", "/queries/ports-per-state"]
Make = Callable[..., FlaskClient]


@pytest.fixture
def make(border: Border) -> Make:
    """Return a function that makes a client of a service with other settings."""

    def client(**settings: Any) -> FlaskClient:  # noqa: ANN401
        return create_app(Settings(**settings), border).test_client()

    return client


def problem(answer: Any, status: int, slug: str) -> dict[str, Any]:  # noqa: ANN401
    """Return a problem's body, having checked what RFC 9457 asks of every one."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    found: dict[str, Any] = answer.get_json()
    assert found["type"] == f"/problems/{slug}"
    assert found["title"] == PROBLEM_TYPES[slug].title
    assert found["status"] == status
    assert found["instance"] == f"urn:request:{answer.headers['X-Request-Id']}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in found["detail"]
    return found


@pytest.mark.parametrize("path", [*FIXED, *FRESH])
def test_an_unchanged_answer_is_304_by_its_strong_etag(make: Make, path: str) -> None:
    client = make()
    first = client.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(path, headers={"If-None-Match": asked})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag
        for name in ("Cache-Control", "Vary"):
            assert answer.headers[name] == first.headers[name]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", [*FIXED, *FRESH])
@pytest.mark.parametrize("warm", [False, True])
def test_if_modified_since_looks_at_the_date_of_the_data(
    make: Make, border: Border, path: str, *, warm: bool
) -> None:
    client = make()
    modified = "Mon, 01 Jan 2035 00:00:00 GMT"
    if warm:
        client.get(path)
    assert client.get(path, headers={"If-Modified-Since": modified}).status_code == 304
    old = client.get(path, headers={"If-Modified-Since": "Mon, 01 Jan 1990 00:00:00 GMT"})
    assert old.status_code == 200
    assert parsedate_to_datetime(old.headers["Last-Modified"]).date() == border.date
    assert client.get(path, headers={"If-Modified-Since": "nonsense"}).status_code == 200
    both = {"If-None-Match": '"other"', "If-Modified-Since": modified}
    assert client.get(path, headers=both).status_code == 200


def test_the_etag_depends_on_what_is_sent(client: FlaskClient) -> None:
    tags = [
        client.get(ITEMS, headers=headers).headers["ETag"]
        for headers in (
            {}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br"},
            {"Accept": "text/html"}, {"Accept-Language": "es"},
        )
    ]  # fmt: skip
    assert len(set(tags)) == len(tags)
    assert client.get(f"{ITEMS}?limit=3").headers["ETag"] not in tags


@pytest.mark.parametrize("path", [*FIXED, *FRESH])
def test_caches_are_told_how_long_and_by_what_it_varies(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Cache-Control"].startswith("public, max-age=")
    varies = {item.strip() for item in headers["Vary"].split(",")}
    assert varies >= {"Accept", "Accept-Encoding", "Accept-Language"}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br"), ("", None), ("identity", None),
     ("gzip;q=0", None), ("br;q=0, gzip", "gzip"), ("*", "br"), ("deflate", None)],
)  # fmt: skip
def test_bodies_are_encoded_as_the_client_can_read(
    make: Make, accepted: str, encoding: str | None
) -> None:
    client = make()
    plain = client.get(ITEMS).data
    decode: dict[str | None, Callable[[bytes], bytes]] = {
        "gzip": gzip.decompress, "br": brotli.decompress, None: bytes,
    }  # fmt: skip
    for _ in range(2):
        answer = client.get(ITEMS, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding
        assert decode[encoding](answer.data) == plain
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert encoding is None or len(answer.data) < len(plain) / 4


@pytest.mark.parametrize("path", [*FIXED, *FRESH, "/no/such", "/static/site.css"])
def test_options_lists_the_methods_or_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.options(path)
    if path == "/no/such":
        problem(answer, 404, "not-found")
        return
    assert answer.status_code == 200
    allowed = {item.strip() for item in answer.headers["Allow"].split(",")}
    assert allowed >= {"GET", "HEAD", "OPTIONS"}
    if "nearest" in path:
        assert "POST" in allowed


@pytest.mark.parametrize("path", [*FIXED, "/queries/nearest", "/no/such"])
def test_a_browser_of_any_origin_may_read_by_default(client: FlaskClient, path: str) -> None:
    asked = {"Origin": "https://planner.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    answer = client.get(path, headers=asked)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert all(name in exposed for name in ("ETag", "Link", "Content-Crs"))


def test_a_preflight_allows_what_a_browser_will_send(client: FlaskClient) -> None:
    asked = {"Origin": "https://planner.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    answer = client.options("/queries/nearest", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


def test_origins_can_be_limited(make: Make) -> None:
    client = make(cors_origins="https://a.example, https://b.example")
    for _ in range(2):
        for origin, allowed in (("https://b.example", "https://b.example"),
                                ("https://c.example", None), ("", None)):  # fmt: skip
            answer = client.get(ITEMS, headers={"Origin": origin} if origin else {})
            assert answer.headers.get("Access-Control-Allow-Origin") == allowed
            assert "Origin" in answer.headers["Vary"].split(", ")


def test_links_are_those_of_the_request_without_a_trusted_proxy(make: Make) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https",
                 "X-Forwarded-Prefix": "/evil"}  # fmt: skip
    answer = make().get("/", headers=forwarded)
    assert "evil" not in answer.text
    assert answer.get_json()["links"][0]["href"] == "http://localhost/?f=json"


def test_links_are_those_of_the_outside_behind_a_trusted_proxy(make: Make) -> None:
    client = make(proxies=1)
    forwarded = {"X-Forwarded-Host": "data.example", "X-Forwarded-Proto": "https",
                 "X-Forwarded-Prefix": "/border", "X-Forwarded-For": "198.51.100.7"}  # fmt: skip
    for path in ("/", "/collections", f"{ITEMS}?limit=1"):
        answer = client.get(path, headers=forwarded)
        for link in answer.get_json()["links"]:
            assert link["href"].startswith("https://data.example/border/")
        assert "<https://data.example/border/" in answer.headers["Link"]
    assert client.get("/api", headers=forwarded).get_json(force=True)["servers"] == [
        {"url": "https://data.example/border"}
    ]
    plain = client.get("/").get_json()["links"][0]["href"]
    assert plain == "http://localhost/?f=json"


def test_links_follow_a_pinned_address(make: Make) -> None:
    client = make(url="https://ports.example/v1/")
    found = client.get(f"{ITEMS}?limit=1", headers={"Host": "other.example"}).get_json()
    assert {link["href"][:25] for link in found["links"]} == {"https://ports.example/v1/"}


def test_links_follow_a_mount_point(client: FlaskClient) -> None:
    found = client.get("/collections/ports", base_url="http://localhost/mounted").get_json()
    assert all(link["href"].startswith("http://localhost/mounted/") for link in found["links"])


@pytest.mark.parametrize("path", [*FIXED, *FRESH, "/map", "/api.html", "/no/such", "/metrics"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_security_headers_stand_on_every_answer(
    client: FlaskClient, path: str, method: str
) -> None:
    headers = client.open(path, method=method).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


@pytest.mark.parametrize(
    "path", ["/no/such", "/collections/nothing", "/collections/ports/items/none", "/problems/none",
             "/queries/none", "/static/none.css", "/collections/ports/items/x/y"],
)  # fmt: skip
def test_404_is_a_problem(client: FlaskClient, path: str) -> None:
    problem(client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "/", "GET"), ("DELETE", ITEMS, "GET"), ("PUT", "/queries/nearest", "POST"),
     ("PATCH", "/collections/ports/items/del-rio", "HEAD"), ("TRACE", "/api", "GET")],
)  # fmt: skip
def test_405_is_a_problem_and_names_the_methods(
    client: FlaskClient, method: str, path: str, allowed: str
) -> None:
    answer = client.open(path, method=method)
    problem(answer, 405, "method-not-allowed")
    assert allowed in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/", "image/png"), (ITEMS, "application/gml+xml"), ("/map", "application/json"),
     ("/queries/locate?lon=1&lat=1", "image/png"), ("/api", "text/plain"), ("/", "text/html;q=0")],
)  # fmt: skip
def test_406_is_a_problem_and_names_the_formats(
    client: FlaskClient, path: str, accept: str
) -> None:
    detail = problem(client.get(path, headers={"Accept": accept}), 406, "not-acceptable")["detail"]
    assert "none of" in detail


@pytest.mark.parametrize(
    ("accept", "media"),
    [("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
     ("*/*", "application/geo+json"), ("application/*", "application/geo+json"),
     ("text/csv", "text/csv"), ("text/html;q=0.5, application/geo+json", "application/geo+json"),
     ("application/json", "application/geo+json"), ("", "application/geo+json")],
)  # fmt: skip
def test_accept_chooses_the_format(client: FlaskClient, accept: str, media: str) -> None:
    assert client.get(f"{ITEMS}?limit=2", headers={"Accept": accept}).mimetype == media
    asked = client.get(f"{ITEMS}?limit=2&f=html", headers={"Accept": accept})
    assert asked.mimetype == "text/html"


def test_413_is_a_problem_and_names_the_limit(make: Make) -> None:
    client = make(max_body_mib=1)
    answer = client.post("/queries/nearest", data=b"x" * (2**20 + 1), content_type="text/csv")
    assert "1 MiB" in problem(answer, 413, "too-large")["detail"]


@pytest.mark.parametrize("path", [f"{ITEMS}/{'a' * 40_000}", f"{ITEMS}?filter={'a' * 40_000}"])
def test_414_is_a_problem_and_names_the_limit(client: FlaskClient, path: str) -> None:
    assert "32,768" in problem(client.get(path), 414, "uri-too-long")["detail"]


@pytest.mark.parametrize("kind", ["application/xml", "text/plain", "multipart/form-data", ""])
def test_415_is_a_problem_and_names_what_is_read(client: FlaskClient, kind: str) -> None:
    answer = client.post("/queries/nearest", data=b"lon,lat\n1,2\n", content_type=kind)
    detail = problem(answer, 415, "unsupported-media-type")["detail"]
    assert "application/geo+json" in detail
    assert "text/csv" in detail


def test_429_is_a_problem_that_says_when_to_come_back(make: Make) -> None:
    client = make(rate_limit="3/minute")
    assert [client.get("/conformance").status_code for _ in range(3)] == [200, 200, 200]
    answer = client.get("/conformance")
    problem(answer, 429, "too-many-requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/health/live").status_code == 200
    other = client.get("/conformance", environ_base={"REMOTE_ADDR": "198.51.100.8"})
    assert other.status_code == 200


def test_500_is_a_problem_that_tells_the_log_and_not_the_client(
    border: Border, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_call: Call) -> Reply:
        message = "secret of the inside"
        raise RuntimeError(message)

    failing = Operation(id="broken", path="/broken", summary="", tag="operations", answer=broken)
    monkeypatch.setattr("web.app.operations", lambda _service: [failing])
    client = create_app(Settings(), border).test_client()
    with caplog.at_level(logging.ERROR, logger="border_ports"):
        answer = client.get("/broken")
    found = problem(answer, 500, "internal-error")
    assert "secret" not in json.dumps(found)
    assert answer.headers["X-Request-Id"] in caplog.text
    assert "secret of the inside" in caplog.text


@pytest.mark.parametrize("path", [ITEMS, "/no/such", f"{ITEMS}?limit=x", "/queries/gaps"])
def test_each_request_is_one_json_line_with_its_id(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.INFO, logger="border_ports.access"):
        answer = client.get(path)
    (line,) = [json.loads(record.message) for record in caplog.records]
    assert line["id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["status"]) == ("GET", answer.status_code)
    assert line["path"] == path.partition("?")[0]
    assert line["query"] == path.partition("?")[2]
    assert line["bytes"] == len(answer.data)
    assert line["ms"] >= 0


def test_the_log_holds_no_line_break_of_a_client(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="border_ports.access"):
        client.get("/a%0Ab%0D", headers={"User-Agent": "x"})
    assert all("\n" not in record.message for record in caplog.records)


def test_metrics_count_the_requests(make: Make) -> None:
    client = make()
    client.get("/")
    client.get("/no/such")
    text = client.get("/metrics").text
    assert 'border_ports_requests_total{method="GET",status="200"} 1.0' in text
    assert 'border_ports_requests_total{method="GET",status="404"} 1.0' in text
    assert "border_ports_request_seconds_bucket" in text


@pytest.mark.parametrize("slug", PROBLEM_TYPES)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_problem_type_is_explained_at_its_address(
    client: FlaskClient, slug: str, lang: str
) -> None:
    found = client.get(f"/problems/{slug}?lang={lang}").get_json()
    assert found["type"] == f"/problems/{slug}"
    assert found["meaning"]
    page = client.get(f"/problems/{slug}?lang={lang}&f=html")
    assert found["title"] in page.text


def test_settings_of_one_service_do_not_reach_another(border: Border) -> None:
    settings = Settings()
    pinned = create_app(replace(settings, url="https://a.example"), border).test_client()
    plain = create_app(settings, border).test_client()
    assert "a.example" in pinned.get("/").text
    assert "a.example" not in plain.get("/").text


def test_problems_are_said_in_the_readers_language(client: FlaskClient) -> None:
    spanish = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}

    def ask(address: str, headers: dict[str, str]) -> tuple[dict[str, Any], str]:
        answer = client.get(address, headers=headers)
        problem = answer.get_json(force=True)
        return problem, answer.headers["Content-Language"]

    address = "/queries/nearest?lat=99&k=x&mode=boat&nothing=1"
    english, tongue = ask(address, {})
    assert (tongue, english["title"]) == ("en", "Invalid parameter")
    problem, tongue = ask(address, spanish)
    assert (tongue, problem["title"]) == ("es", "Parámetro no válido")
    for said in ("lat: '99' no se admite; se admite: un número de -90 a 90",
                 "k: 'x' no se admite; se admite: un número entero de 1 a 55",
                 "se admite: uno de los parámetros lon, lat", "falta lon: "):  # fmt: skip
        assert said in problem["detail"]
    for member in ("type", "status", "errors"):
        assert problem[member] == english[member]
    assert ask("/nothing", spanish)[0]["detail"] == "No hay nada en '/nothing'."
    assert ask("/nothing?lang=es", {})[0]["title"] == "Página no encontrada"
    untold = problem_of_error(InvalidValueError("field", 1, "words of no catalogue"), "id", "es")
    assert untold.headers == (("Content-Language", "en"),)
