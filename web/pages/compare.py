"""The page that puts two to four ports side by side."""

from typing import Any, Final

from geo.border import Border
from geo.layers import MODES
from geo.layers.measures import MAIN_MEASURES, MEASURES
from geo.volumes.areas import area_of
from geo.volumes.ledger import ledger_of
from geo.volumes.sentences import Sentences
from geo.volumes.summary import volumes_of
from geo.words.catalogue import words
from geo.words.hours import hours_text
from geo.words.messages import message
from web.http.operation import HTML, Call, Operation, Reply
from web.http.parameters import Parameter, without_repeats
from web.pages.html import page
from web.pages.volumes import area_volumes

__all__ = ["compare_operation"]

_MAX_PORTS: Final = 4


def compare_operation(port_ids: tuple[str, ...]) -> Operation:
    """Return the operation that answers with ports side by side; ``port_ids`` are those there."""
    return Operation(
        id="comparePage",
        path="/compare",
        tag="pages",
        summary=message("Two to four ports side by side"),
        parameters=(
            Parameter(
                name="ports",
                description=message("Ids of two to four ports, with commas between."),
                schema={
                    "type": "array",
                    "items": {"type": "string", "enum": list(port_ids)},
                    "minItems": 1,
                    "maxItems": _MAX_PORTS,
                    "uniqueItems": True,
                },
                example=list(port_ids[:2]),
                check=without_repeats("ports"),
            ),
        ),
        answer=_compare,
        media=(HTML,),
        localised=True,
    )


def _compare(call: Call) -> Reply:
    border, lang = call.border, call.lang
    table = border.records("ports")
    rows = [table.row(table.position(key)) for key in call.values["ports"] or ()]
    names = [call.words.pick(row, "name") for row in rows]
    return page(
        call,
        "compare.html",
        title=" · ".join(names) if names else call.words.say("Compare ports"),
        names=names,
        rows=rows,
        lines=_facts(call, rows),
        volumes=_volumes(border, [row["id"] for row in rows], lang),
        choices=list(
            zip(table.columns["id"], call.words.column(table.columns, "name"), strict=True)
        ),
        kinds=call.words.codes("note_kind"),
        most=_MAX_PORTS,
    )


def _facts(call: Call, rows: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return the facts to compare: a heading and the cell of each port."""
    lang, say = call.lang, call.words.say
    codes = call.words.codes("mode")
    answers = call.words.codes("answer")
    return [
        (say("US side"), [f"{row['us_city']}, {_state(call, row['us_state'])}" for row in rows]),
        (say("Mexican side"),
         [f"{row['mx_city']}, {_state(call, row['mx_state'])}" for row in rows]),
        (say("Type"), [call.words.code("crossing_type", row["crossing_type"]) for row in rows]),
        (say("Hours northbound"),
         [hours_text(row["hours"], lang) if row["hours"] else "" for row in rows]),
        *(
            (codes[mode], [answers["true" if mode in row["modes"] else "false"] for row in rows])
            for mode in MODES
        ),
    ]  # fmt: skip


def _state(call: Call, key: str) -> str:
    states = call.border.records("states")
    return call.words.pick(states.row(states.position(key)), "name")


def _volumes(border: Border, ids: list[str], lang: str) -> list[dict[str, Any]]:
    """Return a row for each measure that any of the ports is counted by, with its charts.

    A port that is counted only together with others has an empty cell, never their figure.
    """
    ledger = ledger_of(border)
    say = Sentences(border, lang)
    summaries = [volumes_of(ledger, area_of(ledger, key)) for key in ids]
    shown = [area_volumes(border, key, lang) for key in ids]
    rows = []
    for name in MAIN_MEASURES:
        cells: list[dict[str, Any]] = []
        for key, summary, volumes in zip(ids, summaries, shown, strict=True):
            about = next((one for one in summary.measures if one.measure == name), None)
            year = None if about is None else summary.in_year(about)
            series = next(
                (one for one in volumes.series if one.measure == name and one.of == key), None
            )
            beyond = next(
                (one.of_code for one in volumes.series if one.measure == name and one.of_code), ""
            )
            cells.append(
                {
                    "value": "" if year is None else say.value(year),
                    "change": ""
                    if about is None or year is None
                    else say.change(summary.change(about, summary.year - 5)),
                    "chart": None if series is None else series.chart,
                    "beyond": beyond if series is None else "",
                }
            )
        if any(cell["value"] or cell["beyond"] for cell in cells):
            rows.append(
                {
                    "label": words(lang).pick(MEASURES[name], "label"),
                    "year": summaries[0].year,
                    "cells": cells,
                }
            )
    return rows
