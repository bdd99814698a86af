"""The tables beside the ports, and the crossings that are not counted."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.errors import DatasetError
from geo.geodesy import CRS84
from geo.layers import DIRECTIONS, layer
from geo.pipeline.curated import read_curated
from geo.pipeline.facts import add_sources, compiled

__all__ = ["build_tables", "located"]

_OF_PORTS: Final = ("port_modes", "port_access", "tolls", "port_codes")
_ALONE: Final = ("counts", "sources", "not_known")
_NOT_COUNTED: Final = "crossings_not_counted"


def build_tables(curated: Path, facts: pd.DataFrame) -> dict[str, pd.DataFrame | gpd.GeoDataFrame]:
    """Return the tables beside the ports by name, and ``crossings_not_counted``.

    Rows keep the order of the curated files; ``crossings_not_counted`` has Points in
    ``OGC:CRS84``, none where the position is not known.

    Raises
    ------
    DatasetError
        A curated table is not allowed, names a port that does not exist, ``port_modes`` does not
        have exactly one row for every port and mode, or ``port_access`` one for each direction.
    """
    ports = read_curated(curated, "ports")
    tables: dict[str, pd.DataFrame | gpd.GeoDataFrame] = {}
    for name in _OF_PORTS:
        table = read_curated(curated, name)
        _check_ports(name, table, set(ports["id"]))
        tables[name] = add_sources(compiled(table, name, facts), name, facts)
    _check_modes(tables["port_modes"], ports)
    _check_access(tables["port_access"], tables["port_modes"])
    for name in _ALONE:
        tables[name] = read_curated(curated, name)
    tables[_NOT_COUNTED] = located(_NOT_COUNTED, read_curated(curated, _NOT_COUNTED))
    return tables


def _check_ports(name: str, table: pd.DataFrame, known: set[str]) -> None:
    for row_id, port_id in zip(table["id"], table["port_id"], strict=True):
        if port_id not in known:
            message = f"{name}: {row_id}: there is no port {port_id!r}"
            raise DatasetError(message)


def _check_modes(port_modes: pd.DataFrame, ports: pd.DataFrame) -> None:
    modes_of = zip(ports["id"].tolist(), ports["modes"].tolist(), strict=True)
    expected = {f"{port_id}:{mode}" for port_id, modes in modes_of for mode in modes}
    named = port_modes["port_id"] + ":" + port_modes["mode"]
    wrong = port_modes["id"][port_modes["id"] != named]
    if not wrong.empty:
        message = f"port_modes: {wrong.iloc[0]}: the id is not its port and mode"
        raise DatasetError(message)
    different = sorted(expected.symmetric_difference(named))
    if different:
        message = f"port_modes: {different[0]}: not both in ports and in port_modes"
        raise DatasetError(message)


def _check_access(access: pd.DataFrame, port_modes: pd.DataFrame) -> None:
    expected = {f"{mode}:{direction}" for mode in port_modes["id"] for direction in DIRECTIONS}
    named = access["port_id"] + ":" + access["mode"] + ":" + access["direction"]
    different = sorted(expected.symmetric_difference(access["id"])) + sorted(
        access["id"][access["id"] != named]
    )
    if different:
        message = f"port_access: {different[0]}: not one row for each mode and direction"
        raise DatasetError(message)


def located(name: str, table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a layer of points from its curated table: ``longitude`` and ``latitude`` beside."""
    points = gpd.points_from_xy(table["longitude"], table["latitude"])
    known = table["longitude"].notna() & table["latitude"].notna()
    geometry = gpd.GeoSeries(points, index=table.index).where(known)
    table["sources"] = None
    return gpd.GeoDataFrame(table[list(layer(name).column_names)], geometry=geometry, crs=CRS84)
