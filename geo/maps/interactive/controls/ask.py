"""Asking the map where a place is and which ports are nearest."""

from collections.abc import Iterable
from typing import Any

from geo.maps.interactive.control import BorderControl, Corner

__all__ = ["AskNearest"]


class AskNearest(BorderControl):
    """Answers a click, or a typed place, with state, distance to the boundary and nearest ports.

    Distances are geodesic on WGS 84. Without a service's answer the place is located by the
    lines and areas on the map, as closely as they are drawn.
    """

    script_name = "AskNearest"
    template_name = "controls/ask.html"
    phrase_keys = (
        "approximate", "ask_bad", "bearing", "clear", "close", "here", "in_la_paz",
        "layer_segments", "near_me_denied", "nearest", "on_boundary", "out_la_paz", "side_mx",
        "side_none", "side_us", "to_boundary",
    )  # fmt: skip

    def __init__(
        self,
        *,
        locate: str = "",
        beside: Iterable[BorderControl] = (),
        lang: str = "en",
        position: Corner | None = "topright",
    ) -> None:
        """Make the control.

        Parameters
        ----------
        locate
            Address of the service's answer about a place; empty for none.
        beside
            Controls of the same map whose markup stands beside this one's buttons.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.locate = locate
        self.beside = tuple(beside)

    def context(self) -> dict[str, Any]:
        """Return the markup of the controls that stand beside its buttons."""
        return {"beside": [control.markup() for control in self.beside]}

    def settings(self) -> dict[str, Any]:
        """Return the words and the address of the service's answer."""
        return super().settings() | {"locate": self.locate}
