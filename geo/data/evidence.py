"""What stands behind each cell: its sources and date, what others say, and what nobody says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.data.dates import known_part
from geo.data.facts import WHOLE_COLUMN
from geo.data.frames import BorderFrames
from geo.layers import LAYERS, Column, Layer
from geo.layers.evidence import POSITION

__all__ = [
    "Disagreement",
    "Statement",
    "Unknown",
    "citation",
    "disagreements",
    "is_unknown",
    "source_rows",
    "statement",
    "unknown_cells",
]

_EMPTY: Final = (None, "", ())
_DATE: Final = "as_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What sources say of a cell; ``date`` is what is known of the day they said so, or empty.

    ``value`` is empty where the statement is of a whole column.
    """

    value: str
    value_es: str
    source_ids: tuple[str, ...]
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A cell for which sources give different values: the one shown first, then the others."""

    layer: Layer
    row: str
    column: Column
    shown: Statement | None
    others: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A column with empty cells: those to which it applies, and the keys of the empty rows.

    ``why`` is the row of ``not_known`` that says why and whom to ask.
    """

    layer: Layer
    column: Column
    cells: int
    empty: tuple[str, ...]
    why: Mapping[str, Any]


def citation(source: Mapping[str, Any]) -> str:
    """Return a source as publisher, title and date, such as ``CBP: Release (2023-11-16)``."""
    published = known_part(source, "published")
    words = f"{source['publisher']}: {source['title']}"
    return f"{words} ({published})" if published else words


def source_rows(border: BorderFrames) -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of ``sources`` by id."""
    return border.derived(_sources)


def statement(border: BorderFrames, layer: str, row: str, column: str) -> Statement | None:
    """Return what stands behind a cell: its own fact, that of its column, or its row's sources.

    ``None`` where none of them names a source.
    """
    shown = border.derived(_facts)[0]
    statement = shown.get((layer, row, column)) or shown.get((layer, WHOLE_COLUMN, column))
    return statement or _of_row(border, layer, row)


def disagreements(border: BorderFrames) -> tuple[Disagreement, ...]:
    """Return the cells for which another source says something else, in the order of facts."""
    shown, others = border.derived(_facts)
    return tuple(
        Disagreement(
            layer=LAYERS[name],
            row=row,
            column=LAYERS[name].column(column),
            shown=shown.get((name, row, column)),
            others=tuple(statements),
        )
        for (name, row, column), statements in others.items()
    )


def unknown_cells(border: BorderFrames) -> tuple[Unknown, ...]:
    """Return the columns that ``not_known`` speaks of, with the rows that are empty in them."""
    reasons = border.records("not_known")
    return tuple(_unknown(border, reasons.row(row)) for row in range(len(reasons)))


def is_unknown(border: BorderFrames, layer: Layer, row: Mapping[str, Any], column: str) -> bool:
    """Return whether an empty cell of a row is not known, rather than nothing to be said there."""
    asked = border.derived(_asked).get((layer.name, column))
    return asked is not None and _applies(row, asked)


def _unknown(border: BorderFrames, why: Mapping[str, Any]) -> Unknown:
    definition = LAYERS[why["layer"]]
    columns = border.records(definition.name).columns
    keys, cells = columns[definition.key], _cells(border, definition, why["column"])
    table, modes = border.records(definition.name), frozenset(why["modes"] or ())
    applies = [_applies(table.row(row), modes) for row in range(len(table))]
    return Unknown(
        layer=definition,
        column=_column(definition, why["column"]),
        cells=sum(applies),
        empty=tuple(
            key
            for key, cell, is_asked in zip(keys, cells, applies, strict=True)
            if is_asked and cell in _EMPTY
        ),
        why=why,
    )


def _column(definition: Layer, name: str) -> Column:
    return POSITION if name == POSITION.name else definition.column(name)


def _cells(border: BorderFrames, definition: Layer, name: str) -> list[Any]:
    """Return the cells of a column; of the position, those of a geometry or ``None``."""
    if name != POSITION.name:
        return border.records(definition.name).columns[name]
    return [None if shape is None or shape.is_empty else shape
            for shape in border.frame(definition.name)[name]]  # fmt: skip


def _applies(row: Mapping[str, Any], modes: frozenset[str]) -> bool:
    """Return whether a row has one of the modes; every row has where none is named."""
    return not modes or not modes.isdisjoint([row["mode"]] if "mode" in row else row["modes"])


def _asked(border: BorderFrames) -> dict[tuple[str, str], frozenset[str]]:
    """Return the columns of layers that ``not_known`` speaks of, with the modes that it names."""
    table = border.records("not_known")
    reasons = map(table.row, range(len(table)))
    return {(why["layer"], why["column"]): frozenset(why["modes"] or ()) for why in reasons}


def _sources(border: BorderFrames) -> dict[str, dict[str, Any]]:
    table = border.records("sources")
    return {row["id"]: row for row in map(table.row, range(len(table)))}


_Cell = tuple[str, str, str]
"""Layer, row and column."""


def _facts(border: BorderFrames) -> tuple[dict[_Cell, Statement], dict[_Cell, list[Statement]]]:
    """Return the shown statement of each cell, and what other sources say of it."""
    table = border.records("facts")
    shown: dict[_Cell, Statement] = {}
    others: dict[_Cell, list[Statement]] = {}
    for fact in map(table.row, range(len(table))):
        cell = (fact["layer"], fact["row"], fact["column"])
        statement = Statement(
            value=fact["value"] or "",
            value_es=fact["value_es"] or "",
            source_ids=tuple(fact["source_ids"]),
            date=known_part(fact, "source_date") or "",
        )
        if fact["shown"]:
            shown[cell] = statement
        else:
            others.setdefault(cell, []).append(statement)
    return shown, others


def _of_row(border: BorderFrames, layer: str, row: str) -> Statement | None:
    table = border.records(layer)
    if row not in table or "source_ids" not in LAYERS[layer].column_names:
        return None
    cells = table.row(table.position(row))
    ids = tuple(cells["source_ids"] or ())
    date = known_part(cells, _dated(LAYERS[layer])) if ids and _dated(LAYERS[layer]) else None
    return Statement(value="", value_es="", source_ids=ids, date=date or "") if ids else None


def _dated(definition: Layer) -> str:
    """Return the column that dates the whole of a row of a layer; empty if there is none."""
    dated = [name for name in definition.column_names if name.endswith(_DATE)]
    return dated[0] if len(dated) == 1 else ""
