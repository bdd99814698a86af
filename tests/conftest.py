"""What several tests share: the embedded data set, the service, and how to find programs."""

import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

import geo
from geo import Border, load
from web.app import create_app
from web.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
RAW_SOURCES = Path(os.environ.get("BORDER_PORTS_SOURCES", ROOT.parent / "shared" / "sources"))
Make = Callable[..., Path]
ROOM_BYTES = 4096
MAX_TRIES = 5
LONG_FILES = ("test_schemathesis.py", "test_locks.py")
settings.register_profile("border-ports", deadline=None)  # A busy machine is no fault.
settings.load_profile("border-ports")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of attacks run for minutes, as ``bench/availability.py`` does."""
    parser.addoption("--long", action="store_true", help="run attacks, kills and fuzzing for long")


def pytest_sessionstart() -> None:
    """Bundle the scripts of this tree and lay the browser's files, as ``make test`` does."""
    done = subprocess.run(
        [sys.executable, ROOT / "hatch_build.py", "--tests"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stderr)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take minutes, so that no process is left alone with one."""
    items.sort(key=lambda item: item.path.name not in LONG_FILES)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count and name what was not proved on this machine, by what it takes."""
    names: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        names.setdefault(reason, []).append(report.nodeid)
    if names:
        total = sum(map(len, names.values()))
        terminalreporter.section(f"not proved here: {total} tests", sep="-")
    for reason, found in sorted(names.items()):
        terminalreporter.line(f"{len(found)}: {reason}")
        for name in sorted({node.partition("[")[0] for node in found}):
            terminalreporter.line(f"   {name}")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def long_form(request: pytest.FixtureRequest) -> bool:
    """Return whether to run for minutes what is short by default."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def cut_sources() -> Path:
    """Return the folder of raw sources as cut for tests (``tests/data``)."""
    return ROOT / "tests" / "data" / "sources"


@pytest.fixture(scope="session")
def raw_sources() -> Path:
    """Return the folder of whole raw sources, or skip where a machine has none."""
    if not RAW_SOURCES.is_dir():
        pytest.skip("the whole raw sources of the data build are not on this machine")
    return RAW_SOURCES


@pytest.fixture(scope="session")
def sources(cut_sources: Path) -> Path:
    """Return the folder of whole raw sources, or of the cut ones where a machine has none."""
    return RAW_SOURCES if RAW_SOURCES.is_dir() else cut_sources


class Edition(NamedTuple):
    """The version and the date of the data, as people wrote them."""

    version: str
    date: str


@pytest.fixture(scope="session")
def edition() -> Edition:
    """Return what the curated tables say of this edition of the data."""
    path = ROOT / "data" / "curated" / "dataset.csv"
    with path.open(encoding="utf-8", newline="") as file:
        cells = {row["key"]: row["value"] for row in csv.DictReader(file)}
    return Edition(cells["version"], cells["date"])


@pytest.fixture(scope="session")
def least_seconds() -> Callable[[Callable[[int], object], float], float]:
    """Return what measures the processor time of a work, again while it takes longer than a limit.

    A busy machine, or what other tests left to be collected, makes the same work slow at times
    and never fast.
    The work is given the number of the try, so that it can differ where answers are kept.
    """

    def least(work: Callable[[int], object], limit: float) -> float:
        found = limit
        for number in range(MAX_TRIES):
            begun = time.thread_time()
            work(number)
            found = min(found, time.thread_time() - begun)
            if found < limit:
                break
        return found

    return least


@pytest.fixture(scope="session")
def border() -> Border:
    """Return the embedded border."""
    return load()


@pytest.fixture(scope="session")
def client(border: Border) -> Iterator[FlaskClient]:
    """Return a client of the service, without a server in between."""
    app = create_app(Settings(rate_limit="none"), border)
    with app.test_client() as found:
        yield found


@pytest.fixture(scope="session")
def made(border: geo.Border, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Return a function that exports a file, or returns the one made before."""
    folder = tmp_path_factory.mktemp("exports")
    known: dict[tuple[object, ...], Path] = {}

    def make(name: str, **choice: object) -> Path:
        key = (name, *sorted((word, str(value)) for word, value in choice.items()))
        if key not in known:
            path = folder / str(len(known)) / name
            path.parent.mkdir()
            geo.export(border, path, **choice)  # type: ignore[arg-type]
            known[key] = path
        return known[key]

    return make


@pytest.fixture(scope="session")
def small_disk() -> Iterator[Callable[[], AbstractContextManager[Path]]]:
    """Return a function for a folder with 4 KiB of room within a ``with``.

    It is a disk of its own or, for users who may mount none, one on which no file grows further.
    It stands outside pytest's folders, which a run that was killed would leave with a busy disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="border-ports-small-"))
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)]
    mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    filler = folder / "filler"
    filler.touch()
    while mounted and shutil.disk_usage(folder).free > ROOM_BYTES:
        with filler.open("ab") as file:
            file.write(bytes(ROOM_BYTES))

    @contextmanager
    def limited() -> Iterator[Path]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        if not mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, before[1]))
        try:
            yield folder
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    yield limited
    if mounted:
        subprocess.run(["umount", "-l", folder], check=True)  # noqa: S607
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return a function that turns an office file into PDF by LibreOffice; skip without it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")

    known: dict[Path, Path] = {}

    def convert(path: Path) -> Path:
        if path not in known:
            known[path] = converted(path)
        return known[path]

    def converted(path: Path) -> Path:
        folder = tmp_path_factory.mktemp("office")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path],
            check=True,
            capture_output=True,
            timeout=600,
        )
        return folder / f"{path.stem}.pdf"

    return convert


@pytest.fixture(scope="session")
def pdf_text() -> Callable[[Path], str]:
    """Return a function that reads the text of a PDF by poppler; skip without it."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")

    def read(path: Path) -> str:
        done = subprocess.run([program, "-layout", path, "-"], check=True, capture_output=True)
        return done.stdout.decode()

    return read
