"""The brief of the whole border or of a part of it."""

from collections.abc import Sequence
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
from geo.documents.charts import Trend, trend_chart
from geo.documents.report import KM_PER_MILE, ReportTable
from geo.documents.report_changes import changed_counts, changed_facts
from geo.documents.report_tables import Report
from geo.documents.report_volumes import ReportVolumes
from geo.maps.printed.figure import MapSpec, fitting_height, map_svg_of
from geo.maps.printed.frames import stretches_of
from geo.words.credits import map_credit
from geo.words.numbers import short_day

__all__ = ["area_content", "changes_section", "map_block", "source_blocks", "volume_blocks"]

_PAGE_IN: Final = 7.0
_COVER_MAP_IN: Final = 3.15
_MAP_IN: Final = (2.1, 4.6)
_MAX_GAPS: Final = 12
_SMALL_POINTS: Final = 6.9
_KEY_MEASURES: Final = ("trucks", "personal_vehicles", "pedestrians")


def area_content(report: Report, pictures: Pictures) -> dict[str, Any]:
    """Return cover and sections of a brief of several ports."""
    words, short = report.words, report.words.short
    about = provenance(report.border)
    sections = [
        section(short("per_state"), _table_blocks(report.per_state()), new_page=True),
        section(short("crossings"), _table_blocks(report.crossings(), _SMALL_POINTS)),
        *_map_sections(report, pictures),
        section(short("volumes"), volume_blocks(report, pictures)),
    ]
    sections += [
        section(found.title, _table_blocks(found))
        for found in (report.gaps(_MAX_GAPS), report.segments(), report.not_counted())
        if found.rows
    ]
    if report.selection.is_whole:
        sections.append(section(short("totals"), _table_blocks(report.totals())))
    sections.append(section(short("sources"), source_blocks(report)))
    return {
        "cover": [_cover_map(report, pictures)],
        "figures": _key_figures(report),
        "after": [
            heading(short("counting")),
            paragraphs(words.paragraphs(about.counting_rule_en, about.counting_rule_es)),
        ],
        "contents": short("contents"),
        "sections": sections,
    }


def changes_section(report: Report, found: Difference) -> Block:
    """Return what changed in the selected part since an earlier version of the data."""
    title = report.words.short(
        "changed_since",
        version=found.old_version,
        date=short_day(found.old_date, report.words.lang),
    )
    tables = [changed_counts(report, found), changed_facts(report, found)]
    blocks = [
        block
        for one in tables if one.rows
        for block in (heading(one.title), *_table_blocks(one))
    ]  # fmt: skip
    return section(title, blocks or [paragraphs(report.words.long("unchanged"))])


def map_block(report: Report, pictures: Pictures, name: str, place: str, spec: MapSpec) -> Block:
    """Return a map with the alternative text that tells its readers where the same facts are."""
    alt = report.words.short("map_alt", place=place, ports=len(spec.positions))
    return pictures.add(name, map_svg_of(report.border, spec), alt, spec.width_in)


def volume_blocks(
    report: Report, pictures: Pictures, *, codes: bool = True, columns: int = 2
) -> list[Block]:
    """Return the latest year, the trend, what to know and, with ``codes``, each port code.

    ``columns`` is the number of charts side by side.
    """
    found = ReportVolumes(report)
    latest, trends = found.latest(), found.trends()
    blocks = [notes(text) for text in found.method()]
    if latest.rows:
        blocks += [heading(latest.title), table(latest)]
    blocks += [remark(text) for text in found.remarks()]
    if not codes and found.years().rows:
        blocks += [heading(found.years().title), table(found.years())]
    if trends:
        chart = trend_chart(trends, columns=columns)
        first = min(trend.years[0] for trend in trends)
        blocks += [
            heading(report.words.short("trend", year=first)),
            pictures.add("trend", chart, _trend_alt(report, trends), _PAGE_IN),
        ]
        if not all(all(trend.is_whole) for trend in trends):
            blocks.append(remark(report.words.long("hollow_points")))
    counted = found.by_code()
    if codes and counted.rows:
        blocks += [heading(counted.title), table(counted)]
    known = found.notes()
    if known.rows:
        blocks += [heading(known.title), table(known, _SMALL_POINTS)]
    return blocks


def source_blocks(report: Report) -> list[Block]:
    """Return the publications behind the figures, with their versions."""
    package, short = report.border.package, report.words.short
    texts = [
        f"{item['title']} ({item['version']})" if item.get("version") else item["title"]
        for item in package["sources"]
    ]
    reach = [freshness_text(report.border, lang) for lang in report.words.langs]
    return [
        items(texts),
        *([notes(reach)] if all(reach) else []),
        notes([f"{short('licence')}: {provenance(report.border).licence_in(report.words.lang)}"]),
        notes([map_credit(lang) for lang in report.words.langs]),
        notes(report.words.long("notes_language")),
    ]  # fmt: skip


def _table_blocks(found: ReportTable, size: float = 7.4) -> list[Block]:
    return [*(notes(text) for text in found.notes), table(found, size)]


def _cover_map(report: Report, pictures: Pictures) -> Block:
    chosen = report.selection
    spec = MapSpec(
        positions=tuple(chosen.ports(report.border)),
        langs=report.words.langs,
        bounds=chosen.bounds(report.border),
        width_in=_PAGE_IN,
        height_in=_COVER_MAP_IN,
        insets=False,
        key=False,
    )
    return map_block(report, pictures, "cover", report.subject(), spec)


def _map_sections(report: Report, pictures: Pictures) -> list[Block]:
    positions = report.selection.ports(report.border)
    blocks: list[Block] = []
    for stretch, inside in stretches_of(report.border, positions):
        name = report.words.say(stretch.name)
        spec = MapSpec(
            positions=tuple(inside),
            langs=report.words.langs,
            width_in=_PAGE_IN,
            height_in=fitting_height(report.border, inside, _PAGE_IN, _MAP_IN),
        )
        blocks += [heading(name), map_block(report, pictures, stretch.key, name, spec)]
    return [section(report.words.short("maps"), blocks, new_page=True)]


def _key_figures(report: Report) -> list[dict[str, str]]:
    short = report.words.short
    ports = len(report.selection.ports(report.border))
    km = sum(row["length_km"] for row in report.rows("boundary"))
    found = [
        {"value": str(ports), "label": short("key_ports")},
        {"value": f"{km:,.0f} km", "label": f"{km / KM_PER_MILE:,.0f} mi {short('key_length')}"},
    ]
    volumes = ReportVolumes(report)
    for about in volumes.counted():
        year = volumes.found.in_year(about)
        if about.measure in _KEY_MEASURES and year is not None and year.value is not None:
            label = f"{volumes.label(about)}, {short('key_measure', year=volumes.year)}"
            if not year.is_full:
                months = short("of_months", counted=year.months, expected=year.expected)
                label += f" ({months})"
            found.append({"value": _rounded(year.value), "label": label})
    return found


def _rounded(total: int) -> str:
    return f"{total / 1e6:,.1f} M" if total >= 1_000_000 else f"{total:,}"  # noqa: PLR2004


def _trend_alt(report: Report, trends: Sequence[Trend]) -> str:
    texts = []
    for trend in trends:
        (first, start), (last, end) = trend.known[0], trend.known[-1]
        texts.append(
            report.words.short(
                "trend_alt", measure=trend.heading, first=first, last=last, start=f"{start:,}",
                end=f"{end:,}",
            )
        )  # fmt: skip
    return " ".join(texts)
