"""Points of a body of GeoJSON."""

import math
import re
import reprlib
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from geo.errors import InvalidValueError
from geo.words.catalogue import said
from geo.words.messages import message
from web.api.bulk_points import LARGEST_DEGREES, Points, check_cells
from web.http.problems import TooLargeError
from web.http.request_body import json_of

__all__ = ["points_of_geojson"]

_LONGITUDE_FIRST: Final = re.compile(r"CRS84h?$|EPSG(:|/)[^/:]*(:|/)(4326|4979)$|EPSG:4326$")
"""Names of systems whose GeoJSON has longitude, latitude and perhaps a height."""
_POINT: Final = 2
_POINT_WITH_HEIGHT: Final = 3
_DEEPEST_VALUE: Final = 100
"""Levels of lists and objects within a property."""
_Json: TypeAlias = dict[str, Any]

_SO_MANY: Final = message("{count} points; at most {most} are taken in one request")
_ONE_POINT: Final = message("at least one point")
_NO_POINT: Final = message("none")
_DEGREES: Final = message("longitude from -180 to 180 and latitude from -90 to 90")
_A_POINT: Final = message("a Feature with a Point; of several points one for each")
_POINTS: Final = message("a FeatureCollection of points or a MultiPoint")
_POINT_NUMBER: Final = message("body: point {number}")
_DEEPER: Final = message("more levels")
_LEVELS: Final = message("values of at most {most} levels")
_AN_ID: Final = message("a text or a number")


def points_of_geojson(body: bytes, max_points: int) -> Points:
    """Return the points of a body of GeoJSON.

    Raises
    ------
    InvalidValueError
        The body is none, or a position is none.
    TooLargeError
        There are more points than ``max_points``, or more than ``MAX_CELLS`` properties.
    """
    given = json_of(body)
    _check_system(given)
    match given:
        case {"type": "MultiPoint", "coordinates": list(positions)}:
            _check_count(len(positions), max_points)
            pairs: list[tuple[object, _Json]] = [(_numbers(item), {}) for item in positions]
            return _checked(pairs)
        case {"type": "FeatureCollection", "features": list(features)}:
            _check_count(len(features), max_points)
            pairs = [_feature(number, feature) for number, feature in enumerate(features)]
            check_cells(sum(len(beside) for _, beside in pairs))
            ids = [_id(number, feature) for number, feature in enumerate(features)]
            return _checked(pairs, ids)
        case _:
            raise InvalidValueError("body", _kind(given), _POINTS)


def _check_system(given: object) -> None:
    """Refuse by its name a reference system other than WGS 84 longitude and latitude."""
    if not isinstance(given, dict):
        return
    system = given.get("coordRefSys")
    if system is None:
        match given.get("crs"):
            case {"properties": {"name": system}}:
                pass
            case other:
                system = other
    if system is not None and not _LONGITUDE_FIRST.search(str(system)):
        raise InvalidValueError("body: crs", reprlib.repr(system), _DEGREES)


def _kind(given: object) -> str:
    return reprlib.repr(given.get("type")) if isinstance(given, dict) else type(given).__name__


def _feature(number: int, feature: Any) -> tuple[object, _Json]:  # noqa: ANN401
    match feature:
        case {"type": "Feature", "geometry": None}:
            return None, _properties(number, feature)
        case {"type": "Feature", "geometry": {"type": "Point" | "MultiPoint", "coordinates": []}}:
            return None, _properties(number, feature)
        case {"type": "Feature", "geometry": {"type": "Point", "coordinates": position}} | {
            "type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [position]}
        }:  # fmt: skip
            return _numbers(position), _properties(number, feature)
        case {"type": "Feature", "geometry": {"type": str(kind)}} if kind != "Point":
            shown = reprlib.repr(kind)
            raise InvalidValueError(f"body: features[{number}].geometry", shown, _A_POINT)
    raise InvalidValueError(f"body: features[{number}]", _kind(feature), _A_POINT)


def _properties(number: int, feature: _Json) -> _Json:
    beside = feature.get("properties")
    if beside is None:
        return {}
    if not isinstance(beside, dict):
        raise InvalidValueError(f"body: features[{number}]", _kind(feature), _A_POINT)
    for value in beside.values():
        if isinstance(value, list | dict):
            _check_depth(number, value)
    return beside


def _check_depth(number: int, value: list[Any] | _Json) -> None:
    """Refuse a property that nests too deeply to be written again; it is walked level by level."""
    level: list[Any] = [value]
    for _ in range(_DEEPEST_VALUE):
        inner = [node.values() if isinstance(node, dict) else node
                 for node in level if isinstance(node, dict | list)]  # fmt: skip
        level = [item for items in inner for item in items]
        if not level:
            return
    field = f"body: features[{number}].properties"
    raise InvalidValueError(field, said(_DEEPER), said(_LEVELS, most=_DEEPEST_VALUE))


def _id(number: int, feature: _Json) -> object:
    key = feature.get("id")
    if key is None or (isinstance(key, str | int | float) and not isinstance(key, bool)):
        return key
    field = f"body: features[{number}].id"
    raise InvalidValueError(field, type(key).__name__, _AN_ID)


def _numbers(position: object) -> object:
    """Return a position of two or three JSON numbers as it is, anything else as text."""
    if not isinstance(position, list) or not _POINT <= len(position) <= _POINT_WITH_HEIGHT:
        return reprlib.repr(position)
    right = all(type(value) in {int, float} for value in position)
    return position if right else reprlib.repr(position)


def _check_count(count: int, max_points: int) -> None:
    if count > max_points:
        raise TooLargeError(said(_SO_MANY, count=f"{count:,}", most=f"{max_points:,}"))


def _checked(pairs: Sequence[tuple[object, _Json]], ids: list[Any] | None = None) -> Points:
    if not pairs:
        raise InvalidValueError("body", said(_NO_POINT), _ONE_POINT)
    positions = [_position(number, given) for number, (given, _) in enumerate(pairs, 1)]
    return Points(
        [lon for lon, _, _ in positions],
        [lat for _, lat, _ in positions],
        [row for _, row in pairs],
        ids or [],
        heights=[height for _, _, height in positions],
    )


def _position(number: int, given: object) -> tuple[float, float, float | None]:
    field, allowed = said(_POINT_NUMBER, number=number), _DEGREES
    if given is None:
        return math.nan, math.nan, None
    if not isinstance(given, list):
        raise InvalidValueError(field, str(given)[:80], allowed)
    try:
        lon, lat, *height = (float(value) for value in given)
    except OverflowError:
        raise InvalidValueError(field, str(given)[:80], allowed) from None
    if abs(lon) > LARGEST_DEGREES["lon"] or abs(lat) > LARGEST_DEGREES["lat"]:
        raise InvalidValueError(field, str(given)[:80], allowed)
    return lon, lat, height[0] if height else None
