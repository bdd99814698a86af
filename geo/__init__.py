"""The US-Mexico land border: its 55 ports of entry, ten states and river, as GeoDataFrames."""

from typing import TYPE_CHECKING

from geo.border import Border, load
from geo.errors import BorderError
from geo.formats import export

if TYPE_CHECKING:
    import folium

    from geo.batch.tables import nearest_table

__all__ = ["Border", "BorderError", "export", "folium_map", "load", "nearest_table"]


def folium_map(border: Border, lang: str = "en") -> "folium.Map":
    """Return the map of the border as a Folium map in ``en`` or ``es``, its assets inside."""
    from geo.maps.interactive.border_map import folium_map as made

    return made(border, lang)


def __getattr__(name: str) -> object:
    """Return ``nearest_table``, which needs pyarrow, when it is first asked for."""
    if name == "nearest_table":
        from geo.batch.tables import nearest_table as found

        return found
    raise AttributeError(name)
