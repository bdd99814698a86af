"""Coordinate reference systems of the API: by URI, with the axis order that each one defines."""

from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.errors import InvalidValueError
from geo.geodesy import CRS84
from geo.words.catalogue import said
from geo.words.messages import message
from web.http.parameters import Parameter, text

__all__ = [
    "CRS84_URI",
    "CRS_URIS",
    "LATITUDE_FIRST",
    "crs_parameter",
    "from_crs",
    "limits_of",
    "projected_name",
    "to_crs",
]

_COORDINATES: Final = message("coordinates from {low} to {high} in {system}")
CRS84_URI: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0"
_CODES: Final = (4326, 3857, 6372, 5070)
CRS_URIS: Final = (CRS84_URI, *(f"{_EPSG}/{code}" for code in _CODES))
"""WGS 84 longitude/latitude; latitude/longitude; Web Mercator; Mexico LCC; US Albers."""
LATITUDE_FIRST: Final = CRS_URIS[1]
"""WGS 84 latitude/longitude."""
_CURIES: Final = (CRS84, *(f"EPSG:{code}" for code in _CODES))
_CURIE_BY_URI: Final = dict(zip(CRS_URIS, _CURIES, strict=True))
_URI_BY_NAME: Final = {
    name: uri
    for curie, uri in zip(_CURIES, CRS_URIS, strict=True)
    for name in (uri, f"[{curie}]", curie)
}
CRS_NAMES: Final = (*CRS_URIS, *(name for name in _URI_BY_NAME if name not in CRS_URIS))
"""What requests may call the systems: the URIs, and the CURIEs with and without brackets."""
_METRES: Final = frozenset(CRS_URIS) - {CRS84_URI, LATITUDE_FIRST}
_DEGREE_DECIMALS: Final = 7
_METRE_DECIMALS: Final = 3


def projected_name(uri: str) -> str | None:
    """Return the name of a projected system, such as ``EPSG:3857``; ``None`` for degrees."""
    return _CURIE_BY_URI[uri] if uri in _METRES else None


def crs_parameter(name: str, description: str) -> Parameter:
    """Return a parameter that names one of ``CRS_NAMES``; its value is the URI."""
    return text(
        name,
        description,
        CRS_NAMES,
        default=CRS84_URI,
        example=CRS84_URI,
        check=_URI_BY_NAME.__getitem__,
    )


def to_crs(
    shapes: npt.NDArray[np.object_], uri: str, *, easting_first: bool = False
) -> npt.NDArray[np.object_]:
    """Return WGS 84 longitude/latitude geometries in a CRS, in its own axis order.

    ``easting_first`` puts easting (longitude) before northing (latitude) whatever that order is,
    as files of geodata have it.
    """
    if uri == CRS84_URI:
        return shapes
    forward = _transformer(uri, easting_first=easting_first).transform
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
        low, high = f"{west:g}, {south:g}", f"{east:g}, {north:g}"
        allowed = said(_COORDINATES, low=low, high=high, system=uri)
        raise InvalidValueError(field, shapely.to_wkt(shape)[:100], allowed)
    if uri == CRS84_URI:
        return shape
    back = _transformer(uri).transform

    def change(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(back(coordinates[:, 0], coordinates[:, 1], direction="INVERSE"))

    return shapely.transform(shapely.segmentize(shape, _longest_edge(uri)), change)


def limits_of(uri: str) -> tuple[float, float, float, float]:
    """Return the smallest and largest coordinates that requests may use in a CRS."""
    if uri == CRS84_URI:
        return -180.0, -90.0, 180.0, 90.0
    if uri == LATITUDE_FIRST:
        return -90.0, -180.0, 90.0, 180.0
    return -2.1e7, -2.1e7, 2.1e7, 2.1e7


def _longest_edge(uri: str) -> float:
    return 10_000.0 if uri in _METRES else 400.0


@cache
def _transformer(uri: str, *, easting_first: bool = False) -> Transformer:
    return Transformer.from_crs(CRS84, _CURIE_BY_URI[uri], always_xy=easting_first)
