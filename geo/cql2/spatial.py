"""Geometry literals and the spatial functions of CQL2."""

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.cql2.values import FilterError, Truth, Vector, constant, wrong_kind
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = ["SPATIAL_FUNCTIONS", "Reproject", "compare_shapes", "shape_of_literal"]

_MALFORMED: Final = message("a geometry in the filter is malformed")
_NOT_VALID: Final = message("a geometry in the filter is not valid: {reason}")
_TAKES_GEOMETRIES: Final = message("{name} takes geometries, not {kind}")

Reproject = Callable[[Any], Any]
"""Takes a geometry in the filter's CRS and returns it in the data's."""

SPATIAL_FUNCTIONS: Final[dict[str, Callable[[Any, Any], npt.NDArray[np.bool_]]]] = {
    "s_contains": shapely.contains,
    "s_crosses": shapely.crosses,
    "s_disjoint": shapely.disjoint,
    "s_equals": shapely.equals,
    "s_intersects": shapely.intersects,
    "s_overlaps": shapely.overlaps,
    "s_touches": shapely.touches,
    "s_within": shapely.within,
}
_HOLDS_WITH_ITSELF: Final = frozenset({"s_contains", "s_equals", "s_intersects", "s_within"})
"""What is true of any geometry and itself; the others are false."""
_BOX_NUMBERS: Final = (4, 6)


def shape_of_literal(literal: dict[str, Any], reproject: Reproject) -> Vector:
    """Return the geometry of a GeoJSON object or a ``bbox`` as one value for all rows.

    Raises
    ------
    FilterError
        The geometry is malformed, not valid, or outside its CRS.
    """
    try:
        shape = _box(literal["bbox"]) if "bbox" in literal else _geojson(literal)
    except (shapely.GEOSException, TypeError, ValueError, KeyError, IndexError):
        raise FilterError(said(_MALFORMED)) from None
    if not shapely.is_valid(shape):
        raise FilterError(said(_NOT_VALID, reason=shapely.is_valid_reason(shape)))
    projected = reproject(shape)
    shapely.prepare(projected)
    return constant("geometry", projected)


def compare_shapes(name: str, left: Vector, right: Vector) -> Truth:
    """Return a spatial function of two columns of geometries."""
    for side in (left, right):
        if side.kind != "geometry":
            raise wrong_kind(_TAKES_GEOMETRIES, side.kind, name=name)
    known = left.known & right.known
    if left.data is right.data:
        return Truth.of(np.full(len(known), name in _HOLDS_WITH_ITSELF), known)
    return Truth.of(SPATIAL_FUNCTIONS[name](left.data, right.data), known)


def _geojson(literal: dict[str, Any]) -> Any:  # noqa: ANN401
    import orjson

    return shapely.from_geojson(orjson.dumps(literal))


def _box(numbers: list[float]) -> Any:  # noqa: ANN401
    if len(numbers) not in _BOX_NUMBERS or not all(math.isfinite(value) for value in numbers):
        raise ValueError(numbers)
    half = len(numbers) // 2
    west, south, east, north = *numbers[:2], *numbers[half : half + 2]
    if south > north:
        raise ValueError(numbers)
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.union_all(
        [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
    )
