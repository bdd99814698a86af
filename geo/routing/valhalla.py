"""Valhalla: what is asked of it and how its answers are read, over HTTP or in this process."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Final

from geo.geodesy import distance_m
from geo.routing.cells import checked_cells, checked_line, checked_number
from geo.routing.exchange import Exchange
from geo.routing.model import (
    MAX_OFF_ROAD_KM,
    VEHICLES,
    Position,
    Reason,
    Route,
    RouterError,
    Table,
)

__all__ = ["Valhalla", "ValhallaService", "refusal"]

_COSTINGS: Final = dict(zip(VEHICLES, ("auto", "truck", "bus", "pedestrian"), strict=True))
_COSTS: Final = {"country_crossing_cost": 0.0, "country_crossing_penalty": 3600.0}
"""Waits are not of the road: no time for a crossing, and none on the way without need."""
_TOP_SPEED: Final = {"top_speed": 140}
"""Kilometres an hour; ``geo.routing.bound`` relies on it."""
_REASONS: Final[dict[int, Reason]] = {
    150: "too_far", 151: "too_far", 153: "too_far", 154: "too_far", 160: "off_road",
    170: "no_way", 171: "off_road", 442: "no_way",
}  # fmt: skip
_APART: Final = frozenset({"no_way", "too_far"})
_POLYLINE_DIGITS: Final = 1e6
_SIMPLER_M: Final = 20


class Valhalla:
    """Valhalla, by a function that has it do an action.

    ``ask`` takes the action, the request and the moment until which is waited, and raises
    ``RouterError``; ``seconds`` is how long one answer may take.
    """

    name: Final = "Valhalla"
    vehicles: Final = VEHICLES

    def __init__(
        self, ask: Callable[[str, dict[str, Any], float | None], Any], seconds: float
    ) -> None:
        self.seconds = seconds
        self._ask = ask
        self._off_road: dict[tuple[str, Position], float | None] = {}

    def table(
        self,
        sources: Sequence[Position],
        targets: Sequence[Position],
        vehicle: str,
        until: float | None = None,
    ) -> Table:
        """Return times and lengths of the quickest ways."""
        off_source = self._off_road_km(sources, vehicle, until, keep=False)
        off_target = self._off_road_km(targets, vehicle, until, keep=True)
        rows = [index for index, off in enumerate(off_source) if off is not None]
        columns = [index for index, off in enumerate(off_target) if off is not None]
        seconds: list[list[float | None]] = [[None] * len(targets) for _ in sources]
        km: list[list[float | None]] = [[None] * len(targets) for _ in sources]
        if rows and columns:
            times, lengths = self._matrix(
                [sources[row] for row in rows], [targets[column] for column in columns],
                vehicle, until,
            )  # fmt: skip
            for number, row in enumerate(rows):
                for beside, column in enumerate(columns):
                    seconds[row][column] = times[number][beside]
                    km[row][column] = lengths[number][beside]
        return Table(seconds=seconds, km=km, source_off_km=off_source, target_off_km=off_target)

    def route(
        self, start: Position, end: Position, vehicle: str, until: float | None = None
    ) -> Route:
        """Return the quickest way."""
        asked = {
            "locations": [_place(start), _place(end)],
            "directions_type": "none",
            "generalize": _SIMPLER_M,
            **_costing(vehicle),
        }
        reply = self._ask("route", asked, until)
        try:
            trip = reply["trip"]
            summary = trip["summary"]
            line = [*chain.from_iterable(_decoded(leg["shape"]) for leg in trip["legs"])]
            return Route(
                seconds=checked_number(summary["time"]),
                km=checked_number(summary["length"]),
                line=checked_line(line),
            )
        except (KeyError, IndexError, TypeError):
            raise RouterError("wrong", "no route") from None

    def reach(
        self, start: Position, minutes: float, vehicle: str, until: float | None = None
    ) -> dict[str, Any]:
        """Return the area reached within some minutes."""
        if self._off_road_km([start], vehicle, until, keep=True) == [None]:
            raise RouterError("off_road")
        asked = {
            "locations": [_place(start)],
            "contours": [{"time": minutes}],
            "polygons": True,
            **_costing(vehicle),
        }
        reply = self._ask("isochrone", asked, until)
        try:
            shape = reply["features"][0]["geometry"]
            kind, coordinates = shape["type"], shape["coordinates"]
        except (KeyError, IndexError, TypeError):
            raise RouterError("wrong", "no area") from None
        if kind not in {"Polygon", "MultiPolygon"}:
            raise RouterError("wrong", f"no area but {kind!s:.40}")
        return {"type": kind, "coordinates": coordinates}

    def _off_road_km(
        self, places: Sequence[Position], vehicle: str, until: float | None, *, keep: bool
    ) -> list[float | None]:
        """Return how far each position is from a road; those that are kept are asked for once."""
        known = self._off_road if keep else {}
        wanted = [place for place in dict.fromkeys(places) if (vehicle, place) not in known]
        if wanted:
            asked = {"locations": [_place(place) for place in wanted], "verbose": False,
                     **_costing(vehicle)}  # fmt: skip
            reply = self._ask("locate", asked, until)
            if not isinstance(reply, list) or len(reply) != len(wanted):
                raise RouterError("wrong", "positions missing")
            for place, item in zip(wanted, reply, strict=True):
                known[vehicle, place] = _nearest_road_km(place, item)
        return [known[vehicle, place] for place in places]

    def _matrix(
        self,
        sources: Sequence[Position],
        targets: Sequence[Position],
        vehicle: str,
        until: float | None,
    ) -> tuple[list[list[float | None]], list[list[float | None]]]:
        """Return times and lengths; one pair without a way must not hide the others."""
        asked = {
            "sources": [_place(place) for place in sources],
            "targets": [_place(place) for place in targets],
            "verbose": False,
            **_costing(vehicle),
        }
        try:
            reply = self._ask("sources_to_targets", asked, until)
        except RouterError as error:
            if error.reason not in _APART:
                raise
            return self._in_parts(sources, targets, vehicle, until)
        shape = (len(sources), len(targets))
        cells = reply.get("sources_to_targets") if isinstance(reply, dict) else None
        if not isinstance(cells, dict):
            raise RouterError("wrong", "no table")
        return (
            checked_cells(cells.get("durations"), shape),
            checked_cells(cells.get("distances"), shape),
        )

    def _in_parts(
        self,
        sources: Sequence[Position],
        targets: Sequence[Position],
        vehicle: str,
        until: float | None,
    ) -> tuple[list[list[float | None]], list[list[float | None]]]:
        if len(targets) > 1:
            half = len(targets) // 2
            left = self._matrix(sources, targets[:half], vehicle, until)
            right = self._matrix(sources, targets[half:], vehicle, until)
            times, lengths = (
                [[*one, *other] for one, other in zip(left[part], right[part], strict=True)]
                for part in (0, 1)
            )
            return times, lengths
        if len(sources) > 1:
            half = len(sources) // 2
            upper = self._matrix(sources[:half], targets, vehicle, until)
            lower = self._matrix(sources[half:], targets, vehicle, until)
            return [*upper[0], *lower[0]], [*upper[1], *lower[1]]
        return [[None]], [[None]]


class ValhallaService(Valhalla):
    """A Valhalla service at ``url``; ``MissingExtraError`` without the extra ``routing``."""

    def __init__(self, url: str, seconds: float) -> None:
        self._exchange = Exchange(url, seconds)
        super().__init__(self._over_http, seconds)

    def _over_http(self, action: str, asked: dict[str, Any], until: float | None) -> Any:  # noqa: ANN401
        status, reply = self._exchange.ask(f"/{action}", asked, until)
        if status != 200:  # noqa: PLR2004
            code = reply.get("error_code") if isinstance(reply, dict) else None
            raise refusal(code, f"{status}, error {code}")
        return reply


def refusal(code: object, detail: str) -> RouterError:
    """Return what an error code of Valhalla means."""
    reason = _REASONS.get(code) if isinstance(code, int) else None
    return RouterError(reason) if reason else RouterError("wrong", detail)


def _place(place: Position) -> dict[str, float]:
    metres = MAX_OFF_ROAD_KM * 1000.0
    return {"lon": place[0], "lat": place[1], "search_cutoff": metres}


def _costing(vehicle: str) -> dict[str, Any]:
    costing = _COSTINGS[vehicle]
    speed = {} if vehicle == "pedestrian" else _TOP_SPEED
    return {"costing": costing, "costing_options": {costing: {**_COSTS, **speed}}}


def _nearest_road_km(place: Position, item: object) -> float | None:
    edges = item.get("edges") if isinstance(item, dict) else None
    if not edges:
        return None
    try:
        ends = [(float(edge["correlated_lon"]), float(edge["correlated_lat"])) for edge in edges]
    except (KeyError, TypeError, ValueError):
        raise RouterError("wrong", "no position on a road") from None
    farthest = max(distance_m(*place, *end)[0] for end in ends) / 1000.0
    return farthest if farthest <= MAX_OFF_ROAD_KM else None


def _decoded(shape: str) -> list[Position]:
    """Return the positions of an encoded polyline with six digits."""
    values: list[int] = []
    number = shift = 0
    for letter in shape:
        bits = ord(letter) - 63
        number |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:  # noqa: PLR2004 - the last part of a number
            values.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    line: list[Position] = []
    lat = lon = 0
    for step_lat, step_lon in zip(values[::2], values[1::2], strict=True):
        lat, lon = lat + step_lat, lon + step_lon
        line.append((lon / _POLYLINE_DIGITS, lat / _POLYLINE_DIGITS))
    return line
