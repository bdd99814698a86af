"""The command line offers a further language as soon as its catalogue is there."""

import os
import subprocess
import sys
from pathlib import Path

from geo.words.catalogue import FOLDER_VARIABLE


def run(folder: Path, *words: str) -> str:
    """Return what a command says, run with a folder of further catalogues."""
    done = subprocess.run(
        [sys.executable, "-m", "web", *words],
        env={**os.environ, FOLDER_VARIABLE: str(folder)},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def test_the_command_line_offers_the_language(pseudo_folder: Path, tmp_path: Path) -> None:
    assert "[en|es|qps|both]" in run(pseudo_folder, "export", "--help")
    out = tmp_path / "border.html"
    run(pseudo_folder, "map", str(out), "--lang", "qps")
    assert '<html lang="qps">' in out.read_text(encoding="utf-8")
    assert "⟦Ports of entry⟧" in out.read_text(encoding="utf-8")
