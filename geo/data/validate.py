"""Frames checked against the definition of their layer when they enter a border."""

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
from pyproj import CRS

from geo.data.rows import (
    check_allowed,
    check_shapes,
    of_other_kind,
    repeated_key,
    row_without_value,
)
from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS
from geo.layers import KINDS, Column, Kind, Layer

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["checked_frame"]


def checked_frame(layer: Layer, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the columns, dtypes and geometry that the layer is defined with.

    Columns stand in the definition's order; one that is not required may be missing and is then
    not known in every row. Lists are tuples, ``None`` where not known. Geometry in another CRS
    is brought to ``FRAME_CRS``.

    Raises
    ------
    DatasetError
        A required column or cell is missing, a column or value is not allowed, an id is repeated,
        or the geometry is missing, of another type or without a CRS; the message names it.
    """
    _check_names(layer, frame)
    data = {
        column.name: _typed(layer, column, frame[column.name])
        if column.name in frame.columns
        else _unknown(column, len(frame))
        for column in layer.columns
    }
    for column in layer.columns:
        _check_values(layer, column, data[column.name])
    checked = pd.DataFrame({name: series.array for name, series in data.items()})
    keys = checked[layer.key]
    if keys.nunique() != len(keys):
        raise repeated_key(layer, keys[keys.duplicated()].iloc[0])
    return checked if layer.geometry is None else _with_geometry(layer, frame, checked)


def _check_names(layer: Layer, frame: pd.DataFrame) -> None:
    given = [str(name) for name in frame.columns if name != _geometry_name(frame)]
    if frame.columns.has_duplicates:
        raise DatasetError(f"{layer.name}: two columns have the same name")
    unknown = [name for name in given if name not in layer.column_names]
    if unknown:
        allowed = ", ".join(layer.column_names)
        raise DatasetError(f"{layer.name}: column {unknown[0]!r} is not known; allowed: {allowed}")
    missing = [c.name for c in layer.columns if c.required and c.name not in given]
    if missing:
        raise DatasetError(f"{layer.name}: column {missing[0]!r} is missing, but required")


def _geometry_name(frame: pd.DataFrame) -> object:
    return getattr(frame, "active_geometry_name", None)


def _unknown(column: Column, rows: int) -> "pd.Series[Any]":
    return pd.Series([None] * rows, dtype=KINDS[column.kind].pandas)


def _typed(layer: Layer, column: Column, series: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column with the dtype of its kind."""
    dtype: Any = _dtype(column.kind)
    values: Any = series.reset_index(drop=True)
    if values.dtype == dtype and column.kind != "list":
        return cast("pd.Series[Any]", values)
    try:
        if column.kind == "list":
            values = _lists(values)
        elif column.kind == "date":
            values = pd.to_datetime(values)
        elif column.kind == "number":
            values = values.astype("Float64")
        elif column.kind == "string":
            _check_texts(values)
        return cast("pd.Series[Any]", values.astype(dtype))
    except (TypeError, ValueError) as error:
        raise of_other_kind(layer, column, error) from None


@cache
def _dtype(kind: Kind) -> object:
    return pd.api.types.pandas_dtype(KINDS[kind].pandas)


def _check_texts(series: "pd.Series[Any]") -> None:
    if series.dtype != object:
        return
    for value in series:
        if not (isinstance(value, str) or pd.isna(value)):
            raise TypeError(f"{value!r} is not a text")


def _lists(series: "pd.Series[Any]") -> "pd.Series[Any]":
    values = [
        None if value is None or (isinstance(value, float) and np.isnan(value))
        else KINDS["list"].plain(value)
        for value in series
    ]  # fmt: skip
    lists = np.empty(len(values), dtype=object)
    lists[:] = values
    return pd.Series(lists, dtype=object)


def _check_values(layer: Layer, column: Column, series: "pd.Series[Any]") -> None:
    if column.required and series.hasnans:
        raise row_without_value(layer, column, int(np.argmax(series.isna().to_numpy())))
    if column.allowed:
        items = series.explode() if column.kind == "list" else series
        check_allowed(layer, column, items.dropna().unique())


def _with_geometry(layer: Layer, frame: pd.DataFrame, checked: pd.DataFrame) -> "gpd.GeoDataFrame":
    import geopandas as gpd

    if not isinstance(frame, gpd.GeoDataFrame) or _geometry_name(frame) is None:
        raise DatasetError(f"{layer.name}: a GeoDataFrame with a geometry is needed")
    geometry: Any = frame.geometry.reset_index(drop=True)
    if geometry.crs is None:
        raise DatasetError(f"{layer.name}: the geometry has no CRS; allowed: any, by name")
    crs = CRS.from_user_input(geometry.crs)
    if crs.equals(CRS.from_user_input(FRAME_CRS), ignore_axis_order=True):
        geometry = geometry.set_crs(FRAME_CRS, allow_override=True)
    else:
        geometry = geometry.to_crs(FRAME_CRS)
    check_shapes(layer, checked[layer.key].tolist(), np.asarray(geometry.array, dtype=object))
    return gpd.GeoDataFrame(checked, geometry=geometry)
