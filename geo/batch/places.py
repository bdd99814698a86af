"""Where files of positions and answers are: this machine, object stores, the web, pipes."""

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from geo.errors import DatasetError, InvalidValueError
from geo.extras import require
from geo.files import named_path, new_file

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import fs

__all__ = [
    "PIPE",
    "Piped",
    "Place",
    "Remote",
    "identity_of",
    "is_file",
    "is_folder",
    "is_inside",
    "local_copy",
    "new_place",
    "place_of",
    "random_access",
    "sequential",
    "size_of",
    "why",
]

PIPE: Final = "-"
"""What the command line calls standard input and output."""
_AZURE: Final = ("abfs", "abfss")
_STORES: Final = ("s3", "gs", "gcs", *_AZURE)
_AZURE_KEY: Final = "AZURE_STORAGE_KEY"
"""Environment variable in which Azure's own command line looks for the key of an account."""
_WEB: Final = ("http", "https")
_NOT_FOUND: Final = 404
_QUERY: Final = re.compile(r"\?\S+")
_HEAD_BYTES: Final = 1 << 16
_TAIL_BYTES: Final = 1 << 16
"""End of a file that tells it from another; a Parquet file's footer is there."""
_COPY_BYTES: Final = 4 << 20
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A file or folder of an object store, or a file of a web server; may go to other processes.

    ``path`` is what its file system calls it; ``address`` what people do, without key or token.
    """

    filesystem: "fs.FileSystem"
    path: str
    address: str

    def __str__(self) -> str:
        """Return the address as messages may show it."""
        return self.address

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return PurePosixPath(urlsplit(self.path).path).name

    @property
    def is_web(self) -> bool:
        """Return whether a web server has it, which gives single files and takes none."""
        return urlsplit(self.address).scheme in _WEB

    @property
    def bucket(self) -> "Remote":
        """Return the bucket or container in a store."""
        return replace(self, path=self.path.partition("/")[0])

    def __truediv__(self, inner: str) -> "Remote":
        """Return a file inside this folder."""
        path, address = (f"{text.rstrip('/')}/{inner}" for text in (self.path, self.address))
        return replace(self, path=path, address=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piped:
    """Standard input or output, called by the format that goes through, such as ``stdin.csv``.

    ``head`` are the bytes that were read to tell the format of an input.
    """

    name: str
    head: bytes = b""

    def __str__(self) -> str:
        """Return the name as messages show it."""
        return self.name

    @classmethod
    def reading(cls, suffix_of: Any) -> "Piped":  # noqa: ANN401 - a function of bytes
        """Return standard input; ``suffix_of`` tells a format by a file's first bytes."""
        if sys.stdin is None:
            raise DatasetError("standard input is closed")
        head = sys.stdin.buffer.read(_HEAD_BYTES)
        return cls(name=f"stdin{suffix_of(head)}", head=head)


Place: TypeAlias = Path | Remote | Piped


def place_of(text: str, option: str) -> Path | Remote:
    """Return the place of a path or address.

    Raises
    ------
    InvalidValueError
        The address is of no kind that is known, or no file's.
    MissingExtraError
        It is a web server's, and the extra ``remote`` is not installed.
    """
    if not _ADDRESS.match(text):
        return named_path(text, option)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise InvalidValueError(option, text.partition(":")[0], f"an address: {error}") from None
    shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    if parts.scheme in _WEB:
        return Remote(filesystem=_web(), path=text, address=shown)
    if parts.scheme not in _STORES:
        allowed = ", ".join(f"{scheme}://" for scheme in (*_STORES, *_WEB))
        raise InvalidValueError(option, shown, f"a path, or an address of {allowed}")
    from pyarrow import ArrowInvalid, fs

    try:
        filesystem, path = fs.FileSystem.from_uri(text)
    except (ArrowInvalid, OSError, ValueError) as error:
        raise InvalidValueError(option, shown, why(error)) from error
    if not path:
        raise InvalidValueError(option, shown, "an address with a bucket and a path")
    if parts.scheme in _AZURE:
        filesystem = _with_key(filesystem, parts, option, shown)
    return Remote(filesystem=filesystem, path=path, address=shown)


