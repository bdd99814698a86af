"""Processes of the service beside its workers: forked from the one that holds the data."""

import ctypes
import multiprocessing
import os
import signal
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final

__all__ = ["ForkedProcess", "die_with_parent", "give_back_free_memory", "let_go_of_files"]

_PR_SET_PDEATHSIG: Final = 1
_MADV_DONTNEED: Final = 4
_NICENESS: Final = 10
_STOP_SECONDS: Final = 2


class ForkedProcess(ABC):
    """A process that works beside the workers, gives way to them and ends with its parent."""

    name: ClassVar[str]

    def __init__(self) -> None:
        self._process: Any = None

    def start(self) -> None:
        """Fork the process; call again to replace one that has ended."""
        fork = multiprocessing.get_context("fork")
        self._process = fork.Process(target=self._run, args=(os.getpid(),), name=self.name)
        self._process.start()

    def is_running(self) -> bool:
        """Return whether the process lives."""
        return self._process is not None and self._process.is_alive()

    @property
    def process_id(self) -> int:
        """Return the id of the process, 0 before it is started."""
        return 0 if self._process is None else int(self._process.pid)

    def stop(self) -> None:
        """End the process and what it is doing."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(_STOP_SECONDS)
            self._process.kill()

    def _run(self, parent: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._set_end()
        die_with_parent(parent)
        os.nice(_NICENESS)
        self._work()

    def _set_end(self) -> None:
        """Let SIGTERM end the process at once."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    @abstractmethod
    def _work(self) -> None:
        """Do the work of the process, in it, until it is ended."""


def die_with_parent(parent: int) -> None:
    """End this process as soon as its parent has ended, however that ended (Linux only).

    Call it first thing in the new process, with the parent's id as the parent knew it.
    """
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        os._exit(1)


def give_back_free_memory() -> None:
    """Give the memory that was freed back to the system (glibc only).

    Call it before a fork: each new process would otherwise write to its own copies of it.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def let_go_of_files() -> None:
    """Unmap what this process has read of programs and libraries (Linux only).

    It comes back from the file when it is read again. Only mappings that cannot be written to, and
    have no page that differs from its file, are let go.
    """
    if sys.platform != "linux":
        return
    advise = ctypes.CDLL(None, use_errno=True).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for start, size in _unwritten_files():
        advise(start, size, _MADV_DONTNEED)


def _unwritten_files() -> Iterator[tuple[int, int]]:
    """Yield address and size in bytes of each mapping of a file that is as the file is."""
    place = (0, 0)
    for line in Path("/proc/self/smaps").read_text().splitlines():
        first, *others = line.split()
        if not first.endswith(":"):
            start, end = (int(address, 16) for address in first.split("-"))
            is_file = others[0].startswith("r-") and others[-1].startswith("/")
            place = (start, end - start) if is_file else (0, 0)
        elif place[1] and (first, others[0]) == ("Anonymous:", "0"):
            yield place
