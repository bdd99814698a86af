"""One layer as CSV (RFC 4180, UTF-8): points as longitude and latitude, other shapes as WKT."""

import csv
from collections.abc import Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from geo.border import Border
from geo.data.formula_guard import without_formula
from geo.data.provenance import Provenance, layer_provenance
from geo.documents.request import Request
from geo.formats.layer_rows import LayerRows, requested_rows
from geo.formats.model import Format
from geo.layers import KINDS, Column
from geo.words.messages import message

__all__ = ["CSV", "WKT", "write_csv"]

WKT: Final = "wkt"
"""Column of the shapes that are not points."""
_WKT_DECIMALS: Final = 7
"""Degrees to a centimetre."""
_ALWAYS: Final = {"24/7": "Mo-Su 00:00-24:00"}
"""Opening hours that spreadsheets in Spanish read as the 24th of July, and what says the same."""
_AXES: Final = (shapely.get_x, shapely.get_y)


def write_csv(
    path: Path,
    rows: LayerRows,
    *,
    wkt: bool = False,
    bom: bool = False,
    more: Mapping[str, str] | None = None,
) -> None:
    """Write rows of a layer as CSV.

    Texts that a spreadsheet would take for a formula get a leading apostrophe. Coordinates are
    those of the geometries, x (longitude) before y (latitude).

    Parameters
    ----------
    path
        File to write.
    rows
        The rows.
    wkt
        Whether points, too, become one column of WKT.
    bom
        Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    more
        Further columns with one value for all rows.
    """
    extra = dict(more or {})
    shape_names, shapes = _shape_columns(rows, wkt=wkt)
    columns = [
        _cells(column, rows.records.columns[column.name], rows.rows, for_sheets=bom)
        for column in rows.layer.columns
    ]
    constant = [repeat(without_formula(value), len(rows.rows)) for value in extra.values()]
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*rows.layer.column_names, *shape_names, *extra])
        writer.writerows(zip(*columns, *shapes, *constant, strict=True))


def _shape_columns(rows: LayerRows, *, wkt: bool) -> tuple[tuple[str, ...], list[list[Any]]]:
    if rows.geometry is None:
        return (), []
    if rows.layer.geometry == "Point" and not wkt:
        missing = shapely.is_missing(rows.geometry)
        axes = [np.round(axis(rows.geometry), _WKT_DECIMALS).tolist() for axis in _AXES]
        return ("longitude", "latitude"), [
            [None if gone else value for value, gone in zip(values, missing, strict=True)]
            for values in axes
        ]
    return (WKT,), [shapely.to_wkt(rows.geometry, rounding_precision=_WKT_DECIMALS).tolist()]


def _cells(
    column: Column, values: list[Any], rows: Sequence[int], *, for_sheets: bool
) -> list[Any]:
    """Return cells as texts that no spreadsheet takes for a formula, ``None`` for not known.

    ``for_sheets`` also writes opening hours so that no spreadsheet takes them for a date.
    """
    chosen = [values[row] for row in rows]
    write = KINDS[column.kind].text
    instead = _ALWAYS if for_sheets else {}
    texts = {
        value: None if value is None else without_formula(instead.get(value, write(value)))
        for value in set(chosen)
    }
    return [texts[value] for value in chosen]


def _write(border: Border, path: Path, request: Request) -> None:
    """Write one layer; the last columns name the data set's version, date and licence."""
    (name,) = request.layers
    rows = requested_rows(border, name, request)
    about = layer_provenance(border, name)
    more = {
        "dataset_version": about.version,
        "dataset_date": about.date.isoformat(),
        "dataset_licence": about.licence,
    }
    write_csv(path, rows, wkt=request.wkt, bom=request.bom, more=more)


def _write_rows(path: Path, rows: LayerRows, _about: Provenance) -> None:
    write_csv(path, rows)


CSV: Final = Format(
    name="csv",
    suffix=".csv",
    media_type="text/csv",
    title="CSV",
    purpose=message("One layer or table for spreadsheets and scripts."),
    content="layer",
    write=_write,
    write_rows=_write_rows,
    tables=True,
    options=("wkt", "bom"),
)
