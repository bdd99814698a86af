"""Every export format by name and suffix: the one place where a new one is entered."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from geo.dataset import Dataset
from geo.documents.brief import write_brief
from geo.documents.picture import write_map_png, write_map_svg
from geo.documents.slides import write_slides
from geo.documents.workbook import write_workbook
from geo.errors import InvalidValueError
from geo.files import new_file
from geo.formats import geodata, shapefile
from geo.formats.request import Request

__all__ = ["EXPORT_FORMATS", "ExportFormat", "export_file", "format_of_path"]

_Writer: TypeAlias = Callable[[Dataset, Path, Request], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A kind of file.

    ``stem`` is the file's name on the web and inside formats that hold it; ``document`` tells
    papers for people, which differ by language, from data.
    """

    name: str
    suffix: str
    stem: str
    media_type: str
    label_en: str
    label_es: str
    purpose_en: str
    purpose_es: str
    write: _Writer
    document: bool = False

    @property
    def file_name(self) -> str:
        """Return the name of the file on the web."""
        return f"{self.stem}{self.suffix}"

    def label(self, lang: str) -> str:
        """Return what the format is called, in ``en`` or ``es``."""
        return self.label_es if lang == "es" else self.label_en

    def purpose(self, lang: str) -> str:
        """Return what the file is for, in ``en`` or ``es``."""
        return self.purpose_es if lang == "es" else self.purpose_en


EXPORT_FORMATS: Final[dict[str, ExportFormat]] = {
    form.name: form
    for form in (
        ExportFormat(
            name="pdf", suffix=".pdf", stem="brief", media_type="application/pdf",
            label_en="Brief (PDF)", label_es="Carpeta informativa (PDF)",
            purpose_en="Printed brief for a delegation, Letter or A4.",
            purpose_es="Carpeta impresa para una delegación, carta o A4.",
            write=write_brief, document=True,
        ),
        ExportFormat(
            name="pptx", suffix=".pptx", stem="slides",
            media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
            label_en="Slides (PowerPoint)", label_es="Diapositivas (PowerPoint)",
            purpose_en="Slides with editable charts and speaker notes.",
            purpose_es="Diapositivas con gráficas editables y notas del orador.",
            write=write_slides, document=True,
        ),
        ExportFormat(
            name="xlsx", suffix=".xlsx", stem="workbook",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            label_en="Workbook (Excel)", label_es="Libro de cálculo (Excel)",
            purpose_en="Tables with filters and a chart, for analysts.",
            purpose_es="Tablas con filtros y una gráfica, para analistas.",
            write=write_workbook, document=True,
        ),
        ExportFormat(
            name="svg", suffix=".svg", stem="map", media_type="image/svg+xml",
            label_en="Map (SVG)", label_es="Mapa (SVG)",
            purpose_en="Map to edit or to print at any size.",
            purpose_es="Mapa para editar o imprimir a cualquier tamaño.",
            write=write_map_svg, document=True,
        ),
        ExportFormat(
            name="png", suffix=".png", stem="map", media_type="image/png",
            label_en="Map (PNG, 300 dpi)", label_es="Mapa (PNG, 300 ppp)",
            purpose_en="Map as a picture for documents.",
            purpose_es="Mapa como imagen para documentos.",
            write=write_map_png, document=True,
        ),
        ExportFormat(
            name="gpkg", suffix=".gpkg", stem="border-ports",
            media_type="application/geopackage+sqlite3",
            label_en="GeoPackage", label_es="GeoPackage",
            purpose_en="All layers and tables for GIS, with QGIS styles.",
            purpose_es="Todas las capas y tablas para SIG, con estilos de QGIS.",
            write=geodata.write_geopackage,
        ),
        ExportFormat(
            name="shapefile", suffix=".shp.zip", stem="border-ports",
            media_type="application/zip",
            label_en="Shapefiles (zip)", label_es="Shapefiles (zip)",
            purpose_en="Layers for older GIS; column names shortened as its README lists.",
            purpose_es="Capas para SIG antiguos; nombres cortos de columnas según su README.",
            write=shapefile.write_shapefiles,
        ),
        ExportFormat(
            name="geojson", suffix=".geojson", stem="border-ports",
            media_type="application/geo+json",
            label_en="GeoJSON", label_es="GeoJSON",
            purpose_en="One layer for web maps.", purpose_es="Una capa para mapas web.",
            write=geodata.write_geojson,
        ),
        ExportFormat(
            name="kmz", suffix=".kmz", stem="border-ports",
            media_type="application/vnd.google-earth.kmz",
            label_en="KMZ (Google Earth)", label_es="KMZ (Google Earth)",
            purpose_en="Layers in folders with balloons.",
            purpose_es="Capas en carpetas con globos de información.",
            write=geodata.write_kmz,
        ),
        ExportFormat(
            name="kml", suffix=".kml", stem="border-ports",
            media_type="application/vnd.google-earth.kml+xml",
            label_en="KML", label_es="KML",
            purpose_en="As KMZ, uncompressed.", purpose_es="Como KMZ, sin comprimir.",
            write=geodata.write_kml,
        ),
        ExportFormat(
            name="csv-zip", suffix=".csv.zip", stem="border-ports", media_type="application/zip",
            label_en="CSV (zip)", label_es="CSV (zip)",
            purpose_en="Every layer and table as CSV with a data package descriptor.",
            purpose_es="Cada capa y tabla en CSV con descriptor de paquete de datos.",
            write=geodata.write_csv_zip,
        ),
        ExportFormat(
            name="csv", suffix=".csv", stem="border-ports", media_type="text/csv",
            label_en="CSV", label_es="CSV",
            purpose_en="One layer or table for spreadsheets and scripts.",
            purpose_es="Una capa o tabla para hojas de cálculo y programas.",
            write=geodata.write_csv_file,
        ),
        ExportFormat(
            name="parquet", suffix=".parquet", stem="border-ports",
            media_type="application/vnd.apache.parquet",
            label_en="GeoParquet 1.1", label_es="GeoParquet 1.1",
            purpose_en="One layer or table for data science.",
            purpose_es="Una capa o tabla para ciencia de datos.",
            write=geodata.write_one_layer,
        ),
        ExportFormat(
            name="fgb", suffix=".fgb", stem="border-ports", media_type="application/flatgeobuf",
            label_en="FlatGeobuf", label_es="FlatGeobuf",
            purpose_en="One layer with a spatial index, readable in parts over the web.",
            purpose_es="Una capa con índice espacial, legible por partes en la web.",
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


def export_file(dataset: Dataset, path: Path, request: Request, *, form: str | None = None) -> None:
    """Write a file; it appears whole or not at all.

    Raises
    ------
    InvalidValueError
        No such format, or one that cannot hold what is asked for.
    ExportError
        The file cannot be written.
    """
    chosen = format_of_path(path, form)
    with new_file(path, chosen.file_name) as place:
        chosen.write(dataset, place, request)
