"""Compiling by numba, keeping what was compiled in files where that is possible."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numba

__all__ = ["compiled", "inlined"]

_HERE: Final = Path(__file__).parent
SOURCES: Final = [
    *(_HERE / f"{name}.py" for name in ("compiling", "formulas", "kernel", "lanes")),
    _HERE.parent / "geodesy.py",
]
"""Files whose functions are compiled into one another; numba looks only at the outermost one's."""


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
    kept._cache_file._source_stamp = _stamp(dispatcher.py_func)  # noqa: SLF001
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


def _stamp(function: Any) -> str:  # noqa: ANN401
    """Return what tells the sources of a compiled function, and of all it calls, from others."""
    digest = hashlib.sha256()
    for path in (Path(function.__code__.co_filename), *SOURCES):
        with suppress(OSError):  # an installation without sources never changes
            digest.update(path.read_bytes())
    return digest.hexdigest()
