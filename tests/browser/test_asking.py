"""Asking the map: the nearest ports that are open to everyone, and what is said of the others."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic

from geo import Border

Watch = Callable[..., Any]
Unfold = Callable[[Any, str], None]

NOT_OPEN_TO_EVERYONE = {"cross-border-xpress", "el-paso-good-neighbor"}
"""Beside railways: for passengers of Tijuana airport, and for holders of SENTRI northbound."""


def test_click_asks_for_the_three_nearest(
    watch: Watch, site: str, border: Border, unfold: Unfold
) -> None:
    watched = watch()
    page = watched.go(f"{site}/map")
    unfold(page, "bp-ask")
    page.locator(".bp-canvas").click(position={"x": 500, "y": 420})
    page.locator(".bp-nearest li").first.wait_for()
    heading = page.locator(".bp-answer h3").text_content()
    lat, lon = (float(part) for part in heading.split(", "))
    trains = border.ports["modes"].map(lambda modes: list(modes) == ["rail"])
    ports = border.ports[~trains & ~border.ports["id"].isin(NOT_OPEN_TO_EVERYONE)]
    truth = sorted(
        (Geodesic.WGS84.Inverse(lat, lon, point.y, point.x)["s12"] / 1000, name)
        for name, point in zip(ports["name_en"], ports.geometry, strict=True)
    )[:3]
    items = page.locator(".bp-nearest li")
    for i, (km, name) in enumerate(truth):
        said = items.nth(i).text_content()
        assert name in said
        assert float(re.search(r"([\d,.]+) km", said)[1].replace(",", "")) == pytest.approx(
            km, abs=0.51 if km >= 100 else 0.051 if km >= 10 else 0.0051
        )
    assert page.locator("path.bp-asked").count() == 3
    assert not watched.messages


# Laredo's Gateway bridge is for holders of SENTRI (TxDOT/UNT bridge guide 2026); beside it stands a
# railway bridge.
def test_a_click_names_nearer_ports_that_are_not_open_to_everyone(
    watch: Watch, site: str, unfold: Unfold
) -> None:
    page = watch().go(f"{site}/map?mode=pov#ask=-99.507,27.502")
    unfold(page, "bp-ask")
    page.locator(".bp-answer .bp-nearest li").first.wait_for()
    said = page.locator(".bp-answer").text_content()
    assert "not open to everyone northbound: Gateway to the Americas" in said
    assert "(only SENTRI members)" in said
    assert "Juárez-Lincoln" in page.locator(".bp-answer .bp-nearest li").first.text_content()
    page = watch().go(f"{site}/map?lang=es#ask=-99.516,27.4995")
    unfold(page, "bp-ask")
    page.locator(".bp-answer .bp-nearest li").first.wait_for()
    assert "(sólo trenes)" in page.locator(".bp-answer").text_content()
