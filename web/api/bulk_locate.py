"""``POST /queries/locate``: where each of many points is, in one request."""

import math
from typing import Any, Final

from geo.queries.locate import LOCATE
from geo.words.catalogue import Phrase
from geo.words.messages import message
from geo.words.numbers import number
from web.api.bulk_body import POINTS_BODY, TABLE_PARAMETERS, Answers, points_of, reply_of
from web.http.operation import CSV, GEOJSON, Call, Operation, Reply

__all__ = ["bulk_locate_operations"]

_MANY_BYTES: Final = 4 * 1024
"""Larger bodies take longer than some 20 ms."""
_MAX_POINTS: Final = 20_000
"""So many take some seconds."""
_NAMES: Final = tuple(column.name for column in LOCATE.columns if column.name not in {"lon", "lat"})

_DESCRIPTION: Final = message(
    "Up to {points} points: a GeoJSON FeatureCollection of points, a MultiPoint, or CSV with "
    "columns lon and lat. The same rows come back in the same order, with what the question of one "
    "point answers."
)


def bulk_locate_operations(max_points: int) -> list[Operation]:
    """Return the operation; ``max_points`` is the largest number of points of any request."""
    most = min(max_points, _MAX_POINTS)

    def answer(call: Call) -> Reply:
        if len(call.body) > _MANY_BYTES:
            call.costly()
        points = points_of(call, _NAMES, most)
        rows = [_located(call, *place) for place in zip(points.lon, points.lat, strict=True)]
        answers: Answers = {name: [row.get(name) for row in rows] for name in _NAMES}
        return reply_of(call, points, answers, {})

    return [
        Operation(
            id="locateMany",
            path="/queries/locate",
            method="POST",
            tag="queries",
            summary=message("Where each of many points is"),
            description=Phrase(
                lambda words: words.say(_DESCRIPTION, points=number(most, words.lang))
            ),
            parameters=TABLE_PARAMETERS,
            answer=answer,
            media=(GEOJSON, CSV),
            schema="LocatedPoints",
            problems=(408, 413, 415, 503),
            body=POINTS_BODY,
        )
    ]


def _located(call: Call, lon: float, lat: float) -> dict[str, Any]:
    """Return where a point is; nothing of a row without a position."""
    return {} if math.isnan(lon) else LOCATE.ask(call.border, {"lon": lon, "lat": lat})  # type: ignore[return-value]
