"""The nearest ports beyond the ends of a stretch that has none."""

from typing import Any, Final

from geo.documents.report import KM_PER_MILE, ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.words.messages import message

__all__ = ["beyond_ends"]

_EACH_WAY: Final = 2
_NOTE: Final = message(
    "Along the line of 2023, from the end of this stretch that is nearer to the port."
)


def beyond_ends(report: Report) -> ReportTable:
    """Return the two nearest ports along the line either way, of the selected mode if one is."""
    short, mode = report.words.short, report.selection.mode
    lines = report.rows("boundary")
    rows: list[tuple[Any, ...]] = []
    if lines:
        first = min(line["from_boundary_km"] for line in lines)
        last = max(line["to_boundary_km"] for line in lines)
        ports = report.border.records("ports")
        known = [row for row in map(ports.row, range(len(ports)))
                 if mode is None or mode in row["modes"]]  # fmt: skip
        west = [(row["boundary_km"] - last, row) for row in known if row["boundary_km"] > last]
        east = [(first - row["boundary_km"], row) for row in known if row["boundary_km"] < first]
        for side in (west, east):
            side.sort(key=lambda pair: pair[0])
            rows += [_row(report, km, row) for km, row in side[:_EACH_WAY]]
    columns = (
        ReportColumn(label=short("number"), kind="integer", width=0.5),
        ReportColumn(label=short("name"), width=3.4),
        ReportColumn(label=short("states"), width=2.2),
        ReportColumn(label=short("modes"), width=3.0),
        ReportColumn(label=short("along_km"), kind="decimal", width=1.2, note="km"),
        ReportColumn(label=short("along_mi"), kind="decimal", width=1.2, note="mi"),
    )
    return ReportTable(
        key="neighbours", title=short("neighbours"), columns=columns, rows=rows,
        notes=[report.words.lines(_NOTE)],
    )  # fmt: skip


def _row(report: Report, km: float, row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        report.border.port_number(report.border.port_position(row["id"])),
        report.words.pick(row["name_en"], row["name_es"]),
        report.pair_name(row["us_state"], row["mx_state"]),
        report.mode_names(row["modes"]),
        km,
        km / KM_PER_MILE,
    )
