"""Where the layers come from; ``open_store`` finds the right place for an address."""

from pathlib import Path

from geo.data.frames import Store
from geo.errors import InvalidValueError
from geo.paths import data_dir
from geo.stores.database import is_database
from geo.stores.editions import current_version, edition_folder
from geo.stores.package import PackageStore, read_description

__all__ = ["is_database", "open_earlier", "open_store", "store_fingerprint"]


def open_store(address: str | Path | None = None, *, warns: bool = False) -> Store:
    """Open a data set: the embedded one, a folder of files or of versions, or a PostGIS database.

    ``warns`` takes tables of a database that were changed by hand, as a version of their own.

    Raises
    ------
    DatasetError
        The place holds no data set, a damaged one, or one of another format version; or the
        database cannot be reached.
    InvalidValueError
        The address is of a kind that is not known; it is not repeated, for it may hold a password.
    """
    if isinstance(address, str) and is_database(address):
        from geo.stores.postgis import PostgisStore

        return PostgisStore(address, warns=warns)
    if "://" in str(address):
        raise InvalidValueError("store", "(not shown)", "a folder or postgresql://user@host/name")
    if address is None:
        return PackageStore(data_dir())
    folder = Path(address)
    is_of_versions = current_version(folder) is not None
    return PackageStore(edition_folder(folder), kept_in=folder if is_of_versions else None)


def open_earlier(folder: str | Path) -> Store:
    """Open a folder of files published by this or an earlier version of the program.

    Raises
    ------
    DatasetError
        The folder holds no data set, or a damaged one.
    """
    return PackageStore(edition_folder(Path(folder)), is_earlier=True)


def store_fingerprint(address: str, *, by_hand: bool = False) -> str:
    """Return what is another with every other data set that a folder or database holds.

    ``by_hand`` makes it another after every write to a table of a database too.

    Raises
    ------
    DatasetError
        The place holds no data set, or cannot be reached.
    """
    from geo.stores.postgis import current_fingerprint, package_fingerprint

    if is_database(address):
        return current_fingerprint(address, by_hand=by_hand)
    return package_fingerprint(read_description(edition_folder(Path(address))))
