"""Pages are made once, whatever others append to their addresses and whichever hosts they name."""

import threading
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo import Border
from web.app import create_app
from web.http.handover import MAY_DEFER
from web.pages import html
from web.settings import Settings

PAGE = "/states/US-NM"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often each template was filled in."""
    counts: Counter[str] = Counter()
    rendered = html._rendered

    def count(call: Any, template: str, **context: Any) -> str:  # noqa: ANN401
        counts[template] += 1
        return rendered(call, template, **context)

    monkeypatch.setattr(html, "_rendered", count)
    return counts


@pytest.fixture
def visitor(border: Border) -> FlaskClient:
    return create_app(Settings(rate_limit="none"), border).test_client()


def test_parameters_of_others_make_no_page_anew(visitor: FlaskClient, made: Counter[str]) -> None:
    first = visitor.get(PAGE).data
    for number in range(20):
        assert visitor.get(f"{PAGE}?utm_source=letter&fbclid={number}").data == first
    assert made == {"state.html": 1}


def test_what_makes_another_page_makes_it(visitor: FlaskClient, made: Counter[str]) -> None:
    found = {visitor.get(f"{path}&fbclid={number}").data
             for path in (f"{PAGE}?lang=en", f"{PAGE}?lang=es", "/states/US-AZ?lang=en")
             for number in range(3)}  # fmt: skip
    assert len(found) == 3
    assert made == {"state.html": 3}


def test_links_are_those_of_the_host_that_was_asked(visitor: FlaskClient) -> None:
    for host in ("one.example", "two.example", "one.example"):
        text = visitor.get(PAGE, headers={"Host": host}).text
        assert f"http://{host}/" in text
        assert "http://" + {"one.example": "two.example"}.get(host, "one.example") not in text


def test_pages_for_more_than_a_few_hosts_are_made_apart(
    visitor: FlaskClient, made: Counter[str]
) -> None:
    asked = {MAY_DEFER: True}
    found = [
        visitor.get(PAGE, headers={"Host": f"h{number}.example"}, environ_overrides=asked).data
        for number in range(12)
    ]
    # What is left to another process is answered by nothing here.
    assert [bool(data) for data in found] == [True] * 4 + [False] * 8
    assert made == {"state.html": 4}
    first = visitor.get(PAGE, headers={"Host": "h0.example"}, environ_overrides=asked)
    assert first.data == found[0]


def test_a_page_that_many_ask_for_at_once_is_made_once_and_holds_few_threads(
    border: Border, made: Counter[str]
) -> None:
    app = create_app(Settings(rate_limit="none"), border)
    found: list[bytes] = []

    def ask(number: int) -> None:
        asked = app.test_client().get(
            f"{PAGE}?fbclid={number}", environ_overrides={MAY_DEFER: True}
        )
        found.append(asked.data)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == {"state.html": 1}
    assert len(found) == 12
    assert len(set(found) - {b""}) == 1
