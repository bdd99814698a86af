"""``nearest --input`` reads files as people have them, or refuses them in one line."""

import csv
import gzip
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from click.testing import CliRunner, Result

from geo.batch import nearest_table
from geo.batch.degrees import degrees_of_text
from geo.cli import cli

NEAREST = "el-paso-bridge-of-the-americas"
"""The port nearest to -106.45, 31.75."""


def run(source: Path, *options: str) -> Result:
    target = source.with_name("out.csv")
    arguments = ["nearest", "--input", str(source), "--output", str(target), *options]
    return CliRunner().invoke(cli, arguments)


def rows(source: Path, *options: str) -> list[dict[str, str]]:
    done = run(source, *options)
    assert done.exit_code == 0, done.output
    with source.with_name("out.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "options", "encoding"),
    [
        ("lon;lat\n-106.45;31.75\n", (), "utf-8"),
        ("lon\tlat\n-106.45\t31.75\n", (), "utf-8"),
        ("lon;lat\n-106,45;31,75\n", ("--decimal", ","), "utf-8"),
        ("x~y\n-106.45~31.75\n", ("--delimiter", "~"), "utf-8"),
        (" Longitude , LAT\n -106.45 , 31.75 \n", (), "utf-8"),
        ("lng,lat\n\u2212106.45,31.75\n", (), "utf-8"),
        ('lon,lat\n"106°27\'00""W","31°45\'N"\n', (), "utf-8"),
        ("lon,lat,n\n-106.45,31.75,Juárez\n", (), "utf-16"),
        ("lon,lat,n\n-106.45,31.75,Juárez\n", (), "utf-16-le"),
        ("lon,lat,n\n-106.45,31.75,Juárez\n", (), "utf-16-be"),
        ("lon,lat,n\n-106.45,31.75,Juárez\n", (), "utf-8-sig"),
        ("lon,lat,n\n-106.45,31.75,Juárez\n", ("--encoding", "cp1252"), "cp1252"),
    ],
)
def test_a_table_is_read_as_it_is_written(
    tmp_path: Path, text: str, options: tuple[str, ...], encoding: str
) -> None:
    source = tmp_path / "points.csv"
    source.write_bytes(text.encode(encoding))
    (row,) = rows(source, *options)
    assert row["port_id"] == NEAREST
    assert row.get("n", "Juárez") == "Juárez"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"lon;lat\n-106,45;31,75\n", ["--decimal ,"]),
        (b"lon,lat,a,a\n-106.45,31.75,1,2\n", ["line 1", "'a'"]),
        (b"lon,lat,a\n-106.45,31.75\n", ["Expected 3 columns, got 2", "--delimiter"]),
        (b"lon,lat,port_id\n-106.45,31.75,1\n", ["port_id"]),
        (b"lon,lat,n\n-106.45,31.75,Ju\xe1rez\n", ["line 2", "--encoding", "cp1252"]),
        (b"lon,lat\n1_0_6,31.75\n", ["no row has a readable position", "'1_0_6' in row 1"]),
        (b"lon,lat\ninf,31.75\n", ["'inf' in row 1"]),
        (b"lon,lat\n-106.45,31.75\x00\n", ["'31.75\\x00' in row 1"]),
        (b"a,b\n1,2\n", ["--lon is missing", "a, b"]),
        (b"", ["header line"]),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, data: bytes, said: list[str]
) -> None:
    source = tmp_path / "points.csv"
    source.write_bytes(data)
    done = run(source)
    assert done.exit_code != 0
    message = str(done.exception or done.output)
    assert all(words in message + done.output for words in said), (message, done.output)
    assert not source.with_name("out.csv").exists()


