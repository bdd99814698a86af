"""The examples of the documentation run: doctests, Python on the pages, notebooks, the tour."""

import doctest
import importlib
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from click.testing import CliRunner

from web.__main__ import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))
ELSEWHERE = ("example.org", "s3://", "s3a://", "sedona")
"""What an example names that tests have not: a database, a bucket, another engine."""
FACE = ("geo.border",)
"""Modules whose docstrings hold examples."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """Work in an empty folder."""
    before = Path.cwd()
    os.chdir(tmp_path)
    mpl.use("agg")
    yield tmp_path
    os.chdir(before)


def blocks(page: Path) -> list[str]:
    return re.findall(r"(?ms)^```python\n(.*?)^```", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(page)], ids=lambda page: page.name
)
def test_the_python_of_a_page_runs_from_top_to_bottom(page: Path) -> None:
    names: dict[str, Any] = {}
    ran = 0
    for block in blocks(page):
        if not any(word in block for word in ELSEWHERE):
            exec(compile(block, page.name, "exec"), names)  # noqa: S102 - our own pages
            ran += 1
    assert ran or page.name == "postgis.md"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_and_is_one(notebook: Path) -> None:
    text = notebook.read_text(encoding="utf-8")
    assert text.startswith("# ---\n# jupyter:\n")
    assert text.count("\n# %%") > text.count("\n# %% [markdown]") >= 4
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, notebook.name, "exec"), names)  # noqa: S102 - our own notebook
    assert names["border"].ports["id"].is_unique


def test_the_first_notebook_finds_the_nearest_truck_crossings() -> None:
    names: dict[str, Any] = {}
    text = (ROOT / "docs" / "notebooks" / "start.py").read_text(encoding="utf-8")
    exec(compile(text, "start.py", "exec"), names)  # noqa: S102 - our own notebook
    # The Bridge of the Americas is 1.61 km away (TX-MX-Border-Crossings-Coordinates.csv of the
    # University of North Texas, 2026-04-20, by GeographicLib).
    assert names["near"]["id"].iloc[0] == "el-paso-bridge-of-the-americas"
    assert names["near"]["distance_km"].iloc[0] == pytest.approx(1.61, abs=0.05)
    assert names["per_state"]["ports"].sum() == 110


@pytest.mark.parametrize("name", FACE)
def test_the_examples_of_docstrings_give_what_they_say(name: str) -> None:
    found = doctest.testmod(
        importlib.import_module(name),
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
    )
    assert found.attempted > 5
    assert found.failed == 0


@pytest.mark.parametrize(
    "line",
    re.findall(r"(?m)^border-ports (?:[^#\n]*[^#\s])", (ROOT / "README.md").read_text("utf-8")),
)
def test_each_command_of_the_tour_runs(line: str) -> None:
    done = CliRunner().invoke(cli, shlex.split(line)[1:])
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") >= 2
