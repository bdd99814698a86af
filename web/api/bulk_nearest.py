"""``POST /queries/nearest``: the nearest ports of many points in one request."""

import csv
import io
import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import orjson

from geo.batch.answers import answer_names
from geo.batch.delimited import DECIMALS
from geo.batch.engine import NearestEngine
from geo.batch.exact import Nearest
from geo.batch.ports import MAX_NEIGHBOURS, ports_of_border
from geo.errors import InvalidValueError
from geo.formats.formula_guard import without_formula
from geo.layers import MODES, STATES
from geo.queries.access import DIRECTION, PROGRAM
from geo.words.catalogue import Phrase
from geo.words.messages import message
from geo.words.numbers import number
from web.api.bulk_points import Points, TableOptions, check_cells, read_points
from web.http.operation import CSV, GEOJSON, JSON, Call, Operation, Reply, RequestBody
from web.http.parameters import integer, text
from web.http.problems import TooLargeError

__all__ = ["bulk_nearest_operations"]

_MANY_BYTES: Final = 64 * 1024
"""Larger bodies take longer than some 20 ms."""
_MAX_OUTPUT_BYTES: Final = 64 * 2**20

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

_DESCRIPTION: Final = message(
    "Up to {points} points: a GeoJSON FeatureCollection of points, a MultiPoint, or CSV with "
    "columns lon and lat. The same rows come back in the same order, with port_id, distance_km and "
    "bearing_deg; those of the second nearest end in _2, and so on. Only ports count that are open "
    "to a traveller who goes northbound and as anyone may, unless direction or program say "
    "otherwise; the others are named in left_out of the GeoJSON."
)

_NAME: Final = {"minLength": 1, "maxLength": 200}
_TABLE_PARAMETERS: Final = (
    text("lon", message("Column of longitudes, in CSV."), schema=_NAME),
    text("lat", message("Column of latitudes, in CSV."), schema=_NAME),
    text(
        "delimiter",
        message("What stands between the cells of CSV; otherwise its header tells."),
        schema={"minLength": 1, "maxLength": 1},
    ),
    text("decimal", message("What stands before the decimals in CSV."), DECIMALS),
    text(
        "encoding",
        message("Encoding of CSV, such as cp1252; otherwise UTF-8, or what its mark says."),
        schema={"minLength": 1, "maxLength": 40},
    ),
)


