"""The meeting pack: documents, GeoPackage and KMZ in one archive."""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tqdm import tqdm

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.meeting import AGENDA, Meeting, calendar, write_agenda, write_cover
from geo.documents.request import Request, checked_request
from geo.extras import DOCUMENTS, require
from geo.files import new_file, write_zip
from geo.formats.readme import readme
from geo.formats.registry import FORMATS, export_file
from geo.layers import LAYERS
from geo.words.catalogue import words

__all__ = ["MANIFEST", "write_pack"]

MANIFEST: Final = "manifest.json"


def write_pack(
    border: Border, path: Path, request: Request, meeting: Meeting | None = None
) -> None:
    """Write cover, agenda and documents in each language, GeoPackage, KMZ and manifest.

    The manifest names the data set's version and the size and sha256 of every other file; a
    ``meeting`` with a date also gives an entry for calendars.

    Raises
    ------
    MissingExtraError
        The documents need a part of the installation that is not there.
    ExportError
        The file cannot be written.
    """
    require(DOCUMENTS)
    with new_file(path, "border-ports-pack.zip") as archive, TemporaryDirectory() as name:
        folder = Path(name)
        members, titles = _made(border, folder, request)
        members = _meeting_files(border, folder, request, (meeting or Meeting(), titles)) | members
        manifest = json.dumps(_manifest(border, members), ensure_ascii=False, indent=1)
        names = tuple(name for name, layer in LAYERS.items() if not layer.is_background)
        text = readme(border, names, lang=request.lang)
        write_zip(
            archive,
            {"README.txt": text.encode(), MANIFEST: manifest.encode(), **members},
            border.date,
        )


def _made(
    border: Border, folder: Path, request: Request
) -> tuple[dict[str, bytes | Path], dict[str, str]]:
    """Make the files of the pack; return them and their titles by name."""
    packed = [
        form
        for form in FORMATS.values()
        if form.in_pack and (request.contact or not form.needs_contact)
    ]
    wanted = [
        (form, lang) for lang in words(request.lang).langs for form in packed if form.is_document
    ]
    wanted += [(form, request.lang) for form in packed if not form.is_document]
    members: dict[str, bytes | Path] = {}
    titles: dict[str, str] = {}
    for form, lang in tqdm(wanted, unit="file", delay=1, disable=None):
        asked = checked_request(
            request.selection, lang=lang, paper=request.paper, contact=request.contact
        )
        file = folder / form.name_of(asked)
        export_file(border, file, asked, form=form.name)
        members[file.name], titles[file.name] = file, form.title
    return members, titles


def _meeting_files(
    border: Border,
    folder: Path,
    request: Request,
    of: tuple[Meeting, dict[str, str]],
) -> dict[str, bytes | Path]:
    """Return cover and agenda of a meeting in each language, and its entry for calendars."""
    meeting, titles = of
    files: dict[str, bytes | Path] = {}
    asked = {
        lang: checked_request(request.selection, lang=lang, paper=request.paper)
        for lang in words(request.lang).langs
    }
    if request.selection.rows(border, "projects"):
        for lang, one in asked.items():
            files[f"agenda-{lang}.pdf"] = folder / f"agenda-{lang}.pdf"
            write_agenda(border, folder / f"agenda-{lang}.pdf", one)
    listed = dict.fromkeys(files, AGENDA) | titles
    for lang, one in asked.items():
        files[f"cover-{lang}.pdf"] = folder / f"cover-{lang}.pdf"
        write_cover(border, folder / f"cover-{lang}.pdf", one, meeting, listed)
    if meeting.date is not None:
        files["meeting.ics"] = calendar(border, request, meeting)
    return files


def _manifest(border: Border, members: dict[str, bytes | Path]) -> dict[str, Any]:
    about = provenance(border)
    files = []
    for name, file in sorted(members.items()):
        content = file if isinstance(file, bytes) else file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        files.append({"name": name, "bytes": len(content), "sha256": digest})
    return {**about.fields(), "sources": list(about.sources), "files": files}
