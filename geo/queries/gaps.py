"""Stretches of the boundary without a port of entry."""

from dataclasses import dataclass
from itertools import pairwise

from geo.dataset import Dataset
from geo.queries.along import between_ports
from geo.queries.filters import checked_km, checked_mode, checked_state

__all__ = ["Gap", "boundary_gaps"]


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


def boundary_gaps(
    dataset: Dataset,
    *,
    min_km: float = 0.0,
    mode: str | None = None,
    state: str | None = None,
) -> list[Gap]:
    """Return the stretches between neighbouring ports, longest first.

    ``kind`` is ``river``, ``land`` or ``mixed``. With ``mode`` the neighbours are those with
    that mode; with ``state`` only stretches that touch the state are returned.

    Raises
    ------
    InvalidValueError
        ``min_km`` is not a number or is negative.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    least = checked_km(min_km, "min_km")
    order = dataset.ports_along.tolist()
    if checked_mode(mode) is not None:
        order = [row for row in order if dataset.ports_with_mode[str(mode)][row]]
    checked_state(state)
    gaps = [_gap(dataset, east, west) for east, west in pairwise(order)]
    kept = [gap for gap in gaps if gap.km >= least and (state is None or state in gap.states)]
    return sorted(kept, key=lambda gap: (-gap.km, gap.from_boundary_km))


def _gap(dataset: Dataset, east: int, west: int) -> Gap:
    ports = dataset.table("ports").columns
    way = between_ports(dataset, ports["id"][west], ports["id"][east])
    start, end = ports["boundary_km"][east], ports["boundary_km"][west]
    pieces = dataset.table("boundary").columns
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
        from_boundary_km=float(start),
        to_boundary_km=float(end),
        kind=kinds.pop() if len(kinds) == 1 else "mixed",
        states=(*us, *mexican),
    )
