"""The slides of the planning register: how far projects are, what moved, what lapses."""

from typing import Any, Final

from geo.data.dates import known_part
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_register import (
    lapsing_table,
    promised,
    slips_table,
    some_columns,
    stage_and_day,
)
from geo.documents.report_tables import Report
from geo.documents.slides.deck import MARGIN_IN, TOP_IN, WIDTH_IN, Deck
from geo.layers.register import STAGES
from geo.queries.projects import agenda_rows
from geo.queries.promises import Promise, promises_of
from geo.words.catalogue import words
from geo.words.numbers import number, short_day, short_partial_day
from geo.words.owners import owners_text
from geo.words.source_words import source_said

__all__ = ["add_each_project", "add_register"]

_Row = dict[str, Any]
_BODY_IN: Final = WIDTH_IN - 2 * MARGIN_IN
_FACTS_IN: Final = 7.2


def add_register(deck: Deck, report: Report) -> None:
    """Add the projects by stage, the openings that moved and the permits that lapse."""
    rows = report.rows("projects")
    if rows:
        _add_stages(deck, report, rows)
    slips, lapses = slips_table(report), lapsing_table(report)
    if slips.rows:
        deck.table(slips.title, slips, 14)
    if lapses.rows:
        deck.table(lapses.title, some_columns(lapses, (0, 1, 2, 3)), 14)


def _add_stages(deck: Deck, report: Report, rows: list[_Row]) -> None:
    of_stage = [(stage, sum(row["stage"] == stage for row in rows)) for stage in STAGES]
    known = [(report.words.code("stage", stage), count) for stage, count in of_stage if count]
    title = report.words.each(
        lambda lang: words(lang).plural("{n} project", "{n} projects", len(rows))
    )
    slide = deck.slide(f"{report.words.say('Projects at the crossings')}: {title}")
    deck.chart(slide, "bar", report.words.say("Projects by stage"), [name for name, _ in known],
               {title: [count for _, count in known]},
               (MARGIN_IN, TOP_IN, _BODY_IN, 5.4))  # fmt: skip


def add_each_project(deck: Deck, report: Report) -> None:
    """Add a slide per project of the selection: where it stands and what was promised of it."""
    projects = report.border.records("projects")
    for agenda in agenda_rows(report.border, report.selection):
        row = projects.row(projects.position(agenda["project"]))
        name = report.words.pick(row["name_en"], row["name_es"])
        slide = deck.slide(name, [source_said(row["sources"] or "", report.words.lang)])
        facts = _facts(report, row, agenda)
        size = deck.largest(facts, 14, _FACTS_IN)
        deck.grid(slide, facts, facts.texts(), (MARGIN_IN, TOP_IN), size, _FACTS_IN)
        promised = _promises(report, row["id"])
        if promised.rows:
            corner = MARGIN_IN + _FACTS_IN + 0.3, TOP_IN
            deck.grid(slide, promised, promised.texts(), corner, size, _BODY_IN - _FACTS_IN - 0.3)


def _facts(report: Report, row: _Row, agenda: _Row) -> ReportTable:
    say, pick, each = report.words.say, report.words.pick, report.words.each
    leads = "; ".join(filter(None, (row["lead_us"], row["lead_mx"])))
    stage_date, lapses = str(known_part(row, "stage_date")), agenda["permit_lapses_on"]
    cost = None
    if row["cost"] is not None:
        covers = pick(row["cost_covers_en"], row["cost_covers_es"])
        cost = f"{number(row['cost'], report.words.tag)} {row['cost_currency']} ({covers})"
    rows = [
        (say("Stage"), stage_and_day(report, row["stage"], stage_date)),
        (say("Last word"), pick(row["state_en"], row["state_es"])),
        (say("Permit lapses"), lapses and each(lambda lang: short_day(lapses, lang))),
        (say("Cost"), cost),
        (say("Next step"), pick(row["next_step_en"], row["next_step_es"])),
        (say("Not known"), pick(row["not_known_en"], row["not_known_es"])),
        (say("Lead"), each(lambda lang: owners_text(leads, lang))),
    ]  # fmt: skip
    return ReportTable(
        key="project", title=say("The project"),
        columns=(ReportColumn(label=report.words.short("fact"), width=1.2),
                 ReportColumn(label=report.words.short("value"), width=3.4)),
        rows=[row for row in rows if row[1]],
    )  # fmt: skip


def _promises(report: Report, project: str) -> ReportTable:
    """Return when an opening was promised, and for when."""
    say = report.words.say
    rows = [
        (_said(report, promise), promised(report, promise))
        for promise in promises_of(report.border, project)
    ]
    return ReportTable(
        key="promises", title=say("What was promised, and what happened"),
        columns=(ReportColumn(label=say("Date")), ReportColumn(label=say("Promised"))),
        rows=rows,
    )  # fmt: skip


def _said(report: Report, promise: Promise) -> str | None:
    when = known_part(promise.event, "date")
    return report.words.each(lambda lang: short_partial_day(when, lang)) if when else None