KINDS = {
    "parquet": (pd.DataFrame.to_parquet, "it is Parquet", "let its name end in .parquet"),
    "arrow": (pd.DataFrame.to_feather, "it is Arrow", "let its name end in .arrow"),
    "gzip": (partial(pd.DataFrame.to_csv, compression="gzip"), "it is gzip", "end in .csv.gz"),
    "zip": (partial(pd.DataFrame.to_csv, compression="zip"), "it is ZIP", "unpack it"),
    "xlsx": (partial(pd.DataFrame.to_excel, engine="openpyxl"), "it is a workbook (.xlsx)", "CSV"),
    "pdf": (lambda _, file: file.write(b"%PDF-1.7\n%\xe2\xe3\n"), "it is PDF", "as CSV"),
}
"""How other programs write a table, what is said of it under the name of a CSV, and what helps."""


@pytest.mark.parametrize("kind", KINDS)
def test_another_file_under_the_name_of_a_csv_is_called_by_its_own(
    tmp_path: Path, kind: str
) -> None:
    write, name, remedy = KINDS[kind]
    with (tmp_path / "points.csv").open("wb") as file:
        write(pd.DataFrame({"lon": [-106.45], "lat": [31.75]}), file)
    said = str(run(tmp_path / "points.csv").exception)
    assert f"points.csv: cannot be read: {name}, not a table of text" in said
    assert remedy in said


def test_a_header_that_begins_like_another_file_is_text_and_plain_text_is_not_packed(
    tmp_path: Path,
) -> None:
    for first in ("PAR1", "ARROW1", "fgb", "BZh"):
        (tmp_path / "points.csv").write_text(f"{first},lon,lat\n1,-106.45,31.75\n", "utf-8")
        (row,) = rows(tmp_path / "points.csv")
        assert row["port_id"] == NEAREST
    for name in ("points.csv.gz", "points.csv.zst"):
        (tmp_path / name).write_text("lon,lat\n-106.45,31.75\n", "utf-8")
        assert "end without .gz or .zst" in str(run(tmp_path / name).exception)


@pytest.mark.parametrize("name", ["points.csv", "points.csv.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_rows_behind_a_quotation_mark_that_is_not_closed_are_missed(
    tmp_path: Path, name: str, encoding: str
) -> None:
    source = tmp_path / name
    pack = gzip.compress if name.endswith("gz") else bytes
    row = "-106.45,31.75,{}\n"
    swallowed = "".join(row.format(cell) for cell in ("lon", '"Bob', "x", "y"))
    source.write_bytes(pack(f"lon,lat,n\n{swallowed}".encode(encoding)))
    assert "a quotation mark is not closed 3 lines before the end" in str(run(source).exception)
    assert not source.with_name("out.csv").exists()
    whole = "".join(row.format(cell) for cell in ("lon", '"Bob\n-106,31,""x"""'))
    source.write_bytes(pack(f"lon,lat,n\n{whole}".encode(encoding)))
    assert [found["n"] for found in rows(source)] == ["lon", 'Bob\n-106,31,"x"']


def test_the_first_cell_that_is_no_degrees_is_named_and_an_empty_one_is_not(tmp_path: Path) -> None:
    source = tmp_path / "points.csv"
    source.write_text("lon,lat,n\n-106.45,31.75,a\n,,b\n-106.45,131.75,c\nx,31.75,d\n", "utf-8")
    done = run(source)
    assert done.exit_code == 0
    assert "points.csv: row 3, column 'lat': '131.75' is not read as a position" in done.stderr
    source.write_text("lon,lat,n\n-106.45,31.75,a\n,,b\n", "utf-8")
    assert "degrees" not in run(source).stderr


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("-1.5E+02", None), ("+52 656 123 4567", None), ("-", None), ("-31,75", None),
        ("-106°27'00''", None), ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-2+A1", "'-2+A1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ],
)  # fmt: skip
def test_formulas_are_defused_as_over_http_and_data_stay(
    tmp_path: Path, cell: str, written: str | None
) -> None:
    source = tmp_path / "points.csv"
    source.write_text(f'lon,lat,n\n-106.45,31.75,"{cell}"\n-106.4,31.7,b\n', "utf-8")
    first, second = rows(source)
    assert (first["n"], second["n"]) == (written or cell, "b")
    assert (first["lon"], second["lon"]) == ("-106.45", "-106.4")


