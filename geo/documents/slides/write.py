"""The slides of a selection: a message each, native charts and tables."""

import io
from pathlib import Path
from textwrap import shorten
from typing import Any, Final

from geo.border import Border
from geo.data.freshness import freshness_text
from geo.data.provenance import provenance
from geo.documents.beside import asked
from geo.documents.charts import Trend
from geo.documents.headlines import Headlines
from geo.documents.repeatable import without_times
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_register import some_columns
from geo.documents.report_tables import Report
from geo.documents.report_volumes import BACK_YEARS, ReportVolumes
from geo.documents.request import Request
from geo.documents.slides.deck import HEIGHT_IN, MARGIN_IN, TOP_IN, WIDTH_IN, Deck
from geo.documents.slides.register import add_each_project, add_register
from geo.documents.sources import shown_publications
from geo.maps.printed.figure import MapSpec, map_slide_of
from geo.maps.printed.frames import stretches_of
from geo.maps.symbols import COLOURS
from geo.words.catalogue import words
from geo.words.credits import map_credit
from geo.words.document_words import Words
from geo.words.numbers import change, distance

__all__ = ["write_slides"]

_MAP_IN: Final = (8.0, 3.35)
_TITLE_MAP_IN: Final = (9.0, 3.4)
_MAX_GAPS: Final = 8
_MAX_CODES: Final = 8
_BODY_IN: Final = WIDTH_IN - 2 * MARGIN_IN
_ROWS_BESIDE: Final = 14
"""Rows of each of the two tables of ports that stand side by side."""
_INDEX_YEARS: Final = 10
_LONGEST_PROPERTY: Final = 255
"""Letters that a property of a presentation holds; the slide of sources has the licence whole."""


def write_slides(border: Border, path: Path, request: Request) -> None:
    """Write the slides of the selection, 16:9; each has its own sources for the speaker."""
    from pptx import Presentation
    from pptx.util import Inches

    words_of_deck = Words(request.lang)
    report = Report(border=border, selection=request.selection, words=words_of_deck)
    for spec in (_title_map(report), *_stretch_maps(report).values()):
        asked(border, map_slide_of, spec)
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(WIDTH_IN), Inches(HEIGHT_IN)
    about = provenance(border)
    deck = Deck(presentation, "\n".join(report.footers()), words_of_deck.language)
    _add_all(deck, report, each_project=request.projects)
    deck.finish()
    properties = presentation.core_properties
    properties.title = f"{words_of_deck.short('title')}: {report.subject()}"
    properties.author, properties.subject = "Border Ports", about.edition
    properties.language = words_of_deck.language
    licence = about.licence_in(words_of_deck.lang)
    properties.comments = shorten(licence, _LONGEST_PROPERTY, placeholder="…")
    buffer = io.BytesIO()
    presentation.save(buffer)
    path.write_bytes(without_times(buffer.getvalue(), about.date))


def _add_all(deck: Deck, report: Report, *, each_project: bool) -> None:
    volumes = ReportVolumes(report)
    _add_title(deck, report)
    _add_message(deck, report, volumes)
    _add_trends(deck, volumes)
    if report.selection.port:
        _add_port(deck, report)
    else:
        _add_codes(deck, volumes)
        add_register(deck, report)
        _add_per_state(deck, report)
        _add_maps(deck, report)
        gaps = report.gaps(_MAX_GAPS)
        if gaps.rows:
            deck.table(gaps.title, gaps, 14)
        _add_ports(deck, report)
    if each_project or report.selection.port:
        add_each_project(deck, report)
    _add_sources(deck, report)


def _add_title(deck: Deck, report: Report) -> None:
    """Add the title with the map of the selection."""
    about = provenance(report.border)
    rule = report.words.paragraphs(about.counting_rule_en, about.counting_rule_es)
    credit = map_credit(report.words.lang)
    slide = deck.slide(report.words.short("title"), [about.edition, *rule, credit])
    km = sum(row["length_km"] for row in report.rows("boundary"))
    ports = len(report.selection.ports(report.border))
    size = report.words.each(
        lambda lang: words(lang).plural(
            "{n} port of entry on {length} of boundary",
            "{n} ports of entry on {length} of boundary",
            ports, length=distance(km, lang, 0),
        )
    )  # fmt: skip
    line = report.subject() if report.selection.port else f"{report.subject()}: {size}"
    deck.text(slide, line, (MARGIN_IN, TOP_IN - 0.15, _BODY_IN, 0.5), 20)
    reach = " / ".join(freshness_text(report.border, lang) for lang in report.words.langs)
    deck.text(slide, reach, (MARGIN_IN, 6.65, _BODY_IN, 0.35), 11)
    _add_map(deck, slide, report, _title_map(report), TOP_IN + 0.4)


