"""The nearest ports to a point, and the ports within a distance of it."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np

from geo.data.frames import BorderFrames
from geo.geodesy import (
    checked_lon_lat,
    distance_m,
    geocentric_point,
    longest_arc,
    longest_chord,
    rounded_km,
)
from geo.layers import Column
from geo.queries.access import (
    ACCESS_NOTES,
    DIRECTION,
    LEFT_OUT,
    NORTHBOUND,
    PROGRAM,
    Traveller,
    closed_remark,
)
from geo.queries.answer import Answer, Row
from geo.queries.fields import COUNT, LAT, LON, MAX_KM, MODE, STATE, kilometres, result
from geo.queries.filters import (
    ModeChoice,
    checked_count,
    checked_km,
    checked_modes,
    chosen_ports,
)
from geo.queries.hours import OPEN_AT, checked_moment, hours_notes, is_open_in
from geo.queries.port_arrays import PortSubset, port_arrays
from geo.queries.question import Nested, Question
from geo.words.messages import message

__all__ = ["NEAREST", "WITHIN", "NearPort", "nearest", "within"]

_TIE_M: Final = 1.0
"""Slack in metres when a bound on an arc leaves a candidate out: more than what the difference of
squares of the Earth's radius is rounded by (0.25 m)."""


@dataclass(frozen=True, slots=True)
class NearPort:
    """A port at a distance: row number, geodesic kilometres, initial bearing in degrees."""

    position: int
    distance_km: float
    bearing_deg: float


def nearest(  # noqa: PLR0913 - a question's values
    border: BorderFrames,
    lon: float,
    lat: float,
    *,
    k: int = 1,
    mode: ModeChoice = None,
    state: str | None = None,
    max_km: float | None = None,
    open_at: datetime | str | None = None,
    direction: str = NORTHBOUND,
    program: str | None = None,
) -> Answer:
    """Return the k nearest ports by geodesic distance on WGS 84, nearest first.

    Only ports open to the traveller are counted, who goes northbound and as anyone may unless
    said otherwise; nearer ones that are not are listed as left out. With the direction ``any``
    every port counts.

    With ``open_at`` only ports known to be open then are counted, with the conditions and
    exceptions of their hours; nearer ones whose hours are not known are listed before them, never
    assumed open or closed. Equal distances are ordered
    by id. Fewer than k are returned where fewer qualify, such as within ``max_km``. Of several
    modes a port needs one.

    Raises
    ------
    InvalidValueError
        ``lon``, ``lat``, ``k``, ``max_km``, ``open_at``, ``direction`` or ``program`` is not
        allowed.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    lon, lat = checked_lon_lat(lon, lat)
    wanted = checked_count(k, high=len(port_arrays(border).ids))
    moment = None if open_at is None else checked_moment(open_at)
    traveller = Traveller(modes=checked_modes(mode), direction=direction, program=program)
    closed = traveller.closed_ports(border)
    ports = chosen_ports(border, traveller.modes, state)
    ranked = _measured(ports, lon, lat, None if moment else wanted, closed)
    if max_km is not None:
        farthest = checked_km(max_km, "max_km")
        ranked = [port for port in ranked if port.distance_km <= farthest]
    let_in, left_out = _parted(border, ranked, closed)
    if moment is None:
        chosen = let_in[:wanted]
        return _answer(border, chosen, traveller, _left_out(left_out, chosen, wanted))
    opened, unknown = _nearest_open(border, let_in, wanted, moment, traveller.modes)
    ids = port_arrays(border).ids
    beside = [{"id": ids[port.position], **_distance(port)} for port in unknown]
    about = {"hours_not_known": beside, **_left_out(left_out, opened, wanted)}
    notes = [hours_notes(border, port.position, traveller.modes) for port in opened]
    return _answer(border, opened, traveller, about, opened=notes)


def _parted(
    border: BorderFrames, ranked: list[NearPort], closed: dict[str, str]
) -> tuple[list[NearPort], list[tuple[NearPort, Row]]]:
    """Return the ports open to the traveller, and the others with what is said of them."""
    ids = port_arrays(border).ids
    others = [
        (port, {"id": key, "open_to": closed[key], **_distance(port)})
        for port in ranked
        if (key := ids[port.position]) in closed
    ]
    return [port for port in ranked if ids[port.position] not in closed], others


def _left_out(others: list[tuple[NearPort, Row]], answered: list[NearPort], k: int) -> Row:
    """Return what is said of the ports left out that would be among the k nearest."""
    last = answered[-1].distance_km if len(answered) == k else math.inf
    rows = [row for port, row in others if port.distance_km <= last]
    return {"left_out": rows} if rows else {}


def within(
    border: BorderFrames,
    lon: float,
    lat: float,
    km: float,
    *,
    mode: ModeChoice = None,
    state: str | None = None,
    direction: str = NORTHBOUND,
    program: str | None = None,
) -> Answer:
    """Return the ports within a geodesic distance of a point, nearest first.

    Ports that are not open to the traveller, who goes northbound and as anyone may unless said
    otherwise, are listed as left out.

    Raises
    ------
    InvalidValueError
        ``lon``, ``lat``, ``km``, ``direction`` or ``program`` is not allowed.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    lon, lat = checked_lon_lat(lon, lat)
    limit = checked_km(km)
    traveller = Traveller(modes=checked_modes(mode), direction=direction, program=program)
    closed = traveller.closed_ports(border)
    ports = _measured(chosen_ports(border, traveller.modes, state), lon, lat)
    near = [port for port in ports if port.distance_km <= limit]
    let_in, left_out = _parted(border, near, closed)
    rows = [row for _, row in left_out]
    return _answer(border, let_in, traveller, {"left_out": rows} if rows else {})


