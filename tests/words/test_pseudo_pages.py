"""Every text of a page is said by the catalogue, or is data, or a figure."""

from collections.abc import Callable, Iterable
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from web.http.problems import PROBLEM_TYPES

Unsaid = Callable[[Iterable[str]], set[str]]
VOID = {"meta", "link", "input", "br", "path", "rect", "line", "hr", "img", "circle"}
HIDDEN = {"script", "style", "code", "textarea"}
READ_ALOUD = {"aria-label", "alt", "title", "placeholder", "label", "data-making", "data-sending",
              "data-done", "data-failed"}  # fmt: skip
PAGES = [
    "/", "/map", "/map?mode=rail", "/ports/san-ysidro", "/ports/nogales-rail",
    "/states/US-TX", "/states/MX-CHH", "/counting", "/data-quality", "/exports",
    "/ports", "/ports?q=x", "/border", "/regions/east", "/pairs/US-NM_MX-CHH", "/developers",
    "/api.html", "/collections", "/conformance",
    *(f"/collections/{name}" for name in ("ports", "states", "volumes", "tolls")),
    *(f"/collections/ports/{kind}" for kind in ("queryables", "sortables", "schema")),
    "/collections/ports/items", "/collections/counts/items", "/collections/volumes/items?limit=3",
    "/collections/ports/items/presidio", "/collections/boundary/items", "/collections/states/items",
    "/projects", "/projects/otay-mesa-east", "/permits", "/changes", "/trade", "/people",
    "/people?port=pharr",
    "/compare",
    "/queries/nearest?lon=-106.45&lat=31.75&k=2&f=html",
    "/queries/volumes?of=US-CA&per=total&by=port&f=html", "/queries/slips?f=html",
    *(f"/problems/{slug}" for slug in PROBLEM_TYPES),
]  # fmt: skip


class _Reader(HTMLParser):
    """Collects the texts of a page that a person sees or hears, but for code and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0
        self._untranslated = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("translate", "no") in attrs:
            self._untranslated = tag
        self._hidden += tag in HIDDEN or tag == self._untranslated
        self.texts += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN or tag == self._untranslated
        if tag == self._untranslated:
            self._untranslated = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def read(page: str) -> list[str]:
    """Return the texts of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.texts


def page_of(client: FlaskClient, path: str, lang: str) -> str:
    """Return a page in a language."""
    mark = "&" if "?" in path else "?"
    found = client.get(f"{path}{mark}lang={lang}", headers={"Accept": "text/html"})
    assert found.status_code == 200, path
    return str(found.text)


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_text_of_their_own(
    pseudo_client: FlaskClient, pseudo: str, unsaid: Unsaid, path: str
) -> None:
    page = page_of(pseudo_client, path, pseudo)
    assert f'<html lang="{pseudo}">' in page
    assert page.count("⟦") > 3
    assert unsaid(read(page)) == set()
