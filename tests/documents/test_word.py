"""The brief as a Word document, read by python-docx and LibreOffice."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

Make = Callable[..., Path]


@pytest.fixture(scope="module")
def path(made: Make) -> Path:
    return made("brief.docx", state="US-TX", lang="es")


def test_headings_are_headings_and_the_contents_name_them(path: Path) -> None:
    document = Document(str(path))
    styles = {p.style.name for p in document.paragraphs}
    assert {"Heading 1", "Heading 2", "Heading 3", "Caption"} <= styles
    titles = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert "Puertos de entrada" in titles
    code = "".join(node.text for node in document.element.iter(qn("w:instrText")))
    assert "TOC" in code
    assert "SEQ" in code
    texts = [p.text for p in document.paragraphs if p.style.name == "Normal"]
    assert "Puertos de entrada" in texts  # an entry of the contents


def test_the_heading_of_the_maps_and_the_note_below_it_stay_with_the_first_map(path: Path) -> None:
    texts = Document(str(path)).paragraphs
    start = next(n for n, one in enumerate(texts)
                 if one.text == "Mapas" and one.style.name == "Heading 2")  # fmt: skip
    note = texts[start + 1]
    assert note.text.startswith("Límite:")
    assert note.paragraph_format.keep_with_next
    assert texts[start].style.paragraph_format.keep_with_next


def test_tables_repeat_their_heads_and_rows_stay_whole(path: Path) -> None:
    document = Document(str(path))
    ports = next(t for t in document.tables if len(t.rows) > 35)
    assert ports.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    numbers = {row.cells[0].text for row in ports.rows}
    assert {str(number) for number in range(22, 56)} <= numbers
    assert all(
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None
        for row in ports.rows
        if row.cells[0].text.isdigit()
    )


def test_pictures_have_texts_and_passages_their_language(path: Path) -> None:
    document = Document(str(path))
    pictures = list(document.element.iter(qn("wp:docPr")))
    assert len(pictures) > 3
    assert all(len(picture.get("descr", "")) > 20 for picture in pictures)
    languages = {node.get(qn("w:val")) for node in document.element.iter(qn("w:lang"))}
    assert languages == {"en-US", "es-MX"}
    default = document.styles.element.find(".//" + qn("w:rPrDefault")).find(".//" + qn("w:lang"))
    assert default.get(qn("w:val")) == "es-MX"
    assert document.core_properties.language == "es-MX"


def test_it_says_the_same_figures_as_the_brief(path: Path) -> None:
    document = Document(str(path))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "5,366,231" in cells  # trucks into Texas, 2024: BTS


def test_it_is_the_same_on_every_run(path: Path, made: Make) -> None:
    assert made("other.docx", state="US-TX", lang="es").read_bytes() == path.read_bytes()


def test_libreoffice_opens_it(
    path: Path, libreoffice: Callable[[Path], Path], pdf_text: Callable[[Path], str]
) -> None:
    text = pdf_text(libreoffice(path))
    assert "Puente Internacional" in text
    assert "Error" not in text


def test_no_figure_is_broken_by_a_narrow_column(path: Path) -> None:
    """Widths of Arial's digits and commas are those of its table of metrics, in 1/1000 em."""
    document = Document(str(path))
    held = 0
    for table in document.tables:
        margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
        for row in table.rows if margins is not None else []:
            for cell in row.cells:
                if re.fullmatch(r"[\d,]+", cell.text):
                    wide = sum(278 if sign == "," else 556 for sign in cell.text) / 1000 * 8 * 20
                    free = cell.width.twips - sum(int(side.get(qn("w:w"))) for side in margins)
                    assert wide <= free, (cell.text, free)
                    held += 1
    assert held > 200


def test_a_picture_stays_with_its_caption_and_the_caption_with_nothing(path: Path) -> None:
    paragraphs = Document(str(path)).paragraphs
    pictures = [n for n, one in enumerate(paragraphs) if one._p.xpath(".//wp:docPr")]
    assert len(pictures) > 3
    for number in pictures:
        assert paragraphs[number].paragraph_format.keep_with_next is True
        assert paragraphs[number + 1].style.name == "Caption"
        assert paragraphs[number + 1].paragraph_format.keep_with_next is False


def test_figures_side_by_side_are_of_one_size_that_fits_their_cells(path: Path) -> None:
    """Widths of the letters of bold Arial are those of its table of metrics, in em."""
    document = Document(str(path))
    tiles = next(t for t in document.tables if "millones" in t.rows[0].cells[0].text)
    runs = [cell.paragraphs[0].runs[0] for cell in tiles.rows[0].cells]
    assert len({run.font.size.pt for run in runs}) == 1
    cell_points = 180 / len(runs) / 25.4 * 72 - 2 * 5.4
    narrow = dict.fromkeys("il., ", 0.278) | {"m": 0.889}
    for run in runs:
        assert sum(narrow.get(sign, 0.611) for sign in run.text) * run.font.size.pt < cell_points


def test_side_by_side_each_language_says_the_whole(made: Make) -> None:
    document = Document(str(made("both.docx", lang="both")))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "since October 2017 / desde octubre de 2017" in cells
    assert "May 2026 → Q2 2028 → Dec 2028 / may 2026 → T2 2028 → dic 2028" in cells
    assert "Construction (Sep 2025) / Construcción (sep 2025)" in cells
    assert "For the meeting / Para la reunión" in {p.text for p in document.paragraphs}
