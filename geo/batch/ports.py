"""The ports that many points are compared with: a small record that travels to every worker."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.border import Border
from geo.errors import InvalidValueError
from geo.geodesy import Floats, geocentric
from geo.queries.filters import checked_count, port_mask
from geo.queries.port_arrays import port_arrays

__all__ = ["MAX_NEIGHBOURS", "PortPoints", "checked_neighbours", "ports_of_border"]

MAX_NEIGHBOURS = 5
"""Most ports that are found for each point of a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortPoints:
    """Candidate ports, ordered by id so that equal distances resolve to the first.

    ``lon`` and ``lat`` are degrees WGS 84 and ``xyz`` geocentric metres, shapes (ports,) and
    (ports, 3). ``version`` is that of the data set they come from.
    """

    ids: tuple[str, ...]
    lon: Floats
    lat: Floats
    xyz: Floats
    version: str

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.ids)


def ports_of_border(
    border: Border, *, mode: str | None = None, state: str | None = None
) -> PortPoints:
    """Return the ports of a data set that have a mode and touch a state.

    Raises
    ------
    InvalidValueError
        No port has this mode in this state.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    ids = border.records("ports").columns["id"]
    rows = sorted(np.flatnonzero(port_mask(border, mode, state)).tolist(), key=ids.__getitem__)
    if not rows:
        raise InvalidValueError("mode", mode, f"a mode that some port of {state} has")
    ports = port_arrays(border)
    chosen: npt.NDArray[np.intp] = np.asarray(rows)
    lon, lat = ports.lon[chosen], ports.lat[chosen]
    return PortPoints(
        ids=tuple(ids[row] for row in rows),
        lon=lon,
        lat=lat,
        xyz=geocentric(lon, lat),
        version=border.version,
    )


def checked_neighbours(value: object) -> int:
    """Return how many ports to find for each point, 1 to 5; ``InvalidValueError`` otherwise."""
    return checked_count(value, high=MAX_NEIGHBOURS)
