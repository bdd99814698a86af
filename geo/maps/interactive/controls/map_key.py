"""A small key of the symbols, always on the map."""

from typing import TYPE_CHECKING, Any, Final

from geo.maps.interactive.control import BorderControl, Corner
from geo.maps.interactive.controls.legend import legend_layers
from geo.maps.interactive.element import BorderLayer, LegendKey
from geo.maps.interactive.layers.ports import PortsLayer

if TYPE_CHECKING:
    from folium.map import Layer

__all__ = ["MapKey", "keys_of"]

_EXPLAINED: Final = ("ports", "boundary")
"""Keys of the layers whose lines stand in the key."""


class MapKey(BorderControl):
    """Says how many ports show and what their symbols and the two kinds of boundary mean."""

    script_name = "MapKey"
    template_name = "controls/map_key.html"
    phrase_keys = ("key_title",)

    def __init__(self, *, lang: str = "en", position: Corner | None = "bottomleft") -> None:
        """Make the key."""
        super().__init__(lang, position)

    def context(self) -> dict[str, Any]:
        """Return the number of ports and the lines."""
        children = list(self._parent._children.values()) if self._parent is not None else []  # noqa: SLF001
        ports = [child for child in children if isinstance(child, PortsLayer)]
        count = sum(len(layer.frame) for layer in ports)
        return {"keys": keys_of(children, _EXPLAINED), "count": count}


def keys_of(children: list[Any], names: tuple[str, ...]) -> list[LegendKey]:
    """Return the lines of the legend of those layers that have one of these keys, without notes."""
    layers: list[Layer] = [
        child for child in children if isinstance(child, BorderLayer) and child.key in names
    ]
    keys = [key for layer in legend_layers(layers) for key in layer["keys"]]
    return [key for key in keys if key.kind != "note"]
