"""Whole data sets for GIS: opened by GDAL, frictionless and sqlite."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import frictionless
import pyogrio
import pytest
from PIL import Image

import geo
from geo.border import Border
from geo.layers import LAYERS
from geo.maps.symbols import COLOURS, SYMBOLS

Make = Callable[..., Path]
MAP_LAYERS = {name for name, found in LAYERS.items() if found.geometry and not found.is_background}
BACKGROUND = {"land", "lakes", "rivers", "railways", "towns", "la_paz_zone"}


def test_the_geopackage_holds_every_layer_and_table(made: Make) -> None:
    path = made("border.gpkg")
    found = {name for name, _kind in pyogrio.list_layers(path)}
    assert found - {"layer_styles", "qgis_projects"} == set(LAYERS) - BACKGROUND
    assert pyogrio.read_info(path, layer="volumes")["features"] == 94_623


def test_another_program_opens_the_geopackage(made: Make, edition: tuple[str, str]) -> None:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("ogrinfo (gdal-bin) is not installed")
    done = subprocess.run(
        [program, "-so", "-ro", made("border.gpkg"), "ports"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "Feature Count: 55" in done.stdout
    assert "Geometry: Point" in done.stdout
    assert f"dataset_version={edition[0]}" in done.stdout


def test_qgis_finds_a_default_style_for_each_layer(made: Make) -> None:
    with closing(sqlite3.connect(made("border.gpkg"))) as database:
        rows = database.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        contents = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
        columns = dict(
            database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
        )
    assert {row[0] for row in rows} == MAP_LAYERS
    assert contents["layer_styles"] == "attributes"
    for name, column, default, text in rows:
        assert (column, default) == (columns[name], 1)
        style = ET.fromstring(text.split("\n", 1)[1])  # noqa: S314
        assert style.find("renderer-v2/symbols/symbol/layer") is not None
    ports = ET.fromstring({r[0]: r[3] for r in rows}["ports"].split("\n", 1)[1])  # noqa: S314
    values = {item.get("value") for item in ports.iter("category")}
    assert values == {"bridge", "land", "rail_bridge", "rail", "dam", "ferry"}


def test_qgis_draws_the_geopackage_in_the_colours_of_the_web_map(
    made: Make, tmp_path: Path
) -> None:
    python = "/usr/bin/python3"  # Debian's QGIS is installed for Debian's Python
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "LANG": "C.UTF-8",
                   "XDG_RUNTIME_DIR": str(tmp_path)}  # fmt: skip
    known = (
        shutil.which(python)
        and not subprocess.run(
            [python, "-c", "import qgis.core"], env=environment, capture_output=True, check=False
        ).returncode
    )
    if not known:
        pytest.skip("QGIS is not installed (Debian: python3-qgis)")
    picture = tmp_path / "map.png"
    script = Path(__file__).with_name("qgis_styles.py")
    done = subprocess.run(
        [python, script, made("border.gpkg"), picture],
        env=environment, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    layers = json.loads(done.stdout.splitlines()[-1])
    project = layers.pop("project")
    assert all(layer["valid"] and layer["applied"] for layer in layers.values())
    colours = dict(zip(layers["ports"]["classes"], layers["ports"]["colours"], strict=True))
    assert colours["bridge"] == SYMBOLS["bridge"].fill
    assert layers["ports"]["features"] == 55
    assert project["read"]
    assert project["crs"] == "EPSG:3857"
    assert project["listed"] == {f"border_ports_{n}": True for n in set(LAYERS) - BACKGROUND}
    assert project["names"][0] == "Ports of entry"
    assert project["shown"][0] == "border_ports_ports"
    assert project["naco"] == "Naco Port of Entry"
    assert project["classes"] == 6
    west, south, east, north = project["view"]
    assert west < -13_027_000  # San Ysidro, by the formula of Mercator
    assert south < 2_981_000  # Los Tomates
    assert north > 3_839_000  # Andrade
    assert east > -10_851_000
    with Image.open(picture) as drawn:
        seen = {colour for _count, colour in drawn.convert("RGB").getcolors(2**24)}
    for colour in (COLOURS["sea"], SYMBOLS["bridge"].fill):
        assert tuple(bytes.fromhex(colour[1:])) in seen


def test_the_project_in_a_geopackage_is_of_that_file_and_language(
    border: Border, tmp_path: Path
) -> None:
    found = {}
    for name in ("a/one.gpkg", "b/one.gpkg", "a/two.gpkg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        geo.export(border, tmp_path / name, lang="both", layers=["ports", "counts"])
        with closing(sqlite3.connect(tmp_path / name)) as package:
            rows = package.execute("SELECT name, content FROM qgis_projects").fetchall()
        assert [row[0] for row in rows] == ["border-ports"]
        with zipfile.ZipFile(io.BytesIO(bytes.fromhex(rows[0][1]))) as archive:
            found[name] = ET.fromstring(archive.read("border-ports.qgs"))  # noqa: S314
    sources = {name: [at.text for at in of.iter("datasource")] for name, of in found.items()}
    for name, of in sources.items():
        assert of == [f"./{Path(name).name}|layername={layer}" for layer in ("ports", "counts")]
    names = [item.get("name") for item in found["a/one.gpkg"].iter("layer-tree-layer")]
    assert names[0] == "Ports of entry / Puertos de entrada"
    same = [(tmp_path / name).read_bytes() for name in ("a/one.gpkg", "b/one.gpkg")]
    assert same[0] == same[1]


def test_shapefiles_have_short_names_and_the_readme_says_which(
    made: Make, edition: tuple[str, str]
) -> None:
    path = made("border.shp.zip")
    with zipfile.ZipFile(path) as archive:
        readme = archive.read("README.txt").decode()
        assert archive.read("ports.cpg") == b"UTF-8"
    for name in sorted(MAP_LAYERS):
        info = pyogrio.read_info(f"/vsizip/{path}/{name}.shp")
        assert all(len(field) <= 10 for field in info["fields"])
        assert len(set(info["fields"])) == len(LAYERS[name].columns)
    assert edition[0] in readme
    assert "mx_muni = mx_municipality" in readme
    ports = pyogrio.read_dataframe(f"/vsizip/{path}/ports.shp").set_index("id")
    assert ports.loc["progreso", "mx_muni"] == "Río Bravo"


def test_shapefile_texts_are_cut_between_letters(made: Make) -> None:
    path = made("border.shp.zip")
    notes = pyogrio.read_dataframe(f"/vsizip/{path}/ports.shp")["sources"]
    assert notes.str.encode("utf-8").str.len().max() <= 254


def test_the_kmz_has_a_folder_per_layer_and_its_symbols(made: Make) -> None:
    path = made("border.kmz", lang="both")
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        document = ET.fromstring(archive.read("doc.kml"))  # noqa: S314
    space = {"k": "http://www.opengis.net/kml/2.2"}
    folders = document.findall("k:Document/k:Folder", space)
    assert {folder.get("id") for folder in folders} == MAP_LAYERS
    assert folders[0].findtext("k:name", namespaces=space) == "Ports of entry / Puertos de entrada"
    pictures = {icon.text for icon in document.iterfind(".//k:Icon/k:href", space)}
    assert pictures
    assert pictures <= names
    layers = dict(pyogrio.list_layers(f"/vsizip/{path}/doc.kml"))
    assert set(layers) == {folder.findtext("k:name", namespaces=space) for folder in folders}


def test_every_style_that_a_placemark_names_is_there(made: Make) -> None:
    document = ET.parse(made("border.kml", lang="es"))  # noqa: S314
    space = {"k": "http://www.opengis.net/kml/2.2"}
    styles = {f"#{style.get('id')}" for style in document.iterfind(".//k:Style", space)}
    used = {found.text for found in document.iterfind(".//k:styleUrl", space)}
    assert used <= styles


@pytest.mark.parametrize("choice", [{"lang": "es"}, {"lang": "both", "state": "US-NM"}])
def test_kml_is_valid_against_the_schema_of_the_ogc(made: Make, choice: dict[str, str]) -> None:
    pykml = pytest.importorskip("pykml", reason="pykml, which carries the schema, is missing")
    from lxml import etree

    folder = Path(next(iter(pykml.__path__))) / "schemas"
    schema = etree.XMLSchema(etree.parse(folder / "ogckml22.xsd"))
    schema.assertValid(etree.parse(made("border.kml", **choice)))


def test_the_csv_archive_is_a_valid_data_package(
    made: Make, tmp_path: Path, edition: tuple[str, str]
) -> None:
    with zipfile.ZipFile(made("border.csv.zip", layers=["ports", "tolls", "port_modes"])) as found:
        found.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert described["version"] == edition[0]
    assert {item["path"] for item in described["resources"]} == {
        "ports.csv",
        "tolls.csv",
        "port_modes.csv",
    }


def test_a_csv_for_excel_begins_with_a_mark_and_names_its_edition(
    made: Make, edition: tuple[str, str]
) -> None:
    path = made("ports.csv", bom=True, wkt=True, state="US-NM")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"] for row in rows} == {"antelope-wells", "columbus", "santa-teresa"}
    assert all(row["wkt"].startswith("POINT (") for row in rows)
    assert {row["dataset_version"] for row in rows} == {edition[0]}


def test_geojson_is_lon_lat_and_says_its_edition(made: Make, edition: tuple[str, str]) -> None:
    found = json.loads(made("ports.geojson").read_text(encoding="utf-8"))
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == 55
    assert edition[0] in found["dataset"]
    lon, lat = found["features"][0]["geometry"]["coordinates"]
    assert -118 < lon < -97
    assert 25 < lat < 33


@pytest.mark.parametrize("name", ["border.gpkg", "border.shp.zip", "border.kmz", "border.csv.zip"])
def test_archives_are_the_same_on_every_run(made: Make, name: str) -> None:
    choice = {"layers": ["ports", "boundary"]}
    first = made(name, **choice).read_bytes()
    assert made(name, **choice, paper="a4").read_bytes() == first


def test_a_filter_leaves_only_what_belongs_to_the_place(made: Make) -> None:
    path = made("nm.gpkg", state="US-NM")
    states = pyogrio.read_dataframe(path, layer="states", read_geometry=False)
    assert set(states["id"]) == {"US-NM", "MX-CHH", "MX-SON"}
    volumes = pyogrio.read_dataframe(path, layer="volumes", read_geometry=False)
    assert set(volumes["port_code"]) == {"2406", "2408"}
