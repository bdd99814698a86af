"""The Excel workbook: tables with filters, units in notes, and a chart."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.border import Border
from geo.data.freshness import freshness_text
from geo.data.provenance import provenance
from geo.documents.beside import asked
from geo.documents.report import CellKind, ReportColumn, ReportTable
from geo.documents.report_register import agenda_table
from geo.documents.report_tables import Report
from geo.documents.report_volumes import ReportVolumes
from geo.documents.report_waits import waits_table
from geo.documents.request import Request
from geo.documents.sources import shown_publications
from geo.documents.workbook_layout import (
    LINE_POINTS,
    column_widths,
    line_count,
    printed_columns,
    row_lines,
)
from geo.documents.workbook_tables import (
    Formula,
    by_month,
    changes,
    fact_tables,
    own_sheets,
    trade_by_code,
)
from geo.layers.own import OWN_PREFIX
from geo.maps.symbols import COLOURS
from geo.words.credits import NOT_OFFICIAL
from geo.words.document_words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["write_workbook"]

_FORMATS: Final[dict[CellKind, str]] = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.0",
    "percent": '+0.0"%";-0.0"%";0.0"%"',
    "share": "@",
    "year": "0",
    "degrees": "0.000000",
    "date": "yyyy-mm-dd",
    "formula": "+0.0%;-0.0%;0.0%",
}
_SHEETS_ALONE: Final = frozenset({"counties", "trade"})
"""Layers that only the workbook shows."""
_README_LETTERS: Final = 110
_LONG_TABLE: Final = 300
"""Rows from which on a table prints small."""
_SMALL_PERCENT: Final = 60
_LONGEST_NAME: Final = 31
_FIRST_ROW: Final = 2
"""Row 0 holds the title, row 1 is empty, the table starts below."""


def write_workbook(border: Border, path: Path, request: Request) -> None:
    """Write the workbook; sheets that the selection leaves empty are left out."""
    from xlsxwriter import Workbook

    words = Words(request.lang)
    report = Report(border=border, selection=request.selection, words=words)
    about = provenance(border)
    made = BytesIO()  # On a full disk the archive would be left open, and complain at the end.
    book = Workbook(
        made,
        {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
        },
    )  # fmt: skip
    book.set_properties({
        "title": f"{words.short('title')}: {report.subject()}",
        "subject": about.edition,
        "author": "Border Ports",
        "comments": " ".join([*words.paragraphs(about.counting_rule_en, about.counting_rule_es),
                              about.licence_in(words.lang)]),
        "created": about.moment.replace(tzinfo=None),
    })  # fmt: skip
    sheets = _Sheets(book, report)
    _add_all(sheets, report, request)
    book.close()
    path.write_bytes(made.getvalue())


def _add_all(sheets: "_Sheets", report: Report, request: Request) -> None:
    """Add every sheet that the selection does not leave empty."""
    facts = asked(report.border, fact_tables, report.selection, report.words.lang)
    sheets.add_about()  # Reads the counts, while the tables of facts may be made beside.
    volumes = ReportVolumes(report)
    told = facts()
    for name in ("ports", "port_modes", "port_codes", "tolls"):
        sheets.add(told[name])
    _add_per_state(sheets, told["per_state"])
    _add_volumes(sheets, report, volumes)
    sheets.add(agenda_table(report))
    for name in ("projects", "project_events", "permits"):
        sheets.add(told[name])
    sheets.add(trade_by_code(report, volumes.codes()))
    sheets.add(told["counties"])
    sheets.add(waits_table(report, request.waits))
    for name in ("segments", "gaps", "not_counted", "totals"):
        sheets.add(told[name])
    for table in own_sheets(report):
        sheets.add(table)
    sheets.add(told["dictionary"])
    sheets.add(_sources(report))


class _Sheets:
    """The sheets of one workbook in the making."""

    def __init__(self, book: "Workbook", report: Report) -> None:
        self.book = book
        self._report = report
        self._title = book.add_format(
            {"bold": True, "font_size": 14, "font_color": COLOURS["accent"]}
        )
        self._line = book.add_format({"num_format": _FORMATS["text"], "valign": "top"})
        self._head = book.add_format(
            {"text_wrap": True, "valign": "bottom", "bold": True, "bottom": 1}
        )
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._cells: dict[CellKind, Format] = {
            kind: book.add_format({
                "num_format": code, "valign": "top", "text_wrap": kind == "text",
            })
            for kind, code in _FORMATS.items()
        }  # fmt: skip

    def add_about(self) -> None:
        """Add the sheet that says what this is."""
        words, about = self._report.words, provenance(self._report.border)
        sheet = self.book.add_worksheet("README")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _README_LETTERS)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, words.short("title"), self._title)
        lines = [
            self._report.subject(),
            about.edition,
            *words.paragraphs(about.counting_rule_en, about.counting_rule_es),
            *(freshness_text(self._report.border, lang) for lang in words.langs),
            words.say(NOT_OFFICIAL),
            *(text for note in ReportVolumes(self._report).method() for text in note),
            *words.long("notes_language"),
            f"{words.short('licence')}: {about.licence_in(words.lang)}",
        ]
        for row, line in enumerate(lines, start=2):
            sheet.set_row(row, LINE_POINTS * line_count(line, _README_LETTERS))
            sheet.write_string(row, 0, line, self._text)

    def add(self, table: ReportTable) -> "Worksheet | None":
        """Add a table as a sheet of its own, filters on, headings frozen, first column a head.

        As many of its first columns print as a page holds that can be read.
        """
        if not table.rows:
            return None
        sheet = self.book.add_worksheet(self._free_name(table))
        sheet.write_string(0, 0, table.title, self._title)
        last_row, last_column = _FIRST_ROW + len(table.rows), len(table.columns) - 1
        headings = _headings(table.columns)
        widths = column_widths(table, headings)
        sheet.add_table(_FIRST_ROW, 0, last_row, last_column, {
            "name": f"border_{table.key}",
            "style": "Table Style Light 9",
            "first_column": True,
            "columns": [{"header": text, "header_format": self._head} for text in headings],
        })  # fmt: skip
        printed = printed_columns(widths)
        lines = [row_lines([headings], [width - 2 for width in widths])[0],
                 *row_lines([row[:printed] for row in table.rows], widths[:printed])]  # fmt: skip
        for row, count in enumerate(lines, start=_FIRST_ROW):
            if count > 1:
                sheet.set_row(row, LINE_POINTS * count)
        for column, (described, width) in enumerate(zip(table.columns, widths, strict=True)):
            sheet.set_column(column, column, width)
            is_alone = described.kind == "text" and column >= printed
            cell = self._line if is_alone else self._cells[described.kind]
            self._fill(sheet, table, column, described, cell)
        sheet.freeze_panes(_FIRST_ROW + 1, 1)
        self.book.define_name(_name_of(table), _reference(sheet.name, last_row, last_column))
        last_row = self._add_notes(sheet, table, last_row + 2, widths[:printed])
        self._set_print(sheet, table, last_row, printed)
        return sheet

    def _add_notes(
        self, sheet: "Worksheet", table: ReportTable, row: int, widths: Sequence[int]
    ) -> int:
        """Add the notes of a table below it across the columns that print; return the last row."""
        for text in chain.from_iterable(table.notes):
            sheet.set_row(row, LINE_POINTS * line_count(text, sum(widths)))
            if len(widths) > 1:
                sheet.merge_range(row, 0, row, len(widths) - 1, "", self._text)
            sheet.write_string(row, 0, text, self._text)
            row += 1
        return row - 1

    def _set_print(
        self, sheet: "Worksheet", table: ReportTable, last_row: int, columns: int
    ) -> None:
        sheet.set_landscape()
        sheet.set_paper(1)
        sheet.set_margins(left=0.5, right=0.5)
        if len(table.rows) < _LONG_TABLE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(_SMALL_PERCENT)
        sheet.repeat_rows(_FIRST_ROW)
        sheet.set_footer(f"&L{provenance(self._report.border).edition}&R&P / &N")
        sheet.print_area(0, 0, last_row, columns - 1)

    def _free_name(self, table: ReportTable) -> str:
        """Return the name of a table's sheet; that of a layer supplied by others is made to fit."""
        if not table.key.startswith(OWN_PREFIX):
            return _sheet_name(self._report.words, table.key)
        wanted = "".join("-" if sign in "[]:*?/\\'" else sign for sign in table.title).strip()
        taken = {sheet.name.lower() for sheet in self.book.worksheets()}
        names = [wanted, *(f"{wanted[: _LONGEST_NAME - 4]} {n}" for n in range(2, 1000))]
        return next(
            name for name in (one[:_LONGEST_NAME] for one in names) if name.lower() not in taken
        )

    def _fill(
        self,
        sheet: "Worksheet",
        table: ReportTable,
        column: int,
        described: ReportColumn,
        cell: "Format",
    ) -> None:
        for row, values in enumerate(table.rows, start=_FIRST_ROW + 1):
            value = values[column]
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(row, column, value, cell)
            elif isinstance(value, Formula):
                sheet.write_formula(row, column, value.at(row + 1), cell, value.value or "")
            elif isinstance(value, date):
                sheet.write_datetime(row, column, datetime(*value.timetuple()[:3]), cell)  # noqa: DTZ001
            elif isinstance(value, int | float):
                sheet.write_number(row, column, value, cell)
            else:
                sheet.write_string(row, column, str(value), cell)
        if described.note:
            sheet.write_comment(_FIRST_ROW, column, described.note, {"x_scale": 2})