@pytest.mark.parametrize("name", ["points.gpkg", "points.parquet"])
def test_an_empty_point_has_no_port_and_keeps_its_row(tmp_path: Path, name: str) -> None:
    shapes = [shapely.Point(-106.45, 31.75), shapely.Point()]
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=shapes, crs=4326)
    source = tmp_path / name
    if name.endswith("parquet"):
        frame.to_parquet(source)
    else:
        frame.to_file(source)
    assert [(row["n"], row["port_id"]) for row in rows(source)] == [("1", NEAREST), ("2", "")]


def test_an_empty_point_of_flatgeobuf_is_refused_not_taken_for_another(tmp_path: Path) -> None:
    shapes = [shapely.Point(-106.45, 31.75), shapely.Point(), shapely.Point(-117, 32.5)]
    frame = gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=shapes, crs=4326)
    frame.to_file(tmp_path / "points.fgb", SPATIAL_INDEX="NO")
    done = run(tmp_path / "points.fgb")
    assert done.exit_code != 0
    assert "a point is empty" in str(done.exception)


def test_a_projected_file_is_transformed(tmp_path: Path) -> None:
    shapes = [shapely.Point(-106.45, 31.75)]
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=shapes, crs=4326).to_crs(6372)
    frame.to_file(tmp_path / "points.gpkg")
    (row,) = rows(tmp_path / "points.gpkg")
    assert row["port_id"] == NEAREST


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("-106.45", -106.45), ("106.45 W", -106.45), ("106°27'00\"W", -106.45), ("1e2", 100.0),
     ("106° 27\u2032 0\u2033 O", -106.45), ("-106:27:00", -106.45), ("W 106 27", -106.45)],
)  # fmt: skip
def test_degrees_are_read_in_the_forms_of_maps(text: str, degrees: float) -> None:
    assert degrees_of_text(text, "lon") == pytest.approx(degrees, abs=1e-9)


@pytest.mark.parametrize(
    "text", ["", "x", "1_0_6", "-106,45", "-106 27", "1062'", "106 61 W", "-106 W", "31.75 N"]
)
def test_what_may_mean_anything_is_no_degrees(text: str) -> None:
    assert degrees_of_text(text, "lon") != degrees_of_text(text, "lon")


def test_a_multipoint_of_one_is_its_point_and_one_of_several_is_named(tmp_path: Path) -> None:
    source = tmp_path / "points.gpkg"
    one, two = [(-106.45, 31.75)], [(-106.45, 31.75), (-117.0, 32.5)]
    shapes = [shapely.MultiPoint(one), shapely.MultiPoint(two), shapely.MultiPoint()]
    gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=shapes, crs=4326).to_file(source)
    assert [(row["n"], row["port_id"]) for row in rows(source)] == [
        ("1", NEAREST), ("2", ""), ("3", "")
    ]  # fmt: skip
    assert "row 2, column 'geom': 'MultiPoint of 2; make a row of each" in run(source).stderr
    assert "row 2" in str(run(source, "--strict").exception)
    gpd.GeoDataFrame({"n": [2]}, geometry=shapes[1:2], crs=4326).to_file(source)
    assert "MultiPoint of 2; make a row of each point" in str(run(source).exception)


SYSTEMS = ["EPSG:32613", "EPSG:6372", "EPSG:2278", "EPSG:4269", "EPSG:4326", "ESRI:102008"]
"""UTM zone 13, Mexico's LCC, Texas in feet, NAD 83, WGS 84 (latitude first), North America."""


