"""Along the line: the next crossings up or down it, and the way between two ports."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.geodesy import distance_m, rounded_km
from geo.queries.answer import Answer, Row
from geo.queries.fields import COUNT, MODE, port_field, result
from geo.queries.filters import ModeChoice, checked_count, checked_modes
from geo.queries.port_arrays import port_arrays
from geo.queries.question import Field, Question
from geo.words.messages import message

__all__ = ["ALONG", "BETWEEN", "DIRECTIONS", "Between", "between", "between_ports", "next_along"]

DIRECTIONS: Final = ("downstream", "upstream")
"""Downstream is towards the Gulf of Mexico, upstream towards the Pacific."""

Basis = Literal["river_km", "boundary_km"]
BASES: Final = ("river_km", "boundary_km")
_NOTES: Final[dict[Basis, str]] = {
    "river_km": "Both ports are on the Rio Grande: kilometers along the river.",
    "boundary_km": (
        "The way runs over the land boundary: kilometers along the whole boundary, not the river."
    ),
}


@dataclass(frozen=True, slots=True)
class Between:
    """The way between two ports; ``passed`` are the row numbers of the ports in between.

    ``along_km`` is measured on the boundary line; ``river_km`` repeats it where both ports are
    on the Rio Grande and is ``None`` elsewhere, as ``basis`` says.
    """

    start: int
    end: int
    along_km: float
    river_km: float | None
    straight_km: float
    basis: Basis
    passed: tuple[int, ...]


def next_along(
    border: BorderFrames,
    port_id: str,
    *,
    direction: str = "downstream",
    k: int = 1,
    mode: ModeChoice = None,
) -> Answer:
    """Return the next k crossings along the line from a port, in order.

    ``along_km`` and ``straight_km`` are kilometres; ``basis`` is ``river_km`` where both ports
    are on the Rio Grande, else ``boundary_km``, the chainage along the whole boundary.

    Raises
    ------
    UnknownPortError, UnknownModeError
        No such port or mode.
    InvalidValueError
        ``direction`` or ``k`` is not allowed.
    """
    start = border.port_position(port_id)
    if direction not in DIRECTIONS:
        raise InvalidValueError("direction", direction, " or ".join(DIRECTIONS))
    ports = port_arrays(border)
    wanted = checked_count(k, high=len(ports.ids))
    here = ports.along.index(start)
    onward = ports.along[:here][::-1] if direction == "downstream" else ports.along[here + 1 :]
    modes = checked_modes(mode)
    if modes:
        onward = [row for row in onward if any(ports.with_mode[name][row] for name in modes)]
    rows = onward[:wanted]
    bases = [_basis(border, start, row) for row in rows]
    note = " ".join(_NOTES[basis] for basis in dict.fromkeys(bases)) or None
    return Answer(
        columns={
            "along_km": [rounded_km(_along_km(border, start, row)) for row in rows],
            "straight_km": [rounded_km(_straight_km(border, start, row)) for row in rows],
            "basis": list[Any](bases),
        },
        border=border,
        layer="ports",
        rows=rows,
        about={"from": port_id, "direction": direction, "note": note},
    )


def between(border: BorderFrames, port_a: str, port_b: str) -> Row:
    """Return the way between two ports as one row: kilometres, and the ids of ports passed.

    Raises
    ------
    UnknownPortError
        No such port; the field is ``from`` or ``to``.
    """
    way = between_ports(border, port_a, port_b)
    ids = port_arrays(border).ids
    return {
        "from": port_a,
        "to": port_b,
        "basis": way.basis,
        "along_km": rounded_km(way.along_km),
        "river_km": None if way.river_km is None else rounded_km(way.river_km),
        "boundary_km": rounded_km(way.along_km),
        "straight_km": rounded_km(way.straight_km),
        "ports_passed": [ids[row] for row in way.passed],
        "note": _NOTES[way.basis],
    }


def between_ports(border: BorderFrames, port_a: str, port_b: str) -> Between:
    """Return the way from one port to another along the line and as the crow flies.

    Raises
    ------
    UnknownPortError
        No such port; the field is ``from`` or ``to``.
    """
    start = border.port_position(port_a, "from")
    end = border.port_position(port_b, "to")
    order = port_arrays(border).along
    first, last = order.index(start), order.index(end)
    inner = order[first + 1 : last] if first <= last else order[last + 1 : first][::-1]
    along = _along_km(border, start, end)
    basis = _basis(border, start, end)
    return Between(
        start=start,
        end=end,
        along_km=along,
        river_km=along if basis == "river_km" else None,
        straight_km=_straight_km(border, start, end),
        basis=basis,
        passed=tuple(inner),
    )


def _along_km(border: BorderFrames, a: int, b: int) -> float:
    chainage = port_arrays(border).boundary_km
    return abs(float(chainage[a]) - float(chainage[b]))


def _straight_km(border: BorderFrames, a: int, b: int) -> float:
    ports = port_arrays(border)
    here, there = ((float(ports.lon[row]), float(ports.lat[row])) for row in (a, b))
    return distance_m(*here, *there)[0] / 1000.0


def _basis(border: BorderFrames, a: int, b: int) -> Basis:
    river = port_arrays(border).river
    return "river_km" if river[a] and river[a] == river[b] else "boundary_km"


ALONG: Final = Question(
    name="along",
    path="along",
    former_path="along-river",
    operation="along",
    summary=message("The next crossings up or down the line from a port"),
    description=message(
        "By river kilometer on the Rio Grande; where the way runs over the land boundary, by "
        "boundary kilometer, and `basis` says so."
    ),
    fields=(
        port_field("port", "del-rio", "port_id"),
        Field(name="direction", kind="text", description=message("Downstream is toward the Gulf."),
              allowed=DIRECTIONS, default="downstream"),
        COUNT, MODE,
    ),
    columns=(
        result("along_km", "number", "Kilometers along the line.", unit="km"),
        result("straight_km", "number", "Geodesic distance.", unit="km"),
        result("basis", "string", "Whether these are river or boundary kilometers.",
               allowed=BASES),
    ),
    about=(
        result("from", "string", "The port asked about."),
        result("direction", "string", "The direction asked about."),
        result("note", "string", "What the kilometers are measured along.", required=False),
    ),
    layer="ports",
    answer=next_along,
    shown=("along_km", "straight_km", "basis", "id", "name_en", "name_es"),
    example="del-rio --direction downstream --k 2",
)  # fmt: skip
BETWEEN: Final = Question(
    name="between",
    path="between",
    operation="between",
    summary=message("The way between two ports along the line and as the crow flies"),
    fields=(
        port_field("from", "del-rio", "port_a"), port_field("to", "laredo-world-trade", "port_b"),
    ),
    columns=(
        result("from", "string", "The first port."),
        result("to", "string", "The second port."),
        result("basis", "string", "Whether these are river or boundary kilometers.",
               allowed=BASES),
        result("along_km", "number", "Kilometers along the line.", unit="km"),
        result("river_km", "number", "The same where both ports are on the Rio Grande.",
               unit="km", required=False),
        result("boundary_km", "number", "Kilometers along the whole boundary.", unit="km"),
        result("straight_km", "number", "Geodesic distance.", unit="km"),
        result("ports_passed", "list", "Ids of the ports in between, in order."),
        result("note", "string", "What the kilometers are measured along.", required=False),
    ),
    shape="row",
    answer=between,
    example="del-rio laredo-world-trade",
)  # fmt: skip
