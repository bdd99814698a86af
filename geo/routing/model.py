"""What a routing engine answers, whichever it is: tables, routes, and how far one gets."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeAlias

from geo.errors import BorderError
from geo.words.messages import message

__all__ = [
    "MAX_OFF_ROAD_KM",
    "MAX_PAIRS",
    "MAX_PLACES",
    "REASONS",
    "VEHICLES",
    "Position",
    "Reason",
    "Route",
    "Router",
    "RouterError",
    "Table",
    "seconds_left",
]

Position: TypeAlias = tuple[float, float]
"""Longitude, latitude; degrees WGS 84."""
Cells: TypeAlias = list[list[float | None]]
Reason: TypeAlias = Literal["away", "late", "wrong", "off_road", "no_way", "too_far", "no_area"]

VEHICLES: Final = ("car", "truck", "bus", "pedestrian")
"""What travels; an engine made for one of them answers with it for each."""
MAX_OFF_ROAD_KM: Final = 5.0
"""A position farther than this from each road that the engine knows has no way by road."""
MAX_PLACES: Final = 80
MAX_PAIRS: Final = 2000
"""Most positions and pairs of one table: engines take 100 and 2,500 unless set otherwise."""

REASONS: Final[dict[Reason, str]] = {
    "away": message("the router is out of reach"),
    "late": message("the router did not answer in time"),
    "wrong": message("the router's answer cannot be read"),
    "off_road": message("the router knows no road near the place"),
    "no_way": message("the router knows no way there"),
    "too_far": message("the way is longer than the router answers for"),
    "no_area": message("OSRM cannot say how far one gets in a time; Valhalla can"),
}
"""Why there is no answer by road."""


class RouterError(BorderError):
    """A routing engine gave no answer; ``reason`` is one of ``REASONS``."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason: Reason = reason
        self.phrase = REASONS[reason]
        super().__init__(f"{self.phrase} ({detail})" if detail else self.phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Times and lengths of the quickest ways from each of some positions to each of others.

    Parameters
    ----------
    seconds, km
        A row per source and a cell per target; ``None`` where no way is known.
    source_off_km, target_off_km
        How far each position is from the road on which its way begins or ends; ``None`` where
        there is none within ``MAX_OFF_ROAD_KM``.
    """

    seconds: Cells
    km: Cells
    source_off_km: list[float | None]
    target_off_km: list[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The quickest way between two positions, along ``line``."""

    seconds: float
    km: float
    line: list[Position]


class Router(Protocol):
    """A routing engine.

    ``until`` is a moment of ``time.monotonic`` after which no answer is waited for; without it
    each request has the engine's own limit. Every method may raise ``RouterError``.
    """

    @property
    def name(self) -> str:
        """Return the name of the engine."""

    @property
    def vehicles(self) -> tuple[str, ...]:
        """Return those of ``VEHICLES`` that it tells apart, the usual one first."""

    @property
    def seconds(self) -> float:
        """Return how long one answer may take in all."""

    def table(
        self,
        sources: Sequence[Position],
        targets: Sequence[Position],
        vehicle: str,
        until: float | None = None,
    ) -> Table:
        """Return times and lengths; at most ``MAX_PLACES`` positions, ``MAX_PAIRS`` pairs."""

    def route(
        self, start: Position, end: Position, vehicle: str, until: float | None = None
    ) -> Route:
        """Return the quickest way."""

    def reach(
        self, start: Position, minutes: float, vehicle: str, until: float | None = None
    ) -> dict[str, Any]:
        """Return the area reached within some minutes, a GeoJSON Polygon or MultiPolygon."""


def seconds_left(until: float | None, most: float) -> float:
    """Return how long may be waited: ``most``, or less where ``until`` comes earlier.

    Raises
    ------
    RouterError
        No time is left.
    """
    left = most if until is None else min(most, until - time.monotonic())
    if left <= 0.0:
        raise RouterError("late")
    return left
