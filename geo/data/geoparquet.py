"""The metadata by which a Parquet file is GeoParquet 1.1."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from geo.geodesy import CRS84

__all__ = ["GEO_KEY", "geometry_column", "geoparquet_metadata"]

GEO_KEY: Final = "geo"
"""Key of a Parquet file's metadata under which GeoParquet describes itself."""
_VERSION: Final = "1.1.0"


def geometry_column(types: Sequence[str], crs: object = CRS84, **more: object) -> dict[str, object]:
    """Return what GeoParquet says of a column of WKB.

    Parameters
    ----------
    types
        Types of its geometries; empty where they are not known.
    crs
        Its reference system, as pyproj takes it; ``CRS84`` is what the format takes for granted.
    more
        What else is said of the column, such as ``bbox`` and ``covering``.
    """
    described: dict[str, object] = {"encoding": "WKB", "geometry_types": list(types), **more}
    if crs != CRS84:
        from pyproj import CRS

        described["crs"] = CRS.from_user_input(crs).to_json_dict()
    return described


def geoparquet_metadata(
    columns: Mapping[str, Mapping[str, object]], primary: str
) -> dict[str, str]:
    """Return the metadata of a file: columns of geometries by name, and which of them leads."""
    return {
        GEO_KEY: json.dumps({"version": _VERSION, "primary_column": primary, "columns": columns})
    }