def bulk_nearest_operations(max_points: int) -> list[Operation]:
    """Return the operation; ``max_points`` is the largest number of points of one request."""
    return [
        Operation(
            id="nearestOfMany",
            path="/queries/nearest",
            method="POST",
            tag="queries",
            summary=message("The nearest ports of entry to many points"),
            description=Phrase(
                lambda words: words.say(_DESCRIPTION, points=number(max_points, words.lang))
            ),
            parameters=(
                integer(
                    "k", message("How many ports for each point."), 1, MAX_NEIGHBOURS, default=1
                ),
                text("mode", message("Only ports with this mode of crossing."), MODES),
                text("state", message("Only ports that touch this state (ISO 3166-2)."), STATES),
                text(
                    "direction", DIRECTION.description, DIRECTION.allowed, default=DIRECTION.default
                ),
                text("program", PROGRAM.description, PROGRAM.allowed),
                *_TABLE_PARAMETERS,
            ),
            answer=_answer,
            media=(GEOJSON, CSV),
            schema="NearestOfMany",
            problems=(408, 413, 415, 503),
            body=RequestBody(
                description=message("Points in WGS 84 longitude and latitude."),
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
    options = _table_options(call)
    points = read_points(call.body, call.body_type, call.service.settings.max_points, options)
    _check_names(points, call.values["k"])
    ids, left_out, found = _found(call, points)
    answers = _columns(ids, *found)
    if call.media == CSV:
        body, media = _csv(points, answers), CSV
    else:
        body, media = _geojson(points, answers, left_out), GEOJSON
    return Reply(body=body, media=media, keep=False)


def _table_options(call: Call) -> TableOptions:
    given = {item.name: call.values[item.name] for item in _TABLE_PARAMETERS}
    for name, value in given.items():
        if value is not None and call.body_type != CSV:
            raise InvalidValueError(name, value, "to be left out where the body is no CSV")
    return TableOptions(**given)


def _found(call: Call, points: Points) -> tuple[Sequence[str], Sequence[tuple[str, str]], Nearest]:
    """Return the ports by id, those left out, and which are nearest: none where none qualifies."""
    names = ("mode", "state", "direction", "program")
    k: int = call.values["k"]
    try:
        ports = ports_of_border(call.border, **{name: call.values[name] for name in names})
    except InvalidValueError as error:
        if error.field != "mode":
            raise
        shape = (len(points.lon), k)
        return (
            (),
            (),
            (np.full(shape, -1, np.int16), np.full(shape, np.nan), np.full(shape, np.nan)),
        )
    engine = NearestEngine(ports, k=k, compiled=False, threads=1)
    return ports.ids, ports.left_out, engine.find(np.array(points.lon), np.array(points.lat))


def _columns(ids: Sequence[str], index: Any, metres: Any, bearing: Any) -> dict[str, list[Any]]:  # noqa: ANN401
    found: dict[str, list[Any]] = {}
    for rank in range(index.shape[1]):
        ending = "" if rank == 0 else f"_{rank + 1}"
        rows = index[:, rank].tolist()
        known = [row >= 0 for row in rows]
        kms = np.round(metres[:, rank] / 1000.0, 6).tolist()
        degrees = np.round(bearing[:, rank], 4).tolist()
        found[f"port_id{ending}"] = [ids[row] if row >= 0 else None for row in rows]
        found[f"distance_km{ending}"] = _where(known, kms)
        found[f"bearing_deg{ending}"] = _where(known, degrees)
    return found


def _where(known: list[bool], values: list[float]) -> list[float | None]:
    return [value if is_known else None for is_known, value in zip(known, values, strict=True)]


def _geojson(
    points: Points, answers: dict[str, list[Any]], left_out: Sequence[tuple[str, str]]
) -> bytes:
    names = list(answers)
    if points.has_table:
        _check_output(len(points.lon) * sum(len(name.encode()) + 4 for name in points.names()))
    features = [
        {
            "type": "Feature",
            **member,
            "geometry": shape,
            "properties": {**beside, **dict(zip(names, found, strict=True))},
        }
        for member, shape, beside, found in zip(
            points.members(),
            points.geometries(),
            points.beside,
            zip(*answers.values(), strict=True),
            strict=True,
        )
    ]
    closed = [{"id": port, "open_to": group} for port, group in left_out]
    about = {"left_out": closed} if closed else {}
    return orjson.dumps(
        {"type": "FeatureCollection", **about, "numberReturned": len(features),
         "features": features}
    )  # fmt: skip


def _check_output(size: int) -> None:
    """Refuse an answer that repeats long names of columns in every feature."""
    if size > _MAX_OUTPUT_BYTES:
        message = f"the answer would have more than {_MAX_OUTPUT_BYTES / 2**20:g} MiB"
        raise TooLargeError(message)


def _csv(points: Points, answers: dict[str, list[Any]]) -> bytes:
    """Return the answers as a table: a table's own columns, else ids, coordinates, properties."""
    own = points.names()
    shown = [] if points.has_table else [name for name in ("id", "lon", "lat") if name not in own]
    if "id" in shown and not any(key is not None for key in points.ids):
        shown.remove("id")
    check_cells((len(own) + len(shown)) * len(points.lon))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*map(without_formula, (*shown, *own)), *answers])
    places = zip(points.ids or [None] * len(points.lon), points.lon, points.lat, strict=True)
    for place, cells, found in zip(
        places, points.beside, zip(*answers.values(), strict=True), strict=True
    ):
        key, lon, lat = place
        known = {"id": key} if math.isnan(lon) else {"id": key, "lon": lon, "lat": lat}
        first = [without_formula(known.get(name)) for name in shown]
        writer.writerow([*first, *(without_formula(cells.get(name)) for name in own), *found])
    return target.getvalue().encode()


def _check_names(points: Points, k: int) -> None:
    """Refuse columns and properties that the answers would overwrite."""
    taken = {name for rank in range(k) for name in answer_names(rank)}
    for name in points.names():
        if name in taken:
            allowed = f"columns and properties other than {name}, which the answers have"
            raise InvalidValueError("body", name, allowed)
