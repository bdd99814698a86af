"""The nearest ports to a point."""

from datetime import datetime
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.geodesy import checked_lon_lat
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
from geo.queries.by_road import (
    BY,
    ROAD_ABOUT,
    ROAD_COLUMNS,
    STRAIGHT,
    chosen_road,
    is_by_road,
    road_remark,
)
from geo.queries.far_away import FAR_KM, FAR_WARNING, far_warning
from geo.queries.fields import COUNT, LAT, LON, MAX_KM, MODE, STATE, result
from geo.queries.filters import ModeChoice, checked_count, checked_km, checked_modes, chosen_ports
from geo.queries.hours import OPEN_AT, checked_moment, hours_notes, is_open_in
from geo.queries.near_ports import (
    NEAR_COLUMNS,
    SHOWN_COLUMNS,
    NearPort,
    distance_row,
    farthest_km,
    measured_ports,
    near_answer,
    near_notes,
    parted_ports,
    said_lines,
)
from geo.queries.port_arrays import port_arrays
from geo.queries.question import Nested, Question
from geo.routing.model import Router
from geo.words.messages import message

__all__ = ["NEAREST", "nearest"]


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
    by: str = STRAIGHT,
    router: Router | None = None,
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

    With ``by`` ``road`` or ``road_length`` the order is that of ``router``, by time or by
    kilometres, and that of the straight line where it gives no answer (``geo.queries.by_road``).

    Raises
    ------
    InvalidValueError
        ``lon``, ``lat``, ``k``, ``max_km``, ``open_at``, ``direction``, ``program`` or ``by`` is
        not allowed.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    lon, lat = checked_lon_lat(lon, lat)
    wanted = checked_count(k, high=len(port_arrays(border).ids))
    moment = None if open_at is None else checked_moment(open_at)
    traveller = Traveller(modes=checked_modes(mode), direction=direction, program=program)
    closed = traveller.closed_ports(border)
    ports = chosen_ports(border, traveller.modes, state)
    straight = wanted if by == STRAIGHT else len(ports.ids)
    ranked = measured_ports(ports, lon, lat, None if moment else straight, closed)
    doubted = not ranked or ranked[0].distance_km > FAR_KM
    if max_km is not None:
        farthest = checked_km(max_km, "max_km")
        ranked = [port for port in ranked if port.distance_km <= farthest]
    let_in, left_out = parted_ports(border, ranked, closed)
    chosen: list[NearPort] = let_in[:straight]
    unknown: list[NearPort] = []
    if moment is not None:
        chosen, unknown = _nearest_open(border, let_in, straight, moment, traveller.modes)
    columns, about = {}, {}
    if by != STRAIGHT:
        near = [(port.position, port.distance_km) for port in chosen]
        road = chosen_road(border, router, by, traveller.modes, (lon, lat), near, wanted)
        chosen, columns, about = [chosen[i] for i in road.order], road.columns, road.about
    if moment is not None:
        columns |= _hours(border, chosen, traveller.modes)
        about["hours_not_known"] = _not_known(border, unknown, chosen, wanted)
    about |= _left_out(left_out, chosen, wanted)
    about |= far_warning(border, lon, lat) if doubted else {}
    return near_answer(border, chosen, traveller, about, columns)


def _not_known(
    border: BorderFrames, unknown: list[NearPort], answered: list[NearPort], k: int
) -> list[Row]:
    ids, last = port_arrays(border).ids, farthest_km(answered, k)
    return [{"id": ids[port.position], **distance_row(port)} for port in unknown
            if port.distance_km <= last]  # fmt: skip


def _hours(
    border: BorderFrames, ports: list[NearPort], modes: tuple[str, ...]
) -> dict[str, list[Any]]:
    """Return columns that say that ports are open, and the notes on their hours."""
    notes = [hours_notes(border, port.position, modes) for port in ports]
    return {
        "open": [True] * len(ports),
        "hours_note_en": [english or None for english, _ in notes],
        "hours_note_es": [spanish or None for _, spanish in notes],
    }


def _left_out(others: list[tuple[NearPort, Row]], answered: list[NearPort], k: int) -> Row:
    """Return what is said of the ports left out that would be among the k nearest."""
    last = farthest_km(answered, k)
    rows = [row for port, row in others if port.distance_km <= last]
    return {"left_out": rows} if rows else {}


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


def _nearest_remark(answer: Answer) -> str | None:
    names = ", ".join(
        f"{item['id']} ({item['distance_km']:,.1f} km)"
        for item in answer.about.get("hours_not_known", ())
    )
    closed = closed_remark(answer.about.get("left_out", ()))
    said = (
        answer.about.get("warning_en", ""),
        road_remark(answer.about),
        f"nearer, but hours not known: {names}" if names else "",
        f"nearer, but {closed}" if closed else "",
    )
    return said_lines(*said, *near_notes(answer))


NEAREST: Final = Question(
    name="nearest",
    path="nearest",
    operation="nearest",
    summary=message("The nearest ports of entry to a point"),
    description=message(
        "Geodesic distances on WGS 84, nearest first. With `open_at` the ports are those known to "
        "be open northbound then, with the conditions and exceptions of their hours; nearer ones "
        "whose hours are not known are listed in `hours_not_known`, before them. The ports are "
        "those open to a traveler who goes northbound and as anyone may, unless `direction` or "
        "`program` say otherwise; nearer ones that are not, such as a railway bridge or a port for "
        "SENTRI alone, are listed in `left_out`. `warning_en` says where a sign of the longitude "
        "may be lost."
    ),
    fields=(LON, LAT, COUNT, MODE, STATE, MAX_KM, OPEN_AT, DIRECTION, PROGRAM, BY),
    columns=(
        *NEAR_COLUMNS,
        *ROAD_COLUMNS,
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
            columns=(result("id", "string", "Id of the port."), *NEAR_COLUMNS),
            is_list=True,
            required=False,
        ),
        LEFT_OUT,
        *FAR_WARNING,
        *ROAD_ABOUT,
    ),
    layer="ports",
    answer=nearest,
    shown=("road_minutes", "road_km", *SHOWN_COLUMNS),
    example="-106.45 31.75 --k 3 --mode commercial",
    remark=_nearest_remark,
    quick=True,
    costly=lambda _, values: is_by_road(values),
    asks_router=is_by_road,
)  # fmt: skip
