"""Answers and layers as pandas and geopandas frames."""

from typing import Any

import geopandas as gpd
import pandas as pd

from geo.answers import Answer
from geo.layers import Column, Layer

__all__ = ["CRS", "geo_frame", "layer_frame", "plain_frame"]

CRS = "OGC:CRS84"
"""Longitude, latitude on WGS 84."""


def plain_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame, columns in the order of the first row."""
    return pd.DataFrame.from_records(rows)


def geo_frame(answer: Answer, columns: list[str]) -> gpd.GeoDataFrame:
    """Return an answer with geometry as a frame; ``columns`` name it when it has no rows."""
    frame = pd.DataFrame.from_records(answer.rows, columns=columns)
    result = gpd.GeoDataFrame(frame, geometry=answer.shapes or [], crs=CRS)
    result.attrs.update(answer.about)
    return result


def layer_frame(layer: Layer, answer: Answer) -> pd.DataFrame:
    """Return a layer (GeoDataFrame) or table (DataFrame) with the dtypes of its columns."""
    data = {
        column.name: _series(column, [row[column.name] for row in answer.rows])
        for column in layer.columns
    }
    frame = pd.DataFrame(data)
    if answer.shapes is None:
        return frame
    return gpd.GeoDataFrame(frame, geometry=answer.shapes, crs=CRS)


def _series(column: Column, values: list[Any]) -> "pd.Series[Any]":
    match column.kind:
        case "integer":
            return pd.Series(values, dtype="Int64")
        case "number":
            return pd.Series(values, dtype="float64")
        case "boolean":
            return pd.Series(values, dtype="boolean")
        case "date":
            return pd.to_datetime(pd.Series(values, dtype="object"))
        case "list":
            return pd.Series([None if v is None else list(v) for v in values], dtype="object")
        case _:
            return pd.Series(values, dtype="string")