@pytest.mark.parametrize("crs", SYSTEMS)
def test_columns_of_any_system_are_brought_to_wgs_84_as_proj_does(tmp_path: Path, crs: str) -> None:
    places = gpd.GeoSeries.from_xy([-106.45, -117.03, -97.5], [31.75, 32.54, 25.9], crs=4326)
    there = places.to_crs(crs)
    source = tmp_path / "points.csv"
    # GeoSeries has easting or longitude first, whatever the order of the system's axes.
    pairs = list(zip(there.x, there.y, strict=True))
    cells = "\n".join(f"{x!r};{y!r}".replace(".", ",") for x, y in pairs)
    source.write_text(f"este;norte\n{cells}\n", "utf-8")
    named = ("--lon", "este", "--lat", "norte", "--decimal", ",", "--crs", crs)
    found = rows(source, *named)
    plain = tmp_path / "plain.csv"
    plain.write_text("\n".join(["x,y", *(f"{p.x},{p.y}" for p in places)]), "utf-8")
    wanted = rows(plain)
    for near, right in zip(found, wanted, strict=True):
        assert near["port_id"] == right["port_id"]
        assert float(near["distance_km"]) == pytest.approx(float(right["distance_km"]), abs=1e-6)
    arrow = pa.table({"x": [x for x, _ in pairs], "y": [y for _, y in pairs]})
    assert nearest_table(arrow, crs=crs)["port_id"].to_pylist() == [
        row["port_id"] for row in rows(plain, "--direction", "any")
    ]


@pytest.mark.parametrize(
    ("text", "crs", "said"),
    [
        ("x,y\n361000,3513000\n", None, "--crs, such as EPSG:32613"),
        ("x,y\n361000 W,3513000\n", "EPSG:32613", "'361000 W' in row 1"),
        ("x,y\n361000,35130000\n", "EPSG:32613", "'361000' in row 1"),
        ("x,y\n361000,3513000\n", "UTM 13", "--crs: 'UTM 13' is not allowed"),
        ("x,y\n361000,3513000\n", "EPSG:5703", "projected or geographic"),
        ("x,y\n361000,3513000\n", "EPSG:4978", "projected or geographic"),
        ("x,y\n361000,3513000\n", "EPSG:99999", "EPSG:32613"),
        ("x,y\n361000,3513000\n", "+proj=utm +zone=13 +nadgrids=@/etc/passwd", "--crs"),
    ],
)
def test_a_system_or_number_that_is_none_is_refused_by_name(
    tmp_path: Path, text: str, crs: str | None, said: str
) -> None:
    source = tmp_path / "points.csv"
    source.write_text(text, "utf-8")
    done = run(source, *(("--crs", crs) if crs else ()))
    assert said in f"{done.exception} {done.output}"
    assert not source.with_name("out.csv").exists()


@pytest.mark.parametrize("name", ["points.gpkg", "points.parquet", "points.geojson"])
def test_a_system_that_contradicts_the_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(-106.45, 31.75)], crs=4326)
    if name.endswith("parquet"):
        frame.to_parquet(source)
    else:
        frame.to_file(source)
    assert "the file itself names WGS 84" in str(run(source, "--crs", "EPSG:32613").exception)
    (row,) = rows(source, "--crs", "EPSG:4326")
    assert row["port_id"] == NEAREST


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("name", ["points.shp", "points.gpkg", "points.parquet"])
def test_the_system_of_a_file_that_names_none_can_be_named(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    point = gpd.GeoSeries.from_xy([-106.45], [31.75], crs=4326).to_crs(32613)
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=point).set_crs(None, allow_override=True)
    if name.endswith("parquet"):
        frame.to_parquet(source)
    else:
        frame.to_file(source)
    assert "--crs, such as" in str(run(source).exception)
    (row,) = rows(source, "--crs", "EPSG:32613")
    assert row["port_id"] == NEAREST
    assert float(row["lon"]) == pytest.approx(-106.45, abs=1e-9)
