"""Waiting times as CBP records them: a page, the same for programs, and their history."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson

from geo.border import Border
from geo.feeds.cbp_records import LANES
from geo.feeds.history import History
from geo.feeds.poll import CBP_WAITS
from geo.feeds.present import PresentWait, present_waits
from geo.feeds.waits import Place, places_of
from geo.formats.rows_csv import csv_of_rows
from geo.words.credits import WAITS_NOTE
from geo.words.messages import message
from web.http.operation import CSV, HTML, JSON, Call, Operation, Reply
from web.http.parameters import text
from web.operations.live_history import live_history
from web.pages.html import page
from web.pages.port_hours import present_moment
from web.pages.wait_chart import wait_chart

__all__ = [
    "WAITS_KEPT_SECONDS",
    "WAITS_SOURCE",
    "age_words",
    "both_clocks",
    "moment_text",
    "place_name",
    "port_waits",
    "wait_operations",
    "wait_row",
]

WAITS_KEPT_SECONDS: Final = 60
"""How long an answer may be kept: the ages in it grow by the minute."""
_ROW_NAMES: Final = (
    "port_id", "number", "place", "lane", "status", "minutes", "lanes_open", "lanes_most", "method",
    "observed", "observed_as_written", "answered", "age_minutes", "age",
)  # fmt: skip


def wait_operations(border: Border) -> list[Operation]:
    """Return the operations of the waits, now and before."""
    return [
        Operation(
            id="waits", path="/waits", tag="pages", answer=partial(_waits, places_of(border)),
            summary=message("Waiting times as CBP records them, each with its age"),
            media=(HTML, JSON, CSV), schema="Waits", localised=True,
            parameters=(
                text("lane", message("Only this kind of lane, the shortest wait first."), LANES),
            ),
        ),
    ]  # fmt: skip


WAITS_SOURCE: Final = "US Customs and Border Protection, Border Wait Times (bwt.cbp.gov)"


def _waits(places: dict[str, Place], call: Call) -> Reply:
    history, now = live_history(call.service.settings), present_moment()
    kept = history.waits(CBP_WAITS) if history is not None else None
    present = present_waits(kept, now) if kept is not None else ()
    if lane := call.values["lane"]:
        present = sorted((one for one in present if one.reading.lane == lane), key=_by_wait)
    if call.media == HTML:
        return _page(call, places, present, kept.state.answered if kept is not None else None)
    answered = moment_text(kept.state.answered) if kept is not None else None
    rows = [wait_row(place_name(places, item), item, answered) for item in present]
    if call.media == CSV:
        body = csv_of_rows(rows, _ROW_NAMES) + "\n"
        return Reply(
            body=body.encode(), media=CSV, keep=False, max_age=WAITS_KEPT_SECONDS, dated=False
        )
    state = kept.state if kept is not None else None
    document = {
        "live": bool(present),
        "source": WAITS_SOURCE,
        "note": call.words.say(WAITS_NOTE),
        "asked": moment_text(state.asked) if state else None,
        "answered": answered,
        "published": moment_text(state.published) if state else None,
        "waits": rows,
    }
    return Reply(
        body=orjson.dumps(document), media=JSON, keep=False, max_age=WAITS_KEPT_SECONDS, dated=False
    )


def _by_wait(item: PresentWait) -> tuple[bool, int]:
    """Order by the wait, the shortest first; lanes without one come last."""
    return item.minutes is None, item.minutes or 0


def place_name(places: Mapping[str, Place], item: PresentWait) -> str:
    """Return what CBP calls the place of a wait, empty where it is not known."""
    number = item.reading.number
    return places[number].name if number in places else ""


def wait_row(place: str, item: PresentWait, answered: str | None) -> dict[str, Any]:
    """Return a wait as it is answered, with the place's name and the moment of our answer."""
    reading = item.reading
    return {
        "port_id": reading.port_id,
        "number": reading.number,
        "place": place,
        "lane": reading.lane,
        "status": reading.status,
        "minutes": item.minutes,
        "lanes_open": reading.lanes_open,
        "lanes_most": reading.lanes_most,
        "method": reading.method,
        "observed": moment_text(reading.observed),
        "observed_as_written": reading.said,
        "answered": answered,
        "age_minutes": item.age_minutes,
        "age": item.age,
    }


