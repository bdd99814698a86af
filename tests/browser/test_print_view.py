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
