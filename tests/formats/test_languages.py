"""Data files in the reader's language: columns, labels, balloons; safe for spreadsheets."""

import csv
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from geo.cli import cli

Make = Callable[..., Path]
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.mark.parametrize(
    ("lang", "title", "label"),
    [("en", "Mexican city", "name_en"), ("es", "Localidad mexicana", "name_es")],
)
def test_a_geopackage_names_columns_and_labels_in_the_language_asked_for(
    made: Make, lang: str, title: str, label: str
) -> None:
    path = made("border.gpkg", lang=lang, state="US-NM")
    with closing(sqlite3.connect(path)) as package:
        titles = package.execute(
            "SELECT title FROM gpkg_data_columns WHERE table_name = 'ports' "
            "AND column_name = 'mx_city'"
        ).fetchall()
        (style,) = package.execute(
            "SELECT styleQML FROM layer_styles WHERE f_table_name = 'ports'"
        ).fetchone()
        extension = package.execute(
            "SELECT scope FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'"
        ).fetchall()
    assert titles == [(title,)]
    assert f'fieldName="{label}"' in style
    assert f'field="mx_city" index="13" name="{title}"' in style or f'name="{title}"' in style
    assert extension == [("read-write",)]


@pytest.mark.parametrize("form", ["kml", "kmz"])
def test_kml_is_in_both_languages_where_none_is_asked_for(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"border.{form}"
    done = CliRunner().invoke(cli, ["export", str(path), "--state", "US-NM", "--layers", "ports"])
    assert done.exit_code == 0, done.output
    text = path.read_bytes()
    if form == "kmz":
        with zipfile.ZipFile(path) as archive:
            text = archive.read("doc.kml")
    assert "Columbus Port of Entry / Puerto de entrada Palomas-Columbus" in text.decode()


def test_a_balloon_has_ten_lines_in_words(made: Make) -> None:
    with zipfile.ZipFile(made("border.kmz", lang="es", layers=["ports"])) as archive:
        root = ET.fromstring(archive.read("doc.kml"))  # noqa: S314
    texts = [item.text or "" for item in root.iter(f"{KML}description") if "<tr>" in str(item.text)]
    assert len(texts) == 55
    assert all(2 < text.count("<tr>") <= 10 for text in texts)
    ysidro = next(text for text in texts if "Tijuana" in text)
    assert "Vehículos particulares" in ysidro
    assert "las 24 horas" in ysidro
    assert not re.search(r"\bpov\b|Pedestrians|24/7", ysidro)


def test_balloons_of_every_layer_have_no_code_that_a_reader_must_guess(made: Make) -> None:
    root = ET.fromstring(made("border.kml", lang="es").read_bytes())  # noqa: S314
    told = "".join(item.text or "" for item in root.iter(f"{KML}description"))
    cells = set(re.findall(r"<td>([^<]*)</td>", told))
    assert {"condado", "municipio", "presa", "estación hidrométrica", "Estados Unidos"} <= cells
    assert {cell for cell in cells if re.fullmatch(r"[a-z]+(_[a-z]+)+|true|false|US|MX", cell)} == (
        set()
    )


def test_opening_hours_are_no_date_for_spreadsheets(made: Make) -> None:
    plain, safe = (made("ports.csv", bom=bom).read_text("utf-8-sig") for bom in (False, True))
    assert "24/7" in plain
    assert "24/7" not in safe
    rows = list(csv.DictReader(safe.splitlines()))
    hours = {row["id"]: row["opening_hours"] for row in rows}
    assert hours["laredo-gateway"] == "Mo-Su 00:00-24:00"
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 56)]


def test_a_shapefile_says_which_texts_are_cut_and_that_null_is_not_zero(made: Make) -> None:
    with zipfile.ZipFile(made("border.shp.zip", state="US-NM")) as archive:
        text = archive.read("README.txt").decode()
    assert "ArcGIS shows it as 0, which it is not" in text
    assert re.search(r"ports\.sources \(\d+\)", text)
