"""The wheel holds what the program needs and nothing else, and runs far from the checkout.

The sdist is built from a clean copy of the tree and the wheel from that sdist, so that all three
ways of installing are walked. The fresh environment borrows only the dependencies of the test
environment; the two packages under test come from the wheel.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT / "data" / "published"
PATIENCE_SECONDS = 300
# The University of North Texas (TX-MX-Border-Crossings-Coordinates.csv, 2026-04-20) puts the Bridge
# of the Americas at 31.764479 N 106.451596 W: 1.61 km from this point by GeographicLib's geodesic.
EL_PASO_POINT = ("-106.45", "31.75")

pytestmark = pytest.mark.skipif(
    not (PUBLISHED / "border.gpkg").is_file(), reason="data/published is not built"
)


def _run(
    *command: object, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    ran = subprocess.run(
        words,
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert ran.returncode == 0, f"{words}\n{ran.stdout}\n{ran.stderr}"
    return ran


@pytest.fixture(scope="module")
def clean_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree as git would archive it, new files included."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    target = tmp_path_factory.mktemp("tree") / "border-ports"
    listed = _run("git", "ls-files", "-z", "-co", "--exclude-standard", cwd=ROOT).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def built(clean_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist and the wheel made from it."""
    target = tmp_path_factory.mktemp("dist")
    _run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", target, clean_copy,
        cwd=clean_copy,
    )  # fmt: skip
    return target


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """Return the path of the wheel."""
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Return the names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of a fresh environment with the wheel in it."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    programs = home / "bin"
    _run(programs / "python", "-m", "pip", "install", "--no-deps", "--no-index", wheel, cwd=home)
    site = Path(_run(programs / "python", "-c", _PRINT_SITE, cwd=home).stdout.strip())
    borrowed = {path for path in sys.path if path.endswith("site-packages")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)), encoding="utf-8")
    return programs


_PRINT_SITE = "import sysconfig; print(sysconfig.get_path('purelib'))"


@pytest.fixture
def environment() -> dict[str, str]:
    """Return the process's environment without what could lead back to the checkout."""
    hidden = ("PYTHON", "BORDER_PORTS_", "VIRTUAL_ENV", "COV_")
    return {key: value for key, value in os.environ.items() if not key.startswith(hidden)}


def test_wheel_holds_every_published_file_byte_for_byte(wheel: Path) -> None:
    published = [path for path in PUBLISHED.rglob("*") if path.is_file()]
    with zipfile.ZipFile(wheel) as archive:
        for path in published:
            inside = f"geo/_data/{path.relative_to(PUBLISHED).as_posix()}"
            assert archive.read(inside) == path.read_bytes()
    assert {"border.gpkg", "datapackage.json", "volumes.parquet"} <= {p.name for p in published}


def test_wheel_holds_the_same_code_as_the_tree(names: set[str], clean_copy: Path) -> None:
    for package in ("geo", "web"):
        for path in (clean_copy / package).rglob("*.py"):
            assert path.relative_to(clean_copy).as_posix() in names
    assert {"geo/py.typed", "web/py.typed"} <= names


def test_wheel_holds_the_browser_files_and_every_licence(names: set[str]) -> None:
    vendor = "geo/_assets"
    assert {
        f"{vendor}/border-ports/border-ports.css",
        f"{vendor}/border-ports/border-ports.js",
        f"{vendor}/border-ports/colours.css",
        f"{vendor}/border-ports/page.css",
        f"{vendor}/jquery/jquery.min.js",
        f"{vendor}/jquery/LICENSE.txt",
        f"{vendor}/leaflet/leaflet.css",
        f"{vendor}/leaflet/leaflet.js",
        f"{vendor}/leaflet/images/marker-icon.png",
        f"{vendor}/leaflet/LICENSE",
        f"{vendor}/source-sans-3/source-sans-3-latin-wght-normal.woff2",
        f"{vendor}/source-sans-3/LICENSE",
    } <= names
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE", "docs/data-licence.md"}


def test_wheel_holds_the_bundle_of_the_scripts_and_not_their_parts(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        bundle = archive.read("geo/_assets/border-ports/border-ports.js").decode()
    for element in ("PortsLayer", "SearchPorts", "AskNearest"):
        assert f"{element}:()=>" in bundle
    assert [
        name for name in names if name.endswith((".js", ".css")) and "interactive" in name
    ] == []
    markup = [name for name in names if name.startswith("geo/maps/") and name.endswith(".html")]
    assert "geo/maps/interactive/controls/legend.html" in markup


def test_wheel_holds_nothing_else(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"geo", "web"}
    parts = {part for name in names for part in name.split("/")}
    assert (
        parts & {"curated", "tests", "node_modules", "__pycache__", "axe-core", "scripts"} == set()
    )


def test_sdist_holds_what_a_build_needs_and_no_installed_browser_file(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {"hatch_build.py", "package-lock.json", "data/curated/ports.csv"} <= inside
    assert not any("vendor/" in name or "_assets/" in name for name in inside)


def test_program_answers_from_the_wheel_in_another_folder(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    where = "import geo, web; print(geo.__file__, web.__file__)"
    for file in _run(
        installed / "python", "-c", where, cwd=tmp_path, env=environment
    ).stdout.split():
        assert Path(file).is_relative_to(installed.parent)
    answer = _run(
        installed / "border-ports", "nearest", *EL_PASO_POINT, "--format", "json",
        cwd=tmp_path, env=environment,
    )  # fmt: skip
    (port,) = json.loads(answer.stdout)["rows"]
    assert port["id"] == "el-paso-bridge-of-the-americas"
    assert port["us_city"] == "El Paso"
    assert port["mx_state"] == "MX-CHH"
    assert port["distance_km"] == pytest.approx(1.61, abs=0.05)


def test_data_info_from_the_wheel_tells_the_count_and_the_date(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    told = _run(installed / "border-ports", "data", "info", cwd=tmp_path, env=environment).stdout
    descriptor = json.loads((PUBLISHED / "datapackage.json").read_text(encoding="utf-8"))
    assert "55" in told
    assert descriptor["version"] in told


@pytest.fixture
def server(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start the service of the wheel on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = {"BORDER_PORTS_HOST": "127.0.0.1", "BORDER_PORTS_PORT": str(port)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(installed / "border-ports"), "serve"],
            cwd=tmp_path,
            env=environment | told,
            stdout=log,
            stderr=log,
        )
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def _status(url: str) -> int:
    """Return the status of a page, or 0 while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def test_service_of_the_wheel_gets_ready_serves_its_assets_and_stops_on_sigterm(
    server: tuple[subprocess.Popen[bytes], str], tmp_path: Path
) -> None:
    process, root = server
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _status(f"{root}/health/ready") != 200:
        log = (tmp_path / "log").read_text(encoding="utf-8", errors="replace")
        assert process.poll() is None, log
        assert time.monotonic() < deadline, log
        time.sleep(0.1)
    assert _status(f"{root}/static/vendor/leaflet/leaflet.js") == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE_SECONDS) == 0
