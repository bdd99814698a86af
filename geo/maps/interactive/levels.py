"""The levels of generalisation that the map draws by zoom, and coded shapes of a frame at one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from geo.maps.interactive.coded_paths import encoded
from geo.maps.interactive.frame_rows import in_degrees, row_ids

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["CLOSER_LEVELS", "COUNTIES", "FIRST_LEVEL", "LATER", "Closer", "coded_shapes"]

FIRST_LEVEL: Final = "overview"
"""The level of what is drawn first."""
LATER: Final = "later"
"""The name under which layers that are hidden at first are read once the map is ready."""
COUNTIES: Final = "counties"
"""The key of the counties' layer, and the name under which it is read when it shows."""
CLOSER_LEVELS: Final = ("web", "detail", "full")
"""The levels that are drawn as one zooms in, from zoom 6.8, 9.5 and 12.5 on."""

Closer = Mapping[str, "gpd.GeoDataFrame"]
"""Frames with the same ids and closer geometries, by level."""

_DECIMALS: Final = {"overview": 4, "web": 5, "detail": 5, "full": 6}
"""Places of a degree kept at each level; each is finer than a tenth of its tolerance."""


def coded_shapes(frame: "gpd.GeoDataFrame", level: str) -> dict[str, Any]:
    """Return the shapes of a frame by id, coded with as many decimals as the level needs."""
    decimals = _DECIMALS[level]
    located = in_degrees(frame)
    shapes = zip(row_ids(located), located.geometry, strict=True)
    return {
        "decimals": decimals,
        "shapes": {key: encoded(shape, decimals) for key, shape in shapes if shape is not None},
    }
