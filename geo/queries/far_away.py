"""The hint that a position far from every port has lost a sign, or its axes are swapped."""

from typing import Final

from geo.data.frames import BorderFrames
from geo.layers import Column
from geo.queries.answer import Row
from geo.queries.fields import result
from geo.queries.near_ports import measured_ports
from geo.queries.port_arrays import port_arrays
from geo.words.catalogue import said_in_all, words
from geo.words.messages import message
from geo.words.numbers import number

__all__ = ["FAR_KM", "FAR_WARNING", "far_warning", "half_far_warning"]

FAR_KM: Final = 1_000.0
"""Farther than this from every port a position is doubted."""
_POINT: Final = message("the point is more than {km} km from any port")
_HALF: Final = message("half of the points are more than {km} km from any port")
_SLIPS: Final = message(
    "has a longitude lost its minus sign, or are longitude and latitude swapped?"
)
FAR_WARNING: Final[tuple[Column, ...]] = (
    result("warning_en", "string", "That the point is over 1,000 km from any port, but would not "
           "be with another sign of the longitude, or with longitude and latitude swapped.",
           required=False),
    result("warning_es", "string", "The same in Spanish.", required=False),
)  # fmt: skip


def far_warning(border: BorderFrames, lon: float, lat: float) -> Row:
    """Return what is said of a position over ``FAR_KM`` from any port that a small slip explains.

    With the longitude's other sign, or with its axes swapped, it is within ``FAR_KM`` of a port;
    there is nothing to say of others.
    """
    km = _km_to_a_port(border, lon, lat)
    if km <= FAR_KM:
        return {}
    slips = [(-lon, lat), *([(lat, lon)] if abs(lon) <= 90.0 else [])]  # noqa: PLR2004 - a latitude
    if all(_km_to_a_port(border, *meant) > FAR_KM for meant in slips):
        return {}
    return _said(_POINT, km)


def half_far_warning(median_km: float | None) -> Row:
    """Return what is said where half of the points are farther than ``FAR_KM`` from every port."""
    return {} if median_km is None or median_km <= FAR_KM else _said(_HALF, median_km)


def _km_to_a_port(border: BorderFrames, lon: float, lat: float) -> float:
    every = port_arrays(border).subset((), None)
    return measured_ports(every, lon, lat, 1)[0].distance_km


def _said(form: str, km: float) -> Row:
    def text(lang: str) -> str:
        say = words(lang).say
        return f"{say(form, km=number(round(km), lang))}: {say(_SLIPS)}"

    return dict(said_in_all("warning", text))
