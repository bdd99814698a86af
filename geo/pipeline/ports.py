"""The layer ``ports``: the curated record, placed on the boundary line and measured along it."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from geo.data.linear_reference import MeasuredLine
from geo.errors import DatasetError
from geo.geodesy import CRS84, GEOD, KM_PER_MILE
from geo.layers import layer
from geo.pipeline.curated import read_curated
from geo.pipeline.facts import add_sources, compiled
from geo.pipeline.hours import port_hours

__all__ = ["build_ports"]

_MAIN_RIVER: Final = "Rio Grande"
"""River whose mouth is the start of the boundary line: its river km are boundary km."""
_DEGREE_DECIMALS: Final = 7
"""About a centimetre."""
_KM_DECIMALS: Final = 3
_METRE_DECIMALS: Final = 1


def build_ports(
    curated: Path,
    boundary: MeasuredLine,
    river_segments: gpd.GeoDataFrame,
    facts: pd.DataFrame,
    port_modes: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Return the ports from west to east, each at the point of the boundary nearest its source.

    Parameters
    ----------
    curated
        Folder of the curated tables.
    boundary
        The whole boundary from the Gulf of Mexico to the Pacific.
    river_segments
        With ``id``, ``river``, ``from_river_km`` (upstream end) and ``to_river_km``.
    facts
        What ``read_facts`` returns.
    port_modes
        The table ``port_modes``, from whose hours those of each port are made.

    Returns
    -------
    The columns of the layer ``ports`` and Points in ``OGC:CRS84``, 7 decimals; kilometres and
    miles with 3 decimals, ``boundary_km`` descending.

    Raises
    ------
    DatasetError
        The curated table is not allowed, or a port on a river lies on no segment of it.
    """
    ports = compiled(read_curated(curated, "ports"), "ports", facts)
    ports = add_sources(ports, "ports", facts)
    ports = _placed(pd.concat([ports, port_hours(ports["id"], port_modes)], axis=1), boundary)
    on_river = ports["river"] == _MAIN_RIVER
    ports["river_km"] = ports["boundary_km"].where(on_river)
    ports["river_mile"] = (ports["river_km"] / KM_PER_MILE).round(_KM_DECIMALS)
    ports["river_segment"] = pd.Series(_segments(ports, river_segments), dtype="object")
    ports["sources"] = None
    ports = ports.sort_values("boundary_km", ascending=False, kind="stable", ignore_index=True)
    ports["number"] = range(1, len(ports) + 1)
    ordered = ports[[*layer("ports").column_names, "geometry"]]
    return gpd.GeoDataFrame(ordered, geometry="geometry", crs=CRS84)


def _placed(ports: pd.DataFrame, boundary: MeasuredLine) -> pd.DataFrame:
    """Return the ports with point, chainage and the distance of the source's point."""
    points, kms, offsets = [], [], []
    for lon, lat in zip(ports["source_longitude"], ports["source_latitude"], strict=True):
        foot = boundary.nearest(lon, lat)
        at = round(foot.lon, _DEGREE_DECIMALS), round(foot.lat, _DEGREE_DECIMALS)
        points.append(shapely.Point(at))
        kms.append(round(foot.km, _KM_DECIMALS))
        offsets.append(round(float(GEOD.inv(lon, lat, *at)[2]), _METRE_DECIMALS))
    measures = pd.DataFrame({"boundary_km": kms, "source_offset_m": offsets})
    return pd.concat([ports, measures, gpd.GeoSeries(points, name="geometry")], axis="columns")


def _segments(ports: pd.DataFrame, segments: gpd.GeoDataFrame) -> list[str | None]:
    """Return the id of the river segment of each port, ``None`` off the rivers."""
    names = ("id", "river", "to_river_km", "from_river_km")
    ranges = list(zip(*(segments[name].tolist() for name in names), strict=True))
    reaches: list[str | None] = []
    for port_id, river, km in zip(
        ports["id"].tolist(), ports["river"].tolist(), ports["boundary_km"].tolist(), strict=True
    ):
        on = [row[0] for row in ranges if row[1] == river and row[2] <= km <= row[3]]
        if river and not on:
            message = f"ports: {port_id}: river km {km} lies on no segment of the {river}"
            raise DatasetError(message)
        reaches.append(on[0] if on else None)
    return reaches
