"""The ports that many points are compared with, as arrays that are sent to every worker."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.errors import InvalidValueError
from geo.geodesy import Floats, geocentric
from geo.queries.access import NORTHBOUND, Traveller
from geo.queries.filters import checked_count, checked_modes, port_mask

if TYPE_CHECKING:
    from geo.border import Border
    from geo.data.frames import BorderFrames
    from geo.queries.filters import ModeChoice

__all__ = [
    "MAX_NEIGHBOURS",
    "PortPoints",
    "checked_neighbours",
    "open_ports_of_border",
    "ports_of_border",
]

MAX_NEIGHBOURS = 5
"""Most ports that are found for each point of a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortPoints:
    """Candidate ports, ordered by id so that equal distances resolve to the first.

    ``lon`` and ``lat`` are degrees WGS 84 and ``xyz`` geocentric metres, shapes (ports,) and
    (ports, 3). ``version`` is that of the data set they come from. ``left_out`` holds the ports
    that are not open to the traveller, as (id, to whom it is open); ``hours_not_known`` the ids of
    those of which it is not known whether they are open at the moment asked for.
    """

    ids: tuple[str, ...]
    lon: Floats
    lat: Floats
    xyz: Floats
    version: str
    left_out: tuple[tuple[str, str], ...] = ()
    hours_not_known: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.ids)


def ports_of_border(
    border: "Border",
    *,
    mode: "ModeChoice" = None,
    state: str | None = None,
    direction: str = NORTHBOUND,
    program: str | None = None,
) -> PortPoints:
    """Return the ports of ``open_ports_of_border`` at any time.

    Raises
    ------
    InvalidValueError
        No such port is in this state; or no such direction or program.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    ports = open_ports_of_border(
        border, mode=mode, state=state, direction=direction, program=program
    )
    if not len(ports):
        raise InvalidValueError("mode", mode, f"a mode that some port of {state} has")
    return ports


def open_ports_of_border(
    border: "BorderFrames",
    *,
    mode: "ModeChoice" = None,
    state: str | None = None,
    open_at: datetime | str | None = None,
    direction: str = NORTHBOUND,
    program: str | None = None,
) -> PortPoints:
    """Return the ports of a data set that have a mode, touch a state and are open to a traveller.

    The traveller goes northbound and as anyone may unless said otherwise, and crosses at the
    moment ``open_at`` if one is given. Of several modes a port needs one. There may be no such
    port.

    Raises
    ------
    InvalidValueError
        No such direction or program, or no moment.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    # What answers points elsewhere has the ports already, and needs nothing of what finds them.
    from geo.queries.hours import checked_moment, is_open_in
    from geo.queries.port_arrays import port_arrays

    ids = border.records("ports").columns["id"]
    traveller = Traveller(modes=checked_modes(mode), direction=direction, program=program)
    closed = traveller.closed_ports(border)
    having = sorted(
        np.flatnonzero(port_mask(border, traveller.modes, state)).tolist(), key=ids.__getitem__
    )
    rows = [row for row in having if ids[row] not in closed]
    unknown: list[int] = []
    if open_at is not None:
        moment = checked_moment(open_at)
        states = {row: is_open_in(border, row, moment, traveller.modes) for row in rows}
        unknown = [row for row in rows if states[row] is None]
        rows = [row for row in rows if states[row]]
    ports = port_arrays(border)
    chosen: npt.NDArray[np.intp] = np.asarray(rows, np.intp)
    lon, lat = ports.lon[chosen], ports.lat[chosen]
    return PortPoints(
        ids=tuple(ids[row] for row in rows),
        lon=lon,
        lat=lat,
        xyz=geocentric(lon, lat),
        version=border.version,
        hours_not_known=tuple(ids[row] for row in unknown),
        left_out=tuple((ids[row], closed[ids[row]]) for row in having if ids[row] in closed),
    )


def checked_neighbours(value: object) -> int:
    """Return how many ports to find for each point, 1 to 5; ``InvalidValueError`` otherwise."""
    return checked_count(value, high=MAX_NEIGHBOURS)
