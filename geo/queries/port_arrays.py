"""The ports as arrays: what questions compute on, derived once from the frame."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.data.frames import BorderFrames
from geo.geodesy import Floats, geocentric
from geo.layers import MODES, STATES

__all__ = ["PortArrays", "PortSubset", "port_arrays"]

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PortSubset:
    """Some of the ports, in this order: row numbers, ids, degrees WGS 84.

    ``doubled`` holds twice the geocentric x, y and z of each, metres, and the squared distance from
    the Earth's centre, square metres.
    """

    rows: list[int]
    ids: list[str]
    lons: list[float]
    lats: list[float]
    doubled: list[tuple[float, float, float, float]]
    _open: dict[frozenset[str], list[int]] = field(default_factory=dict)

    def besides(self, closed: Collection[str]) -> list[int]:
        """Return the indices of the ports that are not closed, ascending."""
        key = frozenset(closed)
        if key not in self._open:
            self._open[key] = [index for index, port in enumerate(self.ids) if port not in key]
        return self._open[key]


@dataclass(frozen=True, slots=True)
class PortArrays:
    """Every port, in the order of the frame.

    ``lon`` and ``lat`` are degrees WGS 84 and ``boundary_km`` chainage from the Gulf, each of
    shape (ports,); ``along`` holds row numbers from the Gulf to the Pacific; ``river`` is the
    river crossed or ``None``. ``with_mode`` and ``in_state`` say which ports have a mode of
    ``MODES`` and touch a state of ``STATES``.
    """

    ids: list[str]
    lon: Floats
    lat: Floats
    boundary_km: Floats
    along: list[int]
    river: list[str | None]
    with_mode: dict[str, Bools]
    in_state: dict[str, Bools]
    _subsets: dict[tuple[tuple[str, ...], str | None], PortSubset] = field(default_factory=dict)

    def mask(self, modes: tuple[str, ...], state: str | None) -> Bools:
        """Return which ports have one of some modes and touch a state, shape (ports,).

        No modes and ``None`` stand for any.
        """
        chosen = np.ones(len(self.ids), dtype=np.bool_)
        if modes:
            chosen &= np.logical_or.reduce([self.with_mode[mode] for mode in modes])
        if state is not None:
            chosen &= self.in_state[state]
        return chosen

    def subset(self, modes: tuple[str, ...], state: str | None) -> PortSubset:
        """Return the ports of ``mask``; modes and state are known ones."""
        kept = self._subsets.get((modes, state))
        if kept is None:
            rows: list[int] = np.flatnonzero(self.mask(modes, state)).tolist()
            lon, lat = self.lon[rows], self.lat[rows]
            ids = [self.ids[row] for row in rows]
            xyz = geocentric(lon, lat)
            doubled = [
                (*row, square)
                for row, square in zip(
                    (2.0 * xyz).tolist(), (xyz**2).sum(axis=1).tolist(), strict=True
                )
            ]
            kept = PortSubset(rows, ids, lon.tolist(), lat.tolist(), doubled)
            self._subsets[modes, state] = kept
        return kept


def port_arrays(border: BorderFrames) -> PortArrays:
    """Return the arrays of a border's ports, made once."""
    return border.derived(_made)


def _made(border: BorderFrames) -> PortArrays:
    columns = border.records("ports").columns
    lon, lat = np.ascontiguousarray(border.points("ports").T)
    boundary_km = np.asarray(columns["boundary_km"], dtype=np.float64)
    pairs = list(zip(columns["us_state"], columns["mx_state"], strict=True))
    return PortArrays(
        ids=columns["id"],
        lon=lon,
        lat=lat,
        boundary_km=boundary_km,
        along=np.argsort(boundary_km, kind="stable").tolist(),
        river=columns["river"],
        with_mode={mode: np.array([mode in row for row in columns["modes"]]) for mode in MODES},
        in_state={state: np.array([state in pair for pair in pairs]) for state in STATES},
    )
