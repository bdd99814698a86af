"""The raw inputs of the build: where each is, whose it is, and whether it is the right one."""

import csv
import hashlib
import importlib.util
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.errors import DatasetError, MissingExtraError
from geo.extras import require

__all__ = ["INPUTS_FILE", "Source", "fetch_sources", "read_sources", "sha256_of", "verify_sources"]

INPUTS_FILE: Final = "inputs.csv"
"""The raw files; who publishes them, and under what terms, stands in ``sources.csv``."""
_PUBLICATIONS: Final = "sources.csv"
_OF_PUBLICATION: Final = ("publisher", "licence", "licence_url", "credit")
_RETRIEVALS: Final = ("zip", "file", "package", "hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One raw file: whose it is, under what terms, and its sha256.

    ``path`` is relative to the folder of sources or, if ``package`` is set, to that installed
    Python package. ``retrieval`` says how a person with internet gets it: inside a ``zip`` at
    ``url``, as the ``file`` at ``url``, with the Python ``package``, or by ``hand``.
    """

    name: str
    package: str
    path: str
    publisher: str
    title: str
    version: str
    date: str
    retrieval: str
    url: str
    licence: str
    licence_url: str
    credit: str
    layers: tuple[str, ...]
    bytes: int
    sha256: str

    def locate(self, folder: Path) -> Path:
        """Return where the file should be; ``MissingExtraError`` without the package it is in."""
        if not self.package:
            return folder / self.path
        package = importlib.util.find_spec(self.package)
        if package is None or not package.submodule_search_locations:
            raise MissingExtraError("build", [self.package])
        return Path(package.submodule_search_locations[0]) / self.path


def read_sources(curated: Path) -> list[Source]:
    """Return the raw inputs that ``inputs.csv`` of the curated folder lists, in its order.

    ``DatasetError`` if it cannot be read, or names a publication that ``sources.csv`` lacks.
    """
    path = curated / INPUTS_FILE
    try:
        publications = {row["id"]: row for row in _rows(curated / _PUBLICATIONS)}
        return [_source(row, publications) for row in _rows(path)]
    except (OSError, KeyError, TypeError, ValueError) as error:
        message = f"{path}: cannot be read: {error}"
        raise DatasetError(message) from error


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _source(row: dict[str, str], publications: Mapping[str, dict[str, str]]) -> Source:
    if row["retrieval"] not in _RETRIEVALS:
        message = f"{row['name']}: retrieval is {row['retrieval']!r}"
        raise ValueError(message)
    publication = publications[row["source"]]
    texts = {key: value for key, value in row.items() if key not in {"source", "layers", "bytes"}}
    texts |= {name: publication[name] for name in _OF_PUBLICATION}
    return Source(**texts, layers=tuple(row["layers"].split(";")), bytes=int(row["bytes"]))


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file as lower-case hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_sources(folder: Path, curated: Path) -> list[Source]:
    """Return the raw inputs after checking that each is there and is the file it should be.

    Raises
    ------
    DatasetError
        A file is missing, or its sha256 is not the recorded one; names file and both hashes.
    """
    sources = read_sources(curated)
    for source in sources:
        path = source.locate(folder)
        if not path.is_file():
            message = f"{path}: missing; it is {source.title} ({source.publisher})"
            raise DatasetError(message)
        actual = sha256_of(path)
        if actual != source.sha256:
            message = f"{path}: sha256 expected {source.sha256}, found {actual}"
            raise DatasetError(message)
    return sources


def fetch_sources(
    curated: Path,
    cache: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Path:
    """Download what has an official place into a folder, checking each file's hash; return it.

    Files already there are kept. What must be obtained by hand, and what an official place now
    answers differently, is named in one error after everything else has been fetched. Without
    ``cache`` the folder is the user's cache of ``border-ports``.

    Raises
    ------
    MissingExtraError
        The extra ``build`` is not installed.
    DatasetError
        Some files are still missing from ``cache``; names each and says why.
    """
    require("build")
    import pooch

    folder = cache or Path(pooch.os_cache("border-ports"))
    problems = []
    wanted = [source for source in read_sources(curated) if not source.package]
    for done, source in enumerate(wanted):
        if progress:
            progress(source.name, done, len(wanted))
        problem = _fetch(source, folder)
        if problem:
            problems.append(f"{source.path}: {problem}")
    if problems:
        message = f"{len(problems)} of {len(wanted)} files not in {folder}: " + "; ".join(problems)
        raise DatasetError(message)
    return folder


def _fetch(source: Source, cache: Path) -> str:
    """Put one file into the cache; return what prevented it, or empty text."""
    target = cache / source.path
    if target.is_file() and sha256_of(target) == source.sha256:
        return ""
    if source.retrieval == "hand":
        return f"to be obtained by hand from {source.url or source.publisher}"
    try:
        fetched = _download(source, cache)
        actual = sha256_of(fetched)
    except (OSError, ValueError) as error:
        return f"{source.url}: {error}"
    if actual != source.sha256:
        fetched.unlink()
        return f"{source.url} answers another file: sha256 expected {source.sha256}, found {actual}"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(fetched, target)
    return ""


def _download(source: Source, cache: Path) -> Path:
    """Return the downloaded file, unpacked if it comes inside a zip."""
    import pooch

    name = source.url.rsplit("/", 1)[-1] if source.retrieval == "zip" else Path(source.path).name
    fetched = Path(
        pooch.retrieve(source.url, known_hash=None, fname=name, path=cache / ".downloads")
    )
    if source.retrieval != "zip":
        return fetched
    folder = fetched.with_suffix("")
    shutil.unpack_archive(fetched, folder, "zip")
    return folder / Path(source.path).name
