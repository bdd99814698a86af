"""The background layers: land, lakes, rivers, railways, towns and the La Paz zone.

They are drawn, never measured on: they are generalised, and what Natural Earth draws of the
boundary rivers is left out, because the boundary itself is far more exact.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Geod

from geo.errors import DatasetError
from geo.geodesy import CRS84

__all__ = ["MAP_FRAME", "build_context", "zone_around"]

MAP_FRAME: Final = (-121.0, 20.5, -93.0, 38.0)
"""West, south, east, north of the context, degrees: the ten states' border side and around."""
_LINE_TOLERANCE_DEG: Final = 0.012
"""About 1.2 km: Natural Earth is off by up to 4 km here, so finer detail would be false."""
_NEAR_BOUNDARY_DEG: Final = 0.06
"""Rivers of context this close to the boundary are taken for the boundary river."""
_SHORTEST_DEG: Final = 0.15
_SMALLEST_LAKE_DEG2: Final = 0.004
_LARGEST_RIVER_RANK: Final = 10
"""The file supplements Natural Earth's world rivers: its own ranks run from 10 to 12."""
_LA_PAZ_M: Final = 100_000.0
"""Half width of the zone in article 4 of the La Paz Agreement of 1983: 100 km each side."""
_CIRCLE_POINTS: Final = 96
_STEP_M: Final = 3_000.0
_DECIMALS_DEG: Final = 0.0001
"""Coordinates are rounded to this: some 10 m."""
_GEOD: Final = Geod(ellps="WGS84")
_NATURAL_EARTH: Final = "Natural Earth: 1:10m {theme}, North America supplement (2017)"
_NATURAL_EARTH_LAKES: Final = "Natural Earth: 1:10m lakes and reservoirs (2017-2018)"
_NATURAL_EARTH_RIVERS: Final = "Natural Earth: 1:10m rivers and lake centerlines (2017-2018)"
_LA_PAZ: Final = (
    "Agreement between the United States and Mexico on cooperation for the protection and "
    "improvement of the environment in the border area (La Paz, 1983), article 4; "
    "US Census Bureau: TIGER/Line 2023, international boundary"
)
_MAIN_RIVERS: Final = "ne_10m_rivers_lake_centerlines_border.geojson"
_TOWN_COLUMNS: Final = (
    "id", "name", "country", "longitude", "latitude", "population", "rank", "geonames_id",
    "sources", "as_of",
)  # fmt: skip


