"""The map as a person uses it: looking, finding, filtering, asking, sharing."""

import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from geographiclib.geodesic import Geodesic

from geo import Border

Watch = Callable[..., Any]
Unfold = Callable[[Any, str], None]

MARKERS = """() => [...document.querySelectorAll('.bp-port')].map((marker) => {
  const {left, top, right, bottom} = marker.getBoundingClientRect();
  const symbols = [...marker.querySelectorAll('svg')].map((symbol) => {
    const box = symbol.getBoundingClientRect();
    return {id: symbol.dataset.port, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2};
  });
  return {ids: marker.dataset.ports.split(' '), box: [left, top, right, bottom], symbols};
})"""
LABELS = """() => [...document.querySelectorAll('.bp-label')].map((label) => {
  const own = label.parentElement.parentElement.getBoundingClientRect();
  const pane = new DOMMatrix(getComputedStyle(label.parentElement).transform);
  const moved = new DOMMatrix(getComputedStyle(label).transform);
  const [w, h] = [label.offsetWidth, label.offsetHeight];
  const about = pane.multiply(new DOMMatrix().translate(w / 2, h / 2)).multiply(moved)
    .multiply(new DOMMatrix().translate(-w / 2, -h / 2));
  const corners = [[0, 0], [w, 0], [w, h], [0, h]].map(([x, y]) => {
    const at = about.transformPoint(new DOMPoint(x, y));
    return [own.left + at.x, own.top + at.y];
  });
  return {text: label.textContent, corners};
})"""
FEW_PX = 4
WIDTH, HEIGHT, HEADER = 1280, 860, 57
LEVEL = "BorderPorts.sceneOf(map_border).layers.find((one) => one.key === 'boundary').level"
CROWDED = {
    "whole border": "",
    "el paso": "#view=12/31.752/-106.46",
    "el paso from afar": "#view=10/31.75/-106.4",
    "laredo": "#view=12/27.52/-99.52",
    "nogales": "#view=12/31.333/-110.94",
    "lower valley": "#view=9.5/26.1/-98.1",
    "brownsville": "#view=12.5/25.9/-97.5",
}


