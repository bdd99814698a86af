"""PDF/UA-1 and PDF/A-2a as veraPDF checks them, where its jars are at hand.

``BORDER_PORTS_TEST_VERAPDF`` holds the class path of veraPDF's engine with JAXB before it; the
checks are of the engine's own rules, so that they know nothing of how the files are made.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pikepdf
import pytest

Make = Callable[..., Path]
CLASS_PATH: Final = os.environ.get("BORDER_PORTS_TEST_VERAPDF", "")
PROGRAM: Final = Path(__file__).parent / "Conformance.java"


def failures(flavour: str, *files: Path) -> list[str]:
    """Return the checks that files fail."""
    java = shutil.which("java")
    if java is None or not CLASS_PATH:
        pytest.skip("veraPDF is not at hand (BORDER_PORTS_TEST_VERAPDF)")
    done = subprocess.run(
        [java, "-cp", CLASS_PATH, PROGRAM, flavour, *files], check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines.count(f"checked {flavour}") == len(files)
    return [line for line in lines if line.startswith("failed")]


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_briefs_fail_no_check(made: Make, flavour: str) -> None:
    choices = [{"state": "US-NM", "lang": lang} for lang in ("en", "es", "both")]
    files = [made("brief.pdf", **choice) for choice in choices]
    files += [made("brief.pdf", port="pharr", lang="es"), made("summary.pdf", paper="a4")]
    assert failures(flavour, *files) == []


def test_the_engine_sees_a_brief_without_alternative_texts(made: Make, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(made("brief.pdf", state="US-NM")) as document:
        for element in document.objects:
            if isinstance(element, pikepdf.Dictionary) and str(element.get("/S")) == "/Figure":
                del element.Alt
        document.save(broken)
    assert any(line.startswith("failed 7.3-1") for line in failures("ua1", broken))
