"""The slides, opened by python-pptx and LibreOffice."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

Make = Callable[..., Path]
PAGE_POINTS = (960.0, 540.0)


def test_slides_are_wide_titled_and_sourced(made: Make, edition: tuple[str, str]) -> None:
    deck = Presentation(made("slides.pptx"))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert f"Border Ports {edition[0]}" in notes[0]
    assert len({note for note in notes if note}) > 3  # those of one slide alone
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        text = "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        assert "Not an official publication" in text
    first = "\n".join(s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame)
    assert "published monthly by BTS, about two months later" in first
    assert deck.core_properties.title == "Ports of entry on the US-Mexico border: The whole border"


def test_pictures_tables_and_charts_have_alternative_text(made: Make) -> None:
    deck = Presentation(made("slides.pptx"))
    kinds = set()
    for slide in deck.slides:
        for shape in slide.shapes:
            if (
                shape.shape_type is not None
                and not shape.is_placeholder
                and not shape.has_text_frame
            ):
                kinds.add(str(shape.shape_type))
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
    assert len(kinds) == 3


def test_pages_are_numbered_by_a_field_and_texts_name_their_language(made: Make) -> None:
    deck = Presentation(made("slides.pptx", state="US-NM", lang="es"))
    for number, slide in enumerate(deck.slides, start=1):
        (field,) = slide._element.xpath(".//a:fld[@type='slidenum']")
        assert field.xpath("./a:t")[0].text == str(number)
        assert {run.get("lang") for run in slide._element.xpath(".//a:rPr")} == {"es-MX"}


def test_the_first_message_is_made_of_the_figures(made: Make) -> None:
    # BTS: 7,617,207 trucks in 2024 against 6,453,756 in 2019, pedestrians like for like
    title = Presentation(made("slides.pptx")).slides[1].shapes.title.text_frame.text
    assert (
        title
        == "Trucks reached 7.6 million in 2024, 18% above 2019; pedestrians are still 14% below"
    )


def test_a_deck_of_a_port_tells_of_that_port(made: Make) -> None:
    deck = Presentation(made("slides.pptx", port="pharr"))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert not any(title.startswith("Ports of entry per") for title in titles)
    assert "Trucks: +10.9% since 2019" in titles  # CBP, compiled by UNT: 650,552, then 721,489
    assert "Lanes and hours by mode" in titles


def test_charts_are_native_and_hold_the_counts(made: Make) -> None:
    deck = Presentation(made("slides.pptx"))
    charts = {
        shape.chart.plots[0].series[0].name: shape.chart
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
    }
    ports = charts["Ports"].plots[0]
    assert dict(zip(ports.categories, ports.series[0].values, strict=True))["Texas"] == 34
    trucks = charts["Trucks"].plots[0]
    counts = dict(zip(trucks.categories, trucks.series[0].values, strict=True))
    assert counts["2004"] == 4_503_688  # BTS NTS 2005, table 1-49
    assert counts["2024"] == 7_617_207


def test_the_table_of_crossings_lists_every_port_once(made: Make) -> None:
    deck = Presentation(made("slides.pptx"))
    numbers = [
        int(row.cells[0].text)
        for slide in deck.slides
        if slide.shapes.title.text_frame.text.startswith("Ports of entry (")
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    assert numbers == list(range(1, 56))


@pytest.mark.parametrize(
    "choice", [{}, {"region": "east", "lang": "both"}, {"state": "US-NM", "lang": "es"}]
)
def test_libreoffice_shows_every_slide_and_no_text_leaves_it(
    made: Make, libreoffice: Callable[[Path], Path], choice: dict[str, str]
) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = made("slides.pptx", **choice)
    pdf = libreoffice(path)
    done = subprocess.run([program, "-bbox", pdf, "-"], check=True, capture_output=True, text=True)
    assert done.stdout.count("<page ") == len(Presentation(path).slides)
    words = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">', done.stdout
    )
    assert len(words) > 300
    for word in words:
        left, top, right, bottom = map(float, word)
        assert left >= 0
        assert top >= 0
        assert right <= PAGE_POINTS[0]
        assert bottom <= PAGE_POINTS[1]


def test_tables_end_above_the_footer(made: Make, libreoffice: Callable[[Path], Path]) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    pdf = libreoffice(made("slides.pptx"))
    done = subprocess.run([program, "-bbox", pdf, "-"], check=True, capture_output=True, text=True)
    for page in done.stdout.split("<page ")[1:]:
        words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<', page)
        footer = next(float(top) for top, _bottom, word in words if word == "Border")
        footer = max(float(top) for top, _bottom, word in words if word == "Ports.")
        above = [float(bottom) for top, bottom, _word in words if float(top) < footer - 3]
        assert max(above) <= footer + 2


def test_the_slides_are_the_same_on_every_run(made: Make) -> None:
    first = made("slides.pptx", state="US-NM").read_bytes()
    assert made("slides.pptx", state="US-NM", paper="a4").read_bytes() == first
