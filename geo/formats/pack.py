"""The meeting pack: everything that a delegation takes along, in one archive."""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tqdm import tqdm

from geo.border import Border
from geo.data.provenance import provenance
from geo.extras import require
from geo.files import new_file, write_zip
from geo.formats.readme import readme
from geo.formats.registry import EXPORT_FORMATS, ExportFormat, export_file
from geo.formats.request import Request, checked_request
from geo.layers import LAYERS

__all__ = ["MANIFEST", "PACK_EXTRA", "write_pack"]

MANIFEST: Final = "manifest.json"
PACK_EXTRA: Final = "documents"
"""The part of the installation that a pack needs."""
_DOCUMENTS: Final = ("pdf", "pptx", "xlsx")
_DATA: Final = ("gpkg", "kmz")


def write_pack(border: Border, path: Path, request: Request) -> None:
    """Write brief, slides and workbook in each language asked for, GeoPackage, KMZ, manifest.

    The manifest names the data set's version and the size and sha256 of every other file.

    Raises
    ------
    MissingExtraError
        The documents need a part of the installation that is not there.
    ExportError
        The file cannot be written.
    """
    require(PACK_EXTRA)
    with new_file(path, "border-ports-pack.zip") as place, TemporaryDirectory() as name:
        folder = Path(name)
        members = _made(border, folder, request)
        manifest = json.dumps(_manifest(border, members), ensure_ascii=False, indent=1)
        text = readme(border, tuple(LAYERS), lang=request.lang)
        write_zip(
            place,
            {"README.txt": text.encode(), MANIFEST: manifest.encode(), **members},
            border.date,
        )


def _made(border: Border, folder: Path, request: Request) -> dict[str, bytes | Path]:
    langs = ("en", "es") if request.lang == "both" else (request.lang,)
    wanted: list[tuple[ExportFormat, str]] = [
        (EXPORT_FORMATS[form], lang) for lang in langs for form in _DOCUMENTS
    ]
    wanted += [(EXPORT_FORMATS[form], request.lang) for form in _DATA]
    members: dict[str, bytes | Path] = {}
    for form, lang in tqdm(wanted, unit="file", delay=1, disable=None):
        slug = request.selection.slug
        parts = [form.stem, slug, lang if form.document else ""]
        file = folder / ("-".join(part for part in parts if part) + form.suffix)
        asked = checked_request(request.selection, lang=lang, paper=request.paper)
        export_file(border, file, asked, form=form.name)
        members[file.name] = file
    return members


def _manifest(border: Border, members: dict[str, bytes | Path]) -> dict[str, Any]:
    about = provenance(border)
    files = []
    for name, file in sorted(members.items()):
        content = file if isinstance(file, bytes) else file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        files.append({"name": name, "bytes": len(content), "sha256": digest})
    return {**about.fields(), "sources": list(about.sources), "files": files}
