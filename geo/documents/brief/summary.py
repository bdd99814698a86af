"""The first page of a brief: its message, the map, the figures and what moved them."""

from typing import Any, Final

from geo.documents.brief.blocks import (
    Block,
    Pictures,
    columns,
    heading,
    remark,
    sentences,
    table,
    tiles,
)
from geo.documents.charts import ChartSize
from geo.documents.headlines import Headlines
from geo.documents.register_sentences import register_sentences
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.documents.report_volumes import BACK_YEARS, ReportVolumes
from geo.maps.printed.figure import MapSpec
from geo.volumes.about import About
from geo.words.catalogue import words
from geo.words.credits import map_credit
from geo.words.document_words import Words
from geo.words.messages import message
from geo.words.numbers import change, distance, listing, number, within

__all__ = [
    "PAGE_IN", "chart_alt", "columns_note", "figure_tiles", "map_block", "summary_content",
    "year_columns",
]  # fmt: skip

PAGE_IN: Final = 7.087
"""Width of text, maps and charts on both papers: 180 mm."""
_MAP_IN: Final = 2.9
_MAP_OF_BOTH_IN: Final = 2.55
_SMALL_MAP_IN: Final = 2.4
_CHART_IN: Final = 1.1
_MAX_TILES: Final = 5
_MAX_ROWS: Final = 6
_MILLION, _HUNDRED_MILLION = 1_000_000, 10_000_000
_IN_MILLIONS: Final = message("{number} million")


def summary_content(report: Report, volumes: ReportVolumes, pictures: Pictures) -> dict[str, Any]:
    """Return the summary of the border or a part of it, which fills one page."""
    said = Headlines(report, volumes)
    is_one = len(report.words.langs) == 1  # Of two languages the page has less room.
    drawn = year_columns(report, volumes, pictures) if is_one else []
    blocks: list[Block] = [_map(report, pictures), *figure_tiles(report, volumes), *drawn]
    movers, findings = _movers(volumes), said.findings()
    if findings:
        parts = [heading(report.words.say("What changed")), sentences(findings)]
        largest = [heading(movers.title), table(movers)] if movers.rows and is_one else []
        blocks += [columns(parts, largest, widths=(1.15, 1))] if largest else parts
    planned = register_sentences(report)
    if planned:
        blocks += [heading(report.words.say("For the meeting")), sentences(planned)]
    headlines = said.headlines()
    return {
        "heading": headlines[0],
        "names": headlines[1:],
        "subject": _subjects(report),
        "cover": blocks,
        "after": _footnotes(report, volumes, has_columns=bool(drawn)),
    }


def _subjects(report: Report) -> list[str]:
    """Return what the summary is about per language; without a port its headline says all."""
    if not report.selection.ports(report.border):
        return []
    return [_subject(report, lang) for lang in report.words.langs]


def _subject(report: Report, lang: str) -> str:
    """Return how many ports on how long a line between which states."""
    km = sum(row["length_km"] for row in report.rows("boundary"))
    ports = len(report.selection.ports(report.border))
    states = report.border.records("states")
    chosen = report.selection.states(report.border)
    rows = [row for row in map(states.row, range(len(states))) if row["id"] in chosen]
    names = {
        country: listing(
            [words(lang).pick(row, "name") for row in rows if row["country"] == country], lang,
            names=True,
        ) for country in ("US", "MX")
    }  # fmt: skip
    return words(lang).plural(
        "{n} port of entry on {length} of boundary between {us} and {mx}. Counts are northbound.",
        "{n} ports of entry on {length} of boundary between {us} and {mx}. Counts are northbound.",
        ports, length=distance(km, lang, 0), us=names["US"], mx=names["MX"],
    )  # fmt: skip


def _map(report: Report, pictures: Pictures) -> Block:
    chosen = report.selection
    is_one = len(report.words.langs) == 1
    ports = chosen.ports(report.border)
    height = _MAP_IN if is_one else _MAP_OF_BOTH_IN
    spec = MapSpec(
        positions=tuple(ports),
        langs=report.words.langs,
        bounds=chosen.bounds(report.border),
        width_in=PAGE_IN,
        height_in=height if ports else _SMALL_MAP_IN,
        towns=True,
        key=False,
    )
    return map_block(report, pictures, "cover", spec)


def map_block(
    report: Report, pictures: Pictures, name: str, spec: MapSpec, place: str = ""
) -> Block:
    """Return a map with the alternative text that tells its readers where the same facts are.

    ``place`` is a message: what the map shows where that is not all that the document is about.
    """

    def alternative(lang: str) -> str:
        own = Report(border=report.border, selection=report.selection, words=Words(lang))
        shown = own.words.say(place) if place else own.subject()
        return words(lang).plural(
            "Map of {place} with {n} port of entry, which the table of ports lists.",
            "Map of {place} with {n} ports of entry, which the table of ports lists.",
            len(spec.positions),
            place=within(shown) if shown == own.words.code("subject", "all") else shown,
        )

    alt = report.words.each(alternative)
    return pictures.map(name, spec, alt)


