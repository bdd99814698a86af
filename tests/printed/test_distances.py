"""Lengths and colours as the reader meets them, held to the source and to definitions."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import shapely
from flask.testing import FlaskClient
from geographiclib.geodesic import Geodesic

from geo import Border

METRES_PER_MILE = 1609.344
"""International mile (1959): 5,280 feet of 0.3048 m."""
BOTH_UNITS = re.compile(r"([\d,]+(?:\.\d+)?) km(?: \(| · )([\d,]+(?:\.\d+)?) mi\b")
PAGES = (
    "/states/US-TX", "/states/MX-SON", "/ports/del-rio", "/ports/nogales-mariposa", "/map",
)  # fmt: skip


def figure(text: str) -> float:
    return float(text.replace(",", ""))


def last_digit(text: str) -> float:
    """Return half of the last digit that a printed figure shows."""
    decimals = len(text.partition(".")[2])
    return 0.5 * 10.0**-decimals


def assert_same_length(km: str, miles: str) -> None:
    slack = last_digit(miles) + last_digit(km) * 1000 / METRES_PER_MILE
    assert abs(figure(km) * 1000 / METRES_PER_MILE - figure(miles)) <= slack * 1.001, (km, miles)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_both_units_on_a_page_are_the_same_length(
    client: FlaskClient, path: str, lang: str
) -> None:
    page = client.get(f"{path}?lang={lang}", headers={"Accept": "text/html"})
    pairs = BOTH_UNITS.findall(page.get_data(as_text=True))
    assert len(pairs) >= 4
    for km, miles in pairs:
        assert_same_length(km, miles)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_states_page_prints_the_length_that_its_row_holds(
    client: FlaskClient, border: Border, lang: str
) -> None:
    states = border.states.set_index("id")
    for state in states.index:
        page = client.get(f"/states/{state}?lang={lang}", headers={"Accept": "text/html"})
        lengths = [figure(km) for km, _ in BOTH_UNITS.findall(page.get_data(as_text=True))]
        for shared in states.loc[state, "neighbour_km"]:
            assert min(abs(km - float(shared)) for km in lengths) <= 0.0501, (state, shared)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_briefs_headline_is_the_length_of_the_boundary(
    made: Callable[..., Path], pdf_text: Callable[[Path], str], border: Border, lang: str
) -> None:
    km = sum(
        Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"]
        for line in border.boundary.geometry
        for a, b in zip(line.coords[:-1:1], line.coords[1::1], strict=True)
    ) / 1000  # fmt: skip
    text = pdf_text(made("brief.pdf", lang=lang))
    assert f"{km:,.0f} km" in text
    assert f"{km * 1000 / METRES_PER_MILE:,.0f} mi" in text
    # IBWC as widely quoted: 1,954 miles, measured with the river of another year.
    assert km * 1000 / METRES_PER_MILE == pytest.approx(1954, rel=0.015)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_workbooks_miles_are_its_kilometres(made: Callable[..., Path], lang: str) -> None:
    book = openpyxl.load_workbook(made("workbook.xlsx", lang=lang), read_only=True)
    checked = 0
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        heads = [row for row in rows[:4] if any("(km)" in str(cell) for cell in row)]
        for head in heads[:1]:
            names = [str(cell) for cell in head]
            for name in names:
                twin = name.replace("(km)", "(mi)")
                if "(km)" not in name or twin not in names:
                    continue
                for row in rows[rows.index(head) + 1 :]:
                    km, miles = row[names.index(name)], row[names.index(twin)]
                    if isinstance(km, float) and isinstance(miles, float):
                        assert miles == pytest.approx(km * 1000 / METRES_PER_MILE, abs=0.001)
                        checked += 1
    assert checked >= 60


def test_gaps_in_the_workbook_are_chainages_of_the_ports(
    made: Callable[..., Path], border: Border
) -> None:
    chainage = border.ports.set_index("name_en")["boundary_km"]
    sheet = openpyxl.load_workbook(made("workbook.xlsx"), read_only=True)["Gaps"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] in chainage.index]
    assert len(rows) >= 10
    for start, end, _kind, km, *_ in rows:
        assert km == pytest.approx(abs(chainage[start] - chainage[end]), abs=0.001)


def test_locate_measures_to_the_line_that_is_published(client: FlaskClient, border: Border) -> None:
    line = shapely.line_merge(shapely.union_all(list(border.boundary.geometry)))
    for lon, lat in ((-106.0, 31.0), (-110.0, 32.0), (-99.0, 28.0)):
        found = client.get(f"/queries/locate?lon={lon}&lat={lat}").get_json()
        foot = (found["nearest_lon"], found["nearest_lat"])
        metres = Geodesic.WGS84.Inverse(lat, lon, foot[1], foot[0])["s12"]
        assert found["distance_km"] * 1000 == pytest.approx(metres, abs=0.02)
        assert line.distance(shapely.Point(foot)) < 1e-6
        vertices = shapely.get_coordinates(line)[::25]
        nearest = min(Geodesic.WGS84.Inverse(lat, lon, y, x)["s12"] for x, y in vertices)
        assert metres <= nearest + 0.01
        assert metres > nearest - 5_000


def test_two_ports_on_land_are_measured_along_the_boundary_not_a_river(
    client: FlaskClient, border: Border
) -> None:
    ports = border.ports.set_index("id")
    way = client.get("/queries/between?from=nogales-deconcini&to=lukeville").get_json()
    assert way["basis"] == "boundary_km"
    assert way["river_km"] is None
    km = abs(ports.loc["nogales-deconcini", "boundary_km"] - ports.loc["lukeville", "boundary_km"])
    assert way["along_km"] == pytest.approx(km, abs=1e-6)
    (down,) = client.get("/queries/along?port=lukeville").get_json()["features"]
    assert down["properties"]["basis"] == "boundary_km"
    river = client.get("/queries/between?from=del-rio&to=roma").get_json()
    miles = ports.loc["del-rio", "river_km"] - ports.loc["roma", "river_km"]
    assert (river["basis"], river["river_km"]) == ("river_km", pytest.approx(miles, abs=1e-6))


@pytest.mark.parametrize("suffix", ["kml", "kmz"])
def test_colours_of_kml_are_those_of_the_map(made: Callable[..., Path], suffix: str) -> None:
    """KML writes alpha, blue, green, red; the reader must see the map's red as red."""
    from geo.maps.symbols import LINE_STYLES

    path = made(f"border.{suffix}")
    content = path.read_bytes()
    if suffix == "kmz":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (name,) = [name for name in archive.namelist() if name.endswith(".kml")]
            content = archive.read(name)
    text = content.decode()
    found = dict(
        re.findall(r'<Style id="([^"]+)">\s*<LineStyle>\s*<color>[0-9a-f]{2}([0-9a-f]{6})<', text)
    )
    for name in ("boundary_river", "river_segment", "gap", "state"):
        if name in found or name == "river_segment":
            hexadecimal = LINE_STYLES[name].stroke.lstrip("#").lower()
            blue, green, red = found[name][:2], found[name][2:4], found[name][4:]
            assert red + green + blue == hexadecimal, name
    assert found["river_segment"] == "b8632a"
