"""The border as a whole: its layers as GeoDataFrames and the questions as methods."""

import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geo.layers import LAYERS
from geo.queries.access import NORTHBOUND
from geo.queries.register import RegisterFrames
from geo.routing.choice import open_router, router_of_environment
from geo.stores import open_store

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.queries.answer import Answer
    from geo.queries.filters import ModeChoice
    from geo.routing.model import Router

__all__ = ["Border", "load"]


def load(
    address: str | Path | None = None,
    *,
    layers: str | Path | None = None,
    changed_tables: str = "refuse",
) -> "Border":
    """Return the embedded data set, or one from another place.

    ``address`` is a folder of published files or of versions of them, or ``postgresql://…`` for
    PostGIS (extra ``postgis``). ``layers`` is a folder of layers of one's own, which stand beside
    (``docs/own-layers.md``); their definitions belong to the process. Tables of a database that
    were changed by hand are refused; ``changed_tables="warn"`` makes a version of them.

    Raises
    ------
    DatasetError
        The data are missing, damaged, of another format version, or out of reach.
    """
    store = open_store(address, warns=changed_tables == "warn")
    if layers is None:
        return Border(store)
    from geo.stores.layered import LayeredStore

    return Border(LayeredStore(store, Path(layers)))


class Border(RegisterFrames):
    """The layers of the US-Mexico border and the questions that planners ask of them.

    Every frame is in WGS 84 longitude, latitude (``EPSG:4326`` as geopandas keeps it), distances
    are geodesic kilometres. Frames are handed out as copy-on-write copies: changing one changes
    nothing here; ``replace`` returns a border with another frame.
    """

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Return the names of all layers and tables."""
        return tuple(LAYERS)

    @property
    def ports(self) -> "gpd.GeoDataFrame":
        """Return the active land ports of entry (points)."""
        return self._located("ports")

    @property
    def states(self) -> "gpd.GeoDataFrame":
        """Return the ten border states (multipolygons)."""
        return self._located("states")

    @property
    def boundary(self) -> "gpd.GeoDataFrame":
        """Return the international boundary by pair of states (lines)."""
        return self._located("boundary")

    @property
    def river_segments(self) -> "gpd.GeoDataFrame":
        """Return the nine river segments (lines)."""
        return self._located("river_segments")

    @property
    def river_points(self) -> "gpd.GeoDataFrame":
        """Return named points on the river (points)."""
        return self._located("river_points")

    @property
    def crossings_not_counted(self) -> "gpd.GeoDataFrame":
        """Return closed, planned and special crossings (points; some without a position)."""
        return self._located("crossings_not_counted")

    @property
    def port_modes(self) -> "pd.DataFrame":
        """Return lanes, programmes and hours per port and mode."""
        return self.layer("port_modes")

    @property
    def port_access(self) -> "pd.DataFrame":
        """Return who may cross, per port, mode and direction."""
        return self.layer("port_access")

    @property
    def facts(self) -> "pd.DataFrame":
        """Return the source and date of each fact, and what other sources say instead."""
        return self.layer("facts")

    @property
    def sources(self) -> "pd.DataFrame":
        """Return the publications from which the facts were taken."""
        return self.layer("sources")

    @property
    def volumes(self) -> "pd.DataFrame":
        """Return northbound crossings per port code, month and measure (BTS)."""
        return self.layer("volumes")

    @property
    def crossing_volumes(self) -> "pd.DataFrame":
        """Return northbound crossings per Texas crossing, month and mode (CBP)."""
        return self.layer("crossing_volumes")

    @property
    def series_notes(self) -> "pd.DataFrame":
        """Return gaps, breaks, closures and doubtful values of the crossing counts."""
        return self.layer("series_notes")

    def ports_per_state(self, mode: "ModeChoice" = None) -> "pd.DataFrame":
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

    def count_ports(self, by: str = "state", mode: "ModeChoice" = None) -> "pd.DataFrame":
        """Return a row per group (state, county, municipality, river_segment or region).

        Raises
        ------
        InvalidValueError
            ``by`` is none of these.
        UnknownModeError
            No such mode.
        """
        from geo.queries import counts

        return counts.counts(self, by, mode).frame()

    def nearest(  # noqa: PLR0913 - a question's values
        self,
        lon: float,
        lat: float,
        k: int = 1,
        mode: "ModeChoice" = None,
        state: str | None = None,
        open_at: datetime | str | None = None,
        direction: str = NORTHBOUND,
        program: str | None = None,
        *,
        max_km: float | None = None,
        by: str = "straight",
        router: "Router | str | None" = None,
    ) -> "gpd.GeoDataFrame":
        """Return the k nearest ports, ``distance_km`` and ``bearing_deg`` first.

        >>> near = load().nearest(-106.45, 31.75, k=2, mode="commercial")
        >>> near[["id", "distance_km"]].round(1)
                                       id  distance_km
        0  el-paso-bridge-of-the-americas          1.6
        1                          ysleta ...

        With ``open_at`` the ports are those known to be open then; nearer ones whose hours are
        not known stand in ``attrs["hours_not_known"]``. They are those open to a traveller who
        goes northbound and as anyone may, unless ``direction`` or ``program`` say otherwise;
        nearer ones that are not stand in ``attrs["left_out"]``. The direction ``any`` counts
        every port. A port needs one of several modes; ``max_km`` leaves out what is farther.

        With ``by`` ``road`` or ``road_length`` the order is that of a routing engine, with
        ``road_minutes`` and ``road_km``; ``attrs["ranked_by"]`` is ``straight`` where it gives
        no answer. ``router`` is the engine or its address, by default that of the environment
        (``BORDER_PORTS_ROUTER``).

        Raises
        ------
        InvalidValueError, UnknownModeError, UnknownStateError
            The parameter named in the message is not allowed.
        MissingExtraError
            The extra ``routing`` is not installed.
        """
        from geo.queries import nearest

        engine = None if by == "straight" else _router(router)
        return _frame(
            nearest.nearest(
                self, lon, lat, k=k, mode=mode, state=state, max_km=max_km, open_at=open_at,
                direction=direction, program=program, by=by, router=engine,
            )
        )  # fmt: skip

    def reach(
        self,
        port_id: str,
        minutes: float,
        mode: "ModeChoice" = None,
        *,
        router: "Router | str | None" = None,
    ) -> "gpd.GeoDataFrame":
        """Return the area reached by road from a port within some minutes, as one row.

        ``router`` is the engine or its address, by default that of ``BORDER_PORTS_ROUTER``.

        Raises
        ------
        UnknownPortError, UnknownModeError, InvalidValueError
            The parameter named in the message is not allowed.
        MissingSettingError
            There is no router.
        RouterError
            The router gives no answer; OSRM never does.
        """
        from geo.queries import reach

        return _frame(reach.reach(self, port_id, minutes, mode=mode, router=_router(router)))

    def within(
        self,
        lon: float,
        lat: float,
        km: float,
        mode: "ModeChoice" = None,
        state: str | None = None,
        direction: str = NORTHBOUND,
        program: str | None = None,
    ) -> "gpd.GeoDataFrame":
        """Return the ports within ``km`` kilometres, nearest first.

        Those not open to the traveller (``mode``, ``direction``, ``program``; northbound and as
        anyone may unless said otherwise) stand in ``attrs["left_out"]``.

        Raises
        ------
        InvalidValueError, UnknownModeError, UnknownStateError
            The parameter named in the message is not allowed.
        """
        from geo.queries import within

        return _frame(
            within.within(
                self, lon, lat, km, mode=mode, state=state, direction=direction, program=program
            )
        )

    def along(
        self, port_id: str, direction: str = "downstream", k: int = 1, mode: "ModeChoice" = None
    ) -> "gpd.GeoDataFrame":
        """Return the next k crossings along the line; ``basis`` says which kilometres count.

        >>> load().along("del-rio", direction="downstream", k=2)["id"].tolist()
        ['eagle-pass-1', 'eagle-pass-camino-real']

        Raises
        ------
        UnknownPortError, UnknownModeError, InvalidValueError
            The parameter named in the message is not allowed.
        """
        from geo.queries import along

        return _frame(along.next_along(self, port_id, direction=direction, k=k, mode=mode))

    def along_river(
        self, port_id: str, direction: str = "downstream", k: int = 1, mode: "ModeChoice" = None
    ) -> "gpd.GeoDataFrame":
        """Return what ``along`` returns: the former name, which gives a ``DeprecationWarning``."""
        notice = "Border.along_river is now Border.along"
        warnings.warn(notice, DeprecationWarning, stacklevel=2)
        return self.along(port_id, direction, k, mode)

    def between(self, port_a: str, port_b: str) -> dict[str, Any]:
        """Return kilometres along the line and straight between two ports, and those passed.

        >>> load().between("del-rio", "laredo-world-trade")["basis"]
        'river_km'

        Raises
        ------
        UnknownPortError
            No such port.
        """
        from geo.queries import along

        return along.between(self, port_a, port_b)

    def gaps(
        self, min_km: float = 0, mode: "ModeChoice" = None, state: str | None = None
    ) -> "gpd.GeoDataFrame":
        """Return stretches of boundary without a port, longest first (lines, generalised).

        >>> load().gaps(min_km=200)["from_port"].tolist()
        ['fort-hancock', 'boquillas', 'presidio']

        Raises
        ------
        InvalidValueError, UnknownModeError, UnknownStateError
            The parameter named in the message is not allowed.
        """
        from geo.queries import gaps

        return _frame(gaps.gaps(self, min_km=min_km, mode=mode, state=state))

    def locate(self, lon: float, lat: float) -> dict[str, Any]:
        """Return side, state, distance to the boundary, river segment, La Paz zone of a point.

        >>> place = load().locate(-99.5, 27.5)
        >>> place["side"], place["state"]
        ('US', 'US-TX')

        Raises
        ------
        InvalidValueError
            ``lon`` or ``lat`` is not allowed.
        """
        from geo.queries import locate

        return locate.locate(self, lon, lat)

    def _located(self, name: str) -> "gpd.GeoDataFrame":
        return cast("gpd.GeoDataFrame", self.layer(name))

    def volumes_per_year(
        self, of: str = "border", measure: str | None = None, mode: str | None = None
    ) -> "pd.DataFrame":
        """Return northbound crossings per year of the border, a state, pair, region, code or port.

        A row per measure and year: ``of``, ``measure``, ``year``, ``value``, ``months`` counted
        of ``months_expected`` and ``full``. A missing month is missing, never zero.

        Raises
        ------
        InvalidValueError, UnknownModeError
            A word is not known.
        """
        from geo.volumes import volumes_per_year

        return volumes_per_year(self, of, measure, mode)

    def volumes_per_month(
        self, of: str = "border", measure: str | None = None, mode: str | None = None
    ) -> "pd.DataFrame":
        """Return northbound crossings per month; as ``volumes_per_year``, with ``month``.

        Raises
        ------
        InvalidValueError, UnknownModeError
            A word is not known.
        """
        from geo.volumes import volumes_per_month

        return volumes_per_month(self, of, measure, mode)

    def change(
        self,
        of: str = "border",
        since: int = 2019,
        until: int | None = None,
        measure: str | None = None,
        mode: str | None = None,
    ) -> "pd.DataFrame":
        """Return the change of crossings between two years, like for like.

        A row per measure: the sums ``before`` and ``after`` over the same months of both years,
        ``percent``, and ``reason`` where the years are not comparable.

        Raises
        ------
        InvalidValueError, UnknownModeError
            A word is not known, or ``since`` is not before ``until``.
        """
        from geo.volumes import change

        return change(self, of, since, until, measure, mode)


def _router(router: "Router | str | None") -> "Router | None":
    if router is None:
        return router_of_environment()
    return open_router(router) if isinstance(router, str) else router


def _frame(answer: "Answer") -> "gpd.GeoDataFrame":
    return cast("gpd.GeoDataFrame", answer.frame())
