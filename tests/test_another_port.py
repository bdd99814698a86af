"""What is in the frames is asked, served, drawn and printed: a border with one port more."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pandas as pd
import pytest
import shapely
from flask.testing import FlaskClient

import geo
from geo import Border
from geo.errors import DatasetError
from geo.geodesy import GEOD
from web.app import create_app
from web.settings import Settings

# Between Fort Hancock and Presidio, where no port is; the point lies on the published line.
BOUNDARY_KM = 1_700.0
NAME = "Candelaria Test Crossing"


@pytest.fixture(scope="module")
def more(border: Border) -> Border:
    """Return the border with a 56th port: required columns and a few more, no file touched."""
    from geo.data.boundary_line import boundary_line

    ports = border.ports
    place = shapely.Point(boundary_line(border).point_at(BOUNDARY_KM))
    row = ports[ports["id"] == "presidio"].copy()
    row["id"], row["name_en"], row["name_es"] = "candelaria-test", NAME, "Cruce de prueba"
    row["boundary_km"] = BOUNDARY_KM
    row["modes"] = pd.Series([("pedestrian", "pov")], index=row.index)
    optional = ["river_km", "river_mile", "hours", "opening_hours", "us_owner", "note_en"]
    row[optional] = pd.NA
    row = row.set_geometry([place], crs=ports.crs)
    return border.replace(ports=pd.concat([ports, row], ignore_index=True))


@pytest.fixture(scope="module")
def client_of_more(more: Border) -> Iterator[FlaskClient]:
    """Return a client of a service over that border."""
    with create_app(Settings(), more).test_client() as found:
        yield found


def test_nearest_finds_it_and_measures_as_geographiclib_does(more: Border) -> None:
    (place,) = more.ports[more.ports["id"] == "candelaria-test"].geometry
    found = more.nearest(place.x + 0.01, place.y, k=2)
    assert found["id"].tolist()[0] == "candelaria-test"
    metres = GEOD.inv(place.x + 0.01, place.y, place.x, place.y)[2]
    assert found["distance_km"].iloc[0] == pytest.approx(metres / 1000, abs=1e-6)


def test_ports_have_the_numbers_of_their_rows(border: Border, more: Border) -> None:
    assert border.ports["number"].tolist() == list(range(1, 56))
    numbers = border.ports.set_index("id")["number"]
    assert numbers[["san-ysidro", "naco", "brownsville-veterans"]].tolist() == [1, 17, 55]
    assert more.ports["number"].tolist() == list(range(1, 57))


def test_it_counts_once_on_each_side(border: Border, more: Border) -> None:
    before = border.ports_per_state().set_index("state")["ports"]
    after = more.ports_per_state().set_index("state")["ports"]
    assert (after - before)[lambda change: change != 0].to_dict() == {"US-TX": 1, "MX-CHH": 1}
    assert len(more.nearest(-100, 30, k=56, direction="any")) == 56


def test_gaps_end_at_it_and_the_way_passes_it(more: Border) -> None:
    assert "candelaria-test" in set(more.gaps()["from_port"])
    assert "candelaria-test" in more.between("fort-hancock", "presidio")["ports_passed"]


@pytest.mark.parametrize(
    "query",
    ["limit=1000", "us_state=US-TX&limit=1000", "filter=" + quote("id = 'candelaria-test'"),
     "bbox=-105,29,-104,31"],
)  # fmt: skip
def test_collection_and_filters_return_it(client_of_more: FlaskClient, query: str) -> None:
    found = client_of_more.get(f"/collections/ports/items?{query}").get_json()
    assert "candelaria-test" in [feature["id"] for feature in found["features"]]


def test_questions_over_http_take_its_id_and_56_neighbours(client_of_more: FlaskClient) -> None:
    found = client_of_more.get("/queries/nearest?lon=-100&lat=30&k=56&direction=any").get_json()
    assert found["numberReturned"] == 56
    way = client_of_more.get("/queries/between?from=presidio&to=candelaria-test")
    assert way.status_code == 200


@pytest.mark.parametrize("path", ["/map", "/ports/candelaria-test", "/states/US-TX", "/"])
def test_pages_name_it_or_count_it(client_of_more: FlaskClient, path: str) -> None:
    text = client_of_more.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "<b>56</b>" in text if path == "/" else NAME in text


def test_the_map_draws_it(more: Border, client_of_more: FlaskClient) -> None:
    assert NAME in geo.folium_map(more).get_root().render()
    page = client_of_more.get("/map").get_data(as_text=True)
    assert NAME in page


def test_texts_count_it(more: Border, client_of_more: FlaskClient) -> None:
    for lang, words in (("en", ("49 crossings", "7 rail", "56 in all")),
                        ("es", ("49 cruces", "7 cruces ferroviarios", "56 en total"))):  # fmt: skip
        rule = more.counting_rule(lang)
        assert [word for word in words if word not in rule] == []
        assert rule in client_of_more.get(f"/counting?lang={lang}").get_data(as_text=True)
        assert "55" not in rule


def test_brief_and_workbook_list_it(
    more: Border, tmp_path: Path, pdf_text: Callable[[Path], str]
) -> None:
    geo.export(more, tmp_path / "brief.pdf", state="US-TX")
    assert "Candelaria Test" in pdf_text(tmp_path / "brief.pdf")
    geo.export(more, tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)["Ports"]
    cells = {value for row in sheet.iter_rows(values_only=True) for value in row}
    assert NAME in cells


@pytest.mark.parametrize("column", ["hours", "other_names", "opened_year", "us_owner", "river_km"])
def test_a_column_that_is_not_required_may_be_missing(border: Border, column: str) -> None:
    less = border.replace(ports=border.ports.drop(columns=column))
    assert less.ports[column].isna().all()
    assert less.nearest(-106.45, 31.75)["id"].tolist() == ["el-paso-bridge-of-the-americas"]
    client = create_app(Settings(), less).test_client()
    for path in ("/collections/ports/items", "/ports/del-rio", "/map", "/collections/ports/schema"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda ports: ports.drop(columns="us_state"), "column 'us_state' is missing"),
        (lambda ports: ports.assign(open_year=1), "column 'open_year' is not known"),
        (lambda ports: pd.concat([ports, ports.head(1)]), "id: 'san-ysidro' is repeated"),
        (lambda ports: ports.assign(us_state="Texas"), "us_state: 'Texas' is not allowed"),
        (lambda ports: ports.assign(river_km="far"), "column 'river_km' is not of kind number"),
        (lambda ports: ports.set_geometry(ports.to_crs(3857).buffer(1)), "geometries are Polygon"),
        (lambda ports: ports.set_crs(None, allow_override=True), "no CRS"),
        (lambda ports: pd.DataFrame(ports.drop(columns="geometry")), "GeoDataFrame"),
    ],
)
def test_a_frame_that_does_not_fit_is_refused_by_name(
    border: Border, change: Callable[[Any], Any], message: str
) -> None:
    with pytest.raises(DatasetError, match=message):
        border.replace(ports=change(border.ports))


def test_a_frame_in_another_crs_is_brought_to_longitude_and_latitude(border: Border) -> None:
    moved = border.replace(ports=border.ports.to_crs("EPSG:3857"))
    here = shapely.get_coordinates(border.ports.geometry)
    assert shapely.get_coordinates(moved.ports.geometry) == pytest.approx(here, abs=1e-9)


def test_changing_a_frame_that_was_handed_out_changes_nothing(border: Border) -> None:
    ports = border.ports
    ports.loc[0, "name_en"] = "Changed"
    assert "Changed" not in set(border.ports["name_en"])


def test_a_town_put_into_the_background_is_drawn_and_served(border: Border) -> None:
    towns = border.layer("towns")
    row = towns[towns["id"] == "presidio-us"].assign(id="candelaria-us", name="Candelaria Town")
    more = border.replace(towns=pd.concat([towns, row], ignore_index=True))
    assert "Candelaria Town" in geo.folium_map(more).get_root().render()
    client = create_app(Settings(), more).test_client()
    found = client.get("/collections/towns/items?limit=1000").get_json()["features"]
    assert found[-1]["properties"]["name"] == "Candelaria Town"
    assert len(found) == len(towns) + 1
