"""The recorded waits that were kept: of a place and kind of lane, and all of a day."""

import io
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

import orjson

from geo.border import Border
from geo.errors import InvalidValueError
from geo.feeds.cbp_records import LANES
from geo.feeds.history import DAY_COLUMNS, RECORDED, day_frame
from geo.feeds.waits import places_of
from geo.formats.rows_csv import csv_of_rows
from geo.formats.to_geoparquet import GEOPARQUET
from geo.words.catalogue import said
from geo.words.credits import WAITS_NOTE
from geo.words.messages import message
from web.http.operation import CSV, JSON, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.operations.live_history import live_history
from web.pages.port_hours import present_moment
from web.pages.waits import WAITS_KEPT_SECONDS, WAITS_SOURCE, moment_text

__all__ = ["wait_history_operations"]

_NO_LANES: Final = message("CBP has no lanes {lane} at {number} that we know")
_A_DAY: Final = message("a day from {first} to {last}")
_AT_MOST_DAYS: Final = message("a day up to {days} days before {last}")
_NAMES: Final = ("observed", "minutes")
_MAX_DAYS: Final = 366
_DATE: Final = {"format": "date"}
_FIRST_DAY: Final = date(2000, 1, 1)
_LAST_DAY: Final = date(2099, 12, 31)
_PARQUET: Final = GEOPARQUET.media_type
_PAST_SECONDS: Final = 3600
"""How long the waits of a day that is over may be kept; late corrections are rare."""


def wait_history_operations(border: Border) -> list[Operation]:
    """Return the operations of the waits that were kept."""
    numbers = tuple(key for key, place in places_of(border).items() if not place.is_second)
    return [
        Operation(
            id="waitHistory", path="/waits/{number}/{lane}", tag="queries",
            answer=partial(_lane, numbers), problems=(404,),
            summary=message("The recorded waits of a place and kind of lane"),
            media=(JSON, CSV), schema="WaitHistory",
            parameters=(
                text("number", message("CBP's number of the place."), numbers, where="path",
                     example=numbers[0]),
                text("lane", message("Kind of lane."), LANES, where="path", example=LANES[2]),
                text("from", message("First day, in UTC; a week before the last if left out."),
                     schema=_DATE),
                text("to", message("Last day, in UTC; today if left out."), schema=_DATE),
            ),
        ),
        Operation(
            id="waitsOfDay", path="/waits/days/{day}", tag="queries", answer=_whole_day,
            summary=message("All waits that were recorded on a day"),
            description=message(
                "What has become old is put together by the hour, then by the day: span_seconds "
                "says so, and minutes is then the median of the readings."
            ),
            media=(JSON, CSV, _PARQUET), schema="WaitsOfDay",
            extra_media_names={_PARQUET: GEOPARQUET.name},
            parameters=(
                text("day", message("The day, in UTC."), where="path", schema=_DATE,
                     example="2026-10-01"),
            ),
        ),
    ]  # fmt: skip


def _lane(numbers: tuple[str, ...], call: Call) -> Reply:
    number, lane = call.values["number"], call.values["lane"]
    if number not in numbers or lane not in LANES:
        raise NotFoundError(said(_NO_LANES, lane=repr(lane[:80]), number=repr(number[:80])))
    today = present_moment().date()
    last = _day(call, "to") or today
    first = _day(call, "from") or last - timedelta(days=7)
    if not timedelta(0) <= last - first <= timedelta(days=_MAX_DAYS):
        raise InvalidValueError("from", str(first), said(_AT_MOST_DAYS, days=_MAX_DAYS, last=last))
    history = live_history(call.service.settings)
    rows = []
    if history is not None:
        end = datetime.combine(last, time(), UTC) + timedelta(days=1)
        series = history.series(number, lane, datetime.combine(first, time(), UTC), end, RECORDED)
        pairs = zip(series.moments.tolist(), series.minutes.tolist(), strict=True)
        rows = [
            {"observed": moment_text(datetime.fromtimestamp(moment, UTC)), "minutes": minutes}
            for moment, minutes in pairs
        ]
    return _reply(call, rows, _NAMES, WAITS_KEPT_SECONDS)


def _whole_day(call: Call) -> Reply:
    day = _day(call, "day") or present_moment().date()
    history = live_history(call.service.settings)
    is_over = day < present_moment().date()
    seconds = _PAST_SECONDS if is_over else WAITS_KEPT_SECONDS
    frame = day_frame([]) if history is None else history.day(day)
    if call.media == _PARQUET:
        file = io.BytesIO()
        frame.to_parquet(file, index=False, compression="zstd")
        body = file.getvalue()
        return Reply(body=body, media=_PARQUET, keep=False, max_age=seconds, dated=False)
    written = frame.assign(observed=frame["observed"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return _reply(call, written.to_dict("records"), DAY_COLUMNS, seconds)


def _reply(call: Call, rows: list[Any], names: tuple[str, ...], seconds: int) -> Reply:
    if call.media == CSV:
        body = (csv_of_rows(rows, names) + "\n").encode()
    else:
        note = {"source": WAITS_SOURCE, "note": str(WAITS_NOTE)}
        body = orjson.dumps({**note, "waits": rows})
    return Reply(body=body, media=call.media, keep=False, max_age=seconds, dated=False)


def _day(call: Call, name: str) -> date | None:
    value = call.values[name]
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = date.min
    if not _FIRST_DAY <= day <= _LAST_DAY or value != day.isoformat():
        allowed = said(_A_DAY, first=_FIRST_DAY, last=_LAST_DAY)
        raise InvalidValueError(name, value, allowed)
    return day
