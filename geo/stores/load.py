"""Loading a data set into PostGIS: in one transaction, never backwards without being told."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import shapely
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema

from geo.data.frames import BorderFrames
from geo.errors import DatasetError
from geo.layers import FORMAT_VERSION, LAYERS, LEVELS, Layer
from geo.stores.database import connected, public_name
from geo.stores.editions import version_key
from geo.stores.postgis import LOCK_KEY, package_fingerprint, package_text
from geo.stores.schema import DATASET, GEOMETRY, POSITION, SCHEMA, SRID, level_table, metadata

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection, MetaData

__all__ = ["Progress", "load_border"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the table just loaded, how many are done, and how many there are."""


def load_border(
    border: BorderFrames,
    address: str,
    *,
    allow_older: bool = False,
    progress: Progress | None = None,
) -> str | None:
    """Load every layer and table into schema ``border_ports`` and return the version replaced.

    All or nothing: readers see the old version until the new one is complete. Loading the same
    version again is harmless. The role needs CREATE on the database the first time.

    Raises
    ------
    DatasetError
        The database cannot be reached or refuses; it lacks PostGIS; or it holds a newer version
        and ``allow_older`` is not given.
    """
    with connected(address, read_only=False) as raw:
        engine = create_engine(
            "postgresql+psycopg://", creator=lambda: raw, poolclass=NullPool, future=True
        )
        try:
            with engine.connect() as connection, connection.begin():
                return _load(connection, raw, border, (address, allow_older, progress))
        except DBAPIError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise DatasetError(f"{public_name(address)}: {reason}") from None


def _load(
    connection: "Connection",
    raw: "psycopg.Connection[Any]",
    border: BorderFrames,
    how: tuple[str, bool, Progress | None],
) -> str | None:
    address, allow_older, progress = how
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
    if not connection.exec_driver_sql("SELECT to_regtype('geometry')").scalar():
        raise DatasetError(
            f"{public_name(address)}: PostGIS is not there; run CREATE EXTENSION postgis"
        )
    tables = metadata()
    found = _version_found(connection, tables)
    if found and not allow_older and version_key(found) > version_key(border.version):
        raise DatasetError(
            f"{public_name(address)}: holds version {found}, newer than {border.version}; "
            "--allow-older replaces it"
        )
    connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    grants = _readers(connection)
    tables.drop_all(connection)
    tables.create_all(connection)
    _fill(raw, border, progress)
    connection.execute(insert(tables.tables[f"{SCHEMA}.{DATASET}"]).values(_version_row(border)))
    for reader in grants:
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {reader}")
    return found


def _version_found(connection: "Connection", tables: "MetaData") -> str | None:
    if not connection.exec_driver_sql(f"SELECT to_regclass('{SCHEMA}.{DATASET}')").scalar():
        return None
    table = tables.tables[f"{SCHEMA}.{DATASET}"]
    return connection.execute(select(table.c.version)).scalar()


def _readers(connection: "Connection") -> list[str]:
    """Return the roles, quoted, that may read the tables now and so may read the new ones."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT CASE grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(grantee) END "
        "FROM information_schema.table_privileges "
        "WHERE table_schema = %s AND privilege_type = 'SELECT' AND grantee <> current_user",
        (SCHEMA,),
    )
    return [str(row[0]) for row in rows]


def _version_row(border: BorderFrames) -> dict[str, Any]:
    return {
        "version": border.version,
        "format_version": FORMAT_VERSION,
        "fingerprint": package_fingerprint(border.package),
        "package": package_text(border.package),
    }


def _fill(raw: "psycopg.Connection[Any]", border: BorderFrames, progress: Progress | None) -> None:
    for done, (name, definition) in enumerate(LAYERS.items(), start=1):
        _copy_layer(raw, border, definition)
        if definition.levels:
            for level in LEVELS:
                if level != "full":
                    _copy_level(raw, border, definition, level)
        if progress is not None:
            progress(name, done, len(LAYERS))


def _copy_layer(raw: "psycopg.Connection[Any]", border: BorderFrames, definition: Layer) -> None:
    table = border.records(definition.name)
    columns = [table.columns[name] for name in definition.column_names]
    names = [*definition.column_names, POSITION]
    cells: list[Any] = [*columns, range(len(table))]
    if definition.geometry:
        names.append(GEOMETRY)
        cells.append(_ewkb(border.geometries(definition.name)))
    _copy(raw, definition.name, names, cells)


def _copy_level(
    raw: "psycopg.Connection[Any]", border: BorderFrames, definition: Layer, level: str
) -> None:
    ids = border.records(definition.name).columns[definition.key]
    shapes = _ewkb(border.geometries(definition.name, level))
    _copy(raw, level_table(definition.name, level), [definition.key, GEOMETRY], [ids, shapes])


def _copy(raw: "psycopg.Connection[Any]", name: str, names: list[str], cells: list[Any]) -> None:
    from psycopg import sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(SCHEMA, name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in zip(*cells, strict=True):
            copy.write_row([list(cell) if isinstance(cell, tuple) else cell for cell in row])


def _ewkb(shapes: Any) -> list[str | None]:  # noqa: ANN401
    located = shapely.set_srid(shapes, SRID)
    return list(shapely.to_wkb(located, hex=True, include_srid=True))
