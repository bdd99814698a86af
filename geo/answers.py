"""Questions and their answers as rows: what Python frames, the command line and HTTP share."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

import numpy as np
import shapely

from geo.dataset import Dataset
from geo.layers import MODES
from geo.queries.along import NextPort, between_ports, next_along
from geo.queries.counts import count_ports
from geo.queries.filters import port_mask
from geo.queries.gaps import Gap, boundary_gaps
from geo.queries.locate import locate_point
from geo.queries.nearest import NearPort, nearest_ports, ports_within

__all__ = [
    "GAP_COLUMNS",
    "Answer",
    "Row",
    "along",
    "between",
    "counts",
    "gaps",
    "layer_rows",
    "locate",
    "nearest",
    "within",
]

Row: TypeAlias = dict[str, Any]
_LINE_TOLERANCE_DEG = 0.0015
"""Generalisation of the lines drawn for gaps, about 150 m; their lengths are of the full line."""


GAP_COLUMNS: Final = (
    "id", "from_port", "from_name_en", "from_name_es", "to_port", "to_name_en", "to_name_es",
    "km", "straight_km", "kind", "states", "from_boundary_km", "to_boundary_km",
)  # fmt: skip
"""Columns of the gaps, in order."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of plain values, the geometry of each, and what belongs to the answer as a whole.

    ``shapes`` holds WGS 84 longitude/latitude geometries or ``None``; it is ``None`` itself where
    rows have no geometry. Where the rows are ports, ``positions`` are their row numbers and
    ``beside`` is what each row has before the port's own columns.
    """

    rows: list[Row]
    shapes: list[Any] | None = None
    about: Row = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)
    beside: list[Row] | None = None


def layer_rows(
    dataset: Dataset, name: str, *, mode: str | None = None, state: str | None = None
) -> Answer:
    """Return the rows of a layer; ``ports`` may be filtered by mode and state."""
    table = dataset.table(name)
    rows = list(range(len(table)))
    if name == "ports":
        rows = np.flatnonzero(port_mask(dataset, mode, state)).tolist()
    shapes = None if table.geometry is None else [table.geometry[row] for row in rows]
    return Answer([table.row(row) for row in rows], shapes)


def nearest(
    dataset: Dataset,
    lon: float,
    lat: float,
    *,
    k: int = 1,
    mode: str | None = None,
    state: str | None = None,
    open_at: datetime | str | None = None,
) -> Answer:
    """Return the k nearest ports, nearest first; see ``geo.queries.nearest.nearest_ports``."""
    found = nearest_ports(dataset, lon, lat, k=k, mode=mode, state=state, open_at=open_at)
    about: Row = {}
    if open_at is not None:
        about["hours_not_known"] = [
            {"id": _port(dataset, port.position, "id"), **_distance(port)}
            for port in found.hours_not_known
        ]
    return _near_ports(dataset, found.ports, about)


def within(
    dataset: Dataset,
    lon: float,
    lat: float,
    km: float,
    *,
    mode: str | None = None,
    state: str | None = None,
) -> Answer:
    """Return the ports within a geodesic distance, nearest first."""
    return _near_ports(dataset, ports_within(dataset, lon, lat, km, mode=mode, state=state), {})


def along(
    dataset: Dataset,
    port_id: str,
    *,
    direction: str = "downstream",
    k: int = 1,
    mode: str | None = None,
) -> Answer:
    """Return the next crossings along the line; see ``geo.queries.along.next_along``."""
    found = next_along(dataset, port_id, direction=direction, k=k, mode=mode)
    about = {"from": port_id, "direction": direction, "note": _basis_note(found)}
    beside = [_next_port_row(port) for port in found]
    return _ports(dataset, [port.position for port in found], beside, about)


def between(dataset: Dataset, port_a: str, port_b: str) -> Row:
    """Return the way between two ports as one row; see ``geo.queries.along.between_ports``."""
    way = between_ports(dataset, port_a, port_b)
    return {
        "from": port_a,
        "to": port_b,
        "basis": way.basis,
        "along_km": _km(way.along_km),
        "river_km": None if way.river_km is None else _km(way.river_km),
        "boundary_km": _km(way.along_km),
        "straight_km": _km(way.straight_km),
        "ports_passed": [_port(dataset, row, "id") for row in way.passed],
        "note": _NOTES[way.basis],
    }


def gaps(
    dataset: Dataset, *, min_km: float = 0.0, mode: str | None = None, state: str | None = None
) -> Answer:
    """Return the stretches without a port, longest first; geometry generalised to 150 m."""
    found = boundary_gaps(dataset, min_km=min_km, mode=mode, state=state)
    return Answer(
        [_gap_row(dataset, gap) for gap in found],
        [_gap_shape(dataset, gap) for gap in found],
        {"note": "Lengths are measured on the full line; the geometry is generalised to 150 m."},
    )


def locate(dataset: Dataset, lon: float, lat: float) -> Row:
    """Return where a point is, as one row; see ``geo.queries.locate.locate_point``."""
    found = locate_point(dataset, lon, lat)
    return {
        "lon": found.lon,
        "lat": found.lat,
        "side": found.side,
        "state": found.state,
        "on_boundary": found.on_boundary,
        "distance_km": _km(found.distance_km),
        "nearest_lon": round(found.nearest_lon, 7),
        "nearest_lat": round(found.nearest_lat, 7),
        "boundary_km": round(found.boundary_km, 3),
        "river_segment": found.river_segment,
        "river_km": None if found.river_km is None else round(found.river_km, 3),
        "in_la_paz_zone": found.in_la_paz_zone,
    }


def counts(dataset: Dataset, by: str = "state", mode: str | None = None) -> Answer:
    """Return how many ports each group has, a column per mode among the values."""
    rows = [
        {
            "id": row.id,
            "name_en": row.name_en,
            "name_es": row.name_es,
            "country": row.country,
            "state": row.state,
            "ports": row.ports,
            "by_mode": row.by_mode,
            "port_ids": row.port_ids,
        }
        for row in count_ports(dataset, by, mode)
    ]
    if by == "state":
        for row in rows:
            del row["state"]
    total = int(port_mask(dataset, mode).sum())
    about = {"by": by, "mode": mode, "total": total, "modes": list(MODES)}
    return Answer(rows, None, about)


_NOTES = {
    "river_km": "Both ports are on the Rio Grande: kilometres along the river.",
    "boundary_km": (
        "The way runs over the land boundary: kilometres along the whole boundary, not the river."
    ),
}


def _basis_note(found: tuple[NextPort, ...]) -> str | None:
    bases = dict.fromkeys(port.basis for port in found)
    return " ".join(_NOTES[basis] for basis in bases) or None


def _near_ports(dataset: Dataset, found: tuple[NearPort, ...], about: Row) -> Answer:
    beside = []
    for port in found:
        row = _distance(port)
        if port.is_open is not None:
            row["open"] = port.is_open
        beside.append(row)
    return _ports(dataset, [port.position for port in found], beside, about)


def _ports(dataset: Dataset, positions: list[int], beside: list[Row], about: Row) -> Answer:
    ports, points = dataset.table("ports"), dataset.level("ports", "full")
    rows = [own | ports.row(at) for own, at in zip(beside, positions, strict=True)]
    return Answer(rows, [points[at] for at in positions], about, positions, beside)


def _next_port_row(port: NextPort) -> Row:
    return {
        "along_km": _km(port.along_km),
        "straight_km": _km(port.straight_km),
        "basis": port.basis,
    }


def _gap_row(dataset: Dataset, gap: Gap) -> Row:
    west, east = (dataset.table("ports").row(row) for row in (gap.west, gap.east))
    return {
        "id": f"{west['id']}--{east['id']}",
        "from_port": west["id"],
        "from_name_en": west["name_en"],
        "from_name_es": west["name_es"],
        "to_port": east["id"],
        "to_name_en": east["name_en"],
        "to_name_es": east["name_es"],
        "km": round(gap.km, 3),
        "straight_km": _km(gap.straight_km),
        "kind": gap.kind,
        "states": list(gap.states),
        "from_boundary_km": gap.from_boundary_km,
        "to_boundary_km": gap.to_boundary_km,
    }


def _gap_shape(dataset: Dataset, gap: Gap) -> Any:  # noqa: ANN401
    cut = dataset.line.cut(gap.from_boundary_km, gap.to_boundary_km)
    return shapely.set_precision(shapely.simplify(cut, _LINE_TOLERANCE_DEG), 1e-6, "pointwise")


def _port(dataset: Dataset, position: int, column: str) -> Any:  # noqa: ANN401
    return dataset.table("ports").columns[column][position]


def _distance(port: NearPort) -> Row:
    return {"distance_km": _km(port.distance_km), "bearing_deg": round(port.bearing_deg, 4)}


def _km(value: float) -> float:
    return round(value, 6)
