"""Where projects are: at which ports, on which stretch of a river, how far from a point."""

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.geodesy import distance_m, rounded_km
from geo.queries.answer import Row

__all__ = ["nearest_projects", "ports_of", "projects_along", "segment_ids"]


def segment_ids(border: BorderFrames) -> tuple[str, ...]:
    """Return the ids of the river segments."""
    return tuple(border.records("river_segments").columns["id"])


def ports_of(border: BorderFrames, row: Row) -> list[int]:
    """Return the row numbers of the ports that a project changes and of the one it is near."""
    ports = border.records("ports")
    named = (*(row["port_ids"] or ()), row["near_port"])
    return [ports.position(port) for port in named if port in ports]


def projects_along(border: BorderFrames, rows: list[int], segment: str) -> list[int]:
    """Return those of some projects that are at ports of a river segment, downstream.

    Raises
    ------
    InvalidValueError
        No such segment.
    """
    known = segment_ids(border)
    if segment not in known:
        raise InvalidValueError("segment", segment, ", ".join(known))
    ports, records = border.records("ports").columns, border.records("projects")
    downstream = []
    for row in rows:
        at = [
            ports["river_km"][port] for port in ports_of(border, records.row(row))
            if ports["river_segment"][port] == segment
        ]  # fmt: skip
        if at:
            downstream.append((-max(at), row))
    return [row for _, row in sorted(downstream)]


def nearest_projects(
    border: BorderFrames, rows: list[int], point: tuple[float, float], km: float
) -> list[tuple[int, float]]:
    """Return those of some projects within kilometres of a point, with the distance, by it."""
    shapes = border.geometries("projects")
    located = [
        (row, rounded_km(distance_m(*point, shapes[row].x, shapes[row].y)[0] / 1000.0))
        for row in rows
        if shapes[row] is not None
    ]
    return sorted((one for one in located if one[1] <= km), key=lambda one: one[1])
