"""The planning register as tables of a document: projects, openings that moved, permits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.queries.projects import agenda_rows, lapsing
from geo.queries.promises import Promise, period_words, slip_of
from geo.words.catalogue import words
from geo.words.messages import message
from geo.words.numbers import period, short_day, short_partial_day
from geo.words.owners import owners_text

__all__ = [
    "agenda_table",
    "lapsing_table",
    "promised",
    "register_tables",
    "slips_table",
    "some_columns",
    "stage_and_day",
]

_Row = dict[str, Any]
_ALL_MONTHS: Final = 600
"""Every permit with a day of lapse, however far ahead."""
_SLIP_NOTE: Final = message(
    "Months between the last day that the first promise allows and that of the newest. Q is a "
    "quarter of a year."
)
_LAPSE_NOTE: Final = message(
    "By their own terms, the Presidential permits issued since 2024 lapse after five years unless "
    "work has begun."
)
_PROJECTS_NOTE: Final = message(
    "From west to east, each with the date of the last word found on it. A dash means that no "
    "source states the fact."
)


def register_tables(report: Report) -> list[ReportTable]:
    """Return projects, openings that moved and permits that lapse, those that have rows."""
    tables = (agenda_table(report), slips_table(report), lapsing_table(report))
    return [table for table in tables if table.rows]


def agenda_table(report: Report) -> ReportTable:
    """Return a row per project of the selection, as the chair of a meeting needs it."""
    say = report.words.say
    columns = (
        ReportColumn(label=say("Project"), width=5.2),
        ReportColumn(label=say("Stage"), width=2.9),
        ReportColumn(label=say("Last promise"), width=1.4),
        ReportColumn(label=say("Slip in months"), kind="integer", width=1.1),
        ReportColumn(label=say("Permit lapses"), width=1.7),
        ReportColumn(label=say("Next step"), width=3.2),
        ReportColumn(label=say("Lead"), width=3.4),
    )
    return ReportTable(
        key="agenda",
        title=say("Projects at the crossings"),
        columns=columns,
        rows=[_agenda(report, row) for row in agenda_rows(report.border, report.selection)],
        notes=[report.words.lines(_PROJECTS_NOTE)],
    )


def _agenda(report: Report, row: _Row) -> tuple[Any, ...]:
    leads = "; ".join(filter(None, (row["lead_us"], row["lead_mx"])))
    return (
        report.words.pick(row["name_en"], row["name_es"]),
        stage_and_day(report, row["stage"], row["stage_date"]),
        report.words.each(lambda lang: _last_promise(row, lang)) or None,
        row["slip_months"],
        _day(report, row["permit_lapses_on"]),
        report.words.pick(row["next_step_en"], row["next_step_es"]) or None,
        report.words.each(lambda lang: owners_text(leads, lang)) or None,
    )


def slips_table(report: Report) -> ReportTable:
    """Return the promised openings that moved, the one that moved most first."""
    say = report.words.say
    moved = [
        (row, slip) for row in report.rows("projects")
        if (slip := slip_of(report.border, row)) is not None and slip.months
    ]  # fmt: skip
    moved.sort(key=lambda pair: (-pair[1].months, pair[0]["id"]))
    return ReportTable(
        key="slips",
        title=say("Openings that moved"),
        columns=(
            ReportColumn(label=say("Project"), width=3.0),
            ReportColumn(label=say("Promised"), width=4.0),
            ReportColumn(label=say("Slip in months"), kind="integer", width=1.0),
        ),
        rows=[
            (
                report.words.pick(row["name_en"], row["name_es"]),
                _way(report, slip.promises),
                slip.months,
            )
            for row, slip in moved
        ],
        notes=[report.words.lines(_SLIP_NOTE)],
    )


def _last_promise(row: _Row, lang: str) -> str:
    if not row["last_promise"]:
        return ""
    when = period(row["last_promise"], lang)
    return f"{when} ({words(lang).say('past')})" if row["overdue"] else when


def stage_and_day(report: Report, stage: str, day: str) -> str:
    """Return the stage of a project with the day of its news, in each of the languages."""
    return report.words.each(
        lambda lang: f"{words(lang).code('stage', stage)} ({short_partial_day(day, lang)})"
    )


def _way(report: Report, promises: Sequence[Promise]) -> str:
    """Return one after another the periods that were promised, in each of the languages."""
    spans = [period_words(one.first, one.last) for one in promises]
    return report.words.each(lambda lang: " → ".join(period(span, lang) for span in spans))


def promised(report: Report, promise: Promise) -> str:
    """Return the period for which an opening was promised, in the report's languages."""
    words_of = period_words(promise.first, promise.last)
    return report.words.each(lambda lang: period(words_of, lang))


def lapsing_table(report: Report) -> ReportTable:
    """Return the permits of the selection that lapse with no work begun, the soonest first."""
    say = report.words.say
    chosen = {row["id"] for row in report.rows("permits")}
    return ReportTable(
        key="lapsing",
        title=say("Permits that lapse unless work begins"),
        columns=(
            ReportColumn(label=say("Permit"), width=3.2),
            ReportColumn(label=say("Holder"), width=2.2),
            ReportColumn(label=say("Lapses on"), width=1.2),
            ReportColumn(label=say("Days left"), kind="integer", width=1.0),
            ReportColumn(label=say("State of work"), width=3.0),
        ),
        rows=[
            _lapse(report, row)
            for row in lapsing(report.border, _ALL_MONTHS).records()
            if row["permit"] in chosen
        ],
        notes=[report.words.lines(_LAPSE_NOTE)],
    )


def _lapse(report: Report, row: _Row) -> tuple[Any, ...]:
    holder = row["holder"]
    work = report.words.each(lambda lang: _work(row, lang))
    return (
        report.words.pick(row["name_en"], row["name_es"]),
        report.words.each(lambda lang: owners_text(holder, lang)) if holder else None,
        _day(report, row["lapses_on"]),
        row["days_left"],
        work or None,
    )


def _work(row: _Row, lang: str) -> str:
    seen = words(lang).pick(row, "work")
    since = row["work_as_of"]
    return f"{seen} ({short_partial_day(since, lang)})" if seen and since else seen


def some_columns(table: ReportTable, kept: Iterable[int]) -> ReportTable:
    """Return a table with some of its columns, by their places."""
    positions = tuple(kept)
    return ReportTable(
        key=table.key, title=table.title, notes=table.notes,
        columns=tuple(table.columns[index] for index in positions),
        rows=[tuple(row[index] for index in positions) for row in table.rows],
    )  # fmt: skip


def _day(report: Report, when: date | None) -> str | None:
    return None if when is None else report.words.each(lambda lang: short_day(when, lang))
