"""For everyone: accessibility, small screens, paper, no scripts, no network, no other host."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import Border, folium_map
from geo.maps.interactive.map_page import map_file

Watch = Callable[..., Any]

PAGES = (
    "/map",
    "/ports/laredo-world-trade",
    "/ports/nogales-mariposa",
    "/ports/boquillas",
    "/states/US-TX",
    "/states/MX-NLE",
    "/counting",
    "/data-quality",
    "/ports",
    "/border",
    "/compare?ports=pharr,ysleta",
    "/embed",
    "/pairs/US-TX_MX-TAM",
    "/developers",
    "/?f=html",
    "/collections?f=html",
    "/collections/ports?f=html",
    "/collections/states/items?f=html",
    "/collections/states/items/MX-SON?f=html",
    "/conformance?f=html",
    "/api.html",
    "/exports",
    "/projects",
    "/projects/otay-mesa-east",
    "/permits",
    "/changes",
    "/trade",
    "/people",
    "/queries?f=html",
)
AXE_RUN = """async () => (await axe.run(document, {
  rules: {'target-size': {enabled: true}},
})).violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' | ')}`)"""


def lang_of(path: str, lang: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_quiet_and_ours(
    watch: Watch, site: str, axe: str, path: str, lang: str
) -> None:
    watched = watch()
    page = watched.go(site + lang_of(path, lang))
    page.evaluate(axe)
    assert page.evaluate(AXE_RUN) == []
    assert watched.messages == []
    assert [address for address in watched.addresses if not address.startswith(site)] == []
    assert page.locator("html").get_attribute("lang") == {"en": "en", "es": "es-MX"}[lang]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_in_use_is_accessible(
    watch: Watch, site: str, axe: str, unfold: Callable[[Any, str], None], scheme: str
) -> None:
    page = watch(color_scheme=scheme).go(f"{site}/map#view=12/31.752/-106.46&ask=-106.4,31.7")
    page.locator(".bp-card .bp-nearest li").first.wait_for()
    page.locator('.bp-port[data-ports="el-paso-paso-del-norte"]').click()
    unfold(page, "bp-layers")
    page.get_by_label("Dams and river points").check()
    page.evaluate(axe)
    assert page.evaluate(AXE_RUN) == []


def test_dark_pages_keep_their_contrast(watch: Watch, site: str, axe: str) -> None:
    page = watch(color_scheme="dark").go(f"{site}/ports/laredo-world-trade")
    page.evaluate(axe)
    assert page.evaluate(AXE_RUN) == []


def test_a_port_is_reached_and_opened_by_keyboard(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map#view=9/29.56/-104.4")
    page.locator(".bp-canvas").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.ports") == "presidio":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    about = page.evaluate("document.activeElement.getAttribute('aria-description')")
    assert about == "Bridge; Presidio, Texas; Ojinaga, Chihuahua"
    page.keyboard.press("Enter")
    assert "Presidio" in page.locator(".bp-card h2").text_content()


def test_the_keyboard_asks_about_the_middle_and_hears_what_is_in_view(
    watch: Watch, site: str
) -> None:
    page = watch().go(f"{site}/map#view=9/29.56/-104.4")
    said = page.locator(".bp-announcer")
    page.locator(".bp-canvas").focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function("() => document.querySelector('.bp-announcer').textContent")
    assert page.locator(".bp-cross").is_visible()
    page.wait_for_function(
        "() => document.querySelector('.bp-announcer').textContent.startsWith('In view')"
    )
    assert said.text_content() == "In view: Presidio, Boquillas"
    page.keyboard.press("Enter")
    page.locator(".bp-card .bp-nearest li").first.wait_for()
    middle = page.evaluate("map_border.getCenter()")
    lat, lon = page.locator(".bp-card h2").text_content().split(", ")
    assert abs(float(lat) - middle["lat"]) < 1e-4
    assert abs(float(lon) - middle["lng"]) < 1e-4
    assert "Presidio" in said.text_content()


@pytest.mark.parametrize(("width", "path"), [(360, "/map"), (360, "/ports/pharr"), (640, "/map")])
def test_small_and_zoomed_screens_need_no_sideways_scrolling(
    watch: Watch, site: str, width: int, path: str
) -> None:
    page = watch(viewport={"width": width, "height": 740}).go(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if path == "/map":
        box = page.locator(".bp-canvas").bounding_box()
        assert box["width"] >= width * 0.8
        assert box["height"] >= 300


def test_without_scripts_the_table_and_its_filters_work(watch: Watch, site: str) -> None:
    page = watch(java_script_enabled=False).page
    page.goto(f"{site}/map")
    rows = page.locator(".bp-rows tbody tr:visible")
    assert rows.count() == 55
    page.locator(".bp-more > summary").click()
    page.get_by_label("State", exact=True).select_option("US-NM")
    page.get_by_role("button", name="Show", exact=True).click()
    assert {rows.nth(i).get_attribute("data-port") for i in range(rows.count())} == {
        "antelope-wells",
        "columbus",
        "santa-teresa",
    }
    assert page.locator("button.bp-measure").is_hidden()


@pytest.mark.parametrize(("paper", "size"), [("letter", "792 612"), ("a4", "841.")])
def test_print_view_fills_one_sheet(
    watch: Watch, site: str, edition: tuple[str, str], paper: str, size: str
) -> None:
    page = watch().go(f"{site}/map")
    page.locator(".bp-more > summary").click()
    page.get_by_label("Mode", exact=True).select_option("commercial")
    page.get_by_role("button", name="Print view").click()
    page.get_by_label("Paper").select_option(paper)
    sheet = page.locator(".bp-sheet")
    said = sheet.text_content()
    assert "The US-Mexico land border" in said
    assert "Commercial trucks" in said
    assert edition[0] in said
    assert "INEGI" in said
    assert f"{site}/map" in said
    assert sheet.locator(".leaflet-control-scale").count() == 1
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert re.search(rb"/MediaBox \[0 0 " + size.encode(), pdf)
    assert re.search(rb"/Type /Pages\s.*?/Count 1\b", pdf, re.DOTALL)
    page.get_by_role("button", name="Back to the map").click()
    assert page.locator(".bp-rows").is_visible()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_file_from_the_command_line_works_from_disk(
    watch: Watch, axe: str, border: Border, tmp_path: Path, lang: str
) -> None:
    out = tmp_path / "map.html"
    out.write_text(map_file(border, lang), encoding="utf-8")
    watched = watch(offline=True)
    page = watched.go(out.as_uri())
    ids = page.evaluate(
        "[...document.querySelectorAll('[data-ports]')].flatMap((m) => m.dataset.ports.split(' '))"
    )
    assert sorted(ids) == sorted(border.ports["id"])
    page.locator(".bp-canvas").click(position={"x": 560, "y": 300})
    page.locator(".bp-card .bp-nearest li").first.wait_for()
    page.evaluate(axe)
    assert page.evaluate(AXE_RUN) == []
    assert watched.messages == []
    assert set(watched.addresses) <= {out.as_uri()} | {
        address for address in watched.addresses if address.startswith("data:")
    }


def test_folium_map_saved_by_folium_shows_the_ports(
    watch: Watch, border: Border, tmp_path: Path
) -> None:
    out = tmp_path / "folium.html"
    folium_map(border, "es").save(str(out))
    watched = watch(offline=True)
    watched.page.goto(out.as_uri())
    watched.page.wait_for_selector("html[data-map=ready]", state="attached")
    ids = watched.page.evaluate(
        "[...document.querySelectorAll('[data-ports]')].flatMap((m) => m.dataset.ports.split(' '))"
    )
    assert len(ids) == 55
    assert watched.messages == []
    assert not [a for a in watched.addresses if a.startswith("http")]


def test_nothing_moves_while_the_map_loads(watch: Watch, site: str) -> None:
    page = watch().page
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => { window.shifts += entry.value; })).observe("
        "{type: 'layout-shift', buffered: true});"
    )
    page.goto(f"{site}/map")
    page.wait_for_selector("html[data-map=ready]", state="attached")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifts") < 0.001
