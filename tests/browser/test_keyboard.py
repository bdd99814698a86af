"""Ten things that people do with the map by the keyboard alone: no click, no focus by script."""

from collections.abc import Callable
from typing import Any

import pytest

Watch = Callable[..., Any]
MOST_STOPS = 10
CARD = ".bp-card"
HAS_FOCUS = "(selector) => Boolean(document.activeElement?.closest(selector))"


def reach(page: Any, selector: str, most: int = MOST_STOPS) -> None:  # noqa: ANN401 - untyped
    """Press Tab until something that fits has the focus; fail after so many stops."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement?.matches(one) ?? false", selector):
            return
    pytest.fail(f"{selector} is more than {most} stops away")


@pytest.fixture
def page(watch: Watch, site: str) -> Any:  # noqa: ANN401 - untyped plug-in
    """Return the page of the map; the first stop after this is its search."""
    found = watch().go(f"{site}/map#view=9/29.56/-104.4")
    reach(found, ".bp-q", most=20)
    return found


def test_a_port_is_searched_read_and_closed(page: Any) -> None:  # noqa: ANN401
    page.keyboard.type("pharr")
    page.locator(".bp-hits li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(CARD).wait_for()
    assert page.evaluate(HAS_FOCUS, CARD)
    assert "Pharr" in page.locator(f"{CARD} h2").text_content()
    page.keyboard.press("Escape")
    page.locator(CARD).wait_for(state="detached")
    assert not page.evaluate("document.activeElement === document.body")


def test_ports_are_filtered_and_the_count_is_said(page: Any) -> None:  # noqa: ANN401
    reach(page, ".bp-more > summary")
    page.keyboard.press("Enter")
    reach(page, ".bp-more select[name=state]")
    page.keyboard.type("Nuevo Le")
    assert page.locator(".bp-count").text_content().startswith("1 of 55")


def test_a_position_is_typed_and_answered(page: Any) -> None:  # noqa: ANN401
    reach(page, ".bp-ask > summary")
    page.keyboard.press("Enter")
    reach(page, ".bp-place input[name=lat]")
    page.keyboard.type("31.75")
    page.keyboard.press("Tab")
    page.keyboard.type("-106.45")
    page.keyboard.press("Enter")
    page.locator(".bp-nearest li").first.wait_for()


def test_a_layer_is_switched(page: Any) -> None:  # noqa: ANN401
    reach(page, ".bp-layers > summary")
    page.keyboard.press("Enter")
    reach(page, ".bp-layers input[value^=states_]", most=40)
    page.keyboard.press("Space")
    assert page.evaluate("!document.querySelector('.bp-layers input[value^=states_]').checked")
    assert page.locator(".bp-label-state").count() == 0


def test_a_way_is_measured_from_the_middle_of_the_map(page: Any) -> None:  # noqa: ANN401
    reach(page, ".bp-ask > summary")
    page.keyboard.press("Enter")
    reach(page, ".bp-measure")
    page.keyboard.press("Space")
    reach(page, "#bp .leaflet-container", most=30)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('.bp-measured-answer').textContent.includes('km')"
    )


def test_volumes_are_opened_and_stepped_by_year(page: Any) -> None:  # noqa: ANN401
    reach(page, ".bp-volumes > summary", most=12)
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('.bp-volumes input').disabled")
    reach(page, ".bp-volumes input[type=range]")
    before = page.locator(".bp-volumes-title").text_content()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".bp-volumes-title").text_content() != before


def test_the_sheet_for_paper_opens_and_closes(page: Any) -> None:  # noqa: ANN401
    reach(page, "button.bp-print")
    page.keyboard.press("Enter")
    assert page.evaluate(HAS_FOCUS, ".bp-paper")
    page.keyboard.press("Escape")
    assert page.evaluate(HAS_FOCUS, "button.bp-print")


def test_the_map_is_presented_and_comes_back(page: Any) -> None:  # noqa: ANN401
    reach(page, "button.bp-present")
    page.keyboard.press("Enter")
    assert page.evaluate(HAS_FOCUS, ".leaflet-container")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.documentElement.classList.contains('bp-presenting')")
    assert page.evaluate(HAS_FOCUS, "button.bp-present")


def test_the_next_port_along_the_line_is_read(page: Any) -> None:  # noqa: ANN401
    reach(page, "[data-ports=presidio]", most=40)
    page.keyboard.press("Space")
    page.locator(CARD).wait_for()
    assert page.evaluate(HAS_FOCUS, CARD)
    reach(page, f"{CARD} .bp-next :is(a, button)", most=12)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => !document.querySelector('.bp-card h2').textContent.includes('Presidio')"
    )


def test_the_map_is_passed_over_to_the_table(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    reach(page, "#bp > a.skip", most=20)
    page.keyboard.press("Enter")
    reach(page, ".bp-table :is(a, button)", most=3)
