"""What the tables of a database hold, as a hash per table."""

import json
from typing import TYPE_CHECKING, Any

from geo.stores.schema import SCHEMA, data_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psycopg

__all__ = ["changed_tables", "content_text"]


def content_text(connection: "psycopg.Connection[Any]") -> str:
    """Return the MD5 of the rows of each table, in their order, as a JSON text."""
    return json.dumps({name: _hash(connection, name) for name in data_tables()})


def changed_tables(connection: "psycopg.Connection[Any]", content: str) -> list[str]:
    """Return the tables that do not hold what the JSON text of ``content_text`` says."""
    kept: Mapping[str, str] = json.loads(content)
    return [name for name in data_tables() if kept.get(name) != _hash(connection, name)]


def _hash(connection: "psycopg.Connection[Any]", table: str) -> str:
    from psycopg import sql

    first, *others = data_tables()[table]
    query = sql.SQL(
        "SELECT md5(coalesce(string_agg(md5(ROW({})::text), '' "
        "ORDER BY {}::text COLLATE \"C\"), '')) FROM {}"
    ).format(
        sql.SQL(", ").join(map(sql.Identifier, (first, *others))),
        sql.Identifier(first),
        sql.Identifier(SCHEMA, table),
    )
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""
