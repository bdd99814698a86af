"""Compiled code that numba keeps in files: damaged or unwritable, it is compiled again."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

numba = pytest.importorskip("numba")

from geo.batch.compiling import SOURCES, compiled  # noqa: E402


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
