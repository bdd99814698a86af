"""The brief of the whole border or of a part of it."""

from typing import Any, Final

from geo.data.difference import Difference
from geo.data.freshness import freshness_text
from geo.data.provenance import provenance
from geo.documents.brief.blocks import (
    Block,
    Pictures,
    heading,
    items,
    notes,
    paragraphs,
    remark,
    section,
    table,
)
from geo.documents.brief.summary import (
    PAGE_IN,
    chart_alt,
    columns_note,
    map_block,
    summary_content,
    year_columns,
)
from geo.documents.charts import ChartSize
from geo.documents.report import ReportTable
from geo.documents.report_changes import changed_counts, changed_facts
from geo.documents.report_neighbours import beyond_ends
from geo.documents.report_own import own_tables
from geo.documents.report_ports import ports_overview
from geo.documents.report_register import register_tables
from geo.documents.report_tables import Report
from geo.documents.report_volumes import ReportVolumes
from geo.documents.sources import shown_publications
from geo.maps.printed.figure import MapSpec, fitting_height
from geo.maps.printed.frames import stretches_of
from geo.words.credits import map_credit
from geo.words.numbers import short_day

__all__ = [
    "area_content", "area_summary", "changes_section", "own_sections", "register_sections",
    "source_blocks", "volume_blocks", "waits_section",
]  # fmt: skip

_MAP_IN: Final = (1.55, 2.5)
_MAP_OF_BOTH_IN: Final = (1.4, 1.6)
"""Heights of a stretch's map: keys in two languages leave less."""
_MAX_GAPS: Final = 8
_SMALL_POINTS: Final = 7.0
_NOTED_YEARS: Final = 1
"""The brief of many ports tells the notes on the compared year and the one before."""


def area_content(report: Report, pictures: Pictures) -> dict[str, Any]:
    """Return the first page and the sections of a brief of several ports, or of none."""
    short = report.words.short
    maps = _map_sections(report, pictures)  # First: they take longest to be drawn.
    volumes = ReportVolumes(report)
    about = provenance(report.border)
    counting = paragraphs(report.words.paragraphs(about.counting_rule_en, about.counting_rule_es))
    sections = [section(short("counting"), [counting])]
    ports, planned = ports_overview(report, volumes), register_sections(report)
    if ports.rows:
        states = [remark(text) for text in report.per_state().notes]
        sections += [
            section(short("per_state"), [table(report.per_state()), *states]),
            section(short("volumes"), _volumes(report, volumes, pictures)),
            *planned,
            section(
                short("crossings"),
                [table(ports, _SMALL_POINTS), *(remark(text) for text in ports.notes)],
            ),
            *maps,
        ]
    else:
        near = beyond_ends(report)
        sections += [section(near.title, _table_blocks(near)), *planned]
    sections += [
        section(shown.title, _table_blocks(shown))
        for shown in (report.gaps(_MAX_GAPS), report.not_counted(), report.segments())
        if shown.rows
    ]
    if report.selection.is_whole:
        totals = report.totals()
        sections.append(section(short("totals"), _table_blocks(totals, _SMALL_POINTS)))
    sections += own_sections(report)
    told = source_blocks(report)
    if not ports.rows:
        told = [_publications(report, has_counts=False), _licence(report)]
    sections.append(section(short("sources"), told))
    return {**summary_content(report, volumes, pictures), "sections": sections}


def _volumes(report: Report, volumes: ReportVolumes, pictures: Pictures) -> list[Block]:
    """Return the volumes, with the years that a first page in two languages has no room for."""
    blocks = volume_blocks(report, volumes, pictures)
    drawn = year_columns(report, volumes, pictures) if len(report.words.langs) > 1 else []
    if drawn:
        first = min(trend.years[0] for trend in volumes.trends())
        title = heading(volumes.trend_title(first))
        blocks += [title, *drawn, columns_note(report)]
    return blocks


def register_sections(report: Report) -> list[Block]:
    """Return what is planned in the selection: projects, openings that moved, permits."""
    tables = register_tables(report)
    if not tables:
        return []
    blocks = [
        block for one in tables
        for block in (heading(one.title), *_table_blocks(one, _SMALL_POINTS))
    ]  # fmt: skip
    return [section(report.words.say("Projects and permits"), blocks)]


