"""Headers of browsers' safety, graded by the rules of the HTTP Observatory (version 5, MDN).

https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring: the score begins at 100,
what is missing takes points away, and from 90 on what is better than needed adds some.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from geo import Border
from web.app import create_app
from web.settings import Settings

HSTS_SECONDS = 31_536_000
SIX_MONTHS = 15_768_000
PAGES = ("/", "/map", "/ports/del-rio", "/states/US-TX", "/exports", "/counting", "/collections",
         "/collections/ports/items", "/openapi", "/nothing-here")  # fmt: skip
DATA = ("/?f=json", "/collections/ports/items?f=json", "/queries/nearest?lon=-100&lat=29",
        "/exports/border-ports.csv", "/static/site.css", "/health/live", "/metrics",
        "/queries/nearest?lon=x")  # fmt: skip


@pytest.fixture(scope="module")
def guarded(border: Border) -> Iterator[FlaskClient]:
    settings = Settings(hsts_seconds=HSTS_SECONDS, rate_limit="none")
    with create_app(settings, border).test_client() as found:
        yield found


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


def of_content_policy(headers: Headers, _text: str) -> int:
    policy = directives(headers.get("Content-Security-Policy", ""))
    if not policy:
        return -25
    scripts = policy.get("script-src", policy.get("default-src", {"*"}))
    styles = policy.get("style-src", policy.get("default-src", {"*"}))
    if scripts & {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "http:", "https:"}:
        return -20
    if "'unsafe-inline'" in styles:
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def of_frames(headers: Headers, _text: str) -> int:
    allowed = directives(headers.get("Content-Security-Policy", "")).get("frame-ancestors")
    return 5 if allowed and allowed <= {"'none'", "'self'"} else -20


def of_transport(headers: Headers, _text: str) -> int:
    found = re.fullmatch(r"max-age=(\d+).*", headers.get("Strict-Transport-Security", ""))
    return 0 if found and int(found[1]) >= SIX_MONTHS else -20


def of_types(headers: Headers, _text: str) -> int:
    return 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5


def of_referrers(headers: Headers, _text: str) -> int:
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    return 5 if headers.get("Referrer-Policy") in private else -5


def of_cookies(headers: Headers, _text: str) -> int:
    return -20 if "Set-Cookie" in headers else 0


def of_other_origins(headers: Headers, _text: str) -> int:
    """Public data may be read by all, but never with somebody's credentials."""
    return -50 if "Access-Control-Allow-Credentials" in headers else 0


def of_foreign_scripts(_headers: Headers, text: str) -> int:
    return -50 if re.search(r"<script[^>]+src=\"?(?:https?:)?//(?!localhost/)", text) else 0


RULES: tuple[Callable[[Headers, str], int], ...] = (
    of_content_policy, of_frames, of_transport, of_types, of_referrers, of_cookies,
    of_other_origins, of_foreign_scripts,
)  # fmt: skip


def score(headers: Headers, text: str) -> int:
    points = [rule(headers, text) for rule in RULES]
    lost = 100 + sum(point for point in points if point < 0)
    return lost + (sum(point for point in points if point > 0) if lost >= 90 else 0)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_graded_a_plus(guarded: FlaskClient, path: str) -> None:
    found = guarded.get(path, headers={"Accept": "text/html"})
    assert found.mimetype == "text/html"
    assert score(found.headers, found.text) == 120, path


@pytest.mark.parametrize("path", DATA)
def test_data_are_graded_a_plus(guarded: FlaskClient, path: str) -> None:
    with guarded.get(path) as found:
        assert score(found.headers, "") == 120, path
        assert directives(found.headers["Content-Security-Policy"])["base-uri"] == {"'none'"}


def test_the_grade_falls_when_a_header_is_missing(guarded: FlaskClient) -> None:
    found = guarded.get("/", headers={"Accept": "text/html"})
    for name, least in (("Content-Security-Policy", 75), ("Strict-Transport-Security", 100)):
        headers = found.headers.copy()
        del headers[name]
        assert score(headers, found.text) < least
    assert score(Headers([*found.headers, ("Set-Cookie", "a=b")]), found.text) <= 100
    assert score(found.headers, '<script src="https://elsewhere.example/a.js">') <= 70
