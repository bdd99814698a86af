"""The way by road to the ports nearest to a place."""

from typing import Any

from geo.maps.interactive.control import BorderControl, Corner

__all__ = ["WayByRoad"]


class WayByRoad(BorderControl):
    """Draws, while it is pressed, the quickest ways from a place that is asked about to ports.

    The service says them, as its routing engine does; without the engine's answer it says why.
    """

    script_name = "WayByRoad"
    template_name = "controls/road.html"
    phrase_keys = ("road", "road_hint", "road_line", "road_none")

    def __init__(
        self, address: str, *, lang: str = "en", position: Corner | None = "topright"
    ) -> None:
        """Make the control.

        Parameters
        ----------
        address
            Where the nearest ports are asked for.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.address = address

    def settings(self) -> dict[str, Any]:
        """Return the words and the address."""
        return super().settings() | {"address": self.address}
