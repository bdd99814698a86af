"""The workbook, read by openpyxl and opened by LibreOffice."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from geo.border import Border
from geo.documents.request import Request
from geo.documents.workbook import write_workbook

Make = Callable[..., Path]
SHEETS = ["README", "Ports", "Lanes and hours", "Codes", "Tolls", "Ports per state",
          "Latest year", "Volumes", "Change", "Volumes by month", "Trend", "Notes on counts",
          "Agenda", "Projects", "Events", "Permits", "Trade", "Counties",
          "River segments", "Gaps", "Not counted", "Other totals", "Data dictionary",
          "Sources"]  # fmt: skip


@pytest.fixture(scope="module")
def workbook(made: Make) -> Workbook:
    return openpyxl.load_workbook(made("workbook.xlsx"))


def rows_of(workbook: Workbook, sheet: str) -> list[dict[str, object]]:
    found = workbook[sheet]
    table = next(iter(found.tables.values()))
    values = [[cell.value for cell in row] for row in found[table.ref]]
    return [dict(zip(values[0], row, strict=True)) for row in values[1:]]


def test_every_sheet_is_there_and_its_table_has_filters(workbook: Workbook) -> None:
    assert workbook.sheetnames == SHEETS
    for name in SHEETS[1:]:
        table = next(iter(workbook[name].tables.values()))
        assert table.autoFilter is not None
        assert table.tableStyleInfo.showFirstColumn, "the first column heads its row"
        assert workbook[name].freeze_panes == "B4"


def test_the_ports_are_counted_per_state_on_both_sides(workbook: Workbook) -> None:
    assert len(rows_of(workbook, "Ports")) == 55
    per_state = {row["State"]: row["Ports"] for row in rows_of(workbook, "Ports per state")}
    assert per_state == {
        "California": 8, "Arizona": 10, "New Mexico": 3, "Texas": 34, "Baja California": 8,
        "Sonora": 10, "Chihuahua": 12, "Coahuila": 6, "Nuevo León": 1, "Tamaulipas": 18,
    }  # fmt: skip
    below = [row[0].value for row in workbook["Ports per state"].iter_rows(min_row=15)]
    assert any(str(text).startswith("Total: Ports: 55") for text in below)


def test_changes_are_formulas_with_their_results(made: Make, workbook: Workbook) -> None:
    formulas = {(row["Measure"], row["Earlier year"]): row["Change"]
                for row in rows_of(workbook, "Change")}  # fmt: skip
    assert str(formulas["Pedestrians", 2019]).startswith("=IF(")
    read = openpyxl.load_workbook(made("workbook.xlsx"), data_only=True)
    changes = {(row["Measure"], row["Earlier year"]): row["Change"]
               for row in rows_of(read, "Change")}  # fmt: skip
    # BTS, the same months of both years
    assert changes["Pedestrians", 2019] == pytest.approx(-0.137, abs=5e-4)
    assert changes["Personal vehicles", 2019] == pytest.approx(0.055, abs=5e-4)


def test_dates_are_dates_and_tables_have_names(workbook: Workbook) -> None:
    port = rows_of(workbook, "Ports")[0]
    assert isinstance(port["As of"], datetime)
    assert port["Number"] == 1
    assert isinstance(rows_of(workbook, "Volumes by month")[0]["Month"], datetime)
    assert "'Ports'!$A$4" in workbook.defined_names["data_ports"].value.replace(
        "Ports!", "'Ports'!"
    )
    assert workbook["Ports"].print_area


def test_the_volumes_add_up_to_the_totals_of_bts(workbook: Workbook) -> None:
    rows = rows_of(workbook, "Volumes")
    total = sum(
        int(str(row["Northbound"]))
        for row in rows
        if row["Measure"] == "Personal vehicles" and row["Year"] == 2006
    )
    assert total == 88_295_570  # BTS Pocket Guide 2008: 88,296 thousand
    trend = {row["Year"]: row for row in rows_of(workbook, "Trend")}
    assert trend[2006]["Pedestrians"] == 46_251_414


def test_columns_say_what_they_hold_and_charts_are_described(workbook: Workbook) -> None:
    ports = workbook["Ports"]
    notes = {cell.value: cell.comment.text for cell in ports[3] if cell.comment}
    assert "[km]" in notes["Boundary kilometer"]
    column = next(cell.column for cell in ports[3] if cell.value == "Boundary kilometer")
    assert ports.cell(4, column).number_format == "#,##0.0"
    assert len(workbook["Trend"]._charts) == 5


def test_the_readme_says_edition_rule_and_that_it_is_not_official(
    workbook: Workbook, edition: tuple[str, str]
) -> None:
    text = "\n".join(str(row[0]) for row in workbook["README"].values if row[0])
    assert f"Border Ports {edition[0]} ({edition[1]})" in text
    assert "48 crossings for people and vehicles" in text
    assert "published monthly by BTS, about two months later" in text
    assert "Not an official publication of either government" in text
    assert workbook.properties.title == "Ports of entry on the US-Mexico border: The whole border"


def test_the_spanish_workbook_is_spanish(made: Make) -> None:
    found = openpyxl.load_workbook(made("libro.xlsx", lang="es", state="US-TX"))
    assert "Tramos de río" in found.sheetnames
    ports = rows_of(found, "Puertos")
    assert len(ports) == 34
    assert {row["Región del Grupo Binacional"] for row in ports} == {"Este"}
    assert "Peatones" in str(ports[1]["Modalidades"])


def test_a_text_that_looks_like_a_formula_stays_a_text(border: Border, tmp_path: Path) -> None:
    ports = border.ports
    ports.loc[0, "name_en"] = '=HYPERLINK("http://evil.example","x")'
    path = tmp_path / "hostile.xlsx"
    write_workbook(border.replace(ports=ports), path, Request())
    sheet = openpyxl.load_workbook(path)["Ports"]
    cell = next(cell for row in sheet for cell in row if "HYPERLINK" in str(cell.value))
    assert cell.data_type == "s"


def test_the_workbook_is_the_same_on_every_run(made: Make) -> None:
    first = made("workbook.xlsx").read_bytes()
    second = made("workbook.xlsx", paper="a4").read_bytes()
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_libreoffice_opens_the_workbook(
    made: Make, libreoffice: Callable[[Path], Path], pdf_text: Callable[[Path], str]
) -> None:
    text = pdf_text(libreoffice(made("nm.xlsx", state="US-NM")))
    assert "Santa Teresa" in text
    assert "Err:" not in text
    assert "#REF!" not in text


def test_what_prints_can_be_read_and_no_row_hides_its_text(workbook: Workbook) -> None:
    """A landscape Letter page holds some 128 digits of Arial 10 (7 pixels each, 10 inches)."""
    wrapped = 0
    for sheet in workbook.worksheets[1:]:
        _first, last = str(sheet.print_area).replace("$", "").split("!")[-1].split(":")
        columns = sheet[last].column
        known = {n: one.width for one in sheet.column_dimensions.values()
                 for n in range(one.min, one.max + 1)}  # fmt: skip
        widths = [known[n] for n in range(1, columns + 1)]
        assert sum(widths) < 128 / 0.66, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$3:$3"
        for row in sheet.iter_rows(min_row=4, max_row=min(sheet.max_row, 80), max_col=columns):
            height = sheet.row_dimensions[row[0].row].height or 13.5
            for cell, width in zip(row, widths, strict=True):
                lines = len(str(cell.value or "")) / width if cell.data_type == "s" else 0
                if cell.coordinate not in sheet.merged_cells:
                    wrapped += lines > 1
                    assert height * 1.3 >= 12 * lines, (sheet.title, cell.coordinate)
    assert wrapped > 100


def test_codes_and_answers_are_said_in_spanish(made: Make) -> None:
    found = openpyxl.load_workbook(made("libro.xlsx", lang="es"))
    said = {cell.value for sheet in found.worksheets[:-2] for row in sheet.iter_rows(min_row=4)
            for cell in row if isinstance(cell.value, str)}  # fmt: skip
    assert {"sí", "no", "Evaluación ambiental", "Ampliación", "Código de puerto de la CBP"} <= said
    for code in ("true", "false", "environmental_review", "expansion", "cbp_port", "stage",
                 "presidential_permit", "opening_promised", "No Toll"):  # fmt: skip
        assert code not in said
    headings = [cell.value for cell in found["Puertos"][3]]
    assert {f"Propietario, lado mexicano ({lang})" for lang in ("inglés", "español")} <= set(
        headings
    )
    pairs = {cell.value for cell in found["No incluidos"]["B"][3:]}
    assert {"Texas–Tamaulipas", "California–Baja California", "Texas–Chihuahua"} <= pairs
    notes = {cell.value for cell in found["Códigos"]["F"][3:] if cell.value}
    assert "Sólo camiones de carga; los pasajeros son el 250601." in notes
    sources = " ".join(text for text in said if "US General Services Administration" in text)
    assert "(página del archivo de fin de gobierno)" in sources
    assert "end-of-term" not in sources
