"""Accepting what was changed in a database by hand: as a version of its own, which says so."""

import re

from geo.stores.database import connected
from geo.stores.postgis import LOCK_KEY, package_fingerprint, package_text, read_version_row
from geo.stores.table_hashes import changed_tables, content_text

__all__ = ["accept_changes"]


def accept_changes(address: str) -> tuple[str, list[str]]:
    """Make the rows that a database holds now its data set, and return version and tables changed.

    The version gets the ending ``+local.N``, so that readers see that it is not the one published,
    and services take it up. Nothing is written where nothing was changed.

    Raises
    ------
    DatasetError
        The database cannot be reached, holds no data set, or refuses.
    """
    with connected(address, read_only=False) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
        package, content = read_version_row(connection, address)
        changed = changed_tables(connection, content)
        if not changed:
            return package["version"], []
        package["version"] = _next_local(package["version"])
        connection.execute(
            "UPDATE border_ports.dataset SET version = %s, package = %s, fingerprint = %s, "
            "content = %s, loaded_at = now()",
            (package["version"], package_text(package), package_fingerprint(package),
             content_text(connection)),
        )  # fmt: skip
        return package["version"], changed


def _next_local(version: str) -> str:
    base, number = re.fullmatch(r"(.*?)(?:\+local\.(\d+))?", version).groups()  # type: ignore[union-attr]
    return f"{base}+local.{int(number or 0) + 1}"
