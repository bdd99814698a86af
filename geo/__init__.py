"""The US-Mexico land border: its 55 ports of entry, ten states and river, as GeoDataFrames."""

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import folium

    from geo.batch.tables import nearest_table
    from geo.border import Border, load
    from geo.errors import BorderError
    from geo.formats import export

__all__ = ["Border", "BorderError", "export", "folium_map", "load", "nearest_table"]

_HOMES: Final = {
    "Border": "geo.border",
    "BorderError": "geo.errors",
    "export": "geo.formats",
    "load": "geo.border",
    "nearest_table": "geo.batch.tables",
}
"""The module of each public name, loaded when the name is first asked for."""


def folium_map(border: "Border", lang: str = "en") -> "folium.Map":
    """Return the map of the border as a Folium map in ``en`` or ``es``, its assets inside."""
    from geo.maps.interactive.border_map import folium_map as made

    return made(border, lang)


def __getattr__(name: str) -> object:
    """Return a public name that is first asked for."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
