"""Compiled code that numba keeps in files: damaged or unwritable, it is compiled again."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

numba = pytest.importorskip("numba")

from geo.batch.compiling import compiled  # noqa: E402


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
