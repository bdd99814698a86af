"""Edges that outlines share, compared as undirected pairs of vertices."""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy import Floats

__all__ = ["edges", "shared_path"]


def edges(shape: shapely.Geometry) -> Floats:
    """Return the edges of a line or of all rings of a polygon, shape (n, 4).

    Each row holds both ends, the smaller first, and rows ascend, so that the same edges give the
    same array whatever their direction and order.
    """
    parts = shapely.get_parts(shape)
    rings = shapely.get_rings(parts)
    paths = rings if len(rings) else parts
    coordinates, path = shapely.get_coordinates(paths, return_index=True)
    within = path[:-1] == path[1:]
    start, end = coordinates[:-1][within], coordinates[1:][within]
    swapped = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    pairs = np.hstack(
        (np.where(swapped[:, None], end, start), np.where(swapped[:, None], start, end))
    )
    return np.unique(pairs, axis=0)


def _keys(pairs: Floats) -> npt.NDArray[np.void]:
    plain = np.ascontiguousarray(pairs + 0.0)
    return plain.view(np.dtype((np.void, plain.dtype.itemsize * plain.shape[1]))).ravel()


def shared_path(one: shapely.Geometry, other: shapely.Geometry) -> BaseGeometry:
    """Return the edges that two polygons share, joined: a line, several, or an empty geometry."""
    pairs = edges(one)
    common = pairs[np.isin(_keys(pairs), _keys(edges(other)))]
    lines = shapely.MultiLineString(common.reshape(-1, 2, 2).tolist())
    joined: BaseGeometry = shapely.line_merge(lines)
    return joined
