"""Chosen rows of one layer as a file: the formats that the API offers as ``f=``."""

from collections.abc import Sequence
from pathlib import Path

from geo.border import Border
from geo.data.frames import Shapes
from geo.data.provenance import layer_provenance
from geo.errors import InvalidValueError
from geo.extras import require
from geo.files import new_file
from geo.formats.layer_rows import chosen_rows
from geo.formats.model import Format
from geo.formats.registry import FORMATS
from geo.geodesy import CRS84
from geo.layers import Layer, layer

__all__ = ["formats_of_layer", "write_features"]


def formats_of_layer(definition: Layer) -> tuple[Format, ...]:
    """Return the formats in which rows of a layer or table can be had."""
    return tuple(
        form for form in FORMATS.values() if form.write_rows is not None and form.holds(definition)
    )


def write_features(
    border: Border,
    name: str,
    rows: Sequence[int] | None,
    form: str,
    path: Path,
    *,
    geometry: Shapes | None = None,
    crs: str = CRS84,
) -> None:
    """Write rows of a layer or table in one of ``formats_of_layer``.

    Parameters
    ----------
    border
        The border.
    name
        Name of a layer or table.
    rows
        Row numbers in the order wanted; ``None`` means all.
    form
        Name of the format.
    path
        File to write; it appears whole or not at all.
    geometry
        Geometries of all rows of the layer instead of its own, at another level or in another
        reference system; x (longitude, easting) comes first whatever the system's axes.
    crs
        Reference system of ``geometry``.

    Raises
    ------
    InvalidValueError
        No such format, or one that cannot hold this layer or reference system.
    UnknownLayerError
        No such layer.
    MissingExtraError
        The format needs a part of the installation that is not there.
    ExportError
        The file cannot be written.
    """
    definition = layer(name)
    offered = formats_of_layer(definition)
    chosen = FORMATS.get(form)
    if chosen not in offered or chosen is None or chosen.write_rows is None:
        raise InvalidValueError("format", form, f"{', '.join(map(str, offered))} for {name}")
    if crs != CRS84 and not chosen.any_crs:
        raise InvalidValueError("crs", crs, f"{CRS84} for {chosen}")
    require(chosen.extra)
    with new_file(path, f"{name}{chosen.suffix}") as file:
        layer_rows = chosen_rows(border, name, rows, geometry=geometry, crs=crs)
        chosen.write_rows(file, layer_rows, layer_provenance(border, name))
