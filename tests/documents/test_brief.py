"""The brief, read by pikepdf and poppler."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from geo import Border
from geo.documents.brief.blocks import Pictures
from geo.documents.brief.summary import map_block
from geo.documents.report_tables import Report
from geo.maps.printed.figure import MapSpec
from geo.queries.selection import Selection
from geo.words.document_words import Words

Make = Callable[..., Path]
Read = Callable[[Path], str]


def structure(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield every element of a document's structure tree."""
    kids = node.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def elements(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [item for item in structure(document.Root.StructTreeRoot) if kind == item.S]


def test_the_brief_of_the_border_shows_the_published_figures(made: Make, pdf_text: Read) -> None:
    text = pdf_text(made("brief.pdf"))
    flat = " ".join(text.split())
    assert "Ports of entry on the US-Mexico border" in flat
    assert re.search(r"Texas\s+United States\s+34\b", text)
    assert re.search(r"Tamaulipas\s+Mexico\s+18\b", text)
    assert re.search(r"Total\s+—\s+55\b", text)
    assert "7,617,207" in flat  # trucks of 2024: BTS
    # BTS, like for like: the months that 2024 lacks are left out of 2019 and 2014
    assert re.search(r"Pedestrians\s+40,769,064\s+324/336\s+\N{MINUS SIGN}13\.7%\s+\+3\.4%", text)
    assert re.search(
        r"Buses\s+132,747\s+175/180\s+\N{MINUS SIGN}4\.4%\s+\N{MINUS SIGN}19\.3%", text
    )
    assert "these sources count northbound only" in flat
    assert "191.2" in flat
    assert "International Boundary and Water Commission" in flat
    assert "Otay Mesa East" in flat
    assert "US Bureau of Transportation Statistics" in flat


def test_every_port_stands_in_the_brief_with_its_name_on_the_other_side(
    made: Make, pdf_text: Read
) -> None:
    text = "".join(pdf_text(made("brief.pdf")).split())
    for name in ("SanYsidro", "ElChaparral", "Antelope", "ElBerrendo", "LosEbanos", "Chalán",
                 "Boquillas", "WorldTrade", "Veterans"):  # fmt: skip
        assert name in text
    table = pdf_text(made("brief.pdf"))
    assert {n for n in range(1, 56) if re.search(rf"(?m)^\s{{0,8}}{n}\s+\S", table)} == set(
        range(1, 56)
    )


def test_each_page_says_edition_number_and_that_it_is_not_official(
    made: Make, pdf_text: Read, edition: tuple[str, str]
) -> None:
    pages = pdf_text(made("brief.pdf")).rstrip("\f").split("\f")
    with pikepdf.open(made("brief.pdf")) as document:
        assert len(document.pages) == len(pages)
    dated = date.fromisoformat(edition[1])
    for number, page in enumerate(pages, start=1):
        assert f"Dataset {edition[0]}, {dated:%b %-d, %Y}" in page
        assert "Not an official publication of either government" in page
        assert f"Page {number} of {len(pages)}" in page


@pytest.mark.parametrize(
    ("choice", "language", "title"),
    [
        ({}, "en-US", "Ports of entry on the US-Mexico border: The whole border"),
        (
            {"state": "US-TX", "lang": "es"},
            "es-MX",
            "Puertos de entrada en la frontera México-Estados Unidos: Texas",
        ),
        ({"port": "laredo-world-trade"}, "en-US", ("Ports of entry on the US-Mexico border: "
         "World Trade Bridge (Laredo Bridge IV)")),
    ],
)  # fmt: skip
def test_the_pdf_is_tagged_titled_and_names_its_language(
    made: Make, choice: dict[str, str], language: str, title: str
) -> None:
    with pikepdf.open(made("brief.pdf", **choice)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == language
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        metadata = document.open_metadata()
        assert metadata["dc:title"] == title
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        figures = elements(document, "/Figure")
        assert figures
        assert all(len(str(figure.get("/Alt", ""))) > 20 for figure in figures)
        assert elements(document, "/TH")
        assert elements(document, "/H1")


def test_names_are_heads_of_their_rows(made: Make) -> None:
    with pikepdf.open(made("brief.pdf", state="US-TX", lang="es")) as document:
        heads = elements(document, "/TH")
        scopes = [str(part.Scope) for head in heads for part in head.A if "/Scope" in part]
        # 34 ports of Texas, its five states in the table per state, and more.
        assert scopes.count("/Row") > 60
        assert scopes.count("/Column") > 30
        for row in elements(document, "/TR"):
            cells = [str(cell.S) for cell in row.K if "/S" in cell]
            assert "/TH" in cells, "a row that nothing names"


def test_every_font_is_in_the_file(made: Make) -> None:
    with pikepdf.open(made("brief.pdf")) as document:
        names = set()
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys())
                names.add(str(item.FontName).split("+")[-1])
    assert names
    assert all(name.startswith("SourceSansPro") for name in names)


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595.28, 841.89))])
def test_the_paper_is_letter_or_a4(made: Make, paper: str, size: tuple[float, float]) -> None:
    path = made("brief.pdf", paper=paper, pair="US-NM/MX-CHH")
    with pikepdf.open(path) as document:
        for page in document.pages:
            box = [float(value) for value in page.mediabox]
            assert (box[2], box[3]) == pytest.approx(size, abs=0.1)


