"""Likely reasons why the positions of an input are wrong, such as swapped axes."""

import math
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.batch.points import shapes_of
from geo.batch.positions import Positions
from geo.geodesy import Floats
from geo.words.catalogue import Phrase
from geo.words.messages import message

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["first_unread", "likely_reason", "unread_cell"]

_LARGEST_PROJECTED_M: Final = 2.1e7
"""More than half the equator in metres, which is as far as web maps reach."""
_SAMPLE: Final = 1_000
_EMPTY: Final = "longitude or latitude is empty in every row"
_HALF: Final = 0.5
_DECIMAL_COMMA: Final = re.compile(r"\s*[-+\u2212]?\d{1,3},\d+\s*")
_SEXAGESIMAL: Final = re.compile(r"\d\s*[°ºd:]\s*\d|\d\s*['\u2032]|[NSEWOnsewo]\s*$")
_WKT: Final = re.compile(r"\s*(SRID=\d+;)?\s*(POINT|MULTIPOINT|LINESTRING|POLYGON)", re.IGNORECASE)
_LARGEST: Final = {"lon": 180.0, "lat": 90.0}
_SINGLE: Final = "make a row of each point, as ogr2ogr -explodecollections does"
_MAX_LOOKED_AT: Final = 1_000
"""Rows without a position of a batch among which one is looked for that is not just empty."""
_UNREAD: Final = message(
    "{place} is not read as a position; such rows have no port (--strict stops at the first)"
)


def likely_reason(batch: pa.RecordBatch, positions: Positions, lon: Floats, lat: Floats) -> str:
    """Return what is probably wrong with the positions of a batch, and what helps."""
    if positions.geometry:
        return _of_geometry(batch.column(positions.geometry), lon, lat)
    rows = slice(0, _SAMPLE)
    texts = [
        value
        for name in (positions.lon, positions.lat)
        for value in batch.column(name)[rows].to_pylist()
        if isinstance(value, str) and value.strip()
    ]
    seen_lon, seen_lat = lon[rows], lat[rows]
    if texts and not (np.isfinite(seen_lon) & np.isfinite(seen_lat)).any():
        unread = first_unread(batch, positions, np.arange(min(len(lon), _SAMPLE)))
        like = "" if unread is None else f", such as {unread[2][:40]!r} in row {unread[0] + 1}"
        return f"{_of_texts(texts)}{like}" if unread is not None else _EMPTY
    return _of_numbers(seen_lon, seen_lat)


def first_unread(
    batch: pa.RecordBatch, positions: Positions, missing: npt.NDArray[np.intp]
) -> tuple[int, str, str] | None:
    """Return row, column and cell of the first of the missing rows that is not just empty.

    Of a row whose numbers are no place in their system it is the first cell; ``None`` where all
    are empty.
    """
    rows = missing[:_MAX_LOOKED_AT].tolist()
    if positions.geometry:
        return _first_shape(batch.column(positions.geometry), positions.geometry, rows)
    names = positions.columns
    for row in rows:
        cells = [batch.column(name)[row].as_py() for name in names]
        texts = ["" if cell is None else str(cell).strip() for cell in cells]
        for name, axis, text in zip(names, positions.axes, texts, strict=True):
            read = positions.cell(text, axis) if text else 0.0
            if not abs(read) <= (math.inf if positions.crs else _LARGEST[axis]):
                return row, name, text
        if all(texts):
            return row, names[0], texts[0]
    return None


def _first_shape(column: pa.Array, name: str, rows: list[int]) -> tuple[int, str, str] | None:
    """Return the first of some rows with a geometry that is not empty, and what that is."""
    shapes = shapes_of(column.take(pa.array(rows, pa.int64())))
    for row, shape in zip(rows, () if shapes is None else shapes, strict=False):
        if shape is not None and not shape.is_empty:
            return row, name, _in_short(shape)
    return None


def _in_short(shape: "BaseGeometry") -> str:
    """Return a point as WKT, of other geometries their type and how many they hold."""
    if shape.geom_type == "Point":
        return str(shape.wkt)
    count = len(getattr(shape, "geoms", ()))
    return f"{shape.geom_type} of {count}; {_SINGLE}" if count else str(shape.geom_type)


def unread_cell(place: str) -> Phrase:
    """Return a warning of a cell that is no position, ``place`` saying where it is and what."""
    return Phrase(lambda words: words.say(_UNREAD, place=place))


def _of_geometry(column: pa.Array, lon: Floats, lat: Floats) -> str:
    known = len(column) - column.null_count
    if not known:
        return "the geometry is empty in every row"
    if not np.isfinite(lon).any() and not np.isfinite(lat).any():
        first = _first_shape(column, "", list(range(min(len(column), _MAX_LOOKED_AT))))
        of = "lines, areas, or no WKB" if first is None else f"the first is a {first[2]}"
        return f"the geometry holds no points ({of})"
    return _of_numbers(lon, lat)


def _of_texts(texts: list[str]) -> str:
    for pattern, reason in (
        (_WKT, "the cells hold WKT, not numbers of degrees"),
        (_DECIMAL_COMMA, "the numbers have decimal commas: say --decimal ,"),
        (_SEXAGESIMAL, "the cells hold degrees, minutes and seconds in no known form"),
    ):
        if sum(bool(pattern.search(text)) for text in texts) > _HALF * len(texts):
            return reason
    return "the cells are no degrees"


def _of_numbers(lon: Floats, lat: Floats) -> str:
    known: Any = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return _EMPTY
    x, y = np.abs(lon[known]), np.abs(lat[known])
    if np.median(x) <= _LARGEST["lat"] and np.median(y) > _LARGEST["lat"]:
        return "longitude and latitude seem swapped: name them with --lon and --lat"
    if np.median(y) <= _LARGEST["lat"]:
        return "longitudes are outside -180 to 180: do they count from 0 to 360?"
    if np.median(x) > _LARGEST_PROJECTED_M:
        return "the numbers look like microdegrees: divide them by 1,000,000"
    return "the numbers look like meters of a projection: name it with --crs, such as EPSG:32613"
