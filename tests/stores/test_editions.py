"""A folder of versions: published whole or not at all, read while it is written."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from geo import load
from geo.data.seal import sealed
from geo.errors import DatasetError
from geo.paths import data_dir
from geo.stores import editions, store_fingerprint
from geo.stores.editions import (
    current_version,
    edition_folder,
    publish_edition,
    staged_edition,
    versions_in,
)


def publish(folder: Path, version: str, keep: int = 5) -> None:
    with staged_edition(folder) as place:
        (place / "file.txt").write_text(version, encoding="utf-8")
        publish_edition(place, folder, version, keep=keep)


def inside(folder: Path) -> str:
    return (edition_folder(folder) / "file.txt").read_text(encoding="utf-8")


def test_the_version_published_last_is_current(tmp_path: Path) -> None:
    publish(tmp_path, "2026.11.0")
    publish(tmp_path, "2026.11.1+20261201")
    assert current_version(tmp_path) == "2026.11.1+20261201"
    assert inside(tmp_path) == "2026.11.1+20261201"
    assert versions_in(tmp_path) == ["2026.11.0", "2026.11.1+20261201"]
    older = edition_folder(tmp_path, "2026.11.0")
    assert (older / "file.txt").read_text(encoding="utf-8") == "2026.11.0"


def test_a_folder_without_versions_holds_the_files_itself(tmp_path: Path) -> None:
    assert edition_folder(tmp_path) == tmp_path
    assert versions_in(tmp_path / "nowhere") == []
    assert load(data_dir()).version == load().version


def test_versions_are_ordered_by_their_numbers(tmp_path: Path) -> None:
    for version in ("2026.9.1", "2026.10.0", "2026.9.1+20260930"):
        publish(tmp_path, version)
    assert versions_in(tmp_path) == ["2026.9.1", "2026.9.1+20260930", "2026.10.0"]


def test_old_versions_beyond_those_to_keep_are_removed(tmp_path: Path) -> None:
    for number in range(5):
        publish(tmp_path, f"1.0.{number}", keep=2)
    assert versions_in(tmp_path) == ["1.0.2", "1.0.3", "1.0.4"]


def test_a_version_is_never_written_over(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    with pytest.raises(DatasetError, match="published already"):
        publish(tmp_path, "1.0.0")
    assert inside(tmp_path) == "1.0.0"


def test_a_failure_leaves_the_version_before_and_no_litter(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")

    def fail() -> None:
        with staged_edition(tmp_path) as place:
            (place / "half").write_text("x", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert inside(tmp_path) == "1.0.0"
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == ["1.0.0"]


def test_a_crash_before_the_naming_leaves_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, "1.0.0")

    def crash(_folder: Path, _version: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(editions, "_name", crash)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, "1.0.1")
    monkeypatch.undo()
    assert inside(tmp_path) == "1.0.0"
    publish(tmp_path, "1.0.1")
    assert inside(tmp_path) == "1.0.1"


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    script = (
        "import sys, time, pathlib\n"
        "from geo.stores.editions import staged_edition\n"
        "with staged_edition(pathlib.Path(sys.argv[1])) as place:\n"
        "    (place / 'half').write_text('x')\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(600)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        with pytest.raises(DatasetError, match="another update is at work"):
            publish(tmp_path, "1.0.1")
        os.kill(writer.pid, signal.SIGKILL)
    assert len(list((tmp_path / "versions").iterdir())) == 2
    publish(tmp_path, "1.0.1")
    assert versions_in(tmp_path) == ["1.0.0", "1.0.1"]
    assert len(list((tmp_path / "versions").iterdir())) == 2


def test_readers_find_a_whole_version_at_every_moment(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    seen: set[str] = set()
    wrong: list[str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            folder = edition_folder(tmp_path)
            text = (folder / "file.txt").read_text(encoding="utf-8")
            seen.add(text)
            if text != folder.name:
                wrong.append(text)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 30):
            publish(tmp_path, f"1.0.{number}")
    finally:
        stop.set()
        reader.join()
    assert wrong == []
    assert len(seen) > 1


@pytest.mark.parametrize("content", [b"nowhere", b"../..", b"", b"\xff\xfe", b"1.0.0/../1.0.0"])
def test_a_spoilt_pointer_is_named(tmp_path: Path, content: bytes) -> None:
    publish(tmp_path, "1.0.0")
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(DatasetError, match="current"):
        edition_folder(tmp_path)


def test_a_version_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    with pytest.raises(DatasetError, match=r"no version '1\.0\.9'; there: 1\.0\.0"):
        edition_folder(tmp_path, "1.0.9")


def test_the_fingerprint_changes_with_the_data_and_only_then(tmp_path: Path) -> None:
    for version in ("1.0.0", "1.0.1"):
        with staged_edition(tmp_path) as place:
            shutil.copytree(data_dir(), place, dirs_exist_ok=True)
            if version == "1.0.1":
                package = place / "datapackage.json"
                text = package.read_text(encoding="utf-8")
                changed = sealed(json.loads(text.replace(load().version, "9.9.9")))
                package.write_text(json.dumps(changed), encoding="utf-8")
            publish_edition(place, tmp_path, version, keep=3)
        if version == "1.0.0":
            first = store_fingerprint(str(tmp_path))
            assert first == store_fingerprint(str(data_dir()))
    assert store_fingerprint(str(tmp_path)) != first
    assert load(tmp_path).version == "9.9.9"
