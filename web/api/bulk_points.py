"""The body of ``POST /queries/nearest``: points, and what stands beside each."""

import csv
import io
import math
import re
import reprlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np
import orjson

from geo.batch.degrees import degrees_of_text, number_of_text
from geo.batch.delimited import HEAD_BYTES, UnreadTableError, layout_of
from geo.batch.systems import in_degrees
from geo.errors import InvalidValueError, MissingValueError
from geo.words.catalogue import Phrase, said
from geo.words.messages import message
from web.http.operation import CSV
from web.http.problems import TooLargeError

__all__ = ["MAX_CELLS", "Points", "TableOptions", "check_cells", "read_points"]

MAX_CELLS: Final = 2_000_000
"""Most properties, or cells of a table, of one request and of its answer."""
_LARGEST: Final = {"lon": 180.0, "lat": 90.0}
_LONGITUDE_FIRST: Final = re.compile(r"CRS84h?$|EPSG(:|/)[^/:]*(:|/)(4326|4979)$|EPSG:4326$")
"""Names of systems whose GeoJSON has longitude, latitude and perhaps a height."""
_POINT: Final = 2
_POINT_WITH_HEIGHT: Final = 3
_DEEPEST_VALUE: Final = 100
"""Levels of lists and objects within a property."""
_Json: TypeAlias = dict[str, Any]

_MANY_CELLS: Final = message("more than {most} properties or cells; send fewer points or columns")
_MANY_POINTS: Final = message("more than {most} points; at most so many are taken in one request")
_SO_MANY: Final = message("{count} points; at most {most} are taken in one request")
_ONE_POINT: Final = message("at least one point")
_DEGREES: Final = message("longitude from -180 to 180 and latitude from -90 to 90")
_ROWS: Final = message("rows below the header")
_A_POINT: Final = message("a Feature with a Point; of several points one for each")
_POINTS: Final = message("a FeatureCollection of points or a MultiPoint")
_CELLS: Final = message("{count} cells as in the header; is it the right delimiter?")
_COLUMNS: Final = message("columns lon and lat; lon= and lat= name others")
_READABLE: Final = message("CSV that can be read; {reason}")
_IN_ENCODING: Final = message(
    "CSV in {encoding} with a header line ({error}); encoding= names another"
)
_A_NUMBER: Final = message("a number, such as 361000.5; decimal=, reads commas before decimals")
_A_PLACE: Final = message("a place in {system}, easting or longitude first")
_OF_COLUMN: Final = message("degrees from {low} to {high}")
_WITH_COMMAS: Final = message(
    "degrees from {low} to {high}; decimal=, reads commas before decimals"
)


