"""Filters of the ports by mode, type, state and owner."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from geo.maps.interactive.control import BorderControl, Corner
from geo.maps.interactive.controls.port_choice import Filters, port_rows, state_rows
from geo.maps.wording import phrases
from geo.words.owners import owner_text

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["FilterPorts", "owners"]

_ROLES: Final = ("us_owner", "us_operator", "mx_owner", "mx_operator")


class FilterPorts(BorderControl):
    """Choices that say which ports the map, the table and the questions show."""

    script_name = "FilterPorts"
    template_name = "controls/filter.html"
    phrase_keys = ("shown_of",)

    def __init__(
        self,
        frame: "gpd.GeoDataFrame",
        *,
        states: "pd.DataFrame | None" = None,
        filters: Filters | None = None,
        lang: str = "en",
        position: Corner | None = "topright",
    ) -> None:
        """Make the control.

        Parameters
        ----------
        frame
            The ports that are filtered.
        states
            States with ``id``, names and ``country``; without them states are named by id.
        filters
            What is chosen at first.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.frame = frame
        self.states = states
        self.filters = filters or Filters()

    def context(self) -> dict[str, Any]:
        """Return the choices, what is chosen, and how many ports that leaves."""
        rows = port_rows(self.frame, self.states, self.lang, self.filters)
        states = state_rows(self.states, self.lang) or _states_of(rows)
        known = phrases(self.lang)
        titles = {"US": known["us_side"], "MX": known["mx_side"]}
        owned = owners(self.frame)
        return {
            "choices": {
                "mode": [("", known["modes_by_id"].items())],
                "type": [("", known["types_by_id"].items())],
                "state": [
                    (title, [(row["id"], row["name"]) for row in states if row["country"] == key])
                    for key, title in titles.items()
                ],
                "owner": [
                    (title, [(name, self._owner(name)) for name in owned[key.lower()]])
                    for key, title in titles.items()
                ],
            },
            "chosen": asdict(self.filters),
            "count": known["shown_of"].format(
                shown=sum(row["shown"] for row in rows), all=len(rows)
            ),
        }

    def _owner(self, name: str) -> str:
        """Return an owner's or operator's name in the reader's language, as the frame has it."""
        for role in _ROLES:
            column = f"{role}_{self.lang}"
            if {role, column} <= set(self.frame.columns):
                own = self.frame.loc[self.frame[role] == name, column].dropna()
                if len(own):
                    return str(own.iloc[0])
        return owner_text(name, self.lang)


def _states_of(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the states that the ports name, by id."""
    return [
        {"id": key, "name": key, "country": country}
        for country in ("US", "MX")
        for key in sorted({row[f"{country.lower()}_state"] for row in rows} - {None})
    ]


def owners(frame: "gpd.GeoDataFrame") -> dict[str, list[str]]:
    """Return the owners and operators named for each side, in alphabetical order."""
    owners = {}
    for side in ("us", "mx"):
        roles = [name for name in (f"{side}_owner", f"{side}_operator") if name in frame.columns]
        owners[side] = sorted({str(name) for role in roles for name in frame[role].dropna()})
    return owners
