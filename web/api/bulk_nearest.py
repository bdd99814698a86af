"""``POST /queries/nearest``: the nearest ports of many points in one request."""

from typing import Any, Final

import numpy as np

from geo.batch.engine import NearestEngine
from geo.batch.exact import Nearest
from geo.batch.ports import MAX_NEIGHBOURS, PortPoints, open_ports_of_border
from geo.data.frames import BorderFrames
from geo.queries.access import DIRECTION, PROGRAM
from geo.queries.far_away import half_far_warning
from geo.queries.fields import COUNT, MAX_KM, MODE, STATE
from geo.queries.hours import OPEN_AT
from geo.words.catalogue import Phrase
from geo.words.messages import message
from geo.words.numbers import number
from web.api.bulk_body import POINTS_BODY, TABLE_PARAMETERS, Answers, points_of, reply_of
from web.api.question_parameters import question_parameter
from web.http.operation import CSV, GEOJSON, Call, Operation, Reply

__all__ = ["bulk_nearest_operations"]

_MANY_BYTES: Final = 64 * 1024
"""Larger bodies take longer than some 20 ms, for a few ports each."""
_OF_EACH: Final = (COUNT, MAX_KM)
_FIELDS: Final = (COUNT, MODE, STATE, MAX_KM, OPEN_AT, DIRECTION, PROGRAM)

_DESCRIPTION: Final = message(
    "Up to {points} points: a GeoJSON FeatureCollection of points, a MultiPoint, or CSV with "
    "columns lon and lat. The same rows come back in the same order, with port_id, distance_km and "
    "bearing_deg; those of the second nearest end in _2, and so on. Only ports count that are open "
    "to a traveler who goes northbound and as anyone may, unless direction or program say "
    "otherwise; the others are named in left_out of the GeoJSON, and with open_at those whose "
    "hours are not known in hours_not_known. Where half of the points are more than 1,000 km from "
    "any port, warning_en says that a sign may be lost."
)


def bulk_nearest_operations(border: BorderFrames, max_points: int) -> list[Operation]:
    """Return the operation; ``max_points`` is the largest number of points of one request."""
    asked = tuple(question_parameter(border, field) for field in _FIELDS)
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
            parameters=(*asked, *TABLE_PARAMETERS),
            answer=_answer,
            media=(GEOJSON, CSV),
            schema="NearestOfMany",
            problems=(408, 413, 415, 503),
            body=POINTS_BODY,
        )
    ]


def _answer(call: Call) -> Reply:
    from geo.batch.answers import answer_names

    k: int = call.values["k"]
    if len(call.body) * max(k, MAX_NEIGHBOURS) > _MANY_BYTES * MAX_NEIGHBOURS:
        call.costly()
    taken = [name for rank in range(k) for name in answer_names(rank)]
    points = points_of(call, taken, call.service.settings.max_points)
    ports = open_ports_of_border(
        call.border,
        **{field.keyword: call.values[field.name] for field in _FIELDS if field not in _OF_EACH},
    )
    nearest = _found(ports, k, np.array(points.lon), np.array(points.lat))
    closed = [{"id": port, "open_to": group} for port, group in ports.left_out]
    unknown = [{"id": port} for port in ports.hours_not_known]
    about = {"left_out": closed, "hours_not_known": unknown, **_warning(nearest)}
    return reply_of(
        call,
        points,
        _columns(ports, *_within(nearest, call.values["max_km"])),
        {name: value for name, value in about.items() if value},
    )


def _warning(nearest: Nearest) -> dict[str, str]:
    """Return a hint at lost signs, in each language, where half of the points are far away."""
    index, metres, _ = nearest
    known = metres[:, 0][index[:, 0] >= 0]
    return half_far_warning(float(np.median(known)) / 1000.0) if len(known) else {}


def _found(ports: PortPoints, k: int, lon: Any, lat: Any) -> Nearest:  # noqa: ANN401
    """Return which ports are nearest: none where none qualifies."""
    if not len(ports):
        nothing = np.full((len(lon), k), np.nan)
        return np.full(nothing.shape, -1, np.int16), nothing, nothing
    return NearestEngine(ports, k=k, compiled=False, threads=1).find(lon, lat)


def _within(nearest: Nearest, max_km: float | None) -> Nearest:
    """Return the ports that are not farther than a distance."""
    index, metres, bearing = nearest
    if max_km is None:
        return nearest
    return np.where(metres <= max_km * 1000.0, index, np.int16(-1)), metres, bearing


def _columns(ports: PortPoints, index: Any, metres: Any, bearing: Any) -> Answers:  # noqa: ANN401
    columns: Answers = {}
    for rank in range(index.shape[1]):
        ending = "" if rank == 0 else f"_{rank + 1}"
        rows = index[:, rank].tolist()
        known = [row >= 0 for row in rows]
        kms = np.round(metres[:, rank] / 1000.0, 6).tolist()
        degrees = np.round(bearing[:, rank], 4).tolist()
        columns[f"port_id{ending}"] = [ports.ids[row] if row >= 0 else None for row in rows]
        columns[f"distance_km{ending}"] = _where(known, kms)
        columns[f"bearing_deg{ending}"] = _where(known, degrees)
    return columns


def _where(known: list[bool], values: list[float]) -> list[float | None]:
    return [value if is_known else None for is_known, value in zip(known, values, strict=True)]
