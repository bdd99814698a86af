"""The pieces of a brief's page, as the template reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from geo.border import Border
from geo.documents.beside import asked
from geo.documents.charts import ChartSize, Trend, trend_chart, trend_picture
from geo.documents.report import ReportTable
from geo.maps.printed.figure import MapSpec, map_png_of, map_svg_of

__all__ = [
    "Block",
    "Pictures",
    "columns",
    "heading",
    "items",
    "notes",
    "paragraphs",
    "quoted",
    "remark",
    "section",
    "sentences",
    "table",
    "tiles",
]

Block = dict[str, Any]
_TABLE_POINTS: Final = 7.4


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one document by file name, as SVG or, for office programs, as PNG.

    A function of ``drawn`` returns each: use it late, for the picture is being drawn meanwhile.
    """

    border: Border
    form: Literal["svg", "png"] = "svg"
    drawn: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        """Return the pictures, drawn now if they are not yet."""
        return {file: drawn() for file, drawn in self.drawn.items()}

    def map(self, name: str, spec: MapSpec, alt: str) -> Block:
        """Ask for a map and return the block that shows it; ``alt`` says what it shows."""
        drawn = asked(self.border, map_svg_of if self.form == "svg" else map_png_of, spec)
        return self._add(name, drawn, (alt, alt), spec.width_in)

    def chart(
        self, name: str, trends: Sequence[Trend], lang: str, size: ChartSize, alt: str
    ) -> Block:
        """Ask for a chart of yearly totals and return the block that shows it."""
        drawn = asked(self.border, _chart_of, self.form, tuple(trends), lang, size)
        return self._add(name, drawn, (alt, ""), size.width_in)

    def _add(
        self, name: str, drawn: Callable[[], bytes], said: tuple[str, str], width_in: float
    ) -> Block:
        file = f"{name}.{self.form}"
        self.drawn[file] = drawn
        alt, caption = said
        return {
            "kind": "picture", "file": file, "alt": alt, "caption": caption, "width": width_in,
        }  # fmt: skip


def _chart_of(
    _border: Border, form: str, trends: tuple[Trend, ...], lang: str, size: ChartSize
) -> bytes:
    return (trend_chart if form == "svg" else trend_picture)(trends, lang, size)


def paragraphs(texts: Sequence[str]) -> Block:
    """Return a paragraph, or two in two languages side by side."""
    return {"kind": "paragraphs", "texts": list(texts)}


def notes(texts: Sequence[str]) -> Block:
    """Return a paragraph in small print that stays with what follows."""
    return {"kind": "notes", "texts": list(texts)}


def quoted(text: str) -> Block:
    """Return sources as they are called, in small print: their titles stay in English."""
    return {"kind": "quoted", "texts": [text]}


def remark(texts: Sequence[str]) -> Block:
    """Return a paragraph in small print on what stands before."""
    return {"kind": "remark", "texts": list(texts)}


def heading(title: str) -> Block:
    """Return a heading below the section's."""
    return {"kind": "heading", "title": title}


def items(texts: Sequence[str]) -> Block:
    """Return a list."""
    return {"kind": "list", "items": list(texts)}


def table(content: ReportTable, size: float = _TABLE_POINTS) -> Block:
    """Return a table; ``size`` is that of its letters in points."""
    return {
        "kind": "table",
        "size": size,
        "columns": [
            {
                "label": column.label,
                "width": column.width,
                "number": column.is_number,
                "style": column.style,
            }
            for column in content.columns
        ],
        "rows": content.texts(),
        "groups": {str(row): title for row, title in content.groups.items()},
    }


def columns(*parts: Sequence[Block], widths: Sequence[float]) -> Block:
    """Return blocks side by side, in columns whose widths stand in this relation."""
    return {"kind": "columns", "parts": [list(part) for part in parts], "widths": list(widths)}


def tiles(shown: Sequence[dict[str, Any]]) -> Block:
    """Return figures side by side: value, label and a line for each further fact."""
    return {"kind": "tiles", "tiles": list(shown)}


def sentences(texts: Sequence[Sequence[str]]) -> Block:
    """Return findings, a paragraph each, or two in two languages side by side."""
    return {"kind": "sentences", "texts": [list(text) for text in texts]}


def section(title: str, blocks: Sequence[Block], *, new_page: bool = False) -> Block:
    """Return a section, on a page of its own or after the one before."""
    return {"title": title, "blocks": list(blocks), "new_page": new_page}
