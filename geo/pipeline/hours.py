"""The hours of a port: those of its modes, joined."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import pandas as pd
from opening_hours import OpeningHours

from geo.errors import DatasetError
from geo.pipeline.frames import records
from geo.words.opening_hours import ALWAYS

__all__ = ["joined_hours", "port_hours"]

_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NAMES: Final = {
    ("pedestrian", "pov"): "Pedestrians and passenger vehicles",
    ("pedestrian",): "Pedestrians",
    ("pov",): "Passenger vehicles",
    ("commercial",): "commercial",
}
"""How the hours of a port name the modes that share them."""
SOUTHBOUND: Final = "(southbound)"
"""Ends hours that hold for the other direction, which those of the port leave out."""
_MONDAY: Final = datetime(2026, 1, 5)  # noqa: DTZ001 - local time
_MINUTES: Final = 24 * 60
_STEP: Final = 15


def joined_hours(texts: Sequence[str]) -> str | None:
    """Return when any of several opening hours is open; ``None`` if there are none.

    Raises
    ------
    DatasetError
        They differ and one of them changes with the season.
    """
    distinct = sorted(set(texts))
    if not distinct:
        return None
    if ALWAYS in distinct:
        return ALWAYS
    if len(distinct) == 1:
        return distinct[0]
    if any(re.match(r"[A-Z][a-z]{2}-", text) for text in distinct):
        message = f"opening hours of a season cannot be joined: {'; '.join(distinct)}"
        raise DatasetError(message)
    return _week_as_text([OpeningHours(text) for text in distinct])


def _week_as_text(parts: Sequence[OpeningHours]) -> str:
    spans = [_day_spans(parts, day) for day in range(len(_DAYS))]
    rules = []
    for text, run in groupby(range(len(_DAYS)), key=lambda day: spans[day]):
        days = list(run)
        if text:
            name = _DAYS[days[0]] if len(days) == 1 else f"{_DAYS[days[0]]}-{_DAYS[days[-1]]}"
            rules.append(f"{name} {text}")
    return "; ".join(rules)


def _day_spans(parts: Sequence[OpeningHours], day: int) -> str:
    """Return the spans of one weekday, such as ``06:00-08:00,16:00-24:00``."""
    start = _MONDAY + timedelta(days=day)
    steps = range(0, _MINUTES, _STEP)
    opened = [
        any(part.is_open(start + timedelta(minutes=minute, seconds=30)) for part in parts)
        for minute in steps
    ]
    spans = []
    for is_open, run in groupby(steps, key=lambda minute: opened[minute // _STEP]):
        minutes = list(run)
        if is_open:
            spans.append(f"{_time(minutes[0])}-{_time(minutes[-1] + _STEP)}")
    return ",".join(spans)


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def port_hours(ports: Iterable[str], port_modes: pd.DataFrame) -> pd.DataFrame:
    """Return a row per port: ``hours`` in words, ``opening_hours``, and the oldest date of them.

    The words tell the modes apart; ``opening_hours`` is when any mode may cross; all are ``None``
    where no mode's hours are known.
    """
    of_port: dict[str, list[dict[str, Any]]] = {}
    for row in records(port_modes):
        if row["hours_cbp"] is not None and not row["hours_cbp"].endswith(SOUTHBOUND):
            of_port.setdefault(row["port_id"], []).append(row)
    return pd.DataFrame([_hours_of_port(of_port.get(port, [])) for port in ports], dtype="object")


def _hours_of_port(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    oldest = min(rows, key=lambda row: row["hours_as_of"], default=None)
    known = [row["opening_hours_cbp"] for row in rows if row["opening_hours_cbp"] is not None]
    return {
        "hours": _in_words(rows) or None,
        "opening_hours": joined_hours(known),
        "hours_as_of": oldest and oldest["hours_as_of"],
        "hours_as_of_precision": oldest and oldest["hours_as_of_precision"],
    }


def _in_words(rows: Sequence[Mapping[str, Any]]) -> str:
    shared: dict[str, list[str]] = {}
    for row in rows:
        shared.setdefault(row["hours_cbp"], []).append(row["mode"])
    parts = [
        f"{_NAMES[tuple(modes)]}: {hours.replace('; ', ', ')}" for hours, modes in shared.items()
    ]
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
