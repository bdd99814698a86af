"""The data set as it is read: its tables, levels and description, and what is derived once."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.linear_reference import MeasuredLine
from geo.errors import UnknownPortError
from geo.geodesy import Floats, geocentric
from geo.layers import LAYERS, LEVELS, MODES, STATES, layer
from geo.table import Table

__all__ = ["Dataset", "PortSubset", "Store"]


@dataclass(frozen=True, slots=True)
class PortSubset:
    """Some of the ports: row numbers, ids, degrees WGS 84 and geocentric metres, in this order."""

    rows: list[int]
    ids: list[str]
    lons: list[float]
    lats: list[float]
    xyz: Floats


class Store(Protocol):
    """Where a data set comes from."""

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the description of the data set (a Frictionless data package)."""

    def read(self, name: str) -> Table:
        """Read a layer or table; ``DatasetError`` if it is missing or damaged."""

    def read_level(self, name: str, level: str) -> npt.NDArray[np.object_]:
        """Read the generalised geometries of a layer, in the order of its rows."""


class Dataset:
    """The layers and tables of one version of the data, read on first use and then kept.

    Nothing in it changes; it may be shared between threads.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tables: dict[str, Table] = {}
        self._levels: dict[tuple[str, str], npt.NDArray[np.object_]] = {}
        self._subsets: dict[tuple[str | None, str | None], PortSubset] = {}
        self._lock = threading.RLock()
        self._areas_lock = threading.Lock()

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the data package: provenance, licences, hashes, counting rule."""
        return self._store.package

    @property
    def version(self) -> str:
        """Return the version of the data, such as ``2026.11.0``."""
        return str(self.package["version"])

    @cached_property
    def date(self) -> date:
        """Return the date of this version."""
        return date.fromisoformat(str(self.package["created"])[:10])

    def counting_rule(self, lang: str) -> str:
        """Return the sentence that says what the 55 are, in ``en`` or ``es``."""
        return str(self.package["borderPorts"]["countingRule"][lang])

    def table(self, name: str) -> Table:
        """Return a layer or table; ``UnknownLayerError`` or ``DatasetError``."""
        found = self._tables.get(name)
        if found is None:
            layer(name)
            with self._lock:
                found = self._tables.get(name) or self._store.read(name)
                self._tables[name] = found
        return found

    def level(self, name: str, level: str) -> npt.NDArray[np.object_]:
        """Return the geometries of a layer at a level of ``LEVELS``, in the order of its rows."""
        full = self.table(name).geometry
        if full is None:
            message = f"{name} has no geometry"
            raise ValueError(message)
        if level == "full" or not LAYERS[name].levels:
            return full
        found = self._levels.get((name, level))
        if found is None:
            with self._lock:
                found = self._store.read_level(name, level)
                self._levels[name, level] = found
        return found

    def preload(self) -> None:
        """Read every layer and small table, so that a damaged file shows at once."""
        for name, definition in LAYERS.items():
            if definition.time is None:
                self.table(name)
                if definition.levels:
                    for level in LEVELS:
                        self.level(name, level)
        _ = self.line, self.segment_ranges_km, self._state_areas, self.ports_where(None, None)

    @cached_property
    def line(self) -> MeasuredLine:
        """Return the whole boundary from the Gulf to the Pacific."""
        pieces = self.table("boundary")
        starts = pieces.columns["from_boundary_km"]
        geometry = self.level("boundary", "full")
        parts = [shapely.get_coordinates(geometry[i]) for i in np.argsort(starts)]
        return MeasuredLine(np.vstack([parts[0], *(part[1:] for part in parts[1:])]))

    def states_at(self, lon: float, lat: float) -> npt.NDArray[np.intp]:
        """Return the row numbers of the states that a point is in or on the edge of.

        One thread at a time: GEOS indexes a prepared polygon while it is asked, without a lock.
        """
        with self._areas_lock:
            return np.flatnonzero(shapely.intersects_xy(self._state_areas, lon, lat))

    @cached_property
    def _state_areas(self) -> npt.NDArray[np.object_]:
        """Prepared copies of the states' polygons; nothing else may compare them."""
        areas = np.asarray(shapely.from_wkb(shapely.to_wkb(self.level("states", "full"))))
        shapely.prepare(areas)
        west, south, east, north = shapely.bounds(areas).T
        shapely.intersects_xy(areas, (west + east) / 2, (south + north) / 2)
        return areas

    @cached_property
    def port_lon_lat(self) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes of the ports, each of shape (ports,)."""
        coordinates = shapely.get_coordinates(self.level("ports", "full"))
        return coordinates[:, 0].copy(), coordinates[:, 1].copy()

    @cached_property
    def ports_along(self) -> npt.NDArray[np.intp]:
        """Return the row numbers of the ports from the Gulf to the Pacific."""
        return np.argsort(np.asarray(self.table("ports").columns["boundary_km"]), kind="stable")

    @cached_property
    def ports_with_mode(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Return, for each mode, which ports have it, shape (ports,)."""
        modes = self.table("ports").columns["modes"]
        return {mode: np.array([mode in row for row in modes]) for mode in MODES}

    @cached_property
    def ports_in_state(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Return, for each border state, which ports touch it, shape (ports,)."""
        columns = self.table("ports").columns
        pairs = list(zip(columns["us_state"], columns["mx_state"], strict=True))
        return {state: np.array([state in pair for pair in pairs]) for state in STATES}

    def ports_where(self, mode: str | None, state: str | None) -> PortSubset:
        """Return the ports with a mode and in a state, both known ones or ``None`` for any."""
        found = self._subsets.get((mode, state))
        if found is None:
            chosen = np.ones(len(self.table("ports")), dtype=np.bool_)
            if mode is not None:
                chosen &= self.ports_with_mode[mode]
            if state is not None:
                chosen &= self.ports_in_state[state]
            rows: list[int] = np.flatnonzero(chosen).tolist()
            lons, lats = (degrees[rows] for degrees in self.port_lon_lat)
            ids = [self.table("ports").columns["id"][row] for row in rows]
            found = PortSubset(rows, ids, lons.tolist(), lats.tolist(), geocentric(lons, lats))
            self._subsets[mode, state] = found
        return found

    @cached_property
    def segment_ranges_km(self) -> list[tuple[float, float, str]]:
        """Return (from, to, id) of each river segment in boundary kilometres, ascending."""
        segments = self.table("river_segments")
        ranges = []
        for name, shape in zip(
            segments.columns["id"], self.level("river_segments", "full"), strict=True
        ):
            ends = shapely.get_coordinates(shape)[[0, -1]]
            kms = sorted(self.line.nearest(*end).km for end in ends.tolist())
            ranges.append((kms[0], kms[1], name))
        return sorted(ranges)

    def port_position(self, port_id: object, field: str = "port") -> int:
        """Return the row number of a port; ``UnknownPortError`` names the known ids."""
        ports = self.table("ports")
        if not isinstance(port_id, str) or port_id not in ports:
            raise UnknownPortError(port_id, ports.columns["id"], field=field)
        return ports.position(port_id)
