"""Layers and tables as a GeoPackage, with styles for QGIS inside."""

from pathlib import Path
from typing import Final

from geo.border import Border
from geo.data.provenance import Provenance, layer_provenance, provenance
from geo.documents.request import Request
from geo.formats.gdal import write_with_gdal
from geo.formats.layer_rows import Box, LayerRows, box_of, requested_rows
from geo.formats.model import Format
from geo.formats.qgis import add_qgis_styles
from geo.formats.qgis_project import add_qgis_project
from geo.words.messages import message

__all__ = ["GEOPACKAGE"]

_GEOMETRY: Final = "geom"
_VERSION: Final = "1.2"
"""Of GeoPackage: what programs of ten years back can read."""


def _write(border: Border, path: Path, request: Request) -> None:
    boxes: dict[str, Box | None] = {}
    for name in request.layers:
        rows = requested_rows(border, name, request)
        _add_layer(path, rows, layer_provenance(border, name))
        boxes[name] = box_of(rows)
    about = provenance(border)
    add_qgis_styles(path, request.layers, about, request.lang)
    add_qgis_project(path, boxes, about, request.lang)


def _add_layer(path: Path, rows: LayerRows, about: Provenance) -> None:
    """Write rows as one layer, added to the file if there is one.

    The data's day is the only time in the file, so that the same rows give the same bytes.
    """
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{about.date.isoformat()}T00:00:00.000Z"})
    options = {"IDENTIFIER": about.title_en, "DESCRIPTION": rows.layer.description_en}
    if rows.geometry is not None:
        options["GEOMETRY_NAME"] = _GEOMETRY
    append = path.exists()
    write_with_gdal(path, rows, driver="GPKG", layer_options=options,
                    layer_metadata=about.fields(), append=append,
                    dataset_options={} if append else {"VERSION": _VERSION})  # fmt: skip


GEOPACKAGE: Final = Format(
    name="gpkg",
    suffix=".gpkg",
    media_type="application/geopackage+sqlite3",
    title="GeoPackage",
    purpose=message("All layers and tables for GIS, with a QGIS project and styles."),
    content="layers",
    write=_write,
    write_rows=_add_layer,
    tables=True,
    any_crs=True,
    in_pack=True,
    holds_its_name=True,
)
