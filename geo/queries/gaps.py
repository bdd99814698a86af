"""Stretches of the boundary without a port of entry."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely

from geo.data.boundary_line import boundary_line
from geo.data.frames import BorderFrames
from geo.geodesy import rounded_km
from geo.layers import STATES
from geo.queries.along import between_ports
from geo.queries.answer import Answer
from geo.queries.fields import MODE, STATE, kilometres, result
from geo.queries.filters import ModeChoice, checked_km, checked_modes, checked_state
from geo.queries.port_arrays import port_arrays
from geo.queries.question import Question
from geo.words.messages import message

__all__ = ["GAPS", "GAP_COLUMNS", "Gap", "boundary_gaps", "gap_row", "gaps"]

GAP_COLUMNS: Final = (
    "id", "from_port", "from_name_en", "from_name_es", "to_port", "to_name_en", "to_name_es",
    "km", "straight_km", "kind", "states", "from_boundary_km", "to_boundary_km",
)  # fmt: skip
"""Columns of the gaps, in order."""
_LINE_TOLERANCE_DEG: Final = 0.0015
"""Generalisation of the lines drawn for gaps, about 150 m; their lengths are of the full line."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between neighbouring ports, from the Pacific end to the Gulf end.

    ``west`` and ``east`` are row numbers of the ports; ``km`` is measured along the boundary,
    ``straight_km`` is the geodesic; ``states`` are those that the stretch touches, US first.
    """

    west: int
    east: int
    km: float
    straight_km: float
    from_boundary_km: float
    to_boundary_km: float
    kind: str
    states: tuple[str, ...]


def gaps(
    border: BorderFrames,
    *,
    min_km: float = 0.0,
    mode: ModeChoice = None,
    state: str | None = None,
) -> Answer:
    """Return the stretches without a port, longest first; geometry generalised to 150 m.

    Raises
    ------
    InvalidValueError
        ``min_km`` is not a number or is negative.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    listed = boundary_gaps(border, min_km=min_km, mode=mode, state=state)
    rows = [gap_row(border, gap) for gap in listed]
    shapes = np.empty(len(listed), dtype=object)
    shapes[:] = [_shape(border, gap) for gap in listed]
    return Answer(
        columns={name: [row[name] for row in rows] for name in GAP_COLUMNS},
        border=border,
        shapes=shapes,
        about={
            "note": "Lengths are measured on the full line; the geometry is generalized to 150 m."
        },
    )


def boundary_gaps(
    border: BorderFrames,
    *,
    min_km: float = 0.0,
    mode: ModeChoice = None,
    state: str | None = None,
) -> list[Gap]:
    """Return the stretches between neighbouring ports, longest first.

    ``kind`` is ``river``, ``land`` or ``mixed``. With ``mode`` the neighbours are those with
    that mode or one of several; with ``state`` only stretches that touch the state are returned.

    Raises
    ------
    InvalidValueError
        ``min_km`` is not a number or is negative.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    least = checked_km(min_km, "min_km")
    ports = port_arrays(border)
    order = ports.along
    modes = checked_modes(mode)
    if modes:
        order = [row for row in order if any(ports.with_mode[name][row] for name in modes)]
    checked_state(state)
    every = [_gap(border, east, west) for east, west in pairwise(order)]
    kept = [gap for gap in every if gap.km >= least and (state is None or state in gap.states)]
    return sorted(kept, key=lambda gap: (-gap.km, gap.from_boundary_km))


def _gap(border: BorderFrames, east: int, west: int) -> Gap:
    ports = port_arrays(border)
    way = between_ports(border, ports.ids[west], ports.ids[east])
    start, end = float(ports.boundary_km[east]), float(ports.boundary_km[west])
    pieces = border.records("boundary").columns
    crossed = [
        row
        for row, (low, high) in enumerate(
            zip(pieces["from_boundary_km"], pieces["to_boundary_km"], strict=True)
        )
        if low < end and high > start
    ]
    kinds = {pieces["kind"][row] for row in crossed}
    us = dict.fromkeys(pieces["us_state"][row] for row in crossed)
    mexican = dict.fromkeys(pieces["mx_state"][row] for row in crossed)
    return Gap(
        west=west,
        east=east,
        km=way.along_km,
        straight_km=way.straight_km,
        from_boundary_km=start,
        to_boundary_km=end,
        kind=kinds.pop() if len(kinds) == 1 else "mixed",
        states=(*us, *mexican),
    )


def gap_row(border: BorderFrames, gap: Gap) -> dict[str, Any]:
    """Return a gap as a row of ``GAP_COLUMNS``."""
    ports = border.records("ports").columns
    west, east = (
        tuple(ports[name][row] for name in ("id", "name_en", "name_es"))
        for row in (gap.west, gap.east)
    )
    values = (
        f"{west[0]}--{east[0]}", *west, *east, round(gap.km, 3), rounded_km(gap.straight_km),
        gap.kind, list(gap.states), gap.from_boundary_km, gap.to_boundary_km,
    )  # fmt: skip
    return dict(zip(GAP_COLUMNS, values, strict=True))


def _shape(border: BorderFrames, gap: Gap) -> shapely.Geometry:
    cut = boundary_line(border).cut(gap.from_boundary_km, gap.to_boundary_km)
    return shapely.set_precision(shapely.simplify(cut, _LINE_TOLERANCE_DEG), 1e-6, "pointwise")


GAPS: Final = Question(
    name="gaps",
    path="gaps",
    operation="gaps",
    summary=message("Stretches of boundary without a port of entry, longest first"),
    fields=(kilometres("min_km", message("Leave out shorter stretches."), default=0), MODE, STATE),
    columns=(
        result("id", "string", "Ids of both ports."),
        result("from_port", "string", "The port at the Pacific end."),
        result("from_name_en", "string", "Its name in English."),
        result("from_name_es", "string", "Its name in Spanish.", required=False),
        result("to_port", "string", "The port at the Gulf end."),
        result("to_name_en", "string", "Its name in English."),
        result("to_name_es", "string", "Its name in Spanish.", required=False),
        result("km", "number", "Kilometers along the boundary.", unit="km"),
        result("straight_km", "number", "Geodesic distance.", unit="km"),
        result("kind", "string", "What the boundary is there.",
               allowed=("river", "land", "mixed")),
        result("states", "list", "States that the stretch touches, US first.", allowed=STATES),
        result("from_boundary_km", "number", "Chainage of the Gulf end.", unit="km"),
        result("to_boundary_km", "number", "Chainage of the Pacific end.", unit="km"),
    ),
    about=(result("note", "string", "How lengths and geometry were made."),),
    geometry="LineString",
    answer=gaps,
    shown=("km", "straight_km", "kind", "from_port", "to_port", "states"),
    example="--min-km 100",
    costly=True,
)  # fmt: skip
