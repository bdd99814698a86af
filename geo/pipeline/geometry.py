"""The geometry of the data set: states, boundary, river segments and river points.

The line of the IBWC is read once and given a vertex at every corner of states and every river
point; all layers, at every level, are then stretches of that one line or polygons that share it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import geopandas as gpd
import shapely

from geo.data.linear_reference import MeasuredLine
from geo.layers import LEVELS
from geo.pipeline.boundary import boundary_pieces, build_boundary
from geo.pipeline.line import ControlledLine, read_boundary_line, with_points
from geo.pipeline.outlines import read_mexican_outlines, read_us_outlines
from geo.pipeline.overlay import InnerBorder, inner_borders, recut
from geo.pipeline.river import (
    build_river_points,
    build_river_segments,
    read_points,
    read_reaches,
    source_positions,
)
from geo.pipeline.simplify import Level, simplified
from geo.pipeline.states import build_states

__all__ = ["build_geometry"]

_DECIMALS: Final[Mapping[str, int]] = {"detail": 6, "web": 5, "overview": 4}
"""Decimals of a degree that each level's coordinates keep: about 0.1, 1 and 10 m."""


def build_geometry(
    sources: Path, curated: Path, step: Callable[[str], None]
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of the line by published name.

    ``states``, ``boundary``, ``river_segments`` and ``river_points`` have the columns of their
    layer; ``states_detail`` and the like hold ``id`` and the generalised geometry. All
    coordinates are WGS 84 longitude and latitude.

    Parameters
    ----------
    sources
        Folder of the raw files (``boundary/``, ``inegi/``).
    curated
        Folder of the curated CSV files.
    step
        Called with a few words before each stage.

    Raises
    ------
    DatasetError
        A file is missing or damaged, or the parts do not fit together.
    """
    step("Reading the boundary line")
    divide = read_boundary_line(sources)
    step("Reading the outlines of the states")
    countries = (read_us_outlines(), read_mexican_outlines(sources))
    borders = [border for outlines in countries for border in inner_borders(outlines, divide)]
    step("Setting the river points and corners of states into the line")
    rows = read_points(curated)
    line = _controlled(divide, rows, borders)
    step("Cutting the states onto the line")
    states = recut(countries, borders, line)
    step("Generalising states and line together")
    levels = _levels(states, line)
    step("Measuring the boundary and the river")
    pieces = boundary_pieces(curated, states, line, [border.corner for border in borders])
    reaches = read_reaches(curated, line)
    return {
        **build_states(curated, states, pieces, levels),
        **build_boundary(pieces, line, levels),
        **build_river_segments(reaches, line, levels),
        "river_points": build_river_points(rows, reaches, line),
    }


def _controlled(
    divide: shapely.LineString, rows: list[dict[str, str]], borders: list[InnerBorder]
) -> ControlledLine:
    measured = MeasuredLine(shapely.get_coordinates(divide))
    points = source_positions(rows, measured)
    for border in borders:
        lon, lat = border.path.coords[-1]
        points.setdefault(border.corner, (lon, lat))
    return with_points(measured, points)


def _levels(states: Mapping[str, shapely.MultiPolygon], line: ControlledLine) -> dict[str, Level]:
    return {
        name: simplified(states, line.measured.coordinates, LEVELS[name], decimals)
        for name, decimals in _DECIMALS.items()
    }
