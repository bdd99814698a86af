"""Each Folium element alone on a plain ``folium.Map``, in a real browser: it draws its frame."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from geo import Border
from geo.maps import (
    AreaNames,
    AskNearest,
    BoundaryLayer,
    FilterPorts,
    GapsLayer,
    GraticuleLayer,
    LandLayer,
    LaPazLayer,
    Legend,
    Measure,
    NotCountedLayer,
    PortsLayer,
    PortTable,
    PrintView,
    RailwaysLayer,
    RiverLayer,
    RiverPointsLayer,
    SearchPorts,
    Share,
    StatesLayer,
    TownsLayer,
    WaterLayer,
    WholeBorder,
)
from geo.paths import assets_dir

Watch = Callable[..., Any]
READY = "[data-map=ready]"
HOSTILE = (
    "<img src=x onerror=\"document.title='PWNED'\"> ${document.title='PWNED'} {{ 7*7 }}"
    " </script><script>document.title='PWNED'</script> '\"><svg onload=alert(1)>"
)
LATLNGS = """(name) => {
  const found = [];
  window[name].eachLayer(function visit(layer) {
    if (layer.getLatLngs) found.push(layer.getLatLngs().flat(3).map((at) => [at.lng, at.lat]));
    else if (layer.eachLayer) layer.eachLayer(visit);
  });
  return found;
}"""


class PlainMap(folium.Map):
    """Folium's own map with Leaflet and jQuery beside the page instead of from other hosts."""

    default_js = [("leaflet", "leaflet.js"), ("jquery", "jquery.min.js")]  # noqa: RUF012
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012


