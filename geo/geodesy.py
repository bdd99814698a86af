"""Geodesy on the WGS 84 ellipsoid: the geodesic solver, geocentric coordinates, arc bounds.

Distances come from ``GEOD`` (pyproj's copy of GeographicLib, Karney 2013, accurate to 15 nm), for
which pyproj is loaded when it is first asked for.
Geocentric chords only *choose candidates*: ``shortest_arc`` and ``longest_arc`` bound the
geodesic over a chord, ``longest_chord`` the chord under a geodesic, so that no nearer point can be
missed.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.errors import InvalidValueError

if TYPE_CHECKING:
    from pyproj import Geod

    GEOD: Geod

__all__ = [
    "CRS84",
    "FLATTENING",
    "FRAME_CRS",
    "GEOD",
    "KM_PER_MILE",
    "SEMI_MAJOR_M",
    "SEMI_MINOR_M",
    "SQUARED_ECCENTRICITY",
    "checked_lon_lat",
    "checked_number",
    "distance_m",
    "distances_m",
    "geocentric",
    "geocentric_point",
    "longest_arc",
    "longest_chord",
    "rounded_km",
    "shortest_arc",
]

Floats: TypeAlias = npt.NDArray[np.float64]

SEMI_MAJOR_M: Final = 6_378_137.0
FLATTENING: Final = 1.0 / 298.257223563
"""The WGS 84 ellipsoid, by its definition."""
SEMI_MINOR_M: Final = SEMI_MAJOR_M * (1.0 - FLATTENING)
SQUARED_ECCENTRICITY: Final = 1.0 - (SEMI_MINOR_M / SEMI_MAJOR_M) ** 2
CRS84: Final = "OGC:CRS84"
"""WGS 84 in degrees, longitude before latitude: the name that says so."""
FRAME_CRS: Final = "EPSG:4326"
"""WGS 84 as frames, and files that GDAL writes, name it: they, too, keep longitude first."""
KM_PER_MILE: Final = 1.609344
"""International (statute) mile, exact by definition."""

_A: Final = SEMI_MAJOR_M
_E2: Final = SQUARED_ECCENTRICITY
_SMALLEST_RADIUS_M: Final = _A * (1.0 - _E2)
"""Meridional radius of curvature at the equator, the smallest on the ellipsoid."""
_LARGEST_RADIUS_M: Final = _A / math.sqrt(1.0 - _E2)
"""Radius of curvature at the poles, the largest on the ellipsoid."""


@cache
def _solver() -> "Geod":
    from pyproj import Geod

    return Geod(ellps="WGS84")


def __getattr__(name: str) -> "Geod":
    """Return ``GEOD``."""
    if name != "GEOD":
        raise AttributeError(name)
    return _solver()


def checked_lon_lat(lon: object, lat: object) -> tuple[float, float]:
    """Return a position as two floats, degrees WGS 84.

    Raises
    ------
    InvalidValueError
        A value is not a number, not finite, or outside -180..180 or -90..90.
    """
    return (
        checked_number("lon", lon, -180.0, 180.0, "a number of degrees from -180 to 180"),
        checked_number("lat", lat, -90.0, 90.0, "a number of degrees from -90 to 90"),
    )


def checked_number(field: str, value: object, low: float, high: float, allowed: str) -> float:
    """Return a value as a float from ``low`` to ``high``.

    Raises
    ------
    InvalidValueError
        The value is not a number, or outside the limits; the message says what is ``allowed``.
    """
    if isinstance(value, bool):
        raise InvalidValueError(field, value, allowed)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidValueError(field, value, allowed) from None
    if not low <= number <= high:
        raise InvalidValueError(field, value, allowed)
    return number


def geocentric_point(lon: float, lat: float) -> tuple[float, float, float]:
    """Return the geocentric x, y, z in metres of a point on the ellipsoid, degrees in."""
    phi, lam = math.radians(lat), math.radians(lon)
    sin_phi = math.sin(phi)
    radius = _A / math.sqrt(1.0 - _E2 * sin_phi * sin_phi)
    across = radius * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), radius * (1.0 - _E2) * sin_phi


def geocentric(lon: Floats, lat: Floats) -> Floats:
    """Return geocentric x, y, z in metres, shape (n, 3), of points on the ellipsoid in degrees."""
    phi, lam = np.radians(lat), np.radians(lon)
    sin_phi = np.sin(phi)
    radius = _A / np.sqrt(1.0 - _E2 * sin_phi * sin_phi)
    across = radius * np.cos(phi)
    return np.column_stack(
        (across * np.cos(lam), across * np.sin(lam), radius * (1.0 - _E2) * sin_phi)
    )


def shortest_arc(chord_m: Floats) -> Floats:
    """Return a lower bound, in metres, of the geodesic over each chord.

    A geodesic is nowhere flatter than a circle of the ellipsoid's largest radius of curvature,
    so no geodesic over the chord is shorter than that circle's arc (Schur's comparison theorem).
    """
    half = np.minimum(chord_m / (2.0 * _LARGEST_RADIUS_M), 1.0)
    return 2.0 * _LARGEST_RADIUS_M * np.arcsin(half)


def longest_chord(arc_m: float) -> float:
    """Return an upper bound, in metres, of the chord under a geodesic no longer than ``arc_m``.

    A geodesic is nowhere flatter than a circle of the ellipsoid's largest radius of curvature,
    so no chord is longer than that circle's (Schur's comparison theorem); beyond half of the
    circle every chord is possible (infinite).
    """
    half = arc_m / (2.0 * _LARGEST_RADIUS_M)
    return 2.0 * _LARGEST_RADIUS_M * math.sin(half) if half < math.pi / 2.0 else math.inf


def longest_arc(chord_m: float) -> float:
    """Return an upper bound, in metres, of the geodesic over a chord (infinite near antipodes)."""
    half = chord_m / (2.0 * _SMALLEST_RADIUS_M)
    return 2.0 * _SMALLEST_RADIUS_M * math.asin(half) if half < 1.0 else math.inf


def distances_m(
    lon: float, lat: float, lons: Floats | Sequence[float], lats: Floats | Sequence[float]
) -> tuple[Floats, Floats]:
    """Return geodesic distances (metres) and initial bearings (degrees 0..360) to many points.

    ``lons`` and ``lats`` have shape (n,), degrees; so have both results.
    """
    count = len(lons)
    azimuth, _, distance = _solver().inv(
        np.full(count, lon), np.full(count, lat), np.asarray(lons), np.asarray(lats)
    )
    return np.asarray(distance, np.float64), np.asarray(azimuth, np.float64) % 360.0


def distance_m(lon: float, lat: float, to_lon: float, to_lat: float) -> tuple[float, float]:
    """Return the geodesic distance (metres) and initial bearing (degrees 0..360) to a point."""
    azimuth, _, distance = _solver().inv(lon, lat, to_lon, to_lat)
    return float(distance), float(azimuth) % 360.0


def rounded_km(km: float) -> float:
    """Return kilometres to the millimetre, as answers give them."""
    return round(km, 6)
