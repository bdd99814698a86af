"""Waiting times as CBP records them: a reading per place and kind of lane.

They are what officers type or, where the method says RFID, what readers along the road measure;
nobody has checked them. Only the present state is published, so what was before is what we kept.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median_low
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from geo.data.frames import BorderFrames
from geo.feeds.cbp_records import LaneText, Payload, read_payload
from geo.feeds.clock_text import AHEAD, moment_of
from geo.feeds.fetch import PayloadError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "METHODS",
    "STATUSES",
    "Place",
    "Reading",
    "WaitReport",
    "places_of",
    "refuse_future",
    "wait_report",
]

_SYSTEM: Final = "cbp_wait_time"
STATUSES: Final = ("reported", "closed", "pending", "not_applicable", "unclear")
"""What is known of lanes: their wait; that they are closed; that CBP has no word yet; that the
place has none; or that what CBP wrote cannot be understood."""
METHODS: Final = ("rfid", "manual")
_STATUS_OF: Final = {
    "delay": "reported",
    "no delay": "reported",
    "lanes closed": "closed",
    "update pending": "pending",
    "n/a": "not_applicable",
}
_DELAY: Final = re.compile(
    r"(?P<plain>\d{1,4})|(?:(?P<hours>\d{1,2}) hrs?)?(?: ?(?P<minutes>\d{1,3}) min)?"
)
_MAX_MINUTES: Final = 24 * 60
_COUNT: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the feed: the port that it belongs to and the clock there.

    ``is_second`` says that it is a second record of a place, which nobody keeps up.
    """

    number: str
    port_id: str
    name: str
    zone: ZoneInfo
    is_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What CBP says of the lanes of one kind at one place.

    ``minutes`` is the wait where ``status`` is ``reported``, else ``None``. ``observed`` is the
    moment of which CBP says it, in UTC, ``None`` where it names none; ``said`` is how it wrote
    that. ``method`` is ``rfid``, ``manual`` or ``None``, not known.
    """

    port_id: str
    number: str
    lane: str
    status: str
    minutes: int | None
    lanes_open: int | None
    lanes_most: int | None
    method: str | None
    observed: datetime | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitReport:
    """The readings of one answer; ``published`` is the publisher's clock, in UTC.

    ``counted`` says how much was left out or odd, and ``messages`` what of it.
    """

    published: datetime
    readings: tuple[Reading, ...]
    counted: Mapping[str, int] = field(default_factory=dict)
    messages: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many readings there are."""
        return len(self.readings)

    def frame(self) -> "pd.DataFrame":
        """Return a row per reading, with typed columns; ``observed`` is in UTC."""
        import pandas as pd

        names = Reading.__dataclass_fields__
        frame = pd.DataFrame(
            [[getattr(one, name) for name in names] for one in self.readings], columns=list(names)
        )
        kinds = dict.fromkeys(("minutes", "lanes_open", "lanes_most"), "Int64")
        kinds |= dict.fromkeys(("port_id", "number", "lane", "status", "method", "said"), "string")
        return frame.astype({**kinds, "observed": "datetime64[us, UTC]"})


def places_of(border: BorderFrames) -> dict[str, Place]:
    """Return the places of the feed that we know, by CBP's number."""
    ports, codes = border.records("ports"), border.records("port_codes")
    zones = {port: ZoneInfo(zone) for port, zone in
             zip(ports.columns["id"], ports.columns["time_zone"], strict=True)}  # fmt: skip
    rows = (codes.row(position) for position in range(len(codes)))
    return {
        row["code"]: Place(
            number=row["code"],
            port_id=row["port_id"],
            name=row["code_name"] or "",
            zone=zones[row["port_id"]],
            is_second=bool(row["second_record"]),
        )
        for row in rows
        if row["system"] == _SYSTEM
    }


