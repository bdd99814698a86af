"""Every text of a document or file is said by the catalogue, or is data, or a figure."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from pptx import Presentation

import geo
from geo import Border
from geo.documents.brief import write as brief
from geo.documents.brief.blocks import Pictures
from geo.documents.report import quoted_sources
from geo.documents.sources import shown_publications
from geo.formats.readme import readme
from geo.layers import LAYERS
from geo.maps.printed import key

Unsaid = Callable[[Iterable[str]], set[str]]
CHOICES: list[dict[str, str]] = [
    {}, {"state": "US-TX"}, {"pair": "US-AZ/MX-SON"}, {"region": "east", "mode": "rail"},
    {"port": "laredo-world-trade"}, {"port": "nogales-rail"},
]  # fmt: skip
PLUMBING = {"accent", "kind", "file", "font", "lang", "region", "paper", "size", "style", "width"}
"""Keys of a brief's content that hold no text."""
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture
def unsaid(border: Border, unsaid: Unsaid) -> Unsaid:
    """Return the texts that nobody said, but for sources without their compiler's notes."""
    shown = shown_publications(border, "en")
    cited = {f"{one.title} ({one.version})" for one in shown}
    cited |= {text for one in shown for text in (one.title, one.version)}
    cited |= {
        quoted_sources(str(text), "en") for text in border.records("ports").columns["sources"]
    }

    def is_cited(text: str) -> bool:
        return re.sub("[⟦⟧]", "", text) in cited

    return lambda texts: unsaid(
        text for text in texts if not is_cited(text) and not text.startswith("=IF(")
    )


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the texts of every figure that is saved while a test runs."""
    texts: list[str] = []
    save = Figure.savefig
    monkeypatch.setattr(key.textwrap, "wrap", lambda text, _width: [text])
    monkeypatch.setattr(key.textwrap, "fill", lambda text, _width: text)

    def kept(self: Figure, *args: Any, **options: Any) -> None:  # noqa: ANN401
        texts.extend(text.get_text() for text in self.findobj(Text) if text.get_visible())
        save(self, *args, **options)

    monkeypatch.setattr(Figure, "savefig", kept)
    return texts


def texts_of(value: object, under: str = "") -> Iterator[str]:
    """Yield the texts of a brief's content."""
    match value:
        case dict():
            for name, item in value.items():
                yield from texts_of(item, name)
        case list() | tuple():
            for item in value:
                yield from texts_of(item, under)
        case str() if under not in PLUMBING:
            yield value


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_briefs_hold_no_text_of_their_own(
    border: Border,
    pseudo: str,
    unsaid: Unsaid,
    drawn: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    choice: dict[str, str],
) -> None:
    kept: list[dict[str, Any]] = []

    def compiled(body: dict[str, Any], pictures: Pictures, path: Path) -> None:
        kept.append(body)
        assert pictures.files
        path.write_bytes(b"%PDF")

    monkeypatch.setattr(brief, "compile_brief", compiled)
    geo.export(border, tmp_path / "brief.pdf", lang=pseudo, **choice)
    assert unsaid(texts_of(kept[0])) == set()
    assert unsaid(drawn) == set()
    template = Path(brief.__file__).with_name("brief.typ").read_text(encoding="utf-8")
    assert re.findall(r'(?<=[\[(])"[A-Z][a-z ]+"', template) == []


def test_maps_hold_no_text_of_their_own(
    border: Border, pseudo: str, unsaid: Unsaid, drawn: list[str], tmp_path: Path
) -> None:
    geo.export(border, tmp_path / "map.svg", lang=pseudo)
    assert len(drawn) > 100
    assert unsaid(drawn) == set()


@pytest.mark.parametrize("choice", CHOICES[:3], ids=str)
def test_slides_hold_no_text_of_their_own(
    border: Border, pseudo: str, unsaid: Unsaid, tmp_path: Path, choice: dict[str, str]
) -> None:
    geo.export(border, tmp_path / "slides.pptx", lang=pseudo, **choice)
    deck = Presentation(str(tmp_path / "slides.pptx"))
    texts = [deck.core_properties.title]
    for slide in deck.slides:
        texts += slide.notes_slide.notes_text_frame.text.splitlines()
        for shape in slide.shapes:
            texts += _texts_of_shape(shape)
    assert unsaid(texts) == set()


def _texts_of_shape(shape: Any) -> Iterator[str]:  # noqa: ANN401
    described = shape._element.xpath(".//p:cNvPr")[0].get("descr")
    if described:
        yield described
    if shape.has_text_frame:
        yield from shape.text_frame.text.splitlines()
    if shape.has_table:
        for row in shape.table.rows:
            for cell in row.cells:
                yield from cell.text.splitlines()
    if shape.has_chart:
        if shape.chart.has_title:
            yield shape.chart.chart_title.text_frame.text
        for series in shape.chart.plots[0].series:
            yield series.name
        yield from map(str, shape.chart.plots[0].categories)


@pytest.mark.parametrize("choice", CHOICES[:2], ids=str)
def test_workbooks_hold_no_text_of_their_own(
    border: Border, pseudo: str, unsaid: Unsaid, tmp_path: Path, choice: dict[str, str]
) -> None:
    geo.export(border, tmp_path / "workbook.xlsx", lang=pseudo, **choice)
    book = openpyxl.load_workbook(tmp_path / "workbook.xlsx")
    texts = [book.properties.title, *book.properties.description.splitlines()]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    texts += cell.value.splitlines()
                if cell.comment:
                    texts += cell.comment.text.splitlines()
    names = [name for name in book.sheetnames if "⟦" not in name]
    assert unsaid(texts) == set()
    assert names == ["README"]


def test_kml_holds_no_text_of_its_own(
    border: Border, pseudo: str, unsaid: Unsaid, tmp_path: Path
) -> None:
    geo.export(border, tmp_path / "border.kmz", lang=pseudo)
    with zipfile.ZipFile(tmp_path / "border.kmz") as archive:
        root = ET.fromstring(archive.read("doc.kml"))  # noqa: S314
    texts: list[str] = []
    for name in ("name", "description", "displayName"):
        for item in root.iter(f"{KML}{name}"):
            plain = re.sub(r"<[^>]*>", "\n", item.text or "")
            texts += unescape(plain).splitlines()
    assert len(texts) > 1000
    assert unsaid(texts) == set()


def test_readme_holds_no_text_of_its_own(border: Border, pseudo: str, unsaid: Unsaid) -> None:
    text = readme(border, tuple(LAYERS), lang=pseudo)
    names = {column for layer in LAYERS.values() for column in layer.column_names} | set(LAYERS)
    units = re.compile(r" \[[^\]]*\]")
    lines = []
    for line in text.splitlines():
        head, _colon, rest = line.partition(": ")
        is_column = units.sub("", head.strip()) in names
        lines.append(rest if is_column else line.removeprefix("- "))
    assert unsaid(lines) == set()
