"""Evidence: sources that are there, columns that say what facts say, sound dates and notes."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from geo.checks.model import Check, without_problems
from geo.data.evidence import source_rows, unknown_cells
from geo.data.fact_columns import FILLS, VALUE, part_of_fact
from geo.data.facts import WHOLE_COLUMN
from geo.data.frames import BorderFrames
from geo.layers import KINDS, LAYERS, Column, Layer
from geo.layers.register import AHEAD

__all__ = ["check_evidence", "unknown_sources"]

_FIRST_DAY: Final = date(1800, 1, 1)
_NO_SOURCES: Final = ("kiddle", "vietnamese wikipedia", "plotly-geo", "general knowledge")
"""Words for what is no source: they stood in early tables and may not come back."""


def check_evidence(border: BorderFrames) -> list[Check]:
    """Check sources, facts, what is not known, dates and notes of every layer and table."""
    facts = _facts(border)
    return [
        without_problems("sources that rows name are there", unknown_sources(border), "all rows"),
        without_problems("facts are about cells", _nowhere(border, facts), f"{len(facts)} facts"),
        without_problems("one fact is shown per cell", _twice(facts), f"{len(facts)} facts"),
        without_problems("columns say what facts say", _differing(border, facts), "fact columns"),
        without_problems("filled cells have their facts", _bare(border, facts), "fact columns"),
        without_problems("empty cells are explained", _unexplained(border, facts), "fact columns"),
        without_problems("dates are possible", _impossible(border), "all dates"),
        without_problems("hours have their own date", _undated(border), "port_modes"),
        without_problems("notes are in both languages", _one_sided(border), "all texts"),
        without_problems("no text names what is no source", _no_sources(border), "all texts"),
    ]


def unknown_sources(border: BorderFrames) -> Iterator[str]:
    """Yield where a row names a source that the table ``sources`` lacks."""
    known = source_rows(border)
    for name, definition in LAYERS.items():
        if definition.time is None and "source_ids" in definition.column_names:
            columns = border.records(name).columns
            for key, named in zip(columns[definition.key], columns["source_ids"], strict=True):
                for source in named or ():
                    if source not in known:
                        yield f"{name} {key}: {source}"


def _rows(border: BorderFrames) -> Iterator[tuple[Layer, str, dict[str, Any]]]:
    for name, definition in LAYERS.items():
        if definition.time is None:
            table = border.records(name)
            for row_number, key in enumerate(table.columns[definition.key]):
                yield definition, key, table.row(row_number)


def _facts(border: BorderFrames) -> list[dict[str, Any]]:
    table = border.records("facts")
    return [table.row(row) for row in range(len(table))]


def _nowhere(border: BorderFrames, facts: list[dict[str, Any]]) -> Iterator[str]:
    for fact in facts:
        definition = LAYERS.get(fact["layer"])
        if definition is None or fact["column"] not in definition.column_names:
            yield f"{fact['id']}: no such column"
        elif fact["row"] != WHOLE_COLUMN and fact["row"] not in border.records(definition.name):
            yield f"{fact['id']}: no such row"
        elif (fact["row"] == WHOLE_COLUMN) != (fact["value"] is None):
            yield f"{fact['id']}: a cell has a value, a whole column none"


def _twice(facts: list[dict[str, Any]]) -> Iterator[str]:
    seen = set()
    for fact in facts:
        cell = (fact["layer"], fact["row"], fact["column"])
        if fact["shown"] and cell in seen:
            yield fact["id"]
        if fact["shown"]:
            seen.add(cell)


def _differing(border: BorderFrames, facts: list[dict[str, Any]]) -> Iterator[str]:
    for fact in facts:
        table = border.records(fact["layer"]) if fact["layer"] in LAYERS else None
        if not fact["shown"] or table is None or fact["row"] not in table:
            continue
        row = table.position(fact["row"])
        for name, part in FILLS.get(fact["layer"], {}).get(fact["column"], ()):
            cell = table.columns[name][row]
            if cell != _said(fact, part, table.layer.column(name)):
                yield f"{fact['id']}: {name} is {cell!r}"


def _said(fact: dict[str, Any], part: str, column: Column) -> Any:  # noqa: ANN401 - a cell
    written = part_of_fact(fact, part)
    try:
        return KINDS[column.kind].parse(written) if part == VALUE else written
    except ValueError:
        return None


def _bare(border: BorderFrames, facts: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the filled cells of fact columns behind which no fact stands."""
    shown = {(fact["layer"], fact["row"], fact["column"]) for fact in facts if fact["shown"]}
    for name, columns in FILLS.items():
        table = border.records(name)
        for column in columns:
            for key, cell in zip(table.columns["id"], table.columns[column], strict=True):
                if cell is not None and (name, key, column) not in shown:
                    yield f"{name} {key}: {column}"


