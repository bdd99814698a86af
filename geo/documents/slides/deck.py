"""One slide at a time: frame, pictures, tables, charts, speaker notes."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.documents.report import ReportTable
from geo.maps.symbols import COLOURS

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.presentation import Presentation
    from pptx.slide import Slide

__all__ = ["HEIGHT_IN", "MARGIN_IN", "TOP_IN", "WIDTH_IN", "Deck"]

WIDTH_IN, HEIGHT_IN = 13.333, 7.5
MARGIN_IN: Final = 0.6
TOP_IN: Final = 1.25
_BLANK_LAYOUT: Final = 5
"""The default template's layout with a title alone."""
_FOOTER_IN: Final = 7.02
_FONT: Final = "Arial"
_LETTER_PT: Final = 0.58
"""Average width of a letter in terms of its size."""
_BOLD: Final = 1.08
"""Width of a bold letter in terms of another."""
_CELL_MARGINS_IN: Final = 0.16
_LINE_PT: Final = 1.22
_YEARS_PER_LABEL: Final = 6
_MIN_ROWS, _MIN_PT = 3, 10
_LARGER_PT: Final = (18, 16, 15, 14, 13)
_TITLES_PT: Final = (30, 26, 22, 20)
_SHORT_FOOTER: Final = 120


@dataclass(frozen=True, slots=True)
class Deck:
    """A presentation in the making; every slide has a title, a footer and notes."""

    presentation: "Presentation"
    footer: str
    language: str

    def slide(self, title: str, notes: Sequence[str] = ()) -> "Slide":
        """Add a slide with its title and, for the speaker, what belongs to it alone."""
        from pptx.util import Inches, Pt

        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[_BLANK_LAYOUT])
        shape = slide.shapes.title
        shape.left, shape.top = Inches(MARGIN_IN), Inches(0.35)
        shape.width, shape.height = Inches(WIDTH_IN - 2 * MARGIN_IN), Inches(0.75)
        shape.text_frame.word_wrap = True
        shape.text_frame.margin_left = 0
        room = WIDTH_IN - 2 * MARGIN_IN - 0.2
        size = next((pt for pt in _TITLES_PT if len(title) * pt * _LETTER_PT / 72 < room),
                    _TITLES_PT[-1])  # fmt: skip
        _set_text(shape.text_frame, title, Pt(size), bold=True, colour=COLOURS["accent"])
        width = WIDTH_IN - 2 * MARGIN_IN
        self.text(slide, self.footer, (MARGIN_IN, _FOOTER_IN, width - 1, 0.3),
            10 if len(self.footer) < _SHORT_FOOTER else 8,
                  colour=COLOURS["ink_soft"])  # fmt: skip
        self._page_number(slide)
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def _page_number(self, slide: "Slide") -> None:
        """Add the number of the slide as a field."""
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches, Pt

        box = (WIDTH_IN - MARGIN_IN - 0.8, _FOOTER_IN, 0.8, 0.3)
        frame = slide.shapes.add_textbox(*(Inches(value) for value in box)).text_frame
        _set_text(frame, str(len(self.presentation.slides)), Pt(12), bold=False,
                  colour=COLOURS["ink_soft"])  # fmt: skip
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        run = paragraph.runs[0]._r  # noqa: SLF001
        run.tag = run.tag.replace("}r", "}fld")
        run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
        run.set("type", "slidenum")

    def finish(self) -> None:
        """Set the language of every text."""
        for slide in self.presentation.slides:
            for tree in (slide._element, slide.notes_slide._element):  # noqa: SLF001
                for run in tree.xpath(".//a:rPr | .//a:endParaRPr"):
                    run.set("lang", self.language)

    def bullets(
        self, slide: "Slide", texts: Sequence[str], box: Sequence[float], points: float
    ) -> None:
        """Add paragraphs at a box in inches."""
        self.text(slide, "\n".join(texts), box, points)
        for paragraph in slide.shapes[-1].text_frame.paragraphs:
            paragraph.space_after = _points(points * 0.6)

    def text(
        self,
        slide: "Slide",
        text: str,
        box: Sequence[float],
        points: float,
        *,
        colour: str = "#1d2530",
        bold: bool = False,
        right: bool = False,
    ) -> None:
        """Add a text at a box in inches: left, top, width, height."""
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches, Pt

        frame = slide.shapes.add_textbox(*(Inches(value) for value in box)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        _set_text(frame, text, Pt(points), bold=bold, colour=colour)
        if right:
            frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def picture(
        self,
        slide: "Slide",
        content: bytes,
        alt: str,
        size_in: tuple[float, float],
        top_in: float = TOP_IN,
    ) -> None:
        """Add a picture (PNG) below the title, as large as fits; ``alt`` says what it shows."""
        from pptx.util import Inches

        room = WIDTH_IN - 2 * MARGIN_IN, _FOOTER_IN - top_in - (0.05 if top_in == TOP_IN else 0.4)
        factor = min(room[0] / size_in[0], room[1] / size_in[1])
        width, height = size_in[0] * factor, size_in[1] * factor
        shape = slide.shapes.add_picture(
            io.BytesIO(content), Inches((WIDTH_IN - width) / 2), Inches(top_in), Inches(width),
            Inches(height),
        )  # fmt: skip
        _describe(shape, alt)

    def table(self, title: str, table: ReportTable, points: float = 14) -> None:
        """Add a table on as many slides as it needs, in larger letters where one holds all."""
        rows = table.texts()
        widths = _widths(table, WIDTH_IN - 2 * MARGIN_IN)
        points = self.largest(table, points)
        parts = _parts(rows, widths, points)
        if len(parts) > 1 and len(parts[-1]) < _MIN_ROWS and points > _MIN_PT:
            self.table(title, table, points - 1)
            return
        first = 1
        for part in parts:
            last = first + len(part) - 1
            heading = title if len(parts) == 1 else f"{title} ({first}–{last})"
            slide = self.slide(heading, [text for note in table.notes for text in note])
            self.grid(slide, table, part, (MARGIN_IN, TOP_IN), points)
            first = last + 1

    def largest(
        self, table: ReportTable, points: float, width_in: float = WIDTH_IN - 2 * MARGIN_IN
    ) -> float:
        """Return the largest size of letters, from ``points`` on, at which one slide holds all."""
        rows, widths = table.texts(), _widths(table, width_in)
        labels = [column.label for column in table.columns]
        fitting = (
            size for size in _LARGER_PT
            if size > points and _rows_that_fit(rows, widths, size) == len(rows)
            and _words_fit(labels, widths, size)
        )  # fmt: skip
        return next(fitting, points)

    def grid(
        self,
        slide: "Slide",
        table: ReportTable,
        rows: Sequence[Sequence[str]],
        corner: tuple[float, float],
        points: float,
        width_in: float = WIDTH_IN - 2 * MARGIN_IN,
    ) -> None:
        """Add rows of a table as a native one at a place in inches."""
        from pptx.util import Inches

        widths = _widths(table, width_in)
        shape = slide.shapes.add_table(
            len(rows) + 1, len(widths), *map(Inches, corner), Inches(sum(widths)),
            Inches(0.26 * (len(rows) + 1)),
        )  # fmt: skip
        _describe(shape, table.title)
        grid = shape.table
        for column, width in enumerate(widths):
            grid.columns[column].width = Inches(width)
        labels = [column.label for column in table.columns]
        for number, cells in enumerate([labels, *rows]):
            for column, text in enumerate(cells):
                _set_cell(grid.cell(number, column), text, points, head=number == 0,
                          right=table.columns[column].is_number)  # fmt: skip

    def chart(
        self,
        slide: "Slide",
        kind: str,
        title: str,
        categories: Sequence[str],
        series: Mapping[str, Sequence[float | None]],
        box: Sequence[float],
    ) -> None:
        """Add a native chart (``bar``, ``line`` or ``index``) at a box in inches.

        Of a ``line`` chart the first series is the line, others are hollow points on it; those of
        an ``index`` are lines that begin at 40 or lower.
        """
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE
        from pptx.util import Inches

        data = CategoryChartData(number_format="#,##0")
        data.categories = list(categories)
        for name, values in series.items():
            data.add_series(name, list(values))
        types = {"bar": XL_CHART_TYPE.BAR_CLUSTERED, "line": XL_CHART_TYPE.LINE,
                 "index": XL_CHART_TYPE.LINE_MARKERS}  # fmt: skip
        shape = slide.shapes.add_chart(types[kind], *(Inches(value) for value in box), data)
        _describe(shape, title)
        _style_chart(shape.chart, kind, title)


def _points(size: float) -> Any:  # noqa: ANN401 - pptx has no types for these
    from pptx.util import Pt

    return Pt(size)


def _widths(table: ReportTable, room: float) -> list[float]:
    total = sum(column.width for column in table.columns)
    return [room * column.width / total for column in table.columns]


def _parts(
    rows: Sequence[Sequence[str]], widths: Sequence[float], points: float
) -> list[Sequence[Sequence[str]]]:
    """Return the rows of each slide."""
    parts, start = [], 0
    while start < len(rows):
        end = start + _rows_that_fit(rows[start:], widths, points)
        parts.append(rows[start:end])
        start = end
    return parts


def _rows_that_fit(rows: Sequence[Sequence[str]], widths: Sequence[float], points: float) -> int:
    """Return how many rows fit below a title, at least one."""
    line_in = points * _LINE_PT / 72
    room = _FOOTER_IN - TOP_IN - 0.75
    used = 0.0
    for number, cells in enumerate(rows):
        pairs = zip(cells, widths, strict=True)
        lines = max(_line_count(text, width, points) for text, width in pairs)
        used += lines * line_in + 0.1
        if used > room:
            return max(number, 1)
    return len(rows)


def _words_fit(texts: Sequence[str], widths: Sequence[float], points: float) -> bool:
    """Return whether no word of bold texts is wider than its column."""
    return all(
        len(word) * points * _LETTER_PT * _BOLD / 72 < width - _CELL_MARGINS_IN
        for text, width in zip(texts, widths, strict=True)
        for word in text.split()
    )


def _line_count(text: str, width_in: float, points: float) -> int:
    letters = max(int((width_in - _CELL_MARGINS_IN) * 72 / (points * _LETTER_PT)), 1)
    return sum(-(-max(len(line), 1) // letters) for line in text.split("\n"))


def _set_text(frame: Any, text: str, size: Any, *, bold: bool, colour: str) -> None:  # noqa: ANN401
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN

    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = size, bold, _FONT
            run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())


def _set_cell(cell: Any, text: str, points: float, *, head: bool, right: bool) -> None:  # noqa: ANN401
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    _set_text(cell.text_frame, text, Pt(points), bold=head,
              colour="#ffffff" if head else COLOURS["ink"])  # fmt: skip
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(
        (COLOURS["accent"] if head else COLOURS["state_us"]).removeprefix("#").upper()
    )
    if right:
        for paragraph in cell.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT


def _style_chart(chart: "Chart", kind: str, title: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    chart.font.size = Pt(14)
    chart.font.name = _FONT
    chart.has_title = True
    chart.chart_title.text_frame.text = title
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
    chart.has_legend = False
    accent = RGBColor.from_string(COLOURS["accent"].removeprefix("#").upper())
    plot = chart.plots[0]
    if kind == "bar":
        plot.has_data_labels = True
        plot.gap_width = 45
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        for series in plot.series:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = accent
    elif kind == "index":
        _style_index(chart)
    else:
        chart.value_axis.minimum_scale = 0
        chart.value_axis.tick_labels.number_format = "#,##0"
        chart.value_axis.tick_labels.number_format_is_linked = False
        _label_every(chart, _YEARS_PER_LABEL)
        for number, series in enumerate(plot.series):
            series.smooth = False
            series.format.line.color.rgb = accent
            series.format.line.width = Pt(2)
            if number:
                _as_points(series, accent)


def _style_index(chart: "Chart") -> None:
    """Draw several lines apart by colour, dash and mark, with their names below."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor(0xDD, 0xDD, 0xDD)
    looks = (
        (COLOURS["accent"], MSO_LINE.SOLID, XL_MARKER_STYLE.SQUARE),
        (COLOURS["ink"], MSO_LINE.DASH, XL_MARKER_STYLE.DIAMOND),
        ("#c24e00", MSO_LINE.ROUND_DOT, XL_MARKER_STYLE.TRIANGLE),
        (COLOURS["ink_soft"], MSO_LINE.LONG_DASH, XL_MARKER_STYLE.CIRCLE),
        (COLOURS["edge"], MSO_LINE.DASH_DOT, XL_MARKER_STYLE.X),
    )
    for series, (colour, dash, mark) in zip(chart.plots[0].series, looks, strict=False):
        rgb = RGBColor.from_string(colour.removeprefix("#").upper())
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = rgb, Pt(2.5)
        series.format.line.dash_style = dash
        series.marker.style, series.marker.size = mark, 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb
        series.marker.format.line.color.rgb = rgb


def _as_points(series: Any, accent: Any) -> None:  # noqa: ANN401 - pptx has no types for these
    """Show a series as hollow points without a line."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_MARKER_STYLE

    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.CIRCLE
    series.marker.size = 6
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = RGBColor(255, 255, 255)
    series.marker.format.line.color.rgb = accent


def _label_every(chart: "Chart", categories: int) -> None:
    """Label every n-th category only."""
    from pptx.oxml.ns import qn

    axis = chart.category_axis._element  # noqa: SLF001
    skip = axis.makeelement(qn("c:tickLblSkip"), {"val": str(categories)})
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _describe(shape: Any, text: str) -> None:  # noqa: ANN401
    """Give a shape its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)  # noqa: SLF001
