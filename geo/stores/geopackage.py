"""Reading layers and tables of a GeoPackage as what it is: an SQLite file.

GDAL, which writes the published files, takes ten times as long to open one.
"""

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from geo.errors import DatasetError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GeoPackage"]

_HEADER_BYTES: Final = 8
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
"""Length of the envelope before a geometry's WKB, by the number that its flags give."""
_CRS: Final = (
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

    def read(self, name: str, columns: Sequence[str], *, read_geometry: bool) -> "pd.DataFrame":
        """Return the rows of a layer or table in their order, with those columns that it has.

        Cells come typed as the table's own definition says; with ``read_geometry`` the frame is a
        GeoDataFrame in the CRS that the file names.

        Raises
        ------
        DatasetError
            The file is no GeoPackage, or holds no such layer.
        """
        try:
            with self._lock:
                rows = _Rows.of(self._database(), name, columns, read_geometry=read_geometry)
            return rows.frame()
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a table holds: its columns' names and types, their cells, and geometries if read."""

    types: dict[str, str]
    cells: list[Sequence[Any]]
    shapes: Sequence[bytes | None] | None
    crs: str | None

    @classmethod
    def of(
        cls, database: sqlite3.Connection, name: str, columns: Sequence[str], *, read_geometry: bool
    ) -> Self:
        """Read a table; ``LookupError`` if there is none of this name."""
        stored = dict(database.execute("SELECT name, type FROM pragma_table_info(?)", (name,)))
        if not stored:
            message = f"it has no layer {name}"
            raise LookupError(message)
        types = {column: stored[column] for column in columns if column in stored}
        geometry, crs = database.execute(_CRS, (name,)).fetchone() if read_geometry else ("", None)
        listed = ", ".join(_quoted(column) for column in [*types, *([geometry] * bool(geometry))])
        query = f"SELECT {listed} FROM {_quoted(name)} ORDER BY rowid"  # noqa: S608 - quoted
        rows = database.execute(query).fetchall()
        cells: list[Sequence[Any]] = list(zip(*rows, strict=True))
        cells = cells or [()] * (len(types) + bool(geometry))
        return cls(types, cells[: len(types)], cells[-1] if geometry else None, crs)

    def frame(self) -> "pd.DataFrame":
        """Return the rows as a frame."""
        import pandas as pd

        frame = pd.DataFrame({
            name: _TYPED.get(stored, _as_text)(values)
            for (name, stored), values in zip(self.types.items(), self.cells, strict=True)
        })  # fmt: skip
        if self.shapes is None:
            return frame
        import geopandas as gpd
        import shapely

        wkb = [None if shape is None else _wkb(shape) for shape in self.shapes]
        return gpd.GeoDataFrame(frame, geometry=shapely.from_wkb(wkb), crs=self.crs)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _wkb(blob: bytes) -> bytes:
    """Return the WKB after the header of a GeoPackage's geometry."""
    if blob[:2] != b"GP":
        message = "a geometry has no header"
        raise ValueError(message)
    return blob[_HEADER_BYTES + _ENVELOPE_BYTES[blob[3] >> 1 & 0b111] :]


def _as_text(values: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of pandas
    import pandas as pd

    return pd.array(values, dtype="string")


def _as_whole(values: Sequence[Any]) -> Any:  # noqa: ANN401
    import pandas as pd

    return pd.array(values, dtype="Int64")


def _as_number(values: Sequence[Any]) -> Any:  # noqa: ANN401
    import numpy as np

    return np.array(values, dtype=np.float64)


def _as_truth(values: Sequence[Any]) -> Any:  # noqa: ANN401
    import pandas as pd

    return pd.array([None if value is None else bool(value) for value in values], dtype="boolean")


def _as_day(values: Sequence[Any]) -> Any:  # noqa: ANN401
    import numpy as np

    return np.array(values, dtype="datetime64[us]")


_TYPED: Final[dict[str, Callable[[Sequence[Any]], Any]]] = {
    "INTEGER": _as_whole,
    "MEDIUMINT": _as_whole,
    "REAL": _as_number,
    "DOUBLE": _as_number,
    "BOOLEAN": _as_truth,
    "DATE": _as_day,
}
"""Makes an array of cells by the type that a GeoPackage gives its column; others are texts."""
