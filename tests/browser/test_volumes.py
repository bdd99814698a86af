"""Yearly crossings on the map, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest

Watch = Callable[..., Any]
Unfold = Callable[[Any, str], None]


def test_volumes_show_as_circles_with_their_figures(
    watch: Watch, site: str, unfold: Unfold
) -> None:
    page = watch().go(f"{site}/map")
    unfold(page, "bp-volumes")
    page.locator("circle.bp-volume").first.wait_for(state="attached")
    assert page.locator(".bp-port").count() == 0
    year = page.get_by_label("Year", exact=True)
    year.evaluate("(input) => { input.value = 2024; input.dispatchEvent(new Event('input')); }")
    assert page.locator(".bp-volumes-title").text_content().endswith("2024")
    # BTS, Border Crossing Entry Data, 2024.
    assert "7,617,207" in page.locator(".bp-volumes-total").text_content()
    labels = page.locator(".bp-label-volume").all_text_contents()
    # Code 2304 counts the five bridges of Laredo together, 2506 Otay Mesa alone.
    assert "Laredo\n3,026,632\n5 crossings counted together" in labels
    assert any(label.startswith("Otay Mesa\n") and "together" not in label for label in labels)
    assert page.locator(".bp-volume-spoke").get_attribute("d").count("L") >= 5
    radius = {
        circle.text_content().partition(":")[0]: float(circle.get_attribute("r"))
        for circle in page.locator("circle.bp-volume").all()
    }
    assert radius["Laredo"] / radius["Otay Mesa"] == pytest.approx(
        (3026632 / 996_000) ** 0.5, rel=0.05
    )
    year.focus()
    page.keyboard.press("End")
    assert page.locator("circle.bp-volume:not(.bp-volume-part)").count() == 0
    assert "months" in page.locator(".bp-label-volume").first.text_content()
    unfold_again = page.locator("details.bp-volumes > summary")
    unfold_again.click()
    page.locator("circle.bp-volume").first.wait_for(state="detached")
    page.locator(".bp-port").first.wait_for(state="attached")
