"""Streets, built-up areas and buildings out of one archive, as a Folium layer."""

from typing import Any, Unpack

from geo.maps.interactive.element import BorderLayer, LayerOptions

__all__ = ["StreetsLayer"]


class StreetsLayer(BorderLayer):
    """What a PMTiles archive in the schema of Protomaps has of streets, below all else.

    It shows from zoom 9 on, in the colours of the map. Names are those of the other layers.
    """

    key = "streets"
    title_key = "layer_streets"
    script_name = "StreetsLayer"
    attribution = "© OpenStreetMap, Protomaps"

    def __init__(self, address: str, *, reader: str, **options: Unpack[LayerOptions]) -> None:
        """Make the layer.

        Parameters
        ----------
        address
            Where the page reads the archive, in parts.
        reader
            Where the page finds the script of protomaps-leaflet, which draws it.
        **options
            As of every layer.
        """
        super().__init__(None, **options)
        self.address = address
        self.reader = reader

    def settings(self) -> dict[str, Any]:
        """Return where the archive and its reader are."""
        return super().settings() | {"address": self.address, "reader": self.reader}
