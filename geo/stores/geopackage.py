"""Reading layers and tables of a GeoPackage as what it is: an SQLite file.

GDAL, which writes the published files, takes ten times as long to open one.
"""

import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo.data.rows import Rows, Shapes
from geo.data.wkb import POINT_BYTES, packed_points
from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS, Floats
from geo.layers import Column, Kind

__all__ = ["GeoPackage"]

_HEADER_BYTES: Final = 8
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
"""Length of the envelope before a geometry's WKB, by the number that its flags give."""
_GEOMETRY: Final = (
    "SELECT column_name, organization || ':' || organization_coordsys_id "
    "FROM gpkg_geometry_columns JOIN gpkg_spatial_ref_sys USING (srs_id) WHERE table_name = ?"
)


class GeoPackage:
    """A GeoPackage that does not change, opened when it is first read.

    It may be read by several threads, one at a time, and after a fork.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._databases: dict[int, sqlite3.Connection] = {}

    def rows(self, name: str, columns: Sequence[Column], *, located: bool) -> Rows:
        """Return a layer or table in its order: those columns that it has, with ``located`` where.

        Raises
        ------
        DatasetError
            The file is no GeoPackage, holds no such layer, or values that are none of their kind.
        """
        try:
            with self._lock:
                return _rows(self._database(), name, columns, located=located)
        except (sqlite3.Error, TypeError, ValueError, LookupError) as error:
            raise DatasetError(f"{self._path}: not a readable data set: {error}") from None

    def _database(self) -> sqlite3.Connection:
        """Return the connection of this process: one may not be carried over a fork."""
        process = os.getpid()
        if process not in self._databases:
            database = sqlite3.connect(
                f"{self._path.as_uri()}?immutable=1", uri=True, check_same_thread=False
            )
            weakref.finalize(self, database.close)
            self._databases[process] = database
        return self._databases[process]


def _rows(
    database: sqlite3.Connection, name: str, columns: Sequence[Column], *, located: bool
) -> Rows:
    stored = {row[0] for row in database.execute("SELECT name FROM pragma_table_info(?)", (name,))}
    if not stored:
        message = f"it has no layer {name}"
        raise LookupError(message)
    known = [column for column in columns if column.name in stored]
    listed = [column.name for column in known]
    if located:
        geometry, crs = database.execute(_GEOMETRY, (name,)).fetchone()
        if crs != FRAME_CRS:
            message = f"layer {name} is in {crs}, not in {FRAME_CRS}"
            raise ValueError(message)
        listed.append(geometry)
    quoted = ", ".join(map(_quoted, listed))
    rows = database.execute(f"SELECT {quoted} FROM {_quoted(name)} ORDER BY rowid").fetchall()  # noqa: S608 - quoted
    cells: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(listed)
    values = {
        column.name: _plain(column.kind, stored)
        for column, stored in zip(known, cells, strict=False)
    }
    if not located:
        return Rows(values)
    encoded = [None if blob is None else _wkb(blob) for blob in cells[-1]]
    points = _points(encoded)
    return Rows(values, points, _shapes(encoded) if points is None else None)


def _points(encoded: list[bytes | None]) -> Floats | None:
    """Return the positions of points, shape (rows, 2), ``None`` if not all are points."""
    known = [wkb for wkb in encoded if wkb is not None and len(wkb) == POINT_BYTES]
    if not known or len(known) < len(encoded):
        return None
    packed = packed_points(b"".join(known), len(known), POINT_BYTES)
    if packed is None:
        return None
    points = np.column_stack(packed[:2])
    return points if np.isfinite(points).all() else None


def _shapes(encoded: list[bytes | None]) -> Shapes:
    """Return geometries; ``ValueError`` for what is none."""
    import shapely

    try:
        return np.asarray(shapely.from_wkb(encoded), dtype=object)
    except shapely.GEOSException as error:
        raise ValueError(*error.args) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(kind: Kind, stored: Sequence[Any]) -> list[Any]:
    """Return the cells of a column, as SQLite has them, as plain values of its kind."""
    plain = _PLAIN.get(kind)
    if plain is None:
        return list(stored)
    return [None if cell is None else plain(cell) for cell in stored]


def _truth(cell: int) -> bool:
    if cell not in {0, 1}:
        message = f"{cell!r} is no truth value"
        raise ValueError(message)
    return bool(cell)


_PLAIN: Final[dict[Kind, Callable[[Any], Any]]] = {
    "boolean": _truth,
    "date": date.fromisoformat,
    "list": lambda cell: tuple(json.loads(cell)),
}
"""Makes a plain value of what a GeoPackage stores, where that is something else."""


def _wkb(blob: bytes) -> bytes:
    """Return the WKB after the header of a GeoPackage's geometry."""
    if blob[:2] != b"GP":
        message = "a geometry has no header"
        raise ValueError(message)
    return blob[_HEADER_BYTES + _ENVELOPE_BYTES[blob[3] >> 1 & 0b111] :]