def moment_text(moment: datetime | None) -> str | None:
    """Return a moment in UTC as JSON and CSV write it."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _page(
    call: Call, places: dict[str, Place], present: Sequence[PresentWait], answered: datetime | None
) -> Reply:
    ports = call.border.records("ports")
    order = {key: position for position, key in enumerate(ports.columns["id"])}
    names = dict(zip(ports.columns["id"], call.words.column(ports.columns, "short_name"),
                     strict=True))  # fmt: skip
    by_place: dict[str, list[PresentWait]] = {}
    for item in present:
        by_place.setdefault(item.reading.number, []).append(item)
    shared = Counter(items[0].reading.port_id for items in by_place.values())
    rows = []
    for number, items in by_place.items():
        port_id = items[0].reading.port_id
        row = ports.row(order[port_id])
        rows.append({
            "port_id": port_id,
            "name": names[port_id],
            "part": places[number].name if shared[port_id] > 1 and number in places else "",
            **_common(items, row),
        })  # fmt: skip
    lane = call.values["lane"]
    if not lane:
        rows.sort(key=lambda row: order[row["port_id"]])
    shown = page(
        call,
        "waits.html",
        title=call.words.say("Waiting times northbound"),
        rows=rows,
        lane=lane,
        lanes=[lane] if lane else LANES,
        lane_names=call.words.codes("wait_lane"),
        mode_names=call.words.codes("mode"),
        note=call.words.say(WAITS_NOTE),
        answered=answered,
        age=partial(age_words, call),
        now=present_moment(),
        keep=False,
    )
    return replace(shown, dated=False)


def _common(items: Sequence[PresentWait], port: dict[str, Any]) -> dict[str, Any]:
    """Return the lanes of a place, with the time that most of its waits have.

    A lane with another time says its own.
    """
    told = [item for item in items if item.reading.minutes is not None] or items
    moment = Counter(item.moment for item in told).most_common(1)[0][0]
    chosen = next(item for item in told if item.moment == moment)
    return {
        "is_silent": all(item.reading.status == "pending" for item in items),
        "clock": both_clocks(moment, port),
        "age": chosen.age,
        "age_minutes": chosen.age_minutes,
        "lanes": {
            item.reading.lane: {
                "item": item,
                "own_clock": "" if item.moment == moment or item.reading.minutes is None
                else both_clocks(item.moment, port),
            }
            for item in items
        },
    }  # fmt: skip


def both_clocks(moment: datetime, port: Mapping[str, Any]) -> str:
    """Return the time on the US side, and where it differs that on the Mexican side."""
    us_time = moment.astimezone(ZoneInfo(port["time_zone"]))
    mx_time = moment.astimezone(ZoneInfo(port["mx_time_zone"] or port["time_zone"]))
    if us_time.utcoffset() == mx_time.utcoffset():
        return f"{us_time:%H:%M}"
    return f"{us_time:%H:%M} ({mx_time:%H:%M})"


def age_words(call: Call, minutes: int) -> str:
    """Return an age in words."""
    hours = minutes // 60
    if minutes < 120:  # noqa: PLR2004 - two hours in minutes
        return call.words.say("{n} min ago", n=minutes)
    return call.words.say("{n} h ago", n=hours)


def port_waits(call: Call, port: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the lanes of a port with their waits now, none where there are no live data.

    A place of which CBP has no word yet, often since it is closed, has no lanes here.
    """
    history = live_history(call.service.settings)
    kept = history.waits(CBP_WAITS) if history is not None else None
    if history is None or kept is None:
        return []
    now, places = present_moment(), places_of(call.border)
    present = [item for item in present_waits(kept, now) if item.reading.port_id == port["id"]]
    heard = {item.reading.number for item in present if item.reading.status != "pending"}
    rows = []
    for item in present:
        reading = item.reading
        if reading.number not in heard:
            continue
        rows.append({
            "item": item,
            "place": place_name(places, item),
            "answered": moment_text(kept.state.answered),
            "clock": both_clocks(item.moment, port),
            "age": age_words(call, item.age_minutes),
            **_usual(history, item, ZoneInfo(port["time_zone"]), now),
            **_recent(history, item, ZoneInfo(port["time_zone"]), now),
        })  # fmt: skip
    return rows


def _usual(history: History, item: PresentWait, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """Return what the wait was on the same weekdays before: at this hour, and through the day."""
    from geo.feeds.usual_waits import day_profile

    local = now.astimezone(zone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    hours = day_profile(
        history, item.reading.number, item.reading.lane, zone, until=today, weekday=local.weekday()
    )
    return {"hours": hours, "usual": next((one for one in hours if one.hour == local.hour), None)}


def _recent(history: History, item: PresentWait, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """Return the waits of the last days, with their chart; none where none were recorded."""
    from geo.feeds.recent_waits import recent_waits

    recent = recent_waits(history, item.reading.number, item.reading.lane, zone, until=now)
    if not recent.days:
        return {"recent": None, "recent_chart": None}
    return {"recent": recent, "recent_chart": wait_chart(recent)}
