"""What questions of many points share: the body that they read, and the rows that they answer."""

import csv
import io
import math
from collections.abc import Collection
from typing import Any, Final

import orjson

from geo.batch.delimited import DECIMALS
from geo.data.formula_guard import without_formula
from geo.errors import InvalidValueError
from geo.words.catalogue import said
from geo.words.messages import message
from web.api.bulk_geojson import points_of_geojson
from web.api.bulk_points import Points, check_cells
from web.api.bulk_table import TableOptions, points_of_table
from web.http.operation import CSV, GEOJSON, JSON, Call, Reply, RequestBody
from web.http.parameters import text
from web.http.problems import TooLargeError

__all__ = ["POINTS_BODY", "TABLE_PARAMETERS", "Answers", "points_of", "reply_of"]

Answers = dict[str, list[Any]]
"""Columns of an answer, each with a value for every point; ``None`` for none."""
_MAX_OUTPUT_BYTES: Final = 64 * 2**20
_NO_CSV: Final = message("to be left out where the body is no CSV")
_TAKEN: Final = message("columns and properties other than {name}, which the answers have")
_LARGE_ANSWER: Final = message("the answer would have more than {most} MiB")

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
_POSITIONS: Final = {"type": "array", "items": _POSITION, "minItems": 1}


def _geometry(kind: str, coordinates: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a geometry of GeoJSON."""
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"type": "string", "enum": [kind]},
            "coordinates": coordinates,
        },
    }


_FEATURE: Final = {
    "type": "object",
    "required": ["type", "geometry"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "geometry": {
            "oneOf": [
                _geometry("Point", _POSITION),
                _geometry("MultiPoint", {**_POSITIONS, "maxItems": 1}),
            ]
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
        _geometry("MultiPoint", _POSITIONS),
    ]
}

_NAME: Final = {"minLength": 1, "maxLength": 200}
TABLE_PARAMETERS: Final = (
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
    text(
        "crs",
        message("Reference system of the columns of CSV, such as EPSG:32613; otherwise WGS 84."),
        schema={"pattern": "^[A-Za-z]+:[0-9A-Za-z]+$", "maxLength": 40},
    ),
)


POINTS_BODY: Final = RequestBody(
    description=message("Points in WGS 84 longitude and latitude."),
    content={
        GEOJSON: {"schema": _SCHEMA, "example": _EXAMPLE},
        JSON: {"schema": _SCHEMA, "example": _EXAMPLE},
        CSV: {"schema": {"type": "string"}, "example": "lon,lat\n-106.45,31.75\n"},
    },
)


def points_of(call: Call, taken: Collection[str], most: int) -> Points:
    """Return the points that a request sends.

    Parameters
    ----------
    call
        The request.
    taken
        Names of the columns that the answer adds.
    most
        Most points.

    Raises
    ------
    InvalidValueError
        The body is not what its type says, or a column is called like one of the answer's.
    TooLargeError
        There are more points, or cells of the answer, than one request may have.
    """
    options = _table_options(call)
    if options.crs:
        call.costly()
    if call.body_type == CSV:
        points = points_of_table(call.body, most, options)
    else:
        points = points_of_geojson(call.body, most)
    for name in points.names():
        if name in taken:
            allowed = said(_TAKEN, name=name)
            raise InvalidValueError("body", name, allowed)
    check_cells(len(points.lon) * len(taken))
    return points


def reply_of(call: Call, points: Points, answers: Answers, about: dict[str, Any]) -> Reply:
    """Return the points with their answers, in their own order; ``about`` stands in JSON alone."""
    if call.media == CSV:
        return Reply(body=_csv(points, answers), media=CSV, keep=False)
    return Reply(body=_geojson(points, answers, about), media=GEOJSON, keep=False)


def _table_options(call: Call) -> TableOptions:
    given = {item.name: call.values[item.name] for item in TABLE_PARAMETERS}
    for name, value in given.items():
        if value is not None and call.body_type != CSV:
            raise InvalidValueError(name, value, _NO_CSV)
    return TableOptions(**given)


def _geojson(points: Points, answers: Answers, about: dict[str, Any]) -> bytes:
    names = list(answers)
    if points.has_table:
        _check_output(len(points.lon) * sum(len(name.encode()) + 4 for name in points.names()))
    features = [
        {
            "type": "Feature",
            **member,
            "geometry": shape,
            "properties": {**beside, **dict(zip(names, row, strict=True))},
        }
        for member, shape, beside, row in zip(
            points.members(),
            points.geometries(),
            points.beside,
            zip(*answers.values(), strict=True),
            strict=True,
        )
    ]
    return orjson.dumps(
        {"type": "FeatureCollection", **about, "numberReturned": len(features),
         "features": features}
    )  # fmt: skip


def _check_output(size: int) -> None:
    """Refuse an answer that repeats long names of columns in every feature."""
    if size > _MAX_OUTPUT_BYTES:
        raise TooLargeError(said(_LARGE_ANSWER, most=f"{_MAX_OUTPUT_BYTES / 2**20:g}"))


def _csv(points: Points, answers: Answers) -> bytes:
    """Return the answers as a table: a table's own columns, else ids, coordinates, properties."""
    own = points.names()
    shown = [] if points.has_table else [name for name in ("id", "lon", "lat") if name not in own]
    if "id" in shown and not any(key is not None for key in points.ids):
        shown.remove("id")
    check_cells((len(own) + len(shown)) * len(points.lon))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*map(without_formula, (*shown, *own)), *answers])
    asked = zip(points.ids or [None] * len(points.lon), points.lon, points.lat, strict=True)
    for (key, lon, lat), cells, row in zip(
        asked, points.beside, zip(*answers.values(), strict=True), strict=True
    ):
        known = {"id": key} if math.isnan(lon) else {"id": key, "lon": lon, "lat": lat}
        first = [without_formula(known.get(name)) for name in shown]
        writer.writerow([*first, *(without_formula(cells.get(name)) for name in own), *row])
    return target.getvalue().encode()
