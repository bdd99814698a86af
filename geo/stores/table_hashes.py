"""What the tables of a database hold, as a hash per table."""

import json
from typing import TYPE_CHECKING, Any, Final

from geo.stores.schema import SCHEMA, data_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psycopg

__all__ = ["changed_tables", "content_text", "differing", "writes_text"]

_WRITES: Final = """
SELECT coalesce(md5(string_agg(concat_ws(':', c.relname, c.relfilenode,
                                         s.n_tup_ins, s.n_tup_upd, s.n_tup_del),
                               ',' ORDER BY c.relname)), '')
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_stat_user_tables s ON s.relid = c.oid
WHERE s.schemaname = %s AND c.relname = ANY(%s)
"""


def content_text(connection: "psycopg.Connection[Any]") -> str:
    """Return the MD5 of the rows of each table, in their order, as a JSON text."""
    return json.dumps({name: _hash(connection, name) for name in data_tables()})


def changed_tables(connection: "psycopg.Connection[Any]", content: str) -> list[str]:
    """Return the tables that do not hold what the JSON text of ``content_text`` says."""
    return differing(content, content_text(connection))


def differing(content: str, other: str) -> list[str]:
    """Return the tables that are not the same in two texts of ``content_text``."""
    kept: Mapping[str, str] = json.loads(content)
    return [name for name, found in json.loads(other).items() if kept.get(name) != found]


def writes_text(connection: "psycopg.Connection[Any]") -> str:
    """Return what is another after every write to a table, by the counters of PostgreSQL.

    It reads no rows. Some writes, such as that a table is packed, change no row all the same.
    """
    row = connection.execute(_WRITES, (SCHEMA, list(data_tables()))).fetchone()
    return str(row[0]) if row else ""


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
