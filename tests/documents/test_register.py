"""The planning register in documents: projects, openings that moved, permits that lapse."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

Make = Callable[..., Path]


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ("Projects and permits", "Openings that moved", "Permits that lapse unless work",
                "May 2026 → Q2 2028 → Dec 2028", "May 31, 2029", "Cameron County")),
        ("es", ("Proyectos y permisos", "Aperturas que se movieron", "Permisos que vencen si no",
                "may 2026 → T2 2028 → dic 2028", "31 may 2029", "Condado de Cameron")),
    ],
)  # fmt: skip
def test_the_brief_tells_what_is_planned(
    made: Make, pdf_text: Callable[[Path], str], lang: str, wanted: tuple[str, ...]
) -> None:
    # Laredo IV: the promises of the City of Laredo; Flor de Mayo: 89 FR 48243, five years.
    text = " ".join(pdf_text(made("brief.pdf", lang=lang)).split())
    assert [words for words in wanted if words not in text] == []


def test_the_brief_of_a_port_tells_of_its_own_projects(
    made: Make, pdf_text: Callable[[Path], str]
) -> None:
    text = " ".join(pdf_text(made("brief.pdf", port="pharr")).split())
    assert "Pharr-Reynosa bridge, second span" in text
    assert "Anzalduas, facilities" not in text


def test_the_workbook_holds_the_register(made: Make) -> None:
    book = openpyxl.load_workbook(made("workbook.xlsx"))
    rows = {}
    for name in ("Agenda", "Projects", "Events", "Permits", "Trade", "Counties"):
        table = next(iter(book[name].tables.values()))
        cells = [[cell.value for cell in row] for row in book[name][table.ref]]
        rows[name] = [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
    slips = {row["Project"]: row["Slip in months"] for row in rows["Agenda"]}
    assert slips["World Trade Bridge (Laredo IV), expansion"] == 31  # May 2026 to December 2028
    lapses = {row["Lapses on"] for row in rows["Permits"]}
    assert datetime(2029, 5, 31) in lapses  # noqa: DTZ001 - days of a workbook have no zone
    # BTS TransBorder, raw months of port code 2304 in 2023.
    (laredo,) = (row for row in rows["Trade"] if (row["CBP code"], row["Year"]) == ("2304", 2023))
    assert laredo["Both together"] == laredo["Exports to Mexico"] + laredo["Imports from Mexico"]
    assert laredo["Both together"] == 312_888_771_180
    assert {row["Id"] for row in rows["Counties"]} >= {"us-48479", "mx-28027"}


def test_slides_show_what_moved_and_on_request_each_project(made: Make) -> None:
    plain = Presentation(made("slides.pptx", region="east"))
    titles = [slide.shapes.title.text_frame.text for slide in plain.slides]
    assert {"Openings that moved", "Permits that lapse unless work begins"} <= set(titles)
    asked = Presentation(made("slides.pptx", region="east", projects=True))
    more = {slide.shapes.title.text_frame.text for slide in asked.slides} - set(titles)
    assert len(asked.slides) - len(plain.slides) == 21
    assert "Flor de Mayo International Bridge" in more
