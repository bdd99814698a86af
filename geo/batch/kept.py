"""The machine code of the compiled kernel in a file, so that numba need not be loaded for it.

numba takes a third of a second to load what it has compiled. Where a C compiler can link it, the
machine code becomes a library that the system loads in a millisecond; where there is none, an
object file that llvmlite, which numba brings, loads in a fortieth of a second. It is kept on Linux,
where all that it calls is in the C library; elsewhere numba is loaded.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from geo.extras import is_installed
from geo.files import ExportError, new_file

__all__ = ["SOURCES", "is_kept", "is_linked", "keep", "load", "stamp_of"]

_HERE: Final = Path(__file__).parent
SOURCES: Final = [
    *(_HERE / f"{name}.py" for name in ("compiling", "formulas", "kernel", "lanes")),
    _HERE.parent / "geodesy.py",
]
"""Files whose functions are compiled into one another."""
_ALSO: Final = [_HERE / f"{name}.py" for name in ("export", "kept", "native")]
"""Files that say how the machine code is made and called."""
_NAME: Final = "nearest_ports"
_OF_C: Final = frozenset({"asin", "atan2", "cos", "memset", "sin", "sqrt"})
"""Functions of the C library that the kernel may call."""
_LIBRARY: Final = ".so"
_OBJECT: Final = ".o"
_OF_PROCESSOR: Final = frozenset({
    b"vendor_id", b"cpu family", b"model", b"flags", b"CPU implementer", b"CPU part", b"Features",
})  # fmt: skip
"""What Linux says of a processor's kind and instructions; code is made for these."""
_CPUINFO_BYTES: Final = 1 << 14
"""Enough of Linux's description to hold the first processor's."""
_held: list[Any] = []
"""What holds loaded code; it must not be collected."""


def stamp_of(*paths: Path) -> str:
    """Return what tells the contents of files from others."""
    digest = hashlib.sha256()
    for path in paths:
        with suppress(OSError):  # an installation without sources never changes
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_kept() -> bool:
    """Return whether there is machine code of these sources for this processor."""
    return bool(_files())


def is_linked() -> bool:
    """Return whether the system has loaded it, as a library, which takes a millisecond."""
    return _loaded(_LIBRARY) is not None


def load() -> int | None:
    """Return the address of the kernel's machine code, ``None`` if none is kept.

    A damaged file counts for nothing.
    """
    address = _loaded(_LIBRARY)
    return _loaded(_OBJECT) if address is None else address


def _loaded(suffix: str) -> int | None:
    for path in _files():
        with suppress(OSError):
            if path.suffix == suffix:
                code = path.read_bytes()
                if path.stem.endswith(_digest(code)):
                    return _address_in(path, code)
    return None


def _address_in(path: Path, code: bytes) -> int:
    if path.suffix == _LIBRARY:
        library = ctypes.CDLL(str(path))
        _held.append(library)
        return int(ctypes.cast(library[_NAME], ctypes.c_void_p).value or 0)
    import llvmlite.binding as llvm

    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _held.append(engine)
    return int(engine.get_function_address(_NAME))


def keep() -> None:
    """Keep the kernel's machine code for the next process, where that is possible."""
    for folder in _folders():
        with suppress(OSError, ExportError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                _keep_in(folder)
                return


def _keep_in(folder: Path) -> None:
    try:
        code = _machine_code()
    except Exception:  # noqa: BLE001 - numba and llvmlite raise what they like; numba itself works
        return
    linked = _linked(code)
    kept, suffix = (code, _OBJECT) if linked is None else (linked, _LIBRARY)
    with new_file(folder / f"{_stem()}-{_digest(kept)}{suffix}") as new:
        new.write_bytes(kept)


def _linked(code: bytes) -> bytes | None:
    """Return an object file as a library, ``None`` if no compiler is there to link it."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    with TemporaryDirectory() as folder:
        given, made = Path(folder) / "kernel.o", Path(folder) / "kernel.so"
        given.write_bytes(code)
        words = [compiler, "-shared", "-o", str(made), str(given), "-lm"]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=60)  # noqa: S603
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _machine_code() -> bytes:
    """Return the kernel as an object file that calls nothing but the C library."""
    import llvmlite.binding as llvm

    from geo.batch.export import exported

    text, entry = exported()
    module = llvm.parse_assembly(text)
    for function in module.functions:
        if function.name == entry:
            function.name = _NAME
        elif not function.is_declaration:
            function.linkage = "internal"
    machine = _machine()
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    builder.getModulePassManager().run(module, builder)
    called = {function.name for function in module.functions if function.is_declaration}
    if others := {name for name in called if not name.startswith("llvm.")} - _OF_C:
        message = f"the kernel calls {', '.join(sorted(others))}"
        raise ValueError(message)
    return bytes(machine.emit_object(module))


def _machine() -> Any:  # noqa: ANN401 - llvmlite's
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3,
        reloc="pic", codemodel="default",
    )  # fmt: skip


def _files() -> list[Path]:
    """Return the files of this kernel for this processor, those that load quickest first."""
    folders = list(_folders())
    return [
        path
        for suffix in (_LIBRARY, _OBJECT)
        for folder in folders
        for path in folder.glob(f"{_stem()}-*{suffix}")
    ]


def _folders() -> Iterator[Path]:
    """Yield the folders where code may be kept: the one that numba is told, or its usual ones."""
    if sys.platform != "linux" or not (is_installed("scale") and _processor()):
        return
    told = os.environ.get("NUMBA_CACHE_DIR")
    if told:
        yield Path(told)
        return
    yield _HERE / "__pycache__"
    with suppress(RuntimeError):  # nobody's home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "border-ports"


@cache
def _stem() -> str:
    """Return how files of these sources, made by this numba for this processor, are called."""
    from importlib.util import find_spec

    makers = [find_spec(name) for name in ("numba", "llvmlite")]
    versions = [
        Path(maker.origin).with_name("_version.py") for maker in makers if maker and maker.origin
    ]
    return f"nearest-{stamp_of(*SOURCES, *_ALSO, *versions)[:16]}-{_digest(_processor())}"


@cache
def _processor() -> bytes:
    """Return what Linux says of the first processor, nothing if it does not say."""
    with suppress(OSError), Path("/proc/cpuinfo").open("rb") as file:
        first = file.read(_CPUINFO_BYTES).partition(b"\n\n")[0]
        lines = [
            line for line in first.splitlines() if line.split(b":")[0].strip() in _OF_PROCESSOR
        ]
        return b"\n".join(lines)
    return b""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
