"""The data set that the command line is about."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from geo.errors import InvalidValueError

if TYPE_CHECKING:
    from geo.border import Border

__all__ = [
    "EMBEDDED",
    "STORE_VARIABLE",
    "chosen_store",
    "is_other_data",
    "opened",
    "opened_version",
]

STORE_VARIABLE: Final = "BORDER_PORTS_STORE"
"""Environment variable that names the store, for the service too."""
LAYERS_VARIABLE: Final = "BORDER_PORTS_LAYERS"
"""Environment variable that names a folder of layers of one's own, for the service too."""

EMBEDDED: Final = "embedded"
"""Names the data set of the installation where a version is asked for."""


def chosen_store() -> str | None:
    """Return the folder or database of ``--store``; ``None`` for the embedded data set."""
    named: str | None = click.get_current_context().obj
    return named or None


def opened() -> "Border":
    """Return the border of ``--store``, else the embedded one."""
    from geo.border import load

    return load(chosen_store(), layers=os.environ.get(LAYERS_VARIABLE) or None)


def is_other_data(name: str) -> bool:
    """Return whether a word names data beside those of ``--store``: a folder or database."""
    from geo.stores.database import is_database

    return name == EMBEDDED or is_database(name) or Path(name).is_dir()


def opened_version(name: str, parameter: str) -> "Border":
    """Return a border by name: ``embedded``, a folder, a version in the store, or PostGIS.

    Raises
    ------
    InvalidValueError
        It is none of these; ``parameter`` is what the message calls it.
    DatasetError
        The data cannot be read.
    """
    from geo.border import Border, load
    from geo.stores import is_database, open_earlier
    from geo.stores.editions import edition_folder, versions_in

    if name == EMBEDDED:
        return load()
    if is_database(name):
        return load(name)
    if Path(name).is_dir():
        return Border(open_earlier(name), is_earlier=True)
    store = chosen_store()
    kept = versions_in(Path(store)) if store and not is_database(store) else []
    if store and name in kept:
        return Border(open_earlier(edition_folder(Path(store), name)), is_earlier=True)
    known = f"a folder, postgresql://…, {', '.join([EMBEDDED, *kept])}"
    raise InvalidValueError(parameter, "(not shown)" if "://" in name else name, known)
