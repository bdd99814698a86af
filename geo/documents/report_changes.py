"""What changed since an earlier version of the data, as tables of a document."""

from typing import Any, Final

from geo.data.difference import GEOMETRY, Change, Difference
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.layers import LAYERS
from geo.layers.measures import BTS_MEASURES, MEASURES
from geo.words.catalogue import words
from geo.words.numbers import short_partial_day

__all__ = ["changed_counts", "changed_facts"]

_MAX_FACTS: Final = 40
_UNSAID: Final = frozenset({GEOMETRY, "sources", "as_of", "id"})
"""Columns whose changes say nothing to a delegation."""


def changed_counts(report: Report, difference: Difference) -> ReportTable:
    """Return a row per measure of BTS: months that are new, counts corrected, counts gone.

    Only the port codes of the selected ports count.
    """
    codes = {row["cbp_port_code"] for row in report.rows("ports")}
    changes = [change for change in difference.of("volumes") if change.subject in codes]
    rows = []
    for measure in BTS_MEASURES:
        own = [change for change in changes if change.key.endswith(f":{measure}")]
        added = sorted(change.month for change in own if change.kind == "added" and change.month)
        corrected = sum(change.column == "value" for change in own)
        gone = sum(change.kind == "removed" for change in own)
        if added or corrected or gone:
            months = [short_partial_day(month.isoformat()[:7], report.words.lang)
                      for month in (added[0], added[-1])] if added else []  # fmt: skip
            label = words(report.words.lang).pick(MEASURES[measure], "label")
            rows.append((label, " – ".join(dict.fromkeys(months)), corrected, gone))
    short = report.words.short
    return ReportTable(
        key="changed_counts",
        title=short("volumes"),
        columns=(
            ReportColumn(label=short("measure"), width=3.0),
            ReportColumn(label=short("new_months"), width=2.4),
            ReportColumn(label=short("corrected"), kind="integer", width=1.4),
            ReportColumn(label=short("gone"), kind="integer", width=1.4),
        ),
        rows=rows,
    )


def changed_facts(report: Report, difference: Difference) -> ReportTable:
    """Return a row per changed fact of the selected ports, with its value before and after.

    Notes tell how many there are beyond those shown.
    """
    names = {row["id"]: report.words.pick(row["name_en"], row["name_es"])
             for row in report.rows("ports")}  # fmt: skip
    changes = [
        change for change in difference.changes
        if change.subject in names and change.column not in {None, *_UNSAID}
    ]  # fmt: skip
    short = report.words.short
    beyond = len(changes) - _MAX_FACTS
    return ReportTable(
        key="changed_facts",
        title=short("facts"),
        columns=(
            ReportColumn(label=short("name"), width=2.2),
            ReportColumn(label=short("fact"), width=1.6),
            ReportColumn(label=short("before"), width=2.4),
            ReportColumn(label=short("after"), width=2.4),
        ),
        rows=[
            (names[change.subject], _fact(report, change), _text(change.old), _text(change.new))
            for change in changes[:_MAX_FACTS]
        ],
        notes=[report.words.long("more_changes", n=f"{beyond:,}")] if beyond > 0 else [],
    )


def _fact(report: Report, change: Change) -> str:
    column = LAYERS[change.layer].column(str(change.column))
    return words(report.words.lang).pick(column, "label")


def _text(value: Any) -> str:  # noqa: ANN401 - a cell may hold anything
    if value is None:
        return ""
    return "; ".join(str(item) for item in value) if isinstance(value, tuple) else str(value)
