"""The brief of one port of entry: two pages."""

from typing import Any, Final

from geo.data.dates import known_part
from geo.documents.brief.area import own_sections, source_blocks, volume_blocks
from geo.documents.brief.blocks import Block, Pictures, columns, notes, quoted, section, table
from geo.documents.brief.summary import map_block
from geo.documents.headlines import Headlines
from geo.documents.report import KM_PER_MILE, ReportColumn, ReportTable, quoted_sources
from geo.documents.report_register import agenda_table, some_columns
from geo.documents.report_tables import Report
from geo.documents.report_volumes import ReportVolumes
from geo.maps.printed.figure import MapSpec
from geo.queries.nearest import nearest
from geo.words.numbers import short_partial_day

__all__ = ["port_content", "port_summary", "port_tables"]

_MAP_IN: Final = (3.45, 2.5)
_NEIGHBOURS: Final = 4
_SMALL_POINTS: Final = 7.0
_AGENDA: Final = (range(7), range(5))
"""Columns of the agenda, of which two languages leave out the longest."""
_AROUND_DEG: Final = 0.1
_FACT_WIDTHS: Final = (1.2, 2.2)
"""Widths of the names of facts, where their values have four; those in two languages are long."""


def port_content(report: Report, pictures: Pictures) -> dict[str, Any]:
    """Return the brief of the selected port."""
    border = report.border
    ports = border.records("ports")
    row = ports.row(ports.position(str(report.selection.port)))
    names = [row["name_en"], row["name_es"]]
    if report.words.tag == "es":
        names.reverse()
    map_of_port = _map(report, pictures)  # First: it takes longest to be drawn.
    volumes = ReportVolumes(report)
    known = [
        notes(report.words.paragraphs(row[f"{name}_en"], row[f"{name}_es"]))
        for name in ("access", "note")
        if row[f"{name}_en"]
    ]
    cover = columns([map_of_port], [table(_facts(report, row), 7.4)], widths=(1, 1.05))
    said = Headlines(report, volumes).headlines() if volumes.counted() else []
    return {
        "heading": str(names[0]),
        "names": list(dict.fromkeys(str(name) for name in names[1:] if name)),
        "subject": said,
        "kicker": [
            f"{one.words.short('brief')} · {one.words.short('name')} {_number(report)}"
            for one in report.by_language()
        ],
        "cover": [cover, *known],
        "after": [],
        "sections": _sections(report, row, volumes, pictures),
    }


def _sections(
    report: Report, row: dict[str, Any], volumes: ReportVolumes, pictures: Pictures
) -> list[Block]:
    """Return lanes, projects, neighbours, counts and sources of a port."""
    short = report.words.short
    sections = []
    lanes = _lanes(report)
    if lanes.rows:
        sections.append(section(lanes.title, [table(lanes)]))
    planned = some_columns(agenda_table(report), _AGENDA[len(report.words.langs) > 1])
    if planned.rows:
        sections.append(section(planned.title, [table(planned, _SMALL_POINTS)]))
    if not (planned.rows and len(report.words.langs) > 1):  # Two pages hold no more in both.
        sections.append(section(short("neighbours"), [table(_neighbours(report, row))]))
    sections += [
        section(
            short("volumes"), volume_blocks(report, volumes, pictures, codes=False, trend_columns=4)
        ),
        *own_sections(report),
        section(
            short("sources"),
            [
                quoted(quoted_sources(row["sources"] or "", report.words.lang)),
                *source_blocks(report)[1:],
            ],
        ),
    ]
    return sections


def port_summary(report: Report, pictures: Pictures) -> dict[str, Any]:
    """Return a port's name, figures, map, facts and lanes on one page."""
    content = port_content(report, pictures)
    lanes = _lanes(report)
    kept = [section(lanes.title, [table(lanes)])] if lanes.rows else []
    return {**content, "sections": kept}


def port_tables(report: Report) -> list[ReportTable]:
    """Return the facts of the selected port, its lanes and hours, and its neighbours."""
    ports = report.border.records("ports")
    row = ports.row(ports.position(str(report.selection.port)))
    return [_facts(report, row), _lanes(report), _neighbours(report, row)]


def _number(report: Report) -> int:
    return report.border.port_number(report.selection.ports(report.border)[0])


