"""Plain points in well-known binary, read all at once: few need shapely."""

from typing import Any, Final, TypeAlias

import numpy as np

from geo.geodesy import Floats

__all__ = ["POINT_BYTES", "Coordinates", "packed_points"]

Coordinates: TypeAlias = tuple[Floats, Floats, frozenset[int]]
"""Eastings or longitudes, northings or latitudes, NaN for none; and the SRIDs of PostGIS's EWKB
that stand among them, 0 for points without one."""
_LITTLE_ENDIAN: Final = 1
POINT_BYTES: Final = 21
"""Length of a point of two dimensions in WKB."""
_PACKED: Final = {
    POINT_BYTES: (1, np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])),
    25: (
        0x20000001,
        np.dtype([("order", "u1"), ("type", "<u4"), ("srid", "<i4"), ("x", "<f8"), ("y", "<f8")]),
    ),
}
"""Type and layout of little-endian points by their bytes: WKB, and EWKB with its SRID."""


def packed_points(packed: Any, count: int, length: int, start: int = 0) -> Coordinates | None:  # noqa: ANN401 - any buffer
    """Return the coordinates of so many shapes of one length, which follow each other in a buffer.

    ``None`` if they are not all points of one layout. ``start`` is the byte of the first.
    """
    if length not in _PACKED:
        return None
    kind, layout = _PACKED[length]
    points = np.frombuffer(packed, layout, count, start)
    if not np.all((points["order"] == _LITTLE_ENDIAN) & (points["type"] == kind)):
        return None
    srids = np.unique(points["srid"]).tolist() if "srid" in (layout.names or ()) else (0,)
    return points["x"].copy(), points["y"].copy(), frozenset(srids)