def _answer(
    border: BorderFrames,
    ports: list[NearPort],
    traveller: Traveller,
    about: Row,
    *,
    opened: list[tuple[str, str]] | None = None,
) -> Answer:
    """Return the answer; ``opened`` holds the notes on the hours of ports found open."""
    measured = [_distance(port) for port in ports]
    columns: dict[str, list[Any]] = {
        name: [row[name] for row in measured] for name in ("distance_km", "bearing_deg")
    }
    ids = port_arrays(border).ids
    columns |= traveller.notes(border, [ids[port.position] for port in ports])
    if opened is not None:
        columns["open"] = [True] * len(ports)
        columns["hours_note_en"] = [english or None for english, _ in opened]
        columns["hours_note_es"] = [spanish or None for _, spanish in opened]
    return Answer(
        columns=columns,
        border=border,
        layer="ports",
        rows=[port.position for port in ports],
        about=about,
    )


def _distance(port: NearPort) -> Row:
    return {
        "distance_km": rounded_km(port.distance_km), "bearing_deg": round(port.bearing_deg, 4)
    }  # fmt: skip


def _measured(
    ports: PortSubset,
    lon: float,
    lat: float,
    k: int | None = None,
    closed: Collection[str] = (),
) -> list[NearPort]:
    """Return ports nearest first: all, or those as near as the k nearest that are not closed."""
    chosen = range(len(ports.ids)) if k is None else _candidates(ports, lon, lat, k, closed)
    ranked = []
    for index in chosen:
        metres, bearing = distance_m(lon, lat, ports.lons[index], ports.lats[index])
        ranked.append((metres, ports.ids[index], ports.rows[index], bearing))
    ranked.sort()
    return [NearPort(row, metres / 1000.0, bearing) for metres, _, row, bearing in ranked]


def _candidates(
    ports: PortSubset, lon: float, lat: float, k: int, closed: Collection[str]
) -> Sequence[int]:
    """Return indices of the k nearest ports that are not closed, and of all that may be as near."""
    counted = ports.besides(closed)
    if len(counted) <= k:
        return range(len(ports.ids))
    here = np.array(geocentric_point(lon, lat))
    squared = np.maximum(ports.squares - ports.xyz @ (2.0 * here) + here @ here, 0.0)
    open_ones = squared[counted] if closed else squared
    kth = math.sqrt(open_ones.min() if k == 1 else np.partition(open_ones, k - 1)[k - 1])
    reach = longest_chord(longest_arc(kth) + _TIE_M)
    near: list[int] = (squared <= reach * reach).nonzero()[0].tolist()
    return near


