"""Where a history is kept: a SQLite file of this machine, or a PostgreSQL database.

Both are asked in the same words. A poll is one transaction, so that a process that is killed loses
that poll at most.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from geo.errors import BorderError, DatasetError
from geo.stores.database import connected, public_name

if TYPE_CHECKING:
    import psycopg

__all__ = ["Database", "HistoryError", "Keeper", "Open", "SqliteFile"]

_VERSION: Final = 2
_BUSY_SECONDS: Final = 10.0
_SCHEMA_NAME: Final = "border_ports_live"
_FIRST: Final = """
CREATE TABLE series (
    id {key}, number TEXT NOT NULL, lane TEXT NOT NULL, port_id TEXT NOT NULL,
    UNIQUE (number, lane)
);
CREATE TABLE waits (
    series {whole} NOT NULL, span {whole} NOT NULL, moment {whole} NOT NULL,
    minutes {whole} NOT NULL, readings {whole} NOT NULL, least {whole} NOT NULL,
    most {whole} NOT NULL,
    PRIMARY KEY (series, span, moment)
) {clustered};
CREATE TABLE latest (
    series {whole} PRIMARY KEY, place {whole} NOT NULL, status TEXT NOT NULL, minutes {whole},
    lanes_open {whole}, lanes_most {whole}, method TEXT, observed {whole}, said TEXT NOT NULL
);
CREATE TABLE feeds (
    feed TEXT PRIMARY KEY, asked {real}, answered {real}, published {real}, sha256 TEXT NOT NULL,
    etag TEXT NOT NULL, last_modified TEXT NOT NULL, polls {whole} NOT NULL,
    same {whole} NOT NULL, failures {whole} NOT NULL, failing {whole} NOT NULL,
    error TEXT NOT NULL, counted TEXT NOT NULL, messages TEXT NOT NULL
);
"""
_SECOND: Final = """
CREATE TABLE hours (
    series {whole} NOT NULL, day {whole} NOT NULL, minutes {bytes} NOT NULL,
    PRIMARY KEY (series, day)
) {clustered};
CREATE TABLE feed_rows (
    feed TEXT NOT NULL, place {whole} NOT NULL, said TEXT NOT NULL, PRIMARY KEY (feed, place)
);
"""
"""What version 2 has more than the first: the hours of each day, and rows of feeds as they are."""
_SQLITE: Final = {
    "key": "INTEGER PRIMARY KEY", "whole": "INTEGER", "real": "REAL", "bytes": "BLOB",
    "clustered": "WITHOUT ROWID",
}  # fmt: skip
_POSTGRESQL: Final = {
    "key": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "whole": "BIGINT",
    "real": "DOUBLE PRECISION", "bytes": "BYTEA", "clustered": "",
}  # fmt: skip


class HistoryError(BorderError):
    """The history cannot be read or written, or is of another version."""


class Open(Protocol):
    """An open history. Values are marked by ``?`` in a statement."""

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a statement gives."""

    def change(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Return how many rows a statement changed."""

    def change_many(self, statement: str, values: Iterable[Sequence[Any]]) -> int:
        """Return how many rows a statement changed with each of some values in turn."""


class Keeper(Protocol):
    """A place that keeps a history; ``HistoryError`` is raised where it cannot be used."""

    def reading(self) -> AbstractContextManager[Open | None]:
        """Open it for questions, ``None`` where nothing is kept."""

    def writing(self) -> AbstractContextManager[tuple[Open, bool]]:
        """Open it for one transaction, made where it is not there.

        The second value says that it was of the first version, and lacks the hours of its waits.
        """

    def size_bytes(self, open_history: Open) -> int:
        """Return the bytes that it takes."""

    def leading(self) -> AbstractContextManager[bool] | None:
        """Say whether this process alone may ask; ``None`` where a lock of the folder says it."""


class _SqliteOpen:
    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._file.execute(statement, values).fetchall()

    def change(self, statement: str, values: Sequence[Any] = ()) -> int:
        return self._file.execute(statement, values).rowcount

    def change_many(self, statement: str, values: Iterable[Sequence[Any]]) -> int:
        return self._file.executemany(statement, values).rowcount


class SqliteFile:
    """A SQLite file in WAL mode.

    Readers open it for a moment and read only; they never keep the writer waiting.
    """

    def __init__(self, path: Path) -> None:
        self.path: Final = path

    @contextmanager
    def reading(self) -> Iterator[Open | None]:
        """Open the file read only."""
        if not self.path.exists():
            yield None
            return
        try:
            with closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
            ) as file:
                version = file.execute("PRAGMA user_version").fetchone()[0]
                # One of the first version is empty until its writer has brought it up to date.
                if version > 1:
                    _check_version(version, str(self.path))
                yield _SqliteOpen(file) if version > 1 else None
        except sqlite3.Error as error:
            raise HistoryError(f"{self.path}: cannot be read: {error}") from None

    @contextmanager
    def writing(self) -> Iterator[tuple[Open, bool]]:
        """Open the file for one transaction."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(
                sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
            ) as file:
                file.execute("PRAGMA journal_mode = WAL")
                file.execute("PRAGMA synchronous = FULL")
                file.execute("BEGIN IMMEDIATE")
                try:
                    yield _SqliteOpen(file), self._prepare(file)
                except BaseException:
                    file.execute("ROLLBACK")
                    raise
                file.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise HistoryError(f"{self.path}: cannot be written: {error}") from None

    def _prepare(self, file: sqlite3.Connection) -> bool:
        version = file.execute("PRAGMA user_version").fetchone()[0]
        if version < _VERSION:
            for statement in _statements((_FIRST, _SECOND)[version:], _SQLITE):
                file.execute(statement)
            file.execute(f"PRAGMA user_version = {_VERSION}")
        else:
            _check_version(version, str(self.path))
        return bool(version == 1)

    def size_bytes(self, open_history: Open) -> int:
        """Return the bytes of the file."""
        del open_history
        return self.path.stat().st_size

    def leading(self) -> None:
        """Leave it to a lock of the folder."""