def _sheet_name(words: Words, key: str) -> str:
    return words.short(f"sheet_{key}").replace(" / ", " - ")[:_LONGEST_NAME]


def _name_of(table: ReportTable) -> str:
    """Return the name by which formulas call the cells of a table without its head."""
    return f"data_{table.key}"


def _reference(sheet: str, last_row: int, last_column: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    cells = xl_range_abs(_FIRST_ROW + 1, 0, last_row, last_column)
    return f"='{sheet.replace(chr(39), chr(39) * 2)}'!{cells}"


def _add_per_state(sheets: _Sheets, full: ReportTable) -> None:
    """Add the ports per state; a crossing stands in two states, so the border's total is told."""
    *states, total = full.rows
    words = ", ".join(
        f"{column.label}: {value}"
        for column, value in zip(full.columns[2:], total[2:], strict=True)
    )
    notes = [[f"{total[0]}: {words}"], *full.notes]
    sheets.add(ReportTable(key=full.key, title=full.title, columns=full.columns, rows=states,
                           notes=notes))  # fmt: skip


def _headings(columns: Sequence[ReportColumn]) -> list[str]:
    """Return the headings, made different where two are the same, as Excel wants."""
    headings: list[str] = []
    for column in columns:
        heading, number = column.label, 2
        while heading.lower() in {other.lower() for other in headings}:
            heading = f"{column.label} ({number})"
            number += 1
        headings.append(heading)
    return headings


def _add_volumes(sheets: _Sheets, report: Report, volumes: ReportVolumes) -> None:
    short = report.words.short
    sheets.add(volumes.latest())
    sheets.add(
        ReportTable(
            key="volumes",
            title=short("volumes"),
            columns=(
                ReportColumn(label=short("cbp_code")),
                ReportColumn(label=short("place")),
                ReportColumn(label=short("source")),
                ReportColumn(label=short("year"), kind="year"),
                ReportColumn(label=short("measure")),
                ReportColumn(
                    label=short("northbound"), kind="integer", note=report.words.say("entries")
                ),
                ReportColumn(label=short("months"), kind="integer"),
                ReportColumn(label=short("months_expected"), kind="integer"),
            ),
            rows=volumes.sheet_rows(),
            notes=[*volumes.method(), *volumes.remarks()],
        )
    )
    sheets.add(changes(report, volumes))
    sheets.add(by_month(report, volumes))
    _add_trend(sheets, volumes)
    sheets.add(volumes.notes())


def _add_trend(sheets: _Sheets, volumes: ReportVolumes) -> None:
    trends = volumes.trends()
    if not trends:
        return
    years = sorted({year for trend in trends for year in trend.years})
    totals = [dict(trend.known) for trend in trends]
    table = ReportTable(
        key="trend",
        title=volumes.trend_title(years[0]),
        columns=(
            ReportColumn(label=volumes.year_label(), kind="year"),
            *(ReportColumn(label=trend.heading, kind="integer") for trend in trends),
        ),
        rows=[(year, *(known.get(year) for known in totals)) for year in years],
        notes=[*volumes.method(), [volumes.gap_note()]],
    )
    sheet = sheets.add(table)
    if sheet is not None:
        _add_charts(sheets, sheet, table)


def _add_charts(sheets: _Sheets, sheet: "Worksheet", table: ReportTable) -> None:
    """Add a line chart per measure beside the table: their sizes differ too much for one axis."""
    first, last = _FIRST_ROW + 1, _FIRST_ROW + len(table.rows)
    for column, described in enumerate(table.columns[1:], start=1):
        chart = sheets.book.add_chart({"type": "line"})
        chart.add_series({
            "name": described.label,
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, column, last, column],
            "line": {"color": COLOURS["accent"], "width": 2},
        })  # fmt: skip
        title = f"{described.label}, {table.rows[0][0]}-{table.rows[-1][0]}"
        chart.set_title({"name": title, "name_font": {"size": 11}})
        chart.set_y_axis({"num_format": "#,##0", "min": 0})
        chart.set_legend({"none": True})
        chart.set_size({"width": 520, "height": 250})
        cell = (_FIRST_ROW + (column - 1) // 2 * 13, len(table.columns) + 1 + (column - 1) % 2 * 8)
        sheet.insert_chart(*cell, chart, {"description": title, "object_position": 2})


def _sources(report: Report) -> ReportTable:
    short = report.words.short
    rows = [
        (shown.title, shown.version, shown.address)
        for shown in shown_publications(report.border, report.words.lang, _SHEETS_ALONE)
    ]
    return ReportTable(
        key="sources",
        title=short("sources"),
        columns=(
            ReportColumn(label=short("source")),
            ReportColumn(label=short("as_of")),
            ReportColumn(label="URL"),
        ),
        rows=rows,
    )
