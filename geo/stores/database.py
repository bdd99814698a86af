"""Addresses of PostgreSQL databases, connections to them, and errors that keep the password."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from geo.errors import DatasetError, InvalidValueError
from geo.extras import require

if TYPE_CHECKING:
    import psycopg

__all__ = ["connected", "is_database", "public_name"]

_SCHEMES: Final = ("postgresql://", "postgres://")
_CONNECT_SECONDS: Final = 5
_READ_MS: Final = 60_000
"""Longest time that reading a table, or waiting for a load to end, may take."""


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

    Raises
    ------
    DatasetError
        The database cannot be reached, or refuses a statement. No message holds the password.
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
        ) as connection:
            if read_only:
                connection.read_only = True
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.execute(f"SET statement_timeout = {_READ_MS}")
            yield connection
    except psycopg.Error as error:
        raise DatasetError(f"{name}: {_reason(error)}") from None


def _psycopg() -> Any:  # noqa: ANN401
    require("postgis")
    import psycopg

    return psycopg


def _parts(address: str) -> dict[str, Any]:
    psycopg = _psycopg()
    try:
        return dict(psycopg.conninfo.conninfo_to_dict(address))
    except psycopg.ProgrammingError:
        raise InvalidValueError(
            "address", "postgresql://…", "postgresql://user@host:port/database"
        ) from None


def _reason(error: "psycopg.Error") -> str:
    """Return the first line of what the server or the client library says."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
