"""A new layer is one definition: files, filters, API and database follow from it."""

import csv
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from flask.testing import FlaskClient

import geo
from geo import Border
from geo.formats.features import formats_of_layer
from geo.formats.registry import FORMATS
from geo.layers import LAYERS, Layer
from geo.layers.columns import PORT_ID, column, key
from geo.maps.styles import STYLES, styles_by_value
from web.app import create_app
from web.settings import Settings

STATIONS = Layer(
    name="stations",
    title_en="Inspection stations",
    title_es="Estaciones de inspección",
    description_en="Stations, for a test.",
    description_es="Estaciones, para una prueba.",
    geometry="Point",
    licence="None",
    style="not_counted",
    label="name_en",
    columns=(
        key("Id of the station."),
        column("name_en", "Name", "Nombre", "Its name.", required=True),
        PORT_ID,
        column("bays", "Bays", "Bahías", "Number of bays.", kind="integer"),
        column("opened", "Opened", "Apertura", "First day.", kind="date"),
        column("is_joint", "Joint", "Conjunta", "Whether it is joint.", kind="boolean"),
        column("speeds", "Speeds", "Velocidades", "Speeds.", kind="list", unit="km/h"),
    ),
)
ROWS = [
    ("laredo", "Laredo station", "laredo-world-trade", 12, date(2000, 4, 15), True, (30.0, 50.5)),
    ("columbus", "Columbus station", "columbus", pd.NA, date(2019, 5, 1), False, (20.0,)),
]
POINTS = [shapely.Point(-99.53, 27.6), shapely.Point(-107.63, 31.78)]


@pytest.fixture(scope="module")
def stations(border: Border) -> Iterator[Border]:
    """Return a border with one layer more: a definition and a frame."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(LAYERS, STATIONS.name, STATIONS)
        frame = pd.DataFrame(ROWS, columns=list(STATIONS.column_names))
        yield border.replace(stations=gpd.GeoDataFrame(frame, geometry=POINTS, crs="EPSG:4326"))


@pytest.fixture(scope="module")
def client_of_stations(stations: Border) -> FlaskClient:
    return create_app(Settings(), stations).test_client()


@pytest.mark.parametrize("form", [form for form in FORMATS if not FORMATS[form].is_document])
def test_every_format_of_data_holds_it(stations: Border, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x{FORMATS[form].suffix}"
    geo.export(stations, path, layers=["stations"], state="US-NM", lang="en",
               contact="mailto:data@example.org")  # fmt: skip
    if form == "parquet":
        assert pq.read_table(path).column("speeds").to_pylist() == [[20.0]]
    elif form == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert (row["opened"], row["is_joint"], row["speeds"]) == ("2019-05-01", "false", "20.0")
        assert (row["longitude"], row["latitude"]) == ("-107.63", "31.78")
    elif form == "geojson":
        (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
        assert feature["properties"]["bays"] is None
    elif form.endswith("zip") or form in {"shapefile", "kmz"}:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
        assert {"csv-zip": "stations.csv", "shapefile": "stations.shp", "kmz": "doc.kml"}[
            form
        ] in names
    elif form in {"iso", "dcat-us"}:
        assert "border-ports-us-nm-stations" in path.read_text(encoding="utf-8")
    else:
        inside = next(name for name, _type in pyogrio.list_layers(path) if "tation" in name)
        assert pyogrio.read_info(path, inside, force_feature_count=True)["features"] == 1


def test_a_file_of_everything_holds_it_and_qgis_and_kml_draw_it(
    stations: Border, tmp_path: Path
) -> None:
    geo.export(stations, tmp_path / "all.gpkg")
    with closing(sqlite3.connect(tmp_path / "all.gpkg")) as database:
        (text,) = database.execute(
            "SELECT styleQML FROM layer_styles WHERE f_table_name = 'stations'"
        ).fetchone()
    assert 'fieldName="name_en"' in text
    assert "cross_fill" in text
    geo.export(stations, tmp_path / "all.kml")
    space = {"k": "http://www.opengis.net/kml/2.2"}
    document = ET.parse(tmp_path / "all.kml")  # noqa: S314
    folder = next(f for f in document.iterfind(".//k:Folder", space) if f.get("id") == "stations")
    name = folder.findtext("k:name", namespaces=space)
    assert name == "Inspection stations / Estaciones de inspección"
    assert {e.text for e in folder.iterfind(".//k:styleUrl", space)} == {"#not_counted"}


@pytest.mark.parametrize(
    "query",
    ["port_id=columbus", "is_joint=false", "opened=2019-05-01", "filter=opened>DATE('2010-01-01')",
     "bbox=-108,31,-107,32", "speeds=20", "filter=bays IS NULL"],
)  # fmt: skip
def test_the_collection_is_served_with_its_filters(
    client_of_stations: FlaskClient, query: str
) -> None:
    found = client_of_stations.get(f"/collections/stations/items?{query}").get_json()
    assert [feature["id"] for feature in found["features"]] == ["columbus"]


def test_the_service_describes_it(client_of_stations: FlaskClient) -> None:
    known = client_of_stations.get("/collections?f=json").get_json()["collections"]
    assert "stations" in {item["id"] for item in known}
    schema = client_of_stations.get("/collections/stations/schema").get_json()["properties"]
    assert schema["speeds"]["items"] == {"type": "number"}
    document = client_of_stations.get("/api").get_json()
    assert "/collections/stations/items" in document["paths"]
    assert (
        "/exports/border-ports.csv?layers=stations"
        in client_of_stations.get("/exports?f=html").text
    )
    for form in formats_of_layer(STATIONS):
        sent = client_of_stations.get(f"/collections/stations/items?f={form.name}")
        assert sent.status_code == 200


def test_postgis_gets_a_table_of_it(stations: Border) -> None:
    assert "stations" in stations.layer_names
    schema = pytest.importorskip("geo.stores.schema", reason="the extra postgis is missing")
    table = schema.metadata().tables["border_ports.stations"]
    assert str(table.c.speeds.type.item_type) == "DOUBLE"
    assert str(table.c.is_joint.type) == "BOOLEAN"


def test_every_layer_is_drawn_by_a_style_that_there_is() -> None:
    for definition in LAYERS.values():
        if definition.geometry:
            assert set(styles_by_value(definition).values()) <= set(STYLES)
    ports = styles_by_value(LAYERS["ports"])
    assert set(ports) == {"bridge", "land", "rail_bridge", "rail", "dam", "ferry"}
