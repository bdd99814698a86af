"""The embedded data set: a GeoPackage, Parquet tables and ``datapackage.json``."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.data.rows import Rows, frame_of_rows
from geo.errors import DatasetError
from geo.layers import FORMAT_VERSION, LEVELS, Layer, layer
from geo.stores.editions import edition_folder, versions_in
from geo.stores.geopackage import GeoPackage
from geo.stores.package_files import PackageFiles

if TYPE_CHECKING:
    import pandas as pd
    import shapely

__all__ = ["PackageStore", "read_description"]

_DESCRIPTION: Final = "datapackage.json"
_GEOPACKAGE: Final = "border.gpkg"


class PackageStore:
    """A folder of published files, each verified by the sha256 that the package names.

    Parameters
    ----------
    folder
        Where the files are.
    kept_in
        The folder of versions of which these files are one.
    is_earlier
        Read what a version was published without as not known, instead of refusing it.

    Raises
    ------
    DatasetError
        A file is missing, damaged or of another format version; the message names the file.
    """

    def __init__(
        self, folder: Path, *, kept_in: Path | None = None, is_earlier: bool = False
    ) -> None:
        self._kept_in = kept_in
        self._is_earlier = is_earlier
        self._folder = folder.resolve()
        self._package = read_description(folder)
        self.files: Final = PackageFiles(self._folder, self._package, _DESCRIPTION)
        self.files.verify_all()
        self._geopackage = GeoPackage(self._folder / _GEOPACKAGE)

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the data package as read from ``datapackage.json``."""
        return self._package

    @property
    def folder(self) -> Path:
        """Return the folder of the files."""
        return self._folder

    def verify_files(self) -> None:
        """Look whether the files are still whole; ``DatasetError`` names one that is not."""
        PackageFiles(self._folder, read_description(self._folder), _DESCRIPTION)
        self.files.verify_all()

    def kept_versions(self) -> tuple[str, ...]:
        """Return the versions that the folder of versions keeps, oldest first."""
        return () if self._kept_in is None else tuple(versions_in(self._kept_in))

    def at_version(self, version: str) -> "PackageStore":
        """Return a version of the folder of versions; ``DatasetError`` if it is not there."""
        if self._kept_in is None:
            raise DatasetError(f"{self._folder}: no versions are kept")
        return PackageStore(edition_folder(self._kept_in, version), is_earlier=True)

    def read(self, name: str) -> "pd.DataFrame":
        """Read a layer or table from the GeoPackage, or from its own Parquet file."""
        rows = self.read_rows(name)
        definition = layer(name)
        return self._read_parquet(definition) if rows is None else frame_of_rows(definition, rows)

    def read_rows(self, name: str) -> Rows | None:
        """Read a layer or table of the GeoPackage; ``None`` for one in a file of its own."""
        definition = layer(name)
        if f"{name}.parquet" in self.files.hashes:
            return None
        located = definition.geometry is not None
        rows = self._geopackage.rows(name, definition.columns, located=located)
        if not rows.columns or not rows.columns[definition.key]:
            raise DatasetError(f"{self._folder / _GEOPACKAGE}: layer {name} is empty")
        missing = [column for column in definition.column_names if column not in rows.columns]
        if missing and not self._is_earlier:
            where = f"{self._folder / _GEOPACKAGE}: layer {name}"
            raise DatasetError(f"{where} has no column {missing[0]}: it is of an older version")
        return rows

    def read_level(self, name: str, level: str) -> "dict[str, shapely.Geometry]":
        """Read the generalised geometries of a layer by the keys of their rows."""
        if level not in LEVELS:
            raise KeyError(level)
        key = layer(name).column(layer(name).key)
        copies = self._geopackage.rows(f"{name}_{level}", [key], located=True)
        full = self._geopackage.rows(name, [key], located=False)
        if set(copies.columns[key.name]) != set(full.columns[key.name]):
            raise DatasetError(f"{self._folder / _GEOPACKAGE}: layer {name}_{level} is incomplete")
        return dict(zip(copies.columns[key.name], copies.shapes(), strict=True))  # type: ignore[arg-type]

    def _read_parquet(self, definition: Layer) -> "pd.DataFrame":
        import pandas as pd

        path = self._folder / f"{definition.name}.parquet"
        self.files.verify(path.name)
        try:
            columns = None if self._is_earlier else list(definition.column_names)
            frame = pd.read_parquet(path, columns=columns)
        except (OSError, ValueError) as error:
            raise DatasetError(f"{path}: not a readable table: {error}") from None
        return frame[[name for name in definition.column_names if name in frame.columns]]


def read_description(folder: Path) -> dict[str, Any]:
    """Return the data package of a folder of published files.

    Raises
    ------
    DatasetError
        There is none, or it is of another format version.
    """
    path = folder / _DESCRIPTION
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        version = package["borderPorts"]["formatVersion"]
        _ = package["version"], package["created"], package["resources"]
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path}: not the description of a border data set: {error}") from None
    if version != FORMAT_VERSION:
        raise DatasetError(
            f"{path}: format version {version}; this program reads version {FORMAT_VERSION}"
        )
    return dict(package)
