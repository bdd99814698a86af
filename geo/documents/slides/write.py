"""The slides of a selection."""

import io
from pathlib import Path
from textwrap import shorten
from typing import Any, Final

from geo.border import Border
from geo.data.freshness import freshness_text
from geo.data.provenance import provenance
from geo.documents.repeatable import without_times
from geo.documents.report import KM_PER_MILE, ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.documents.report_volumes import ReportVolumes
from geo.documents.request import Request
from geo.documents.slides.deck import HEIGHT_IN, MARGIN_IN, TOP_IN, WIDTH_IN, Deck
from geo.maps.printed.figure import MapSpec, draw_map, map_png
from geo.maps.printed.frames import stretches_of
from geo.maps.symbols import COLOURS
from geo.words.document_words import Words

__all__ = ["write_slides"]

_MAP_IN: Final = (8.0, 3.35)
_DPI: Final = 200
_MAX_GAPS: Final = 10
_COLUMNS_ON_SLIDE: Final = (0, 1, 2, 3, 6, 7)
"""Of the crossings: number, names, towns, modes, year, river kilometre."""
_LONGEST_PROPERTY: Final = 255
"""Letters that a property of a presentation holds; the slide of sources has the licence whole."""


def write_slides(border: Border, path: Path, request: Request) -> None:
    """Write the slides of the selection, 16:9, with the sources in the speaker notes."""
    from pptx import Presentation
    from pptx.util import Inches

    words = Words(request.lang)
    report = Report(border=border, selection=request.selection, words=words)
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(WIDTH_IN), Inches(HEIGHT_IN)
    about = provenance(border)
    deck = Deck(presentation, "\n".join(report.footers()), _speaker_notes(report))
    _add_all(deck, report)
    properties = presentation.core_properties
    properties.title = f"{words.short('title')}: {report.subject()}"
    properties.author, properties.subject = "Border Ports", about.edition
    properties.language = words.tag
    properties.comments = shorten(about.licence_in(words.lang), _LONGEST_PROPERTY, placeholder="…")
    place = io.BytesIO()
    presentation.save(place)
    path.write_bytes(without_times(place.getvalue(), about.date))


def _add_all(deck: Deck, report: Report) -> None:
    short = report.words.short
    _add_title(deck, report)
    _add_maps(deck, report)
    _add_per_state(deck, report)
    _add_volumes(deck, ReportVolumes(report))
    deck.table(short("crossings"), _crossings(report))
    gaps = report.gaps(_MAX_GAPS)
    if gaps.rows:
        deck.table(gaps.title, gaps, 13)
    sources = ReportTable(
        key="sources",
        title=short("sources"),
        columns=(
            ReportColumn(label=short("source"), width=4),
            ReportColumn(label=short("as_of"), width=1),
        ),
        rows=[(item["title"], item.get("version")) for item in report.border.package["sources"]],
    )
    deck.table(sources.title, sources, 12)


def _add_title(deck: Deck, report: Report) -> None:
    words, short = report.words, report.words.short
    about = provenance(report.border)
    slide = deck.slide(short("title"))
    width = WIDTH_IN - 2 * MARGIN_IN
    deck.text(slide, report.subject(), (MARGIN_IN, TOP_IN, width, 0.6), 24)
    ports = len(report.selection.ports(report.border))
    km = sum(row["length_km"] for row in report.rows("boundary"))
    figures = [
        (str(ports), short("key_ports")),
        (f"{km:,.0f} km", f"{km / KM_PER_MILE:,.0f} mi {short('key_length')}"),
    ]
    for number, (value, label) in enumerate(figures):
        left = MARGIN_IN + number * width / 2
        deck.text(
            slide, value, (left, 2.3, width / 2, 1.0), 54, bold=True, colour=COLOURS["accent"]
        )
        deck.text(slide, label, (left, 3.3, width / 2, 0.5), 18)
    rule = words.paragraphs(about.counting_rule_en, about.counting_rule_es)
    points = 16 if len(rule) == 1 else 13
    for number, text in enumerate(rule):
        deck.text(slide, text, (MARGIN_IN, 4.2 + number * 1.3, width, 1.3), points)
    reach = " / ".join(freshness_text(report.border, lang) for lang in words.langs)
    deck.text(slide, reach, (MARGIN_IN, 6.65, width, 0.35), 11)