def build_context(
    sources: Path, curated: Path, boundary: gpd.GeoDataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """Return the background layers by name, WGS 84 longitude/latitude.

    Parameters
    ----------
    sources
        Folder of the raw inputs (Natural Earth lakes, rivers and railroads of North America).
    curated
        Folder with ``context_land.geojson``, ``context_lakes.csv``, ``context_rivers.csv`` and
        ``context_towns.csv``.
    boundary
        The layer ``boundary``, to leave out the boundary rivers and to draw the La Paz zone.

    Raises
    ------
    DatasetError
        A file is missing or cannot be read.
    """
    line = shapely.simplify(shapely.union_all(np.asarray(boundary.geometry)), 0.001)
    land = _read(curated / "context_land.geojson")
    zone = gpd.GeoDataFrame(
        {"id": ["la-paz-zone"], "sources": [_LA_PAZ]}, geometry=[zone_around(line)]
    )
    layers = {
        "land": _numbered("land", land.geometry, sources=land["source"].iloc[0]),
        "lakes": _lakes(sources, curated / "context_lakes.csv"),
        "rivers": _rivers(sources, curated / "context_rivers.csv", line),
        "railways": _numbered("railway", _railways(sources), theme="railroads"),
        "towns": _towns(curated / "context_towns.csv"),
        "la_paz_zone": zone,
    }
    return {name: _rounded(frame) for name, frame in layers.items()}


def _rounded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    shapes = shapely.set_precision(np.asarray(frame.geometry), _DECIMALS_DEG)
    return frame.set_geometry(shapely.orient_polygons(shapes), crs=CRS84)


def _numbered(
    stem: str,
    shapes: Any,  # noqa: ANN401 - shapely geometries
    *,
    theme: str = "",
    sources: str = "",
) -> gpd.GeoDataFrame:
    """Return shapes as rows with ids from west to east, all of one source."""
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    parts = parts[~shapely.is_empty(parts)]
    order = sorted(range(len(parts)), key=lambda row: tuple(shapely.bounds(parts[row]).tolist()))
    cells = {
        "id": [f"{stem}-{number}" for number in range(1, len(parts) + 1)],
        "sources": [sources or _NATURAL_EARTH.format(theme=theme)] * len(parts),
    }
    return gpd.GeoDataFrame(cells, geometry=[parts[row] for row in order], crs=CRS84)


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        return gpd.read_file(path)
    except (OSError, RuntimeError) as error:
        message = f"{path}: cannot be read: {error}"
        raise DatasetError(message) from error


def _natural_earth(sources: Path, theme: str) -> gpd.GeoDataFrame:
    frame = _read(sources / "natural-earth" / f"ne_10m_{theme}_north_america.json")
    return frame.clip(MAP_FRAME).set_crs(CRS84, allow_override=True)


def _lakes(sources: Path, names: Path) -> gpd.GeoDataFrame:
    """Return the lakes of the world's map and the larger ones of the supplement, some named."""
    main = _read(sources / "natural-earth" / "ne_10m_lakes_border.geojson").clip(MAP_FRAME)
    shapes = np.asarray(_natural_earth(sources, "lakes").geometry, dtype=object)
    more = shapes[shapely.area(shapes) > _SMALLEST_LAKE_DEG2]
    frame = gpd.GeoDataFrame(
        {
            "name": [*main["name"], *[None] * len(more)],
            "sources": [_NATURAL_EARTH_LAKES] * len(main)
            + [_NATURAL_EARTH.format(theme="lakes")] * len(more),
        },
        geometry=[*main.geometry, *more],
        crs=CRS84,
    )
    frame.geometry = shapely.simplify(np.asarray(frame.geometry), _LINE_TOLERANCE_DEG / 2)
    return _named(frame.explode(ignore_index=True), "lake", names)


def _named(frame: gpd.GeoDataFrame, stem: str, names: Path) -> gpd.GeoDataFrame:
    """Return shapes with ids from west to east, and the curated names of those that have one."""
    frame = frame.iloc[np.lexsort(frame.bounds.to_numpy().T[::-1])].reset_index(drop=True)
    frame["id"] = [f"{stem}-{number}" for number in range(1, len(frame) + 1)]
    rows = _names(names)
    curated = [rows.get(name, {}) for name in frame["name"]]
    for column in ("name_en", "name_es"):
        frame[column] = [row.get(column) for row in curated]
    supplied = zip(frame["sources"], [row.get("sources") for row in curated], strict=True)
    frame["sources"] = [f"{own}; {more}" if more else own for own, more in supplied]
    return frame[["id", "name_en", "name_es", "sources", "geometry"]]


def _names(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of the curated file by the name that Natural Earth has."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {row["natural_earth_name"]: row for row in rows}
    except (OSError, KeyError) as error:
        message = f"{path}: cannot be read: {error}"
        raise DatasetError(message) from error


def _rivers(
    sources: Path,
    names: Path,
    line: Any,  # noqa: ANN401 - shapely geometries
) -> gpd.GeoDataFrame:
    """Return main stems of the world's map, some named, and the rivers of the supplement."""
    own = shapely.buffer(line, _NEAR_BOUNDARY_DEG)
    main = _read(sources / "natural-earth" / _MAIN_RIVERS).clip(MAP_FRAME)
    more = _natural_earth(sources, "rivers")
    more = more[more["scalerank"] <= _LARGEST_RIVER_RANK]
    stems = [
        (name, _NATURAL_EARTH_RIVERS, shapes.geometry) for name, shapes in main.groupby("name")
    ]
    supplement = (None, _NATURAL_EARTH.format(theme="rivers"), more.geometry)
    columns: dict[str, list[Any]] = {"name": [], "sources": []}
    lines: list[Any] = []
    for name, source, shapes in (*stems, supplement):
        whole = shapely.union_all(np.asarray(shapes, dtype=object))
        parts = _lines(shapely.difference(whole, own))
        lines.extend(parts)
        columns["name"] += [name] * len(parts)
        columns["sources"] += [source] * len(parts)
    return _named(gpd.GeoDataFrame(columns, geometry=lines, crs=CRS84), "river", names)


def _railways(sources: Path) -> Any:  # noqa: ANN401 - an array of shapely geometries
    frame = _natural_earth(sources, "railroads")
    return _lines(shapely.union_all(np.asarray(frame.geometry)))


def _lines(shape: Any) -> Any:  # noqa: ANN401 - shapely geometries
    merged = shapely.get_parts(shapely.line_merge(shape))
    merged = merged[shapely.length(merged) > _SHORTEST_DEG]
    return shapely.simplify(merged, _LINE_TOLERANCE_DEG)


def _towns(path: Path) -> gpd.GeoDataFrame:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if tuple(rows[0]) != _TOWN_COLUMNS:
            message = f"{path.name}: columns are {list(rows[0])}, expected {list(_TOWN_COLUMNS)}"
            raise DatasetError(message)
        shapes = [shapely.Point(float(row["longitude"]), float(row["latitude"])) for row in rows]
        texts = ("id", "name", "country", "geonames_id", "sources")
        kept: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in texts}
        kept |= {name: [int(row[name]) for row in rows] for name in ("population", "rank")}
        kept["as_of"] = [date.fromisoformat(row["as_of"]) for row in rows]
    except (OSError, IndexError, KeyError, ValueError) as error:
        message = f"{path}: cannot be read: {error}"
        raise DatasetError(message) from error
    return gpd.GeoDataFrame(kept, geometry=shapes, crs=CRS84)


def zone_around(line: Any) -> Any:  # noqa: ANN401 - shapely geometries
    """Return all within 100 km of a line: geodesic circles along it, joined, good to 0.2 km."""
    pieces = shapely.get_parts(shapely.line_merge(line))
    dense = shapely.segmentize(pieces, _STEP_M / 111_000.0)
    points = np.unique(np.round(shapely.get_coordinates(dense), 3), axis=0)
    azimuths = np.linspace(0.0, 360.0, _CIRCLE_POINTS, endpoint=False)
    lon = np.repeat(points[:, 0], _CIRCLE_POINTS)
    lat = np.repeat(points[:, 1], _CIRCLE_POINTS)
    turned = np.tile(azimuths, len(points))
    far = _GEOD.fwd(lon, lat, turned, np.full(len(lon), _LA_PAZ_M))
    rings = np.dstack((far[0], far[1])).reshape(len(points), _CIRCLE_POINTS, 2)
    return shapely.simplify(shapely.union_all(shapely.polygons(rings)), 0.002)
