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

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return os.fstat(self._file).st_size

    def __iter__(self) -> Iterator[bytes]:
        """Yield the file from its beginning, in parts."""
        offset = 0
        while part := os.pread(self._file, PART_BYTES, offset):
            offset += len(part)
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
