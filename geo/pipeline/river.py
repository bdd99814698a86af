"""The river part of the boundary: named points with their river kilometre, and reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.data.linear_reference import MeasuredLine
from geo.errors import DatasetError
from geo.geodesy import GEOD, KM_PER_MILE
from geo.pipeline.frames import layer_frame, level_frame, miles
from geo.pipeline.line import ControlledLine
from geo.pipeline.rows import cited, number, read_rows, text
from geo.pipeline.simplify import Level

__all__ = [
    "Reach",
    "build_river_points",
    "build_river_segments",
    "calibrated_mile",
    "read_points",
    "read_reaches",
    "source_positions",
]

_POINT_COLUMNS: Final = (
    "id",
    "name_en",
    "name_es",
    "kind",
    "river",
    "longitude",
    "latitude",
    "upstream_mi",
    "published_river_mile",
    "published_river_mile_source",
    "calibrates",
    "nid_id",
    "position_basis",
    "confidence",
    "note_en",
    "note_es",
    "source_ids",
    "as_of",
)
_REACH_COLUMNS: Final = (
    "id",
    "name_en",
    "name_es",
    "river",
    "from_point",
    "to_point",
    "from_en",
    "from_es",
    "to_en",
    "to_es",
    "official_length_mi",
    "official_length_source",
    "basis_en",
    "basis_es",
    "confidence",
    "source_ids",
    "as_of",
)
_MOUTHS: Final[Mapping[str, str]] = {"Rio Grande": "gulf-mouth", "Colorado River": "sib"}
"""Point from which the kilometres of each river are counted upstream."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A reach of a river.

    ``upper`` and ``lower`` are vertices of the full line; ``from_km`` and ``to_km`` their river
    kilometres rounded to metres, ``from`` upstream; ``facts`` the curated row.
    """

    facts: Mapping[str, str]
    upper: int
    lower: int
    from_km: float
    to_km: float


def read_points(curated: Path) -> list[dict[str, str]]:
    """Return the rows of ``river_points.csv``."""
    return read_rows(curated, "river_points", _POINT_COLUMNS)


def source_positions(
    rows: Sequence[Mapping[str, str]], line: MeasuredLine
) -> dict[str, tuple[float, float]]:
    """Return where each point's source puts it: longitude, latitude.

    ``upstream_mi`` moves the given position upstream along the line by that many statute miles
    (downstream if negative).

    Raises
    ------
    DatasetError
        A coordinate or distance is missing or not a number.
    """
    positions = {}
    for row in rows:
        where = f"river_points.csv: {row['id']}"
        lon, lat = number(row["longitude"], where), number(row["latitude"], where)
        if lon is None or lat is None:
            message = f"{where}: longitude and latitude are required"
            raise DatasetError(message)
        upstream_mi = number(row["upstream_mi"], where)
        if upstream_mi is None:
            positions[row["id"]] = (lon, lat)
        else:
            km = line.nearest(lon, lat).km + upstream_mi * KM_PER_MILE
            positions[row["id"]] = line.point_at(km)
    return positions


def read_reaches(curated: Path, line: ControlledLine) -> list[Reach]:
    """Return the reaches of ``river_segments.csv``, in file order.

    Raises
    ------
    DatasetError
        An end is not a river point, or a reach runs upstream.
    """
    reaches = []
    for row in read_rows(curated, "river_segments", _REACH_COLUMNS):
        ends = (row["from_point"], row["to_point"])
        if any(end not in line.vertex for end in ends):
            message = f"river_segments.csv: {row['id']}: {' or '.join(ends)} is not a river point"
            raise DatasetError(message)
        upper, lower = (line.vertex[end] for end in ends)
        if upper <= lower:
            message = f"river_segments.csv: {row['id']}: it runs upstream"
            raise DatasetError(message)
        from_km, to_km = (_river_km(line, end, row["river"]) for end in ends)
        reaches.append(Reach(row, upper, lower, from_km, to_km))
    return reaches


def _river_km(line: ControlledLine, point: str, river: str) -> float:
    return round(round(line.km(point), 3) - round(line.km(_MOUTHS[river]), 3), 3)


def build_river_segments(
    reaches: Sequence[Reach], line: ControlledLine, levels: Mapping[str, Level]
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layer ``river_segments`` and its copies; every line runs downstream."""
    ids = [reach.facts["id"] for reach in reaches]
    rows = [_reach_row(reach) for reach in reaches]
    coordinates = line.measured.coordinates
    full = [
        shapely.LineString(coordinates[reach.lower : reach.upper + 1][::-1]) for reach in reaches
    ]
    frames = {"river_segments": layer_frame("river_segments", rows, full)}
    for name, level in levels.items():
        shapes = [shapely.reverse(level.stretch(reach.lower, reach.upper)) for reach in reaches]
        frames[f"river_segments_{name}"] = level_frame(ids, shapes)
    return frames