class _DatabaseOpen:
    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(_marked(statement), tuple(values)).fetchall()

    def change(self, statement: str, values: Sequence[Any] = ()) -> int:
        return self._connection.execute(_marked(statement), tuple(values)).rowcount

    def change_many(self, statement: str, values: Iterable[Sequence[Any]]) -> int:
        with self._connection.cursor() as cursor:
            cursor.executemany(_marked(statement), [tuple(one) for one in values])
            return max(0, cursor.rowcount)


class Database:
    """A schema of a PostgreSQL database, with plain tables; nothing outlives a transaction."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.name: Final = public_name(address)

    @contextmanager
    def reading(self) -> Iterator[Open | None]:
        """Open the tables read only."""
        with self._connected(read_only=True) as connection:
            version = _version_of(connection)
            if version is not None:
                _check_version(version, self.name)
            yield None if version is None else _DatabaseOpen(connection)

    @contextmanager
    def writing(self) -> Iterator[tuple[Open, bool]]:
        """Open the tables for one transaction, of one writer at a time."""
        with self._connected(read_only=False) as connection:
            connection.execute(_lock("pg_advisory_xact_lock", "write"))
            if _version_of(connection) is None:
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA_NAME}".encode())
                for statement in _statements((_FIRST, _SECOND), _POSTGRESQL):
                    connection.execute(statement.encode())
                comment = f"COMMENT ON SCHEMA {_SCHEMA_NAME} IS 'version {_VERSION}'"
                connection.execute(comment.encode())
            yield _DatabaseOpen(connection), False

    @contextmanager
    def _connected(self, *, read_only: bool) -> Iterator["psycopg.Connection[Any]"]:
        try:
            with connected(self._address, read_only=read_only) as connection:
                connection.execute(f"SET LOCAL search_path = {_SCHEMA_NAME}".encode())
                yield connection
        except DatasetError as error:
            raise HistoryError(str(error)) from None

    def size_bytes(self, open_history: Open) -> int:
        """Return the bytes of the tables and their indexes."""
        sizes = open_history.rows(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = ? AND c.relkind = 'r'",
            (_SCHEMA_NAME,),
        )
        return int(sizes[0][0])

    @contextmanager
    def leading(self) -> Iterator[bool]:
        """Say whether this process alone may ask, of all that use the database, until the end."""
        with self._connected(read_only=False) as connection:
            row = connection.execute(_lock("pg_try_advisory_xact_lock", "lead")).fetchone()
            yield bool(row and row[0])


def _version_of(connection: "psycopg.Connection[Any]") -> int | None:
    row = connection.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s",
        (_SCHEMA_NAME,),
    ).fetchone()
    if row is None or row[0] is None:
        return None
    number = str(row[0]).removeprefix("version ")
    return int(number) if number.isdecimal() else 0


def _check_version(version: int, name: str) -> None:
    if version != _VERSION:
        raise HistoryError(f"{name}: is of version {version}, expected {_VERSION}")


def _statements(parts: Sequence[str], kinds: dict[str, str]) -> list[str]:
    whole = "".join(parts).format(**kinds)
    return [statement for statement in whole.split(";") if statement.strip()]


def _lock(function: str, purpose: str) -> bytes:
    return f"SELECT {function}(hashtext('{_SCHEMA_NAME}'), hashtext('{purpose}'))".encode()


def _marked(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
