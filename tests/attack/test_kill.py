"""Writers killed at random moments: what they leave is whole or not there."""

import hashlib
import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from geo.border import Border
from geo.documents.request import checked_request
from geo.files import new_file
from geo.formats.registry import FORMATS, export_file
from geo.paths import data_dir
from geo.queries.selection import checked_selection
from geo.stores.editions import current_version, edition_folder, publish_edition, staged_edition
from web.downloads import warm
from web.downloads.file_cache import FileCache
from web.settings import Settings
from web.site.write import write_site

MOMENTS = 50
CONTENT = b"border ports " * 40_000
FORMS = ("csv", "geojson", "kmz", "parquet", "gpkg")
Write = Callable[[Border, Path], None]
Check = Callable[[Path, Path], None]


def keep_files(_border: Border, folder: Path) -> NoReturn:
    cache = FileCache(folder / "kept", 2**22)
    for number in count():
        kept = cache.get(f"key {number % 7}", lambda path: path.write_bytes(CONTENT))
        kept.parts.close()
        with new_file(folder / "whole.bin") as place:
            place.write_bytes(CONTENT)
        if number % 5 == 0:
            for path in (folder / "kept").glob("*.file"):
                path.unlink(missing_ok=True)
    raise AssertionError


def assert_kept_files_are_whole(folder: Path, _reference: Path) -> None:
    whole = folder / "whole.bin"
    assert not whole.exists() or whole.read_bytes() == CONTENT
    for path in (folder / "kept").glob("*.file"):
        digest = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        assert path.stem.endswith(digest)


def export_files(border: Border, folder: Path) -> None:
    chosen = checked_selection(border, state="US-NM")
    request = checked_request(chosen, contact="mailto:data@example.org")
    for form in FORMS:
        export_file(border, folder / FORMATS[form].file_name, request)


def assert_exports_are_whole(folder: Path, reference: Path) -> None:
    """Compare with files that nobody interrupted: the same bytes, or no file."""
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert names <= {path.name for path in reference.iterdir()}
    for name in names:
        assert (folder / name).read_bytes() == (reference / name).read_bytes()


def publish(_border: Border, folder: Path) -> None:
    """Publish one edition after another, as ``data update`` does."""
    for _ in range(20):
        with staged_edition(folder) as staged:
            for path in data_dir().iterdir():
                shutil.copyfile(path, staged / path.name)
            publish_edition(staged, folder, f"1.{time.monotonic_ns()}", keep=2)


def assert_edition_is_whole(folder: Path, _reference: Path) -> None:
    if current_version(folder) is None:
        return
    edition = edition_folder(folder)
    package = json.loads((edition / "datapackage.json").read_text(encoding="utf-8"))
    for item in package["resources"]:
        found = hashlib.sha256((edition / item["path"]).read_bytes()).hexdigest()
        assert item["hash"] == f"sha256:{found}"


def make_documents(border: Border, folder: Path) -> None:
    warm.warm(Settings(cache_dir=str(folder / "kept")), border)
    shutil.rmtree(folder / "kept")


def copy_service(border: Border, folder: Path) -> None:
    write_site(border, folder / "site")


def assert_no_copy(folder: Path, _reference: Path) -> None:
    """Assert that a copy, which takes far longer than it was given, is not there at all."""
    assert not (folder / "site").exists()


WRITERS: dict[str, tuple[Write, Check, float]] = {
    "kept files": (keep_files, assert_kept_files_are_whole, 0.06),
    "exports": (export_files, assert_exports_are_whole, 0.6),
    "editions": (publish, assert_edition_is_whole, 0.2),
    "documents": (make_documents, assert_kept_files_are_whole, 0.2),
    "a copy": (copy_service, assert_no_copy, 0.2),
}
"""What each writes, what must hold when it was killed, how many seconds after it began at most."""


def names_in(folder: Path) -> set[str]:
    """Return what lies in a folder, in which a writer may make and remove folders meanwhile."""
    return {f"{place}/{name}" for place, *names in os.walk(folder) for name in chain(*names)}


def killed_after(seconds: float, write: Write, border: Border, folder: Path) -> None:
    """Run a writer in a process of its own, and kill it so long after its first change."""
    before = names_in(folder)
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            while True:
                write(border, folder)
        finally:
            os._exit(1)
    end = time.monotonic() + 20
    while names_in(folder) == before and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(seconds)
    ended, _ = os.waitpid(child, os.WNOHANG)
    assert ended == 0, "the writer ended by itself"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.parametrize("name", WRITERS)
def test_writers_killed_at_any_moment_leave_whole_files(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, long_form: bool
) -> None:
    quick = [f"/exports/border-ports.{suffix}?state=US-NM" for suffix in ("csv", "kml", "geojson")]
    monkeypatch.setattr(warm, "document_addresses", lambda: iter(quick))
    write, check, latest = WRITERS[name]
    folder, reference = tmp_path / "killed", tmp_path / "reference"
    folder.mkdir()
    reference.mkdir()
    if check is assert_exports_are_whole:
        write(border, reference)
    choose = Random(20261125)
    written: set[str] = set()
    for _ in range(MOMENTS if long_form else 4):
        killed_after(choose.uniform(0.002, latest), write, border, folder)
        check(folder, reference)
        written |= {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert written - {".lock"} or check is assert_no_copy, "none came to write anything"


def test_what_a_killed_writer_left_is_in_nobodys_way(border: Border, tmp_path: Path) -> None:
    for write in (keep_files, publish):
        killed_after(0.05, write, border, tmp_path)
    kept = FileCache(tmp_path / "kept", 2**22).get("key 1", lambda path: path.write_bytes(CONTENT))
    assert b"".join(kept.parts) == CONTENT
    kept.parts.close()
    with staged_edition(tmp_path) as staged:
        assert list(staged.iterdir()) == []
        assert [path.name for path in staged.parent.glob(".new-*")] == [staged.name]
