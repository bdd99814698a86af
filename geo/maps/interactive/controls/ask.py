"""Asking the map where a place is and which ports are nearest."""

from collections.abc import Iterable, Mapping
from typing import Any

from geo.maps.interactive.control import BorderControl, Corner
from geo.words.catalogue import words

__all__ = ["AskNearest"]


class AskNearest(BorderControl):
    """Answers a click, or a typed place, with state, distance to the boundary and nearest ports.

    Distances are geodesic on WGS 84. Ports that are not open to everyone are left out and named.
    Without a service's answer the place is located by the
    lines and areas on the map, as closely as they are drawn.
    """

    script_name = "AskNearest"
    template_name = "controls/ask.html"
    phrase_keys = (
        "approximate", "ask_bad", "bearing", "clear", "close", "here", "in_la_paz",
        "layer_segments", "left_out", "near_me_denied", "nearest", "on_boundary", "out_la_paz",
        "side_mx", "side_none", "side_us", "to_boundary",
    )  # fmt: skip

    def __init__(
        self,
        *,
        locate: str = "",
        closed: Mapping[str, Mapping[str, str]] | None = None,
        beside: Iterable[BorderControl] = (),
        lang: str = "en",
        position: Corner | None = "topright",
    ) -> None:
        """Make the control.

        Parameters
        ----------
        locate
            Address of the service's answer about a place; empty for none.
        closed
            To whom ports are open that are not open to everyone, by mode and id
            (``closed_by_mode``); without it every port is answered.
        beside
            Controls of the same map whose markup stands beside this one's buttons.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.locate = locate
        self.closed = closed or {}
        self.beside = tuple(beside)

    def context(self) -> dict[str, Any]:
        """Return the markup of the controls that stand beside its buttons."""
        return {"beside": [control.markup() for control in self.beside]}

    def settings(self) -> dict[str, Any]:
        """Return the words, the address of the service's answer, and who crosses where alone."""
        return super().settings() | {
            "locate": self.locate,
            "closed": self.closed,
            "open_to": dict(words(self.lang).codes("open_to")),
        }
