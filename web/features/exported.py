"""Chosen items of a collection as a file for download."""

import tempfile
from pathlib import Path
from typing import Final

from geo.errors import InvalidValueError
from geo.formats.features import formats_of_layer, write_features
from geo.formats.model import Format
from geo.geodesy import CRS84
from geo.layers import Layer
from geo.words.messages import message
from web.features.reference_systems import CRS84_URI, projected_name, to_crs
from web.http.operation import Call, Reply

__all__ = ["exported_reply", "formats_of_layer"]

_LEFT_OUT: Final = message(
    "to be left out with files, which hold every property; or f=json, f=html"
)


def exported_reply(call: Call, layer: Layer, rows: list[int], form: Format) -> Reply:
    """Return the chosen rows as a file for download.

    Formats that hold a reference system follow ``crs``; the others are in WGS 84.

    Raises
    ------
    InvalidValueError
        ``properties``, ``skipGeometry`` or ``flat`` is asked for, which files do not follow.
    """
    for name in ("properties", "skipGeometry", "flat"):
        if call.values[name]:
            raise InvalidValueError(name, call.query[name], _LEFT_OUT)
    uri = call.values["crs"] if form.any_crs and layer.geometry else CRS84_URI
    level = call.values.get("level") or "full"
    shapes = call.border.geometries(layer.name, level) if layer.geometry else None
    projected = projected_name(uri)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{layer.name}{form.suffix}"
        write_features(
            call.border,
            layer.name,
            rows,
            form.name,
            path,
            geometry=to_crs(shapes, uri, easting_first=True)
            if shapes is not None and projected
            else shapes,
            crs=projected or CRS84,
        )
        body = path.read_bytes()
    headers = (
        ("Content-Disposition", f'attachment; filename="{layer.name}{form.suffix}"'),
        ("Content-Crs", f"<{uri}>"),
        ("Accept-Ranges", "bytes"),
    )
    return Reply(body=body, media=form.media_type, headers=headers)