def _nearest_open(
    border: BorderFrames, ranked: list[NearPort], k: int, moment: datetime, modes: tuple[str, ...]
) -> tuple[list[NearPort], list[NearPort]]:
    """Return the k nearest ports open at a moment, and nearer ones whose hours are not known."""
    opened: list[NearPort] = []
    unknown: list[NearPort] = []
    for port in ranked:
        state = is_open_in(border, port.position, moment, modes)
        if state is None:
            unknown.append(port)
        elif state:
            opened.append(port)
            if len(opened) == k:
                break
    return opened, unknown


_NEAR: Final[tuple[Column, ...]] = (
    result("distance_km", "number", "Geodesic distance from the point.", unit="km"),
    result("bearing_deg", "number", "Initial bearing from the point, clockwise from north.",
           unit="deg"),
)  # fmt: skip
_SHOWN: Final = ("distance_km", "bearing_deg", "id", "name_en", "name_es", "modes")


def _nearest_remark(answer: Answer) -> str | None:
    names = ", ".join(
        f"{item['id']} ({item['distance_km']:,.1f} km)"
        for item in answer.about.get("hours_not_known", ())
    )
    closed = closed_remark(answer.about.get("left_out", ()))
    said = (
        f"nearer, but hours not known: {names}" if names else "",
        f"nearer, but {closed}" if closed else "",
    )
    return _lines(*said, *_notes(answer))


def _within_remark(answer: Answer) -> str | None:
    return _lines(closed_remark(answer.about.get("left_out", ())), *_notes(answer))


def _notes(answer: Answer) -> list[str]:
    """Return what is said of who may cross at the ports found, and of their hours."""
    return [
        f"{row['id']}: {text}"
        for row in answer.records()
        for text in (row.get("access_note_en"), row.get("hours_note_en"))
        if text
    ]


def _lines(*texts: str) -> str | None:
    return "\n".join(text for text in texts if text) or None


NEAREST: Final = Question(
    name="nearest",
    path="nearest",
    operation="nearest",
    summary=message("The nearest ports of entry to a point"),
    description=message(
        "Geodesic distances on WGS 84, nearest first. With `open_at` the ports are those known to "
        "be open northbound then, with the conditions and exceptions of their hours; nearer ones "
        "whose hours are not known are listed in `hours_not_known`, before them. The ports are "
        "those open to a traveller who goes northbound and as anyone may, unless `direction` or "
        "`program` say otherwise; nearer ones that are not, such as a railway bridge or a port for "
        "SENTRI alone, are listed in `left_out`."
    ),
    fields=(LON, LAT, COUNT, MODE, STATE, MAX_KM, OPEN_AT, DIRECTION, PROGRAM),
    columns=(
        *_NEAR,
        *ACCESS_NOTES,
        result("open", "boolean", "True where `open_at` was given.", required=False),
        result("hours_note_en", "string", "Conditions and exceptions of the hours, where `open_at` "
               "was given.", required=False),
        result("hours_note_es", "string", "The same in Spanish.", required=False),
    ),
    about=(
        Nested(
            name="hours_not_known",
            description="Nearer ports whose hours are not known.",
            columns=(result("id", "string", "Id of the port."), *_NEAR),
            is_list=True,
            required=False,
        ),
        LEFT_OUT,
    ),
    layer="ports",
    answer=nearest,
    shown=_SHOWN,
    example="-106.45 31.75 --k 3 --mode commercial",
    remark=_nearest_remark,
    quick=True,
)  # fmt: skip
WITHIN: Final = Question(
    name="within",
    path="within",
    operation="within",
    summary=message("The ports of entry within a distance of a point"),
    description=message(
        "The ports are those open to a traveller who goes northbound and as anyone may, unless "
        "`direction` or `program` say otherwise; the others are listed in `left_out`."
    ),
    fields=(
        LON, LAT,
        kilometres("km", message("Geodesic distance in kilometres."), required=True, example=100,
                   positional=True),
        MODE, STATE, DIRECTION, PROGRAM,
    ),
    columns=(*_NEAR, *ACCESS_NOTES),
    about=(LEFT_OUT,),
    layer="ports",
    answer=within,
    shown=_SHOWN,
    example="-106.45 31.75 50",
    remark=_within_remark,
)  # fmt: skip