def _reach_row(reach: Reach) -> dict[str, Any]:
    facts = reach.facts
    length_km = round(reach.from_km - reach.to_km, 3)
    where = f"river_segments.csv: {facts['id']}"
    return {
        **{column: text(facts[column]) for column in _REACH_COLUMNS},
        **cited(facts),
        "official_length_mi": number(facts["official_length_mi"], where),
        "from_river_km": reach.from_km,
        "to_river_km": reach.to_km,
        "length_km": length_km,
        "length_mi": miles(length_km),
    }


def build_river_points(
    rows: Sequence[Mapping[str, str]], reaches: Sequence[Reach], line: ControlledLine
) -> gpd.GeoDataFrame:
    """Return the layer ``river_points``: each point at its vertex of the line."""
    anchors = _anchors(rows, line)
    shapes = [shapely.Point(line.lon_lat(row["id"])) for row in rows]
    return layer_frame(
        "river_points", [_point_row(row, reaches, line, anchors) for row in rows], shapes
    )


def _anchors(rows: Sequence[Mapping[str, str]], line: ControlledLine) -> list[tuple[float, float]]:
    """Return (river km, published mile) of the points that calibrate, and of the mouth."""
    measured = [(0.0, 0.0)]
    for row in rows:
        if row["calibrates"]:
            published = number(row["published_river_mile"], f"river_points.csv: {row['id']}")
            if published is None:
                message = f"river_points.csv: {row['id']} calibrates but has no published mile"
                raise DatasetError(message)
            measured.append((_river_km(line, row["id"], row["river"]), published))
    return sorted(measured)


def calibrated_mile(river_km: float, anchors: Sequence[tuple[float, float]]) -> float:
    """Return the approximate published river mile at a measured river kilometre, to 0.1 mile.

    Between ``anchors`` (river km, published mile; ascending) the miles are scaled linearly.
    """
    kms, published = zip(*anchors, strict=True)
    return round(float(np.interp(river_km, kms, published)), 1)


def _point_row(
    row: Mapping[str, str],
    reaches: Sequence[Reach],
    line: ControlledLine,
    anchors: Sequence[tuple[float, float]],
) -> dict[str, Any]:
    where = f"river_points.csv: {row['id']}"
    river_km = _river_km(line, row["id"], row["river"])
    on_rio_grande = row["river"] == "Rio Grande"
    return {
        **{column: text(row[column]) for column in _POINT_COLUMNS},
        **cited(row),
        "river_segment": _reach_of(row["river"], river_km, reaches),
        "river_km": river_km,
        "river_mile": miles(river_km),
        "published_river_mile": number(row["published_river_mile"], where),
        "river_mile_calibrated": calibrated_mile(river_km, anchors) if on_rio_grande else None,
        "boundary_km": round(line.km(row["id"]), 3),
        "source_offset_m": None if row["position_basis"] == "derived" else _offset_m(row, line),
    }


def _reach_of(river: str, river_km: float, reaches: Sequence[Reach]) -> str:
    """Return the reach that a point is on; at a division the one that begins there."""
    own = [reach for reach in reaches if reach.facts["river"] == river]
    for reach in own:
        if reach.to_km < river_km <= reach.from_km:
            return reach.facts["id"]
    return own[-1].facts["id"]


def _offset_m(row: Mapping[str, str], line: ControlledLine) -> float:
    lon, lat = line.lon_lat(row["id"])
    distance = GEOD.inv(float(row["longitude"]), float(row["latitude"]), lon, lat)[2]
    return round(float(distance), 1)
