"""Answers to questions as pages: a table that people read, and the way to the map and to files."""

from collections.abc import Mapping
from typing import Any, Final

from geo.formats.rows_csv import flat_row
from geo.layers import LAYERS, MODES, Column
from geo.queries.answer import Answer, Row
from geo.queries.question import Nested, Question
from geo.words.messages import message
from geo.words.units import unit_symbol
from web.http.links import self_links
from web.http.operation import Call, Reply
from web.pages.cells import ShownColumn, cell_text
from web.pages.html import page
from web.pages.question_form import asked_fields

__all__ = ["answer_page"]

_LABELS: Final = {
    "of": message("Counted for"), "name": message("Name"), "ports": message("Ports"),
    "country": message("Country"), "distance_km": message("Distance"),
    "road_minutes": message("By road, minutes"), "road_km": message("By road"),
    "bearing_deg": message("Bearing"), "open_to": message("Open to"),
    "along_km": message("Along the line"), "straight_km": message("Straight"),
    "basis": message("Measured along"), "km": message("Along the line"), "kind": message("Kind"),
    "from": message("From"), "to": message("To"), "from_port": message("From"),
    "to_port": message("To"), "states": message("States"), "ports_passed": message("Ports between"),
    "minutes": message("Minutes"), "area_km2": message("Area"), "router": message("Router"),
    "vehicle": message("Vehicle"), "note": message("Note"),
    "lon": message("Longitude"), "lat": message("Latitude"),
    "side": message("Side"), "state": message("State"), "on_boundary": message("On the line"),
    "nearest_lon": message("Longitude of the nearest point of the line"),
    "nearest_lat": message("Latitude of the nearest point of the line"),
    "boundary_km": message("Boundary kilometer"), "river_segment": message("River segment"),
    "river_km": message("River kilometer"), "in_la_paz_zone": message("Within the La Paz zone"),
    "measure": message("Measure"), "year": message("Year"), "month": message("Month"),
    "value": message("Crossings"), "months": message("Months counted"),
    "months_expected": message("Months expected"), "full": message("Every month counted"),
    "since": message("Earlier year"), "until": message("Later year"), "before": message("Before"),
    "after": message("After"), "percent": message("Change"),
    "comparable": message("Comparable"), "exports_usd": message("Exports to Mexico, US$"),
    "imports_usd": message("Imports from Mexico, US$"), "value_usd": message("Both, US$"),
    "share_percent": message("Share of all, %"), "change_percent": message("Change"),
    "months_compared": message("Months compared"), "people": message("People"),
    "people_by_centre": message("People, by centers of counties"),
    "counties": message("Counties"), "counties_by_centre": message("Counties, by their centers"),
    "last_promise": message("Newest promise"), "slip_months": message("Moved by, months"),
    "overdue": message("Promised day past"), "project": message("Project"),
    "stage": message("Stage"), "promises": message("Promised openings"),
    "lapses_on": message("Lapses on"), "days_left": message("Days left"),
    "permit": message("Permit"), "holder": message("Holder"), "issued": message("Issued"),
    "citation": message("Published in"), "date": message("Date"), "subject": message("Subject"),
    "text": message("What happened"), "stage_date": message("Stage as of"),
    "permit_lapses_on": message("Permit lapses on"), "next_step": message("Next step"),
    "lead_us": message("Lead, United States"),
}  # fmt: skip
_LIKE: Final = {
    "lon": "source_longitude", "lat": "source_latitude", "nearest_lon": "source_longitude",
    "nearest_lat": "source_latitude", "from": "port_id", "to": "port_id", "from_port": "port_id",
    "to_port": "port_id", "ports_passed": "port_ids", "state": "us_state", "since": "year",
    "until": "year", "project": "project_id",
}  # fmt: skip
"""Columns that are read like one of a layer."""
_BESIDE: Final = {
    "left_out": message("Not open to the traveler"),
    "hours_not_known": message("Nearer, with hours that are not known"),
}
_REMARKS: Final = ("warning", "road_note", "note")
"""What stands beside the rows in each language."""
_SPEAKS_LIKE: Final = {"gaps": "boundary", "lapsing": "permits", "slips": "projects",
                       "agenda": "projects"}  # fmt: skip