def _map(report: Report, pictures: Pictures) -> Block:
    border = report.border
    position = report.selection.ports(border)[0]
    points = border.geometries("ports", "full")
    here = points[position]
    near = [
        number for number, point in enumerate(points)
        if abs(point.x - here.x) < _AROUND_DEG * 1.1 and abs(point.y - here.y) < _AROUND_DEG * 0.6
    ]  # fmt: skip
    spec = MapSpec(
        positions=tuple(near),
        langs=report.words.langs,
        bounds=(here.x - _AROUND_DEG, here.y - _AROUND_DEG / 2, here.x + _AROUND_DEG,
                here.y + _AROUND_DEG / 2),
        width_in=_MAP_IN[0],
        height_in=_MAP_IN[1],
        towns=True,
        key=False,
    )  # fmt: skip
    return map_block(report, pictures, "place", spec)


def _facts(report: Report, row: dict[str, Any]) -> ReportTable:
    short = report.words.short
    river = [f"{row['river_km']:,.1f} km ({row['river_mile']:,.1f} mi)"] if row["river_km"] else []
    rows = [
        (short("towns"), f"{row['us_city']} – {row['mx_city']}"),
        (short("states"), report.pair_name(row["us_state"], row["mx_state"])),
        (short("county"), row["us_county"]),
        (short("municipality"), row["mx_municipality"]),
        (short("type"), report.words.code("crossing_type", row["crossing_type"])),
        (short("modes"), report.mode_names(row["modes"])),
        (short("hours"), report.hours(row)),
        (short("opened"), row["opened_year"]),
        (short("us_owner"), report.owner(row, "us_owner")),
        (short("mx_owner"), report.owner(row, "mx_owner")),
        (short("cbp_code"), f"{row['cbp_port_code']} {row['cbp_port_name']}"),
        *((short("river_km"), measured) for measured in river),
        (short("boundary_km"), f"{row['boundary_km']:,.1f} km"),
        (short("as_of"), _day(report, row["as_of"])),
    ]
    return ReportTable(
        key="facts",
        title=short("facts"),
        columns=(
            ReportColumn(label=short("fact"), width=_FACT_WIDTHS[len(report.words.langs) > 1]),
            ReportColumn(label=short("value"), width=4.0),
        ),
        rows=rows,
    )


def _day(report: Report, known: object) -> str | None:
    """Return a day, month or year as a table shows it."""
    return report.words.each(lambda lang: short_partial_day(str(known), lang)) if known else None


def _lanes(report: Report) -> ReportTable:
    short = report.words.short
    rows = [
        (
            report.mode_name(row["mode"]),
            row["lanes_northbound"],
            report.hours_words(row["hours_cbp"]),
            report.hours_words(row["hours_mexican_customs"]),
            _day(report, known_part(row, "hours_as_of")),
        )
        for row in report.rows("port_modes")
    ]
    return ReportTable(
        key="lanes",
        title=short("lanes"),
        columns=(
            ReportColumn(label=short("mode"), width=1.5),
            ReportColumn(label=short("lanes_north"), kind="integer", width=1.0),
            ReportColumn(label=short("hours_cbp"), width=2.2),
            ReportColumn(label=short("hours_mx"), width=2.2),
            ReportColumn(label=short("as_of"), width=0.9),
        ),
        rows=rows,
    )


def _neighbours(report: Report, row: dict[str, Any]) -> ReportTable:
    short = report.words.short
    border = report.border
    point = border.geometries("ports", "full")[border.port_position(row["id"])]
    near = nearest(border, point.x, point.y, k=_NEIGHBOURS + 1).records()
    rows = [
        (
            report.words.pick(other["name_en"], other["name_es"]),
            report.mode_names(other["modes"]),
            other["distance_km"],
            other["distance_km"] / KM_PER_MILE,
            abs(other["boundary_km"] - row["boundary_km"]),
        )
        for other in near
        if other["id"] != row["id"]
    ]
    return ReportTable(
        key="neighbours",
        title=short("neighbours"),
        columns=(
            ReportColumn(label=short("name"), width=3.0),
            ReportColumn(label=short("modes"), width=3.0),
            ReportColumn(label=short("distance_km"), kind="decimal", width=1.2),
            ReportColumn(label=short("distance_mi"), kind="decimal", width=1.2),
            ReportColumn(label=short("along_km"), kind="decimal", width=1.2),
        ),
        rows=rows[: _NEIGHBOURS // len(report.words.langs)],
    )
