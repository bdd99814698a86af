"""Every format by name: the one place where a new one is entered."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from geo.border import Border
from geo.documents.request import Request
from geo.errors import InvalidValueError
from geo.extras import is_installed, require
from geo.files import new_file
from geo.formats.documents import BRIEF, MAP_PNG, MAP_SVG, SLIDES, SUMMARY, WORD, WORKBOOK
from geo.formats.model import Format
from geo.formats.to_atom import ATOM
from geo.formats.to_calendar import CALENDAR
from geo.formats.to_csv import CSV
from geo.formats.to_csv_zip import CSV_ZIP
from geo.formats.to_dcat_us import DCAT_US
from geo.formats.to_flatgeobuf import FLATGEOBUF
from geo.formats.to_geojson import GEOJSON
from geo.formats.to_geopackage import GEOPACKAGE
from geo.formats.to_geoparquet import GEOPARQUET
from geo.formats.to_iso_metadata import ISO_METADATA
from geo.formats.to_kml import KML
from geo.formats.to_kmz import KMZ
from geo.formats.to_shapefile import SHAPEFILE

__all__ = ["FORMATS", "export_file", "format_of_path", "installed_formats"]

FORMATS: Final[dict[str, Format]] = {
    form.name: form
    for form in (
        BRIEF,
        SUMMARY,
        WORD,
        SLIDES,
        WORKBOOK,
        MAP_SVG,
        MAP_PNG,
        GEOPACKAGE,
        SHAPEFILE,
        GEOJSON,
        KMZ,
        KML,
        CSV_ZIP,
        CSV,
        GEOPARQUET,
        FLATGEOBUF,
        CALENDAR,
        ATOM,
        ISO_METADATA,
        DCAT_US,
    )
}
"""The formats in the order in which they are shown; a suffix that ends another stands after it."""


def installed_formats(contact: str = "") -> list[Format]:
    """Return the formats that this installation can write, by whom it names to write to."""
    return [
        form
        for form in FORMATS.values()
        if is_installed(form.extra) and (contact or not form.needs_contact)
    ]


def format_of_path(path: Path, name: str | None = None) -> Format:
    """Return the format of that name, else of the file's suffix, else of how its name begins.

    Where formats share a suffix, a name that begins as one of them calls its files is that one's.

    Raises
    ------
    InvalidValueError
        No such format.
    """
    if name is not None:
        if name not in FORMATS:
            raise InvalidValueError("format", name, ", ".join(FORMATS))
        return FORMATS[name]
    lower = path.name.lower()
    fitting = [form for form in FORMATS.values() if lower.endswith(form.suffix)]
    for form in fitting:
        if len(fitting) > 1 and lower.startswith(form.stem):
            return form
    if fitting:
        return fitting[0]
    suffixes = ", ".join(dict.fromkeys(form.suffix for form in FORMATS.values()))
    raise InvalidValueError("file", path.name, f"a name that ends in {suffixes}")


def export_file(border: Border, path: Path, request: Request, *, form: str | None = None) -> None:
    """Write a file; it appears whole or not at all.

    Raises
    ------
    InvalidValueError
        No such format, or one that cannot hold what is asked for.
    MissingExtraError
        The format needs a part of the installation that is not there.
    ExportError
        The file cannot be written.
    """
    chosen = format_of_path(path, form)
    name = _name_inside(chosen, path, request)
    request = replace(request, layers=chosen.layers_of(request))
    require(chosen.extra)
    with new_file(path, name) as file:
        chosen.write_file(border, file, request)


def _name_inside(form: Format, path: Path, request: Request) -> str:
    """Return what a file that holds its own name is called: as it is written, else as sent."""
    if not form.holds_its_name:
        return form.file_name
    is_named = path.name.lower().endswith(form.suffix)
    return path.name if is_named else form.name_of(request)
