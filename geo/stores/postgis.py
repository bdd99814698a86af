"""The data set in PostGIS: read whole, in one transaction, into memory.

A store is a snapshot. It never asks the database again, so that a service goes on answering
while the database is away and never mixes two versions.
"""

import hashlib
import json
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS
from geo.layers import FORMAT_VERSION, LAYERS, LEVELS, Layer
from geo.stores.database import TablesChangedError, connected, public_name

if TYPE_CHECKING:
    import psycopg
    import shapely

__all__ = [
    "LOCK_KEY",
    "PostgisStore",
    "current_fingerprint",
    "package_fingerprint",
    "package_text",
    "read_version_row",
]

_LOG: Final = logging.getLogger("border_ports")
LOCK_KEY: Final = 0x626F7264
"""Key of the advisory lock of loaders ("bord"); readers need none, they read one snapshot."""
_VERSION: Final = (
    "SELECT format_version, package, to_jsonb(dataset) ->> 'content' FROM border_ports.dataset"
)
_PAUSE_SECONDS: Final = 0.5
_FINGERPRINT: Final = "SELECT fingerprint FROM border_ports.dataset"


def package_text(package: Mapping[str, Any]) -> str:
    """Return a data package as the text that a database keeps."""
    return json.dumps(dict(package), ensure_ascii=False)


def package_fingerprint(package: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a data package, which names the hash of every published file."""
    return hashlib.sha256(package_text(package).encode()).hexdigest()


def current_fingerprint(address: str, *, by_hand: bool = False) -> str:
    """Return the fingerprint of the data set that a database holds now.

    ``by_hand`` makes it another after every write to a table too.

    Raises
    ------
    DatasetError
        The database cannot be reached or holds no data set.
    """
    with connected(address) as connection:
        row = connection.execute(_FINGERPRINT).fetchone()
        if row is None:
            raise DatasetError(f"{public_name(address)}: schema border_ports is empty")
        if not by_hand:
            return str(row[0])
        from geo.stores.table_hashes import writes_text  # Needs what connecting asked for.

        return f"{row[0]} {writes_text(connection)}"


def read_version_row(
    connection: "psycopg.Connection[Any]", address: str
) -> tuple[dict[str, Any], str]:
    """Return the data package that a database holds, and the hashes of its tables.

    Raises
    ------
    DatasetError
        It holds none, or one of another format version or of an earlier release.
    """
    name, row = public_name(address), connection.execute(_VERSION).fetchone()
    if row is None:
        raise DatasetError(f"{name}: schema border_ports is empty")
    format_version, package, content = row
    if format_version != FORMAT_VERSION:
        raise DatasetError(
            f"{name}: format version {format_version}; this program reads version {FORMAT_VERSION}"
        )
    if content is None:
        raise DatasetError(f"{name}: loaded by an earlier release; load it again")
    return dict(json.loads(package)), str(content)


class PostgisStore:
    """The layers and tables of schema ``border_ports``, as they were when it was opened.

    Tables that were changed by hand are refused or, if ``warns`` is set, are taken as a version of
    their own, ``2026.11.2+changed.1a2b3c4d``: the same rows have the same version, whoever reads
    them, and other rows another.

    Raises
    ------
    DatasetError
        The database cannot be reached, or holds no data set or one of another format version, or
        (unless it ``warns``) tables that are not as they were loaded or accepted.
    """

    def __init__(self, address: str, *, warns: bool = False) -> None:
        self.address = address
        self._warns = warns
        self._frames: dict[str, pd.DataFrame] = {}
        self._levels: dict[tuple[str, str], dict[str, shapely.Geometry]] = {}
        try:
            self._read_all()
        except TablesChangedError:
            time.sleep(_PAUSE_SECONDS)
            self._read_all()

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the data package as it was published."""
        return self._package

    def verify_files(self) -> None:
        """Do nothing: a database looks after its own files."""

    def kept_versions(self) -> tuple[str, ...]:
        """Return nothing: a database holds one version."""
        return ()

    def at_version(self, version: str) -> "PostgisStore":
        """Refuse: a database holds one version."""
        raise DatasetError(f"{public_name(self.address)}: does not keep version {version[:80]!r}")

    def read(self, name: str) -> pd.DataFrame:
        """Return a layer or table."""
        return self._frames[name]

    def read_rows(self, name: str) -> None:
        """Return nothing: the tables of a database come as frames."""

    def read_level(self, name: str, level: str) -> "dict[str, shapely.Geometry]":
        """Return the generalised geometries of a layer by the keys of their rows."""
        return self._levels[name, level]

    def _read_all(self) -> None:
        with connected(self.address) as connection:
            from geo.stores import table_hashes  # Needs what connecting asked for.

            self._package, content = read_version_row(connection, self.address)
            for definition in LAYERS.values():
                self._read_layer(connection, definition)
            held = table_hashes.content_text(connection)
        changed = table_hashes.differing(content, held)
        if not changed:
            return
        fault = f"{public_name(self.address)}: not as loaded: {', '.join(changed)}"
        if not self._warns:
            raise DatasetError(
                f"{fault}; border-ports db load puts it right, db accept keeps the change"
            )
        self._package["version"] = _version_of_changed(self._package["version"], held)
        _LOG.warning("%s; served as version %s", fault, self._package["version"])

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
        self._levels[definition.name, level] = dict(zip(frame[key], frame.geometry, strict=True))


def _version_of_changed(version: str, content: str) -> str:
    mark = "." if "+" in version else "+"
    return f"{version}{mark}changed.{hashlib.sha256(content.encode()).hexdigest()[:8]}"


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
