"""The parameter ``datetime``: an instant, a day, a month, an interval, or a date and a duration."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from geo.cql2.values import FAR_FUTURE, FAR_PAST
from geo.errors import InvalidValueError
from geo.words.messages import message

__all__ = ["checked_interval", "parse_date"]

_ALLOWED: Final = message(
    "a month, date or date-time (2024-01, 2024-01-31, 2024-01-31T12:00:00Z) or an interval of two, "
    "with a slash between, an end open as .. or empty, the start not after the end"
)
_DURATION: Final = re.compile(
    r"P(?=\w)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?"
    r"(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,4})S)?)?"
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_LENGTH: Final = len("2024-01-31")
_MONTH: Final = re.compile(r"\d{4}-\d{2}", re.ASCII)
_MICROSECOND: Final = timedelta(microseconds=1)


def parse_date(text: str) -> date:
    """Return a date written YYYY-MM-DD; ``ValueError`` otherwise."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def checked_interval(value: str) -> tuple[int, int]:
    """Return first and last microsecond since 1970 UTC; ``InvalidValueError`` otherwise."""
    try:
        start, end = _ends(value.split("/"))
    except (ValueError, OverflowError):
        raise InvalidValueError("datetime", value, _ALLOWED) from None
    if start > end:
        raise InvalidValueError("datetime", value, _ALLOWED)
    return start, end


def _ends(parts: list[str]) -> tuple[int, int]:
    match parts:
        case [instant]:
            return _first(instant), _last(instant)
        case [start, end] if {start, end} <= {"", ".."}:
            raise ValueError(start)
        case [start, end] if end.startswith("P"):
            first = _moment(start)
            return _us(first), _us(_later(first, end)) - 1
        case [start, end]:
            return (
                FAR_PAST if start in {"", ".."} else _first(start),
                FAR_FUTURE if end in {"", ".."} else _last(end),
            )
        case _:
            raise ValueError(parts)


def _moment(text: str) -> datetime:
    if _MONTH.fullmatch(text):
        return _moment(f"{text}-01")
    if len(text) == _DATE_LENGTH:
        day = parse_date(text)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not _DATE.fullmatch(text[:10]) or text[10] not in "Tt":
        raise ValueError(text)
    return moment.astimezone(UTC)


def _first(text: str) -> int:
    return _us(_moment(text))


def _last(text: str) -> int:
    if _MONTH.fullmatch(text):
        return _us(_later(_moment(text), "P1M")) - 1
    whole_day = timedelta(days=1) - _MICROSECOND if len(text) == _DATE_LENGTH else timedelta()
    return _us(_moment(text)) + whole_day // _MICROSECOND


def _us(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // _MICROSECOND


def _later(moment: datetime, duration: str) -> datetime:
    parts = _DURATION.fullmatch(duration)
    if parts is None:
        raise ValueError(duration)
    years, months, weeks, days, hours, minutes, seconds = (int(x or 0) for x in parts.groups())
    month = moment.month - 1 + months + 12 * years
    year, month = moment.year + month // 12, month % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day) + timedelta(
        weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
    )
