"""The brief of one port of entry: two pages."""

from typing import Any, Final

from geo.data.dates import known_part
from geo.documents.brief.area import map_block, source_blocks, volume_blocks
from geo.documents.brief.blocks import Block, Pictures, notes, section, table
from geo.documents.report import KM_PER_MILE, ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.maps.printed.figure import MapSpec, port_number
from geo.queries.nearest import nearest

__all__ = ["port_content"]

_MAP_IN: Final = (7.0, 2.0)
_NEIGHBOURS: Final = 4
_AROUND_DEG: Final = 0.12


def port_content(report: Report, pictures: Pictures) -> dict[str, Any]:
    """Return the brief of the selected port."""
    border, short = report.border, report.words.short
    ports = border.records("ports")
    row = ports.row(ports.position(str(report.selection.port)))
    names = [row["name_en"], row["name_es"]]
    if report.words.tag == "es":
        names.reverse()
    facts = [table(_facts(report, row))]
    for name in ("access", "note"):
        if row[f"{name}_en"]:
            said = report.words.paragraphs(row[f"{name}_en"], row[f"{name}_es"])
            facts.append(notes(said))
    sections = [section(short("facts"), facts)]
    lanes = _lanes(report)
    if lanes.rows:
        sections.append(section(lanes.title, [table(lanes)]))
    sections += [
        section(short("neighbours"), [table(_neighbours(report, row))]),
        section(short("volumes"), volume_blocks(report, pictures, codes=False, columns=4)),
        section(short("sources"), [notes([row["sources"]]), *source_blocks(report)[1:]]),
    ]
    return {
        "heading": str(names[0]),
        "subject": str(names[1] or ""),
        "kicker": f"{short('brief')} · {report.words.short('name')} {_number(report)}",
        "cover": [_map(report, pictures)],
        "figures": [],
        "after": [],
        "contents": None,
        "sections": sections,
    }


def _number(report: Report) -> int:
    return port_number(report.selection.ports(report.border)[0])


def _map(report: Report, pictures: Pictures) -> Block:
    border = report.border
    position = report.selection.ports(border)[0]
    points = border.geometries("ports", "full")
    here = points[position]
    near = [
        number for number, point in enumerate(points)
        if abs(point.x - here.x) < _AROUND_DEG * 2 and abs(point.y - here.y) < _AROUND_DEG * 0.8
    ]  # fmt: skip
    spec = MapSpec(
        positions=tuple(near),
        langs=report.words.langs,
        bounds=(here.x - _AROUND_DEG, here.y - _AROUND_DEG / 3, here.x + _AROUND_DEG,
                here.y + _AROUND_DEG / 3),
        width_in=_MAP_IN[0],
        height_in=_MAP_IN[1],
        insets=False,
        key=True,
    )  # fmt: skip
    return map_block(report, pictures, "place", report.subject(), spec)


def _facts(report: Report, row: dict[str, Any]) -> ReportTable:
    short = report.words.short
    river = [f"{row['river_km']:,.1f} km ({row['river_mile']:,.1f} mi)"] if row["river_km"] else []
    found = [
        (short("towns"), f"{row['us_city']} – {row['mx_city']}"),
        (short("states"), " – ".join(report.state_name(row[side]) for side in _SIDES)),
        (short("county"), row["us_county"]),
        (short("municipality"), row["mx_municipality"]),
        (short("type"), report.words.code("crossing_type", row["crossing_type"])),
        (short("modes"), report.mode_names(row["modes"])),
        (short("hours"), report.hours(row)),
        (short("opened"), row["opened_year"]),
        (short("us_owner"), report.owner(row, "us_owner")),
        (short("mx_owner"), report.owner(row, "mx_owner")),
        (short("cbp_code"), f"{row['cbp_port_code']} {row['cbp_port_name']}"),
        (short("river_km"), ", ".join(river)),
        (short("boundary_km"), f"{row['boundary_km']:,.1f} km"),
        (short("as_of"), row["as_of"]),
    ]
    return ReportTable(
        key="facts",
        title=short("facts"),
        columns=(
            ReportColumn(label=short("fact"), width=1.2),
            ReportColumn(label=short("value"), width=4.0),
        ),
        rows=found,
    )


_SIDES: Final = ("us_state", "mx_state")


def _lanes(report: Report) -> ReportTable:
    short = report.words.short
    found = [
        (
            report.mode_name(row["mode"]),
            row["lanes_northbound"],
            report.hours_words(row["hours_cbp"]),
            report.hours_words(row["hours_mexican_customs"]),
            known_part(row, "hours_as_of"),
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
        rows=found,
    )


def _neighbours(report: Report, row: dict[str, Any]) -> ReportTable:
    short = report.words.short
    border = report.border
    point = border.geometries("ports", "full")[border.port_position(row["id"])]
    near = nearest(border, point.x, point.y, k=_NEIGHBOURS + 1).records()
    found = [
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
        rows=found[:_NEIGHBOURS],
    )
