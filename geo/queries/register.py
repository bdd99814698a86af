"""The planning register as a part of ``Border``: its frames, and the questions as methods."""

from typing import TYPE_CHECKING, Any, cast

from geo.data.frames import BorderFrames

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["RegisterFrames"]


class RegisterFrames(BorderFrames):
    """Projects, permits, meetings, trade, people and waterworks beside the ports."""

    @property
    def projects(self) -> "gpd.GeoDataFrame":
        """Return the projects at the crossings (points; some stand at their port)."""
        return cast("gpd.GeoDataFrame", self.layer("projects"))

    @property
    def project_events(self) -> "pd.DataFrame":
        """Return what happened to each project and what was promised."""
        return self.layer("project_events")

    @property
    def permits(self) -> "pd.DataFrame":
        """Return permits and other decisions, with the day on which each lapses."""
        return self.layer("permits")

    @property
    def meetings(self) -> "pd.DataFrame":
        """Return meetings of the binational group found in public sources."""
        return self.layer("meetings")

    @property
    def trade(self) -> "pd.DataFrame":
        """Return trade per port code, month, mode and direction (BTS TransBorder)."""
        return self.layer("trade")

    @property
    def trade_years(self) -> "pd.DataFrame":
        """Return trade per year since 1993, in all and per Texas port code."""
        return self.layer("trade_years")

    @property
    def counties(self) -> "gpd.GeoDataFrame":
        """Return the counties and municipalities within 100 km (multipolygons)."""
        return cast("gpd.GeoDataFrame", self.layer("counties"))

    @property
    def border_plans(self) -> "gpd.GeoDataFrame":
        """Return the regions of plans and agreements (multipolygons)."""
        return cast("gpd.GeoDataFrame", self.layer("border_plans"))

    @property
    def waterworks(self) -> "gpd.GeoDataFrame":
        """Return dams, plants, gauges and offices of the commissions (points; some without)."""
        return cast("gpd.GeoDataFrame", self.layer("waterworks"))

    def find_projects(self, **filters: Any) -> "gpd.GeoDataFrame":  # noqa: ANN401
        """Return the projects that meet every filter; see ``geo.queries.projects.projects``.

        >>> from geo import load
        >>> load().find_projects(state="US-NM")["id"].tolist()
        ['santa-teresa-expansion', 'borderplex-crossings-plan']

        Raises
        ------
        InvalidValueError, UnknownStateError, UnknownModeError, UnknownPortError
            The filter named in the message is not allowed.
        """
        from geo.queries import projects

        return cast("gpd.GeoDataFrame", projects.projects(self, **filters).frame())

    def slips(self, state: str | None = None, region: str | None = None) -> "pd.DataFrame":
        """Return the promised openings, the one that moved most first (``slip_months``).

        Raises
        ------
        UnknownStateError, InvalidValueError
            A word is not known.
        """
        from geo.queries import projects

        return projects.slips(self, state, region).frame()

    def lapsing(
        self, months: int = 48, state: str | None = None, region: str | None = None
    ) -> "pd.DataFrame":
        """Return the permits that lapse within some months with no work begun, soonest first.

        Raises
        ------
        UnknownStateError, InvalidValueError
            A word or number is not allowed.
        """
        from geo.queries import projects

        return projects.lapsing(self, months, state, region).frame()

    def agenda(self, region: str = "plenary", state: str | None = None) -> "pd.DataFrame":
        """Return the table that the chair of a meeting needs, a row per project.

        Raises
        ------
        UnknownStateError, InvalidValueError
            A word is not known.
        """
        from geo.queries import projects

        return projects.agenda(self, region, state).frame()

    def changes(
        self, since: str | BorderFrames, until: str | BorderFrames | None = None
    ) -> "pd.DataFrame":
        """Return what changed since a day, a meeting or a version of the data, newest first.

        A version is one that the store keeps (``kept_versions``) or a border: ``load(folder)``.

        Raises
        ------
        InvalidValueError
            A word is neither a day nor a meeting nor a version.
        DatasetError
            A version cannot be read.
        """
        from geo.queries import changes

        return changes.changes(self, since, until).frame()

    def trade_per_year(
        self,
        of: str = "border",
        mode: str | None = None,
        direction: str | None = None,
        by: str | None = None,
    ) -> "pd.DataFrame":
        """Return the trade of an area per year, in US dollars; ``of`` as for volumes, or ``all``.

        With ``by`` there are rows for each ``mode`` of transport, or for each area of a kind
        (``us_state``, ``mx_state``, ``pair``, ``region``, ``code``, ``port``) that lies in it.

        Raises
        ------
        InvalidValueError
            A word is not known.
        """
        from geo.queries import trade

        return trade.trade(self, of, mode, direction, by=by).frame()

    def volumes_by(
        self,
        by: str,
        of: str = "border",
        *,
        per: str = "year",
        since: int | None = None,
        until: int | None = None,
        measure: str | None = None,
        mode: str | None = None,
    ) -> "pd.DataFrame":
        """Return the crossings of the parts of an area: states, pairs, regions, codes or ports.

        ``per`` is ``year``, ``month`` or ``total``, all years from ``since`` to ``until`` added.

        Raises
        ------
        InvalidValueError, UnknownModeError
            A word is not known, or ``until`` is before ``since``.
        """
        from geo.volumes.groups import volumes_by

        return volumes_by(
            self, by, of, per=per, since=since, until=until, measure=measure, mode=mode
        )

    def people_within(self, port_id: str, km: float = 100.0) -> "pd.DataFrame":
        """Return the people of 2020 within some kilometres of a port, a row for each country.

        Raises
        ------
        UnknownPortError, InvalidValueError
            The parameter named in the message is not allowed.
        """
        from geo.queries import people

        return people.people_within(self, port_id, km).frame()
