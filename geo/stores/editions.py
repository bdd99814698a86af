"""A folder of published versions: a file ``current`` names the one in use, none ever changes.

``FOLDER/versions/<version>/`` holds the files of one version, ``FOLDER/current`` its name. A new
version is written beside, moved into place whole, and named last: whoever reads meanwhile reads
the version before, and goes on reading it.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from geo.errors import DatasetError

if TYPE_CHECKING:
    from packaging.version import Version

__all__ = [
    "current_version",
    "edition_folder",
    "publish_edition",
    "staged_edition",
    "version_key",
    "versions_in",
]

_POINTER: Final = "current"
_VERSIONS: Final = "versions"
_LOCK: Final = ".lock"
_STAGED: Final = ".new-"
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]*")


def version_key(version: str) -> "Version":
    """Return what orders versions: ``2026.12-rc.1`` < ``2026.12`` < ``2026.12+local.1``."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version)
    except InvalidVersion:
        return Version(".".join(re.findall(r"\d+", version)) or "0")


def current_version(folder: Path) -> str | None:
    """Return the version that a folder names as current; ``None`` if it holds no versions.

    Raises
    ------
    DatasetError
        ``current`` cannot be read, or names a version that is not there.
    """
    pointer = folder / _POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{pointer}: cannot be read: {error}") from None
    if not _NAME.fullmatch(name) or not (folder / _VERSIONS / name).is_dir():
        raise DatasetError(f"{pointer}: names {name[:80]!r}, which is not in {_VERSIONS}")
    return name


def versions_in(folder: Path) -> list[str]:
    """Return the versions that a folder keeps, oldest first."""
    try:
        names = [path.name for path in (folder / _VERSIONS).iterdir() if path.is_dir()]
    except OSError:
        return []
    return sorted((name for name in names if _NAME.fullmatch(name)), key=version_key)


def edition_folder(folder: Path, version: str | None = None) -> Path:
    """Return where the files of a version are, by default of the current one.

    A folder without versions holds the files itself.

    Raises
    ------
    DatasetError
        There is no such version, or ``current`` names none.
    """
    if version is None:
        name = current_version(folder)
        return folder if name is None else folder / _VERSIONS / name
    if version not in versions_in(folder):
        known = ", ".join(versions_in(folder)) or "none"
        raise DatasetError(f"{folder}: there is no version {version!r}; there: {known}")
    return folder / _VERSIONS / version


@contextmanager
def staged_edition(folder: Path) -> Iterator[Path]:
    """Yield an empty folder in which to write a new version, for one writer at a time.

    What is not published from it is removed, also what a killed writer left behind.

    Raises
    ------
    DatasetError
        Another writer is at work, or the folder cannot be written.
    """
    try:
        (folder / _VERSIONS).mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("w", encoding="utf-8")
    except OSError as error:
        raise DatasetError(f"{folder}: cannot be written: {error.strerror}") from None
    with lock:
        _take(lock.fileno(), folder)
        for left in (folder / _VERSIONS).glob(f"{_STAGED}*"):
            shutil.rmtree(left, ignore_errors=True)
        staged = Path(mkdtemp(prefix=_STAGED, dir=folder / _VERSIONS))
        try:
            yield staged
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def publish_edition(staged: Path, folder: Path, version: str, *, keep: int) -> None:
    """Move a version from ``staged_edition`` into place, then name it as current.

    Beside it the newest ``keep`` versions stay; older ones are removed.

    Raises
    ------
    DatasetError
        The version is there already, or the folder cannot be written.
    """
    target = folder / _VERSIONS / version
    try:
        if target.exists():
            if version == current_version(folder):
                raise DatasetError(f"{folder}: version {version} is published already")
            shutil.rmtree(target)  # A writer was stopped before it could name it.
        for path in staged.iterdir():
            _to_disk(path)
        staged.chmod(0o755)
        staged.rename(target)
        _to_disk(target.parent)
        _name(folder, version)
    except OSError as error:
        raise DatasetError(f"{folder}: cannot be written: {error.strerror}") from None
    others = [name for name in versions_in(folder) if name != version]
    for name in others[: len(others) - keep] if keep < len(others) else []:
        shutil.rmtree(folder / _VERSIONS / name, ignore_errors=True)


def _name(folder: Path, version: str) -> None:
    """Replace ``current`` in one step."""
    beside = folder / f".{_POINTER}"
    beside.write_text(f"{version}\n", encoding="utf-8")
    _to_disk(beside)
    beside.replace(folder / _POINTER)
    _to_disk(folder)


def _to_disk(path: Path) -> None:
    """Wait until a file or the names in a folder are on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _take(number: int, folder: Path) -> None:
    """Lock an open file until it is closed."""
    import fcntl

    with suppress(BlockingIOError):
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    raise DatasetError(f"{folder}: another update is at work")
