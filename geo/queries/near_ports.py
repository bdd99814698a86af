"""Ports at distances from a point: measured, parted into open and closed, and as an answer."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.geodesy import distance_m, geocentric_point, longest_arc, longest_chord, rounded_km
from geo.layers import Column
from geo.queries.access import Traveller
from geo.queries.answer import Answer, Row
from geo.queries.fields import result
from geo.queries.port_arrays import PortSubset, port_arrays

__all__ = [
    "NEAR_COLUMNS",
    "SHOWN_COLUMNS",
    "NearPort",
    "distance_row",
    "farthest_km",
    "measured_ports",
    "near_answer",
    "near_notes",
    "parted_ports",
    "said_lines",
]

_TIE_M: Final = 1.0
"""Slack in metres when a bound on an arc leaves a candidate out: more than what the difference of
squares of the Earth's radius is rounded by (0.25 m)."""
NEAR_COLUMNS: Final[tuple[Column, ...]] = (
    result("distance_km", "number", "Geodesic distance from the point.", unit="km"),
    result("bearing_deg", "number", "Initial bearing from the point, clockwise from north.",
           unit="deg"),
)  # fmt: skip
SHOWN_COLUMNS: Final = ("distance_km", "bearing_deg", "id", "name_en", "name_es", "modes")


@dataclass(frozen=True, slots=True)
class NearPort:
    """A port at a distance: row number, geodesic kilometres, initial bearing in degrees."""

    position: int
    distance_km: float
    bearing_deg: float


def measured_ports(
    ports: PortSubset,
    lon: float,
    lat: float,
    k: int | None = None,
    closed: Collection[str] = (),
) -> list[NearPort]:
    """Return ports nearest first: all, or those as near as the k nearest that are not closed."""
    chosen = range(len(ports.ids)) if k is None else _candidates(ports, lon, lat, k, closed)
    ranked = []
    for index in chosen:
        metres, bearing = distance_m(lon, lat, ports.lons[index], ports.lats[index])
        ranked.append((metres, ports.ids[index], ports.rows[index], bearing))
    ranked.sort()
    return [NearPort(row, metres / 1000.0, bearing) for metres, _, row, bearing in ranked]


def _candidates(
    ports: PortSubset, lon: float, lat: float, k: int, closed: Collection[str]
) -> Sequence[int]:
    """Return indices of the k nearest ports that are not closed, and of all that may be as near."""
    counted = ports.besides(closed)
    if len(counted) <= k:
        return range(len(ports.ids))
    x, y, z = geocentric_point(lon, lat)
    # For so few ports a loop takes a third of the time of arrays.
    squared = [square - (a * x + b * y + c * z) for a, b, c, square in ports.doubled]
    open_ones = [squared[index] for index in counted] if closed else squared
    own = x * x + y * y + z * z
    kth = min(open_ones) if k == 1 else sorted(open_ones)[k - 1]
    reach = longest_chord(longest_arc(math.sqrt(max(kth + own, 0.0))) + _TIE_M)
    farthest = reach * reach - own
    return [index for index, square in enumerate(squared) if square <= farthest]


def parted_ports(
    border: BorderFrames, ranked: list[NearPort], closed: dict[str, str]
) -> tuple[list[NearPort], list[tuple[NearPort, Row]]]:
    """Return the ports open to the traveller, and the others with what is said of them."""
    ids = port_arrays(border).ids
    others = [
        (port, {"id": key, "open_to": closed[key], **distance_row(port)})
        for port in ranked
        if (key := ids[port.position]) in closed
    ]
    return [port for port in ranked if ids[port.position] not in closed], others


def farthest_km(answered: list[NearPort], k: int) -> float:
    """Return the kilometres within which a port may be said to be as near as the k answered."""
    return max(port.distance_km for port in answered) if len(answered) == k else math.inf


def near_answer(
    border: BorderFrames,
    ports: list[NearPort],
    traveller: Traveller,
    about: Row,
    more: dict[str, list[Any]],
) -> Answer:
    """Return the answer; ``more`` holds columns beside those of each answer."""
    measured = [distance_row(port) for port in ports]
    columns: dict[str, list[Any]] = {
        name: [row[name] for row in measured] for name in ("distance_km", "bearing_deg")
    }
    ids = port_arrays(border).ids
    columns |= traveller.notes(border, [ids[port.position] for port in ports]) | more
    return Answer(
        columns=columns,
        border=border,
        layer="ports",
        rows=[port.position for port in ports],
        about=about,
    )


def distance_row(port: NearPort) -> Row:
    """Return distance and bearing as answers give them."""
    return {
        "distance_km": rounded_km(port.distance_km), "bearing_deg": round(port.bearing_deg, 4)
    }  # fmt: skip


def near_notes(answer: Answer) -> list[str]:
    """Return what is said of who may cross at the ports found, and of their hours."""
    return [
        f"{row['id']}: {text}"
        for row in answer.records()
        for text in (row.get("access_note_en"), row.get("hours_note_en"))
        if text
    ]


def said_lines(*texts: str) -> str | None:
    """Return the texts that are not empty, a line each; ``None`` if all are."""
    return "\n".join(text for text in texts if text) or None
