"""Files made on request and kept on disk: each is made once, whoever asks at the same time."""

import contextlib
import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

__all__ = ["FileCache", "cache_folder"]

_PRIVATE: Final = 0o700


def cache_folder(named: str) -> Path:
    """Return the folder of kept files, made if need be: the one named, or a private one.

    The private one is in the system's folder for temporary files and belongs to this user alone;
    where another user holds its name, a new one is made.
    """
    if named:
        folder = Path(named)
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    folder = Path(tempfile.gettempdir()) / f"border-ports-{os.getuid()}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_PRIVATE)
    found = folder.lstat()
    safe = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == _PRIVATE
    if safe and found.st_uid == os.getuid():
        return folder
    return Path(tempfile.mkdtemp(prefix="border-ports-"))


class FileCache:
    """A folder of files by key; the least recently used give way beyond ``most_bytes``."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def find(self, key: str) -> Path | None:
        """Return the file of a key, if it is there."""
        path = self._path(key)
        return path if path.is_file() else None

    def get(self, key: str, make: Callable[[Path], None]) -> bytes:
        """Return the file of a key; ``make`` writes it if it is not there yet.

        Processes and threads that ask for the same key at the same time wait for one of them.
        """
        path = self._path(key)
        content = _read(path)
        if content is not None:
            return content
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            content = _read(path)
            if content is None:
                make(path)
                content = path.read_bytes()
                self._make_room()
        return content

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.file"

    def _make_room(self) -> None:
        kept = []
        for path in self._folder.glob("*.file"):
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                kept.append((found.st_mtime, found.st_size, path))
        total = sum(size for _time, size, _path in kept)
        for _time, size, path in sorted(kept):
            if total <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            path.with_suffix(".lock").unlink(missing_ok=True)
            total -= size


def _read(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
        os.utime(path)
    except FileNotFoundError:
        return None
    return content
