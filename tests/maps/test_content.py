"""What the map holds is the data set: nothing lost, nothing moved, both languages whole."""

import json
import re
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geo import Border, folium_map
from geo.cli.map import map_command
from geo.data.boundary_line import boundary_line
from geo.geodesy import GEOD
from geo.layers.measures import MEASURE_OF_MODE
from geo.maps.interactive.border_map import layer_contents
from geo.maps.interactive.coded_paths import decoded, encoded
from geo.maps.interactive.element import script_json
from geo.maps.interactive.map_page import MapLinks, map_file, map_parts
from geo.maps.interactive.volume_content import volume_content
from geo.maps.wording import PHRASES, phrase, phrases
from geo.queries.port_arrays import port_arrays

FOREIGN = re.compile(r"""(?:src=|<link[^>]+href=|@import |url\()["']?(?:https?:)?//""")
PARTS = {"rail": ("rail_containers_loaded", "rail_containers_empty")}
COORDINATES = st.tuples(st.floats(-118, -96), st.floats(25, 33))


@given(st.lists(COORDINATES, min_size=2, max_size=40, unique=True))
def test_encoding_moves_no_vertex_by_more_than_half_a_unit(
    vertices: list[tuple[float, float]],
) -> None:
    codes = encoded(shapely.LineString(vertices), 5)[0]
    found = decoded(codes, 5)
    assert len(found) <= len(vertices)
    line = shapely.LineString(found) if len(found) > 1 else shapely.Point(found[0])
    for lon, lat in vertices:
        assert line.distance(shapely.Point(lon, lat)) <= 0.5000001e-5 * 2**0.5


def test_polygons_keep_their_holes() -> None:
    ring = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]
    hole = [(2, 2), (3, 2), (3, 3), (2, 2)]
    codes = encoded(shapely.Polygon(ring, [hole]), 2)
    assert [len(part) for part in codes] == [2]
    assert decoded(codes[0][1], 2) == hole


def test_first_view_holds_what_the_data_set_holds(border: Border) -> None:
    first = layer_contents(border, "overview")
    ids = [row["id"] for row in first["ports"]["rows"]]
    assert sorted(ids) == sorted(border.ports["id"])
    assert (ids[0], ids[-1]) == ("brownsville-veterans", "san-ysidro")
    assert {row["id"] for row in first["states"]["rows"]} == set(border.states["id"])
    assert first["boundary"]["shapes"].keys() == set(border.boundary["id"])
    later = layer_contents(border, "later")
    assert not first.keys() & later.keys()
    assert len(later["segments"]["shapes"]) == 9
    assert len(later["gaps"]["shapes"]["gaps"]) == len(border.gaps(min_km=50))
    located = border.crossings_not_counted[border.crossings_not_counted.geometry.notna()]
    assert {row["id"] for row in later["not_counted"]["rows"]} == set(located["id"])


def test_closest_level_draws_the_boundary_within_a_metre(border: Border) -> None:
    found = layer_contents(border, "full")["boundary"]
    drawn = shapely.MultiLineString(
        [decoded(part, found["decimals"]) for parts in found["shapes"].values() for part in parts]
    )
    arrays = port_arrays(border)
    for lon, lat in zip(arrays.lon, arrays.lat, strict=True):
        foot = shapely.get_point(shapely.shortest_line(shapely.Point(lon, lat), drawn), 1)
        assert GEOD.inv(lon, lat, foot.x, foot.y)[2] < 1


def test_la_paz_zone_reaches_100_km_from_the_line(border: Border) -> None:
    (zone,) = border.geometries("la_paz_zone")
    for lon, lat in shapely.get_coordinates(zone)[::20].tolist():
        assert boundary_line(border).nearest(lon, lat).distance_m == pytest.approx(100_000, abs=600)


@pytest.mark.parametrize("mode", ["commercial", "pov", "pedestrian", "bus", "rail"])
def test_volumes_on_the_map_are_the_published_counts(border: Border, mode: str) -> None:
    found = volume_content(border)
    years = found["modes"][mode]["codes"]
    measures = PARTS.get(mode, (MEASURE_OF_MODE[mode],))
    counts = border.volumes[border.volumes["measure"].isin(measures)]
    assert set(years) <= set(counts["port_code"])
    sums = counts.groupby(["port_code", counts["month"].dt.strftime("%Y")])["value"].sum()
    whole = [
        (code, year, value)
        for code, own in years.items()
        for year, (value, months, _) in own.items()
        if months == 12
    ]
    assert len(whole) > 50
    for code, year, value in whole:
        assert value == sums.loc[(code, year)], (code, year)


def test_crossings_of_texas_are_on_the_map_one_by_one(border: Border) -> None:
    found = volume_content(border)
    counts = border.crossing_volumes
    trucks = counts[(counts["mode"] == "commercial") & (counts["month"].dt.year == 2024)]
    sums = trucks.groupby("crossing")["value"].sum()
    drawn = found["modes"]["commercial"]["crossings"]
    assert {name: years["2024"][0] for name, years in drawn.items() if "2024" in years} == {
        name: sums[name] for name in drawn if "2024" in drawn[name]
    }
    assert found["crossings"]["World Trade Bridge"] == ["laredo-world-trade"]
    laredo = ["World Trade Bridge", "Colombia Solidarity Bridge"]
    # BTS counts 3,026,632 trucks at the code of Laredo in 2024; CBP's of its bridges come near.
    together = sum(drawn[name]["2024"][0] for name in laredo)
    assert together == pytest.approx(3_026_632, rel=0.001)


