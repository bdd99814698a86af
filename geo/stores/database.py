"""Addresses of PostgreSQL databases, connections to them, and errors that keep the password."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from geo.errors import DatasetError, InvalidValueError
from geo.extras import require

if TYPE_CHECKING:
    import psycopg

__all__ = ["TablesChangedError", "begin", "connected", "is_database", "public_name"]

_SCHEMES: Final = ("postgresql://", "postgres://")
_CONNECT_SECONDS: Final = 5
_READ_MS: Final = 60_000
"""Longest time that one statement of a reader may take."""
_LOCK_MS: Final = 5_000
"""Longest time that a loader waits for a table that somebody else has locked."""
_HOST: Final = r"(\[[0-9A-Fa-f:.]*\]|[^:@/?#\s\[\],]*)(:[0-9]*)?"
_ADDRESS: Final = re.compile(
    rf"postgres(ql)?://([^:@/?#\s]*(:[^:@/?#\s]*)?@)?{_HOST}(,{_HOST})*"
    r"(/[^@/?#\s]*)?(\?[^@?#\s]*)?"
)
"""An address in which nothing can be taken for something else, such as a password for a host."""
_ALLOWED: Final = (
    "postgresql://user@host:port/database; %40 for @, %2F for /, %3A for :, %3F for ? in a password"
)


class TablesChangedError(DatasetError):
    """Tables were replaced by others while they were read; reading again helps."""


def is_database(address: object) -> bool:
    """Return whether an address is that of a PostgreSQL database."""
    return isinstance(address, str) and address.startswith(_SCHEMES)


def public_name(address: str) -> str:
    """Return host, port and database of an address: what may stand in a message or a log."""
    parts = _parts(address)
    host = parts.get("host") or parts.get("hostaddr") or "localhost"
    return f"PostGIS {host}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


@contextmanager
def connected(address: str, *, read_only: bool = True) -> Iterator["psycopg.Connection[Any]"]:
    """Open a connection with one transaction: committed at the end, undone by any error.

    Nothing outlives the transaction, so that poolers that share connections may stand between.
    The schema of PostGIS is on the search path.

    Raises
    ------
    DatasetError
        The database cannot be reached, refuses a statement, or does not keep UTF-8. No message
        holds the password.
    TablesChangedError
        The tables were replaced by others of another layout meanwhile.
    MissingExtraError
        psycopg is not installed (extra ``postgis``).
    InvalidValueError
        The address cannot be understood.
    """
    psycopg = _psycopg()
    name = public_name(address)
    try:
        with psycopg.connect(
            address,
            connect_timeout=_parts(address).get("connect_timeout", _CONNECT_SECONDS),
            application_name="border-ports",
            prepare_threshold=None,
        ) as connection:
            if read_only:
                connection.read_only = True
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            begin(connection, name, read_only=read_only)
            yield connection
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
        raise TablesChangedError(f"{name}: {_reason(error)}") from None
    except psycopg.Error as error:
        raise DatasetError(f"{name}: {_reason(error)}") from None


def begin(connection: "psycopg.Connection[Any]", name: str, *, read_only: bool) -> None:
    """Begin a transaction with the limits, forms and search path that ``connected`` promises."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatasetError(f"{name}: the database keeps {encoding}; it must be UTF8")
    limit = f"statement_timeout = {_READ_MS}" if read_only else f"lock_timeout = {_LOCK_MS}"
    connection.execute(f"SET LOCAL {limit}".encode())
    # What makes a value one text and no other, whatever a role or database prefers.
    connection.execute("SET LOCAL extra_float_digits = 1")
    connection.execute("SET LOCAL datestyle = 'ISO'")
    connection.execute(
        "SELECT set_config('search_path', concat_ws(', ', 'public', (SELECT quote_ident(nspname) "
        "FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace "
        "WHERE extname = 'postgis')), true)"
    )


def _psycopg() -> Any:  # noqa: ANN401
    require("postgis")
    import psycopg

    return psycopg


def _parts(address: str) -> dict[str, Any]:
    psycopg = _psycopg()
    try:
        if _ADDRESS.fullmatch(address):
            return dict(psycopg.conninfo.conninfo_to_dict(address))
    except psycopg.ProgrammingError:
        pass
    raise InvalidValueError("address", "postgresql://…", _ALLOWED)


def _reason(error: "psycopg.Error") -> str:
    """Return the first line of what the server or the client library says."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
