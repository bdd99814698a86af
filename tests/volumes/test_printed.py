"""Ten cells of the sources, alike everywhere: page, chart, PDF, Word, slides, workbook, files, API.

The truth is summed here by plain Python from the published months.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from flask.testing import FlaskClient
from pptx import Presentation

from geo import Border
from geo.cli import cli

Counts = dict[tuple[str, str], dict[tuple[int, int], int]]
Make = Callable[..., Path]
Read = Callable[[Path], str]
Rows = list[tuple[str, str, str, str]]


class Cell(NamedTuple):
    """A figure: whose, which year, what; the selection that prints it, and its source rows."""

    of: str
    year: int
    measure: str
    selection: dict[str, str]
    codes: tuple[tuple[str, str], ...] = ()
    crossings: tuple[tuple[str, str], ...] = ()

    @property
    def page(self) -> str:
        """Return the page that prints it."""
        return f"/ports/{self.of}" if "port" in self.selection else f"/states/{self.of}"


def port(of: str, measure: str, *rows: tuple[str, str], year: int = 2024) -> Cell:
    """Return a cell of a port, from rows of the crossings' counts (port id, mode) or of codes."""
    codes = tuple(row for row in rows if row[0].isdigit())
    crossings = tuple(row for row in rows if not row[0].isdigit())
    return Cell(of, year, measure, {"port": of}, codes, crossings)


CELLS = [
    port("laredo-world-trade", "trucks", ("laredo-world-trade", "commercial")),
    port("falcon-dam", "personal_vehicles", ("falcon-dam", "pov")),
    port("san-ysidro", "pedestrians", ("2504", "pedestrians")),
    port("nogales-rail", "rail_containers", ("2604", "rail_containers_loaded"),
         ("2604", "rail_containers_empty")),
    port("nogales-mariposa", "trucks", ("2604", "trucks")),
    port("progreso", "pedestrians", ("progreso", "pedestrian")),
    port("tecate", "personal_vehicles", ("2505", "personal_vehicles")),
    port("san-luis-2", "trucks", ("2608", "trucks")),
    Cell("MX-NLE", 2024, "trucks", {"state": "MX-NLE"}, (), (("laredo-colombia", "commercial"),)),
    Cell("MX-BCN", 2024, "buses", {"state": "MX-BCN"},
         tuple((code, "buses") for code in ("2502", "2503", "2504", "2505", "2506", "2507"))),
]  # fmt: skip


@pytest.fixture(params=CELLS, ids=lambda cell: f"{cell.of}-{cell.measure}")
def cell(request: pytest.FixtureRequest) -> Cell:
    """Return one of the cells."""
    return request.param


@pytest.fixture
def value(cell: Cell, codes: Counts, crossings: Counts) -> int:
    """Return what the source rows of a cell add up to."""
    rows = [codes.get(key, {}) for key in cell.codes] + [crossings[key] for key in cell.crossings]
    return sum(
        count for months in rows for (year, _month), count in months.items() if year == cell.year
    )


@pytest.fixture
def shown(value: int) -> str:
    """Return the figure as readers of both languages write it."""
    assert value > 1000
    return f"{value:,}"


def test_the_page_prints_it(client: FlaskClient, cell: Cell, shown: str) -> None:
    text = client.get(f"{cell.page}?lang=es").text
    numbers = text[text.index("<tbody>", text.index("<details>")) :]
    (row,) = re.findall(rf'<tr><th scope="row">{cell.year}</th>(.*?)</tr>', numbers)
    assert f'<td class="figure">{shown}' in row


def test_the_chart_of_the_page_says_it(client: FlaskClient, cell: Cell, shown: str) -> None:
    svg = "".join(re.findall(r"<svg.*?</svg>", client.get(f"{cell.page}?lang=en").text, re.DOTALL))
    titles = re.findall(r"<title>(\d{4}): ([\d,]+)", svg)
    assert (str(cell.year), shown) in titles


def test_the_brief_prints_it(made: Make, pdf_text: Read, cell: Cell, shown: str) -> None:
    text = pdf_text(made("brief.pdf", **cell.selection))
    assert re.search(rf"(?m)^\D*?\b{shown}\s+\d+/\d+\s", text)


def test_the_word_document_prints_it(made: Make, cell: Cell, shown: str) -> None:
    tables = Document(str(made("brief.docx", **cell.selection))).tables
    heads = [[one.text for one in row.cells[:2]] for table in tables for row in table.rows[:1]]
    (latest,) = [n for n, head in enumerate(heads) if head == ["Measure", str(cell.year)]]
    assert shown in [row.cells[1].text for row in tables[latest].rows]


def _summed(cell: Cell, of_codes: Rows, of_crossings: Rows) -> int:
    """Return the sum of a cell over (place, measure, month, value) of both tables."""
    wanted = {*cell.codes, *cell.crossings}
    year = str(cell.year)
    return sum(
        int(value) for place, measure, month, value in (*of_codes, *of_crossings)
        if (place, measure) in wanted and month[:4] == year and value not in {None, ""}
    )  # fmt: skip