def wait_report(content: bytes, places: Mapping[str, Place]) -> WaitReport:
    """Return what an answer of CBP says of the places that we know.

    Raises
    ------
    PayloadError
        The answer lacks what it must have; nothing of it is to be used.
    """
    payload = read_payload(content)
    published = _published(payload, places, content)
    tally = _Tally()
    readings = []
    seen = set()
    for record in payload.records:
        place = places.get(record.number)
        if place is None:
            tally.note("unknown_numbers", f"{record.number} ({record.name})")
        elif record.number in seen:
            tally.note("repeated_numbers", record.number)
        elif place.is_second:
            if any(_minutes(lane.delay) is not None for lane in record.lanes):
                tally.note("second_records_with_figures", f"{record.number} ({record.name})")
        else:
            seen.add(record.number)
            readings += [_reading(place, lane, published, tally) for lane in record.lanes]
    return WaitReport(
        published=published,
        readings=tuple(readings),
        counted=dict(tally.counts),
        messages=tuple(tally.messages()),
    )


class _Tally:
    """What is odd in an answer, counted and named."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._named: dict[str, list[str]] = {}

    def note(self, kind: str, what: str) -> None:
        self.counts[kind] += 1
        self._named.setdefault(kind, []).append(what)

    def messages(self) -> list[str]:
        return [f"{kind.replace('_', ' ')}: {', '.join(sorted(set(what)))[:500]}"
                for kind, what in self._named.items()]  # fmt: skip


def _published(payload: Payload, places: Mapping[str, Place], content: bytes) -> datetime:
    """Return the publisher's clock: its own, or the one on which most records agree.

    A record's clock is sometimes that of the wrong zone, an hour off; the middle one is not.
    """
    if payload.published is not None:
        return payload.published.astimezone(UTC)
    clocks = [
        record.clock.replace(tzinfo=places[record.number].zone).astimezone(UTC)
        for record in payload.records
        if record.clock is not None and record.number in places
    ]
    if not clocks:
        text = content.decode(errors="replace")
        raise PayloadError("CBP: no place that we know says what time it is", text)
    return median_low(clocks)


def _reading(place: Place, lane: LaneText, published: datetime, tally: _Tally) -> Reading:
    minutes = _minutes(lane.delay)
    status = _STATUS_OF.get(lane.status.lower(), "unclear")
    where = f"{place.number} {lane.lane}"
    if status == "reported" and minutes is None:
        status = "unclear"
    if status == "unclear":
        tally.note("unclear", f"{where}: {lane.status[:40]!r}, {lane.delay[:40]!r}")
    observed = None
    if lane.update_time:
        observed = moment_of(lane.update_time, place.zone, published)
        if observed is None:
            tally.note("unclear_times", f"{where}: {lane.update_time[:40]!r}")
        elif observed > published:
            tally.note("times_ahead", f"{where}: {lane.update_time}")
    return Reading(
        port_id=place.port_id,
        number=place.number,
        lane=lane.lane,
        status=status,
        minutes=minutes if status == "reported" else None,
        lanes_open=_count(lane.lanes_open),
        lanes_most=_count(lane.most),
        method=lane.method.lower() if lane.method.lower() in METHODS else None,
        observed=observed,
        said=lane.update_time,
    )


def _minutes(text: str) -> int | None:
    """Return the minutes of "15", "15 min", "1 hr" or "1 hrs 10 min"; ``None`` if it says none."""
    match = _DELAY.fullmatch(text.strip())
    if not text.strip() or match is None:
        return None
    minutes = int(match["plain"] or 0) + 60 * int(match["hours"] or 0) + int(match["minutes"] or 0)
    return minutes if minutes <= _MAX_MINUTES else None


def _count(text: str) -> int | None:
    return int(text) if _COUNT.fullmatch(text) else None


def refuse_future(report: WaitReport, now: datetime, content: bytes) -> None:
    """Refuse an answer whose clock is ahead of ours, by which every age would be wrong.

    Raises
    ------
    PayloadError
        It is more than an hour ahead.
    """
    if report.published > now + AHEAD:
        ahead = f"CBP: the answer is of {report.published:%Y-%m-%d %H:%M} UTC, which is to come"
        raise PayloadError(ahead, content.decode(errors="replace"))