def _with_key(
    filesystem: "fs.FileSystem", parts: SplitResult, option: str, shown: str
) -> "fs.FileSystem":
    """Return a store of Azure with the key of an address or ``_AZURE_KEY``.

    Arrow takes a key from neither, and without one ends the process where a store has no TLS.
    """
    make, (options,) = filesystem.__reduce__()
    key = unquote(parts.password or "") or os.environ.get(_AZURE_KEY, "")
    if key:
        return make({**options, "account_key": key})
    is_open = options["blob_storage_scheme"] == "https" or "credential_kind" in parse_qs(
        parts.query
    )
    if not is_open and not options["sas_token"]:
        raise InvalidValueError(option, shown, f"an address with TLS, or a key in {_AZURE_KEY}")
    return filesystem


def _web() -> "fs.FileSystem":
    require("remote")
    import fsspec
    from pyarrow import fs

    return fs.PyFileSystem(fs.FSSpecHandler(fsspec.filesystem("https")))


def is_folder(place: Place) -> bool:
    """Return whether a place is a folder that exists; ``DatasetError`` if it cannot be told."""
    if isinstance(place, Path):
        return place.is_dir()
    if isinstance(place, Piped) or place.is_web:
        return False
    return bool(_info(place).type.name == "Directory")


def is_file(place: Path | Remote) -> bool:
    """Return whether there is a file; ``DatasetError`` if it cannot be told."""
    return place.exists() if isinstance(place, Path) else _info(place).type.name == "File"


def is_inside(place: Place, folder: Place) -> bool:
    """Return whether a place is a folder, or is in it."""
    if isinstance(place, Path) and isinstance(folder, Path):
        return place.resolve().is_relative_to(folder.resolve())
    if not (isinstance(place, Remote) and isinstance(folder, Remote)):
        return False
    is_below = f"{place.path.rstrip('/')}/".startswith(f"{folder.path.rstrip('/')}/")
    return is_below and place.filesystem == folder.filesystem


def size_of(place: Place) -> int | None:
    """Return the bytes of a file, ``None`` where they are not known beforehand.

    Raises
    ------
    DatasetError
        There is no such file, or it cannot be reached.
    """
    if isinstance(place, Piped):
        return None
    if isinstance(place, Path):
        try:
            return place.stat().st_size
        except OSError as error:
            raise DatasetError(f"{place}: cannot be read: {error.strerror}") from error
    info = _info(place)
    if info.type.name == "NotFound":
        raise DatasetError(f"{place}: cannot be read: {_why_absent(place)}")
    return None if info.size is None else int(info.size)


def _info(place: Remote) -> "fs.FileInfo":
    try:
        return place.filesystem.get_file_info(place.path)
    except Exception as error:
        raise DatasetError(f"{place}: cannot be read: {why(error)}") from error


def _why_absent(place: Remote) -> str:
    """Return why nothing is there; fsspec tells Arrow so of servers too that refuse or are none."""
    if place.is_web:
        try:
            place.filesystem.handler.fs.info(place.path)
        except FileNotFoundError as error:
            cause = error.__cause__
            if isinstance(cause, Exception) and getattr(cause, "status", None) != _NOT_FOUND:
                return why(cause)
    return "no such file or folder"


def why(error: Exception) -> str:
    """Return in one line why something cannot be read or written.

    Addresses that web clients repeat are left out: there may be a token in them.
    """
    status = getattr(error, "status", None)
    if status is not None:
        return f"the server answers {status}"
    if isinstance(error, OSError) and error.strerror and type(error).__module__ == "builtins":
        return error.strerror
    if isinstance(error, FileNotFoundError) and error.errno is None:
        return "nothing is given there"  # fsspec's says no more than the address
    return " ".join(_QUERY.sub("", str(error)).split()) or type(error).__name__


