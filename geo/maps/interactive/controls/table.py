"""The ports as a table in step with the map."""

from typing import TYPE_CHECKING, Any

from geo.maps.interactive.control import BorderControl
from geo.maps.interactive.controls.port_choice import Filters, port_rows
from geo.maps.symbols import SYMBOLS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["PortTable"]


class PortTable(BorderControl):
    """A table of the ports below the map: sorted by its headings, filtered with the map.

    It holds what the map shows for those who do not see it, and without scripts.
    """

    script_name = "PortTable"
    template_name = "controls/table.html"

    def __init__(
        self,
        frame: "gpd.GeoDataFrame",
        *,
        states: "pd.DataFrame | None" = None,
        filters: Filters | None = None,
        page: str = "",
        lang: str = "en",
    ) -> None:
        """Make the table.

        Parameters
        ----------
        frame
            The ports.
        states
            States with ``id`` and names; without them states are named by id.
        filters
            Which ports show at first.
        page
            Address of a port's own page without its id; empty for none.
        lang
            Language of its words.
        """
        super().__init__(lang, None)
        self.frame = frame
        self.states = states
        self.filters = filters or Filters()
        self.page = page

    def context(self) -> dict[str, Any]:
        """Return the rows from west to east."""
        return {
            "rows": port_rows(self.frame, self.states, self.lang, self.filters),
            "page": self.page,
            "symbols": SYMBOLS,
        }
