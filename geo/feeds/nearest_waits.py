"""The nearest ports with the wait of now: how long, how far, and what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from geo.border import Border
from geo.errors import InvalidValueError
from geo.feeds.cbp_records import LANES
from geo.feeds.history import Waits
from geo.feeds.present import AGES, PresentWait, present_waits
from geo.queries.access import HOLDERS
from geo.queries.by_road import STRAIGHT
from geo.queries.nearest import nearest
from geo.routing.model import Router

__all__ = ["MAX_WAIT", "ORDERS", "NearWait", "NearestWaits", "nearest_waits"]

ORDERS: Final = ("distance", "wait", "total")
MAX_WAIT: Final = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NearWait:
    """A port at a distance, with its wait for a kind of lane.

    ``present`` is ``None`` where CBP lists no such lanes there, or says nothing. ``road_minutes``
    is the time on the road, where that was asked for and a way is known.
    """

    port_id: str
    distance_km: float
    bearing_deg: float
    present: PresentWait | None
    road_minutes: float | None = None

    @property
    def minutes(self) -> int | None:
        """Return the wait of now in minutes, ``None`` where it is not known."""
        return None if self.present is None else self.present.minutes

    @property
    def total_minutes(self) -> float | None:
        """Return road and wait together, ``None`` where one is not known or the wait is old."""
        if self.road_minutes is None or self.minutes is None or self.present is None:
            return None
        return self.road_minutes + self.minutes if self.present.age == AGES[0] else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestWaits:
    """The ports asked for, and those as near that are not among them.

    ``not_counted`` are the ports no farther than the farthest found whose wait is not known, or
    longer than what was asked for; where fewer were found than asked for, all such ports. By the
    total time they are those that the road alone reaches in less than the last total.

    ``about`` says, where the way by road was asked for, who was asked, what the order is by, why
    it is not by road, and the ways to the first (``geo.queries.by_road.ROAD_ABOUT``).
    """

    found: tuple[NearWait, ...]
    not_counted: tuple[NearWait, ...]
    about: Mapping[str, Any] = field(default_factory=dict)


def nearest_waits(  # noqa: PLR0913 - a question's values
    border: Border,
    waits: Waits | None,
    lon: float,
    lat: float,
    *,
    lane: str,
    now: datetime,
    k: int = 3,
    max_wait: int | None = None,
    max_km: float | None = None,
    order: str = "distance",
    router: Router | None = None,
) -> NearestWaits:
    """Return the k nearest ports whose wait of now is known, and at most ``max_wait`` minutes.

    Distances are geodesic. The ports are those open northbound to the lane's mode, and to holders
    of its programme. With the order ``wait`` those k have the shortest wait first, of equal ones
    the nearest. With the order ``total`` they are the k of all ports with the least time on the
    road, as ``router`` says it, and wait together; where the router gives no answer, the order is
    that of the distance, and ``about`` says why.

    Raises
    ------
    InvalidValueError
        A value is not allowed.
    """
    if lane not in LANES:
        raise InvalidValueError("lane", lane, ", ".join(LANES))
    if order not in ORDERS:
        raise InvalidValueError("order", order, ", ".join(ORDERS))
    if max_wait is not None and not 0 <= max_wait <= MAX_WAIT:
        raise InvalidValueError("max_wait", str(max_wait), f"0 to {MAX_WAIT} minutes")
    ports = len(border.records("ports"))
    if not 1 <= k <= ports:
        raise InvalidValueError("k", str(k), f"1 to {ports}")
    mode, _, kind = lane.partition("_")
    program = kind if kind in HOLDERS else None
    by = "road" if order == "total" else STRAIGHT
    answer = nearest(
        border, lon, lat, k=ports, mode=mode, max_km=max_km, program=program, by=by, router=router
    )
    known = _of_lane(() if waits is None else present_waits(waits, now), lane)
    ranked = [_near(row, known) for row in answer.records()]
    limit = MAX_WAIT if max_wait is None else max_wait
    if answer.about.get("ranked_by") == by:
        return _quickest(ranked, k, limit, answer.about)
    near = [one for one in ranked if one.minutes is not None and one.minutes <= limit][:k]
    beside = ranked[: ranked.index(near[-1])] if len(near) == k else ranked
    chosen = {one.port_id for one in near}
    if order == "wait":
        near.sort(key=lambda one: (one.minutes, one.distance_km))
    return NearestWaits(
        found=tuple(near),
        not_counted=tuple(one for one in beside if one.port_id not in chosen),
        about=_way(answer.about, chosen),
    )


def _quickest(
    ranked: Sequence[NearWait], k: int, limit: int, about: Mapping[str, Any]
) -> NearestWaits:
    """Return the k with the least time in all, and those that might take less if it were known."""
    timed = [
        (one.total_minutes, one)
        for one in ranked
        if one.total_minutes is not None and one.minutes is not None and one.minutes <= limit
    ]
    timed.sort(key=lambda pair: (pair[0], pair[1].distance_km))
    found = [one for _, one in timed[:k]]
    last = timed[k - 1][0] if len(timed) >= k else float("inf")
    chosen = {one.port_id for one in found}
    beside = [
        one
        for one in ranked
        if one.total_minutes is None and (one.road_minutes is None or one.road_minutes < last)
    ]
    return NearestWaits(found=tuple(found), not_counted=tuple(beside), about=_way(about, chosen))


def _way(about: Mapping[str, Any], chosen: set[str]) -> dict[str, Any]:
    """Return what is said of the way by road, with the lines to the ports that were found."""
    names = ("ranked_by", "router", "vehicle", "road_note_en", "road_note_es")
    said = {name: about[name] for name in names if name in about}
    lines = [line for line in about.get("routes", ()) if line["id"] in chosen]
    return said | ({"routes": lines} if "routes" in about else {})


def _near(row: Mapping[str, Any], known: Mapping[str, PresentWait]) -> NearWait:
    return NearWait(
        port_id=row["id"],
        distance_km=row["distance_km"],
        bearing_deg=row["bearing_deg"],
        present=known.get(row["id"]),
        road_minutes=row.get("road_minutes"),
    )


def _of_lane(present: Sequence[PresentWait], lane: str) -> dict[str, PresentWait]:
    """Return the wait of each port: of several places the shortest known one."""
    by_port: dict[str, PresentWait] = {}
    for item in present:
        if item.reading.lane != lane:
            continue
        before = by_port.get(item.reading.port_id)
        if before is None or _is_shorter(item, before):
            by_port[item.reading.port_id] = item
    return by_port


def _is_shorter(one: PresentWait, other: PresentWait) -> bool:
    return one.minutes is not None and (other.minutes is None or one.minutes < other.minutes)
