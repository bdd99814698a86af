"""The body of ``POST /queries/nearest``: points, and what stands beside each."""

import csv
import io
import reprlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

import orjson

from geo.errors import InvalidValueError
from web.http.operation import CSV, GEOJSON, JSON
from web.http.problems import TooLargeError

__all__ = ["MAX_CELLS", "Points", "check_cells", "read_points"]

MAX_CELLS: Final = 2_000_000
"""Most properties, or cells of a table, of one request and of its answer."""
_LON_NAMES: Final = ("lon", "longitude", "x")
_LAT_NAMES: Final = ("lat", "latitude", "y")
_POINT: Final = 2
_POINT_WITH_HEIGHT: Final = 3
_DEEPEST_VALUE: Final = 100
"""Levels of lists and objects within a property."""
_Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Points:
    """Positions of a request and what stands beside each: properties or CSV cells, and ids.

    ``has_table`` says that each row has the same names, which the body held once.
    """

    lon: list[float]
    lat: list[float]
    beside: list[_Json]
    ids: list[Any] = field(default_factory=list)
    has_table: bool = False

    def members(self) -> list[_Json]:
        """Return the ``id`` of each feature, where it has one."""
        if not self.ids:
            return [{}] * len(self.lon)
        return [{} if key is None else {"id": key} for key in self.ids]

    def names(self) -> list[str]:
        """Return the names of all properties, in the order of their first appearance."""
        rows = self.beside[:1] if self.has_table else self.beside
        return list(dict.fromkeys(name for row in rows for name in row))


def read_points(body: bytes, kind: str, max_points: int) -> Points:
    """Return the points of a body.

    Parameters
    ----------
    body
        GeoJSON or CSV.
    kind
        Its media type.
    max_points
        Most points.

    Raises
    ------
    InvalidValueError
        The body is not what its type says, or a position is none.
    TooLargeError
        There are more points than ``max_points``, or more than ``MAX_CELLS`` properties.
    """
    return _READERS[kind](body, max_points)


def check_cells(count: int) -> None:
    """Refuse more cells than ``MAX_CELLS``; ``TooLargeError`` says so."""
    if count > MAX_CELLS:
        message = f"more than {MAX_CELLS:,} properties or cells; send fewer points or columns"
        raise TooLargeError(message)


def _read_geojson(body: bytes, max_points: int) -> Points:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidValueError("body", f"character {error.pos}", "JSON") from None
    match given:
        case {"type": "MultiPoint", "coordinates": list(positions)}:
            _check_count(len(positions), max_points)
            pairs: list[tuple[object, _Json]] = [(_numbers(item), {}) for item in positions]
            return _checked(pairs, "body: point")
        case {"type": "FeatureCollection", "features": list(features)}:
            _check_count(len(features), max_points)
            pairs = [_feature(number, feature) for number, feature in enumerate(features)]
            check_cells(sum(len(beside) for _, beside in pairs))
            ids = [_id(number, feature) for number, feature in enumerate(features)]
            return _checked(pairs, "body: point", ids)
        case _:
            allowed = "a FeatureCollection of points or a MultiPoint"
            raise InvalidValueError("body", _kind(given), allowed)


def _kind(given: object) -> str:
    return reprlib.repr(given.get("type")) if isinstance(given, dict) else type(given).__name__


def _feature(number: int, feature: Any) -> tuple[object, _Json]:  # noqa: ANN401
    match feature:
        case {"type": "Feature", "geometry": {"type": "Point", "coordinates": position}}:
            beside = feature.get("properties")
            if beside is None:
                return _numbers(position), {}
            if isinstance(beside, dict):
                for value in beside.values():
                    if isinstance(value, list | dict):
                        _check_depth(number, value)
                return _numbers(position), beside
    raise InvalidValueError(f"body: features[{number}]", _kind(feature), "a Feature with a Point")


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
    raise InvalidValueError(field, "deep", f"values of at most {_DEEPEST_VALUE} levels")


def _id(number: int, feature: _Json) -> object:
    key = feature.get("id")
    if key is None or (isinstance(key, str | int | float) and not isinstance(key, bool)):
        return key
    field = f"body: features[{number}].id"
    raise InvalidValueError(field, type(key).__name__, "a text or a number")


def _numbers(position: object) -> object:
    """Return a position of two or three JSON numbers as it is, anything else as text."""
    if not isinstance(position, list) or not _POINT <= len(position) <= _POINT_WITH_HEIGHT:
        return reprlib.repr(position)
    right = all(type(value) in {int, float} for value in position)
    return position if right else reprlib.repr(position)


def _read_csv(body: bytes, max_points: int) -> Points:
    try:
        lines = csv.reader(io.StringIO(body.decode("utf-8-sig")), strict=True)
        header = next(lines, [])
        rows = list(_counted(lines, len(header), max_points))
    except (UnicodeDecodeError, csv.Error):
        raise InvalidValueError("body", "unreadable", "CSV in UTF-8 with a header line") from None
    names = {name.strip().lower(): column for column, name in enumerate(header)}
    lon = next((names[name] for name in _LON_NAMES if name in names), None)
    lat = next((names[name] for name in _LAT_NAMES if name in names), None)
    if lon is None or lat is None or not rows:
        given = ", ".join(header)[:200]
        raise InvalidValueError("body", given, "a header with lon and lat, and rows below it")
    places = dict(zip(header, range(len(header)), strict=True))
    pairs: list[tuple[object, _Json]] = [
        (
            [_cell(row, lon), _cell(row, lat)],
            {name: _cell(row, column) for name, column in places.items()},
        )
        for row in rows
    ]
    return replace(_checked(pairs, "body: row"), has_table=True)


def _counted(lines: Iterator[list[str]], columns: int, limit: int) -> Iterator[list[str]]:
    """Yield the rows that are not empty; refuse too many of them while they are read."""
    for count, row in enumerate(filter(None, lines), 1):
        if count > limit:
            message = f"more than {limit:,} points; at most {limit:,} are taken in one request"
            raise TooLargeError(message)
        check_cells(count * columns)
        yield row[:columns]


def _cell(row: list[str], column: int) -> str | None:
    return row[column] if column < len(row) else None


def _check_count(count: int, max_points: int) -> None:
    if count > max_points:
        message = f"{count:,} points; at most {max_points:,} are taken in one request"
        raise TooLargeError(message)


def _checked(
    pairs: Sequence[tuple[object, _Json]], what: str, ids: list[Any] | None = None
) -> Points:
    if not pairs:
        raise InvalidValueError("body", "no points", "at least one point")
    positions = [_position(f"{what} {number}", given) for number, (given, _) in enumerate(pairs, 1)]
    return Points(
        [lon for lon, _ in positions],
        [lat for _, lat in positions],
        [row for _, row in pairs],
        ids or [],
    )


def _position(field: str, given: object) -> tuple[float, float]:
    allowed = "longitude from -180 to 180 and latitude from -90 to 90"
    if not isinstance(given, list) or len(given) < _POINT:
        raise InvalidValueError(field, str(given)[:80], allowed)
    try:
        lon, lat = (float(value) for value in given[:_POINT])
    except (TypeError, ValueError, OverflowError):
        raise InvalidValueError(field, str(given)[:80], allowed) from None
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):  # noqa: PLR2004
        raise InvalidValueError(field, str(given)[:80], allowed)
    return lon, lat


_READERS: Final[dict[str, Callable[[bytes, int], Points]]] = {
    GEOJSON: _read_geojson,
    JSON: _read_geojson,
    CSV: _read_csv,
}
