"""The core runs by itself, and what an extra brings is refused by name where it is missing.

The environment holds the core's distributions and what they require, as pip would install them
from pyproject.toml without extras: links to those of the test environment, and nothing else.
"""

import ast
import json
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from geo.extras import EXTRAS
from geo.formats.registry import FORMATS

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 300
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PARTS = {
    name: {canonicalize_name(wanted.name) for line in lines
           if (wanted := Requirement(line)).marker is None or wanted.marker.evaluate()}
    for name, lines in PROJECT["optional-dependencies"].items()
}  # fmt: skip
CORE = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}


def closure(lines: list[str]) -> set[str]:
    """Return the distributions that requirements and all that they require name."""
    known: set[tuple[str, str]] = set()
    waiting = [(Requirement(line), "") for line in lines]
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
            continue
        for part in ("", *wanted.extras):
            if (wanted.name, part) not in known:
                known.add((wanted.name, part))
                needs = distribution(wanted.name).requires or []
                waiting += [(Requirement(line), part) for line in needs]
    return {name for name, _ in known}


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment with the core alone."""
    home = tmp_path_factory.mktemp("core")
    venv.create(home)
    site = next(home.glob("lib/python*/site-packages"))
    for name in (*closure(PROJECT["dependencies"]), "border-ports"):
        found = distribution(name)
        for top in {file.parts[0] for file in found.files or []} - {"..", "__pycache__"}:
            target = site / top
            if not target.exists() and (name != "border-ports" or top.endswith(".dist-info")):
                target.symlink_to(str(found.locate_file(top)))
    (site / "checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    return home / "bin" / "python"


def run(python: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-W", "error", *words], cwd=folder, env={"PATH": ""}, capture_output=True,
        text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def test_every_extra_is_what_pyproject_declares() -> None:
    known = packages_distributions()
    brought = {
        extra: {canonicalize_name(known[name][0]) for name in names}
        for extra, names in EXTRAS.items()
    }
    assert brought == {extra: PARTS[extra] for extra in EXTRAS}
    (everything,) = PROJECT["optional-dependencies"]["all"]
    assert Requirement(everything).extras == set(EXTRAS) - {"build"}


def imported(path: Path) -> set[str]:
    """Return the top-level names that a file imports from other distributions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module))
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"geo", "web"}


def test_every_import_is_declared_and_every_dependency_is_used() -> None:
    known = packages_distributions()
    files = [path for room in ("geo", "web") for path in (ROOT / room).rglob("*.py")]
    used = {canonicalize_name(known[name][0]) for path in files for name in imported(path)}
    extras = set().union(*(PARTS[extra] for extra in EXTRAS))
    assert used - CORE - extras == set()
    # Data that other modules read: the zones of zoneinfo, the typeface, the outlines of states.
    data = {"tzdata", "font-source-sans-pro", "plotly-geo"}
    data |= {"uvloop"}  # granian runs on it where it is
    by_name = {"pyvalhalla"} & extras  # imported where it can be, from Python 3.12 on
    assert (CORE | extras) - used == data | by_name


def test_the_core_has_none_of_the_packages_of_the_extras(core: Path, tmp_path: Path) -> None:
    code = f"""
from geo.extras import EXTRAS, is_installed
assert set(EXTRAS) == {set(EXTRAS)!r}
assert [name for name in EXTRAS if is_installed(name)] == []
"""
    assert run(core, tmp_path, "-c", code).stderr == ""


def test_the_core_writes_every_format_that_needs_no_extra(core: Path, tmp_path: Path) -> None:
    forms = [form.name for form in FORMATS.values() if form.extra is None]
    code = f"""
import geo
border = geo.load()
geo.folium_map(border)
for form in {forms!r}:
    geo.export(border, form, form=form, contact="mailto:data@example.org")
"""
    assert run(core, tmp_path, "-c", code).stderr == ""
    assert all((tmp_path / form).stat().st_size for form in forms)
    assert {"gpkg", "geojson", "csv", "parquet", "kml"} <= set(forms)


@pytest.mark.parametrize(
    ("words", "extra", "missing"),
    [
        *(
            (("export", f"x{form.suffix}"), form.extra, "typst")
            for form in FORMATS.values()
            if form.extra
        ),
        (("pack", "pack.zip"), "documents", "xlsxwriter"),
        (("site", "site"), "documents", "matplotlib"),
        (("db", "load", "postgresql://nobody@127.0.0.1:1/none"), "postgis", "sqlalchemy"),
        (("db", "info", "postgresql://nobody@127.0.0.1:1/none"), "postgis", "psycopg"),
        (("nearest", "--input", ".", "--output", "../out", "--engine", "dask"), "cluster", "dask"),
        (("data", "build", "--curated", str(ROOT / "data" / "curated")), "build", "pooch"),
    ],
)
def test_a_command_without_its_extra_says_so_in_one_line(
    core: Path, tmp_path: Path, words: tuple[str, ...], extra: str, missing: str
) -> None:
    done = run(core, tmp_path, "-m", "web", *words)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert missing in line
    assert line.endswith(f"pip install 'border-ports[{extra}]' brings it")
    assert done.stdout == ""


@pytest.fixture(scope="module")
def service(core: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve from the core alone and return the address."""
    folder = tmp_path_factory.mktemp("service")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [core, "-m", "web", "serve", "--port", str(port)],
            cwd=folder, stdout=log, stderr=log,
            env={"PATH": "", "BORDER_PORTS_CACHE_DIR": str(folder / "files")},
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        end = time.monotonic() + PATIENCE_SECONDS
        while ask(f"{address}/health/ready")[0] != 200:
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < end
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def ask(url: str) -> tuple[int, bytes]:
    """Return status and body, or 0 while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as reply:  # noqa: S310 - loopback
            return int(reply.status), reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


@pytest.mark.parametrize(
    "path",
    ["/", "/map", "/map?lang=es", "/ports/del-rio", "/exports?f=html", "/api.html",
     "/collections/ports/items", "/collections/volumes/items?limit=1&f=csv",
     "/queries/nearest?lon=-106.45&lat=31.75", "/exports/border-ports.gpkg"],
)  # fmt: skip
def test_the_core_serves(service: str, path: str) -> None:
    assert ask(service + path)[0] == 200


def test_a_document_that_the_core_cannot_make_is_not_implemented_in_the_same_words(
    service: str, core: Path, tmp_path: Path
) -> None:
    said = run(core, tmp_path, "-m", "web", "export", "brief.pdf").stderr
    for file in ("brief.pdf", "workbook.xlsx", "pack.zip"):
        status, body = ask(f"{service}/exports/{file}")
        problem = json.loads(body)
        assert (status, problem["status"]) == (501, 501)
        assert problem["type"] == "/problems/not-installed"
        assert said == f"border-ports: {problem['detail']}\n"


def test_only_files_that_can_be_made_are_listed(service: str) -> None:
    listed: list[dict[str, Any]] = json.loads(ask(f"{service}/exports")[1])["exports"]
    assert {item["id"] for item in listed} == {
        form.name for form in FORMATS.values() if form.extra is None and not form.needs_contact
    }
    page = ask(f"{service}/exports?f=html")[1].decode()
    assert "border-ports.gpkg" in page
    assert not {name for name in ("brief.pdf", "pack.zip", "slides.pptx") if name in page}
