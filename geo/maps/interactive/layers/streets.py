"""Streets, built-up areas and buildings out of one archive, as a Folium layer."""

from dataclasses import asdict, dataclass
from typing import Any, Final, Unpack

from geo.maps.interactive.element import BorderLayer, LayerOptions

__all__ = ["StreetsArchive", "StreetsLayer"]

_CREDIT: Final = (
    '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>, '
    '<a href="https://protomaps.com">Protomaps</a>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetsArchive:
    """Where a page finds streets.

    ``address`` is that of the archive, which is read in parts, ``reader`` that of the script of
    protomaps-leaflet, which draws it, ``deepest`` the last zoom of which the archive has tiles:
    closer views enlarge them.
    """

    address: str
    reader: str
    deepest: int


class StreetsLayer(BorderLayer):
    """What a PMTiles archive in the schema of Protomaps has of streets, below all else.

    It shows from zoom 9 on, in the colours of the map, and names streets from zoom 14 on. Names of
    towns and waters are those of the other layers.
    """

    key = "streets"
    title_key = "layer_streets"
    script_name = "StreetsLayer"

    def __init__(self, archive: StreetsArchive, **options: Unpack[LayerOptions]) -> None:
        """Make the layer of an archive; the options are those of every layer."""
        super().__init__(None, **options)
        self.archive = archive

    def settings(self) -> dict[str, Any]:
        """Return where the archive and its reader are, and whom the map names for it."""
        return super().settings() | asdict(self.archive) | {"credit": _CREDIT}
