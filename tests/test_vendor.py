"""Third-party files of the browser are put into a wheel byte for byte as they are locked."""

import base64
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HASHES = "requirements/browser.sha256"
LEAFLET = "leaflet/dist/leaflet.js"
# What leafletjs.com and code.jquery.com state for their files (sha256 of subresource integrity).
PUBLISHED = {
    LEAFLET: "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
    "leaflet/dist/leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
    "jquery/dist/jquery.min.js": "/JqT3SQfawRcv/BIHPThkBvs0OEvtFFmqPF/lYI/Cxo=",
}


@pytest.fixture(scope="module")
def build(root: Path) -> Any:  # noqa: ANN401
    """Return the module of the build's hook."""
    spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture
def tree(root: Path, tmp_path: Path) -> Path:
    """Return a small copy of the tree: locks, and the files of packages that are locked."""
    for name in ("package.json", "package-lock.json", "hatch_build.py", HASHES):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    for line in (root / HASHES).read_text(encoding="utf-8").splitlines():
        name = Path("node_modules", line.split("  ")[1])
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    return tmp_path


def test_every_third_party_file_of_the_wheel_is_locked(root: Path, build: Any) -> None:  # noqa: ANN401
    manifest = json.loads((root / "geo/_assets" / build.MANIFEST).read_text(encoding="utf-8"))
    theirs = {name for name in manifest["files"] if not name.startswith(build.BUNDLE_FOLDER)}
    locked = build._locked_hashes(root, "vendor")
    assert {build._place(name).as_posix() for name in locked} == theirs


def test_locked_are_the_files_that_their_makers_publish(root: Path) -> None:
    lines = (root / HASHES).read_text(encoding="utf-8").splitlines()
    locked = dict(reversed(line.split("  ", 1)) for line in lines)
    for name, digest in PUBLISHED.items():
        assert bytes.fromhex(locked[name]) == base64.b64decode(digest)


def test_a_wrong_byte_stops_the_build(tree: Path, build: Any, tmp_path: Path) -> None:  # noqa: ANN401
    names, hashes = build._wanted(tree, "vendor"), build._locked_hashes(tree, "vendor")
    build._lay(tree / "node_modules", tmp_path / "whole", names, hashes)
    path = tree / "node_modules" / LEAFLET
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(build.AssetError, match=r"leaflet\.js: not the file that requirements/"):
        build._lay(tree / "node_modules", tmp_path / "broken", names, hashes)


def test_a_wrong_byte_in_what_is_laid_is_noticed_though_its_list_was_changed_too(
    root: Path, build: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    laid = tmp_path / "laid"
    shutil.copytree(root / "geo/_assets", laid)
    monkeypatch.setitem(build.FOLDERS, "vendor", str(laid))
    assert build.is_current(root, "vendor")
    path = laid / "leaflet" / "leaflet.js"
    path.write_bytes(path.read_bytes() + b"\n")
    manifest = json.loads((laid / build.MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["leaflet/leaflet.js"] = build._hash_of(path)
    (laid / build.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert not build.is_current(root, "vendor")


def test_the_lock_can_be_checked_with_a_common_program(root: Path) -> None:
    subprocess.run(
        ["sha256sum", "--check", "--strict", root / HASHES],  # noqa: S607
        cwd=root / "node_modules", check=True, capture_output=True,
    )  # fmt: skip
