"""The KML document with the pictures of its symbols, in one archive."""

from pathlib import Path
from typing import Final

from geo.border import Border
from geo.documents.request import Request
from geo.files import write_zip
from geo.formats.model import Format
from geo.formats.to_kml import ICONS, kml_of_request
from geo.words.catalogue import BOTH
from geo.words.messages import message

__all__ = ["KMZ"]


def _write(border: Border, path: Path, request: Request) -> None:
    from geo.maps.printed.symbols import symbol_pictures

    document = kml_of_request(border, request, icons=True)
    write_zip(path, {"doc.kml": document, **symbol_pictures(ICONS)}, border.date)


KMZ: Final = Format(
    name="kmz",
    suffix=".kmz",
    media_type="application/vnd.google-earth.kmz",
    title="KMZ (Google Earth)",
    purpose=message("Layers in folders with balloons."),
    content="layers",
    usual_lang=BOTH,
    write=_write,
    in_pack=True,
    extra="documents",
)
