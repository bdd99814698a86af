"""The data set in PostGIS: read whole, in one transaction, into memory.

A store is a snapshot. It never asks the database again, so that a service goes on answering
while the database is away and never mixes two versions.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import DatasetError
from geo.layers import FORMAT_VERSION, LAYERS, LEVELS, Layer
from geo.stores.database import connected, public_name
from geo.table import Table

if TYPE_CHECKING:
    import psycopg

__all__ = ["LOCK_KEY", "PostgisStore", "current_fingerprint", "package_fingerprint", "package_text"]

LOCK_KEY: Final = 0x626F7264
"""Key of the advisory lock that a loader holds alone and readers share ("bord")."""
_VERSION: Final = "SELECT format_version, package FROM border_ports.dataset"
_FINGERPRINT: Final = "SELECT fingerprint FROM border_ports.dataset"


def package_text(package: Mapping[str, Any]) -> str:
    """Return a data package as the text that a database keeps."""
    return json.dumps(dict(package), ensure_ascii=False)


def package_fingerprint(package: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a data package, which names the hash of every published file."""
    return hashlib.sha256(package_text(package).encode()).hexdigest()


def current_fingerprint(address: str) -> str:
    """Return the fingerprint of the data set that a database holds now.

    Raises
    ------
    DatasetError
        The database cannot be reached or holds no data set.
    """
    with connected(address) as connection:
        row = connection.execute(_FINGERPRINT).fetchone()
    if row is None:
        raise DatasetError(f"{public_name(address)}: schema border_ports is empty")
    return str(row[0])


class PostgisStore:
    """The layers and tables of schema ``border_ports``, as they were when it was opened.

    Raises
    ------
    DatasetError
        The database cannot be reached, or holds no data set or one of another format version.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._tables: dict[str, Table] = {}
        self._levels: dict[tuple[str, str], npt.NDArray[np.object_]] = {}
        with connected(address) as connection:
            connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (LOCK_KEY,))
            self._read_version(connection)
            for definition in LAYERS.values():
                self._read_layer(connection, definition)

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the data package as it was published."""
        return self._package

    def read(self, name: str) -> Table:
        """Return a layer or table."""
        return self._tables[name]

    def read_level(self, name: str, level: str) -> npt.NDArray[np.object_]:
        """Return the generalised geometries of a layer, in the order of its rows."""
        return self._levels[name, level]

    def _read_version(self, connection: "psycopg.Connection[Any]") -> None:
        row = connection.execute(_VERSION).fetchone()
        if row is None:
            raise DatasetError(f"{public_name(self.address)}: schema border_ports is empty")
        if row[0] != FORMAT_VERSION:
            raise DatasetError(
                f"{public_name(self.address)}: format version {row[0]}; this program reads "
                f"version {FORMAT_VERSION}"
            )
        self._package: dict[str, Any] = json.loads(row[1])

    def _read_layer(self, connection: "psycopg.Connection[Any]", definition: Layer) -> None:
        from psycopg import sql

        names = [sql.Identifier(name) for name in definition.column_names]
        columns = sql.SQL(", ").join(
            [*names, sql.SQL("ST_AsBinary(geom)")] if definition.geometry else names
        )
        table = sql.Identifier("border_ports", definition.name)
        query = sql.SQL("SELECT {} FROM {} ORDER BY position").format(columns, table)
        with connection.cursor(binary=True) as cursor:
            rows = cursor.execute(query).fetchall()
        if not rows:
            raise DatasetError(f"{public_name(self.address)}: table {definition.name} is empty")
        values = list(zip(*rows, strict=True))
        found = {
            column.name: [_plain(value) for value in cells]
            for column, cells in zip(definition.columns, values, strict=False)
        }
        geometry = _geometries(values[-1]) if definition.geometry else None
        self._tables[definition.name] = Table(definition, found, geometry)
        if definition.levels:
            for level in LEVELS:
                self._read_level(connection, definition, level)

    def _read_level(
        self, connection: "psycopg.Connection[Any]", definition: Layer, level: str
    ) -> None:
        from psycopg import sql

        if level == "full":
            return
        name = f"{definition.name}_{level}"
        query = sql.SQL("SELECT {}, ST_AsBinary(geom) FROM {}").format(
            sql.Identifier(definition.key), sql.Identifier("border_ports", name)
        )
        with connection.cursor(binary=True) as cursor:
            by_id = dict(cursor.execute(query).fetchall())
        order = self._tables[definition.name].columns[definition.key]
        if set(by_id) != set(order):
            raise DatasetError(f"{public_name(self.address)}: table {name} is incomplete")
        self._levels[definition.name, level] = _geometries([by_id[key] for key in order])


def _plain(value: Any) -> Any:  # noqa: ANN401
    return tuple(value) if isinstance(value, list) else value


def _geometries(blobs: "list[bytes | None] | tuple[bytes | None, ...]") -> npt.NDArray[np.object_]:
    return shapely.from_wkb(np.array(blobs, dtype=object))
