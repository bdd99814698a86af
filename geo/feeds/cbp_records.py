"""What CBP's waiting time feed sends, as JSON or XML, read into records of one form.

Every value is a text. A record is a place (a port number, or a part of a port), with three groups
of lanes. A payload of which any record lacks what all must have is refused whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import orjson

from geo.feeds.fetch import PayloadError

__all__ = ["LANES", "LaneText", "Payload", "Record", "read_payload"]

_GROUPS: Final = {
    "commercial_vehicle_lanes": ("cv", {
        "standard_lanes": "commercial_standard", "FAST_lanes": "commercial_fast",
    }),
    "passenger_vehicle_lanes": ("pv", {
        "standard_lanes": "pov_standard", "NEXUS_SENTRI_lanes": "pov_sentri",
        "ready_lanes": "pov_ready",
    }),
    "pedestrian_lanes": ("ped", {
        "standard_lanes": "pedestrian_standard", "ready_lanes": "pedestrian_ready",
    }),
}  # fmt: skip
LANES: Final[tuple[str, ...]] = tuple(
    lane for _, lanes in _GROUPS.values() for lane in lanes.values()
)
"""Kinds of lanes, each a mode and a programme, in the order of the feed."""
_MEXICAN: Final = "Mexican Border"
_MIN_RECORDS: Final = 30
"""Fewer places on the Mexican border than CBP ever listed; then something is missing."""
_EASTERN: Final = ZoneInfo("America/New_York")
_TEXTS: Final = ("port_number", "border", "port_name", "crossing_name", "date", "port_status")
_LANE_TEXTS: Final = ("update_time", "operational_status", "delay_minutes", "lanes_open")
_DATE: Final = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_TIME: Final = re.compile(r"\d{1,2}:\d{1,2}:\d{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneText:
    """What is said of the lanes of one kind, as written.

    ``most`` is the number of lanes of the group, ``method`` how the group's waits are found.
    """

    lane: str
    update_time: str
    status: str
    delay: str
    lanes_open: str
    most: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is said of one place. ``clock`` is the publisher's time there, without a zone."""

    number: str
    name: str
    clock: datetime | None
    lanes: tuple[LaneText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The places on the Mexican border; ``published`` where the payload has a time of its own."""

    records: tuple[Record, ...]
    published: datetime | None


class _LackError(Exception):
    """Something that must be there is not, or is not as it must be."""


def read_payload(content: bytes) -> Payload:
    """Return the records of a payload.

    Raises
    ------
    PayloadError
        It is neither form, or lacks what it must have; ``payload`` is the text.
    """
    try:
        if content.lstrip()[:1] == b"<":
            return _of_xml(content)
        return _of_json(content)
    except _LackError as lack:
        raise PayloadError(f"CBP: {lack}", content.decode(errors="replace")) from None


def _of_json(content: bytes) -> Payload:
    try:
        listed = orjson.loads(content)
    except ValueError:
        raise _LackError("what came is neither JSON nor XML") from None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise _LackError("the JSON is not a list of objects")
    return Payload(records=_records(listed), published=None)


def _of_xml(content: bytes) -> Payload:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _LackError("the XML declares entities")
    try:
        root = ET.fromstring(content)  # noqa: S314 - without entities there is nothing to expand
    except ET.ParseError as error:
        raise _LackError(f"the XML is not whole: {error}") from None
    listed = [_plain(port) for port in root.findall("port")]
    said = f"{root.findtext('last_updated_date')} {root.findtext('last_updated_time')}"
    try:
        # The first answers of a capture fit the time of the east coast, and no other.
        published = datetime.strptime(said, "%Y-%m-%d %H:%M:%S").replace(tzinfo=_EASTERN)
    except ValueError:
        raise _LackError("the XML does not say when it was updated") from None
    return Payload(records=_records(listed), published=published)


def _plain(element: ET.Element) -> Any:  # noqa: ANN401 - a text or an object of them
    if len(element):
        return {child.tag: _plain(child) for child in element}
    return element.text or ""


def _records(listed: Sequence[Mapping[str, Any]]) -> tuple[Record, ...]:
    records = tuple(_record(one) for one in listed if _text(one, "border") == _MEXICAN)
    if len(records) < _MIN_RECORDS:
        raise _LackError(f"only {len(records)} places on the Mexican border")
    return records


def _record(one: Mapping[str, Any]) -> Record:
    texts = {name: _text(one, name) for name in _TEXTS}
    where = texts["port_number"]
    if not where.strip():
        raise _LackError("a record without port_number")
    lanes = []
    for group, (prefix, kinds) in _GROUPS.items():
        held = _object(one, group, where)
        method = held.get(f"{prefix}_automation_type", "")
        for name, lane in kinds.items():
            said = _object(held, name, where)
            update, status, delay, lanes_open = (_text(said, key) for key in _LANE_TEXTS)
            lanes.append(
                LaneText(
                    lane=lane,
                    update_time=update,
                    status=status,
                    delay=delay,
                    lanes_open=lanes_open,
                    most=_text(held, "maximum_lanes"),
                    method=method if isinstance(method, str) else "",
                )
            )
    name = f"{texts['port_name']} {texts['crossing_name']}".strip()
    return Record(number=where, name=name, clock=_clock(one, texts["date"]), lanes=tuple(lanes))


def _clock(one: Mapping[str, Any], date: str) -> datetime | None:
    """Return a record's date and time; the older form gives the date alone."""
    time = one.get("time", "")
    if not _DATE.fullmatch(date) or not (time == "" or _TIME.fullmatch(str(time))):
        raise _LackError(f"a record whose date or time is not one: {date!r} {time!r}")
    if not time:
        return None
    try:
        return datetime.strptime(f"{date} {time}", "%m/%d/%Y %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        raise _LackError(f"a record whose date or time is not one: {date!r} {time!r}") from None


def _text(held: Mapping[str, Any], name: str) -> str:
    value = held.get(name)
    if not isinstance(value, str):
        raise _LackError(f"a record whose {name} is missing or no text")
    return value.strip()


def _object(held: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    value = held.get(name)
    if not isinstance(value, dict):
        raise _LackError(f"{where}: {name} is missing")
    return value