"""The layer whose words a question's own columns use, if another than ``ports``."""
_MANY_ROWS: Final = 250
"""Larger tables take longer than some 20 ms."""


def answer_page(call: Call, question: Question, answer: Answer | Row) -> Reply:
    """Return an answer as a page: its rows, what was left out, and links to files and the map."""
    rows = answer.records() if isinstance(answer, Answer) else [answer]
    if len(rows) > _MANY_ROWS:
        call.costly()
    about = answer.about if isinstance(answer, Answer) else {}
    layer = LAYERS[question.layer or _SPEAKS_LIKE.get(question.name, "ports")]
    flat = [flat_row(row) for row in rows]
    asked = asked_fields(call, question)
    return page(
        call,
        "answer.html",
        keep=False,
        title=call.words.say(question.summary),
        asked=asked,
        given=[field for field in asked if field.value],
        tables=[
            ("", _filled(_columns(call, question), flat), flat),
            *_tables_beside(call, question, about),
        ],
        is_one=question.shape == "row",
        of_ports=question.layer == "ports",
        notes=_notes(call, about),
        cell=lambda row, column: cell_text(call.border, layer, row, column, call.lang),
        links=self_links(call, call.words.say(question.summary)),
        place=(call.values["lon"], call.values["lat"]) if "lon" in call.values else None,
    )


def _filled(columns: list[ShownColumn], rows: list[Row]) -> list[ShownColumn]:
    """Return the columns that say something in any row; all of them of a single row."""
    if len(rows) < 2:  # noqa: PLR2004
        return columns
    return [one for one in columns if any(row.get(one.column.name) is not None for row in rows)]


def _columns(call: Call, question: Question) -> list[ShownColumn]:
    own = {item.name: item for item in question.columns if isinstance(item, Column)}
    of_layer = LAYERS[question.layer].columns if question.layer else ()
    known = {column.name: column for column in of_layer} | own
    columns: dict[str, ShownColumn] = {}
    for name in question.shown or tuple(own):
        base = name.removesuffix("_en").removesuffix("_es")
        if base not in columns and (name in known or name in MODES):
            columns[base] = _shown(call, base, known.get(name))
    if "name" in columns:
        columns = {"name": columns["name"], **columns}
        columns.pop("id", None)
    return list(columns.values())


def _shown(call: Call, base: str, column: Column | None) -> ShownColumn:
    said = call.words
    if column is None:
        column = Column(name=base, kind="integer", label_en="", label_es="", description="")
        label = said.code("mode", base)
    else:
        label = said.say(_LABELS[base]) if base in _LABELS else said.pick(column, "label")
    unit = unit_symbol(column.unit) if column.unit else ""
    return ShownColumn(name=_LIKE.get(base, base), label=label, unit=unit, column=column)


def _tables_beside(
    call: Call, question: Question, about: Mapping[str, Any]
) -> list[tuple[str, list[ShownColumn], list[Row]]]:
    """Return what stands beside the rows as tables of their own, each with its heading."""
    named = {
        item.name: item.columns
        for item in question.about
        if isinstance(item, Nested) and item.name in _BESIDE and about.get(item.name)
    }
    return [
        (
            call.words.say(_BESIDE[name]),
            [_named_port(call), *(_shown(call, one.name, one) for one in columns[1:])],
            about[name],
        )
        for name, columns in named.items()
    ]


def _named_port(call: Call) -> ShownColumn:
    column: Column = LAYERS["ports"].column("id")
    label = _LABELS["name"]
    return ShownColumn(name="port_id", label=call.words.say(label), unit="", column=column)


def _notes(call: Call, about: Mapping[str, Any]) -> list[str]:
    """Return the remarks on the answer as a whole, in the reader's language."""
    note = about.get("note")
    said = [call.words.pick(about, name) for name in _REMARKS if f"{name}_en" in about]
    return [text[0].upper() + text[1:]
            for text in (*said, call.words.say(note) if note else "") if text]  # fmt: skip