def _title_map(report: Report) -> MapSpec:
    return MapSpec(
        positions=tuple(report.selection.ports(report.border)), langs=report.words.langs,
        bounds=_bounds(report), width_in=_TITLE_MAP_IN[0], height_in=_TITLE_MAP_IN[1], towns=True,
        key=False,
    )  # fmt: skip


def _bounds(report: Report) -> tuple[float, float, float, float]:
    west, south, east, north = report.selection.bounds(report.border)
    around = 0.1 if report.selection.port else 0.0
    return west - around, south - around, east + around, north + around


def _add_map(
    deck: Deck,
    slide: Any,  # noqa: ANN401
    report: Report,
    spec: MapSpec,
    top_in: float = TOP_IN,
) -> None:
    picture, size = asked(report.border, map_slide_of, spec)()
    alt = report.words.short("map_of", place=report.subject(), ports=len(spec.positions))
    deck.picture(slide, picture, alt, size, top_in)


def _add_message(deck: Deck, report: Report, volumes: ReportVolumes) -> None:
    """Add what rose and what fell: lines that begin at 100 in the base year, and what moved them.

    A measure whose base year lacks months has no line.
    """
    since = volumes.year - BACK_YEARS[0]
    lines = {}
    years = list(range(volumes.year - _INDEX_YEARS, volumes.year + 1))
    for trend in volumes.trends():
        known = dict(trend.known)
        if known.get(since):
            lines[trend.heading] = [
                round(100 * known[year] / known[since], 1) if known.get(year) else None
                for year in years
            ]
    if not lines:
        return
    said = Headlines(report, volumes)
    notes = [text for note in (*volumes.method(), *volumes.remarks()) for text in note]
    slide = deck.slide(said.headlines()[0], notes)
    findings = [text for texts in said.findings() for text in texts]
    title = volumes.say("Northbound, {year} = 100", year=since)
    width = 8.2 if findings else _BODY_IN
    deck.chart(slide, "index", title, [str(year) for year in years], lines,
               (MARGIN_IN, TOP_IN + 0.1, width, 5.4))  # fmt: skip
    deck.text(slide, title, (MARGIN_IN, TOP_IN - 0.2, width, 0.3), 14, colour=COLOURS["ink_soft"])
    if findings:
        deck.bullets(slide, findings, (MARGIN_IN + width + 0.3, TOP_IN + 0.3,
                                       _BODY_IN - width - 0.3, 5.0), 18)  # fmt: skip


def _add_trends(deck: Deck, volumes: ReportVolumes) -> None:
    """Add a slide per measure with its years."""
    latest = {row[0]: row for row in volumes.latest().rows}
    columns = volumes.latest().columns
    for trend in volumes.trends():
        row = latest.get(trend.heading)
        if row is None:
            continue
        notes = [text for texts in volumes.basis_of(trend.heading) for text in texts]
        slide = deck.slide(_trend_title(volumes, trend.heading, row), notes)
        deck.chart(slide, "line", trend.heading, [str(year) for year in trend.years],
                   {trend.heading: list(trend.totals),
                    volumes.partial_label(): _partial(trend)},
                   (MARGIN_IN, TOP_IN, 8.6, 5.2))  # fmt: skip
        facts = ReportTable(
            key="facts", title=trend.heading,
            columns=(ReportColumn(label=str(volumes.year), width=1.8),
                     ReportColumn(label=f"{row[1] or 0:,}", kind="percent", width=1.3,
                                  lang=volumes.lang)),
            rows=[(columns[index].label, row[index]) for index in (3, 4)],
        )  # fmt: skip
        deck.grid(slide, facts, facts.texts(), (MARGIN_IN + 8.8, TOP_IN + 0.3), 14, 3.3)
        deck.text(slide, volumes.partial_note(), (MARGIN_IN, 6.5, _BODY_IN, 0.4), 12,
                  colour=COLOURS["ink_soft"])  # fmt: skip


def _trend_title(volumes: ReportVolumes, measure: str, row: tuple[Any, ...]) -> str:
    """Return what became of a measure, like for like; where that is not known, how much it is."""
    if not isinstance(row[3], float):
        return volumes.say(
            "{measure}: {value} in {year}", measure=measure, value=f"{row[1] or 0:,}",
            year=volumes.year,
        )  # fmt: skip
    return volumes.say(
        "{measure}: {change} since {since}", measure=measure,
        change=change(row[3], volumes.lang), since=volumes.year - BACK_YEARS[0],
    )  # fmt: skip


