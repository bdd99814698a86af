"""Rows of one layer in each format, opened by GDAL, Arrow and the csv module."""

import csv
import hashlib
import json
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo.border import Border
from geo.errors import InvalidValueError, UnknownLayerError
from geo.files import ExportError
from geo.formats.features import formats_of_layer, write_features
from geo.formats.layer_rows import chosen_rows
from geo.formats.registry import FORMATS
from geo.formats.to_csv import write_csv
from geo.layers import LAYERS

KML = "{http://www.opengis.net/kml/2.2}"
csv.field_size_limit(100_000_000)
CASES = [(name, form.name) for name, found in LAYERS.items() for form in formats_of_layer(found)]
SMALL = [case for case in CASES if LAYERS[case[0]].time is None]


def written(border: Border, folder: Path, layer: str, form: str) -> Path:
    path = folder / f"{layer}{FORMATS[form].suffix}"
    write_features(border, layer, None, form, path)
    return path


def published_rows(root: Path, layer: str) -> int:
    with closing(sqlite3.connect(root / "data/published/border.gpkg")) as database:
        return int(database.execute(f'SELECT count(*) FROM "{layer}"').fetchone()[0])  # noqa: S608


@pytest.mark.parametrize(("layer", "form"), SMALL)
def test_each_format_holds_every_row_of_a_layer(
    border: Border, tmp_path: Path, root: Path, layer: str, form: str
) -> None:
    path = written(border, tmp_path, layer, form)
    if form == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            found = len(list(csv.reader(file))) - 1
    elif form == "parquet":
        found = pq.read_table(path).num_rows
    else:
        found = pyogrio.read_info(path, force_feature_count=True)["features"]
    assert found == published_rows(root, layer)


@pytest.mark.parametrize(("layer", "form"), SMALL)
def test_the_same_rows_give_the_same_bytes(
    border: Border, tmp_path: Path, layer: str, form: str
) -> None:
    hashes = set()
    for name in ("first", "second"):
        path = tmp_path / f"{name}{FORMATS[form].suffix}"
        write_features(border, layer, None, form, path)
        hashes.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(hashes) == 1


@pytest.mark.parametrize("form", ["gpkg", "fgb"])
@pytest.mark.parametrize("layer", ["ports", "states", "boundary", "river_segments"])
def test_shapes_are_those_of_the_published_data(
    border: Border, tmp_path: Path, root: Path, layer: str, form: str
) -> None:
    found = pyogrio.read_dataframe(written(border, tmp_path, layer, form)).set_index("id")
    truth = pyogrio.read_dataframe(root / "data/published/border.gpkg", layer=layer)
    truth = truth.set_index("id")
    assert found.crs.to_epsg() == 4326
    shapes = found.loc[truth.index].geometry.to_numpy()
    assert shapely.equals_exact(shapes, truth.geometry.to_numpy(), 0).all()


