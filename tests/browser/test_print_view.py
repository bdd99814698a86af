"""The print view: its QR code as another program reads it, its picture beside the screen."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

Watch = Callable[..., Any]


def test_the_qr_code_is_the_link_to_the_view(watch: Watch, site: str) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    page = watch(device_scale_factor=2).go(f"{site}/map?lang=es#view=9/31.75/-106.45&mode=bus")
    page.click("button.bp-print")
    code = page.locator(".bp-sheet-qr svg")
    assert code.get_attribute("aria-label") == "Código QR del enlace a esta vista"
    found = zxingcpp.read_barcodes(np.asarray(Image.open(io.BytesIO(code.screenshot()))))
    assert [one.text for one in found] == [page.locator(".bp-sheet-link").inner_text()]
    assert "mode=bus" in found[0].text


def test_the_sheet_is_saved_as_a_picture(watch: Watch, site: str) -> None:
    watched = watch()
    page = watched.go(f"{site}/map")
    page.click("button.bp-print")
    page.wait_for_timeout(500)
    sheet = page.locator(".bp-sheet")
    with page.expect_download() as download:
        page.click("button.bp-paper-picture")
    assert download.value.suggested_filename == "border-ports.png"
    saved = Image.open(download.value.path()).convert("L")
    shown = Image.open(io.BytesIO(sheet.screenshot())).convert("L")
    assert abs(saved.width - 2 * shown.width) <= 2
    assert abs(saved.height - 2 * shown.height) <= 4
    # At a tenth of the size, where the halves of pixels that sheets begin at are lost.
    one, other = (
        np.asarray(picture.resize((96, 72), Image.Resampling.BOX)).astype(float).ravel()
        for picture in (saved, shown)
    )
    assert np.abs(one - other).mean() < 5
    assert np.corrcoef(one, other)[0, 1] > 0.9
    assert watched.messages == []


def test_the_sheet_explains_the_layers_that_show(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map#layers=ports,boundary,states,projects")
    page.click("button.bp-print")
    legend = page.locator(".bp-sheet-legend .bp-keys")
    assert "Bridge" in legend.inner_text()
    assert "Construction" in legend.inner_text()
    assert " km" not in legend.inner_text()
    page.click(".bp-paper-back")
    page.evaluate("() => { location.hash = 'layers=ports,boundary,segments'; }")
    page.wait_for_function(
        "() => BorderPorts.sceneOf(map_border).shownLayers().some(({key}) => key === 'segments')"
    )
    page.click("button.bp-print")
    assert "Construction" not in legend.inner_text()
    assert "148 km" in legend.inner_text()


def test_the_sheet_says_which_ports_are_on_it(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map#view=12/29.5600/-104.4000")
    page.locator("button.bp-print").click()
    said = page.locator(".bp-sheet-sub")
    assert said.text_content() == "1 of 55 ports shown · Presidio-Ojinaga"
    page.evaluate("map_border.setView([29.2, -102.95], 12, {animate: false})")
    assert said.text_content() == "1 of 55 ports shown · Boquillas Crossing"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_sheet_draws_larger_where_symbols_stand_in_a_row(
    watch: Watch, site: str, lang: str
) -> None:
    watched = watch()
    page = watched.go(f"{site}/map?lang={lang}")
    page.click("button.bp-print")
    page.wait_for_function(
        "() => !document.querySelector('.bp-inset p + p') && document.querySelector('.bp-inset')"
    )
    titles = page.locator(".bp-inset figcaption").all_inner_texts()
    assert "El Paso–Ciudad Juárez" in titles
    in_rows = page.evaluate(
        """() => {
          const {rows, symbols} = BorderPorts.sceneOf(map_border).painter.layout;
          const ids = new Set(rows.flatMap(({ids}) => ids));
          return symbols.filter(({port}) => ids.has(port.id)).map(({port}) => port.short);
        }"""
    )
    assert in_rows
    assert set(in_rows) <= _names_in_insets(page)
    bridges = page.locator(".bp-inset", has_text="El Paso–Ciudad Juárez")
    assert " · 6 " in bridges.locator("p").inner_text()
    # Each port has its symbol and its number, and the sheet is one page.
    for inset in page.locator(".bp-inset").all():
        names = inset.locator("p").inner_text().split(" · ")
        assert inset.locator("svg svg").count() == len(names)
        numbers = " ".join(inset.locator("svg text").all_text_contents())
        assert {str(n + 1) for n in range(len(names))} <= set(_numbers(numbers))
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    assert watched.messages == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_port_of_the_whole_border_has_a_name_on_the_sheet(
    watch: Watch, site: str, lang: str
) -> None:
    watched = watch()
    page = watched.go(f"{site}/map?lang={lang}")
    page.click("button.bp-print")
    page.wait_for_function(
        "() => !document.querySelector('.bp-inset p + p') && document.querySelector('.bp-inset')"
    )
    for paper in ("letter", "a4"):
        page.select_option("select[name=paper]", paper)
        page.wait_for_timeout(400)
        on_map, unnamed = page.evaluate(
            """() => {
              const {names, symbols} = BorderPorts.sceneOf(map_border).painter.layout;
              const named = new Set(names.flatMap(({ports}) => ports ?? []));
              const rest = symbols.filter(({port}) => !named.has(port.id));
              return [named.size, rest.map(({port}) => port.short)];
            }"""
        )
        assert on_map + len(unnamed) == 55
        assert set(unnamed) <= _names_in_insets(page), paper
        height, drawn = page.evaluate(
            "() => [map_border.getContainer().clientHeight, map_border.getSize().y]"
        )
        assert height == drawn
    assert watched.messages == []


def _names_in_insets(page: Any) -> set[str]:  # noqa: ANN401
    """Return the names of the ports that the places drawn larger list, without their numbers."""
    lists = page.locator(".bp-inset figcaption ~ p:first-of-type").all_inner_texts()
    return {name.split(" ", 1)[1] for text in lists for name in text.split(" · ")}


def _numbers(text: str) -> list[str]:
    """Return the numbers of a text, those of ranges spelt out."""
    found: list[str] = []
    for part in text.replace("·", " ").split():
        first, _, last = part.partition("–")
        found += map(str, range(int(first), int(last or first) + 1))
    return found


def test_a_place_drawn_larger_has_its_ports_on_the_closer_line(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    page.click("button.bp-print")
    page.wait_for_function(
        "() => !document.querySelector('.bp-inset p + p') && document.querySelector('.bp-inset')"
    )
    # Pixels from each place of a symbol that stands in a row to the nearest side of the line.
    far = page.evaluate(
        """() => [...document.querySelectorAll('.bp-inset-place > svg')].flatMap((place) => {
          const parts = place.querySelector('.bp-inset-line').getAttribute('d').split('M')
            .filter(Boolean)
            .map((part) => part.split('L').map((pair) => pair.split(',').map(Number)));
          const off = ([x, y], [x1, y1], [x2, y2]) => {
            const [dx, dy] = [x2 - x1, y2 - y1];
            const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
            const share = Math.max(0, Math.min(1, along));
            return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
          };
          const sides = parts.flatMap((part) => part.slice(1).map((end, i) => [part[i], end]));
          return [...place.querySelectorAll('.bp-anchor')].map((dot) => {
            const at = ['cx', 'cy'].map((name) => Number(dot.getAttribute(name)));
            return Math.min(...sides.map(([one, other]) => off(at, one, other)));
          });
        })"""
    )
    assert far
    assert max(far) < 5


def test_the_keys_of_the_browser_print_the_whole_sheet(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    page.evaluate(
        """() => { window.print = () => {
          window.printed = document.querySelectorAll('.bp-inset').length;
          window.noted = document.querySelectorAll('.bp-inset p + p').length;
          window.dispatchEvent(new Event('afterprint'));
        }; }"""
    )
    page.keyboard.press("Control+p")
    page.wait_for_function("() => window.printed !== undefined")
    assert page.evaluate("window.printed") >= 5
    assert page.evaluate("window.noted") == 0
    assert page.locator(".bp-sheet").is_hidden()
