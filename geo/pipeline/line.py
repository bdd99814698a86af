"""The one boundary line: read, turned Gulf to Pacific, cut at the coasts, points set into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.ops import substring

from geo.data.linear_reference import MeasuredLine
from geo.errors import DatasetError
from geo.geodesy import Floats
from geo.pipeline.outlines import DECIMALS, read_us_outlines

__all__ = ["LINE_FILE", "ControlledLine", "read_boundary_line", "read_whole_line", "with_points"]

LINE_FILE: Final = "boundary/tl_2023_us_internationalboundary.shp"
_LANDFALL: Final = 300
"""Vertices from each end of the line among which it comes ashore (it does within 12)."""
_SAME_KM: Final = 0.00002
"""Points closer along the line than 2 cm are one vertex."""


@dataclass(frozen=True, slots=True)
class ControlledLine:
    """The boundary line with named points among its vertices.

    ``vertex`` maps each name to the index of its vertex in ``measured.coordinates``.
    """

    measured: MeasuredLine
    vertex: Mapping[str, int]

    def km(self, name: str) -> float:
        """Return the chainage of a named point from the Gulf, in kilometres."""
        return float(self.measured.km[self.vertex[name]])

    def lon_lat(self, name: str) -> tuple[float, float]:
        """Return longitude and latitude of a named point."""
        lon, lat = self.measured.coordinates[self.vertex[name]].tolist()
        return lon, lat


def read_whole_line(sources: Path) -> shapely.LineString:
    """Return the US-Mexico line of TIGER/Line 2023 (given by the IBWC), from sea to sea.

    The records of type ``M`` join to one line, turned here from the Gulf of Mexico to the
    Pacific; longitude and latitude, NAD 83 taken as WGS 84.

    Raises
    ------
    DatasetError
        The file is missing, or its records do not join to one line.
    """
    path = sources / LINE_FILE
    if not path.is_file():
        message = f"{path}: the file is missing"
        raise DatasetError(message)
    records = gpd.read_file(path)
    pieces = records.geometry[records["IBTYPE"] == "M"].to_list()
    line = shapely.line_merge(shapely.multilinestrings(pieces))
    if not isinstance(line, shapely.LineString):
        message = f"{path.name}: the records of type M do not join to one line"
        raise DatasetError(message)
    eastward = line.coords[0][0] < line.coords[-1][0]
    return shapely.reverse(line) if eastward else line


def read_boundary_line(sources: Path) -> shapely.LineString:
    """Return the boundary on land and rivers, from the mouth of the Rio Grande to the Pacific.

    The line of ``read_whole_line`` is cut where it first meets the shore of Texas and last
    leaves that of California (Census Bureau, 1:500,000, 2016).
    """
    line = shapely.get_coordinates(read_whole_line(sources))
    outlines = read_us_outlines()
    line = _from_shore(line, outlines["US-TX"])
    line = _from_shore(line[::-1], outlines["US-CA"])[::-1]
    return shapely.LineString(line)


def _from_shore(line: Floats, outline: shapely.Geometry) -> Floats:
    """Return a line that comes in from the sea, cut where it first meets an outline."""
    landfall = shapely.LineString(line[:_LANDFALL])
    shore = shapely.get_coordinates(shapely.intersection(landfall, shapely.boundary(outline)))
    if not len(shore):
        message = "the boundary line does not meet the shore"
        raise DatasetError(message)
    at = shapely.line_locate_point(landfall, shapely.points(shore)).min()
    tail = shapely.get_coordinates(substring(landfall, at, landfall.length))
    return np.vstack((np.round(tail[:1], DECIMALS), tail[1:-1], line[_LANDFALL - 1 :]))


def with_points(line: MeasuredLine, points: Mapping[str, tuple[float, float]]) -> ControlledLine:
    """Return the line with the foot of each named point (longitude, latitude) as a vertex.

    A foot is rounded to seven decimals, which moves the line by less than a centimetre; feet
    within 2 cm of a vertex or of one another share one vertex.
    """
    feet = {name: line.nearest(*lon_lat) for name, lon_lat in points.items()}
    at: dict[str, float] = {}
    new: list[tuple[float, float, float]] = []
    for name in sorted(feet, key=lambda name: feet[name].km):
        foot = feet[name]
        nearest = float(line.km[np.abs(line.km - foot.km).argmin()])
        if abs(nearest - foot.km) < _SAME_KM:
            at[name] = nearest
        elif new and abs(new[-1][0] - foot.km) < _SAME_KM:
            at[name] = new[-1][0]
        else:
            at[name] = foot.km
            new.append((foot.km, round(foot.lon, DECIMALS), round(foot.lat, DECIMALS)))
    rows = np.column_stack((line.km, line.coordinates))
    rows = np.vstack((rows, np.array(new, np.float64).reshape(-1, 3)))
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    vertex = {name: int(np.searchsorted(rows[:, 0], km)) for name, km in at.items()}
    return ControlledLine(MeasuredLine(rows[:, 1:]), vertex)
