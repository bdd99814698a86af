"""Every kind of page on a phone: nothing wider than the screen, targets that a finger meets."""

from collections.abc import Callable
from typing import Any

import pytest

Watch = Callable[..., Any]

PAGES = (
    "/?f=html", "/ports", "/ports?q=zzz", "/ports/laredo-gateway", "/ports/brownsville-west-rail",
    "/border", "/regions/east", "/pairs/US-TX_MX-TAM", "/states/US-TX",
    "/compare?ports=pharr,ysleta",
    "/counting", "/exports?f=html", "/developers", "/api.html", "/collections?f=html",
    "/collections/ports?f=html", "/collections/ports/items?f=html&limit=20",
    "/collections/ports/items/pharr?f=html", "/collections/ports/schema?f=html",
    "/conformance?f=html", "/problems/not-found?f=html", "/ports/nowhere", "/map", "/embed",
    "/projects", "/projects/otay-mesa-east", "/permits", "/changes", "/trade", "/people",
    "/queries?f=html", "/queries/between?from=del-rio&to=laredo-world-trade&f=html",
    "/queries/volumes?of=border&by=pair&per=total&f=html", "/queries/locate?lon=-106&lat=31&f=html",
    "/queries/nearest?lon=-106.45&lat=31.75&k=3&f=html", "/queries/slips?f=html",
    "/collections/volumes/items?f=html&limit=5", "/collections/sources/items?f=html&limit=5",
    "/collections/states/items/US-TX?f=html", "/waits", "/alerts", "/data-quality", "/map?q=zzz",
)  # fmt: skip
SMALL = """() => [...document.querySelectorAll(
    '.site-header a, .actions a, .downloads a, .cards h2 a, .choices a, form button, form input, '
    + 'form select, summary')]
  .filter((item) => item.checkVisibility() && item.type !== 'hidden')
  .filter((item) => item.getBoundingClientRect().height < 24)
  .map((item) => item.outerHTML.slice(0, 120))"""
MAIN = """() => [...document.querySelectorAll(
    '.site-header nav a, .search input:not([type=hidden]), .search button')]
  .filter((item) => item.getBoundingClientRect().height < 44)
  .map((item) => item.outerHTML.slice(0, 120))"""
WIDE = """(width) => [...document.querySelectorAll('body *')]
  .filter((item) => item.getBoundingClientRect().right > width + 1)
  .filter((item) => !item.closest('.scroll, .site-header .main, .leaflet-container, svg, .skip'))
  .map((item) => item.outerHTML.slice(0, 120)).slice(0, 3)"""


@pytest.mark.parametrize(("lang", "widths"), [("es", (320, 360)), ("en", (320,))])
def test_no_page_is_wider_than_a_phone(
    watch: Watch, site: str, lang: str, widths: tuple[int, ...]
) -> None:
    page = watch(viewport={"width": 360, "height": 740}).page
    page.route("**/pictures/**", lambda route: route.abort())
    faults: list[Any] = []
    for path in PAGES:
        page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang={lang}")
        is_map = path.startswith(("/map", "/embed"))
        for width in widths:
            page.set_viewport_size({"width": width, "height": 740})
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults += [(path, width, wide)] if wide > width else []
            faults += [] if is_map else [(path, item) for item in page.evaluate(WIDE, width)]
        for script in () if is_map else (SMALL, MAIN):
            faults += [(path, item) for item in page.evaluate(script)]
    assert not faults, "\n".join(map(str, faults))


def test_the_first_stop_of_every_page_leads_to_its_content(watch: Watch, site: str) -> None:
    page = watch().page
    for path in ("/?f=html", "/ports/pharr", "/border", "/ports/nowhere"):
        page.goto(f"{site}{path}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')"), path


HEADER = "document.querySelector('.site-header').getBoundingClientRect().height"
LAST = "document.querySelector('.site-header .main a:last-child').getBoundingClientRect().right"


def test_the_header_takes_two_lines_and_shows_each_of_its_links(watch: Watch, site: str) -> None:
    page = watch(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True).page
    for lang in ("en", "es"):
        page.goto(f"{site}/map?lang={lang}")
        assert page.evaluate(HEADER) <= 110
        assert page.evaluate(LAST) > 375
        page.locator(".site-header .main a").last.focus()
        assert page.evaluate(LAST) <= 375


TARGETS = """() => [...document.querySelectorAll(
    '.bp-stage :is(button, summary, input, select, a)')]
  .filter((item) => item.checkVisibility() && item.getBoundingClientRect().width > 1)
  .filter((item) => !item.closest('.leaflet-control-attribution'))
  .filter((item) => item.getBoundingClientRect().height < 43.9)
  .map((item) => item.outerHTML.slice(0, 120))"""
SIDES = """() => [...document.querySelectorAll('.bp-port')]
  .map((item) => item.getBoundingClientRect())
  .map(({left, top, right, bottom}) => [left, top, right, bottom])"""


def test_a_finger_meets_the_controls_and_the_symbols_of_the_map(watch: Watch, site: str) -> None:
    phone = watch(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    page = phone.go(f"{site}/map#view=9/31.33/-109.5")
    assert page.evaluate(TARGETS) == []
    boxes = page.evaluate(SIDES)
    assert max(right - left for left, _, right, _ in boxes) >= 44
    assert min(right - left for left, _, right, _ in boxes) >= 24
    for i, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = right <= other[0] or left >= other[2] or bottom <= other[1] or top >= other[3]
            assert apart


APART = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const [scale, credit] = [box('.leaflet-control-scale'), box('.leaflet-control-attribution')];
  return scale.right <= credit.left || credit.bottom <= scale.top || scale.bottom <= credit.top;
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_whom_the_map_names_stands_beside_the_scale(watch: Watch, site: str, width: int) -> None:
    page = watch(viewport={"width": width, "height": 740}).go(f"{site}/map")
    assert page.evaluate(APART)


FLOATING = (
    ".bp-panels", ".bp-tools", ".bp-volumes", ".leaflet-control-zoom", ".bp-whole",
    ".leaflet-control-scale",
)  # fmt: skip
COVERED = """(names) => {
  const boxes = names.map((name) => [name, document.querySelector(name).getBoundingClientRect()]);
  return boxes.flatMap(([name, one], i) => boxes.slice(i + 1)
    .filter(([, other]) => one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom)
    .map(([other]) => [name, other]));
}"""


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_control_of_the_map_covers_another(watch: Watch, site: str, lang: str) -> None:
    page = watch(viewport={"width": 320, "height": 740}).go(f"{site}/map?lang={lang}")
    for width in (320, 375):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(COVERED, list(FLOATING)) == []
