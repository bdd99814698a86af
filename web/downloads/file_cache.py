"""Files made on request and kept on disk: each is made once, whoever asks at the same time.

What stands in the folder is never trusted: a file's name holds the hash of its content, which is
compared before it is sent. A file that was emptied, changed or replaced is made again.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from geo.errors import BorderError
from geo.files import ExportError, has_no_room
from web.http.file_parts import FileParts, KeptFile
from web.http.problems import CacheError, NoRoomError

__all__ = ["FileCache", "cache_folder"]

_LOG: Final = logging.getLogger("border_ports")
_PRIVATE: Final = 0o700
_HASH_DIGITS: Final = 32
_LEFT_SECONDS: Final = 3600
"""Folders of files that were begun so long ago belong to processes that were killed."""
_Stamp = tuple[int, int, int]


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
    status = folder.lstat()
    safe = stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) == _PRIVATE
    if safe and status.st_uid == os.getuid():
        return folder
    return Path(tempfile.mkdtemp(prefix="border-ports-"))


class FileCache:
    """A folder of files by key; the least recently used give way beyond ``max_bytes``."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._proved: dict[Path, _Stamp] = {}

    def find(self, key: str) -> Path | None:
        """Return the file of a key, if it is there and whole."""
        for path in self._files(key):
            if self._is_whole(path):
                return path
        return None

    def get(self, key: str, make: Callable[[Path], None]) -> KeptFile:
        """Return the open file of a key; ``make`` writes it if it is not there yet.

        Processes and threads that ask for the same key at the same time wait for one of them.

        Raises
        ------
        NoRoomError
            There is no room for the file, though others have given way.
        """
        try:
            return self._got(key, make)
        except OSError as error:
            raise self._explained(error) from error

    def _got(self, key: str, make: Callable[[Path], None]) -> KeptFile:
        kept = self._opened(key)
        if kept is None:
            with self._locked(key):
                kept = self._opened(key) or self._made(key, make)
        return kept

    def _opened(self, key: str) -> KeptFile | None:
        path = self.find(key)
        if path is None:
            return None
        with contextlib.suppress(FileNotFoundError):
            os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))
            return _open(path)
        return None

    def _made(self, key: str, make: Callable[[Path], None]) -> KeptFile:
        try:
            return self._make(key, make)
        except (OSError, ExportError) as error:
            if not has_no_room(error):
                raise
        _LOG.warning("no room for a file in the folder of kept files; others give way")
        self._give_way(0)
        try:
            return self._make(key, make)
        except (OSError, ExportError) as error:
            if not has_no_room(error):
                raise
            message = "there is no room left for this file"
            raise NoRoomError(message) from error

    def _make(self, key: str, make: Callable[[Path], None]) -> KeptFile:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=self._folder) as name:
            written = Path(name) / "file"
            make(written)
            path = self._folder / f"{_stem(key)}-{_digest(written)}.file"
            _remove(path)
            written.replace(path)
        kept = _open(path)
        self._give_way(self._max_bytes)
        return kept

    @contextlib.contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        """Hold the lock of a key; the folder is made again if it was taken away."""
        self._folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        path = self._folder / f"{_stem(key)}.lock"
        if path.is_dir():
            _remove(path)
        with path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _files(self, key: str) -> list[Path]:
        return sorted(self._folder.glob(f"{_stem(key)}-*.file"))

    def _is_whole(self, path: Path) -> bool:
        """Return whether a file's content is what its name says; one that is not is removed."""
        try:
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
                if self._proved.get(path) == stamp:
                    return True
                if _digest(path) == path.stem.rpartition("-")[2]:
                    self._proved[path] = stamp
                    return True
        except FileNotFoundError:
            return False
        _LOG.warning("a kept file was damaged; it is made again")
        _remove(path)
        return False

    def _give_way(self, max_bytes: int) -> None:
        """Remove the least recently used files until the others have at most so many bytes."""
        kept = []
        for path in self._folder.glob(".new-*"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _LEFT_SECONDS:
                    _remove(path)
        for path in self._folder.glob("*.file"):
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                kept.append((status.st_atime, status.st_size, path))
        total = sum(size for _time, size, _path in kept)
        for _time, size, path in sorted(kept):
            if total <= max_bytes:
                return
            _remove(path)
            self._proved.pop(path, None)
            total -= size

    def _explained(self, error: OSError) -> BorderError:
        _LOG.error("the folder of kept files cannot be used: %s", error)
        if has_no_room(error):
            return NoRoomError("there is no room left for this file")
        return CacheError("files cannot be kept just now")


def _stem(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:_HASH_DIGITS]


def _digest(path: Path) -> str:
    """Return the hash of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, partial(hashlib.blake2b, digest_size=16)).hexdigest()


def _remove(path: Path) -> None:
    """Remove a file, or whatever stands in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _open(path: Path) -> KeptFile:
    digest = path.stem.rpartition("-")[2]
    return KeptFile(FileParts(os.open(path, os.O_RDONLY | os.O_CLOEXEC)), digest)
