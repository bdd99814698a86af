"""The tables of northbound crossings."""

from typing import Any

from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.documents.volumes import (
    MEASURES,
    Change,
    is_comparable,
    latest_full_year,
    trend,
    year_total,
)

__all__ = ["by_port_code", "latest_by_mode", "measures_of", "trends", "volume_notes"]

_FIVE_YEARS, _TEN_YEARS = 5, 10


def measures_of(report: Report) -> list[str]:
    """Return the measures to show: all, or those of the modes that the selection has."""
    modes = {mode for row in report.rows("ports") for mode in row["modes"]}
    if report.selection.mode:
        modes &= {report.selection.mode}
    return [name for name, (mode, _parts) in MEASURES.items() if mode in modes]


def volume_notes(report: Report) -> list[list[str]]:
    """Return what a reader of the counts has to know, a paragraph per language each."""
    year = latest_full_year(report.border)
    long = report.words.long
    notes = [
        long("volumes_note", year=year, five=year - _FIVE_YEARS, ten=year - _TEN_YEARS),
        long("volumes_caveat_codes"),
        long("volumes_caveat_loaded"),
    ]
    return notes if report.selection.is_whole else [*notes, long("volumes_caveat_state")]


def latest_by_mode(report: Report) -> ReportTable:
    """Return the latest full year by measure with the change over five and ten years."""
    short = report.words.short
    year = latest_full_year(report.border)
    codes = report.selection.port_codes(report.border)
    rows = []
    for measure in measures_of(report):
        totals = [
            year_total(report.border, codes, measure, year - back)
            for back in (0, _FIVE_YEARS, _TEN_YEARS)
        ]
        if totals[0] is not None:
            changes = [
                Change(totals[0], earlier).percent if is_comparable(codes, year - back) else None
                for earlier, back in zip(totals[1:], (_FIVE_YEARS, _TEN_YEARS), strict=True)
            ]
            rows.append((short(measure), totals[0], totals[1], changes[0], totals[2], changes[1]))
    five, ten = str(year - _FIVE_YEARS), str(year - _TEN_YEARS)
    columns = (
        ReportColumn(label=short("measure"), width=2.2),
        ReportColumn(label=str(year), kind="integer", width=1.2),
        ReportColumn(label=five, kind="integer", width=1.2),
        ReportColumn(label=short("change_5", year=five), kind="percent", width=2.0, note="%"),
        ReportColumn(label=ten, kind="integer", width=1.2),
        ReportColumn(label=short("change_5", year=ten), kind="percent", width=2.0, note="%"),
    )
    return ReportTable(
        key="latest", title=short("latest"), columns=columns, rows=rows,
        notes=volume_notes(report),
    )  # fmt: skip


def by_port_code(report: Report) -> ReportTable:
    """Return the latest full year per port code, the largest truck or vehicle counts first."""
    short = report.words.short
    year = latest_full_year(report.border)
    columns = report.border.records("volumes").columns
    names = dict(zip(columns["port_code"], columns["port_name"], strict=True))
    measures = measures_of(report)
    rows: list[tuple[Any, ...]] = [
        (
            code,
            names[code],
            *(year_total(report.border, (code,), measure, year) for measure in measures),
        )
        for code in report.selection.port_codes(report.border)
        if code in names
    ]
    rows.sort(key=lambda row: ([-(value or 0) for value in row[2:]], row[0]))
    return ReportTable(
        key="by_code",
        title=short("by_code", year=year),
        columns=(
            ReportColumn(label=short("cbp_code"), width=0.9),
            ReportColumn(label=short("port_code"), width=2.0),
            *(ReportColumn(label=short(name), kind="integer", width=1.5) for name in measures),
        ),
        rows=rows,
    )


def trends(report: Report) -> dict[str, list[tuple[int, int | None]]]:
    """Return (year, entries) since the first year for each measure that has any."""
    codes = report.selection.port_codes(report.border)
    found = {name: trend(report.border, codes, name) for name in measures_of(report)}
    return {name: years for name, years in found.items() if any(value for _year, value in years)}