def test_geoparquet_is_read_by_geopandas_with_its_box(
    border: Border, tmp_path: Path, edition: tuple[str, str]
) -> None:
    path = written(border, tmp_path, "ports", "parquet")
    found = gpd.read_parquet(path, bbox=(-99.53, 27.48, -99.49, 27.52))
    assert set(found["id"]) == {"laredo-rail", "laredo-gateway", "laredo-juarez-lincoln"}
    assert found.crs.to_string() == "OGC:CRS84"
    metadata = pq.read_schema(path).metadata
    about = json.loads(metadata[b"geo"])
    assert about["version"] == "1.1.0"
    assert about["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert edition[0] in json.loads(metadata[b"border-ports:provenance"])["dataset"]


def test_geoparquet_keeps_lists_as_lists(border: Border, tmp_path: Path) -> None:
    found = pq.read_table(written(border, tmp_path, "ports", "parquet")).to_pylist()
    modes = {row["id"]: row["modes"] for row in found}
    assert modes["los-ebanos"] == ["pedestrian", "pov"]


def test_geopackage_and_flatgeobuf_say_where_they_come_from(
    border: Border, tmp_path: Path, edition: tuple[str, str]
) -> None:
    package = written(border, tmp_path, "ports", "gpkg")
    about = pyogrio.read_info(package)["layer_metadata"]
    assert about["dataset_version"] == edition[0]
    assert "48 crossings for people and vehicles" in about["counting_rule"]
    assert "Not an official publication" in about["status"]
    flat = written(border, tmp_path, "ports", "fgb")
    assert f"dataset_version: {edition[0]}".encode() in flat.read_bytes()


def test_kml_names_describes_and_places_every_port(
    border: Border, tmp_path: Path, edition: tuple[str, str]
) -> None:
    document = ET.fromstring(written(border, tmp_path, "ports", "kml").read_bytes())  # noqa: S314
    places = list(document.iter(f"{KML}Placemark"))
    assert len(places) == 55
    world_trade = next(
        place for place in places if "World Trade" in (place.findtext(f"{KML}name") or "")
    )
    assert "Comercio Mundial" in (world_trade.findtext(f"{KML}name") or "")
    assert "<table>" in (world_trade.findtext(f"{KML}description") or "")
    text = world_trade.findtext(f"{KML}Point/{KML}coordinates") or ""
    lon, lat = map(float, text.split(","))
    assert (lon, lat) == pytest.approx((-99.536, 27.597), abs=0.01)  # BTS, Wikipedia
    about = document.findtext(f"{KML}Document/{KML}description") or ""
    assert edition[0] in about
    assert "INEGI" in about or "Census" in about


def test_csv_is_rfc_4180_with_longitude_and_latitude(border: Border, tmp_path: Path) -> None:
    path = written(border, tmp_path, "ports", "csv")
    content = path.read_bytes()
    assert content.count(b"\r\n") >= 56
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["presidio"]["modes"] == "pedestrian;pov;bus;commercial"
    assert float(rows["presidio"]["longitude"]) == pytest.approx(-104.39, abs=0.02)
    assert rows["presidio"]["river_segment"].startswith("rg")


def test_csv_holds_other_shapes_as_wkt(border: Border, tmp_path: Path) -> None:
    path = written(border, tmp_path, "boundary", "csv")
    with path.open(encoding="utf-8", newline="") as file:
        shapes = [shapely.from_wkt(row["wkt"]) for row in csv.DictReader(file)]
    assert {shape.geom_type for shape in shapes} == {"LineString"}
    published = border.geometries("boundary", "full")
    assert shapely.equals_exact(shapes, published, 1e-6).all()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_is_a_formula(border: Border, tmp_path: Path, start: str) -> None:
    ports = border.ports
    ports.loc[0, "name_en"] = f"{start}cmd|' /C calc'!A0"
    ports.at[0, "other_names"] = (f"{start}1+1",)
    path = tmp_path / "hostile.csv"
    write_csv(path, chosen_rows(border.replace(ports=ports), "ports", [0]))
    with path.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["name_en"].startswith(f"'{start}")
    assert row["other_names"].startswith(f"'{start}")


def test_chosen_rows_keep_their_order(border: Border, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    write_features(border, "ports", [5, 2], "csv", path)
    with path.open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    published = border.records("ports").columns["id"]
    assert ids == [published[5], published[2]]


@pytest.mark.parametrize("form", ["gpkg", "parquet", "csv", "kml"])
def test_no_rows_give_an_empty_file(border: Border, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"none{FORMATS[form].suffix}"
    write_features(border, "ports", [], form, path)
    assert path.stat().st_size > 100


def test_another_reference_system_is_written_down(border: Border, tmp_path: Path) -> None:
    from pyproj import Transformer

    move = Transformer.from_crs("OGC:CRS84", "EPSG:3857", always_xy=True)
    shapes = shapely.transform(
        border.geometries("ports", "full"),
        lambda lonlat: np.column_stack(move.transform(*lonlat.T)),
    )
    for form in ("gpkg", "fgb", "parquet"):
        path = tmp_path / f"mercator{FORMATS[form].suffix}"
        write_features(border, "ports", None, form, path, geometry=shapes, crs="EPSG:3857")
        read = gpd.read_parquet if form == "parquet" else pyogrio.read_dataframe
        found = read(path).set_index("id")
        assert found.crs.to_epsg() == 3857
        back = found.to_crs("OGC:CRS84").geometry["presidio"]
        truth = border.geometries("ports", "full")[border.port_position("presidio")]
        assert back.distance(truth) < 1e-9
    with pytest.raises(InvalidValueError, match="CRS84 for kml"):
        write_features(
            border, "ports", None, "kml", tmp_path / "x.kml", geometry=shapes, crs="EPSG:3857"
        )


def test_what_is_not_possible_is_said(border: Border, tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="gpkg, csv, parquet for volumes"):
        write_features(border, "volumes", None, "kml", tmp_path / "x.kml")
    with pytest.raises(UnknownLayerError):
        write_features(border, "bridges", None, "csv", tmp_path / "x.csv")
    with pytest.raises(ExportError, match="cannot be written"):
        write_features(border, "ports", None, "gpkg", tmp_path / "none" / "x.gpkg")
    assert list(tmp_path.iterdir()) == []
