"""One layer as GeoJSON (RFC 7946)."""

from pathlib import Path
from typing import Final

from geo.border import Border
from geo.data.provenance import layer_provenance
from geo.documents.request import Request
from geo.formats.feature_json import feature_collection
from geo.formats.model import Format
from geo.queries.answer import Answer
from geo.words.messages import message

__all__ = ["GEOJSON"]


def _write(border: Border, path: Path, request: Request) -> None:
    """Write one layer; the provenance stands before the features."""
    (name,) = request.layers
    chosen = Answer(
        columns={},
        border=border,
        layer=name,
        rows=request.selection.rows(border, name),
        about={"name": name, **layer_provenance(border, name).fields()},
    )
    path.write_bytes(feature_collection(chosen))


GEOJSON: Final = Format(
    name="geojson",
    suffix=".geojson",
    media_type="application/geo+json",
    title="GeoJSON",
    purpose=message("One layer for web maps."),
    content="layer",
    write=_write,
    tables=True,
)
"""The items of the API are GeoJSON in pages, so that it is not among their files."""
