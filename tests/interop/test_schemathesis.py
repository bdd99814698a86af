"""Schemathesis asks a running server what its API document allows and forbids, with all checks."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MIN_CASES, MAX_CASES = 1_000, 20_000
"""The settings bound the work: so many requests, whatever the machine's clock says."""


def test_schemathesis_finds_nothing_wrong(server: str, tmp_path: Path) -> None:
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("schemathesis is not installed")
    settings = Path(__file__).with_name("schemathesis.toml")
    done = subprocess.run(
        [program, "--config-file", str(settings), "run", f"{server}/api", "--checks", "all",
         "--seed", "20261123", "--no-color"],
        cwd=tmp_path,
        env=os.environ | {"SCHEMATHESIS_HOOKS": str(settings.with_name("schemathesis_hooks.py"))},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    report = "\n".join(line[:500] for line in done.stdout.splitlines())
    assert done.returncode == 0, report
    counted = re.search(r"Test cases:\s+(\d+) generated", done.stdout)
    assert counted, done.stdout[-2000:]
    assert MIN_CASES < int(counted[1]) < MAX_CASES
