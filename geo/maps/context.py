"""The context of the maps as published: land, lakes, rivers, railways, towns, La Paz zone."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.errors import DatasetError
from geo.paths import data_dir

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["CONTEXT_CREDIT", "CONTEXT_LAYERS", "context_frame", "context_layer"]

CONTEXT_LAYERS: Final = ("land", "lakes", "rivers", "railways", "towns", "la_paz_zone")
CONTEXT_CREDIT: Final = "Natural Earth; GeoNames (CC BY 4.0)"
"""Whom a map with context names."""

_FILE: Final = "context.json"


@cache
def context_frame(name: str) -> "gpd.GeoDataFrame":
    """Return a layer of context as a frame in WGS 84, which nobody may change.

    Raises
    ------
    DatasetError
        The published file is missing or cannot be read.
    """
    import geopandas as gpd

    rows, shapes = context_layer(name)
    return gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


def context_layer(name: str) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return the properties and the shapely geometries (WGS 84) of a layer of context.

    Raises
    ------
    DatasetError
        The published file is missing or cannot be read.
    """
    features = _published()[name]["features"]
    shapes = shapely.from_geojson(
        np.array([json.dumps(feature["geometry"]) for feature in features], dtype=object)
    )
    return [feature["properties"] for feature in features], list(shapes)


@cache
def _published() -> dict[str, Any]:
    path = data_dir() / _FILE
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["layers"]
        missing = [name for name in CONTEXT_LAYERS if name not in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path}: cannot be read: {error}"
        raise DatasetError(message) from error
    if missing:
        message = f"{path}: layers are missing: {', '.join(missing)}"
        raise DatasetError(message)
    return found
