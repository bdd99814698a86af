"""Rows of a layer as FlatGeobuf."""

from pathlib import Path
from typing import Final

import shapely

from geo.data.provenance import Provenance
from geo.formats.gdal import write_with_gdal
from geo.formats.layer_rows import LayerRows
from geo.formats.model import Format
from geo.words.messages import message

__all__ = ["FLATGEOBUF"]


def _write_rows(path: Path, rows: LayerRows, about: Provenance) -> None:
    """Write rows, with a spatial index where every row has a geometry."""
    shapes = rows.geometry
    indexed = shapes is not None and len(shapes) and not shapely.is_missing(shapes).any()
    description = "\n".join(f"{name}: {value}" for name, value in about.fields().items())
    options = {
        "TITLE": f"{about.title_en} / {about.title_es}",
        "DESCRIPTION": description,
        "SPATIAL_INDEX": "YES" if indexed else "NO",
    }
    write_with_gdal(path, rows, driver="FlatGeobuf", layer_options=options)


FLATGEOBUF: Final = Format(
    name="fgb",
    suffix=".fgb",
    media_type="application/flatgeobuf",
    title="FlatGeobuf",
    purpose=message("One layer with a spatial index, readable in parts over the web."),
    content="layer",
    write_rows=_write_rows,
    any_crs=True,
)
