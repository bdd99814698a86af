"""Lanes and hours of a port by mode: as stated, today by the clocks of both sides, and now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from geo.border import Border
from geo.layers import PROGRAMMES
from geo.queries.hours import is_open, open_spans
from geo.words.catalogue import SOURCE, words
from geo.words.numbers import locale_of
from geo.words.opening_hours import clock_in_words

__all__ = ["Clocks", "HoursRow", "clocks_of", "hours_rows", "present_moment", "zone_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The time on both sides of a port; ``differ`` says whether the sides differ now.

    Times are written as the hours are, ``2:05 pm`` in English; zones as readers call them.
    """

    us_time: str
    mx_time: str
    us_zone: str
    mx_zone: str
    differ: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """A mode of a port: its row of ``port_modes``, its programmes, and its hours today.

    ``us_today`` and ``mx_today`` are empty where hours are not known, ``is_open`` is then ``None``.
    """

    row: dict[str, Any]
    programmes: tuple[str, ...]
    programme_columns: tuple[str, ...]
    us_today: str
    mx_today: str
    is_open: bool | None


def present_moment() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def clocks_of(port: dict[str, Any], moment: datetime, lang: str) -> Clocks:
    """Return the time on both sides of a port at a moment."""
    us_side, mx_side = _zones(port)
    us_time, mx_time = moment.astimezone(us_side), moment.astimezone(mx_side)
    return Clocks(
        us_time=_clock(f"{us_time:%H:%M}", lang),
        mx_time=_clock(f"{mx_time:%H:%M}", lang),
        us_zone=_zone_name(us_time, lang),
        mx_zone=_zone_name(mx_time, lang),
        differ=us_time.utcoffset() != mx_time.utcoffset(),
    )


def hours_rows(border: Border, port: dict[str, Any], moment: datetime, lang: str) -> list[HoursRow]:
    """Return a row for each mode of a port at a moment."""
    table = border.records("port_modes")
    position = border.port_position(port["id"])
    zones = _zones(port)
    today = moment.astimezone(zones[0]).date()
    rows = []
    for number, port_id in enumerate(table.columns["port_id"]):
        if port_id != port["id"]:
            continue
        row = table.row(number)
        hours = row["opening_hours_cbp"]
        serving = tuple(name for name in PROGRAMMES if row[name])
        rows.append(
            HoursRow(
                row=row,
                programmes=tuple(words(lang).code("programme", name) for name in serving),
                programme_columns=serving,
                us_today=_today(hours, today, zones[0], zones[0], lang) if hours else "",
                mx_today=_today(hours, today, *zones, lang) if hours else "",
                is_open=is_open(border, position, moment, row["mode"]),
            )
        )
    return rows


def _zones(port: dict[str, Any]) -> tuple[ZoneInfo, ZoneInfo]:
    us_zone = port["time_zone"]
    return ZoneInfo(us_zone), ZoneInfo(port["mx_time_zone"] or us_zone)


def zone_name(zone: str, lang: str) -> str:
    """Return what readers call a time zone, such as "Central Time", whatever the season."""
    from babel.dates import get_timezone_name

    return _capital(str(get_timezone_name(ZoneInfo(zone), "long", locale=locale_of(lang))))


def _zone_name(local: datetime, lang: str) -> str:
    from babel.dates import get_timezone_name

    return _capital(str(get_timezone_name(local, "long", locale=locale_of(lang))))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _today(hours: str, today: date, own: ZoneInfo, shown: ZoneInfo, lang: str) -> str:
    """Return the open hours of a day, kept by one clock, as another clock shows them."""
    spans = open_spans(hours, today)
    if not spans:
        return words(lang).say("closed today")
    if sum(((closes - opens).total_seconds() for opens, closes in spans)) == 24 * 3600:
        return words(lang).say("24 hours")
    texts = []
    for opens, closes in spans:
        start, end = (
            f"{moment.replace(tzinfo=own).astimezone(shown):%H:%M}" for moment in (opens, closes)
        )
        end = "24:00" if end == "00:00" else end
        texts.append(f"{_clock(start, lang)}–{_clock(end, lang)}")
    return ", ".join(texts)


def _clock(time: str, lang: str) -> str:
    """Return a time such as ``15:05`` as hours are written in a language."""
    return clock_in_words(time) if lang == SOURCE else time
