"""How pages are filled: the ink of each, counted on what poppler draws."""

import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from geo.documents.brief.page_breaks import PADDINGS_POINTS, Layout, break_tables

Make = Callable[..., Path]
DPI = 24
MM = DPI / 25.4
TOP_MM, FOOT_MM = 15.0, 17.0
"""Running head above, footer below: neither counts as filled."""
MEASURE_MM = 180.0
MIN_GAP_POINTS = 0.9
"""Less than the narrowest space between words."""
WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<'
)
CHOICES = [
    {}, {"lang": "es"}, {"lang": "both", "paper": "a4"}, {"state": "US-TX", "lang": "es"},
    {"state": "MX-NLE", "lang": "es"}, {"region": "west"}, {"port": "pharr", "lang": "both"},
    {"port": "san-ysidro"}, {"pair": "US-AZ/MX-BCN"},
]  # fmt: skip


def drawn(path: Path, folder: Path) -> list[npt.NDArray[np.bool_]]:
    """Return where each page of a PDF has ink."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    subprocess.run([program, "-gray", "-r", str(DPI), path, folder / "page"], check=True,
                   capture_output=True)  # fmt: skip
    pages = []
    for file in sorted(folder.glob("page-*.pgm")):
        head, size, _depth, pixels = file.read_bytes().split(b"\n", maxsplit=3)
        assert head == b"P5"
        width, height = map(int, size.split())
        pages.append(np.frombuffer(pixels, dtype=np.uint8).reshape(height, width) < 250)
    return pages


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_no_page_but_the_last_is_half_empty_and_nothing_leaves_the_measure(
    made: Make, tmp_path: Path, choice: dict[str, str]
) -> None:
    pages = drawn(made("brief.pdf", **choice), tmp_path)
    top, foot = round(TOP_MM * MM), round(FOOT_MM * MM)
    for number, ink in enumerate(pages, start=1):
        text = ink[top:-foot]
        lowest = int(np.flatnonzero(text.any(axis=1)).max(initial=0))
        if number < len(pages):
            assert lowest / len(text) > 0.5, f"page {number} is filled to {lowest / len(text):.0%}"
        margin = int((ink.shape[1] - MEASURE_MM * MM) / 2) - 1
        assert not ink[:, :margin].any(), f"page {number}: something stands in the left margin"
        assert not ink[:, -margin:].any(), f"page {number}: something stands in the right margin"


@pytest.mark.parametrize(
    ("choice", "most"),
    [({}, 12), ({"lang": "es"}, 12), ({"port": "pharr", "lang": "both"}, 2),
     ({"port": "nogales-deconcini", "lang": "es"}, 2), ({"port": "laredo-gateway"}, 2)],
    ids=str,
)  # fmt: skip
def test_a_brief_has_no_more_pages_than_people_carry(
    made: Make, tmp_path: Path, choice: dict[str, str], most: int
) -> None:
    assert len(drawn(made("brief.pdf", **choice), tmp_path)) <= most


@pytest.mark.parametrize(
    "choice",
    [{}, {"lang": "es"}, {"lang": "both", "paper": "a4"}, {"state": "US-TX"},
     {"state": "MX-NLE", "lang": "es"}, {"port": "pharr"}, {"pair": "US-NM/MX-SON"}],
    ids=str,
)  # fmt: skip
def test_a_summary_is_one_page(made: Make, tmp_path: Path, choice: dict[str, str]) -> None:
    assert len(drawn(made("summary.pdf", **choice), tmp_path)) == 1


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_no_word_touches_the_next(made: Make, choice: dict[str, str]) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = made("brief.pdf", **choice)
    done = subprocess.run([program, "-bbox", path, "-"], check=True, capture_output=True, text=True)
    touching = []
    for page in done.stdout.split("<page ")[1:]:
        lines: dict[tuple[str, str], list[tuple[float, float, str]]] = {}
        for left, top, right, bottom, word in WORD.findall(page):
            lines.setdefault((top, bottom), []).append((float(left), float(right), word))
        for words in map(sorted, lines.values()):
            touching += [(one[2], other[2]) for one, other in pairwise(words)
                         if other[0] - one[1] < MIN_GAP_POINTS]  # fmt: skip
    assert len(done.stdout) > 10_000
    assert touching == []


@pytest.mark.parametrize("choice", [{}, {"state": "US-TX"}], ids=str)
def test_no_page_begins_with_the_last_row_or_two_of_the_ports(
    made: Make, choice: dict[str, str]
) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = made("brief.pdf", **choice)
    done = subprocess.run([program, "-layout", path, "-"], check=True, capture_output=True,
                          text=True)  # fmt: skip
    rows = [
        len(re.findall(r"^ {0,3}\d{1,2} +(?=[A-Z])", page, re.MULTILINE))
        for page in done.stdout.split("\f") if re.search(r"No\. +Port of entry", page)
    ]  # fmt: skip
    assert sum(rows) == (34 if choice else 55)
    assert rows[0] >= 2
    assert rows[-1] >= 3


def test_rows_move_closer_or_apart_only_where_a_remnant_is() -> None:
    tables: list[dict[str, object]] = [{}, {}, {}]
    asked = []

    def laid_out() -> Layout:
        asked.append([table["padding"] for table in tables])
        closer = tables[1]["padding"] == PADDINGS_POINTS[1]
        rows = {0: [12, 3], 1: [20] if closer else [19, 1], 2: [1, 20]}
        return Layout(rows=rows, pages=3, end=0.8)

    break_tables(tables, laid_out)
    usual = PADDINGS_POINTS[0]
    assert [table["padding"] for table in tables] == [usual, PADDINGS_POINTS[1], usual]
    assert len(asked) == 1 + 1 + len(PADDINGS_POINTS)  # at first, of one table, of one in vain


@pytest.mark.parametrize(("pages", "padding"), [(2, 1.7), (3, PADDINGS_POINTS[0])])
def test_rows_move_closer_where_that_saves_a_page_of_few_lines(pages: int, padding: float) -> None:
    tables: list[dict[str, object]] = [{}, {}]

    def laid_out() -> Layout:
        is_closer = tables[0]["padding"] == tables[1]["padding"] == 1.7
        return Layout(rows={0: [9], 1: [9]}, pages=pages if is_closer else 3, end=0.1)

    break_tables(tables, laid_out)
    assert [table["padding"] for table in tables] == [padding, padding]


@pytest.mark.parametrize("lang", ["en", "es", "both"])
def test_a_stretch_without_a_port_is_one_page_with_the_ports_beyond_its_ends(
    made: Make, pdf_text: Callable[[Path], str], tmp_path: Path, lang: str
) -> None:
    path = made("brief.pdf", pair="US-AZ/MX-BCN", lang=lang)
    assert len(drawn(path, tmp_path)) == (2 if lang == "both" else 1)
    text = re.sub(r"\s+", " ", pdf_text(path))
    names = ["Los Algodones-Andrade", "San Luis Río Colorado I"]
    names = names if lang == "es" else ["Andrade Port of Entry", "San Luis I Port of Entry"]
    assert all(name in text for name in names)
    for void in ("northbound", "hacia el norte.", "Dark columns", "Columnas oscuras"):
        assert void not in text.replace("loaded rail containers northbound", "")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_day_stands_as_programs_write_it(
    made: Make, pdf_text: Callable[[Path], str], lang: str
) -> None:
    for port in ("san-ysidro", "laredo-world-trade"):
        text = pdf_text(made("brief.pdf", port=port, lang=lang))
        assert re.findall(r"\b20\d\d-[01]\d(?:-[0-3]\d)?\b", text) == []