def identity_of(place: Place) -> dict[str, Any]:
    """Return what tells a file from another of the same name: size, time and end of the file.

    Raises
    ------
    DatasetError
        It cannot be read.
    """
    if isinstance(place, Piped):
        return {"bytes": None, "modified_ns": None, "tail_sha256": None}
    size = size_of(place)
    try:
        status = place.stat() if isinstance(place, Path) else None
        modified = _info(place).mtime_ns if status is None else status.st_mtime_ns  # type: ignore[arg-type]
        if size is None:
            return {"bytes": None, "modified_ns": modified, "tail_sha256": None}
        with random_access(place) as file:
            file.seek(max(0, size - _TAIL_BYTES))
            tail = file.read()
    except OSError as error:
        raise DatasetError(f"{place}: cannot be read: {error.strerror or error}") from error
    return {
        "bytes": size,
        "modified_ns": modified,
        "tail_sha256": hashlib.sha256(tail).hexdigest(),
    }


@contextmanager
def random_access(place: Place) -> Iterator["pa.NativeFile"]:
    """Open a file in which a reader may go to and fro; what comes by a pipe is stored first."""
    import pyarrow as pa

    if isinstance(place, Path):
        with pa.OSFile(str(place)) as file:
            yield file
        return
    if isinstance(place, Remote):
        with place.filesystem.open_input_file(place.path) as file:
            if file.seekable():
                yield file
                return
    with local_copy(place) as path, pa.memory_map(str(path)) as file:
        yield file


@contextmanager
def sequential(place: Place) -> Iterator["pa.NativeFile"]:
    """Open a file that is read once, from its start to its end."""
    import pyarrow as pa

    if isinstance(place, Path):
        with pa.OSFile(str(place)) as file:
            yield file
    elif isinstance(place, Remote):
        with place.filesystem.open_input_stream(place.path) as stream:
            yield stream
    else:
        with pa.PythonFile(Rejoined(place.head, sys.stdin.buffer), mode="r") as pipe:
            yield pipe


class Rejoined:
    """A stream of bytes whose first ones have been read already, as a file that is read."""

    closed = False

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def read(self, count: int = -1) -> bytes:
        """Return some of the bytes that are left, none at the end."""
        if self._head:
            count = len(self._head) if count < 0 else count
            given, self._head = self._head[:count], self._head[count:]
            return given
        return self._rest.read(count)

    def close(self) -> None:
        """Leave the stream to who opened it."""


@contextmanager
def local_copy(place: Place) -> Iterator[Path]:
    """Yield a file of this machine with what is at a place: a copy while it is read, if need be."""
    if isinstance(place, Path):
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="border-ports-") as folder:
        path = Path(folder) / place.name
        with sequential(place) as source, path.open("wb") as target:
            while piece := source.read(_COPY_BYTES):
                target.write(piece)
        yield path


@contextmanager
def new_place(place: Place) -> Iterator[Path]:
    """Yield a path to write to; at the end what is there is the file of this place, whole.

    Raises
    ------
    ExportError
        The file cannot be written.
    DatasetError
        The store did not take it; nothing is left there.
    """
    if isinstance(place, Path):
        with new_file(place) as path:
            yield path
        return
    with tempfile.TemporaryDirectory(prefix="border-ports-") as folder:
        path = Path(folder) / place.name
        with new_file(path) as new:
            yield new
        if isinstance(place, Piped):
            with path.open("rb") as made:
                shutil.copyfileobj(made, sys.stdout.buffer, _COPY_BYTES)
            sys.stdout.buffer.flush()
        else:
            _upload(path, place)


def _upload(path: Path, place: Remote) -> None:
    """Put a whole file into a store; a file of another length is taken away again."""
    try:
        with path.open("rb") as made, place.filesystem.open_output_stream(place.path) as target:
            shutil.copyfileobj(made, target, _COPY_BYTES)
        there = _info(place).size
    except Exception as error:
        raise DatasetError(f"{place}: cannot be written: {why(error)}") from error
    if there != path.stat().st_size:
        place.filesystem.delete_file(place.path)
        raise DatasetError(f"{place}: cannot be written: it arrived incomplete and was removed")