def places(page: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    found: list[dict[str, Any]] = page.evaluate(MARKERS)
    return found


def test_first_view_shows_every_port_once(watch: Watch, site: str, border: Border) -> None:
    page = watch().go(f"{site}/map")
    ids = [key for marker in places(page) for key in marker["ids"]]
    assert sorted(ids) == sorted(border.ports["id"])
    assert len(ids) == 55


def is_in_view(symbol: dict[str, float]) -> bool:
    """Tell whether a symbol is on the screen; others wait at their places."""
    return 0 < symbol["x"] < WIDTH and HEADER < symbol["y"] < HEIGHT


@pytest.mark.parametrize("view", CROWDED.values(), ids=CROWDED.keys())
def test_no_symbol_stands_on_another(watch: Watch, site: str, view: str) -> None:
    page = watch().go(f"{site}/map{view}")
    found = places(page)
    size = page.evaluate("BorderPorts.sceneOf(map_border).painter.layout.size")
    for one, other in itertools.combinations(found, 2):
        apart = shapely.box(*one["box"]).intersection(shapely.box(*other["box"])).area
        assert apart < 1, f"{one['ids']} and {other['ids']} take the same clicks"
    for marker in found:
        left, top, right, bottom = marker["box"]
        assert min(right - left, bottom - top) >= 23.9, marker["ids"]
    symbols = [symbol for marker in found for symbol in marker["symbols"] if is_in_view(symbol)]
    for one, other in itertools.combinations(symbols, 2):
        apart = math.hypot(one["x"] - other["x"], one["y"] - other["y"])
        # Ports of two pairs of towns may touch; nearer ones stand in a row.
        assert apart >= 0.54 * size, f"{one['id']} and {other['id']} are {apart:.0f} px apart"


@pytest.mark.parametrize("view", CROWDED.values(), ids=CROWDED.keys())
def test_no_name_stands_on_another(watch: Watch, site: str, view: str) -> None:
    found = watch().go(f"{site}/map{view}").evaluate(LABELS)
    assert found
    for one, other in itertools.combinations(found, 2):
        shared = shapely.Polygon(one["corners"]).intersection(shapely.Polygon(other["corners"]))
        assert shared.area < FEW_PX, f"{one['text']} and {other['text']} overlap"


def test_a_group_opens_into_its_ports(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    row = page.locator('.bp-group[data-ports~="ysleta"]')
    row.click(position={"x": row.bounding_box()["width"] / 2, "y": 5})
    page.locator('.bp-port[data-ports="ysleta"]').wait_for()


def test_a_symbol_in_a_row_opens_its_port(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    page.locator('.bp-group svg[data-port="ysleta"]').click()
    assert "Ysleta" in page.locator(".bp-card h2").text_content()


@pytest.mark.parametrize(
    ("lang", "countries", "rivers"),
    [
        ("en", {"UNITED STATES", "MEXICO"}, {"Rio Grande", "Río Bravo"}),
        ("es", {"ESTADOS UNIDOS", "MÉXICO"}, {"Río Bravo"}),
    ],
)
def test_close_up_both_countries_rivers_towns_and_states_are_named(
    watch: Watch, site: str, lang: str, countries: set[str], rivers: set[str]
) -> None:
    page = watch().go(f"{site}/map?lang={lang}#view=11/31.72/-106.4")
    assert set(page.locator(".bp-label-country").all_text_contents()) == countries
    assert set(page.locator(".bp-label-boundary_river").all_text_contents()) == rivers
    assert set(page.locator(".bp-label-twin_large").all_text_contents()) == {
        "El Paso",
        "Ciudad Juárez",
    }
    states = set(page.locator(".bp-label-state, .bp-label-state_small").all_text_contents())
    assert {"Texas", "Chihuahua"} <= states


def test_bands_of_colour_tell_the_countries_apart(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    for side in ("us", "mx"):
        assert page.locator(f".bp-band-{side} path").count() == 3


def test_simplified_lines_say_so_until_the_closer_ones_are_there(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    note = page.locator(".bp-line-note")
    assert note.text_content() == ""
    page.context.set_offline(True)
    page.evaluate("map_border.setView([31.75, -106.45], 11, {animate: false}), 0")
    page.get_by_text("Line simplified: the closer one could not be read").wait_for()
    page.context.set_offline(False)
    page.locator(".bp-line-note:empty").wait_for(state="attached")
    assert page.evaluate(LEVEL) == "detail"


def test_search_finds_without_accents_and_by_keyboard(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    page.get_by_label("Find a port, town, state or position").fill("ojinaga")
    assert "Presidio" in page.locator(".bp-hits li").first.text_content()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "Presidio" in page.locator(".bp-card h2").text_content()
    page.get_by_label("Find a port, town, state or position").fill("juarez-linc")
    assert "Juárez-Lincoln" in page.locator(".bp-hits li").first.text_content()


def test_rivers_and_reservoirs_are_found_and_named_in_the_view(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    box = page.get_by_label("Find a port, town, state or position")
    for typed, label, named in (
        ("conchos", "Río Conchos river", "Río Conchos"),
        ("salton", "Salton Sea lake or reservoir", "Salton Sea"),
    ):
        box.fill(typed)
        assert page.locator(".bp-hits li").first.text_content() == label
        page.keyboard.press("Enter")
        page.locator(".bp-label-river, .bp-label-lake").get_by_text(named, exact=True).wait_for()
    box.fill("bravo")
    assert (
        page.locator(".bp-hits li").all_text_contents().count("Rio Grande / Río Bravo river") == 1
    )


def test_search_says_when_nothing_is_found(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    page.get_by_label("Find a port, town, state or position").fill("zzzz")
    assert page.locator(".bp-hits").text_content() == "Nothing found"


def test_filters_hold_for_map_and_table(watch: Watch, site: str, unfold: Unfold) -> None:
    page = watch().go(f"{site}/map")
    unfold(page, "bp-more")
    page.get_by_label("Mode", exact=True).select_option("rail")
    ids = {key for marker in places(page) for key in marker["ids"]}
    rows = page.locator(".bp-rows tbody tr:visible")
    assert {rows.nth(i).get_attribute("data-port") for i in range(rows.count())} == ids
    assert ids == {
        "calexico-rail",
        "nogales-rail",
        "el-paso-bnsf-rail",
        "el-paso-union-pacific-rail",
        "eagle-pass-rail",
        "laredo-rail",
        "brownsville-west-rail",
    }
    assert page.locator(".bp-count").text_content() == "7 of 55 ports shown"
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".bp-count").text_content() == "55 of 55 ports shown"
    page.get_by_label("State", exact=True).select_option("US-NM")
    assert page.locator(".bp-count").text_content() == "3 of 55 ports shown"


def test_a_second_link_replaces_what_the_first_chose(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map#q=santa+teresa")
    page.locator(".bp-count", has_text="1 of 55 ports shown").wait_for(state="attached")
    page.evaluate("location.hash = 'state=US-NM'")
    page.locator(".bp-count", has_text="3 of 55 ports shown").wait_for(state="attached")


def test_distances_in_the_browser_are_geodesic(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    pairs = [
        (-106.45 + i * 0.7, 31.7 - i * 0.2, -97.4 - i * 0.3, 25.9 + i * 0.1) for i in range(40)
    ]
    pairs += [(-106.5, 31.78, -106.50001, 31.78001), (170.0, 60.0, -117.0, 32.5), (0, 0, 0, 90)]
    found = page.evaluate(
        "(pairs) => pairs.map((pair) => BorderPorts.geodesic(...pair))",
        pairs,
    )
    for (lon1, lat1, lon2, lat2), answer in zip(pairs, found, strict=True):
        truth = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)
        assert answer["km"] * 1000 == pytest.approx(truth["s12"], abs=0.001)
        assert answer["bearing"] == pytest.approx(truth["azi1"] % 360, abs=1e-5)


def test_place_typed_in_is_located(watch: Watch, site: str, unfold: Unfold) -> None:
    page = watch().go(f"{site}/map")
    unfold(page, "bp-ask")
    page.get_by_label("Latitude").fill("27.9")
    page.get_by_label("Longitude").fill("-99.3")
    page.get_by_role("button", name="Find nearest").click()
    page.locator(".bp-nearest li").first.wait_for()
    said = page.locator(".bp-answer").text_content()
    assert "Texas, United States" in said
    assert "In the La Paz Agreement zone" in said
    page.get_by_label("Latitude").fill("north")
    page.get_by_role("button", name="Find nearest").click()
    assert "Give a longitude" in page.locator(".bp-answer").text_content()


def test_nearest_to_me_uses_the_browsers_position(watch: Watch, site: str, unfold: Unfold) -> None:
    page = watch(
        geolocation={"latitude": 32.72, "longitude": -117.16}, permissions=["geolocation"]
    ).go(f"{site}/map")
    unfold(page, "bp-ask")
    page.get_by_role("button", name="Nearest to me").click()
    page.locator(".bp-nearest li").first.wait_for()
    assert "San Ysidro" in page.locator(".bp-nearest li").first.text_content()


def test_measuring_adds_up_geodesics(watch: Watch, site: str, unfold: Unfold) -> None:
    page = watch().go(f"{site}/map#view=7/29/-102")
    unfold(page, "bp-ask")
    page.get_by_role("button", name="Measure").click()
    for x in (600, 800, 900):
        page.locator(".bp-canvas").click(position={"x": x, "y": 300})
    corners = page.evaluate(
        "() => [600, 800, 900].map((x) => map_border.containerPointToLatLng([x, 300]))"
    )
    truth = sum(
        Geodesic.WGS84.Inverse(p["lat"], p["lng"], q["lat"], q["lng"])["s12"] / 1000
        for p, q in itertools.pairwise(corners)
    )
    said = page.locator(".bp-measured-answer h3").text_content()
    assert float(re.search(r"([\d,.]+) km", said)[1].replace(",", "")) == pytest.approx(
        truth, abs=1
    )
    page.keyboard.press("Escape")
    assert page.locator("path.bp-measured").count() == 0


def test_popup_leads_along_the_river(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map#port=del-rio")
    card = page.locator(".bp-card")
    assert "Del Rio" in card.locator("h2").text_content()
    card.locator('[data-next="gulfward"]').click()
    page.locator('.bp-card h2:has-text("Camino Real")').or_(
        page.locator('.bp-card h2:has-text("Eagle Pass")')
    ).wait_for()
    page.locator('.bp-card [data-next="pacificward"]').click()
    page.locator('.bp-card h2:has-text("Del Rio")').wait_for()


def test_address_brings_back_view_filters_and_question(
    watch: Watch, site: str, unfold: Unfold
) -> None:
    page = watch().go(f"{site}/map?mode=commercial")
    unfold(page, "bp-ask")
    unfold(page, "bp-layers")
    unfold(page, "bp-more")
    page.get_by_label("State", exact=True).select_option("US-AZ")
    page.locator(".bp-canvas").click(position={"x": 900, "y": 200})
    page.locator(".bp-nearest li").first.wait_for()
    page.get_by_label("Dams and river points").check()
    page.wait_for_url(re.compile(r"ask=.*layers="))
    said = page.locator(".bp-answer").text_content()
    again = watch().go(page.url)
    again.locator(".bp-card .bp-nearest li").first.wait_for()
    assert again.locator(".bp-answer").text_content() == said
    assert again.get_by_label("Mode", exact=True).input_value() == "commercial"
    assert again.get_by_label("State", exact=True).input_value() == "US-AZ"
    assert again.get_by_label("Dams and river points").is_checked()
    assert again.evaluate("map_border.getCenter().lng") == pytest.approx(
        page.evaluate("map_border.getCenter().lng"), abs=0.01
    )


def test_question_in_the_query_is_answered(watch: Watch, site: str, unfold: Unfold) -> None:
    page = watch().go(f"{site}/map?lon=-110.94&lat=31.4")
    unfold(page, "bp-ask")
    page.locator(".bp-nearest li").first.wait_for()
    assert "Nogales" in page.locator(".bp-nearest li").first.text_content()


def test_other_language_keeps_the_view(watch: Watch, site: str, unfold: Unfold) -> None:
    page = watch().go(f"{site}/map#view=9.00/31.7000/-106.4000")
    unfold(page, "bp-more")
    page.get_by_label("Mode", exact=True).select_option("rail")
    page.wait_for_url(re.compile("mode=rail"))
    page.get_by_role("link", name="Español").click()
    page.wait_for_selector("html[data-map=ready]", state="attached")
    assert page.locator("h1").text_content() == "Mapa de los puertos de entrada"
    assert page.get_by_label("Modalidad", exact=True).input_value() == "rail"
    assert page.evaluate("map_border.getZoom()") == 9


def test_closer_levels_are_read_as_one_zooms_in(watch: Watch, site: str) -> None:
    watched = watch()
    page = watched.go(f"{site}/map")
    assert page.evaluate(LEVEL) == "overview"
    assert not [a for a in watched.addresses if re.search("/data/(web|detail|full)", a)]
    for zoom, level in ((8, "web"), (11, "detail"), (14, "full"), (5, "overview")):
        page.evaluate(f"map_border.setView([31.75, -106.45], {zoom}, {{animate: false}}), 0")
        for _ in range(80):
            if page.evaluate(LEVEL) == level:
                break
            page.wait_for_timeout(100)
        assert page.evaluate(LEVEL) == level


def test_layers_are_switched_by_their_boxes(watch: Watch, site: str, unfold: Unfold) -> None:
    page = watch().go(f"{site}/map")
    unfold(page, "bp-layers")
    count = page.locator(".bp-point").count()
    page.get_by_label("Crossings not counted", exact=True).check()
    assert page.locator(".bp-point").count() > count
    page.get_by_label("Ports of entry", exact=True).uncheck()
    assert page.locator(".bp-port").count() == 0


def test_table_sorts_by_its_headings(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    rows = page.locator(".bp-rows tbody tr")
    assert rows.first.get_attribute("data-port") == "san-ysidro"
    page.get_by_role("button", name="Sort by: Boundary km").click()
    assert rows.first.get_attribute("data-port") == "brownsville-veterans"
    assert page.locator('th[aria-sort="ascending"]').count() == 1


def test_map_works_with_the_network_off(watch: Watch, site: str, unfold: Unfold) -> None:
    watched = watch()
    page = watched.go(f"{site}/map")
    unfold(page, "bp-ask")
    page.context.set_offline(True)
    page.locator(".bp-canvas").click(position={"x": 840, "y": 180})
    page.locator(".bp-nearest li").first.wait_for()
    assert "Computed in this browser" in page.locator(".bp-answer").text_content()
    page.get_by_label("Find a port, town, state or position").fill("roma")
    page.keyboard.press("Enter")
    page.locator(".bp-card h2").wait_for()


def test_words_of_the_address_filter_alike_with_and_without_scripts(
    watch: Watch, site: str
) -> None:
    shown = {}
    for scripts in (True, False):
        page = watch(java_script_enabled=scripts).page
        page.goto(f"{site}/map?q=santa+teresa&lang=es")
        if scripts:
            page.wait_for_selector("html[data-map=ready]", state="attached")
        rows = page.locator("tr[data-port]:visible")
        shown[scripts] = [rows.nth(i).get_attribute("data-port") for i in range(rows.count())]
        assert page.locator("input[name=q]").input_value() == "santa teresa"
        if scripts:
            page.locator("input[name=q]").fill("")
            assert rows.count() == 55
    assert shown == {True: ["santa-teresa"], False: ["santa-teresa"]}
