"""Answers as text: an aligned table, JSON, GeoJSON or CSV."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any, Final

import orjson
from tabulate import tabulate

from geo.answers import Answer
from geo.errors import InvalidValueError
from geo.geojson import feature_collection

__all__ = ["FORMATS", "guarded", "text_of_answer", "text_of_row"]

_WIDEST_CELL: Final = 48
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def text_of_answer(answer: Answer, form: str, columns: tuple[str, ...]) -> str:
    """Return an answer in a format of ``FORMATS``; a table shows only ``columns``.

    Raises
    ------
    InvalidValueError
        The answer has no geometry and GeoJSON was asked for.
    """
    return FORMATS[form](answer, columns)


def text_of_row(row: dict[str, Any], form: str) -> str:
    """Return a single row: a table of two columns, or an object."""
    if form == "json":
        return orjson.dumps(row, option=orjson.OPT_INDENT_2).decode()
    if form == "table":
        return tabulate([(name, _cell(value)) for name, value in row.items()], tablefmt="plain")
    if form == "geojson":
        raise InvalidValueError("--format", form, "table, json or csv for this answer")
    return _csv(Answer([row]), tuple(row))


def guarded(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: such a text gets a leading quote.

    A text that is only a number, such as a negative longitude, stays as it is.
    """
    if not (isinstance(value, str) and value.startswith(_FORMULA_STARTS)):
        return value
    return value if _NUMBER.fullmatch(value) else f"'{value}"


def _table(answer: Answer, columns: tuple[str, ...]) -> str:
    rows = [[_cell(row.get(name)) for name in columns] for row in answer.rows]
    return tabulate(rows, headers=list(columns), tablefmt="simple", disable_numparse=True)


def _json(answer: Answer, _columns: tuple[str, ...]) -> str:
    body = {**answer.about, "rows": answer.rows}
    return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()


def _geojson(answer: Answer, _columns: tuple[str, ...]) -> str:
    if answer.shapes is None:
        raise InvalidValueError("--format", "geojson", "table, json or csv for this answer")
    return feature_collection(answer).decode()


def _csv(answer: Answer, columns: tuple[str, ...]) -> str:
    names = tuple(answer.rows[0]) if answer.rows else columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([guarded(_plain(row[name])) for name in names] for row in answer.rows)
    return text.getvalue().rstrip("\n")


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return ";".join(str(item) for item in value)
    if isinstance(value, dict):
        return orjson.dumps(value).decode()
    return value


def _cell(value: object) -> str:
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{value:,.3f}"
    text = str(_plain(value))
    return text if len(text) <= _WIDEST_CELL else text[: _WIDEST_CELL - 1] + "…"


FORMATS: Final[dict[str, Callable[[Answer, tuple[str, ...]], str]]] = {
    "table": _table,
    "json": _json,
    "geojson": _geojson,
    "csv": _csv,
}
"""The formats in which the command line prints."""
