"""OSRM over HTTP: its services ``table`` and ``route``. It has none for how far one gets."""

from collections.abc import Sequence
from typing import Any, Final

from geo.routing.cells import checked_cells, checked_line, checked_number
from geo.routing.exchange import Exchange
from geo.routing.model import MAX_OFF_ROAD_KM, Position, Reason, Route, RouterError, Table

__all__ = ["Osrm"]

_PROFILE: Final = "driving"
"""Any word: the profile is that of the data with which the service was started."""
_REASONS: Final[dict[str, Reason]] = {
    "NoSegment": "off_road", "NoRoute": "no_way", "NoTable": "no_way", "TooBig": "too_far",
}  # fmt: skip


class Osrm:
    """An OSRM service, for the one vehicle that its data were prepared for.

    ``url`` is where it is, ``seconds`` how long one answer may take. ``MissingExtraError`` without
    the extra ``routing``.
    """

    name: Final = "OSRM"
    vehicles: Final = ("car",)

    def __init__(self, url: str, seconds: float) -> None:
        self.seconds = seconds
        self._exchange = Exchange(url, seconds)

    def table(
        self,
        sources: Sequence[Position],
        targets: Sequence[Position],
        vehicle: str,  # noqa: ARG002 - it has one
        until: float | None = None,
    ) -> Table:
        """Return times and lengths of the quickest ways."""
        first, last = len(sources), len(sources) + len(targets)
        reply = self._ask(
            "table",
            [*sources, *targets],
            f"sources={_numbers(0, first)}&destinations={_numbers(first, last)}"
            "&annotations=duration,distance",
            until,
        )
        shape = (len(sources), len(targets))
        off_source = _off_road(reply.get("sources"), len(sources))
        off_target = _off_road(reply.get("destinations"), len(targets))
        return Table(
            seconds=_on_roads(checked_cells(reply.get("durations"), shape), off_source, off_target),
            km=_on_roads(
                checked_cells(reply.get("distances"), shape, 0.001), off_source, off_target
            ),
            source_off_km=off_source,
            target_off_km=off_target,
        )

    def route(
        self,
        start: Position,
        end: Position,
        vehicle: str,  # noqa: ARG002 - it has one
        until: float | None = None,
    ) -> Route:
        """Return the quickest way."""
        options = "overview=simplified&geometries=geojson&steps=false"
        reply = self._ask("route", [start, end], options, until)
        try:
            route = reply["routes"][0]
            seconds, metres, line = route["duration"], route["distance"], route["geometry"]
            points = line["coordinates"]
        except (KeyError, IndexError, TypeError):
            raise RouterError("wrong", "no route") from None
        return Route(
            seconds=checked_number(seconds),
            km=checked_number(metres) / 1000.0,
            line=checked_line(points),
        )

    def reach(
        self,
        start: Position,  # noqa: ARG002 - it is refused, whatever is asked
        minutes: float,  # noqa: ARG002
        vehicle: str,  # noqa: ARG002
        until: float | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Refuse: OSRM has no service for it."""
        raise RouterError("no_area")

    def _ask(
        self, service: str, places: Sequence[Position], options: str, until: float | None
    ) -> dict[str, Any]:
        listed = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in places)
        path = f"/{service}/v1/{_PROFILE}/{listed}?{options}&generate_hints=false"
        _status, reply = self._exchange.ask(path, until=until)
        code = reply.get("code") if isinstance(reply, dict) else None
        if code == "Ok":
            return dict(reply)
        if code in _REASONS:
            raise RouterError(_REASONS[code])
        raise RouterError("wrong", f"code {str(code)[:40]}")


def _numbers(first: int, last: int) -> str:
    return ";".join(str(number) for number in range(first, last))


def _off_road(waypoints: object, count: int) -> list[float | None]:
    """Return how far each position was moved to a road, ``None`` beyond what counts as near."""
    if not isinstance(waypoints, list) or len(waypoints) != count:
        raise RouterError("wrong", "positions missing")
    km_of: list[float | None] = []
    for waypoint in waypoints:
        metres = waypoint.get("distance") if isinstance(waypoint, dict) else None
        km = checked_number(metres) / 1000.0
        km_of.append(km if km <= MAX_OFF_ROAD_KM else None)
    return km_of


def _on_roads(
    cells: list[list[float | None]], sources: list[float | None], targets: list[float | None]
) -> list[list[float | None]]:
    """Return the cells without those whose way would begin or end far from its position."""
    return [
        [
            None if source is None or target is None else cell
            for cell, target in zip(row, targets, strict=True)
        ]
        for row, source in zip(cells, sources, strict=True)
    ]
