"""The counties and municipalities beside the line, and the regions of plans and agreements."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.linear_reference import MeasuredLine
from geo.errors import DatasetError
from geo.extras import require
from geo.geodesy import CRS84, GEOD
from geo.layers import layer
from geo.pipeline.areas import cut_areas
from geo.pipeline.context import zone_around
from geo.pipeline.curated import read_curated
from geo.pipeline.frames import records
from geo.pipeline.outlines import read_municipalities, rounded

__all__ = ["build_counties", "build_plans"]

_OF_PORTS: Final = {"US": ("us_state", "us_county"), "MX": ("mx_state", "mx_municipality")}
_RIVER: Final = "Rio Grande"


def build_counties(
    sources: Path, curated: Path, boundary: gpd.GeoDataFrame, line: MeasuredLine,
    ports: pd.DataFrame,
) -> gpd.GeoDataFrame:  # fmt: skip
    """Return the layer ``counties``: outlines cut onto the line, areas measured, ports joined.

    Raises
    ------
    DatasetError
        An outline is missing, or the areas do not fit together.
    """
    table = read_curated(curated, "counties").assign(sources=None)
    outlines = {**_us_counties(), **read_municipalities(sources)}
    countries = [_chosen(table[table["country"] == side], outlines) for side in ("US", "MX")]
    corners = [
        (float(lon), float(lat))
        for shape in boundary.geometry
        for lon, lat in shapely.get_coordinates(shape)[[0, -1]]
    ]
    areas = cut_areas(countries, line, corners)
    shapes = np.array([areas[code] for code in table["code"]], dtype=object)
    line_touched = shapely.LineString(line.coordinates)
    table["area_km2"] = [round(_area_km2(shape), 2) for shape in shapes]
    table["touches_line"] = shapely.intersects(shapes, line_touched).tolist()
    table["port_ids"] = [_ports_in(row, ports) for row in records(table)]
    columns = list(layer("counties").column_names)
    return gpd.GeoDataFrame(table[columns], geometry=list(shapes), crs=CRS84)


def build_plans(curated: Path, boundary: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the layer ``border_plans``: what is within 100 km of each region's stretch."""
    table = read_curated(curated, "border_plans").assign(sources=None)
    pieces = records(pd.DataFrame(boundary.drop(columns="geometry")))
    zones = [zone_around(shape) for shape in shapely.simplify(list(boundary.geometry), 0.001)]
    shapes = []
    for stretch in table["stretch"]:
        along = [zone for zone, piece in zip(zones, pieces, strict=True) if _along(piece, stretch)]
        parts = shapely.get_parts(shapely.union_all(along))
        shapes.append(shapely.orient_polygons(shapely.multipolygons(list(parts))))
    columns = list(layer("border_plans").column_names)
    return gpd.GeoDataFrame(table[columns], geometry=shapes, crs=CRS84)


def _along(piece: Mapping[str, Any], stretch: list[str]) -> bool:
    region = "east" if piece["river"] == _RIVER else "west"
    return not {"all", region, f"{piece['us_state']}/{piece['mx_state']}"}.isdisjoint(stretch)


def _us_counties() -> dict[str, shapely.Geometry]:
    """Return the Census Bureau's 1:500,000 counties of 2016 by FIPS code."""
    require("build")
    path = Path(str(files("_plotly_geo"))) / "package_data" / "cb_2016_us_county_500k.shp"
    frame = gpd.read_file(path, encoding="utf-8")
    return dict(zip(frame["GEOID"], frame.geometry, strict=True))


def _chosen(
    table: pd.DataFrame, outlines: Mapping[str, shapely.Geometry]
) -> dict[str, shapely.Geometry]:
    missing = [code for code in table["code"] if code not in outlines]
    if missing:
        message = f"counties: there is no outline of {missing[0]}"
        raise DatasetError(message)
    return {code: rounded(outlines[code]) for code in table["code"]}


def _area_km2(shape: shapely.Geometry) -> float:
    return abs(float(GEOD.geometry_area_perimeter(shape)[0])) / 1e6


def _ports_in(row: Mapping[str, Any], ports: pd.DataFrame) -> list[str]:
    state, name = _OF_PORTS[row["country"]]
    inside = (ports[state] == row["states"][0]) & (ports[name] == row["name_en"])
    return [str(port) for port in ports["id"][inside]]
