"""The data set in PostGIS: read whole, in one transaction, into memory.

A store is a snapshot. It never asks the database again, so that a service goes on answering
while the database is away and never mixes two versions.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS
from geo.layers import FORMAT_VERSION, LAYERS, LEVELS, Layer
from geo.stores.database import connected, public_name

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
        self._frames: dict[str, pd.DataFrame] = {}
        self._levels: dict[tuple[str, str], gpd.GeoDataFrame] = {}
        with connected(address) as connection:
            connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (LOCK_KEY,))
            self._read_version(connection)
            for definition in LAYERS.values():
                self._read_layer(connection, definition)

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the data package as it was published."""
        return self._package

    def verify_files(self) -> None:
        """Do nothing: a database looks after its own files."""

    def read(self, name: str) -> pd.DataFrame:
        """Return a layer or table."""
        return self._frames[name]

    def read_level(self, name: str, level: str) -> gpd.GeoDataFrame:
        """Return keys and generalised geometries of a layer."""
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
        frame = _frame(
            connection, definition.name, definition.column_names, located=bool(definition.geometry)
        )
        if not len(frame):
            raise DatasetError(f"{public_name(self.address)}: table {definition.name} is empty")
        self._frames[definition.name] = frame
        if definition.levels:
            for level in LEVELS:
                if level != "full":
                    self._read_level(connection, definition, level)

    def _read_level(
        self, connection: "psycopg.Connection[Any]", definition: Layer, level: str
    ) -> None:
        name, key = f"{definition.name}_{level}", definition.key
        frame = _frame(connection, name, (key,), located=True, ordered=False)
        if set(frame[key]) != set(self._frames[definition.name][key]):
            raise DatasetError(f"{public_name(self.address)}: table {name} is incomplete")
        self._levels[definition.name, level] = frame


def _frame(
    connection: "psycopg.Connection[Any]",
    table: str,
    columns: tuple[str, ...],
    *,
    located: bool,
    ordered: bool = True,
) -> Any:  # noqa: ANN401 - with or without a geometry
    """Return a table of the schema as a frame, in the order of its rows."""
    from psycopg import sql

    names = [sql.Identifier(name) for name in columns]
    if located:
        names.append(sql.SQL("ST_AsBinary(geom)"))  # type: ignore[arg-type]
    query = sql.SQL("SELECT {} FROM {}{}").format(
        sql.SQL(", ").join(names),
        sql.Identifier("border_ports", table),
        sql.SQL(" ORDER BY position" if ordered else ""),
    )
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(query).fetchall()
    values = pd.DataFrame.from_records([row[: len(columns)] for row in rows], columns=list(columns))
    if not located:
        return values
    shapes = gpd.GeoSeries.from_wkb([row[-1] for row in rows], crs=FRAME_CRS)
    return gpd.GeoDataFrame(values, geometry=shapes)
