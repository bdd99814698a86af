"""Coordinate reference systems of positions: named, compared, and brought to WGS 84."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import InvalidValueError
from geo.geodesy import CRS84, FRAME_CRS, Floats
from geo.words.messages import message

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = [
    "BY_OPTION", "MetadataError", "in_degrees", "is_in_degrees", "named_system", "system_of",
    "system_of_srids",
]  # fmt: skip

_NAME: Final = re.compile(r"[A-Za-z]+:[0-9A-Za-z]+")
_ALLOWED: Final = message(
    "the name of a projected or geographic system, such as EPSG:32613 (UTM zone 13 north)"
)

BY_OPTION: Final = "--crs says"
_SLACK_UNITS, _SLACK_DEGREES = 100.0, 1e-3
"""Off by more than the shifts between datums differ, a position has not come back to its place."""


class MetadataError(ValueError):
    """What a file says of its geometry cannot be understood."""


def system_of(stated: object, given: str | None = None) -> str | None:
    """Return the system of a geometry as JSON; ``None`` is WGS 84 longitude and latitude.

    Parameters
    ----------
    stated
        What the file says, in any form that PROJ reads; ``None`` if it says nothing.
    given
        Name of the system that the reader was told.

    Raises
    ------
    MetadataError
        The system that the file states is not known.
    InvalidValueError
        The given one is not known, or another than the file states.
    """
    if given is None:
        return None if stated is None else _plain(_stated(stated))
    wanted = _named(given)
    if stated is not None:
        known = _stated(stated)
        if not _are_same(wanted, known):
            allowed = f"to be left out, for the file itself names {known.name}"
            raise InvalidValueError("--crs", given, allowed)
    return _plain(wanted)


def named_system(name: str) -> str | None:
    """Return a system by its name as JSON; ``None`` is WGS 84 longitude and latitude.

    ``InvalidValueError`` if there is none, or its first two axes are no place on the Earth.
    """
    return _plain(_named(name))


@lru_cache(maxsize=64)
def system_of_srids(srids: frozenset[int], crs: str | None, stated_by: str) -> str | None:
    """Return the one system of points as JSON; ``None`` is WGS 84 longitude and latitude.

    Parameters
    ----------
    srids
        What the points themselves say, as EWKB does by codes of EPSG; 0 for those that say nothing.
    crs, stated_by
        The system that is known beside them and who says so; nobody if ``stated_by`` is empty.

    Raises
    ------
    MetadataError
        They are of several systems, of one that is not known, or of another than is stated.
    """
    named = sorted(srids - {0})
    if not named:
        return crs
    found = _of_srid(named[0])
    if len(named) > 1 or (0 in srids and not stated_by and found and _plain(found)):
        each = " and ".join(f"SRID {srid}" for srid in sorted(srids)).replace("SRID 0", "no SRID")
        raise MetadataError(f"its points are of {each}: make a file of each")
    if found is None and stated_by != BY_OPTION:
        raise MetadataError(
            f"its points are of SRID {named[0]}, which is no system on the Earth known to EPSG: "
            "name it with --crs"
        )
    if not stated_by:
        return None if found is None else _plain(found)
    from pyproj import CRS

    known = CRS.from_user_input(crs or FRAME_CRS)
    if found is not None and not _are_same(found, known):
        raise MetadataError(
            f"its points are of SRID {named[0]} ({found.name}), but {stated_by} {known.name}"
        )
    return crs


def _of_srid(srid: int) -> "CRS | None":
    """Return the system that EPSG gives a number, ``None`` if it is no place on the Earth."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_epsg(srid)
    except CRSError:
        return None
    return system if system.is_projected or system.is_geographic else None


def is_in_degrees(crs: str | None) -> bool:
    """Return whether positions of a system are longitudes and latitudes."""
    if crs is None:
        return True
    from pyproj import CRS

    return not CRS.from_user_input(crs).is_projected


def in_degrees(crs: str | None, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes on WGS 84; NaN where there are none.

    ``x`` is easting or longitude and ``y`` northing or latitude, whatever the order of the
    system's axes. What does not come back to the same place is none: beyond their domain
    projections give any number.
    """
    if crs is None:
        return x, y
    from pyproj import CRS, Transformer

    system = CRS.from_user_input(crs)
    transformer = Transformer.from_crs(system, FRAME_CRS, always_xy=True)
    lon, lat = (np.asarray(axis, np.float64) for axis in transformer.transform(x, y))
    slack = _SLACK_UNITS if system.is_projected else _SLACK_DEGREES
    with np.errstate(invalid="ignore"):
        off = np.abs(np.subtract(transformer.transform(lon, lat, direction="INVERSE"), (x, y)))
        known = (off <= slack).all(axis=0)
    return np.where(known, lon, np.nan), np.where(known, lat, np.nan)


def _stated(stated: object) -> "CRS":
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(stated)
    except CRSError as error:
        raise MetadataError(f"its coordinate reference system is not known: {error}") from error


def _named(name: str) -> "CRS":
    """Return a system by authority and code; nothing else, for PROJ's texts may name files."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if not _NAME.fullmatch(name):
        raise InvalidValueError("--crs", name, _ALLOWED)
    try:
        system = CRS.from_user_input(name)
    except CRSError:
        raise InvalidValueError("--crs", name, _ALLOWED) from None
    if not (system.is_projected or system.is_geographic):
        raise InvalidValueError("--crs", name, _ALLOWED)
    return system


def _plain(system: "CRS") -> str | None:
    from pyproj import CRS

    is_ours = any(_are_same(system, CRS.from_user_input(own)) for own in (CRS84, FRAME_CRS))
    return None if is_ours else system.to_json()


def _are_same(one: "CRS", other: "CRS") -> bool:
    return one.equals(other, ignore_axis_order=True)
