"""What the map does while it moves, and what it waits for before it shows."""

from collections.abc import Callable
from typing import Any

Watch = Callable[..., Any]
DRAWN = "() => document.querySelector('.leaflet-bp-lines-pane svg').getAttribute('viewBox')"
MOVE = f"([x, y]) => {{ map_border.panBy([x, y], {{animate: false}}); return ({DRAWN})(); }}"


def test_lines_are_drawn_anew_where_the_view_leaves_them_or_rests(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    first = page.evaluate(DRAWN)
    assert page.evaluate(MOVE, [30, 10]) == first
    page.wait_for_function(f"(first) => ({DRAWN})() !== first", arg=first)
    rested = page.evaluate(DRAWN)
    assert page.evaluate(MOVE, [500, 0]) != rested


def test_names_wait_for_the_end_of_a_move(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    page.evaluate(
        "() => { window.draws = 0; const {painter} = BorderPorts.sceneOf(map_border);"
        " const draw = painter.draw.bind(painter);"
        " painter.draw = () => { window.draws += 1; draw(); }; }"
    )
    page.evaluate(
        "async () => { for (let i = 0; i < 12; i += 1) { map_border.fire('movestart');"
        " await new Promise((done) => setTimeout(done, 60)); map_border.fire('moveend');"
        " await new Promise((done) => setTimeout(done, 0)); } window.drawn = window.draws; }"
    )
    page.wait_for_function("() => window.draws > 0")
    assert page.evaluate("window.drawn") == 0
    page.wait_for_timeout(300)
    assert page.evaluate("window.draws") == 1


def test_the_first_data_are_asked_for_early_and_once(watch: Watch, site: str) -> None:
    watched = watch()
    page = watched.go(f"{site}/map")
    page.wait_for_load_state("networkidle")
    asked = [address for address in watched.addresses if "/map/data/first" in address]
    assert len(asked) == 1
    assert not [text for text in watched.messages if "preload" in text]
    kind = page.evaluate(
        "performance.getEntriesByType('resource').find(({name}) => name.includes('data/first'))"
        ".initiatorType"
    )
    assert kind == "link"
