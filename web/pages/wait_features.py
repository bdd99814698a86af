"""The waits of now as a layer: a GeoJSON feature per place and kind of lane."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import orjson

from geo.border import Border
from geo.feeds.cbp_records import LANES
from geo.feeds.poll import CBP_WAITS
from geo.feeds.present import PresentWait, present_waits, unchanged
from geo.feeds.settings import feed_settings
from geo.feeds.waits import Place, places_of
from geo.queries.port_arrays import port_arrays
from geo.words.credits import WAITS_NOTE
from geo.words.messages import message
from web.http.operation import GEOJSON, Call, Operation, Reply
from web.http.parameters import text
from web.operations.live_history import live_history
from web.pages.port_hours import present_moment
from web.pages.waits import WAITS_KEPT_SECONDS, WAITS_SOURCE, moment_text, place_name, wait_row

__all__ = ["wait_features_operation"]


def wait_features_operation(border: Border) -> Operation:
    """Return the operation that answers with the waits of now as features."""
    return Operation(
        id="waitsNow",
        path="/waits/now",
        tag="queries",
        summary=message("The waits of now as a layer"),
        description=message(
            "The ages are those at timeStamp, when CBP last answered or a wait became old or past. "
            "Until something of that comes the answer stays the same, to the byte."
        ),
        parameters=(text("lane", message("Only this kind of lane."), LANES),),
        answer=partial(_features, places_of(border)),
        media=(GEOJSON,),
        schema="WaitFeatures",
    )


def _features(places: Mapping[str, Place], call: Call) -> Reply:
    history, now = live_history(call.service.settings), present_moment()
    kept = history.waits(CBP_WAITS) if history is not None else None
    features: list[dict[str, Any]] = []
    seconds, since, answered = WAITS_KEPT_SECONDS, None, None
    if kept is not None:
        state = kept.state
        asked = max((one for one in (state.asked, state.answered) if one), default=now)
        pause = timedelta(minutes=feed_settings(()).live.minutes)
        span = unchanged(kept, now, asked + pause)
        seconds = max(WAITS_KEPT_SECONDS, int((span.until - now).total_seconds()))
        since, answered = moment_text(span.since), moment_text(state.answered)
        wanted = call.values["lane"]
        features = [
            _feature(call.border, place_name(places, item), item, answered)
            for item in present_waits(kept, span.since)
            if wanted in {None, item.reading.lane}
        ]
    document = {
        "type": "FeatureCollection",
        "features": features,
        "numberReturned": len(features),
        "timeStamp": since,
        "source": WAITS_SOURCE,
        "note": str(WAITS_NOTE),
    }
    body = orjson.dumps(document)
    return Reply(body=body, media=GEOJSON, keep=False, max_age=seconds, dated=False)


def _feature(border: Border, place: str, item: PresentWait, answered: str | None) -> dict[str, Any]:
    ports, reading = port_arrays(border), item.reading
    at = border.records("ports").position(reading.port_id)
    mode, _, kind = reading.lane.partition("_")
    return {
        "type": "Feature",
        "id": f"{reading.number}:{reading.lane}",
        "geometry": {"type": "Point", "coordinates": [float(ports.lon[at]), float(ports.lat[at])]},
        "properties": {
            **wait_row(place, item, answered),
            "mode": mode,
            "lane_kind": kind,
            "stale": item.age != "fresh",
        },
    }
