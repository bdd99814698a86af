"""Writing the published files so that the same rows always give the same bytes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyogrio.raw import write as write_features

from geo.data.arrow import arrow_array
from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS
from geo.layers import KINDS, LAYERS, LEVELS, Column, Kind, Layer

__all__ = ["GEOPACKAGE", "level_name", "level_names", "plain_values", "write_geopackage",
           "write_parquet"]  # fmt: skip

GEOPACKAGE: Final = "border.gpkg"
"""File of all layers and tables but those that a month dates, which are Parquet files."""


def level_name(layer: str, level: str) -> str:
    """Return the name in the GeoPackage of a layer's generalised copy, such as ``states_web``."""
    return f"{layer}_{level}"


def level_names() -> list[tuple[str, str, str]]:
    """Return (GeoPackage layer, layer, level) of every generalised copy, in published order."""
    return [
        (level_name(name, level), name, level)
        for level in LEVELS
        if level != "full"
        for name, definition in LAYERS.items()
        if definition.levels
    ]


def plain_values(values: Iterable[Any], column: Column) -> list[Any]:
    """Return cells as plain Python values of the column's kind, ``None`` where not known.

    Raises
    ------
    DatasetError
        A value is not of the column's kind, or a required cell is empty.
    """
    cells = []
    for row, value in enumerate(values, start=1):
        try:
            cell = _plain(value, column.kind)
        except (TypeError, ValueError) as error:
            message = f"{column.name}: row {row}: {value!r} is not a {column.kind}"
            raise DatasetError(message) from error
        if cell is None and column.required:
            message = f"{column.name}: row {row} is empty, but the column is required"
            raise DatasetError(message)
        cells.append(cell)
    return cells


def _plain(value: Any, kind: Kind) -> Any:  # noqa: ANN401 - a cell may hold anything
    if kind == "list":
        return KINDS[kind].plain(value) if isinstance(value, (list, tuple)) and value else None
    return None if pd.isna(value) or value == "" else KINDS[kind].plain(value)


def write_parquet(frame: pd.DataFrame, definition: Layer, path: Path) -> None:
    """Write a table as one Parquet file, zstd, typed by the layer's columns."""
    arrays = {
        column.name: arrow_array(column, _cells(frame, definition, column))
        for column in definition.columns
    }
    pq.write_table(pa.table(arrays), path, compression="zstd", compression_level=19)


def write_geopackage(frames: Mapping[str, pd.DataFrame], path: Path, dated: date) -> None:
    """Write every layer and table without months, then the generalised copies of ``LEVELS``.

    ``frames`` maps layer names (and ``states_web`` and so on: ``id`` and geometry) to frames.
    The file's inner time stamps are ``dated``; nothing else in it depends on when it is written.

    Raises
    ------
    DatasetError
        A layer is missing, or a frame does not fit the definition of its layer.
    """
    path.unlink(missing_ok=True)
    with _stamped(dated):
        for name, definition in LAYERS.items():
            if definition.time is None:
                _write_layer(_frame(frames, name), definition, name, definition.columns, path)
        for stored, name, level in level_names():
            copy = _in_order(_frame(frames, stored), frames[name], stored)
            key = LAYERS[name].columns[:1]
            _write_layer(copy, LAYERS[name], stored, key, path, note=f" ({LEVELS[level]} m)")


def _frame(frames: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    if name not in frames:
        message = f"{name}: the build made no such layer"
        raise DatasetError(message)
    return frames[name]


def _in_order(copy: pd.DataFrame, full: pd.DataFrame, name: str) -> pd.DataFrame:
    if sorted(copy["id"]) != sorted(full["id"]):
        message = f"{name}: its ids are not those of the full layer"
        raise DatasetError(message)
    return copy.set_index("id", drop=False).loc[list(full["id"])]


@contextmanager
def _stamped(dated: date) -> Iterator[None]:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{dated.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_layer(
    frame: pd.DataFrame,
    definition: Layer,
    stored: str,
    columns: tuple[Column, ...],
    path: Path,
    *,
    note: str = "",
) -> None:
    data, masks = [], []
    for column in columns:
        array, mask = _field(_cells(frame, definition, column), column.kind)
        data.append(array)
        masks.append(mask)
    shapes = _shapes(frame, definition, stored) if definition.geometry else None
    spatial = {"SPATIAL_INDEX": "YES"} if shapes is not None else {}
    write_features(
        str(path),
        geometry=shapes,
        field_data=data,
        fields=np.array([column.name for column in columns], dtype=object),
        field_mask=masks,
        layer=stored,
        driver="GPKG",
        geometry_type=definition.geometry or None,
        crs=FRAME_CRS if shapes is not None else None,
        append=path.exists(),
        layer_options={
            "IDENTIFIER": definition.title_en + note,
            "DESCRIPTION": definition.description_en,
            **spatial,
        },
    )


def _cells(frame: pd.DataFrame, definition: Layer, column: Column) -> list[Any]:
    if column.name not in frame.columns:
        message = f"{definition.name}: column {column.name} is missing"
        raise DatasetError(message)
    try:
        return plain_values(frame[column.name], column)
    except DatasetError as error:
        message = f"{definition.name}: {error}"
        raise DatasetError(message) from error


def _field(cells: list[Any], kind: Kind) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Return the array that holds cells in the GeoPackage, and which of them are empty."""
    empty = np.array([cell is None for cell in cells], dtype=bool)
    stored = [_json(cell) for cell in cells] if kind == "list" else cells
    return KINDS[kind].array(stored), empty


def _json(cell: tuple[Any, ...] | None) -> str | None:
    return None if cell is None else json.dumps(cell, ensure_ascii=False, separators=(",", ":"))


def _shapes(frame: pd.DataFrame, definition: Layer, stored: str) -> npt.NDArray[np.object_]:
    """Return the geometries as WKB, of exactly the type that the layer is defined with."""
    shapes = np.asarray(gpd.GeoSeries(frame["geometry"]).array, dtype=object)
    missing = shapely.is_missing(shapes)
    if definition.geometry_required and missing.any():
        message = f"{stored}: {frame['id'].iloc[int(missing.argmax())]} has no geometry"
        raise DatasetError(message)
    if definition.geometry == "MultiPolygon":
        shapes = np.array([_multi(shape) for shape in shapes], dtype=object)
    kinds = {shape.geom_type for shape in shapes[~missing]}
    if kinds - {definition.geometry}:
        message = f"{stored}: geometries are {', '.join(sorted(kinds))}, not {definition.geometry}"
        raise DatasetError(message)
    return np.asarray(shapely.to_wkb(shapes), dtype=object)


def _multi(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape
