"""Names that try to be markup or script stay text: in the data, the query and the language."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from geo import Border, folium_map
from geo.layers import LAYERS
from geo.maps.interactive.map_page import map_file

Watch = Callable[..., Any]

HOSTILE = (
    "${document.title='PWNED'}",
    "`+(document.title='PWNED')+`",
    "<img src=x onerror=\"document.title='PWNED'\">",
    "</script><script>document.title='PWNED'</script>",
    "'\"><svg onload=document.title='PWNED'>",
    "{{ 7*7 }}{% raw %}",
)
EVERY = " ".join(HOSTILE)


KEPT = {
    "id", "port_id", "us_state", "mx_state", "cbp_port_code", "port_code", "time_zone",
    "mx_time_zone", "river_segment", "hours_as_of", "layer", "row", "column", "project_id",
    "near_port", "code",
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(border: Border) -> Border:
    """Return a border with hostile texts wherever a person may write."""
    frames = {}
    for name, layer in LAYERS.items():
        frame = border.layer(name)
        for column in layer.columns:
            free = column.kind == "string" and not column.allowed and column.name not in KEPT
            if free and "opening_hours" not in column.name:
                known = frame[column.name].notna()
                # Names of crossings tell series apart, so each stays one of its own.
                own = frame.loc[known, column.name] + " " if column.name == "crossing" else ""
                frame.loc[known, column.name] = own + EVERY
        frames[name] = frame
    return border.replace(**frames)


@pytest.fixture(scope="module")
def hostile_site(served: Callable[[Border], str], hostile: Border) -> str:
    """Return the address of a service with hostile data."""
    return served(hostile)


def assert_harmless(watched: Any) -> None:  # noqa: ANN401 - untyped plug-in
    page = watched.page
    page.wait_for_timeout(200)
    assert page.title() != "PWNED"
    assert "49" not in page.title()
    assert page.locator("img:not(.leaflet-tile, .picture)").count() == 0
    pictures = page.locator("img.picture").evaluate_all("all => all.map(one => one.src)")
    assert all("/pictures/" in urlsplit(source).path for source in pictures)
    assert page.evaluate("[...document.querySelectorAll('[onerror],[onload]')].length") == 0
    assert watched.messages == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_hostile_names_on_the_map_stay_text(watch: Watch, hostile_site: str, lang: str) -> None:
    watched = watch()
    page = watched.go(f"{hostile_site}/map?lang={lang}#view=12/31.752/-106.46&ask=-106.4,31.7")
    page.locator(".bp-card .bp-nearest li").first.wait_for()
    page.locator('.bp-port[data-ports="el-paso-bridge-of-the-americas"]').click()
    assert HOSTILE[0] in page.locator(".bp-card").text_content()
    page.locator(".bp-q").fill("document.title")
    assert HOSTILE[2] in page.locator(".bp-hits").text_content()
    page.keyboard.press("Enter")
    assert_harmless(watched)


@pytest.mark.parametrize(
    "path", ["/ports/laredo-world-trade", "/states/US-TX", "/counting", "/data-quality", "/"]
)
def test_hostile_names_on_pages_stay_text(watch: Watch, hostile_site: str, path: str) -> None:
    watched = watch()
    watched.page.goto(f"{hostile_site}{path}?f=html&lang=es")
    if path != "/":
        assert HOSTILE[2] in watched.page.locator("main").text_content()
    assert_harmless(watched)


def test_hostile_names_in_a_file_stay_text(watch: Watch, hostile: Border, tmp_path: Path) -> None:
    for name, text in (
        ("file.html", map_file(hostile, "en")),
        ("folium.html", folium_map(hostile).get_root().render()),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        watched = watch(offline=True)
        watched.page.goto(path.as_uri())
        watched.page.wait_for_selector("html[data-map=ready]", state="attached")
        watched.page.locator(".bp-group").first.click()
        assert_harmless(watched)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_addresses_are_harmless(watch: Watch, site: str, text: str) -> None:
    for query in (f"q={quote(text[:80])}", f"owner={quote(text)}"):
        watched = watch()
        watched.go(f"{site}/map?{query}#mode={quote(text)}&port={quote(text)}&view={quote(text)}")
        assert_harmless(watched)
    # A page for people passes over parameters that it does not know.
    asked = {f"lang={quote(text)}": 400, f"state={quote(text)}": 400, f"{quote(text)}=1": 200}
    for query, status in asked.items():
        watched = watch()
        response = watched.page.goto(f"{site}/map?{query}")
        assert response.status == status
        body = response.text()
        assert (
            text not in body or text == escape(text) or "json" in response.headers["content-type"]
        )
        assert "&#39;49" not in body  # what the last text would be if it were run
        assert watched.page.title() != "PWNED"


JUNK = ("constructor", "__proto__", "junk,-1,%00", "a" * 5000)
"""Words that name nothing on the map, some of them things that every object of a script has."""


@pytest.mark.parametrize("word", JUNK)
def test_a_state_of_the_map_that_names_nothing_is_harmless(
    watch: Watch, site: str, unfold: Callable[..., Any], word: str
) -> None:
    watched = watch()
    places = "&".join(f"{name}={quote(word, safe='%,')}" for name in ("port", "view", "ask"))
    page = watched.go(f"{site}/map?lang=en#{places}")
    assert page.locator(".bp-port, .bp-group").count() > 10
    chosen = ("port", "layers", "mode", "type", "state", "owner")
    again = "&".join(f"{name}={quote(word, safe='%,')}" for name in chosen)
    page.goto("about:blank")  # Another fragment of the same page would only be a jump within it.
    watched.go(f"{site}/map?lang=en#{again}")
    assert page.locator(".bp-card h2").count() == 0
    assert page.evaluate("Object.keys({}).length") == 0
    assert_harmless(watched)
    unfold(page, "bp-more")
    page.get_by_label("Mode", exact=True).select_option("rail")
    page.wait_for_url("**mode=rail**")
