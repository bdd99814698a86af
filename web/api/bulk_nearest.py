"""``POST /queries/nearest``: the nearest ports of many points in one request."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import orjson

from geo.batch.engine import NearestEngine
from geo.batch.ports import MAX_NEIGHBOURS, ports_of_border
from geo.formats.formula_guard import without_formula
from geo.layers import MODES, STATES
from geo.queries.access import DIRECTION, PROGRAM
from geo.words.catalogue import Phrase
from geo.words.messages import message
from geo.words.numbers import number
from web.api.bulk_points import Points, check_cells, read_points
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
    points = read_points(call.body, call.body_type, call.service.settings.max_points)
    ports = ports_of_border(
        call.border,
        **{name: call.values[name] for name in ("mode", "state", "direction", "program")},
    )
    engine = NearestEngine(ports, k=call.values["k"], compiled=False, threads=1)
    index, metres, bearing = engine.find(np.array(points.lon), np.array(points.lat))
    answers = _columns(ports.ids, index, metres, bearing)
    as_csv = call.media == CSV if "f" in call.query else call.body_type == CSV
    if as_csv:
        body, media = _csv(points, answers), CSV
    else:
        body, media = _geojson(points, answers, ports.left_out), GEOJSON
    return Reply(body=body, media=media, keep=False)


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
    kept = points.names() or ["lon", "lat"]
    check_cells(len(kept) * len(points.lon))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*map(without_formula, kept), *answers])
    for row, found in enumerate(zip(*answers.values(), strict=True)):
        cells = points.beside[row] or {"lon": points.lon[row], "lat": points.lat[row]}
        writer.writerow([*(without_formula(cells.get(name)) for name in kept), *found])
    return target.getvalue().encode()
