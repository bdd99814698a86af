"""The nearest ports to a point, and the ports within a distance of it."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.dataset import Dataset
from geo.geodesy import (
    checked_lon_lat,
    distances_m,
    geocentric_point,
    longest_arc,
    longest_chord,
)
from geo.queries.filters import checked_count, checked_km, checked_mode, port_mask
from geo.queries.hours import checked_moment, is_open

__all__ = ["NearPort", "NearestAnswer", "nearest_ports", "ports_within"]

_TIE_M: Final = 0.01
"""Slack in metres when a bound on an arc leaves a candidate out."""


@dataclass(frozen=True, slots=True)
class NearPort:
    """A port at a distance: row number, geodesic kilometres, initial bearing in degrees.

    ``is_open`` is ``None`` where no moment was asked about or the hours are not known.
    """

    position: int
    distance_km: float
    bearing_deg: float
    is_open: bool | None = None


@dataclass(frozen=True, slots=True)
class NearestAnswer:
    """Ports, nearest first; and, if a moment was given, nearer ones whose hours are not known."""

    ports: tuple[NearPort, ...]
    hours_not_known: tuple[NearPort, ...] = ()


def nearest_ports(
    dataset: Dataset,
    lon: float,
    lat: float,
    *,
    k: int = 1,
    mode: str | None = None,
    state: str | None = None,
    open_at: datetime | str | None = None,
) -> NearestAnswer:
    """Return the k nearest ports by geodesic distance on WGS 84, nearest first.

    With ``open_at`` only ports known to be open then are counted; nearer ones whose hours are
    not known are listed beside them, never assumed open or closed. Equal distances are ordered
    by id. Fewer than k are returned where fewer qualify.

    Raises
    ------
    InvalidValueError
        ``lon``, ``lat``, ``k`` or ``open_at`` is not allowed.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    lon, lat = checked_lon_lat(lon, lat)
    wanted = checked_count(k)
    moment = None if open_at is None else checked_moment(open_at)
    rows = np.flatnonzero(port_mask(dataset, mode, state))
    if moment is None:
        candidates = _candidates(dataset, lon, lat, rows, wanted)
        return NearestAnswer(tuple(_measured(dataset, lon, lat, candidates)[:wanted]))
    return _nearest_open(dataset, _measured(dataset, lon, lat, rows), wanted, moment, mode)


def ports_within(
    dataset: Dataset,
    lon: float,
    lat: float,
    km: float,
    *,
    mode: str | None = None,
    state: str | None = None,
) -> tuple[NearPort, ...]:
    """Return the ports within a geodesic distance of a point, nearest first.

    Raises
    ------
    InvalidValueError
        ``lon``, ``lat`` or ``km`` is not allowed.
    UnknownModeError, UnknownStateError
        No such mode or state.
    """
    lon, lat = checked_lon_lat(lon, lat)
    limit = checked_km(km)
    rows = np.flatnonzero(port_mask(dataset, mode, state))
    return tuple(port for port in _measured(dataset, lon, lat, rows) if port.distance_km <= limit)


def _candidates(
    dataset: Dataset, lon: float, lat: float, rows: npt.NDArray[np.intp], k: int
) -> npt.NDArray[np.intp]:
    if len(rows) <= k:
        return rows
    offset = dataset.port_xyz[rows] - geocentric_point(lon, lat)
    squared = np.einsum("ij,ij->i", offset, offset)
    kth = math.sqrt(np.partition(squared, k - 1)[k - 1])
    return rows[squared <= longest_chord(longest_arc(kth) + _TIE_M) ** 2]


def _measured(
    dataset: Dataset, lon: float, lat: float, rows: npt.NDArray[np.intp]
) -> list[NearPort]:
    lons, lats = dataset.port_lon_lat
    distances, bearings = distances_m(lon, lat, lons[rows], lats[rows])
    ids = dataset.table("ports").columns["id"]
    found = zip(
        distances.tolist(),
        map(ids.__getitem__, rows),
        rows.tolist(),
        bearings.tolist(),
        strict=True,
    )
    return [NearPort(row, metres / 1000.0, bearing) for metres, _, row, bearing in sorted(found)]


def _nearest_open(
    dataset: Dataset, ranked: list[NearPort], k: int, moment: datetime, mode: str | None
) -> NearestAnswer:
    found: list[NearPort] = []
    unknown: list[NearPort] = []
    for port in ranked:
        state = is_open(dataset, port.position, moment, checked_mode(mode))
        if state is None:
            unknown.append(port)
        elif state:
            found.append(NearPort(port.position, port.distance_km, port.bearing_deg, is_open=True))
            if len(found) == k:
                break
    return NearestAnswer(tuple(found), tuple(unknown))
