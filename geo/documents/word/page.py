"""A Word document in the making: styles, headings, tables, pictures, fields, languages."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from geo.documents.word.column_widths import PADDING_MM, column_widths, office_width_mm
from geo.documents.word.rows import RowWriter
from geo.maps.symbols import COLOURS

if TYPE_CHECKING:
    from docx.text.run import Run

__all__ = ["WordPage"]

_PAPERS_MM: Final = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
_MEASURE_MM: Final = 180.0
_FONT: Final = "Arial"
_NOTE_PT: Final = 8.0
_TABLE_PT: Final = 8.0
_HEADINGS_PT: Final = (20, 14, 11)
_FIGURES_PT: Final = (16, 14, 12, 11, 10)
_CELL_MARGIN_MM: Final = 1.9
"""Free space at either side of a cell where a table says none."""


class WordPage:
    """A document whose content is added from top to bottom, in styles that a template replaces.

    Parameters
    ----------
    title
        Title of the document.
    language
        Language of the text (BCP 47), such as ``es-MX``.
    other
        Language of the names that stand below those of the document's own.
    paper
        ``letter`` or ``a4``.
    """

    def __init__(self, title: str, language: str, other: str, paper: str) -> None:
        self.document = Document()
        self._other = other
        self.document.core_properties.title = title
        self.document.core_properties.author = "Border Ports"
        self.document.core_properties.language = language
        self.document.core_properties.comments = ""
        self._counts: dict[str, int] = {}
        self._style_ids: dict[str, str] = {}
        self._pictures: list[tuple[Run, Callable[[], bytes], Mm, str]] = []
        self._set_page(paper)
        self._set_styles(language)

    def _set_page(self, paper: str) -> None:
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        width, height = _PAPERS_MM[paper]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm((width - _MEASURE_MM) / 2)
        section.top_margin, section.bottom_margin = Mm(18), Mm(18)

    def _set_styles(self, language: str) -> None:
        styles = self.document.styles
        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Caption"):
            style = styles[name]
            style.font.name = _FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(kind), None)
            fonts.set(qn("w:hAnsi"), _FONT)
        styles["Normal"].font.size = Pt(10)
        for level, size in enumerate(_HEADINGS_PT, start=1):
            style = styles[f"Heading {level}"]
            style.font.size, style.font.bold = Pt(size), True
            style.font.color.rgb = _colour("accent")
            style.paragraph_format.keep_with_next = True
        styles["Caption"].font.size = Pt(_NOTE_PT)
        styles["Caption"].font.color.rgb = _colour("ink_soft")
        styles["Caption"].paragraph_format.keep_with_next = True
        defaults = styles.element.find(qn("w:docDefaults"))
        runs = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for element in runs.findall(qn("w:lang")):
            runs.remove(element)
        runs.append(_language(language))

    def _paragraph(self, text: str, style: str) -> Any:  # noqa: ANN401 - docx has no types here
        """Add a paragraph in a style, which is looked up once: docx goes through all each time."""
        if style not in self._style_ids:
            self._style_ids[style] = self.document.styles[style].style_id
        paragraph = self.document.add_paragraph(text)
        paragraph._p.style = self._style_ids[style]  # noqa: SLF001
        return paragraph

    def heading(self, text: str, level: int) -> None:
        """Add a heading."""
        self._paragraph(text, f"Heading {level}")

    def paragraph(
        self,
        text: str,
        *,
        is_note: bool = False,
        is_other: bool = False,
        is_kept: bool = False,
    ) -> None:
        """Add a paragraph, in small print, in the other language, or kept with what follows."""
        paragraph = self.document.add_paragraph()
        if is_kept:
            paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run(text)
        if is_note:
            run.font.size, run.font.color.rgb = Pt(_NOTE_PT), _colour("ink_soft")
        if is_other:
            run.element.get_or_add_rPr().append(_language(self._other))

    def item(self, text: str) -> None:
        """Add an item of a list."""
        self._paragraph(text, "List Bullet")

    def contents(self, title: str, entries: Sequence[str]) -> None:
        """Add a table of contents whose entries are there before a program updates it."""
        self.document.add_paragraph(title).runs[0].font.bold = True
        first = self.document.add_paragraph()
        _field(first, ' TOC \\o "2-2" \\h ', entries[0] if entries else "", is_open=True)
        last = first
        for entry in entries[1:]:
            last = self.document.add_paragraph(entry)
        last.add_run().element.append(_mark("end"))

    def picture(
        self, drawn: Callable[[], bytes], alt: str, width_in: float, caption: tuple[str, str]
    ) -> None:
        """Add a picture with its alternative text, and a caption that counts it.

        ``drawn`` returns it when the file is made.
        """
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        width = Mm(min(width_in * 25.4, _MEASURE_MM))
        self._pictures.append((paragraph.add_run(), drawn, width, alt))
        self._caption(*caption).keep_with_next = False

    def _caption(self, label: str, text: str) -> Any:  # noqa: ANN401 - docx has no types here
        """Add a caption, which stays with what follows; return how its paragraph is set."""
        self._counts[label] = self._counts.get(label, 0) + 1
        paragraph = self._paragraph(f"{label}\N{NO-BREAK SPACE}", "Caption")
        _field(paragraph, f" SEQ {label} \\* ARABIC ", str(self._counts[label]))
        paragraph.add_run(f". {text}")
        return paragraph.paragraph_format

    def table(self, content: Mapping[str, Any], caption: tuple[str, str]) -> None:
        """Add a table whose head repeats and whose rows do not break.

        ``caption`` is the word for a table, and what this one shows.
        """
        self._caption(*caption)
        columns = content["columns"]
        table = self.document.add_table(rows=0, cols=len(columns))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), caption[1])
        table._tbl.tblPr.append(described)  # noqa: SLF001
        table._tbl.tblPr.find(qn("w:tblLook")).addprevious(_cell_margins())  # noqa: SLF001
        widths = [
            Mm(width) for width in column_widths(columns, content["rows"], _MEASURE_MM, _TABLE_PT)
        ]
        for grid, width in zip(table.columns, widths, strict=True):
            grid.width = width
        rows = RowWriter(
            table._tbl,  # noqa: SLF001
            columns,
            widths,
            points=_TABLE_PT,
            other=self._other,
        )
        rows.head([column["label"] for column in columns])
        for number, texts in enumerate(content["rows"]):
            if group := content["groups"].get(str(number)):
                rows.group(group)
            rows.row(texts)
        self.document.add_paragraph()

    def tiles(self, figures: Sequence[Mapping[str, Any]]) -> None:
        """Add figures as a table of one row."""
        cells = self.document.add_table(rows=1, cols=len(figures)).rows[0].cells
        room = _MEASURE_MM / len(figures) - 2 * _CELL_MARGIN_MM
        size = _fitting([tile["value"] for tile in figures], room)
        for cell, tile in zip(cells, figures, strict=True):
            value = cell.paragraphs[0].add_run(tile["value"])
            value.font.size, value.font.bold = Pt(size), True
            cell.add_paragraph().add_run(tile["label"]).font.bold = True
            for shown, since in tile["changes"]:
                cell.add_paragraph(f"{shown} {since}").runs[0].font.size = Pt(_NOTE_PT)
            cell.add_paragraph(tile["caveat"]).runs[0].font.size = Pt(_NOTE_PT)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(1)
        self.document.add_paragraph()

    def frame(self, running: str, footers: Sequence[str], page: Sequence[str]) -> None:
        """Set the running head, and the foot with the edition and the page as a field."""
        section = self.document.sections[0]
        section.header.paragraphs[0].text = running
        foot = section.footer.paragraphs[0]
        foot.text = " · ".join([*footers, page[0]])
        _field(foot, " PAGE ", "1")
        foot.add_run(page[1])
        _field(foot, " NUMPAGES ", "1")
        for paragraph in (section.header.paragraphs[0], foot):
            for run in paragraph.runs:
                run.font.size, run.font.color.rgb = Pt(_NOTE_PT), _colour("ink_soft")

    def saved(self) -> bytes:
        """Return the file."""
        for run, drawn, width, alt in self._pictures:
            shape = run.add_picture(io.BytesIO(drawn()), width=width)
            shape._inline.docPr.set("descr", alt)  # noqa: SLF001
        self._pictures.clear()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()


def _fitting(texts: Sequence[str], room_mm: float) -> int:
    """Return the largest size at which all figures stand in one line."""
    return next(
        (size for size in _FIGURES_PT
         if all(office_width_mm(text, size, "Bold") < room_mm for text in texts)),
        _FIGURES_PT[-1],
    )  # fmt: skip


def _colour(name: str) -> RGBColor:
    return RGBColor.from_string(COLOURS[name].removeprefix("#").upper())


def _language(tag: str) -> Any:  # noqa: ANN401 - lxml has no types here
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), tag)
    return element


def _cell_margins() -> Any:  # noqa: ANN401 - lxml has no types here
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        side = OxmlElement(f"w:{name}")
        side.set(qn("w:w"), str(Mm(PADDING_MM).twips))
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    return margins


def _mark(kind: str) -> Any:  # noqa: ANN401 - lxml has no types here
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _field(paragraph: Any, code: str, shown: str, *, is_open: bool = False) -> None:  # noqa: ANN401
    """Add a field with the text that stands until a program updates it."""
    paragraph.add_run().element.append(_mark("begin"))
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    paragraph.add_run().element.append(instruction)
    paragraph.add_run().element.append(_mark("separate"))
    paragraph.add_run(shown)
    if not is_open:
        paragraph.add_run().element.append(_mark("end"))
