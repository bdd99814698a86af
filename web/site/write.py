"""``border-ports site``: a complete read-only copy that any web server or CDN can serve."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flask.testing import FlaskClient

from geo.border import Border
from geo.errors import InvalidValueError
from geo.extras import DOCUMENTS, require
from geo.files import ExportError, unfinished_folder, writing
from geo.maps.interactive.map_page import map_file
from geo.paths import assets_dir
from geo.words.catalogue import languages
from web.app import create_app
from web.settings import Settings
from web.site.files import ROOT, SiteFile, file_of_address, site_files

__all__ = ["write_site", "write_site_with_progress"]

_STATIC: Final = Path(__file__).resolve().parents[1] / "static"
_ANCHOR: Final = re.compile(rf'<a\b[^>]*?href="({re.escape(ROOT)}[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_FORM: Final = re.compile(
    rf'<form\b[^>]*?action="{re.escape(ROOT)}[^"]*"[^>]*>.*?</form>', re.DOTALL
)
_LINK: Final = re.compile(rf'<link\b[^>]*?href="({re.escape(ROOT)}[^"]*)"[^>]*>')
_SERVED: Final = re.compile(r"<(\w+)\b[^>]*?\bdata-served\b[^>]*>.*?</\1>", re.DOTALL)
"""What only the service can say, such as what is open now, or its own address."""
_SHARED: Final = re.compile(rf'<meta\b[^>]*?content="{re.escape(ROOT)}[^>]*>')
"""What shared links show, which takes an address that a copy does not know."""
_ADDRESS: Final = re.compile(rf'(href|src)="({re.escape(ROOT)}[^"]*)"')

Progress = Callable[[Iterable[SiteFile], int], Iterator[SiteFile]]


def write_site(border: Border, folder: Path, progress: Progress | None = None) -> int:
    """Write the copy into a new or empty folder and return the number of files.

    Raises
    ------
    InvalidValueError
        The folder holds something already.
    MissingExtraError
        The documents need a part of the installation that is not there.
    ExportError
        The folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidValueError("DIR", str(folder), "a folder that is new or empty")
    require(DOCUMENTS)
    with writing(folder), unfinished_folder(folder.parent, ".border-ports-site-") as unfinished:
        made = unfinished / "site"
        count = _write(border, made, progress)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A copy in the making: where it goes, what asks the service, and what it will hold."""

    folder: Path
    client: FlaskClient
    held: frozenset[str] = field(default_factory=frozenset)

    def add(self, wanted: SiteFile) -> None:
        """Ask the service for one file and write it."""
        answer = self.client.get(wanted.address)
        if answer.status_code != 200:  # noqa: PLR2004
            message = f"{wanted.address}: the service answered {answer.status_code}"
            raise ExportError(message)
        path = self.folder / wanted.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if wanted.path.endswith(".html"):
            path.write_text(self._relative(answer.text, wanted), encoding="utf-8")
        elif wanted.path.endswith((".json", ".svg")):
            path.write_text(answer.text.replace(ROOT, ""), encoding="utf-8")
        else:
            path.write_bytes(answer.data)

    def _relative(self, text: str, page: SiteFile) -> str:
        """Return a page whose links lead to files of the copy; other links become plain text."""

        def address(written: str) -> str | None:
            target = file_of_address(unescape(written), page.lang)
            path, _, fragment = target.partition("#")
            if path not in self.held:
                return None
            start = os.path.dirname(page.path) or "."  # noqa: PTH120 - not a path of this machine
            mark = f"#{fragment}" if fragment else ""
            return escape(os.path.relpath(path, start) + mark)

        def anchor(match: "re.Match[str]") -> str:
            return match[0] if address(match[1]) else f"<span>{match[2]}</span>"

        def link(match: "re.Match[str]") -> str:
            return match[0] if address(match[1]) else ""

        for left_out in (_FORM, _SERVED, _SHARED):
            text = left_out.sub("", text)
        text = _ANCHOR.sub(anchor, text)
        text = _LINK.sub(link, text)
        return _ADDRESS.sub(lambda match: f'{match[1]}="{address(match[2]) or "#"}"', text)


def _write(border: Border, folder: Path, progress: Progress | None) -> int:
    shutil.copytree(_STATIC, folder / "static")
    shutil.copytree(assets_dir(), folder / "static" / "vendor")
    for lang in languages():
        (folder / lang).mkdir()
        (folder / lang / "map.html").write_text(map_file(border, lang), encoding="utf-8")
    wanted = site_files(border)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    with TemporaryDirectory(prefix="border-ports-cache-") as cache:
        app = create_app(Settings(url=ROOT, cache_dir=cache), border)
        with app.test_client() as client:
            held = frozenset(there | {item.path for item in wanted})
            copy = _Copy(folder=folder, client=client, held=held)
            for item in progress(wanted, len(wanted)) if progress else wanted:
                copy.add(item)
    return sum(1 for path in folder.rglob("*") if path.is_file())


def write_site_with_progress(folder: Path, border: Border) -> int:
    """Write the copy with a progress bar where a person watches."""
    from tqdm import tqdm

    def progress(items: Iterable[SiteFile], total: int) -> Any:  # noqa: ANN401 - tqdm's iterator
        return tqdm(items, total=total, unit="file", delay=1, disable=None)

    return write_site(border, folder, progress)
