"""Files that several tests open: each is made once."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import geo

Make = Callable[..., Path]


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
            timeout=120,
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
