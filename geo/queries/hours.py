"""Whether a port is open northbound at a moment, or whether its hours are not known."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.queries.question import Field
from geo.words.messages import message

if TYPE_CHECKING:
    from opening_hours import OpeningHours

__all__ = ["OPEN_AT", "checked_moment", "hours_notes", "is_open", "is_open_in", "open_spans"]

_ALLOWED: Final = message(
    "a date and time of the years 1900 to 2199 such as 2026-11-23T14:30-06:00; without an offset "
    "it is read as each port's own local time; or now"
)
_NOW: Final = "now"
_YEARS: Final = range(1900, 2200)
_SHORTEST: Final = len("2026-11-23T14")


def checked_moment(value: datetime | str) -> datetime:
    """Return a moment from a ``datetime`` or ISO 8601 text; ``InvalidValueError`` otherwise.

    ``now`` is this very moment. A moment without an offset means the local time of whichever port
    is asked about.
    """
    if isinstance(value, datetime):
        return value
    if value == _NOW:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(_with_plus(value.strip()))
    except (TypeError, ValueError, AttributeError):
        raise InvalidValueError("open_at", value, _ALLOWED) from None
    if len(value) < _SHORTEST or moment.year not in _YEARS:
        raise InvalidValueError("open_at", value, _ALLOWED)
    return moment


def _with_plus(text: str) -> str:
    """Return the text with the plus of its offset, which a query string turns into a space."""
    return text.replace(" ", "+", 1) if "T" in text else text


def is_open(
    border: BorderFrames, position: int, moment: datetime, mode: str | None = None
) -> bool | None:
    """Return whether a port admits northbound traffic at a moment; ``None`` if not known.

    Parameters
    ----------
    border
        The border.
    position
        Row number of the port.
    moment
        With an offset, an instant; without, the port's local time.
    mode
        Ask for one mode (hours of ``port_modes``); otherwise for any mode (hours of the port).
    """
    ports = border.records("ports").columns
    hours = (
        ports["opening_hours"][position]
        if mode is None
        else _hours_of_mode(border, ports["id"][position], mode)
    )
    if hours is None:
        return None
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(ports["time_zone"][position])
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return bool(_parsed(hours).is_open(local.replace(tzinfo=None)))


def open_spans(opening_hours: str, day: date) -> list[tuple[datetime, datetime]]:
    """Return from when to when hours (in OSM's notation) are open on a day, in local time.

    A span ends at midnight at the latest, and holidays are not known.
    """
    from opening_hours import State

    start = datetime.combine(day, time())
    spans = _parsed(opening_hours).intervals(start, start + timedelta(days=1))
    return [(opens, closes) for opens, closes, state, _remark in spans if state == State.OPEN]


def is_open_in(
    border: BorderFrames, position: int, moment: datetime, modes: tuple[str, ...]
) -> bool | None:
    """Return whether a port admits traffic in one of some modes, in any for none; see ``is_open``.

    It is not known if no mode is known to be open and one of those that it has is not known.
    """
    if not modes:
        return is_open(border, position, moment)
    own = border.records("ports").columns["modes"][position]
    answers = [is_open(border, position, moment, mode) for mode in modes if mode in own]
    return True if True in answers else None if None in answers else False


def hours_notes(
    border: BorderFrames, position: int, modes: tuple[str, ...] = ()
) -> tuple[str, str]:
    """Return the conditions and exceptions of a port's hours in English and Spanish, or nothing.

    They are those of some modes, or of all.
    """
    port = border.records("ports").columns["id"][position]
    columns = border.records("port_modes").columns
    rows = zip(
        columns["port_id"],
        columns["mode"],
        columns["hours_note_en"],
        columns["hours_note_es"],
        strict=True,
    )
    distinct = dict.fromkeys(
        (english, spanish)
        for of_port, of_mode, english, spanish in rows
        if of_port == port and (not modes or of_mode in modes) and english
    )
    english, spanish = (" ".join(note[side] or "" for note in distinct) for side in (0, 1))
    return english, spanish


def _hours_of_mode(border: BorderFrames, port_id: str, mode: str) -> str | None:
    rows = border.records("port_modes")
    key = f"{port_id}:{mode}"
    if key not in rows:
        return None
    hours: str | None = rows.columns["opening_hours_cbp"][rows.position(key)]
    return hours


@lru_cache(maxsize=256)
def _parsed(hours: str) -> "OpeningHours":
    from opening_hours import OpeningHours

    return OpeningHours(hours)


OPEN_AT: Final = Field(
    name="open_at",
    kind="text",
    description=message(
        "Only ports open northbound at this time: ISO 8601, or now; without an offset it is each "
        "port's own local time."
    ),
    longest=40,
    pattern=(
        r"^(now|(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])"
        r"(:[0-5][0-9](:[0-5][0-9])?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)$"
    ),
    example="2026-11-23T07:30:00-06:00",
    check=checked_moment,
)
"""The field of a moment; not every day that its pattern lets pass exists."""
