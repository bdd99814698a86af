"""Search over the names of everything on the map."""

from typing import Any

from geo.maps.interactive.control import BorderControl, Corner

__all__ = ["SearchPorts"]


class SearchPorts(BorderControl):
    """A box that finds ports, states, towns and river points among the map's layers.

    Names are sought in all languages of the data, with or without accents.
    """

    script_name = "SearchPorts"
    template_name = "controls/search.html"
    phrase_keys = (
        "find_none",
        "kind_county",
        "kind_lake",
        "kind_not_counted",
        "kind_own",
        "kind_place",
        "kind_point",
        "kind_port",
        "kind_river",
        "kind_state",
        "kind_town",
    )

    def __init__(
        self, *, lang: str = "en", position: Corner | None = "topright", text: str = ""
    ) -> None:
        """Make the control; ``text`` stands in the box at first."""
        super().__init__(lang, position)
        self.text = text

    def context(self) -> dict[str, Any]:
        """Return the text that stands in the box."""
        return {"text": self.text}
