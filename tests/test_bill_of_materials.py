"""The bill of materials names everything that is shipped, with its hash, the same on every run."""

import csv
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def write(root: Path, folder: Path) -> Path:
    program = root / "requirements" / "bill_of_materials.py"
    subprocess.run([sys.executable, program, folder], check=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(root, tmp_path_factory.mktemp("bill"))


@pytest.fixture(scope="module")
def bill(folder: Path) -> Any:  # noqa: ANN401
    return json.loads((folder / "border-ports.cdx.json").read_text(encoding="utf-8"))


def test_every_locked_package_is_named_with_its_version_and_hashes(root: Path, bill: Any) -> None:  # noqa: ANN401
    lock = (root / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    wanted = set(re.findall(r"(?m)^([a-z0-9._-]+)==([^ ;\\]+)", lock))
    found = [item for item in bill["components"] if item["purl"].startswith("pkg:pypi/")]
    assert {(item["name"], item["version"]) for item in found} == wanted
    assert sum(len(item["hashes"]) for item in found) == lock.count("--hash=sha256:")
    for item in found:
        assert item["hashes"]


def test_every_browser_package_in_the_wheel_is_named(root: Path, bill: Any) -> None:  # noqa: ANN401
    wanted = set(json.loads((root / "package.json").read_text(encoding="utf-8"))["vendor"])
    found = [item for item in bill["components"] if item["purl"].startswith("pkg:npm/")]
    assert {item["name"] for item in found} == wanted
    assert {item["hashes"][0]["alg"] for item in found} == {"SHA-512"}
    assert {len(item["hashes"][0]["content"]) for item in found} == {128}


def test_it_is_what_cyclonedx_asks_for(root: Path, bill: Any) -> None:  # noqa: ANN401
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert bill["metadata"]["component"]["version"] == project["version"]
    references = [item["bom-ref"] for item in bill["components"]]
    assert len(set(references)) == len(references)
    assert bill["dependencies"][0]["dependsOn"] == references
    for item in bill["components"]:
        assert item["type"] == "library"
        assert re.fullmatch(r"pkg:(pypi|npm)/[^@]+@[^@]+", item["purl"])


def test_it_is_valid_against_the_schema_of_cyclonedx(folder: Path) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    text = (folder / "border-ports.cdx.json").read_text(encoding="utf-8")
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"type": "library"', '"type": "book"', 1))


def test_it_is_the_same_on_every_run(root: Path, folder: Path, tmp_path: Path) -> None:
    write(root, tmp_path)
    for name in ("border-ports.cdx.json", "licences.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_licences_are_stated_of_all_that_is_installed(folder: Path) -> None:
    with (folder / "licences.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    # A package for another operating system is not here, and states none.
    assert [row["package"] for row in rows if not row["licence"]] in (
        [], ["pkg:pypi/colorama"], ["pkg:pypi/colorama", "pkg:pypi/tzdata"],
    )  # fmt: skip


def test_the_audit_asks_for_what_is_locked_in_words_that_its_programs_know(root: Path) -> None:
    recipe = (root / "Makefile").read_text(encoding="utf-8").partition("\naudit:")[2]
    python, browser = recipe.split("\n\n")[0].strip().splitlines()[1:]
    assert python.endswith("uv tool run pip-audit --disable-pip --require-hashes "
                           "-r requirements/runtime.txt")  # fmt: skip
    assert browser.strip() == "npm audit --omit=dev"
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    for words, option in (
        ([npm, "audit", "--help"], "--omit"),
        ([sys.executable, "-m", "uv", "tool", "run", "--help"], "uv tool run"),
    ):
        done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
        assert option in done.stdout + done.stderr
