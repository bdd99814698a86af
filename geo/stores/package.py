"""The embedded data set: a GeoPackage, two Parquet tables and ``datapackage.json``.

A GeoPackage is an SQLite file, so the standard library reads it; that spares a service's start
the second that GDAL's and pandas' bindings take to import.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import DatasetError
from geo.layers import FORMAT_VERSION, LEVELS, Column, Kind, Layer, layer
from geo.table import Table

__all__ = ["PackageStore"]

_DESCRIPTION: Final = "datapackage.json"
_GEOPACKAGE: Final = "border.gpkg"
_HEADER_BYTES: Final = 8
_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Length of the envelope by its code in the flags (OGC 12-128r19, section 2.1.3)."""


class PackageStore:
    """A folder of published files, each verified by the sha256 that the package names.

    Raises
    ------
    DatasetError
        A file is missing, damaged or of another format version; the message names the file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._package = _read_description(folder / _DESCRIPTION)
        self._hashes = {
            resource["path"]: resource["hash"] for resource in self._package["resources"]
        }
        self._verify(_GEOPACKAGE)

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the data package as read from ``datapackage.json``."""
        return self._package

    def read(self, name: str) -> Table:
        """Read a layer or table from the GeoPackage, or from its own Parquet file."""
        definition = layer(name)
        if f"{name}.parquet" in self._hashes:
            return self._read_parquet(definition)
        return self._read_geopackage(definition)

    def read_level(self, name: str, level: str) -> npt.NDArray[np.object_]:
        """Read the generalised geometries of a layer, in the order of its rows."""
        if level not in LEVELS:
            raise KeyError(level)
        order = self.read(name).columns["id"]
        rows = self._select(f'SELECT id, geom FROM "{name}_{level}"')  # noqa: S608
        by_id = {row[0]: row[1] for row in rows}
        if set(by_id) != set(order):
            raise DatasetError(f"{self._folder / _GEOPACKAGE}: layer {name}_{level} is incomplete")
        return _geometries([by_id[key] for key in order])

    def _read_geopackage(self, definition: Layer) -> Table:
        names = [f'"{column.name}"' for column in definition.columns]
        if definition.geometry:
            names.append("geom")
        rows = self._select(f'SELECT {", ".join(names)} FROM "{definition.name}" ORDER BY fid')  # noqa: S608
        if not rows:
            raise DatasetError(f"{self._folder / _GEOPACKAGE}: layer {definition.name} is empty")
        values = list(zip(*rows, strict=True))
        columns = {
            column.name: [_decoded(column, value) for value in cells]
            for column, cells in zip(definition.columns, values, strict=False)
        }
        geometry = _geometries(list(values[-1])) if definition.geometry else None
        return Table(definition, columns, geometry)

    def _read_parquet(self, definition: Layer) -> Table:
        from pyarrow import parquet

        path = self._folder / f"{definition.name}.parquet"
        self._verify(path.name)
        found = parquet.read_table(path, columns=list(definition.column_names))
        return Table(
            definition,
            {name: _parquet_values(found.column(name)) for name in definition.column_names},
        )

    def _select(self, query: str) -> list[tuple[Any, ...]]:
        path = self._folder / _GEOPACKAGE
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as database:
                return database.execute(query).fetchall()
        except sqlite3.Error as error:
            raise DatasetError(f"{path}: not a readable data set: {error}") from None

    def _verify(self, name: str) -> None:
        path = self._folder / name
        try:
            found = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise DatasetError(f"{path}: cannot be read: {error.strerror}") from None
        expected = self._hashes.get(name)
        if found != expected:
            raise DatasetError(
                f"{path}: damaged: its hash is {found}, {_DESCRIPTION} says {expected}"
            )


def _read_description(path: Path) -> dict[str, Any]:
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        version = package["borderPorts"]["formatVersion"]
        _ = package["version"], package["created"], package["resources"]
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path}: not the description of a border data set: {error}") from None
    if version != FORMAT_VERSION:
        raise DatasetError(
            f"{path}: format version {version}; this program reads version {FORMAT_VERSION}"
        )
    return dict(package)


_DECODERS: Final[dict[Kind, Callable[[Any], Any]]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "date": date.fromisoformat,
    "list": lambda text: tuple(json.loads(text)),
}


def _decoded(column: Column, value: object) -> Any:  # noqa: ANN401
    return None if value is None else _DECODERS[column.kind](value)


def _parquet_values(column: Any) -> list[Any]:  # noqa: ANN401 - pyarrow has no type stubs
    """Return a column as Python values, each distinct value made once."""
    from pyarrow.types import is_list

    if is_list(column.type):
        return [None if value is None else tuple(value) for value in column.to_pylist()]
    encoded = column.combine_chunks().dictionary_encode()
    values = np.array([*encoded.dictionary.to_pylist(), None], dtype=object)
    found: list[Any] = values[encoded.indices.fill_null(len(values) - 1)].tolist()
    return found


def _geometries(blobs: list[bytes | None]) -> npt.NDArray[np.object_]:
    return shapely.from_wkb(
        np.array([None if blob is None else _wkb(blob) for blob in blobs], dtype=object)
    )


def _wkb(blob: bytes) -> bytes:
    envelope = (blob[3] >> 1) & 0b111
    return blob[_HEADER_BYTES + _ENVELOPE_BYTES[envelope] :]
