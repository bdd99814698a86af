"""Compiled code that is kept in files: damaged or unwritable, it is compiled again."""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geo.batch import kept
from geo.batch.engine import NearestEngine

numba = pytest.importorskip("numba")

from geo.batch.compiling import SOURCES, compiled  # noqa: E402

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="machine code is kept on Linux")
_PLACES = [[-99.5, 27.5], [-106.4, 31.8], [-3.7, 40.4]]


@pytest.fixture
def function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], float]:
    """Return a function of a file of its own, whose compiled code is kept beside it."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "kept"))
    source = tmp_path / "doubled.py"
    source.write_text("def doubled(x):\n    return 2.0 * x\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("doubled", source)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[float], float] = module.doubled
    return found


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", [b"", b"\xc9\x00nonsense", b"(lp0\nF\xc9\n"])
def test_damaged_files_are_compiled_again(
    function: Callable[[float], float], tmp_path: Path, suffix: str, damage: bytes
) -> None:
    assert compiled(function)(2.0) == 4.0
    kept = [path for path in tmp_path.rglob("*") if path.suffix == suffix]
    assert kept
    for path in kept:
        path.write_bytes(damage)
    again: Any = compiled(function)
    assert again(2.0) == 4.0
    third: Any = compiled(function)
    assert third(2.0) == 4.0
    assert sum(third.stats.cache_hits.values()) == 1, "what was compiled again is kept"


def test_a_full_disk_keeps_no_compiled_code(
    function: Callable[[float], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numba.core.caching.IndexDataCacheFile.save", full)
    assert compiled(function)(3.0) == 6.0


def test_a_change_in_any_file_of_the_kernel_compiles_it_anew(
    function: Callable[[float], float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formulas = tmp_path / "formulas.py"
    formulas.write_text("FACTOR = 2\n", encoding="utf-8")
    monkeypatch.setattr("geo.batch.compiling.SOURCES", [formulas])

    def hits() -> int:
        found: Any = compiled(function)
        assert found(2.0) == 4.0
        return sum(found.stats.cache_hits.values())

    assert [hits(), hits()] == [0, 1]
    formulas.write_text("FACTOR = 3\n", encoding="utf-8")
    assert [hits(), hits()] == [0, 1]


def test_the_files_of_the_kernel_are_all_that_its_functions_come_from() -> None:
    from geo.batch import kernel, lanes

    functions = [value for module in (kernel, lanes) for value in vars(module).values()
                 if hasattr(value, "py_func")]  # fmt: skip
    files = {Path(function.py_func.__code__.co_filename) for function in functions}
    assert files == set(SOURCES) - {path for path in SOURCES if path.name == "compiling.py"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder where machine code is looked for."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    return tmp_path


@on_linux
@pytest.mark.parametrize("suffix", [".so", ".o"])
def test_the_next_process_answers_alike_without_numba(
    engine: NearestEngine, folder: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    if suffix == ".o":
        monkeypatch.setattr("geo.batch.kept.shutil.which", lambda _: None)
    elif shutil.which("cc") is None:
        pytest.skip("no C compiler links here")
    kept.keep()
    assert [path.suffix for path in folder.iterdir()] == [suffix]
    of_few = [NearestEngine(engine.ports, points=points) for points in (1, 50_001)]
    assert [few._is_compiled for few in of_few] == [suffix == ".so", True]
    lon, lat = np.transpose(_PLACES)
    index, metres, _ = engine.find(lon, lat)
    script = """
import json, sys, geo
from geo.batch import NearestEngine, ports_of_border
places = json.loads(sys.argv[1])
for k in (1, 3):
    engine = NearestEngine(ports_of_border(geo.load()), k=k, compiled=True)
    index, metres, _ = engine.find(*zip(*places))
    loaded = [name for name in ("numba", "llvmlite") if name in sys.modules]
    print(json.dumps([index[:, 0].tolist(), metres[:, 0].tolist(), loaded]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(_PLACES)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for line in done.stdout.splitlines():
        ports, lengths, loaded = json.loads(line)
        assert ports == index[:, 0].tolist()
        assert lengths == pytest.approx(metres[:, 0], abs=1e-6, rel=0)
        assert loaded == ([] if suffix == ".so" else ["llvmlite"])


@on_linux
def test_damaged_machine_code_is_not_loaded(folder: Path) -> None:
    assert not kept.is_kept()
    kept.keep()
    assert kept.is_kept()
    assert kept.load() is not None
    (path,) = folder.iterdir()
    code = path.read_bytes()
    for damaged in (b"", code[:-1], code[:99] + b"\0\1" + code[101:]):
        path.unlink()  # what is loaded must not change
        path.write_bytes(damaged)
        assert kept.load() is None
        assert not kept.is_linked(), "few points do not wait for a compiler"


@on_linux
@pytest.mark.parametrize(("calls", "files"), [("sqrt", 1), ("PyErr_Clear", 0)])
def test_what_calls_more_than_the_c_library_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, calls: str, files: int
) -> None:
    text = f"declare void @{calls}()\ndefine void @f() {{ call void @{calls}() ret void }}"
    monkeypatch.setattr("geo.batch.export.exported", lambda: (text, "f"))
    kept.keep()
    assert len(list(folder.iterdir())) == files


@on_linux
def test_without_room_for_machine_code_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder / "file"))
    monkeypatch.setattr("geo.batch.export.exported", lambda: ("define void @f() { ret void }", "f"))
    kept.keep()
    assert not kept.is_kept()
