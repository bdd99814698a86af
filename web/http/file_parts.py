"""An open file as the body of an answer."""

import os
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["PART_BYTES", "FileParts", "KeptFile"]

PART_BYTES: Final = 64 * 1024
"""Bytes that are read, and sent, at a time."""


class FileParts:
    """An open file, read piece by piece as it is sent; slow readers hold no memory.

    Parameters
    ----------
    file
        The file's descriptor, closed with this object.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._open = True
        self._start = 0
        self._stop: int | None = None

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return os.fstat(self._file).st_size

    def only(self, start: int, stop: int) -> None:
        """Send the bytes from ``start`` to before ``stop`` alone."""
        self._start, self._stop = start, stop

    def __iter__(self) -> Iterator[bytes]:
        """Yield the file, or what is chosen of it, in parts."""
        position = self._start
        stop = self.size if self._stop is None else self._stop
        while part := os.pread(self._file, min(PART_BYTES, stop - position), position):
            position += len(part)
            yield part

    def close(self) -> None:
        """Close the file."""
        if self._open:
            self._open = False
            os.close(self._file)

    def __del__(self) -> None:
        """Close the file that nobody sent."""
        self.close()


class KeptFile(NamedTuple):
    """An open file and the hash of its content."""

    parts: FileParts
    digest: str
