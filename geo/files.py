"""Files that appear whole or not at all, and archives that are the same on every run."""

import errno
import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from geo.errors import BorderError, InvalidValueError

__all__ = [
    "UNFINISHED",
    "ExportError",
    "check_room",
    "has_no_room",
    "named_path",
    "new_file",
    "unfinished_folder",
    "write_zip",
    "write_zip_to",
    "writing",
]

UNFINISHED: Final = ".border-ports-"
"""How the folder of a file that is being written is called; one is left where the power fails."""
_EARLIEST_ZIP_YEAR: Final = 1980
_PLAIN_FILE: Final = 0o644 << 16
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_SCARCE_BYTES: Final = 32 * 2**20
"""With less room than this, a writer that does not say why it failed had no room."""


class ExportError(BorderError):
    """A file cannot be written: no such folder, no permission, no space."""


def named_path(text: str, option: str) -> Path:
    """Return a path; ``InvalidValueError`` for a name that Arrow and GDAL cannot be told."""
    try:
        text.encode()
    except UnicodeEncodeError:
        shown = text.encode(errors="replace").decode()
        raise InvalidValueError(option, shown, "a name in UTF-8: rename it") from None
    return Path(text)


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
    with writing(path):
        if path.is_dir():
            message = f"{path}: is a folder, not a file to write"
            raise ExportError(message)
        with unfinished_folder(path.parent) as folder:
            new = folder / (name or path.name)
            yield new
            new.chmod(0o644)
            new.replace(path)


def check_room(folder: Path, path: Path) -> None:
    """Make sure that a folder takes a new file, as ``new_file`` would make it for ``path``.

    Raises
    ------
    ExportError
        It takes none: it may not be written to, or its file system not at all.
    """
    with writing(path), unfinished_folder(folder):
        pass


@contextmanager
def unfinished_folder(parent: Path, prefix: str = UNFINISHED) -> Iterator[Path]:
    """Yield a new folder inside another, which is gone at the end, also when a signal ends it."""
    made = None
    try:
        with _undisturbed():
            made = TemporaryDirectory(prefix=prefix, dir=parent)
        yield Path(made.name)
    finally:
        if made is not None:
            with _undisturbed():
                made.cleanup()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off what handlers of Ctrl-C, SIGTERM and SIGHUP would raise until the body is done.

    They run in the main thread alone, so no other is disturbed.
    """
    held: list[int] = []
    before = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
        handlers = {number: signal.getsignal(number) for number in numbers if number is not None}
        before = {number: handler for number, handler in handlers.items() if callable(handler)}
    try:
        for number in before:
            signal.signal(number, lambda received, _frame: held.append(received))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in held:
            signal.raise_signal(number)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in one line why a file or folder cannot be written, whatever a writer raises for it.

    Raises
    ------
    ExportError
        The file cannot be written.
    """
    try:
        yield
    except BorderError:
        raise
    except Exception as error:
        of_gdal = type(error).__module__.startswith("pyogrio")
        if not (isinstance(error, OSError) or of_gdal or has_no_room(error)):
            raise
        message = f"{path}: cannot be written: {_reason(error, path.parent)}"
        raise ExportError(message) from error


def has_no_room(error: BaseException) -> bool:
    """Return whether an error, or what caused it, is that there is no room on the disk."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return True
        seen = seen.__cause__ or seen.__context__
    return os.strerror(errno.ENOSPC) in str(error)


def _reason(error: Exception, folder: Path) -> str:
    """Return why writing failed; GDAL and pyarrow do not say that the disk is full."""
    if not has_no_room(error):
        if isinstance(error, OSError) and error.strerror:
            return error.strerror
        with suppress(OSError):
            if shutil.disk_usage(folder).free >= _SCARCE_BYTES:
                return str(error)
    return os.strerror(errno.ENOSPC)


def write_zip(path: Path, members: Mapping[str, bytes | Path], day: date) -> None:
    """Write a zip archive whose bytes depend on the members and the day alone.

    ``members`` maps names inside the archive to contents or to files that hold them.
    """
    with path.open("wb") as file:
        write_zip_to(file, members, day)


def write_zip_to(file: BinaryIO, members: Mapping[str, bytes | Path], day: date) -> None:
    """Write the archive of ``write_zip`` to an open file."""
    import zipfile

    stamp = (max(day.year, _EARLIEST_ZIP_YEAR), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = _PLAIN_FILE
            info.create_system = 3
            data = content if isinstance(content, bytes) else content.read_bytes()
            archive.writestr(info, data, compresslevel=6)