def test_the_csv_files_hold_it(made: Make, cell: Cell, value: int) -> None:
    def rows(layer: str, *names: str) -> Rows:
        path = made(f"{layer}.csv", layers=(layer,))
        with path.open(encoding="utf-8", newline="") as file:
            return [tuple(row[name] for name in names) for row in csv.DictReader(file)]  # type: ignore[misc]

    codes = rows("volumes", "port_code", "measure", "month", "value")
    crossings = rows("crossing_volumes", "port_ids", "mode", "month", "value")
    assert _summed(cell, codes, crossings) == value


def test_the_geopackage_holds_it(made: Make, cell: Cell, value: int) -> None:
    with sqlite3.connect(made("border-ports.gpkg")) as database:
        codes = database.execute("SELECT port_code, measure, month, value FROM volumes").fetchall()
        crossings = database.execute(
            "SELECT port_ids, mode, month, value FROM crossing_volumes"
        ).fetchall()
    assert _summed(cell, codes, crossings) == value


def test_the_slides_print_it(made: Make, cell: Cell, shown: str) -> None:
    deck = Presentation(made("slides.pptx", **cell.selection))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    heads = [[one.text for one in shape.table.rows[0].cells] for shape in shapes if shape.has_table]
    titles = [shape.text for shape in shapes if shape.has_text_frame]
    assert [str(cell.year), shown] in heads or any(
        re.search(rf"(?<![\d,]){re.escape(shown)} in {cell.year}\b", text) for text in titles
    )


def test_the_charts_of_the_slides_hold_it(made: Make, cell: Cell, value: int) -> None:
    deck = Presentation(made("slides.pptx", **cell.selection))
    assert value in set(_of_year(deck, cell.year))


def _of_year(deck: object, year: int) -> Iterator[int]:
    for slide in deck.slides:  # type: ignore[attr-defined]
        for shape in slide.shapes:
            if shape.has_chart:
                plot = shape.chart.plots[0]
                categories = list(plot.categories)
                if str(year) in categories:
                    yield plot.series[0].values[categories.index(str(year))]


def test_the_workbook_holds_it(made: Make, cell: Cell, value: int) -> None:
    book = openpyxl.load_workbook(made("workbook.xlsx", **cell.selection))
    rows = list(book["Trend"].iter_rows(min_row=4, values_only=True))
    (row,) = [row for row in rows if row[0] == cell.year]
    assert value in row[1:]
    latest = [row[1] for row in book["Latest year"].iter_rows(min_row=4, values_only=True)]
    assert value in latest


def test_the_service_answers_it(client: FlaskClient, cell: Cell, value: int) -> None:
    found = client.get(f"/queries/volumes?of={cell.of}&measure={cell.measure}").get_json()
    assert [row["value"] for row in found["rows"] if row["year"] == cell.year] == [value]


def test_the_command_prints_it(cell: Cell, value: int) -> None:
    arguments = ["volumes", cell.of, "--measure", cell.measure, "--format", "json"]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)["rows"]
    assert [row["value"] for row in rows if row["year"] == cell.year] == [value]


def test_the_border_returns_it(border: Border, cell: Cell, value: int) -> None:
    table = border.volumes_per_year(cell.of, cell.measure)
    assert table.loc[table["year"] == cell.year, "value"].tolist() == [value]


@pytest.mark.parametrize("port", ["nogales-mariposa", "nogales-deconcini", "nogales-morley"])
def test_a_page_prints_a_shared_code_as_the_codes_figure(client: FlaskClient, port: str) -> None:
    text = client.get(f"/ports/{port}").text
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", text)
    assert any("port code 2604 Nogales, which also covers" in caption for caption in captions)
    assert "3,257,542" in text  # pedestrians of port code 2604 in 2024: BTS
    heads = re.findall(r'<th scope="col" class="figure">(Pedestrians.*?)</th>', text)
    assert heads == ["Pedestrians: port code 2604 Nogales, which also covers "
                     + heads[0].rpartition("covers ")[2]]  # fmt: skip


def test_a_chart_has_no_bar_where_nothing_was_counted(client: FlaskClient) -> None:
    titles = re.findall(r"<title>(\d{4}):", client.get("/ports/san-ysidro").text)
    assert "1996" not in titles
    assert "1997" in titles


def test_partial_years_look_partial_and_breaks_are_marked_in_words(client: FlaskClient) -> None:
    text = client.get("/ports/tornillo").text
    part = re.findall(r'class="part"><title>(\d{4}): [\d,]+ \((\d+) of (\d+) months\)', text)
    assert ("2025", "11", "12") in part
    assert "restrictions (COVID-19)</text>" in text
    assert "Fabens-Caseta" in text
    split = client.get("/ports/nogales-morley").text
    assert "closure</text>" in split


def test_pages_name_until_when_the_data_go(client: FlaskClient) -> None:
    text = client.get("/ports/san-luis-2").text
    assert "Data to August 2026." in text
    assert "second-hand copy" in text
    assert "Data to February 2025." in client.get("/ports/san-ysidro").text
    assert "Datos hasta diciembre de 2025." in client.get("/ports/roma?lang=es").text


def test_no_page_says_that_there_is_no_southbound_count(client: FlaskClient) -> None:
    for path in ("/ports/pharr", "/states/US-TX"):
        text = client.get(path).text
        assert "these sources count northbound only" in text
        assert "southbound count" not in text
