"""Loading a data set into PostGIS: in one transaction, never backwards without being told."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa
import shapely
from pyarrow.csv import WriteOptions, write_csv
from sqlalchemy import create_engine, delete, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from geo.data.frames import BorderFrames
from geo.errors import DatasetError
from geo.layers import FORMAT_VERSION, LAYERS, LEVELS, Layer
from geo.stores.database import begin, connected, public_name
from geo.stores.editions import version_key
from geo.stores.layout import add_references, bring_to_layout
from geo.stores.postgis import LOCK_KEY, package_fingerprint, package_text
from geo.stores.schema import DATASET, GEOMETRY, POSITION, SCHEMA, SRID, level_table, metadata
from geo.stores.table_hashes import content_text

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

    All or nothing, and nobody waits: the rows are replaced in one transaction, and readers see
    the old ones until it ends. Only tables whose layout is another than this program's are made
    anew, and hold their readers up until then. Loading the same version again is harmless. The
    role needs CREATE on the database the first time.

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
    begin(raw, public_name(address), read_only=False)  # SQLAlchemy ended the first to look around.
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
    if not connection.exec_driver_sql("SELECT to_regtype('geometry')").scalar():
        raise DatasetError(
            f"{public_name(address)}: PostGIS is not there; run CREATE EXTENSION postgis"
        )
    tables = metadata()
    replaced = _version_found(connection, tables)
    if replaced and not allow_older and version_key(replaced) > version_key(border.version):
        raise DatasetError(
            f"{public_name(address)}: holds version {replaced}, newer than {border.version}; "
            "--allow-older replaces it"
        )
    bring_to_layout(connection, tables)
    for table in tables.sorted_tables:
        connection.execute(delete(table))
    _fill(raw, border, progress)
    add_references(connection)
    connection.execute(
        insert(tables.tables[f"{SCHEMA}.{DATASET}"]).values(_version_row(border, raw))
    )
    for table in tables.sorted_tables:
        connection.exec_driver_sql(f"ANALYZE {table.fullname}")
    return replaced


def _version_found(connection: "Connection", tables: "MetaData") -> str | None:
    if not connection.exec_driver_sql(f"SELECT to_regclass('{SCHEMA}.{DATASET}')").scalar():
        return None
    table = tables.tables[f"{SCHEMA}.{DATASET}"]
    return connection.execute(select(table.c.version)).scalar()


def _version_row(border: BorderFrames, raw: "psycopg.Connection[Any]") -> dict[str, Any]:
    return {
        "version": border.version,
        "format_version": FORMAT_VERSION,
        "fingerprint": package_fingerprint(border.package),
        "package": package_text(border.package),
        "content": content_text(raw),
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
    """Append rows as CSV, which Arrow writes: quoted texts, empty cells for null."""
    from psycopg import sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(SCHEMA, name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    rows = pa.table([_arrow(values) for values in cells], names=names)
    written = pa.BufferOutputStream()
    write_csv(rows, written, WriteOptions(include_header=False))
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(written.getvalue())


def _arrow(values: Iterable[Any]) -> pa.Array:
    """Return the values of a column; lists as the text that PostgreSQL reads as an array."""
    listed = [_array_text(value) if isinstance(value, tuple) else value for value in values]
    return pa.array(listed, from_pandas=True)


def _array_text(items: tuple[Any, ...]) -> str:
    quoted = (str(item).replace("\\", r"\\").replace('"', r"\"") for item in items)
    return "{" + ",".join(f'"{item}"' for item in quoted) + "}"


def _ewkb(shapes: Any) -> list[str | None]:  # noqa: ANN401
    located = shapely.set_srid(shapes, SRID)
    return list(shapely.to_wkb(located, hex=True, include_srid=True))
