"""Layers that an organisation brings: read, refused by name, joined, served and exported."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from click.testing import CliRunner

import geo
from geo import Border
from geo.cli.layers import layers as layers_command
from geo.documents.brief.write import brief_content
from geo.documents.report_own import own_tables
from geo.documents.report_tables import Report
from geo.documents.request import Request
from geo.errors import DatasetError
from geo.layers import LAYERS
from geo.queries.selection import Selection, checked_selection
from geo.stores.layered import forget_own_layers
from geo.words.document_words import Words
from web.app import create_app
from web.settings import Settings

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "name", "type": "string", "title": {"en": "Name", "es": "Nombre"}},
    {"name": "port_code", "type": "string"},
    {"name": "cost", "type": "number", "unit": "USD"},
    {"name": "phase", "type": "string", "constraints": {"enum": ["plan", "build"]}},
    {"name": "begun", "type": "date"},
]
SCHEMA: dict[str, Any] = {
    "title": {"en": "State plan", "es": "Plan estatal"}, "supplier": "Example DOT",
    "date": "2026-11-01", "primaryKey": "id", "fields": FIELDS,
}  # fmt: skip
ROWS = 300
HOSTILE = "=cmd|' /C calc'!A0<script>alert(1)</script>"


def write_plan(folder: Path, **changed: str) -> Path:
    """Write a plan of 300 rows at Laredo's code, El Paso's and none, with its schema."""
    folder.mkdir(exist_ok=True)
    path = folder / "state-plan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field["name"] for field in FIELDS])
        for number in range(ROWS):
            code = ("2304", "2402", "")[number % 3]
            row = {"id": f"p{number}", "name": f"Project {number}", "port_code": code,
                   "cost": str(number * 1000), "phase": "plan", "begun": ""}  # fmt: skip
            if number == 1:
                row |= {"name": HOSTILE, "begun": "2026-01-05", **changed}
            writer.writerow(row.values())
    (folder / "state-plan.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    return folder


@pytest.fixture
def forget() -> Iterator[None]:
    """Take what a test entered in the table of layers out of it."""
    yield
    forget_own_layers()


@pytest.fixture
def plan(tmp_path: Path, forget: None) -> Border:
    """Return a border with the plan."""
    del forget
    return geo.load(layers=write_plan(tmp_path / "layers"))


def test_a_list_is_joined_to_the_ports_by_code(plan: Border) -> None:
    frame = plan.layer("own_state_plan")
    assert len(frame) == ROWS
    laredo = frame[frame["port_code"] == "2304"]
    assert set(laredo["joined_ports"].iloc[0]) >= {"laredo-world-trade", "laredo-rail"}
    assert set(laredo["states"].iloc[0]) == {"US-TX", "MX-TAM", "MX-NLE"}
    assert set(frame["supplied_by"]) == {"Example DOT"}
    assert frame.geometry[frame["port_code"].isna()].isna().all()
    assert "+own." in plan.version


def test_it_is_a_collection_with_filters_and_says_whose_it_is(plan: Border) -> None:
    client = create_app(Settings(), plan).test_client()
    found = client.get("/collections/own_state_plan").get_json()
    assert found["description"] == "Supplied by Example DOT, not part of the data set."
    query = "filter=cost>250000 AND port_code='2402'"
    items = client.get(f"/collections/own_state_plan/items?{query}&limit=200").get_json()
    # Of 251..299, those whose number leaves 1 when divided by 3.
    assert items["numberMatched"] == len([n for n in range(251, 300) if n % 3 == 1])


def test_hostile_texts_stay_texts(plan: Border, tmp_path: Path) -> None:
    client = create_app(Settings(), plan).test_client()
    page = client.get("/collections/own_state_plan/items/p1?f=html").text
    assert "<script>alert" not in page
    geo.export(plan, tmp_path / "own.csv", layers=["own_state_plan"], state="US-TX")
    with (tmp_path / "own.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert len(names) == ROWS * 2 // 3
    assert not any(name.startswith("=") for name in names)


def test_it_is_in_the_geopackage_with_its_terms(plan: Border, tmp_path: Path) -> None:
    geo.export(plan, tmp_path / "all.gpkg", layers=["ports", "own_state_plan"])
    info = pyogrio.read_info(tmp_path / "all.gpkg", layer="own_state_plan")
    assert info["features"] == ROWS
    frame = pyogrio.read_dataframe(tmp_path / "all.gpkg", layer="own_state_plan")
    assert set(frame["supplied_by"]) == {"Example DOT"}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"cost": "many"}, "state-plan.csv: row 3: column cost: 'many' is not a valid number"),
        ({"phase": "dream"}, "column phase: 'dream' is not allowed; allowed: plan, build"),
        ({"begun": "05/01/2026"}, "column begun: '05/01/2026' is not a valid date"),
        ({"port_code": "9999"}, "row 3: column port_code: '9999' is not known"),
        ({"id": "p0"}, "row 3: column id: 'p0' is repeated"),
        ({"id": ""}, "row 3: column id: '' is empty, but required"),
    ],
)
def test_a_fault_is_named_by_file_row_column_and_value(
    tmp_path: Path, changed: dict[str, str], fault: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        geo.load(layers=write_plan(tmp_path / "layers", **changed))
    assert fault in str(caught.value)
    assert not [name for name in LAYERS if name.startswith("own_")]


def test_a_sheet_of_a_workbook_is_named_too(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="the extra documents is missing")
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet("Projects")
    for row, cells in enumerate((["id", "cost"], ["a", 5], ["b", "much"])):
        sheet.write_row(row, 0, cells)
    book.close()
    schema = {"supplier": "X", "fields": [{"name": "id"}, {"name": "cost", "type": "number"}]}
    (tmp_path / "list.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        geo.load(layers=tmp_path)
    assert str(caught.value) == (
        "list.xlsx: sheet Projects: row 3: column cost: 'much' is not a valid number"
    )


def test_points_are_joined_to_the_nearest_port(tmp_path: Path, forget: None) -> None:
    del forget
    features = [
        {"type": "Feature", "properties": {"id": key},
         "geometry": {"type": "Point", "coordinates": [lon, lat]}}
        for key, lon, lat in (("near", -106.45, 31.75), ("far", -97.7, 30.3))
    ]  # fmt: skip
    collection = {"type": "FeatureCollection", "features": features}
    (tmp_path / "sites.geojson").write_text(json.dumps(collection), encoding="utf-8")
    schema = {"supplier": "X", "fields": [{"name": "id"}]}
    (tmp_path / "sites.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    joined = geo.load(layers=tmp_path).layer("own_sites").set_index("id")["joined_ports"]
    assert joined["near"] == ("el-paso-bridge-of-the-americas",)
    assert not joined["far"]


def test_the_command_says_what_a_folder_holds(tmp_path: Path) -> None:
    done = CliRunner().invoke(layers_command, ["check", str(write_plan(tmp_path / "layers"))])
    assert done.exit_code == 0, done.output
    assert "own_state_plan" in done.output
    assert "300" in done.output
    assert "200" in done.output


def test_a_service_takes_a_changed_folder_up_without_a_restart(
    tmp_path: Path, forget: None
) -> None:
    del forget
    folder = write_plan(tmp_path / "layers")
    app = create_app(Settings(layers=str(folder)))
    client = app.test_client()
    assert client.get("/collections/own_state_plan").status_code == 200
    for name in ("state-plan.csv", "state-plan.schema.json"):
        shutil.copy(folder / name, folder / name.replace("state-plan", "second"))
    app.extensions["border_ports_watch"].look()
    assert client.get("/collections/own_second").status_code == 200
    (folder / "second.csv").write_text("id\n\n", encoding="utf-8")
    app.extensions["border_ports_watch"].look()
    assert client.get("/collections/own_second").status_code == 200
    assert app.extensions["border_ports_watch"].trouble


def test_a_brief_prints_every_row_of_the_selection_and_says_whose_it_is(plan: Border) -> None:
    texas = Request(selection=checked_selection(plan, state="US-TX"), lang="both")
    body, _ = brief_content(plan, texas)
    own, sources = body["sections"][-2:]
    assert own["title"].startswith("Supplied by others / Proporcionado por otros: State plan")
    assert sources["title"] == "Sources and dates / Fuentes y fechas"
    told = json.dumps(own, ensure_ascii=False)
    assert "Supplied by Example DOT, not part of the data set. (Nov 1, 2026)" in told
    assert "Proporcionado por Example DOT; no forma parte del conjunto de datos." in told
    found = {number for number in range(ROWS) if f'"Project {number}"' in told or number == 1}
    assert found == {number for number in range(ROWS) if number % 3 < 2}
    assert HOSTILE in told
    elsewhere = Request(selection=checked_selection(plan, state="US-CA"))
    assert "Supplied by others" not in str(brief_content(plan, elsewhere)[0]["sections"])


def test_a_long_list_in_a_brief_says_how_much_is_left_out(
    plan: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.documents.report_own._MAX_ROWS", 30)
    report = Report(border=plan, selection=Selection(), words=Words("es"))
    (table,) = own_tables(report)
    assert len(table.rows) == 30
    assert table.notes[-1] == ["270 filas más están en el libro de Excel."]


def test_the_workbook_has_a_sheet_with_every_row(plan: Border, tmp_path: Path) -> None:
    geo.export(plan, tmp_path / "plan.xlsx", state="US-TX")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    sheet = book["State plan"]
    ids = {row[0] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert {f"p{number}" for number in range(ROWS) if number % 3 < 2} < ids
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE]
    assert [cell.data_type for cell in cells] == ["s"]
    assert "Supplied by Example DOT, not part of the data set. (Nov 1, 2026)" in ids
    columns = {row[2] for row in book["Data dictionary"].iter_rows(values_only=True)}
    assert {"begun", "supplied_by"} <= columns
