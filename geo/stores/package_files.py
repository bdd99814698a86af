"""The files of a published data set: each against its hash, the description against its own."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from geo.data.seal import is_sealed
from geo.errors import DatasetError

__all__ = ["PackageFiles"]

_Stamp = tuple[int, int, int]


class PackageFiles:
    """The files that a description names, in their folder.

    Parameters
    ----------
    folder
        The folder.
    package
        The description, as read.
    description
        Its file's name, for messages.
    """

    def __init__(self, folder: Path, package: Mapping[str, Any], description: str) -> None:
        self._folder = folder
        self._description = description
        self.hashes: Final = {item["path"]: item["hash"] for item in package["resources"]}
        self._seen: dict[str, tuple[_Stamp, str]] = {}
        if not is_sealed(package):
            raise DatasetError(f"{folder / description}: damaged: it is not what its seal says")

    def verify_all(self) -> None:
        """Read every file; ``DatasetError`` names the first that is missing or damaged."""
        for name in self.hashes:
            self.verify(name)

    def verify(self, name: str) -> None:
        """Read a file, unless it is as it was when it was read before.

        Raises
        ------
        DatasetError
            It is missing, damaged, or none that the description names.
        """
        path = self._folder / name
        try:
            stat = path.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            before, actual = self._seen.get(name, ((0, 0, 0), ""))
            if stamp != before:
                with path.open("rb") as file:
                    actual = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
                self._seen[name] = (stamp, actual)
        except OSError as error:
            raise DatasetError(f"{path}: cannot be read: {error.strerror}") from None
        expected = self.hashes.get(name)
        if actual != expected:
            raise DatasetError(
                f"{path}: damaged: its hash is {actual}, {self._description} says {expected}"
            )