def figure_tiles(report: Report, volumes: ReportVolumes) -> list[Block]:
    """Return the figures of the compared year with their changes."""
    counted = _shown(volumes)
    if not counted:
        return []
    lang = report.words.lang
    return [
        heading(volumes.say(
            "Northbound in {year}, with the change since {five} and {ten}, like for like",
            year=volumes.year, five=volumes.year - BACK_YEARS[0],
            ten=volumes.year - BACK_YEARS[1],
        )),
        tiles([_tile(volumes, about, lang) for about in counted]),
    ]  # fmt: skip


def year_columns(report: Report, volumes: ReportVolumes, pictures: Pictures) -> list[Block]:
    """Return the years of the same figures as columns; none where one of them has no years."""
    labels = [volumes.label(about) for about in _shown(volumes)]
    trends = {trend.heading: trend for trend in volumes.trends()}
    drawn = [trends[label] for label in labels if label in trends]
    if not drawn or len(drawn) < len(labels):
        return []
    size = ChartSize(width_in=PAGE_IN, panel_in=_CHART_IN, columns=len(drawn), is_small=True)
    return [pictures.chart("summary", drawn, report.words.lang, size, chart_alt(report, drawn))]


def columns_note(report: Report) -> Block:
    """Return what the looks of those columns mean."""
    return remark([report.words.say(
        "Dark columns are the years compared; hatched ones lack months and are too low; a gap is a "
        "year without a count."
    )])  # fmt: skip


def _shown(volumes: ReportVolumes) -> list[About]:
    return [about for about in volumes.counted() if _has_count(volumes, about)][:_MAX_TILES]


def _has_count(volumes: ReportVolumes, about: About) -> bool:
    year = volumes.area_volumes.in_year(about)
    return year is not None and bool(year.value)


def chart_alt(report: Report, trends: list[Any]) -> str:
    """Return what charts of yearly totals show: their first and last figures."""
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


def _tile(volumes: ReportVolumes, about: About, lang: str) -> dict[str, Any]:
    year = volumes.area_volumes.in_year(about)
    value = None if year is None else year.value
    changes, is_one = [], len(words(lang).langs) == 1
    for back in BACK_YEARS:
        since = volumes.year - back
        moved = volumes.area_volumes.change(about, since)
        shown = "—" if moved.percent is None else change(moved.percent, words(lang).leading)
        against = volumes.say("against {year}", year=since) if is_one else f"{since}"
        changes.append([shown, against])
    if year is None or year.is_full:
        caveat = volumes.say("All months counted")
    else:
        caveat = volumes.say(
            "{counted} of {expected} months", counted=year.months, expected=year.expected
        )
    return {
        "value": "—" if value is None else _short(value, lang),
        "label": volumes.label(about),
        "changes": changes,
        "caveat": caveat,
    }


def _short(value: int, lang: str) -> str:
    """Return a figure with three digits, in millions where it has more."""
    leading = words(lang).leading
    if value < _MILLION:
        return number(value, leading)
    shown = number(value / _MILLION, leading, 2 if value < _HUNDRED_MILLION else 1)
    return words(leading).say(_IN_MILLIONS, number=shown)


def _movers(volumes: ReportVolumes) -> ReportTable:
    """Return the largest port codes by the first measure that is counted by codes."""
    full = volumes.by_code()
    is_changed = [column.kind for column in full.columns[2:4]] == ["integer", "percent"]
    rows = [row[:1] + row[2:4] for row in full.rows if row[2]][:_MAX_ROWS] if is_changed else []
    rows = rows if len(rows) > 1 else []
    label = full.columns[2].label if rows else ""
    return ReportTable(
        key="movers",
        title=volumes.say("Largest port codes, {year}", year=volumes.year),
        columns=(
            ReportColumn(label=full.columns[0].label, width=2.2),
            ReportColumn(label=label, kind="integer", width=1.2),
            ReportColumn(label=volumes.say("against {year}", year=volumes.year - BACK_YEARS[0]),
                         kind="percent", width=1.0, lang=volumes.lang),
        ),
        rows=rows,
    )  # fmt: skip


def _footnotes(report: Report, volumes: ReportVolumes, *, has_columns: bool) -> list[Block]:
    credit = remark([map_credit(lang) for lang in report.words.langs])
    said = [columns_note(report)] if has_columns else []
    return [credit, *said, *(remark(text) for text in volumes.basis())]
