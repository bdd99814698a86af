"""``POST /queries/nearest``: the nearest ports of many points in one request."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

import numpy as np
import orjson

from geo.batch.engine import NearestEngine
from geo.batch.ports import MOST_NEIGHBOURS, ports_of_border
from geo.errors import InvalidValueError
from geo.formats.formula_guard import without_formula
from geo.layers import MODES, STATES
from web.http.operation import CSV, GEOJSON, JSON, Call, Operation, Reply, RequestBody
from web.http.parameters import integer, text
from web.http.problems import TooLargeError

__all__ = ["many_operations"]

_LON_NAMES: Final = ("lon", "longitude", "x")
_LAT_NAMES: Final = ("lat", "latitude", "y")
_MANY_BYTES: Final = 64 * 1024
"""Larger bodies take longer than some 20 ms."""
_POINT: Final = 2
_POINT_WITH_HEIGHT: Final = 3

_EXAMPLE: Final = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-106.45, 31.75]},
            "properties": {"truck": "A1"},
        }
    ],
}
_POSITION: Final = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}
_FEATURE: Final = {
    "type": "object",
    "required": ["type", "geometry"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "geometry": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": ["Point"]},
                "coordinates": _POSITION,
            },
        },
        "properties": {"type": "object", "nullable": True},
    },
}
_SCHEMA: Final = {
    "oneOf": [
        {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": _FEATURE, "minItems": 1},
            },
        },
        {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": ["MultiPoint"]},
                "coordinates": {"type": "array", "items": _POSITION, "minItems": 1},
            },
        },
    ]
}
_Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Points:
    """Positions of a request and what stands beside each: properties or CSV cells, and ids."""

    lon: list[float]
    lat: list[float]
    beside: list[_Json]
    ids: list[Any] = field(default_factory=list)

    def members(self) -> list[_Json]:
        """Return the ``id`` of each feature, where it has one."""
        if not self.ids:
            return [{}] * len(self.lon)
        return [{} if key is None else {"id": key} for key in self.ids]


def many_operations(most_points: int) -> list[Operation]:
    """Return the operation; ``most_points`` is the largest number of points of one request."""
    return [
        Operation(
            id="nearestOfMany",
            path="/queries/nearest",
            method="POST",
            tag="queries",
            summary="The nearest ports of entry to many points",
            description=(
                f"Up to {most_points:,} points: a GeoJSON FeatureCollection of points, a "
                "MultiPoint, or CSV with columns lon and lat. The same rows come back in the same "
                "order, with port_id, distance_km and bearing_deg; those of the second nearest "
                "end in _2, and so on."
            ),
            parameters=(
                integer("k", "How many ports for each point.", 1, MOST_NEIGHBOURS, default=1),
                text("mode", "Only ports with this mode of crossing.", MODES),
                text("state", "Only ports that touch this state (ISO 3166-2).", STATES),
            ),
            answer=_answer,
            media=(GEOJSON, CSV),
            schema="NearestOfMany",
            problems=(408, 413, 415, 503),
            body=RequestBody(
                description="Points in WGS 84 longitude and latitude.",
                content={
                    GEOJSON: {"schema": _SCHEMA, "example": _EXAMPLE},
                    JSON: {"schema": _SCHEMA, "example": _EXAMPLE},
                    CSV: {"schema": {"type": "string"}, "example": "lon,lat\n-106.45,31.75\n"},
                },
            ),
        )
    ]


def _answer(call: Call) -> Reply:
    if len(call.body) > _MANY_BYTES:
        call.costly()
    points = _READERS[call.body_type](call.body, call.service.settings.max_points)
    ports = ports_of_border(call.border, mode=call.values["mode"], state=call.values["state"])
    engine = NearestEngine(ports, k=call.values["k"], compiled=False, threads=1)
    index, metres, bearing = engine.find(np.array(points.lon), np.array(points.lat))
    answers = _columns(ports.ids, index, metres, bearing)
    as_csv = call.media == CSV if "f" in call.query else call.body_type == CSV
    body, media = (_csv(points, answers), CSV) if as_csv else (_geojson(points, answers), GEOJSON)
    return Reply(body=body, media=media, keep=False)


def _columns(ids: Sequence[str], index: Any, metres: Any, bearing: Any) -> dict[str, list[Any]]:  # noqa: ANN401
    found: dict[str, list[Any]] = {}
    for place in range(index.shape[1]):
        ending = "" if place == 0 else f"_{place + 1}"
        rows = index[:, place].tolist()
        known = [row >= 0 for row in rows]
        kms = np.round(metres[:, place] / 1000.0, 6).tolist()
        degrees = np.round(bearing[:, place], 4).tolist()
        found[f"port_id{ending}"] = [ids[row] if row >= 0 else None for row in rows]
        found[f"distance_km{ending}"] = _where(known, kms)
        found[f"bearing_deg{ending}"] = _where(known, degrees)
    return found


def _where(known: list[bool], values: list[float]) -> list[float | None]:
    return [value if is_known else None for is_known, value in zip(known, values, strict=True)]


def _geojson(points: _Points, answers: dict[str, list[Any]]) -> bytes:
    names = list(answers)
    features = [
        {
            "type": "Feature",
            **member,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {**beside, **dict(zip(names, found, strict=True))},
        }
        for member, lon, lat, beside, found in zip(
            points.members(),
            points.lon,
            points.lat,
            points.beside,
            zip(*answers.values(), strict=True),
            strict=True,
        )
    ]
    return orjson.dumps(
        {"type": "FeatureCollection", "numberReturned": len(features), "features": features}
    )


def _csv(points: _Points, answers: dict[str, list[Any]]) -> bytes:
    kept = list(dict.fromkeys(name for row in points.beside for name in row)) or ["lon", "lat"]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*map(without_formula, kept), *answers])
    for row, found in enumerate(zip(*answers.values(), strict=True)):
        cells = points.beside[row] or {"lon": points.lon[row], "lat": points.lat[row]}
        writer.writerow([*(without_formula(cells.get(name)) for name in kept), *found])
    return target.getvalue().encode()


def _read_geojson(body: bytes, most: int) -> _Points:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidValueError("body", f"character {error.pos}", "JSON") from None
    match given:
        case {"type": "MultiPoint", "coordinates": list(positions)}:
            points: list[tuple[object, _Json]] = [(_numbers(item), {}) for item in positions]
            return _checked(points, most, "body: point")
        case {"type": "FeatureCollection", "features": list(features)}:
            pairs = [_feature(number, feature) for number, feature in enumerate(features)]
            ids = [feature.get("id") for feature in features]
            return replace(_checked(pairs, most, "body: point"), ids=ids)
        case _:
            allowed = "a FeatureCollection of points or a MultiPoint"
            raise InvalidValueError("body", _kind(given), allowed)


def _kind(given: object) -> str:
    return str(given.get("type"))[:50] if isinstance(given, dict) else type(given).__name__


def _feature(number: int, feature: Any) -> tuple[object, _Json]:  # noqa: ANN401
    match feature:
        case {"type": "Feature", "geometry": {"type": "Point", "coordinates": position}}:
            beside = feature.get("properties")
            if beside is None or isinstance(beside, dict):
                return _numbers(position), beside or {}
    field = f"body: features[{number}]"
    raise InvalidValueError(field, _kind(feature), "a Feature with a Point")


def _numbers(position: object) -> object:
    """Return a position of two or three JSON numbers as it is, anything else as text."""
    if not isinstance(position, list) or not _POINT <= len(position) <= _POINT_WITH_HEIGHT:
        return str(position)
    right = all(type(value) in {int, float} for value in position)
    return position if right else str(position)


def _read_csv(body: bytes, most: int) -> _Points:
    try:
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise InvalidValueError("body", "unreadable", "CSV in UTF-8 with a header line") from None
    names = {str(name).strip().lower(): name for name in (rows[0] if rows else {})}
    lon = next((names[name] for name in _LON_NAMES if name in names), None)
    lat = next((names[name] for name in _LAT_NAMES if name in names), None)
    if lon is None or lat is None:
        found = ", ".join(str(name) for name in names.values())[:200]
        raise InvalidValueError("body", found, "a header with lon and lat, and rows below it")
    pairs: list[tuple[object, _Json]] = [
        ([row[lon], row[lat]], {name: row[name] for name in row if name is not None})
        for row in rows
    ]
    return _checked(pairs, most, "body: row")


def _checked(pairs: Sequence[tuple[object, _Json]], most: int, what: str) -> _Points:
    if len(pairs) > most:
        message = f"{len(pairs):,} points; at most {most:,} are taken in one request"
        raise TooLargeError(message)
    if not pairs:
        raise InvalidValueError("body", "no points", "at least one point")
    positions = [_position(f"{what} {number}", given) for number, (given, _) in enumerate(pairs, 1)]
    return _Points(
        [lon for lon, _ in positions], [lat for _, lat in positions], [row for _, row in pairs]
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


_READERS: Final[dict[str, Callable[[bytes, int], _Points]]] = {
    GEOJSON: _read_geojson,
    JSON: _read_geojson,
    CSV: _read_csv,
}