def test_the_brief_of_texas_in_spanish(made: Make, pdf_text: Read) -> None:
    text = " ".join(pdf_text(made("brief.pdf", state="US-TX", lang="es")).split())
    assert "5,366,231" in text  # trucks into Texas, 2024: BTS
    assert "No es una publicación oficial" in text
    assert "Puente Internacional" in text
    assert "Cruces no incluidos y motivo" in text
    assert "las 24 horas" in text
    for english in ("daily", "Pedestrians", "Not an official"):
        assert english not in text


def test_both_languages_stand_side_by_side(made: Make, pdf_text: Read) -> None:
    text = " ".join(pdf_text(made("brief.pdf", pair="US-AZ/MX-SON", lang="both")).split())
    assert "Ports of entry per state / Puertos de entrada por estado" in text
    assert "Not an official publication" in text
    assert "No es una publicación" in text


@pytest.mark.parametrize(
    "port",
    ["laredo-world-trade", "nogales-rail", "los-ebanos", "presidio", "brownsville-veterans"],
)
def test_the_brief_of_a_port_has_two_pages(made: Make, port: str) -> None:
    with pikepdf.open(made("brief.pdf", port=port, lang="es")) as document:
        assert len(document.pages) == 2


def test_the_brief_of_a_bridge_shows_its_own_counts(made: Make, pdf_text: Read) -> None:
    text = pdf_text(made("brief.pdf", port="laredo-world-trade"))
    assert re.search(r"2024\s+2,288,051", text)  # CBP, compiled by UNT
    assert "Nuevo Laredo III" in text


def test_a_port_of_el_paso_is_compared_by_its_own_counts(made: Make, pdf_text: Read) -> None:
    text = pdf_text(made("brief.pdf", port="el-paso-paso-del-norte"))
    # CBP, compiled by UNT: 4,342,271 in 2019, 4,619,910 in 2014, 3,536,801 in 2024
    assert re.search(r"Pedestrians/bicyclists\s+3,536,801\s+12/12\s+\N{MINUS SIGN}18\.5%", text)
    assert "4,751,776" not in text


def test_the_brief_of_a_state_prints_no_code_that_reaches_beyond_as_its_own(
    made: Make, pdf_text: Read
) -> None:
    text = pdf_text(made("brief.pdf", state="MX-NLE"))
    assert re.search(r"Trucks\s+738,581", text)
    (line,) = [line for line in text.splitlines() if "3,026,632" in line]
    assert "Laredo (also covers" in line


def test_a_port_counted_only_with_others_says_so(made: Make, pdf_text: Read) -> None:
    flat = " ".join(pdf_text(made("brief.pdf", port="nogales-morley")).split())
    assert "Not counted apart: port code 2604 Nogales, which also covers" in flat
    assert "has 3,257,542 in 2024" in flat


def test_a_brief_without_river_says_nothing_of_reaches(made: Make, pdf_text: Read) -> None:
    assert "River segments" not in pdf_text(made("brief.pdf", pair="US-NM/MX-CHH"))


def test_the_brief_is_the_same_on_every_run(made: Make) -> None:
    first = made("brief.pdf", pair="US-NM/MX-CHH").read_bytes()
    assert made("brief.pdf", pair="US-NM/MX-CHH", wkt=True).read_bytes() == first


def test_a_map_is_described_in_each_language_without_the_other(border: Border) -> None:
    report = Report(border=border, selection=Selection(), words=Words("both"))
    spec = MapSpec(positions=(0, 1), langs=("en", "es"), width_in=7, height_in=3, credit=False)
    for place, english, spanish in (
        ("", "Map of the whole border with", "Mapa: toda la frontera, con"),
        ("Lanes", "Map of Lanes with", "Mapa: Carriles, con"),
    ):
        block = map_block(report, Pictures(border), "map", spec, place)
        assert block["alt"].partition(" / ")[0].startswith(english)
        assert block["alt"].partition(" / ")[2].startswith(spanish)
