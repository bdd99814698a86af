"""The nearest ports to a point, and the ports within a distance of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from geo.dataset import Dataset, PortSubset
from geo.geodesy import (
    checked_lon_lat,
    distance_m,
    geocentric_point,
    longest_arc,
    longest_chord,
)
from geo.queries.filters import checked_count, checked_km, checked_mode, chosen_ports
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
    ports = chosen_ports(dataset, mode, state)
    if moment is None:
        return NearestAnswer(tuple(_measured(ports, lon, lat, wanted)[:wanted]))
    return _nearest_open(dataset, _measured(ports, lon, lat), wanted, moment, mode)


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
    ports = chosen_ports(dataset, mode, state)
    return tuple(port for port in _measured(ports, lon, lat) if port.distance_km <= limit)


def _measured(ports: PortSubset, lon: float, lat: float, k: int | None = None) -> list[NearPort]:
    """Return ports nearest first: at least the k nearest, or all of them."""
    chosen = range(len(ports.ids)) if k is None else _candidates(ports, lon, lat, k)
    ranked = []
    for place in chosen:
        metres, bearing = distance_m(lon, lat, ports.lons[place], ports.lats[place])
        ranked.append((metres, ports.ids[place], ports.rows[place], bearing))
    ranked.sort()
    return [NearPort(row, metres / 1000.0, bearing) for metres, _, row, bearing in ranked]


def _candidates(ports: PortSubset, lon: float, lat: float, k: int) -> Sequence[int]:
    """Return the places in the subset of the k nearest ports and of any that may be as near."""
    if len(ports.ids) <= k:
        return range(len(ports.ids))
    offset = ports.xyz - geocentric_point(lon, lat)
    squared = np.einsum("ij,ij->i", offset, offset)
    kth = math.sqrt(squared.min() if k == 1 else np.partition(squared, k - 1)[k - 1])
    near: list[int] = np.flatnonzero(
        squared <= longest_chord(longest_arc(kth) + _TIE_M) ** 2
    ).tolist()
    return near


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
