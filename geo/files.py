"""Files that appear whole or not at all, and archives that are the same on every run."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from geo.errors import BorderError

__all__ = ["ExportError", "new_file", "write_zip", "write_zip_to"]

_EARLIEST_ZIP_YEAR: Final = 1980
_PLAIN_FILE: Final = 0o644 << 16


class ExportError(BorderError):
    """A file cannot be written: no such folder, no permission, no space."""


@contextmanager
def new_file(path: Path, name: str | None = None) -> Iterator[Path]:
    """Yield a path to write to; what is there at the end becomes ``path`` in one step.

    The path is in a folder of its own beside ``path`` and is called ``name`` (some formats
    write their file's name inside). After a failure nothing is left and ``path`` is untouched.

    Raises
    ------
    ExportError
        The file cannot be written.
    """
    try:
        if path.is_dir():
            message = f"{path}: is a folder, not a file to write"
            raise ExportError(message)
        with TemporaryDirectory(prefix=".border-ports-", dir=path.parent) as folder:
            new = Path(folder) / (name or path.name)
            yield new
            new.chmod(0o644)
            new.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{path}: cannot be written: {reason}"
        raise ExportError(message) from error
    except RuntimeError as error:
        if not type(error).__module__.startswith("pyogrio"):
            raise
        message = f"{path}: cannot be written: {error}"
        raise ExportError(message) from error


def write_zip(path: Path, members: Mapping[str, bytes | Path], day: date) -> None:
    """Write a zip archive whose bytes depend on the members and the day alone.

    ``members`` maps names inside the archive to contents or to files that hold them.
    """
    with path.open("wb") as file:
        write_zip_to(file, members, day)


def write_zip_to(file: BinaryIO, members: Mapping[str, bytes | Path], day: date) -> None:
    """Write the archive of ``write_zip`` to an open file."""
    stamp = (max(day.year, _EARLIEST_ZIP_YEAR), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = _PLAIN_FILE
            info.create_system = 3
            data = content if isinstance(content, bytes) else content.read_bytes()
            archive.writestr(info, data, compresslevel=6)
