"""Whole data sets as files for GIS and statistics programs, one function per format."""

import json
from pathlib import Path
from typing import Final

from geo.border import Border
from geo.data.provenance import Provenance, layer_provenance, provenance
from geo.errors import InvalidValueError
from geo.files import write_zip
from geo.formats.feature_json import feature_collection
from geo.formats.features import chosen_rows, write_features
from geo.formats.qgis import add_qgis_styles
from geo.formats.readme import readme
from geo.formats.request import Request
from geo.formats.to_csv import WKT, write_csv
from geo.formats.to_gdal import CRS84, write_geopackage_layer
from geo.formats.to_kml import kml_document
from geo.layers import KINDS, LAYERS, Column
from geo.queries.answer import Answer

__all__ = [
    "write_csv_file",
    "write_csv_zip",
    "write_geojson",
    "write_geopackage",
    "write_kml",
    "write_kmz",
    "write_one_layer",
]

_MAP_LAYERS: Final = tuple(name for name, found in LAYERS.items() if found.geometry)


def write_geopackage(border: Border, path: Path, request: Request) -> None:
    """Write all layers and tables into one GeoPackage, with styles for QGIS inside."""
    names = request.layers_or(tuple(LAYERS))
    for name in names:
        rows = request.rows_of(border, name)
        write_geopackage_layer(path, rows, CRS84, layer_provenance(border, name))
    add_qgis_styles(path, names, provenance(border))


def write_geojson(border: Border, path: Path, request: Request) -> None:
    """Write one layer as GeoJSON (RFC 7946); the provenance stands before the features."""
    name = request.one_layer("GeoJSON")
    chosen = Answer(
        columns={},
        border=border,
        layer=name,
        rows=request.selection.rows(border, name),
        about={"name": name, **layer_provenance(border, name).fields()},
    )
    path.write_bytes(feature_collection(chosen))


def write_one_layer(border: Border, path: Path, request: Request) -> None:
    """Write one layer as FlatGeobuf or GeoParquet, by the suffix of ``path``."""
    form = path.suffix.removeprefix(".")
    name = request.one_layer(form)
    write_features(border, name, request.selection.rows(border, name), form, path)


def write_csv_file(border: Border, path: Path, request: Request) -> None:
    """Write one layer as CSV; the last columns name the data set's version, date and licence."""
    name = request.one_layer("CSV")
    about = layer_provenance(border, name)
    rows = request.rows_of(border, name)
    write_csv(path, *rows, wkt=request.wkt, bom=request.bom, more=_credit_columns(about))


def write_csv_zip(border: Border, path: Path, request: Request) -> None:
    """Write every layer as CSV into one archive with a README and a data package descriptor."""
    names = request.layers_or(tuple(LAYERS))
    members: dict[str, bytes | Path] = {}
    resources = []
    for name in names:
        file = path.parent / f"{name}.csv"
        write_csv(file, *request.rows_of(border, name), wkt=request.wkt, bom=request.bom)
        members[file.name] = file
        resources.append(_resource(name, file))
    about = provenance(border)
    members["datapackage.json"] = _descriptor(about, border.package["licenses"], resources)
    members["README.txt"] = readme(border, names).encode()
    write_zip(path, members, about.date)


def write_kml(border: Border, path: Path, request: Request) -> None:
    """Write the layers with a geometry as one KML document, a folder per layer."""
    path.write_bytes(_kml(border, request, icons=False))


def write_kmz(border: Border, path: Path, request: Request) -> None:
    """Write the KML document with the pictures of its symbols into one archive."""
    from geo.maps.printed.symbols import symbol_pictures

    members: dict[str, bytes | Path] = {"doc.kml": _kml(border, request, icons=True)}
    members |= symbol_pictures("icons")
    write_zip(path, members, border.date)


def _kml(border: Border, request: Request, *, icons: bool) -> bytes:
    names = request.layers_or(_MAP_LAYERS)
    for name in names:
        if LAYERS[name].geometry is None:
            raise InvalidValueError("layers", name, f"{', '.join(_MAP_LAYERS)} for KML")
    layers = []
    for name in names:
        shapes = border.geometries(name, "detail") if LAYERS[name].levels else None
        rows = request.selection.rows(border, name)
        layers.append(chosen_rows(border, name, rows, geometry=shapes))
    return kml_document(layers, provenance(border), request.lang, icons=icons)


def _credit_columns(about: Provenance) -> dict[str, str]:
    return {
        "dataset_version": about.version,
        "dataset_date": about.date.isoformat(),
        "dataset_licence": about.licence,
    }


def _resource(name: str, file: Path) -> dict[str, object]:
    definition = LAYERS[name]
    with file.open(encoding="utf-8-sig") as text:
        columns = text.readline().rstrip("\r\n").split(",")
    described = {column.name: column for column in definition.columns}
    fields = [
        {
            "name": column,
            "type": _field_type(column, described.get(column)),
            "description": described[column].description if column in described else "Geometry.",
        }
        for column in columns
    ]
    return {
        "name": name.replace("_", "-"),
        "path": file.name,
        "title": definition.title_en,
        "description": definition.description_en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": [definition.key]},
    }


def _field_type(name: str, column: Column | None) -> str:
    """Return the type of a field of a CSV file, in which a list is a text."""
    if column is None:
        return "string" if name == WKT else "number"
    return "string" if column.kind == "list" else KINDS[column.kind].table_schema


def _descriptor(
    about: Provenance, licences: list[dict[str, str]], resources: list[dict[str, object]]
) -> bytes:
    body = {
        "name": "border-ports",
        "title": about.title_en,
        "version": about.version,
        "created": f"{about.date.isoformat()}T00:00:00Z",
        "description": about.counting_rule_en,
        "licenses": [{"title": item["title"], "path": item["path"]} for item in licences],
        "sources": [{"title": source} for source in about.sources],
        "resources": resources,
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()