@dataclass(frozen=True, slots=True)
class Points:
    """Positions of a request and what stands beside each: properties or CSV cells, and ids.

    ``lon`` and ``lat`` are NaN where a row has no position. ``heights`` are those given with the
    positions. ``has_table`` says that each row has the same names, which the body held once.
    """

    lon: list[float]
    lat: list[float]
    beside: list[_Json]
    ids: list[Any] = field(default_factory=list)
    has_table: bool = False
    heights: list[float | None] = field(default_factory=list)

    def geometries(self) -> list[_Json | None]:
        """Return each position as a GeoJSON point, with its height; ``None`` without a position."""
        heights = self.heights or [None] * len(self.lon)
        return [
            None
            if math.isnan(lon)
            else {"type": "Point", "coordinates": [lon, lat] if high is None else [lon, lat, high]}
            for lon, lat, high in zip(self.lon, self.lat, heights, strict=True)
        ]

    def members(self) -> list[_Json]:
        """Return the ``id`` of each feature, where it has one."""
        if not self.ids:
            return [{}] * len(self.lon)
        return [{} if key is None else {"id": key} for key in self.ids]

    def names(self) -> list[str]:
        """Return the names of all properties, in the order of their first appearance."""
        rows = self.beside[:1] if self.has_table else self.beside
        return list(dict.fromkeys(name for row in rows for name in row))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a table of text is to be read; ``None`` leaves it to the table itself."""

    lon: str | None = None
    lat: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    crs: str | None = None


def read_points(
    body: bytes, kind: str, max_points: int, options: TableOptions = TableOptions()
) -> Points:
    """Return the points of a body.

    Parameters
    ----------
    body
        GeoJSON or CSV.
    kind
        Its media type.
    max_points
        Most points.
    options
        How CSV is to be read.

    Raises
    ------
    InvalidValueError
        The body is not what its type says, or a position is none.
    TooLargeError
        There are more points than ``max_points``, or more than ``MAX_CELLS`` properties.
    """
    if kind == CSV:
        return _read_csv(body, max_points, options)
    return _read_geojson(body, max_points)


def check_cells(count: int) -> None:
    """Refuse more cells than ``MAX_CELLS``; ``TooLargeError`` says so."""
    if count > MAX_CELLS:
        raise TooLargeError(said(_MANY_CELLS, most=f"{MAX_CELLS:,}"))


def _read_geojson(body: bytes, max_points: int) -> Points:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidValueError("body", f"character {error.pos}", "JSON") from None
    _check_system(given)
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


def _read_csv(body: bytes, max_points: int, options: TableOptions) -> Points:
    from geo.batch.positions import positions_of_columns

    try:
        layout = layout_of(
            body[:HEAD_BYTES], "body", delimiter=options.delimiter, encoding=options.encoding,
            lon=options.lon, lat=options.lat,
        )  # fmt: skip
        positions = positions_of_columns(layout.names, options.lon, options.lat, options.crs)
    except UnreadTableError as error:
        raise InvalidValueError("body", CSV, _readable(error.reason)) from None
    except MissingValueError:
        raise InvalidValueError("body", ", ".join(layout.names)[:200], said(_COLUMNS)) from None
    except InvalidValueError as error:
        raise _of_body(error) from None
    try:
        text = io.StringIO(body.decode(layout.encoding).removeprefix("\ufeff"), newline="")
        lines = csv.reader(text, strict=True, delimiter=layout.delimiter)
        next(lines)
        rows = list(_counted(lines, len(layout.names), max_points))
    except (UnicodeDecodeError, csv.Error) as error:
        allowed = said(_IN_ENCODING, encoding=layout.encoding, error=error)
        raise InvalidValueError("body", CSV, allowed) from None
    if not rows:
        raise InvalidValueError("body", ", ".join(layout.names)[:200], _ROWS)
    columns = [
        (name, layout.names.index(name), axis)
        for name, axis in zip(positions.columns, positions.axes, strict=True)
    ]
    pairs = [
        [_number(line, name, row[index], axis, options.decimal) for name, index, axis in columns]
        for line, row in rows
    ]
    for pair in pairs:
        if any(map(math.isnan, pair)):
            pair[:] = math.nan, math.nan
    places = [line for line, _ in rows]
    lon, lat = _transformed(positions.crs, options.crs, places, pairs)
    beside = [dict(zip(layout.names, row, strict=True)) for _, row in rows]
    return Points(lon, lat, beside, has_table=True)


def _transformed(
    system: str | None, name: str | None, lines: list[int], pairs: list[list[float]]
) -> tuple[list[float], list[float]]:
    """Return longitudes and latitudes of positions in a system; what is no place in it is named."""
    x, y = (np.array(values, np.float64) for values in zip(*pairs, strict=True))
    lon, lat = in_degrees(system, x, y)
    lost = np.flatnonzero(np.isnan(lon) & ~np.isnan(x))
    if len(lost):
        line, pair = lines[int(lost[0])], pairs[int(lost[0])]
        raise InvalidValueError(f"body: line {line}", pair, said(_A_PLACE, system=name))
    return lon.tolist(), lat.tolist()


def _of_body(error: InvalidValueError) -> InvalidValueError:
    """Return what the reader of tables says of options as the parameters of a request."""
    field = error.field.removeprefix("--")
    if error.value is None:
        return MissingValueError(field, error.allowed)
    return InvalidValueError(field, error.value, error.phrase)


def _readable(reason: Phrase) -> Phrase:
    """Return why a table is not read, its options being the parameters of the request."""
    return Phrase(lambda words: words.say(_READABLE, reason=reason.make(words).replace("--", "")))


def _number(line: int, name: str, cell: str, axis: str, decimal: str | None) -> float:
    """Return the degrees of a cell, or a number if it is on no ``axis``; NaN for an empty one.

    ``InvalidValueError`` names the place of a cell that is none.
    """
    if not cell.strip():
        return math.nan
    field = f"body: line {line}, column {name!r}"
    if not axis:
        number = number_of_text(cell, decimal or ".")
        if math.isfinite(number):
            return number
        raise InvalidValueError(field, cell[:80], _A_NUMBER)
    degrees = degrees_of_text(cell, axis, decimal or ".")
    if abs(degrees) <= _LARGEST[axis]:
        return degrees
    has_comma = decimal is None and "," in cell and not math.isnan(degrees_of_text(cell, axis, ","))
    form, most = _WITH_COMMAS if has_comma else _OF_COLUMN, f"{_LARGEST[axis]:g}"
    allowed = said(form, low=f"-{most}", high=most)
    raise InvalidValueError(field, cell[:80], allowed)


def _counted(
    lines: Any,  # noqa: ANN401 - a reader of the module csv
    columns: int,
    limit: int,
) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of the rows that are not empty, refusing too many while read."""
    for count, row in enumerate(filter(None, lines), 1):
        if count > limit:
            raise TooLargeError(said(_MANY_POINTS, most=f"{limit:,}"))
        check_cells(count * columns)
        if len(row) != columns:
            allowed = said(_CELLS, count=columns)
            raise InvalidValueError(f"body: line {lines.line_num}", f"{len(row)} cells", allowed)
        yield lines.line_num, row


def _check_count(count: int, max_points: int) -> None:
    if count > max_points:
        raise TooLargeError(said(_SO_MANY, count=f"{count:,}", most=f"{max_points:,}"))


def _checked(
    pairs: Sequence[tuple[object, _Json]], what: str, ids: list[Any] | None = None
) -> Points:
    if not pairs:
        raise InvalidValueError("body", "no points", _ONE_POINT)
    positions = [_position(f"{what} {number}", given) for number, (given, _) in enumerate(pairs, 1)]
    return Points(
        [lon for lon, _, _ in positions],
        [lat for _, lat, _ in positions],
        [row for _, row in pairs],
        ids or [],
        heights=[height for _, _, height in positions],
    )


def _position(field: str, given: object) -> tuple[float, float, float | None]:
    allowed = _DEGREES
    if given is None:
        return math.nan, math.nan, None
    if not isinstance(given, list):
        raise InvalidValueError(field, str(given)[:80], allowed)
    try:
        lon, lat, *height = (float(value) for value in given)
    except OverflowError:
        raise InvalidValueError(field, str(given)[:80], allowed) from None
    if abs(lon) > _LARGEST["lon"] or abs(lat) > _LARGEST["lat"]:
        raise InvalidValueError(field, str(given)[:80], allowed)
    return lon, lat, height[0] if height else None
