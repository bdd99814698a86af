"""The ports within a distance of a point."""

from typing import Final

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
from geo.queries.answer import Answer
from geo.queries.fields import LAT, LON, MODE, STATE, kilometres
from geo.queries.filters import ModeChoice, checked_km, checked_modes, chosen_ports
from geo.queries.near_ports import (
    NEAR_COLUMNS,
    SHOWN_COLUMNS,
    measured_ports,
    near_answer,
    near_notes,
    parted_ports,
    said_lines,
)
from geo.queries.question import Question
from geo.words.messages import message

__all__ = ["WITHIN", "within"]


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
    ports = measured_ports(chosen_ports(border, traveller.modes, state), lon, lat)
    near = [port for port in ports if port.distance_km <= limit]
    let_in, left_out = parted_ports(border, near, closed)
    rows = [row for _, row in left_out]
    return near_answer(border, let_in, traveller, {"left_out": rows} if rows else {}, {})


def _within_remark(answer: Answer) -> str | None:
    return said_lines(closed_remark(answer.about.get("left_out", ())), *near_notes(answer))


WITHIN: Final = Question(
    name="within",
    path="within",
    operation="within",
    summary=message("The ports of entry within a distance of a point"),
    description=message(
        "The ports are those open to a traveler who goes northbound and as anyone may, unless "
        "`direction` or `program` say otherwise; the others are listed in `left_out`."
    ),
    fields=(
        LON, LAT,
        kilometres("km", message("Geodesic distance in kilometers."), required=True, example=100,
                   positional=True),
        MODE, STATE, DIRECTION, PROGRAM,
    ),
    columns=(*NEAR_COLUMNS, *ACCESS_NOTES),
    about=(LEFT_OUT,),
    layer="ports",
    answer=within,
    shown=SHOWN_COLUMNS,
    example="-106.45 31.75 50",
    remark=_within_remark,
)  # fmt: skip
