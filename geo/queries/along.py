"""Along the line: the next crossings up or down it, and the way between two ports."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from geo.dataset import Dataset
from geo.errors import InvalidValueError
from geo.geodesy import distances_m
from geo.queries.filters import checked_count, checked_mode

__all__ = ["DIRECTIONS", "Between", "NextPort", "between_ports", "next_along"]

DIRECTIONS: Final = ("downstream", "upstream")
"""Downstream is towards the Gulf of Mexico, upstream towards the Pacific."""

Basis = Literal["river_km", "boundary_km"]


@dataclass(frozen=True, slots=True)
class NextPort:
    """A port further along the line: row number, kilometres along it and in a straight line.

    ``basis`` is ``river_km`` where both ports are on the Rio Grande; where the way runs over the
    land boundary it is ``boundary_km``, the chainage along the whole boundary.
    """

    position: int
    along_km: float
    straight_km: float
    basis: Basis


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
    dataset: Dataset,
    port_id: str,
    *,
    direction: str = "downstream",
    k: int = 1,
    mode: str | None = None,
) -> tuple[NextPort, ...]:
    """Return the next k crossings along the line from a port, in order.

    Raises
    ------
    UnknownPortError, UnknownModeError
        No such port or mode.
    InvalidValueError
        ``direction`` or ``k`` is not allowed.
    """
    start = dataset.port_position(port_id)
    if direction not in DIRECTIONS:
        raise InvalidValueError("direction", direction, " or ".join(DIRECTIONS))
    wanted = checked_count(k)
    order = dataset.ports_along.tolist()
    here = order.index(start)
    onward = order[:here][::-1] if direction == "downstream" else order[here + 1 :]
    if checked_mode(mode) is not None:
        onward = [row for row in onward if dataset.ports_with_mode[str(mode)][row]]
    return tuple(
        NextPort(row, _along_km(dataset, start, row), _straight_km(dataset, start, row),
                 _basis(dataset, start, row))
        for row in onward[:wanted]
    )  # fmt: skip


def between_ports(dataset: Dataset, port_a: str, port_b: str) -> Between:
    """Return the way from one port to another along the line and as the crow flies.

    Raises
    ------
    UnknownPortError
        No such port; the field is ``from`` or ``to``.
    """
    start = dataset.port_position(port_a, "from")
    end = dataset.port_position(port_b, "to")
    order = dataset.ports_along.tolist()
    first, last = order.index(start), order.index(end)
    inner = order[first + 1 : last] if first <= last else order[last + 1 : first][::-1]
    along = _along_km(dataset, start, end)
    basis = _basis(dataset, start, end)
    return Between(
        start=start,
        end=end,
        along_km=along,
        river_km=along if basis == "river_km" else None,
        straight_km=_straight_km(dataset, start, end),
        basis=basis,
        passed=tuple(inner),
    )


def _along_km(dataset: Dataset, a: int, b: int) -> float:
    chainage = dataset.table("ports").columns["boundary_km"]
    return abs(float(chainage[a]) - float(chainage[b]))


def _straight_km(dataset: Dataset, a: int, b: int) -> float:
    lons, lats = dataset.port_lon_lat
    metres, _ = distances_m(float(lons[a]), float(lats[a]), lons[[b]], lats[[b]])
    return float(np.asarray(metres)[0]) / 1000.0


def _basis(dataset: Dataset, a: int, b: int) -> Basis:
    river = dataset.table("ports").columns["river"]
    return "river_km" if river[a] and river[a] == river[b] else "boundary_km"
