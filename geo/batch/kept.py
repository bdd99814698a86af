"""The machine code of the compiled kernel in a file, so that numba need not be loaded for it.

numba takes a third of a second to load what it has compiled. The machine code alone is loaded by
llvmlite, which numba brings, in a fortieth. It is kept on Linux, where all that it calls is in the
C library; elsewhere numba is loaded.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo.extras import is_installed
from geo.files import ExportError, new_file

__all__ = ["SOURCES", "is_kept", "keep", "load", "stamp_of"]

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
_DIGEST_BYTES: Final = 32
_engines: list[Any] = []
"""What holds loaded code; it must not be collected."""


def stamp_of(*paths: Path) -> str:
    """Return what tells the contents of files from others."""
    digest = hashlib.sha256()
    for path in paths:
        with suppress(OSError):  # an installation without sources never changes
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_kept() -> bool:
    """Return whether there is machine code of these sources, of this processor or another."""
    return any(True for folder in _folders() for _ in folder.glob(f"{_stem()}-*.code"))


def load() -> int | None:
    """Return the address of the kernel's machine code, ``None`` if none is kept for this processor.

    A damaged file counts for nothing.
    """
    if not is_kept():
        return None
    import llvmlite.binding as llvm

    for folder in _folders():
        with suppress(OSError):
            whole = (folder / _file_name()).read_bytes()
            digest, code = whole[:_DIGEST_BYTES], whole[_DIGEST_BYTES:]
            if hashlib.sha256(code).digest() == digest:
                engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
                engine.add_object_file(llvm.ObjectFileRef.from_data(code))
                engine.finalize_object()
                _engines.append(engine)
                return int(engine.get_function_address(_NAME))
    return None


def keep() -> None:
    """Keep the kernel's machine code for the next process, where that is possible."""
    if sys.platform != "linux":
        return
    try:
        code = _machine_code()
    except Exception:  # noqa: BLE001 - numba and llvmlite raise what they like; numba itself works
        return
    for folder in _folders():
        with suppress(OSError, ExportError):
            folder.mkdir(parents=True, exist_ok=True)
            with new_file(folder / _file_name()) as new:
                new.write_bytes(hashlib.sha256(code).digest() + code)
            return  # elsewhere only if not here


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
        reloc="default", codemodel="jitdefault", jit=True,
    )  # fmt: skip


def _folders() -> Iterator[Path]:
    """Yield the folders where code may be kept: the one that numba is told, or its usual ones."""
    if sys.platform != "linux" or not is_installed("scale"):
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
    """Return how files of these sources, made by this numba, are called."""
    from importlib.util import find_spec

    makers = [find_spec(name) for name in ("numba", "llvmlite")]
    versions = [
        Path(maker.origin).with_name("_version.py") for maker in makers if maker and maker.origin
    ]
    return f"nearest-{stamp_of(*SOURCES, *_ALSO, *versions)[:16]}"


def _file_name() -> str:
    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features().flatten()
    processor = f"{llvm.get_process_triple()} {llvm.get_host_cpu_name()} {features}"
    return f"{_stem()}-{hashlib.sha256(processor.encode()).hexdigest()[:16]}.code"
