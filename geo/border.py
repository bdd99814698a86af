"""The border as a whole: its layers as GeoDataFrames and the questions as methods."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import answers
from geo.dataset import Dataset
from geo.layers import LAYERS, layer
from geo.stores import open_store

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["Border", "load"]


def load(address: str | Path | None = None) -> "Border":
    """Return the embedded data set, or one from another place.

    ``address`` is a folder of published files, or ``postgresql://…`` for PostGIS (extra
    ``postgis``).

    Raises
    ------
    DatasetError
        The data are missing, damaged, of another format version, or out of reach.
    """
    return Border(Dataset(open_store(address)))


class Border:
    """The layers of the US-Mexico border and the questions that planners ask of them.

    Every frame is in WGS 84 longitude/latitude (``OGC:CRS84``), distances are geodesic
    kilometres; frames are made anew for each caller and may be changed.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def layer(self, name: str, level: str = "full") -> "gpd.GeoDataFrame | pd.DataFrame":
        """Return a layer or table by name; ``level`` picks a generalised geometry.

        Raises
        ------
        UnknownLayerError
            No such layer.
        """
        from geo.frames import layer_frame

        definition = layer(name)
        frame = layer_frame(definition, answers.layer_rows(self.dataset, name))
        if level != "full" and definition.geometry:
            frame = frame.set_geometry(  # type: ignore[operator]
                list(self.dataset.level(name, level)), crs="OGC:CRS84"
            )
        return frame

    @cached_property
    def layer_names(self) -> tuple[str, ...]:
        """Return the names of all layers and tables."""
        return tuple(LAYERS)

    def _geo_layer(self, name: str) -> "gpd.GeoDataFrame":
        return self.layer(name)  # type: ignore[return-value]

    @property
    def ports(self) -> "gpd.GeoDataFrame":
        """Return the 55 active land ports of entry (points)."""
        return self._geo_layer("ports")

    @property
    def states(self) -> "gpd.GeoDataFrame":
        """Return the ten border states (multipolygons)."""
        return self._geo_layer("states")

    @property
    def boundary(self) -> "gpd.GeoDataFrame":
        """Return the international boundary by pair of states (lines)."""
        return self._geo_layer("boundary")

    @property
    def river_segments(self) -> "gpd.GeoDataFrame":
        """Return the nine river segments (lines)."""
        return self._geo_layer("river_segments")

    @property
    def river_points(self) -> "gpd.GeoDataFrame":
        """Return named points on the river (points)."""
        return self._geo_layer("river_points")

    @property
    def volumes(self) -> "pd.DataFrame":
        """Return northbound crossings per port code, month and measure (BTS)."""
        return self.layer("volumes")

    def ports_per_state(self, mode: str | None = None) -> "pd.DataFrame":
        """Return a row per state: ``state``, ``name``, ``country``, ``ports``, a column per mode.

        Raises
        ------
        UnknownModeError
            No such mode.
        """
        frame = self.count_ports("state", mode)
        return frame.rename(columns={"id": "state", "name_en": "name"}).drop(
            columns=["name_es", "port_ids"]
        )

    def count_ports(self, by: str = "state", mode: str | None = None) -> "pd.DataFrame":
        """Return a row per group (state, county, municipality, river_segment or region).

        Raises
        ------
        InvalidValueError
            ``by`` is none of these.
        UnknownModeError
            No such mode.
        """
        from geo.frames import plain_frame

        found = answers.counts(self.dataset, by, mode)
        flat = [
            {key: value for key, value in row.items() if key != "by_mode"} | row["by_mode"]
            for row in found.rows
        ]
        return plain_frame(flat)

    def nearest(
        self,
        lon: float,
        lat: float,
        k: int = 1,
        mode: str | None = None,
        state: str | None = None,
        open_at: datetime | str | None = None,
    ) -> "gpd.GeoDataFrame":
        """Return the k nearest ports, ``distance_km`` and ``bearing_deg`` first.

        With ``open_at`` the ports are those known to be open then; nearer ones whose hours are
        not known stand in ``attrs["hours_not_known"]``.

        Raises
        ------
        InvalidValueError, UnknownModeError, UnknownStateError
            The parameter named in the message is not allowed.
        """
        found = answers.nearest(
            self.dataset, lon, lat, k=k, mode=mode, state=state, open_at=open_at
        )
        first = ["distance_km", "bearing_deg"] + (["open"] if open_at is not None else [])
        return self._port_frame(found, first)

    def within(
        self,
        lon: float,
        lat: float,
        km: float,
        mode: str | None = None,
        state: str | None = None,
    ) -> "gpd.GeoDataFrame":
        """Return the ports within ``km`` kilometres, nearest first.

        Raises
        ------
        InvalidValueError, UnknownModeError, UnknownStateError
            The parameter named in the message is not allowed.
        """
        found = answers.within(self.dataset, lon, lat, km, mode=mode, state=state)
        return self._port_frame(found, ["distance_km", "bearing_deg"])

    def along_river(
        self, port_id: str, direction: str = "downstream", k: int = 1, mode: str | None = None
    ) -> "gpd.GeoDataFrame":
        """Return the next k crossings along the line; ``basis`` says which kilometres count.

        Raises
        ------
        UnknownPortError, UnknownModeError, InvalidValueError
            The parameter named in the message is not allowed.
        """
        found = answers.along(self.dataset, port_id, direction=direction, k=k, mode=mode)
        return self._port_frame(found, ["along_km", "straight_km", "basis"])

    def between(self, port_a: str, port_b: str) -> dict[str, Any]:
        """Return kilometres along the line and straight between two ports, and those passed.

        Raises
        ------
        UnknownPortError
            No such port.
        """
        return answers.between(self.dataset, port_a, port_b)

    def gaps(
        self, min_km: float = 0, mode: str | None = None, state: str | None = None
    ) -> "gpd.GeoDataFrame":
        """Return stretches of boundary without a port, longest first (lines, generalised).

        Raises
        ------
        InvalidValueError, UnknownModeError, UnknownStateError
            The parameter named in the message is not allowed.
        """
        from geo.frames import geo_frame

        found = answers.gaps(self.dataset, min_km=min_km, mode=mode, state=state)
        return geo_frame(found, list(answers.GAP_COLUMNS))

    def locate(self, lon: float, lat: float) -> dict[str, Any]:
        """Return side, state, distance to the boundary, river segment, La Paz zone of a point.

        Raises
        ------
        InvalidValueError
            ``lon`` or ``lat`` is not allowed.
        """
        return answers.locate(self.dataset, lon, lat)

    def _port_frame(self, found: answers.Answer, first: list[str]) -> "gpd.GeoDataFrame":
        from geo.frames import geo_frame

        return geo_frame(found, [*first, *LAYERS["ports"].column_names])
