"""The map before a room: alone on the screen, view by view as an agenda keeps them."""

from collections.abc import Callable
from typing import Any

Watch = Callable[..., Any]
AGENDA = "agenda=8.00/31.7000/-106.4000,9.50/26.1000/-98.2000"
ZOOM = "map_border.getZoom()"


def test_an_agenda_is_a_link_and_is_turned_like_slides(watch: Watch, site: str) -> None:
    watched = watch()
    page = watched.go(f"{site}/map#{AGENDA}")
    page.get_by_role("button", name="Present", exact=True).click()
    place = page.locator(".bp-agenda-place")
    seen = []
    for key in ("PageDown", "PageDown", "PageUp"):
        seen.append((page.evaluate(ZOOM), place.text_content()))
        page.keyboard.press(key)
    first, second = (8, "View 1 of 2"), (9.5, "View 2 of 2")
    assert seen == [first, second, second], "there is none after the last"
    assert page.evaluate(ZOOM) == 8
    assert not page.locator(".bp-panels").is_visible()
    page.get_by_role("button", name="End", exact=True).click()
    assert page.locator(".bp-panels").is_visible()
    assert not page.locator(".bp-agenda").is_visible()
    assert watched.messages == []


def test_views_are_kept_while_presenting(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map?lang=es#view=9.00/31.3000/-110.9000")
    page.get_by_role("button", name="Presentar", exact=True).click()
    page.get_by_role("button", name="Guardar esta vista").click()
    assert page.locator(".bp-agenda-place").text_content() == "Vista 1 de 1"
    page.wait_for_function("() => location.hash.includes('agenda=9.00/31.')")
    page.get_by_role("button", name="Borrar las vistas").click()
    page.wait_for_function("() => !location.hash.includes('agenda')")