def test_trucks_at_laredo_are_those_that_bts_published(border: Border) -> None:
    trucks = volume_content(border)["modes"]["commercial"]
    # BTS, Border Crossing Entry Data, 2024.
    assert trucks["codes"]["2304"]["2024"] == [3_026_632, 12, 12]
    assert trucks["total"]["2024"][0] == 7_617_207
    assert 2024 in trucks["full"]
    newest = max(trucks["total"], key=int)
    assert (int(newest) in trucks["full"]) == (trucks["codes"]["2304"][newest][1] == 12)


def test_every_phrase_is_said_in_each_language() -> None:
    assert set(phrases("en")) == set(phrases("es"))
    assert set(PHRASES) < set(phrases("en"))
    assert [key for key, text in phrases("es").items() if text == phrases("en")[key]] == []


def test_script_json_holds_no_template_and_no_tag() -> None:
    text = script_json({"a": "{{ 7*7 }}{% raw %}{# x #}</script>${1}`", "b": {"c": {}}})
    assert not re.search(r"\{[{%#]|<|>", text)

    assert json.loads(text)["a"] == "{{ 7*7 }}{% raw %}{# x #}</script>${1}`"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_folium_map_names_no_other_host(border: Border, lang: str) -> None:
    page = folium_map(border, lang).get_root().render()
    assert not FOREIGN.findall(page)
    assert phrase("file_title", lang, n=55) in page
    for element in ("PortsLayer", "StatesLayer", "BoundaryLayer", "RiverLayer", "Legend"):
        assert f"new BorderPorts.{element}(" in page


def test_same_map_has_the_same_bytes(border: Border) -> None:
    links = MapLinks(data={"overview": "/x"})
    one = map_parts(border, "en", links)
    other = map_parts(border, "en", links)
    assert (one.body, one.script) == (other.body, other.script)
    assert map_file(border, "en") == map_file(border, "en")


def test_command_writes_one_file_that_holds_everything(tmp_path: Path) -> None:
    out = tmp_path / "border.html"
    ran = CliRunner().invoke(map_command, [str(out), "--lang", "es"])
    assert ran.exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert "<title>La frontera terrestre" in page
    assert not FOREIGN.findall(page)
    assert "unsafe" not in re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]


def test_command_refuses_a_name_that_is_no_page(tmp_path: Path) -> None:
    ran = CliRunner().invoke(map_command, [str(tmp_path / "map.pdf")])
    assert ran.exit_code != 0
    assert "ends in .html" in str(ran.exception)


@pytest.mark.parametrize("level", ["detail", "full"])
def test_close_levels_draw_the_lines_between_states_of_one_country(
    border: Border, level: str
) -> None:
    found = layer_contents(border, level)["states"]
    lines = shapely.MultiLineString([decoded(part, found["decimals"]) for part in found["lines"]])
    # Where Arizona meets New Mexico at the boundary, 109 degrees 3 minutes west (GNIS), and where
    # Nuevo Leon meets Tamaulipas near the Colombia bridge.
    for lon, lat in ((-109.05, 31.34), (-99.71, 27.66)):
        assert lines.distance(shapely.Point(lon, lat)) < 0.05
    bounds = [part.bounds for part in shapely.get_parts(lines)]
    assert min(box[0] for box in bounds) > -115.2  # the Colorado delta


def test_lines_between_counties_leave_the_boundary_alone_and_name_every_area(
    border: Border,
) -> None:
    content = layer_contents(border, "counties")["counties"]
    assert {row["id"] for row in content["rows"]} == set(border.counties["id"])
    lines = [shapely.LineString(decoded(codes, content["decimals"])) for codes in content["lines"]]
    far = shapely.difference(
        shapely.MultiLineString(lines),
        shapely.buffer(shapely.union_all(border.boundary.geometry), 0.02),
    )
    assert far.length > 0.97 * sum(line.length for line in lines)
    areas = border.counties.set_index("id").geometry
    for row in content["rows"]:
        assert areas[row["id"]].buffer(0.01).contains(shapely.Point(row["lon"], row["lat"]))
    drawn = shapely.union_all(lines)
    pima, cochise = (areas[f"us-{code}"] for code in ("04019", "04003"))
    between = shapely.intersection(pima, cochise)
    assert between.length > 0.5
    assert drawn.buffer(0.006).contains(between)


def test_the_search_knows_the_programmes_that_serve_a_port(border: Border) -> None:
    rows = {row["id"]: row for row in layer_contents(border, "overview")["ports"]["rows"]}
    modes = border.layer("port_modes")
    for column in ("sentri_lane", "fast_lane"):
        pairs = zip(modes["port_id"], modes[column], strict=True)
        served = {port for port, is_there in pairs if str(is_there) == "True"}
        said = {
            key
            for key, row in rows.items()
            if column.replace("_", " ") in row.get("programmes", "")
        }
        assert said == served
        assert served
