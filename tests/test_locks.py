"""Each lock installs in a new environment, with the oldest pip that is met and with the newest.

A pip that has been used already can hide a fault, so each environment is new and what it would
install is only resolved. It asks a package index: `.ci/run` tells that there is one.
"""

import os
import re
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIPS = ("pip==23.0.1", "pip")
"""Debian 12 brings 23.0.1 with Python 3.11; without a version it is the newest."""

pytestmark = pytest.mark.skipif(
    "PROVE_LOCKS" not in os.environ, reason="PROVE_LOCKS is not set: it takes a package index"
)


def _commands() -> list[str]:
    """Return the locks that the Makefile installs together."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"--require-hashes ((?:-r requirements/\w+\.txt ?)+)", makefile)))


@pytest.fixture(scope="module", params=PIPS)
def python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of a new environment with this pip."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    program = home / "bin" / "python"
    _pip(program, "install", "--upgrade", request.param)
    return program


def _pip(python: Path, *words: str) -> None:
    ran = subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", "--quiet", *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]


@pytest.mark.parametrize("locks", _commands())
def test_what_the_makefile_installs_resolves_in_a_new_environment(python: Path, locks: str) -> None:
    _pip(python, "install", "--dry-run", "--require-hashes", *locks.split())


def test_every_lock_is_installed_by_the_makefile() -> None:
    there = {path.name for path in (ROOT / "requirements").glob("*.txt")}
    assert set(re.findall(r"requirements/(\w+\.txt)", " ".join(_commands()))) == there
