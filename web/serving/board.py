"""Memory that all serving processes see: signs of life, what each thread is on, and figures.

It has no name and no file, so that no cleaned or full folder can take it away.
"""

import mmap
import struct
import time
from typing import Final

__all__ = ["Board"]

_TEXT_BYTES: Final = 512
_LENGTH: Final = struct.Struct("=H")
_BEAT: Final = struct.Struct("=d")


class Board:
    """A place per worker for its last sign of life, and one per thread for its request.

    Make it before the workers are forked; ``worker`` is then set in each of them.

    Parameters
    ----------
    workers
        Number of worker processes.
    threads
        Threads per worker that answer requests, beside that of its loop.
    """

    def __init__(self, workers: int, threads: int) -> None:
        self.worker = 0
        self._threads = threads + 1
        self._texts = workers * _BEAT.size
        self._memory = mmap.mmap(-1, self._texts + workers * self._threads * _TEXT_BYTES)

    def beat(self) -> None:
        """Note that this worker lives and answers."""
        self._set_beat(self.worker, time.monotonic())

    def forget(self, worker: int) -> None:
        """Clear the places of a worker that is being replaced."""
        self._set_beat(worker, 0.0)
        start = self._place(worker, 0)
        self._memory[start : start + self._threads * _TEXT_BYTES] = bytes(
            self._threads * _TEXT_BYTES
        )

    def last_beat(self, worker: int) -> float:
        """Return the moment of a worker's last sign of life; 0 before its first."""
        beat: float = _BEAT.unpack_from(self._memory, worker * _BEAT.size)[0]
        return beat

    def begin(self, thread: int, request: str) -> None:
        """Note the request that a thread of this worker is on."""
        text = request.encode("utf-8", "replace")[: _TEXT_BYTES - _LENGTH.size]
        start = self._place(self.worker, thread)
        self._memory[start : start + _LENGTH.size + len(text)] = _LENGTH.pack(len(text)) + text

    def end(self, thread: int) -> None:
        """Note that a thread of this worker is on nothing."""
        _LENGTH.pack_into(self._memory, self._place(self.worker, thread), 0)

    def requests(self, worker: int) -> list[str]:
        """Return the requests that a worker's threads are on, or were when it ended."""
        texts = []
        for thread in range(self._threads):
            start = self._place(worker, thread)
            length = _LENGTH.unpack_from(self._memory, start)[0]
            if length:
                text = self._memory[start + _LENGTH.size : start + _LENGTH.size + length]
                texts.append(text.decode("utf-8", "replace"))
        return texts

    def _set_beat(self, worker: int, moment: float) -> None:
        _BEAT.pack_into(self._memory, worker * _BEAT.size, moment)

    def _place(self, worker: int, thread: int) -> int:
        return self._texts + (worker * self._threads + thread) * _TEXT_BYTES