@pytest.fixture
def show(watch: Watch, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that puts elements on a plain map and opens it without a network."""
    for name in ("leaflet/leaflet.js", "leaflet/leaflet.css", "jquery/jquery.min.js"):
        shutil.copy(assets_dir() / name, tmp_path)
    shutil.copytree(assets_dir() / "leaflet" / "images", tmp_path / "images")

    def start(*elements: folium.Element, at: tuple[float, float, int] = (29.3, -107.1, 5)) -> Any:  # noqa: ANN401
        lat, lon, zoom = at
        plain = PlainMap([lat, lon], zoom_start=zoom, tiles=None)
        for element in elements:
            element.add_to(plain)
        plain.save(str(tmp_path / "map.html"))
        watched = watch(offline=True)
        watched.page.goto((tmp_path / "map.html").as_uri())
        watched.page.wait_for_selector(READY, state="attached")
        assert watched.messages == []
        return watched.page

    return start


def ids(page: Any) -> list[str]:  # noqa: ANN401
    found = page.evaluate(
        "[...document.querySelectorAll('[data-ports]')].flatMap((m) => m.dataset.ports.split(' '))"
    )
    return sorted(found)


def test_ports(show: Callable[..., Any], border: Border) -> None:
    frame = border.ports[border.ports["us_state"].isin(["US-NM", "US-AZ"])]
    page = show(PortsLayer(frame))
    assert ids(page) == sorted(frame["id"])
    page.locator('.bp-port[data-ports="lukeville"]').click()
    assert "Lukeville" in page.locator(".bp-card h2").text_content()
    # No layer of states is there to name them.
    assert "US-AZ" in page.locator(".bp-card").text_content()
    page.keyboard.press("Tab")
    page.locator(".bp-close").focus()
    page.keyboard.press("Escape")
    page.locator(".bp-card").wait_for(state="detached")


def test_a_port_that_the_frame_adds(show: Callable[..., Any], border: Border) -> None:
    more = gpd.GeoDataFrame(
        {"id": ["new"], "name_en": ["Brand New Bridge"]},
        geometry=[shapely.Point(-101.5, 29.76)],
        crs="EPSG:4326",
    )
    page = show(
        PortsLayer(gpd.GeoDataFrame(pd.concat([border.ports, more]), crs="EPSG:4326")),
        SearchPorts(),
    )
    assert ids(page) == sorted([*border.ports["id"], "new"])
    page.get_by_label("Find a port").fill("brand new")
    page.keyboard.press("Enter")
    assert "Brand New Bridge" in page.locator(".bp-card h2").text_content()


def test_other_points(show: Callable[..., Any], border: Border) -> None:
    points = border.river_points
    page = show(RiverPointsLayer(points), at=(29.45, -101.06, 11))
    page.locator('.bp-point[title="Amistad Dam"]').click()
    (row,) = points[points["name_en"] == "Amistad Dam"].to_dict("records")
    said = page.locator(".bp-card").text_content()
    assert f"{row['river_km']:,.1f} km ({row['river_mile']:,.1f} mi)" in said


def test_crossings_that_are_not_counted(show: Callable[..., Any], border: Border) -> None:
    frame = border.crossings_not_counted
    located = frame[frame.geometry.notna()]
    page = show(NotCountedLayer(frame, lang="es"), at=(29.3, -107.1, 8))
    assert 0 < page.locator(".bp-point").count() <= len(located)
    row = located.iloc[0]
    page.evaluate(
        f"map => map.setView([{row.geometry.y}, {row.geometry.x}], 13, {{animate: false}})".replace(
            "map =>", "() => Object.values(window).find((one) => one instanceof L.Map)"
        ).replace(" map.setView", ".setView")
    )
    page.locator(f'.bp-point[title="{row["name_es"]}"]').click()
    assert row["reason_es"] in page.locator(".bp-card").text_content()


@pytest.mark.parametrize(
    ("layer", "frame", "decimals"),
    [(BoundaryLayer, "boundary", 4), (RiverLayer, "river_segments", 4), (StatesLayer, "states", 4)],
)
def test_lines_and_areas_are_those_of_the_frame(
    show: Callable[..., Any],
    border: Border,
    layer: Any,  # noqa: ANN401
    frame: str,
    decimals: int,
) -> None:
    rows = border.layer(frame, "overview")
    element = layer(rows)
    page = show(element)
    drawn = page.evaluate(LATLNGS, element.get_name())
    assert len(drawn) == len(rows)
    for found, shape in zip(drawn, rows.geometry, strict=True):
        truth = shapely.total_bounds(shapely.set_precision(shape, 10.0**-decimals))
        assert shapely.total_bounds(shapely.MultiPoint(found)) == pytest.approx(truth, abs=2e-4)


def test_states_name_themselves_and_answer_for_places(
    show: Callable[..., Any], border: Border
) -> None:
    page = show(StatesLayer(border.layer("states", "overview"), lang="es"), at=(29.3, -107.1, 6))
    names = set(page.locator(".bp-label-state, .bp-label-state_small").all_text_contents())
    assert {"Sonora", "Chihuahua", "Nuevo México"} <= names
    page = show(StatesLayer(border.layer("states", "overview")), PortsLayer(border.ports),
                AskNearest(), BoundaryLayer(border.layer("boundary", "overview")))  # fmt: skip
    page.locator(".folium-map").click(position={"x": 640, "y": 480})
    said = page.locator(".bp-card").text_content()
    assert "Chihuahua, Mexico" in said
    assert "Computed in this browser" in said


def test_closer_lines_are_drawn_as_one_zooms_in(show: Callable[..., Any], border: Border) -> None:
    frames = {level: border.layer("boundary", level) for level in ("web", "detail")}
    element = BoundaryLayer(border.layer("boundary", "overview"), closer=frames)
    page = show(element, at=(29.3, -107.1, 5))
    before = sum(map(len, page.evaluate(LATLNGS, element.get_name())))
    page.evaluate(f"{element.get_name()}.map.setView([29.5, -104], 11, {{animate: false}}), 0")
    page.wait_for_function(f"{element.get_name()}.level === 'detail'")
    after = sum(map(len, page.evaluate(LATLNGS, element.get_name())))
    vertices = shapely.get_num_coordinates(frames["detail"].geometry.array).sum()
    assert before < after
    assert after == pytest.approx(vertices, rel=0.02)


def test_states_close_up_are_cut_to_the_boundary(show: Callable[..., Any], border: Border) -> None:
    closer = {level: border.layer("states", level) for level in ("web", "detail")}
    element = StatesLayer(
        border.layer("states", "overview"), closer=closer, boundary=border.boundary
    )
    page = show(element, at=(31.75, -106.45, 12))
    page.wait_for_function(f"{element.get_name()}.outlineLevel === 'web'")
    page.wait_for_function(f"Object.keys({element.get_name()}.near).length === 10")
    inside = page.evaluate(f"{element.get_name()}.stateAt(-106.48, 31.80).id")
    assert inside == "US-TX"
    assert page.evaluate(f"{element.get_name()}.stateAt(-106.48, 31.70).id") == "MX-CHH"
    assert page.evaluate(f"{element.get_name()}.stateAt(-98.0, 31.0).id") == "US-TX"


@pytest.mark.parametrize(
    "make",
    [
        lambda border: GapsLayer(border.gaps(min_km=50)),
        lambda border: LandLayer(border.layer("land")),
        lambda border: WaterLayer(border.layer("lakes"), border.layer("rivers")),
        lambda border: RailwaysLayer(border.layer("railways")),
        lambda border: LaPazLayer(border.layer("la_paz_zone")),
        lambda _border: GraticuleLayer(),
    ],
    ids=["gaps", "land", "water", "railways", "la_paz", "graticule"],
)
def test_shapes_are_drawn(show: Callable[..., Any], border: Border, make: Any) -> None:  # noqa: ANN401
    element = make(border)
    page = show(element)
    drawn = [path for path in page.evaluate(LATLNGS, element.get_name()) if path]
    assert drawn
    if element.bounds():
        west, south, east, north = element.bounds()
        found = shapely.total_bounds(shapely.MultiPoint([at for path in drawn for at in path]))
        assert found == pytest.approx((west, south, east, north), abs=0.02)


def test_towns_and_areas_are_named(show: Callable[..., Any], border: Border) -> None:
    page = show(TownsLayer(border.layer("towns")), AreaNames(lang="es"),
                StatesLayer(border.layer("states", "overview")), at=(29.3, -107.1, 6))  # fmt: skip
    towns = set(page.locator(".bp-label-town_large").all_text_contents())
    assert {"Phoenix", "Tijuana"} <= towns
    countries = page.locator(".bp-label-country").all_text_contents()
    assert sorted(text.replace("\n", " ") for text in countries) == ["ESTADOS UNIDOS", "MÉXICO"]
    assert "Golfo de México" in page.locator(".bp-label-sea").all_text_contents()


def test_legend_and_folium_control_switch_the_same_layer(
    show: Callable[..., Any], border: Border
) -> None:
    layer = PortsLayer(border.ports)
    towns = TownsLayer(border.layer("towns"))
    page = show(layer, towns, folium.LayerControl(collapsed=False), Legend())
    page.locator(".bp-layers summary").click()
    page.locator(".bp-layers").get_by_label("Ports of entry").uncheck()
    assert ids(page) == []
    control = page.locator(".leaflet-control-layers").get_by_label("Ports of entry")
    assert not control.is_checked()
    control.check()
    assert ids(page) == sorted(border.ports["id"])
    assert page.locator(".bp-layers").get_by_label("Ports of entry").is_checked()


def test_filters_and_table_follow_one_another(show: Callable[..., Any], border: Border) -> None:
    page = show(PortsLayer(border.ports), FilterPorts(border.ports, states=border.states),
                PortTable(border.ports, states=border.states))  # fmt: skip
    page.locator(".bp-more summary").click()
    page.get_by_label("Mode", exact=True).select_option("rail")
    rail = sorted(row.id for row in border.ports.itertuples() if "rail" in row.modes)
    assert ids(page) == rail
    shown = page.locator(".bp-rows tbody tr:not([hidden])")
    assert sorted(shown.nth(i).get_attribute("data-port") for i in range(shown.count())) == rail
    page.get_by_role("button", name="Show all").click()
    assert ids(page) == sorted(border.ports["id"])


def test_asking_with_ports_alone(show: Callable[..., Any], border: Border) -> None:
    page = show(PortsLayer(border.ports), AskNearest())
    page.locator(".bp-ask summary").click()
    page.get_by_label("Latitude").fill("31.75")
    page.get_by_label("Longitude").fill("-106.45")
    page.get_by_role("button", name="Find nearest").click()
    first = page.locator(".bp-nearest li").first.text_content()
    truth = min(
        Geodesic.WGS84.Inverse(31.75, -106.45, point.y, point.x)["s12"] / 1000
        for point in border.ports.geometry
    )
    assert float(re.search(r"([\d.]+) km", first)[1]) == pytest.approx(truth, abs=0.006)


def test_measuring_alone(show: Callable[..., Any]) -> None:
    page = show(Measure(), WholeBorder(), at=(29.0, -102.0, 7))
    page.get_by_role("button", name="Measure").click()
    for x in (300, 500):
        page.locator(".folium-map").click(position={"x": x, "y": 300})
    said = page.locator(".bp-measured-answer h3").text_content()
    lng = page.evaluate(
        "(() => { const map = Object.values(window).find((one) => one instanceof L.Map);"
        " return [300, 500].map((x) => map.containerPointToLatLng([x, 300])); })()"
    )
    truth = Geodesic.WGS84.Inverse(lng[0]["lat"], lng[0]["lng"], lng[1]["lat"], lng[1]["lng"])
    assert float(re.search(r"([\d.,]+) km", said)[1]) == pytest.approx(
        truth["s12"] / 1000, abs=0.51
    )


def test_sharing_and_printing_alone(show: Callable[..., Any], border: Border) -> None:
    page = show(PortsLayer(border.ports), Share(), PrintView(title="My sheet", edition="of today"))
    page.locator('.bp-group[data-ports~="ysleta"]').click(position={"x": 9, "y": 5})
    page.wait_for_url(re.compile("#view="))
    page.get_by_role("button", name="Print view").click()
    sheet = page.locator(".bp-sheet")
    assert "My sheet" in sheet.text_content()
    assert sheet.locator(".leaflet-container").count() == 1
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert re.search(rb"/Type /Pages\s.*?/Count 1\b", pdf, re.DOTALL)
    page.get_by_role("button", name="Back to the map").click()
    assert page.locator(".folium-map").is_visible()


def test_hostile_frames_run_nothing(show: Callable[..., Any]) -> None:
    frame = gpd.GeoDataFrame(
        {name: [HOSTILE] for name in ("name_en", "name_es", "us_city", "us_owner", "hours")},
        geometry=[shapely.Point(-106.5, 31.8)],
        crs="EPSG:4326",
    ).assign(id=HOSTILE, modes=[[HOSTILE]], crossing_type=HOSTILE, us_state=HOSTILE)
    towns = gpd.GeoDataFrame(
        {"name": [HOSTILE]}, geometry=[shapely.Point(-106, 31)], crs="EPSG:4326"
    )
    page = show(
        PortsLayer(frame, name=HOSTILE), TownsLayer(towns, name=HOSTILE), PortTable(frame),
        NotCountedLayer(frame.assign(reason_en=HOSTILE), name=HOSTILE), FilterPorts(frame),
        SearchPorts(text=HOSTILE), PrintView(title=HOSTILE, edition=HOSTILE), Legend(),
        folium.LayerControl(collapsed=False), at=(31.8, -106.5, 10),
    )  # fmt: skip
    page.locator(".bp-port").first.click()
    assert HOSTILE in page.locator(".bp-card h2").text_content()
    page.locator(".bp-q").fill("onload")
    assert HOSTILE in page.locator(".bp-hits").text_content()
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.title() != "PWNED"
    assert page.locator("img").count() == 0
    assert page.evaluate("[...document.querySelectorAll('[onerror],[onload]')].length") == 0
    assert HOSTILE in page.locator(".leaflet-control-layers").text_content()
    assert page.locator(".bp-rows th[scope=row]").text_content().startswith(HOSTILE)
    assert "49" not in page.locator("body").inner_text().replace("7*7", "")


def test_a_notebook_shows_an_element(watch: Watch, border: Border, tmp_path: Path) -> None:
    out = tmp_path / "cell.html"
    shown = PortsLayer(border.ports)._repr_html_()
    out.write_text(f"<!DOCTYPE html><title>Cell</title>{shown}", encoding="utf-8")
    watched = watch(offline=True)
    watched.page.goto(out.as_uri())
    frame = watched.page.frame_locator("iframe")
    frame.locator(".bp-port, .bp-group").first.wait_for()
    found = frame.locator("[data-ports]").evaluate_all(
        "(markers) => markers.flatMap((marker) => marker.dataset.ports.split(' '))"
    )
    assert sorted(found) == sorted(border.ports["id"])
    assert watched.messages == []
    assert json.dumps(sorted(set(watched.addresses))).count("http") == 0
