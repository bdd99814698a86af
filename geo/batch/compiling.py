"""Compiling by numba, keeping what was compiled in files where that is possible."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba

from geo.batch.kept import SOURCES, stamp_of

__all__ = ["compiled", "inlined"]


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is compiled on its first call and then kept for the next process.

    It is plain ``njit``: numba's own inlining of such loops has been seen to give wrong figures.
    """
    try:
        return _forgiving(numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:  # no folder for compiled code can be written
        return _plain(function)


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that LLVM puts wherever a compiled one calls it.

    Only so do loops become vector instructions. Products may be fused with sums, which rounds
    less often, and the sign of zero may be lost; nothing else is relaxed.
    """
    made: Callable[..., Any] = numba.njit(
        nogil=True, error_model="numpy", forceinline=True, fastmath={"contract", "nsz"}
    )(function)
    return made


def _plain(function: Callable[..., Any]) -> Callable[..., Any]:
    made: Callable[..., Any] = numba.njit(nogil=True, error_model="numpy")(function)
    return made


def _forgiving(dispatcher: Any) -> Callable[..., Any]:  # noqa: ANN401
    """Let compiled code that cannot be read back be compiled again, and a full disk keep none.

    numba raises whatever its damaged files make of it where the function is called.
    """
    kept = dispatcher._cache  # noqa: SLF001
    source = Path(dispatcher.py_func.__code__.co_filename)
    kept._cache_file._source_stamp = stamp_of(source, *SOURCES)  # noqa: SLF001
    load, save = kept.load_overload, kept.save_overload

    def load_or_compile(*signature: Any) -> Any:  # noqa: ANN401
        try:
            return load(*signature)
        except Exception:  # noqa: BLE001
            with suppress(OSError):
                kept.flush()
            return None

    def save_if_possible(*made: Any) -> None:  # noqa: ANN401
        with suppress(OSError):
            save(*made)

    kept.load_overload, kept.save_overload = load_or_compile, save_if_possible
    typed: Callable[..., Any] = dispatcher
    return typed
