"""Where the layers come from; ``open_store`` finds the right place for an address."""

from pathlib import Path

from geo.dataset import Store
from geo.paths import data_dir
from geo.stores.package import PackageStore

__all__ = ["open_store"]


def open_store(address: str | Path | None = None) -> Store:
    """Open a data set: the embedded one by default, or a folder of published files.

    Raises
    ------
    DatasetError
        The folder holds no data set, a damaged one, or one of another format version.
    """
    return PackageStore(Path(address) if address is not None else data_dir())