def own_sections(report: Report) -> list[Block]:
    """Return what others supplied for the selection, each layer with its supplier's name."""
    title = report.words.say("Supplied by others")
    return [
        section(f"{title}: {shown.title}", _table_blocks(shown, _SMALL_POINTS))
        for shown in own_tables(report)
    ]


def area_summary(report: Report, pictures: Pictures) -> dict[str, Any]:
    """Return the first page alone."""
    return {**summary_content(report, ReportVolumes(report), pictures), "sections": []}


def changes_section(report: Report, changes: Difference) -> Block:
    """Return what changed in the selected part since an earlier version of the data."""
    title = report.words.short(
        "changed_since",
        version=changes.old_version,
        date=short_day(changes.old_date, report.words.lang),
    )
    tables = [changed_counts(report, changes), changed_facts(report, changes)]
    blocks = [
        block
        for one in tables if one.rows
        for block in (heading(one.title), *_table_blocks(one))
    ]  # fmt: skip
    return section(title, blocks or [paragraphs(report.words.long("unchanged"))])


def waits_section(recorded: ReportTable) -> Block:
    """Return the waits that were recorded, below what they are and are not."""
    return section(recorded.title, _table_blocks(recorded, _SMALL_POINTS))


def volume_blocks(
    report: Report,
    volumes: ReportVolumes,
    pictures: Pictures,
    *,
    codes: bool = True,
    trend_columns: int = 3,
) -> list[Block]:
    """Return the latest year, the trend, what to know and, with ``codes``, each port code.

    ``trend_columns`` is the number of charts side by side.
    """
    latest, trends = volumes.latest(), volumes.trends()
    blocks = [notes(text) for text in volumes.method()]
    if latest.rows:
        blocks += [heading(latest.title), table(latest)]
    blocks += [remark(text) for text in volumes.remarks()]
    if not codes and volumes.years().rows:
        blocks += [heading(volumes.years().title), table(volumes.years())]
    if trends and not codes:
        size = ChartSize(width_in=PAGE_IN, columns=min(trend_columns, len(trends)))
        lang, alt = report.words.lang, chart_alt(report, trends)
        first = min(trend.years[0] for trend in trends)
        blocks += [
            heading(report.words.short("trend", year=first)),
            pictures.chart("trend", trends, lang, size, alt),
            remark(report.words.long("columns_note")),
        ]
    counted = volumes.by_code()
    if codes and counted.rows:
        blocks += [heading(counted.title), table(counted, _SMALL_POINTS)]
    known = volumes.notes(_NOTED_YEARS if codes else None)
    if known.rows:
        blocks += [heading(known.title), table(known, _SMALL_POINTS)]
    return blocks


def source_blocks(report: Report) -> list[Block]:
    """Return the publications behind the figures, with their versions."""
    reach = [freshness_text(report.border, lang) for lang in report.words.langs]
    return [
        _publications(report),
        *([notes(reach)] if all(reach) else []),
        _licence(report),
        notes([map_credit(lang) for lang in report.words.langs]),
        notes(report.words.long("notes_language")),
    ]


def _publications(report: Report, *, has_counts: bool = True) -> Block:
    return items([
        f"{shown.title} ({shown.version})" if shown.version else shown.title
        for shown in shown_publications(report.border, report.words.lang, has_counts=has_counts)
    ])  # fmt: skip


def _licence(report: Report) -> Block:
    licence = provenance(report.border).licence_in(report.words.lang)
    return notes([f"{report.words.short('licence')}: {licence}"])


def _table_blocks(shown: ReportTable, size: float = 7.4) -> list[Block]:
    return [*(notes(text) for text in shown.notes), table(shown, size)]


def _map_sections(report: Report, pictures: Pictures) -> list[Block]:
    positions = report.selection.ports(report.border)
    heights = _MAP_IN if len(report.words.langs) == 1 else _MAP_OF_BOTH_IN
    blocks: list[Block] = [notes([map_credit(lang) for lang in report.words.langs])]
    for stretch, inside in stretches_of(report.border, positions):
        name = report.words.say(stretch.name)
        spec = MapSpec(
            positions=tuple(inside),
            langs=report.words.langs,
            width_in=PAGE_IN,
            height_in=fitting_height(report.border, inside, PAGE_IN, heights),
            credit=False,
        )
        blocks += [heading(name), map_block(report, pictures, stretch.key, spec, stretch.name)]
    return [section(report.words.short("maps"), blocks)]
