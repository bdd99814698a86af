"""The legend, whose boxes switch the layers."""

from collections.abc import Iterable
from typing import Any

from folium.map import Layer

from geo.maps.interactive.control import BorderControl, Corner
from geo.maps.interactive.element import BorderLayer, script_json

__all__ = ["Legend", "legend_layers"]


class Legend(BorderControl):
    """Lists the map's overlays with what their symbols mean, each with a box that shows it.

    Folium's own overlays are listed too, by name. It replaces Folium's ``LayerControl``.
    """

    script_name = "Legend"
    template_name = "controls/legend.html"

    def __init__(
        self,
        *,
        beside: Iterable[BorderControl] = (),
        lang: str = "en",
        position: Corner | None = "topright",
    ) -> None:
        """Make the control.

        Parameters
        ----------
        beside
            Controls of the same map whose markup stands below the layers.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.beside = tuple(beside)

    def _overlays(self) -> list[Layer]:
        parent = self._parent
        children = parent._children.values() if parent is not None else ()  # noqa: SLF001
        return [
            child
            for child in children
            if isinstance(child, Layer) and child.control and child.overlay
        ]

    @property
    def more_arguments(self) -> str:
        """Return a function that gives the layers by name, some of which may come later."""
        pairs = (
            f"{script_json(layer.get_name())}:{layer.get_name()}" for layer in self._overlays()
        )
        return f", () => ({{ {', '.join(pairs)} }})"

    def context(self) -> dict[str, Any]:
        """Return each overlay's box, title and lines, and what stands below them."""
        beside = [control.markup() for control in self.beside]
        return {"layers": legend_layers(self._overlays()), "beside": beside}


def legend_layers(layers: list[Layer]) -> list[dict[str, Any]]:
    """Return what a legend says of layers: value of the box, title, whether shown, lines."""
    return [
        {
            "value": layer.get_name(),
            "title": layer.title if isinstance(layer, BorderLayer) else layer.layer_name,
            "shown": layer.show,
            "keys": layer.legend_keys() if isinstance(layer, BorderLayer) else [],
        }
        for layer in layers
    ]