def _unexplained(border: BorderFrames, facts: list[dict[str, Any]]) -> Iterator[str]:
    """Yield columns with empty cells of which ``not_known`` says nothing, and idle rows of it."""
    told = {(unknown.layer.name, unknown.column.name) for unknown in unknown_cells(border)}
    for name, column in sorted({(fact["layer"], fact["column"]) for fact in facts}):
        is_cell = column in FILLS.get(name, {})
        if is_cell and (name, column) not in told and None in border.records(name).columns[column]:
            yield f"{name}.{column}: empty cells, no row of not_known"
    for unknown in unknown_cells(border):
        if not unknown.empty:
            yield f"{unknown.why['id']}: no cell is empty"


def _impossible(border: BorderFrames) -> Iterator[str]:
    for definition, key, row in _rows(border):
        for column in definition.columns:
            day = row[column.name]
            if isinstance(day, date) and not _possible(column.name, day, border.date):
                yield f"{definition.name} {key}: {column.name} {day}"
            precision = f"{column.name}_precision"
            if precision in row and (day is None) != (row[precision] is None):
                yield f"{definition.name} {key}: {precision}"


def _possible(column: str, day: date, dated: date) -> bool:
    """Return whether a day may stand in a column: after the data only where it lies ahead."""
    return day >= _FIRST_DAY and (day <= dated or column in AHEAD)


def _undated(border: BorderFrames) -> Iterator[str]:
    table = border.records("port_modes")
    oldest: dict[str, date] = {}
    for row in map(table.row, range(len(table))):
        for hours, day in (("hours_cbp", "hours_as_of"),
                           ("hours_mexican_customs", "hours_mexican_customs_as_of")):  # fmt: skip
            if (row[hours] is None) != (row[day] is None):
                yield f"{row['id']}: {hours} without its date, or the date alone"
        if row["opening_hours_cbp"] is not None and row["hours_as_of"] is not None:
            port = row["port_id"]
            oldest[port] = min(oldest.get(port, row["hours_as_of"]), row["hours_as_of"])
    columns = border.records("ports").columns
    for port, day in zip(columns["id"], columns["hours_as_of"], strict=True):
        if port in oldest and (day is None or day > oldest[port]):
            yield f"{port}: hours_as_of {day} is newer than {oldest[port]} of a mode"


def _one_sided(border: BorderFrames) -> Iterator[str]:
    for definition, key, row in _rows(border):
        for name in definition.column_names:
            spanish = f"{name.removesuffix('_en')}_es"
            if name.endswith("_en") and spanish in row and bool(row[name]) != bool(row[spanish]):
                yield f"{definition.name} {key}: {name}"
    ports = border.records("ports").columns
    for key, note in zip(ports["id"], ports["note_en"], strict=True):
        if not note:
            yield f"ports {key}: no note"


def _no_sources(border: BorderFrames) -> Iterator[str]:
    for definition, key, row in _rows(border):
        for name, cell in row.items():
            text = cell.lower() if isinstance(cell, str) else ""
            if any(word in text for word in _NO_SOURCES):
                yield f"{definition.name} {key}: {name}"
