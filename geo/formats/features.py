"""Chosen rows of one layer as a file: the formats that the API offers as ``f=``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.border import Border
from geo.data.provenance import Provenance, layer_provenance
from geo.errors import InvalidValueError
from geo.files import new_file
from geo.formats.to_csv import write_csv
from geo.formats.to_gdal import CRS84, Rows, write_flatgeobuf_layer, write_geopackage_layer
from geo.formats.to_geoparquet import write_geoparquet
from geo.formats.to_kml import kml_layer
from geo.layers import Layer

__all__ = ["FEATURE_FORMATS", "FeatureFormat", "chosen_rows", "formats_of_layer", "write_features"]

_Writer: TypeAlias = Callable[[Path, Rows, str, Provenance], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFormat:
    """A format for the rows of one layer.

    ``name`` is the value of ``f``; ``tables`` says whether it also takes rows without geometry.
    """

    name: str
    suffix: str
    media_type: str
    label: str
    tables: bool
    write: _Writer


def write_features(
    border: Border,
    layer: str,
    positions: Sequence[int] | None,
    form: str,
    path: Path,
    *,
    geometry: npt.NDArray[np.object_] | None = None,
    crs: str = CRS84,
) -> None:
    """Write rows of a layer or table in one of ``FEATURE_FORMATS``.

    Parameters
    ----------
    border
        The border.
    layer
        Name of a layer or table.
    positions
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
    ExportError
        The file cannot be written.
    """
    rows = chosen_rows(border, layer, positions, geometry=geometry)
    chosen = _checked_format(rows[0].layer, form)
    if form == "kml" and crs != CRS84:
        raise InvalidValueError("crs", crs, f"{CRS84} for KML")
    with new_file(path, f"{layer}{chosen.suffix}") as place:
        chosen.write(place, rows, crs, layer_provenance(border, layer))


def chosen_rows(
    border: Border,
    layer: str,
    positions: Sequence[int] | None = None,
    *,
    geometry: npt.NDArray[np.object_] | None = None,
) -> Rows:
    """Return a table, row numbers (all for ``None``) and the geometries of exactly these rows."""
    table = border.records(layer)
    rows = list(range(len(table))) if positions is None else [int(row) for row in positions]
    shapes = geometry
    if shapes is None and table.layer.geometry:
        shapes = border.geometries(layer)
    return table, rows, None if shapes is None else shapes[np.asarray(rows, dtype=np.intp)]


def formats_of_layer(layer: Layer) -> tuple[FeatureFormat, ...]:
    """Return the formats that can hold a layer (all) or a table without geometry (some)."""
    return tuple(form for form in FEATURE_FORMATS.values() if layer.geometry or form.tables)


def _checked_format(layer: Layer, form: str) -> FeatureFormat:
    offered = {item.name: item for item in formats_of_layer(layer)}
    if form not in offered:
        raise InvalidValueError("format", form, f"{', '.join(offered)} for {layer.name}")
    return offered[form]


def _csv(path: Path, rows: Rows, _crs: str, _about: Provenance) -> None:
    write_csv(path, *rows)


def _kml(path: Path, rows: Rows, _crs: str, about: Provenance) -> None:
    kml_layer(path, rows, about)


FEATURE_FORMATS: Final[dict[str, FeatureFormat]] = {
    form.name: form
    for form in (
        FeatureFormat(name="csv", suffix=".csv", media_type="text/csv", label="CSV",
                      tables=True, write=_csv),
        FeatureFormat(name="gpkg", suffix=".gpkg", media_type="application/geopackage+sqlite3",
                      label="GeoPackage", tables=True, write=write_geopackage_layer),
        FeatureFormat(name="fgb", suffix=".fgb", media_type="application/flatgeobuf",
                      label="FlatGeobuf", tables=False, write=write_flatgeobuf_layer),
        FeatureFormat(name="parquet", suffix=".parquet",
                      media_type="application/vnd.apache.parquet", label="GeoParquet",
                      tables=True, write=write_geoparquet),
        FeatureFormat(name="kml", suffix=".kml",
                      media_type="application/vnd.google-earth.kml+xml", label="KML",
                      tables=False, write=_kml),
    )
}  # fmt: skip
"""The formats by their name in ``f=``."""
