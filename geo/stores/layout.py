"""Bringing the tables of a database to the layout of the data set, and no more than it takes.

A table that has the columns it needs stays as it is, with its grants, views, publications and
indexes: a load replaces its rows. Only one that lacks them is dropped and made anew.
"""

from typing import TYPE_CHECKING, Final

from sqlalchemy import Table, text
from sqlalchemy.schema import CreateSchema

from geo.stores.schema import REFERENCES, SCHEMA, data_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

__all__ = ["add_references", "bring_to_layout"]

_COLUMNS: Final = text(
    "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute "
    "WHERE attrelid = to_regclass(:name) AND attnum > 0 AND NOT attisdropped"
)
_READERS: Final = text(
    "SELECT c.relname, CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END "
    "FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) acl "
    "LEFT JOIN pg_roles r ON r.oid = acl.grantee "
    "WHERE c.relnamespace = CAST(:schema AS regnamespace) AND acl.privilege_type = 'SELECT' "
    "AND acl.grantee <> c.relowner"
)
_CONSTRAINTS: Final = text(
    "SELECT conname, conrelid::regclass::text FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = CAST(:schema AS regnamespace) "
    "AND (conrelid = to_regclass(:name) OR confrelid = to_regclass(:name))"
)


def bring_to_layout(connection: "Connection", tables: "MetaData") -> None:
    """Make what is missing, and make anew the tables that lack a column or have another type.

    Who could read a table can read the one made in its place; who could read all tables can read
    those that are new.
    """
    if not connection.execute(text("SELECT to_regnamespace(:name)"), {"name": SCHEMA}).scalar():
        connection.execute(CreateSchema(SCHEMA))
    readers = _readers(connection)
    there = {table.name for table in tables.sorted_tables if _columns(connection, table)}
    of_all = set.intersection(*(readers.get(name, set()) for name in there)) if there else set()
    for table in tables.sorted_tables:
        if _fits(connection, table):
            continue
        _drop(connection, table)
        table.create(connection)
        for reader in sorted(readers.get(table.name, set()) if table.name in there else of_all):
            connection.exec_driver_sql(f"GRANT SELECT ON {SCHEMA}.{table.name} TO {reader}")
    for table in tables.sorted_tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def add_references(connection: "Connection") -> None:
    """Check the references between the tables, and add those that are missing."""
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for name, columns in data_tables().items():
        for column in REFERENCES.keys() & set(columns):
            constraint = f"{name}_{column}_fkey"
            known = connection.execute(_CONSTRAINTS, {"schema": SCHEMA, "name": _qualified(name)})
            if constraint not in {row[0] for row in known}:
                connection.exec_driver_sql(
                    f"ALTER TABLE {SCHEMA}.{name} ADD CONSTRAINT {constraint} "
                    f"FOREIGN KEY ({column}) REFERENCES {SCHEMA}.{REFERENCES[column]} "
                    "DEFERRABLE INITIALLY DEFERRED"
                )


def _readers(connection: "Connection") -> dict[str, set[str]]:
    readers: dict[str, set[str]] = {}
    for name, reader in connection.execute(_READERS, {"schema": SCHEMA}):
        readers.setdefault(name, set()).add(reader)
    return readers


def _columns(connection: "Connection", table: Table) -> dict[str, tuple[str, bool]]:
    rows = connection.execute(_COLUMNS, {"name": _qualified(table.name)})
    return {name: (_plain(kind), required) for name, kind, required in rows}


def _fits(connection: "Connection", table: Table) -> bool:
    """Return whether a table holds the columns needed, and no other that a row must fill."""
    present = _columns(connection, table)
    needed = {
        column.name: (
            _plain(column.type.compile(connection.dialect)), not column.nullable
        )
        for column in table.columns
    }  # fmt: skip
    others = present.keys() - needed.keys()
    return needed.items() <= present.items() and not any(present[name][1] for name in others)


def _plain(kind: str) -> str:
    """Return a type as one text, whoever writes it: in small letters, without a schema."""
    return kind.rpartition(".")[2].lower().replace(" ", "")


def _drop(connection: "Connection", table: Table) -> None:
    constraints = connection.execute(
        _CONSTRAINTS, {"schema": SCHEMA, "name": _qualified(table.name)}
    )
    for constraint, owner in constraints.all():
        connection.exec_driver_sql(f"ALTER TABLE {owner} DROP CONSTRAINT {constraint}")
    table.drop(connection, checkfirst=True)


def _qualified(name: str) -> str:
    return f"{SCHEMA}.{name}"
