"""The planning register: projects placed, lapses of permits computed, waterworks, meetings."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.lapses import lapse_day
from geo.errors import DatasetError
from geo.pipeline.curated import read_curated
from geo.pipeline.frames import records
from geo.pipeline.tables import located

__all__ = ["build_register"]

_OF_PORTS: Final = ("projects", "permits", "waterworks")
_PORT_COLUMNS: Final = ("port_ids", "near_port", "port_id")


def build_register(curated: Path, ports: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """Return ``projects``, ``project_events``, ``permits``, ``meetings`` and ``waterworks``.

    A project whose position no source states stands at its first port, or at the port beside it.

    Raises
    ------
    DatasetError
        A table is not allowed, or names a port or a project that there is not.
    """
    names = ("projects", "project_events", "permits", "meetings", "waterworks")
    tables = {name: read_curated(curated, name).assign(sources=None) for name in names}
    for name in _OF_PORTS:
        _check_ports(name, tables[name], set(ports["id"]))
    known = set(tables["projects"]["id"])
    for name in ("project_events", "permits"):
        for row, project in zip(tables[name]["id"], tables[name]["project_id"], strict=True):
            if project is not None and project not in known:
                message = f"{name}: {row}: there is no project {project!r}"
                raise DatasetError(message)
    tables["permits"]["lapses_on"] = [_lapse(row) for row in records(tables["permits"])]
    return {
        **tables,
        "projects": located("projects", _placed(tables["projects"], ports)),
        "waterworks": located("waterworks", tables["waterworks"]),
    }


def _check_ports(name: str, table: pd.DataFrame, known: set[str]) -> None:
    for row in records(table):
        for column in _PORT_COLUMNS:
            cell = row.get(column) or []
            for port in [cell] if isinstance(cell, str) else cell:
                if port not in known:
                    message = f"{name}: {row['id']}: there is no port {port!r}"
                    raise DatasetError(message)


def _placed(projects: pd.DataFrame, ports: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return projects with a position and ``position_basis``."""
    points = dict(zip(ports["id"], ports.geometry, strict=True))
    places: list[tuple[float, float, str | None]] = []
    for row in records(projects):
        at = row["near_port"] or next(iter(row["port_ids"]), None)
        if not np.isnan(row["longitude"]):
            places.append((row["longitude"], row["latitude"], "published"))
        elif at is not None:
            places.append((points[at].x, points[at].y, "port"))
        else:
            places.append((np.nan, np.nan, None))
    lon, lat, basis = zip(*places, strict=True)
    return projects.assign(longitude=lon, latitude=lat, position_basis=basis)


def _lapse(permit: Mapping[str, Any]) -> date | None:
    begun = None if pd.isna(permit["work_begun"]) else bool(permit["work_begun"])
    return lapse_day(permit["lapse_rule"], permit["issued"], begun=begun)
