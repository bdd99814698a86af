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
_FONT: Final = "Calibri"
_LETTER_PT: Final = 0.58
"""Average width of a letter in terms of its size."""
_LINE_PT: Final = 1.22
_YEARS_PER_LABEL: Final = 6
_SHORT_FOOTER: Final = 120


@dataclass(frozen=True, slots=True)
class Deck:
    """A presentation in the making; every slide has a title, a footer and notes."""

    presentation: "Presentation"
    footer: str
    notes: str

    def slide(self, title: str) -> "Slide":
        """Add a slide with its title."""
        from pptx.util import Inches, Pt

        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[_BLANK_LAYOUT])
        shape = slide.shapes.title
        shape.left, shape.top = Inches(MARGIN_IN), Inches(0.35)
        shape.width, shape.height = Inches(WIDTH_IN - 2 * MARGIN_IN), Inches(0.75)
        shape.text_frame.word_wrap = True
        shape.text_frame.margin_left = 0
        size = 28 if len(title) * 28 * _LETTER_PT / 72 < WIDTH_IN - 2 * MARGIN_IN - 0.3 else 20
        _set_text(shape.text_frame, title, Pt(size), bold=True, colour=COLOURS["accent"])
        width = WIDTH_IN - 2 * MARGIN_IN
        self.text(slide, self.footer, (MARGIN_IN, _FOOTER_IN, width - 1, 0.3),
            10 if len(self.footer) < _SHORT_FOOTER else 8,
                  colour=COLOURS["ink_soft"])  # fmt: skip
        number = str(len(self.presentation.slides))
        self.text(slide, number, (WIDTH_IN - MARGIN_IN - 0.8, _FOOTER_IN, 0.8, 0.3), 10,
                  colour=COLOURS["ink_soft"], right=True)  # fmt: skip
        slide.notes_slide.notes_text_frame.text = self.notes
        return slide

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
        self, slide: "Slide", content: bytes, alt: str, size_in: tuple[float, float]
    ) -> None:
        """Add a picture (PNG) below the title, as large as fits; ``alt`` says what it shows."""
        from pptx.util import Inches

        room = WIDTH_IN - 2 * MARGIN_IN, _FOOTER_IN - TOP_IN - 0.05
        factor = min(room[0] / size_in[0], room[1] / size_in[1])
        width, height = size_in[0] * factor, size_in[1] * factor
        shape = slide.shapes.add_picture(
            io.BytesIO(content), Inches((WIDTH_IN - width) / 2), Inches(TOP_IN), Inches(width),
            Inches(height),
        )  # fmt: skip
        _describe(shape, alt)

    def table(self, title: str, table: ReportTable, points: float = 11) -> None:
        """Add a table, on as many slides as its rows need."""
        rows = table.texts()
        widths = _widths(table)
        start = 0
        while start < len(rows):
            end = start + _rows_that_fit(rows[start:], widths, points)
            heading = title if end - start == len(rows) else f"{title} ({start + 1}–{end})"
            self._table_slide(heading, table, rows[start:end], widths, points)
            start = end

    def _table_slide(
        self,
        title: str,
        table: ReportTable,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        points: float,
    ) -> None:
        from pptx.util import Inches

        slide = self.slide(title)
        shape = slide.shapes.add_table(
            len(rows) + 1, len(widths), Inches(MARGIN_IN), Inches(TOP_IN), Inches(sum(widths)),
            Inches(0.3 * (len(rows) + 1)),
        )  # fmt: skip
        _describe(shape, title)
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
        """Add a native chart (``bar`` or ``line``) at a box in inches.

        Of a ``line`` chart the first series is the line, others are hollow points on it.
        """
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE
        from pptx.util import Inches

        data = CategoryChartData(number_format="#,##0")
        data.categories = list(categories)
        for name, values in series.items():
            data.add_series(name, list(values))
        types = {"bar": XL_CHART_TYPE.BAR_CLUSTERED, "line": XL_CHART_TYPE.LINE}
        shape = slide.shapes.add_chart(types[kind], *(Inches(value) for value in box), data)
        _describe(shape, title)
        _style_chart(shape.chart, kind, title)


def _widths(table: ReportTable) -> list[float]:
    total = sum(column.width for column in table.columns)
    room = WIDTH_IN - 2 * MARGIN_IN
    return [room * column.width / total for column in table.columns]


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


def _line_count(text: str, width_in: float, points: float) -> int:
    letters = max(int((width_in - 0.16) * 72 / (points * _LETTER_PT)), 1)
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

    chart.font.size = Pt(11)
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
