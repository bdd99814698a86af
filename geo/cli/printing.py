"""Answers as text: an aligned table, JSON, GeoJSON or CSV."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import orjson

from geo.errors import InvalidValueError
from geo.formats.rows_csv import csv_of_rows, flat_row, plain_cell
from geo.queries.answer import Answer, Row

__all__ = ["FORMATS", "text_of_answer", "text_of_row", "text_of_rows"]

FORMATS: Final = ("table", "json", "geojson", "csv")
"""The formats in which the command line prints."""
_WIDEST_CELL: Final = 48
_GEOJSON_REFUSED: Final = "table, json or csv for this answer"
_Rows: TypeAlias = Sequence[Row]


def text_of_answer(answer: Answer, form: str, columns: tuple[str, ...]) -> str:
    """Return an answer in a format of ``FORMATS``; a table shows only ``columns``.

    Raises
    ------
    InvalidValueError
        The answer has no geometry and GeoJSON was asked for.
    """
    if form == "geojson" and answer.geometries is not None:
        from geo.formats.feature_json import feature_collection

        return feature_collection(answer).decode()
    return text_of_rows(answer.records(), form, columns, answer.about)


def text_of_rows(
    rows: _Rows, form: str, columns: tuple[str, ...], about: Mapping[str, Any] | None = None
) -> str:
    """Return rows without geometry as a table of ``columns``, as JSON or as CSV.

    In a table and in CSV a cell that is a dictionary becomes a column per key.

    Raises
    ------
    InvalidValueError
        GeoJSON was asked for.
    """
    if form == "json":
        body = {**(about or {}), "rows": rows}
        return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()
    if form not in _WRITERS:
        raise InvalidValueError("--format", form, _GEOJSON_REFUSED)
    return _WRITERS[form]([flat_row(row) for row in rows], columns)


def text_of_row(row: dict[str, Any], form: str) -> str:
    """Return a single row: a table of two columns, or an object."""
    if form == "json":
        return orjson.dumps(row, option=orjson.OPT_INDENT_2).decode()
    if form == "table":
        from tabulate import tabulate

        return tabulate([(name, _cell(value)) for name, value in row.items()], tablefmt="plain")
    return text_of_rows([row], form, tuple(row))


def _table(rows: _Rows, columns: tuple[str, ...]) -> str:
    from tabulate import tabulate

    if rows:
        columns = tuple(name for name in columns if any(name in row for row in rows))
    cells = [[_cell(row.get(name)) for name in columns] for row in rows]
    return tabulate(cells, headers=list(columns), tablefmt="simple", disable_numparse=True)


def _cell(value: object) -> str:
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{value:,.3f}"
    text = str(plain_cell(value))
    return text if len(text) <= _WIDEST_CELL else text[: _WIDEST_CELL - 1] + "…"


_WRITERS: Final[dict[str, Callable[[_Rows, tuple[str, ...]], str]]] = {
    "table": _table,
    "csv": csv_of_rows,
}