def _partial(trend: Trend) -> list[int | None]:
    """Return the totals of the years that lack months."""
    pairs = zip(trend.totals, trend.is_whole, strict=True)
    return [None if whole else total for total, whole in pairs]


def _add_codes(deck: Deck, volumes: ReportVolumes) -> None:
    full = _compared(volumes.by_code())
    rows = [row for row in full.rows if row[1]][:_MAX_CODES]
    if len(rows) > 1:
        table = ReportTable(
            key="codes",
            title=volumes.say("Largest port codes: {measure}", measure=full.columns[1].label),
            columns=full.columns, rows=rows, notes=volumes.method(),
        )  # fmt: skip
        deck.table(table.title, table, 12)


def _compared(full: ReportTable) -> ReportTable:
    """Return of port codes their names and what is compared with an earlier year."""
    kinds = [column.kind for column in full.columns]
    compared = [0] + [
        index for index in range(1, len(kinds))
        if kinds[index] == "percent" or "percent" in kinds[index + 1 : index + 2]
    ]  # fmt: skip
    return some_columns(full, compared if len(compared) > 1 else [0, *range(2, len(kinds))])


def _add_per_state(deck: Deck, report: Report) -> None:
    table = report.per_state()
    states = table.rows[:-1]
    if not states:
        return
    slide = deck.slide(table.title, [text for note in table.notes for text in note])
    box = (MARGIN_IN, TOP_IN, _BODY_IN, 5.4)
    deck.chart(slide, "bar", table.title, [row[0] for row in states],
               {report.words.short("ports"): [row[2] for row in states]}, box)  # fmt: skip


def _add_maps(deck: Deck, report: Report) -> None:
    for name, spec in _stretch_maps(report).items():
        _add_map(deck, deck.slide(name), report, spec)


def _stretch_maps(report: Report) -> dict[str, MapSpec]:
    """Return the maps of the stretches by their names; a port has none."""
    border, words = report.border, report.words
    if report.selection.port:
        return {}
    return {
        words.say(stretch.name): MapSpec(
            positions=tuple(inside), langs=words.langs, width_in=_MAP_IN[0], height_in=_MAP_IN[1],
            wide=True,
        )
        for stretch, inside in stretches_of(border, report.selection.ports(border))
    }  # fmt: skip


def _add_ports(deck: Deck, report: Report) -> None:
    """Add the ports with their numbers and towns, two tables side by side on each slide."""
    short = report.words.short
    rows = [(row[0], str(row[1]).split("\n", maxsplit=1)[0], str(row[2]).replace("\n", " – "))
            for row in report.crossings().rows]  # fmt: skip
    columns = (
        ReportColumn(label=short("number"), kind="integer", width=0.65),
        ReportColumn(label=short("name"), width=3.4),
        ReportColumn(label=short("towns"), width=2.4),
    )
    for start in range(0, len(rows), 2 * _ROWS_BESIDE):
        end = min(start + 2 * _ROWS_BESIDE, len(rows))
        slide = deck.slide(f"{short('crossings')} ({rows[start][0]}–{rows[end - 1][0]})")
        for side in range(2):
            first = start + side * _ROWS_BESIDE
            table = ReportTable(key="ports", title=short("crossings"), columns=columns,
                                rows=list(rows[first : first + _ROWS_BESIDE]))  # fmt: skip
            if table.rows:
                corner = MARGIN_IN + side * (_BODY_IN / 2 + 0.1), TOP_IN - 0.15
                deck.grid(slide, table, table.texts(), corner, 10, _BODY_IN / 2 - 0.1)


def _add_port(deck: Deck, report: Report) -> None:
    """Add a port's facts and its lanes and hours."""
    from geo.documents.brief.port import port_tables

    for table in port_tables(report):
        if table.rows:
            deck.table(table.title, table, 14)


def _add_sources(deck: Deck, report: Report) -> None:
    short = report.words.short
    rows = [
        (shown.title, shown.version)
        for shown in shown_publications(report.border, report.words.lang)
    ]
    table = ReportTable(
        key="sources", title=short("sources"),
        columns=(ReportColumn(label=short("source"), width=6),
                 ReportColumn(label=short("as_of"), width=1)),
        rows=rows, notes=[[provenance(report.border).licence_in(report.words.lang)]],
    )  # fmt: skip
    deck.table(table.title, table, 11)
