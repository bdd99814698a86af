"""docs/architecture.md names files that exist, the floors that hold, and what is imported late."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
_LATE = (
    "dask", "folium", "geo.batch.answers", "geo.documents.brief", "geo.documents.report_tables",
    "geo.formats.pack", "geopandas", "httpx", "matplotlib", "numba", "pandas",
    "pyarrow", "pyogrio", "typst",
)  # fmt: skip

_FIRST_ANSWER = """
import sys
from werkzeug.test import EnvironBuilder, run_wsgi_app
import web.command, web.server
from web.app import create_app
from web.settings import Settings
application = create_app(Settings()).wsgi_app
for path in ("/", "/queries/nearest?lon=-100&lat=29", "/collections/ports/items?limit=1"):
    environ = EnvironBuilder(path, headers={"Accept": "application/json"}).get_environ()
    assert run_wsgi_app(application, environ)[1] == "200 OK"
print(*sys.modules)
"""


def floors() -> list[list[str]]:
    """Return the rooms of each floor, from the top down, as import-linter reads them."""
    (layers,) = [
        contract["layers"]
        for contract in SETTINGS["importlinter"]["contracts"]
        if contract["id"] == "floors"
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


def test_the_first_answers_need_none_of_the_heavy_libraries() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_ANSWER], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert {"flask", "numpy", "geo.queries.nearest", "web.server"} <= loaded
    assert loaded & set(_LATE) == set()
