"""The boundary as one measured line, the river reaches on it, and the states beside it."""

import threading

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.frames import BorderFrames, Shapes
from geo.data.linear_reference import MeasuredLine

__all__ = ["boundary_line", "segment_ranges_km", "states_at"]


def boundary_line(border: BorderFrames) -> MeasuredLine:
    """Return the whole boundary from the Gulf to the Pacific, made once."""
    return border.derived(_line)


def segment_ranges_km(border: BorderFrames) -> list[tuple[float, float, str]]:
    """Return (from, to, id) of each river segment in boundary kilometres, ascending."""
    return border.derived(_segment_ranges)


def states_at(border: BorderFrames, lon: float, lat: float) -> npt.NDArray[np.intp]:
    """Return the row numbers of the states that a point is in or on the edge of.

    One thread at a time: GEOS indexes a prepared polygon while it is asked, without a lock.
    """
    areas, lock = border.derived(_state_areas)
    with lock:
        found: npt.NDArray[np.intp] = shapely.intersects_xy(areas, lon, lat).nonzero()[0]
        return found


def _line(border: BorderFrames) -> MeasuredLine:
    starts = border.records("boundary").columns["from_boundary_km"]
    geometry = border.geometries("boundary")
    parts = [shapely.get_coordinates(geometry[row]) for row in np.argsort(starts)]
    return MeasuredLine(np.vstack([parts[0], *(part[1:] for part in parts[1:])]))


def _segment_ranges(border: BorderFrames) -> list[tuple[float, float, str]]:
    line = boundary_line(border)
    ranges = []
    for name, shape in zip(
        border.records("river_segments").columns["id"],
        border.geometries("river_segments"),
        strict=True,
    ):
        ends = shapely.get_coordinates(shape)[[0, -1]]
        kms = sorted(line.nearest(*end).km for end in ends.tolist())
        ranges.append((kms[0], kms[1], name))
    return sorted(ranges)


def _state_areas(border: BorderFrames) -> tuple[Shapes, threading.Lock]:
    """Return prepared copies of the states' polygons, which nothing else may compare."""
    areas = np.asarray(shapely.from_wkb(shapely.to_wkb(border.geometries("states"))))
    shapely.prepare(areas)
    west, south, east, north = shapely.bounds(areas).T
    shapely.intersects_xy(areas, (west + east) / 2, (south + north) / 2)
    return areas, threading.Lock()
