"""Coordinate reference systems of the API: by URI, with the axis order that each one defines."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.errors import InvalidValueError

__all__ = [
    "CRS84",
    "CRS_URIS",
    "checked_crs",
    "from_crs",
    "limits_of",
    "to_crs",
]

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0"
CRS_URIS: Final = (CRS84, *(f"{_EPSG}/{code}" for code in (4326, 3857, 6372, 5070)))
"""WGS 84 longitude/latitude; latitude/longitude; Web Mercator; Mexico LCC; US Albers."""
_METRES: Final = frozenset(CRS_URIS[2:])
_DEGREE_DECIMALS: Final = 7
_METRE_DECIMALS: Final = 3


def checked_crs(name: str) -> Callable[[str], str]:
    """Return a check that a URI is one of ``CRS_URIS``; a safe CURIE is accepted too."""

    def check(value: str) -> str:
        found = _from_curie(value)
        if found not in CRS_URIS:
            raise InvalidValueError(name, value, ", ".join(CRS_URIS))
        return found

    return check


def to_crs(shapes: npt.NDArray[np.object_], uri: str) -> npt.NDArray[np.object_]:
    """Return WGS 84 longitude/latitude geometries in a CRS, in its own axis order."""
    if uri == CRS84:
        return shapes
    forward = _transformer(uri).transform
    decimals = _METRE_DECIMALS if uri in _METRES else _DEGREE_DECIMALS

    def change(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.round(np.column_stack(forward(coordinates[:, 0], coordinates[:, 1])), decimals)

    return np.asarray(shapely.transform(shapes, change))


def from_crs(shape: Any, uri: str, field: str) -> Any:  # noqa: ANN401
    """Return a geometry of a request in WGS 84 longitude/latitude.

    Raises
    ------
    InvalidValueError
        A coordinate is outside the CRS; the message names ``field``.
    """
    west, south, east, north = limits_of(uri)
    bounds = shapely.bounds(shape)
    outside = bool(
        np.isnan(bounds).any()
        or bounds[0] < west
        or bounds[1] < south
        or bounds[2] > east
        or bounds[3] > north
    )
    if outside:
        allowed = f"coordinates from {west:g}, {south:g} to {east:g}, {north:g} in {uri}"
        raise InvalidValueError(field, shapely.to_wkt(shape)[:100], allowed)
    if uri == CRS84:
        return shape
    back = _transformer(uri).transform

    def change(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(back(coordinates[:, 0], coordinates[:, 1], direction="INVERSE"))

    return shapely.transform(shapely.segmentize(shape, _longest_edge(uri)), change)


def limits_of(uri: str) -> tuple[float, float, float, float]:
    """Return the smallest and largest coordinates that requests may use in a CRS."""
    if uri == CRS84:
        return -180.0, -90.0, 180.0, 90.0
    if uri.endswith("/4326"):
        return -90.0, -180.0, 90.0, 180.0
    return -2.1e7, -2.1e7, 2.1e7, 2.1e7


def _longest_edge(uri: str) -> float:
    return 10_000.0 if uri in _METRES else 400.0


def _from_curie(value: str) -> str:
    inner = value.strip("[]")
    if inner.upper().startswith("EPSG:"):
        return f"{_EPSG}/{inner[5:]}"
    return CRS84 if inner.upper() in {"OGC:CRS84", "CRS84"} else value


@cache
def _transformer(uri: str) -> Transformer:
    return Transformer.from_crs("OGC:CRS84", f"EPSG:{uri.rsplit('/', 1)[1]}")
