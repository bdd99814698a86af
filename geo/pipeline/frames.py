"""Rows and shapes put together as the frames that the build publishes."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.geodesy import CRS84, KM_PER_MILE
from geo.layers import layer

__all__ = ["layer_frame", "level_frame", "miles", "records"]


def layer_frame(
    name: str, rows: Sequence[Mapping[str, Any]], shapes: Sequence[shapely.Geometry]
) -> gpd.GeoDataFrame:
    """Return the frame of a layer: its columns in order as plain values, then ``geometry``.

    ``KeyError`` if a row lacks a column of the layer; ``None`` is "not known".
    """
    columns = {
        column: pd.Series([row[column] for row in rows], dtype=object)
        for column in layer(name).column_names
    }
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS84)


def level_frame(ids: Sequence[str], shapes: Sequence[shapely.Geometry]) -> gpd.GeoDataFrame:
    """Return the frame of a generalised copy: ``id`` and ``geometry``."""
    columns = {"id": pd.Series(list(ids), dtype=object)}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS84)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as cells by column name."""
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*_cells(frame), strict=True)]


def _cells(frame: pd.DataFrame) -> list[list[Any]]:
    return [frame[name].tolist() for name in frame.columns]


def miles(km: float) -> float:
    """Return kilometres as statute miles, to three decimals."""
    return round(km / KM_PER_MILE, 3)