def _add_maps(deck: Deck, report: Report) -> None:
    words, border = report.words, report.border
    positions = report.selection.ports(border)
    whole = MapSpec(positions=tuple(positions), langs=words.langs, width_in=_MAP_IN[0],
                    height_in=_MAP_IN[1], bounds=report.selection.bounds(border), insets=False,
                    key=False)  # fmt: skip
    _add_map(deck, report, report.subject(), whole)
    for stretch, inside in stretches_of(border, positions):
        name = words.say(stretch.name)
        spec = MapSpec(positions=tuple(inside), langs=words.langs, width_in=_MAP_IN[0],
                       height_in=_MAP_IN[1], wide=True)  # fmt: skip
        _add_map(deck, report, name, spec)


def _add_map(deck: Deck, report: Report, place: str, spec: MapSpec) -> None:
    figure = draw_map(report.border, spec)
    width, height = (float(value) for value in figure.get_size_inches())
    alt = report.words.short("map_alt", place=place, ports=len(spec.positions))
    deck.picture(deck.slide(place), map_png(figure, _DPI), alt, (width, height))


def _add_per_state(deck: Deck, report: Report) -> None:
    table = report.per_state()
    states = table.rows[:-1]
    slide = deck.slide(table.title)
    box = (MARGIN_IN, TOP_IN, WIDTH_IN - 2 * MARGIN_IN, 4.9)
    deck.chart(slide, "bar", table.title, [row[0] for row in states],
               {report.words.short("ports"): [row[2] for row in states]}, box)  # fmt: skip
    note = " ".join(text for paragraphs in table.notes for text in paragraphs)
    deck.text(slide, note, (MARGIN_IN, 6.25, box[2], 0.7), 11)


def _add_volumes(deck: Deck, volumes: ReportVolumes) -> None:
    latest = volumes.latest()
    if latest.rows:
        deck.table(latest.title, latest, 16)
        _add_trends(deck, volumes)
    remarks = [" / ".join(texts) for texts in volumes.remarks()]
    if remarks:
        about = ReportTable(
            key="remarks",
            title=volumes.remarks_title(),
            columns=(ReportColumn(label=volumes.remarks_title()),),
            rows=[(text,) for text in remarks],
        )
        deck.table(about.title, about, 12)
    counted = volumes.by_code()
    if counted.rows:
        deck.table(counted.title, counted, 12)
    notes = volumes.notes()
    if notes.rows:
        deck.table(notes.title, notes, 11)


def _add_trends(deck: Deck, volumes: ReportVolumes) -> None:
    found = volumes.trends()
    if not found:
        return
    slide = deck.slide(volumes.trend_title(min(trend.years[0] for trend in found)))
    columns = min(len(found), 3)
    rows = -(-len(found) // columns)
    width = (WIDTH_IN - 2 * MARGIN_IN) / columns
    height = 5.2 / rows
    for number, trend in enumerate(found):
        row, column = divmod(number, columns)
        box = (MARGIN_IN + column * width, TOP_IN + row * height, width - 0.15, height - 0.1)
        deck.chart(slide, "line", trend.heading, [str(year) for year in trend.years],
                   {trend.heading: list(trend.totals), volumes.partial_label(): [
                       None if whole else total
                       for total, whole in zip(trend.totals, trend.is_whole, strict=True)
                   ]}, box)  # fmt: skip
    deck.text(slide, volumes.partial_note(), (MARGIN_IN, 6.55, WIDTH_IN - 2 * MARGIN_IN, 0.4), 11)


def _crossings(report: Report) -> ReportTable:
    full = report.crossings()
    keep: tuple[int, ...] = _COLUMNS_ON_SLIDE
    rows: list[tuple[Any, ...]] = [tuple(row[i] for i in keep) for row in full.rows]
    return ReportTable(
        key="crossings", title=full.title, columns=tuple(full.columns[i] for i in keep), rows=rows
    )


def _speaker_notes(report: Report) -> str:
    about = provenance(report.border)
    lines = [about.edition, *report.words.paragraphs(about.counting_rule_en,
                                                     about.counting_rule_es)]  # fmt: skip
    volumes = ReportVolumes(report)
    lines += [text for note in (*volumes.method(), *volumes.remarks()) for text in note]
    return "\n".join([*lines, f"{report.words.short('sources')}:", *about.sources])
