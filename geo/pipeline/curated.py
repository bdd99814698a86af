"""Reading the facts that people maintain: one CSV a table, checked cell by cell.

The columns, kinds and allowed values are those of ``geo.layers``, less what the build computes
and plus the position of a crossing that is not counted. An empty cell means "not known".
"""

import csv
import zoneinfo
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import opening_hours
import pandas as pd

from geo.data.fact_columns import fact_columns
from geo.errors import DatasetError
from geo.layers import KINDS, Column, Kind, layer

__all__ = ["curated_columns", "read_curated", "read_value"]

_COMPUTED: Final[Mapping[str, frozenset[str]]] = {
    "ports": frozenset(
        {"number", "river_segment", "river_km", "river_mile", "boundary_km", "source_offset_m",
         "hours", "opening_hours", "hours_as_of", "hours_as_of_precision"}
    ),
    "facts": frozenset({"id"}),
    "projects": frozenset({"position_basis"}),
    "permits": frozenset({"lapses_on"}),
    "counties": frozenset({"area_km2", "touches_line", "port_ids"}),
}  # fmt: skip
"""Columns that the build computes; those made of facts, and ``sources``, are computed too."""
_POSITION: Final = tuple(
    Column(name=name, kind="number", label_en=label, label_es=label_es,
           description=f"{label} of the source, degrees WGS 84; empty where not known.",
           unit="deg")
    for name, label, label_es in (("longitude", "Longitude", "Longitud"),
                                  ("latitude", "Latitude", "Latitud"))
)  # fmt: skip
_ADDED: Final[Mapping[str, tuple[Column, ...]]] = {
    "crossings_not_counted": _POSITION,
    "projects": _POSITION,
    "waterworks": _POSITION,
    "border_plans": (
        Column(name="stretch", kind="list", required=True, label_en="Stretch", label_es="Tramo",
               description="The pairs of states whose line it lies along; or all, west, east."),
    ),
}  # fmt: skip
_FIRST_ROW: Final = 2
"""Number of the first row as an editor counts lines: the header is line 1."""


def curated_columns(name: str) -> tuple[Column, ...]:
    """Return the columns of a curated table, in order; ``UnknownLayerError`` if there is none."""
    computed = _COMPUTED.get(name, frozenset()) | fact_columns(name)
    if "source_ids" in layer(name).column_names:
        computed |= {"sources"}
    kept = tuple(column for column in layer(name).columns if column.name not in computed)
    return kept + _ADDED.get(name, ())


def read_curated(folder: Path, name: str) -> pd.DataFrame:
    """Return a curated table with the columns of ``curated_columns``, typed by their kinds.

    Strings and dates are objects (``None`` where empty), integers ``Int64``, numbers ``float64``
    (NaN where empty), booleans ``boolean``, lists Python lists (empty where not known).

    Raises
    ------
    DatasetError
        The file cannot be read, a column is missing or not known, an id is repeated, or a cell
        is not allowed; the message names the file, the row, the column and the value.
    """
    path = folder / f"{name}.csv"
    columns = curated_columns(name)
    header, rows = _read_rows(path)
    _check_header(path, header, columns)
    cells: dict[str, list[Any]] = {column.name: [] for column in columns}
    for number, row in enumerate(rows, start=_FIRST_ROW):
        values = _row_values(path, number, header, row)
        for column in columns:
            cells[column.name].append(_cell(path, number, column, values[column.name]))
    if layer(name).key in cells:
        _check_unique(path, columns[0].name, cells[columns[0].name])
    return pd.DataFrame(
        {column.name: _series(cells[column.name], column.kind) for column in columns}
    )


def _read_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise DatasetError(message) from None
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{path}: not a CSV file in UTF-8: {error}"
        raise DatasetError(message) from None
    if not lines:
        message = f"{path}: empty"
        raise DatasetError(message)
    return lines[0], lines[1:]


def _check_header(path: Path, header: list[str], columns: tuple[Column, ...]) -> None:
    expected = [column.name for column in columns]
    for heading in header:
        if heading not in expected or header.count(heading) > 1:
            message = f"{path}: row 1: column {heading!r} is not known or repeated"
            raise DatasetError(message)
    missing = [name for name in expected if name not in header]
    if missing:
        message = f"{path}: row 1: column {missing[0]!r} is missing"
        raise DatasetError(message)


def _row_values(path: Path, number: int, header: list[str], row: list[str]) -> dict[str, str]:
    if len(row) != len(header):
        message = f"{path}: row {number}: {len(row)} cells, but the header has {len(header)}"
        raise DatasetError(message)
    return dict(zip(header, row, strict=True))


def _cell(path: Path, number: int, column: Column, text: str) -> Any:  # noqa: ANN401
    return read_value(f"{path}: row {number}", column, text)


def read_value(row: str, column: Column, text: str) -> Any:  # noqa: ANN401
    """Return a text as a value of a column; ``DatasetError`` names ``row``, column and text."""
    where = f"{row}: column {column.name}"
    if not text:
        if column.required:
            message = f"{where}: empty, but required"
            raise DatasetError(message)
        return [] if column.kind == "list" else None
    try:
        value = KINDS[column.kind].parse(text)
    except ValueError:
        message = f"{where}: {text!r} is not a valid {column.kind}"
        raise DatasetError(message) from None
    for item in _items(column, value):
        wanted = _wanted(column, item)
        if wanted:
            message = f"{where}: {item!r} is not allowed; allowed: {wanted}"
            raise DatasetError(message)
    return list(value) if column.kind == "list" else value


def _items(column: Column, value: Any) -> Sequence[Any]:  # noqa: ANN401
    return value if column.kind == "list" else [value]


def _wanted(column: Column, item: Any) -> str:  # noqa: ANN401
    """Return what a cell should have held, or nothing where the item is allowed."""
    if column.allowed and item not in column.allowed:
        return ", ".join(column.allowed)
    if column.name.startswith("opening_hours") and not opening_hours.validate(item):
        return "OpenStreetMap opening_hours syntax"
    if column.name.endswith("time_zone") and item not in zoneinfo.available_timezones():
        return "names of the IANA time zone database"
    return ""


def _check_unique(path: Path, key: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for number, row_id in enumerate(ids, start=_FIRST_ROW):
        if row_id in seen:
            message = f"{path}: row {number}: column {key}: {row_id!r} is repeated"
            raise DatasetError(message)
        seen.add(row_id)


def _series(values: list[Any], kind: Kind) -> pd.Series:
    """Return cells with the dtype of their kind; texts, dates and lists stay plain values."""
    plain = np.dtype(KINDS[kind].numpy).kind in "OM"
    return pd.Series(values, dtype="object" if plain else KINDS[kind].pandas)
