"""Every export format by name and suffix: the one place where a new one is entered."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from geo.border import Border
from geo.documents.brief import write_brief
from geo.documents.picture import write_map_png, write_map_svg
from geo.documents.slides import write_slides
from geo.documents.workbook import write_workbook
from geo.errors import InvalidValueError
from geo.extras import require
from geo.files import new_file
from geo.formats import geodata, shapefile
from geo.formats.request import Request
from geo.words.messages import message

__all__ = ["EXPORT_FORMATS", "ExportFormat", "export_file", "format_of_path"]

_Writer: TypeAlias = Callable[[Border, Path, Request], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A kind of file.

    ``stem`` is the file's name on the web and inside formats that hold it; ``document`` tells
    papers for people, which differ by language, from data. ``label`` (what it is called) and
    ``purpose`` are messages. ``extra`` is the part of the installation that writes it, if the
    core does not.
    """

    name: str
    suffix: str
    stem: str
    media_type: str
    label: str
    purpose: str
    write: _Writer
    document: bool = False
    extra: str | None = None

    @property
    def file_name(self) -> str:
        """Return the name of the file on the web."""
        return f"{self.stem}{self.suffix}"


EXPORT_FORMATS: Final[dict[str, ExportFormat]] = {
    form.name: form
    for form in (
        ExportFormat(
            name="pdf", suffix=".pdf", stem="brief", media_type="application/pdf",
            label=message("Brief (PDF)"),
            purpose=message("Printed brief for a delegation, Letter or A4."),
            write=write_brief, document=True, extra="documents",
        ),
        ExportFormat(
            name="pptx", suffix=".pptx", stem="slides",
            media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
            label=message("Slides (PowerPoint)"),
            purpose=message("Slides with editable charts and speaker notes."),
            write=write_slides, document=True, extra="documents",
        ),
        ExportFormat(
            name="xlsx", suffix=".xlsx", stem="workbook",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            label=message("Workbook (Excel)"),
            purpose=message("Tables with filters and a chart, for analysts."),
            write=write_workbook, document=True, extra="documents",
        ),
        ExportFormat(
            name="svg", suffix=".svg", stem="map", media_type="image/svg+xml",
            label=message("Map (SVG)"),
            purpose=message("Map to edit or to print at any size."),
            write=write_map_svg, document=True, extra="documents",
        ),
        ExportFormat(
            name="png", suffix=".png", stem="map", media_type="image/png",
            label=message("Map (PNG, 300 dpi)"),
            purpose=message("Map as a picture for documents."),
            write=write_map_png, document=True, extra="documents",
        ),
        ExportFormat(
            name="gpkg", suffix=".gpkg", stem="border-ports",
            media_type="application/geopackage+sqlite3",
            label="GeoPackage",
            purpose=message("All layers and tables for GIS, with QGIS styles."),
            write=geodata.write_geopackage,
        ),
        ExportFormat(
            name="shapefile", suffix=".shp.zip", stem="border-ports",
            media_type="application/zip",
            label=message("Shapefiles (zip)"),
            purpose=message("Layers for older GIS; column names shortened as its README lists."),
            write=shapefile.write_shapefiles,
        ),
        ExportFormat(
            name="geojson", suffix=".geojson", stem="border-ports",
            media_type="application/geo+json",
            label="GeoJSON",
            purpose=message("One layer for web maps."),
            write=geodata.write_geojson,
        ),
        ExportFormat(
            name="kmz", suffix=".kmz", stem="border-ports",
            media_type="application/vnd.google-earth.kmz",
            label="KMZ (Google Earth)",
            purpose=message("Layers in folders with balloons."),
            write=geodata.write_kmz, extra="documents",
        ),
        ExportFormat(
            name="kml", suffix=".kml", stem="border-ports",
            media_type="application/vnd.google-earth.kml+xml",
            label="KML",
            purpose=message("As KMZ, uncompressed."),
            write=geodata.write_kml,
        ),
        ExportFormat(
            name="csv-zip", suffix=".csv.zip", stem="border-ports", media_type="application/zip",
            label="CSV (zip)",
            purpose=message("Every layer and table as CSV with a data package descriptor."),
            write=geodata.write_csv_zip,
        ),
        ExportFormat(
            name="csv", suffix=".csv", stem="border-ports", media_type="text/csv",
            label="CSV",
            purpose=message("One layer or table for spreadsheets and scripts."),
            write=geodata.write_csv_file,
        ),
        ExportFormat(
            name="parquet", suffix=".parquet", stem="border-ports",
            media_type="application/vnd.apache.parquet",
            label="GeoParquet 1.1",
            purpose=message("One layer or table for data science."),
            write=geodata.write_one_layer,
        ),
        ExportFormat(
            name="fgb", suffix=".fgb", stem="border-ports", media_type="application/flatgeobuf",
            label="FlatGeobuf",
            purpose=message("One layer with a spatial index, readable in parts over the web."),
            write=geodata.write_one_layer,
        ),
    )
}  # fmt: skip
"""The formats by name; the suffix of a file finds them too."""


def format_of_path(path: Path, name: str | None = None) -> ExportFormat:
    """Return the format of that name, or of the file's suffix.

    Raises
    ------
    InvalidValueError
        No such format.
    """
    if name is not None:
        if name not in EXPORT_FORMATS:
            raise InvalidValueError("format", name, ", ".join(EXPORT_FORMATS))
        return EXPORT_FORMATS[name]
    lower = path.name.lower()
    for form in EXPORT_FORMATS.values():
        if lower.endswith(form.suffix):
            return form
    suffixes = ", ".join(dict.fromkeys(form.suffix for form in EXPORT_FORMATS.values()))
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
    require(chosen.extra)
    with new_file(path, chosen.file_name) as place:
        chosen.write(border, place, request)
