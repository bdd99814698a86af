"""docs/architecture.md names files that exist and the floors that import-linter holds."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


def floors() -> list[list[str]]:
    """Return the rooms of each floor, from the top down, as import-linter reads them."""
    (layers,) = [
        contract["layers"]
        for contract in SETTINGS["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    return [re.findall(r"[\w.]+", floor) for floor in layers]


def test_every_file_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`((?:geo|web|data|docs|tests)/[\w./-]*|[\w.]+\.(?:py|toml))`", PAGE))
    assert len(named) > 40
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_page_shows_the_floors_in_their_order() -> None:
    rows = [re.findall(r"`([\w.]+)`", line.split("|")[1]) for line in PAGE.splitlines()
            if line.startswith(("| `geo.", "| `web` "))]  # fmt: skip
    assert [set(row) for row in rows] == [set(floor) for floor in floors()]


def test_every_room_stands_on_a_floor() -> None:
    rooms = {f"geo.{path.stem}" for path in (ROOT / "geo").glob("[a-z]*.py")}
    rooms |= {
        f"geo.{path.parent.name}" for path in (ROOT / "geo").glob("[a-z]*/__init__.py")
    }  # fmt: skip
    assert rooms == {room for floor in floors() for room in floor} - {"web"}
    parts = {path.parent.name for path in (ROOT / "web").glob("[a-z]*/__init__.py")}
    assert {name for name in parts if f"`web/{name}`" not in PAGE} == set()
