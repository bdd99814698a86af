"""Paths as short lists of whole numbers, so that maps travel small.

A ring or line becomes one flat list: longitude and latitude of the first vertex in units of
10^-decimals degrees, then the differences from vertex to vertex. ``decoded`` is the inverse.
"""

from typing import Any

import numpy as np
import shapely

__all__ = ["decoded", "encoded"]

Codes = list[int]


def encoded(shape: shapely.Geometry, decimals: int) -> list[Codes] | list[list[Codes]]:
    """Return a line as a list of paths, a polygon as a list of polygons, each a list of rings.

    Coordinates are rounded to ``decimals`` places of a degree (5 is about a metre); vertices
    that fall together are kept once.
    """
    parts = shapely.get_parts(shape)
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return [
            [_codes(ring, decimals) for ring in (part.exterior, *part.interiors)] for part in parts
        ]
    return [_codes(part, decimals) for part in parts]


def decoded(codes: Codes, decimals: int) -> list[tuple[float, float]]:
    """Return the longitudes and latitudes that a list of whole numbers stands for."""
    pairs = np.cumsum(np.asarray(codes, dtype=np.int64).reshape(-1, 2), axis=0)
    return [(float(lon), float(lat)) for lon, lat in pairs / 10**decimals]


def _codes(line: Any, decimals: int) -> Codes:  # noqa: ANN401 - a shapely line or ring
    whole = np.rint(shapely.get_coordinates(line) * 10**decimals).astype(np.int64)
    steps = np.diff(whole, axis=0)
    moved = steps[np.any(steps != 0, axis=1)]
    return [int(value) for value in np.vstack((whole[:1], moved)).ravel()]
