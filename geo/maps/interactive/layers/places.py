"""Names without a shape as Folium layers: towns, countries, seas."""

from typing import TYPE_CHECKING, Any, ClassVar, Final, Unpack

from geo.maps.interactive.element import BorderLayer, LayerOptions
from geo.maps.interactive.frame_rows import located_rows
from geo.maps.wording import phrase

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["AreaNames", "TownsLayer"]

_DECIMALS: Final = 3
_MIN_RANK: Final = 3


class TownsLayer(BorderLayer):
    """Towns as dots with names; ``rank`` 1 to 3 says from which zoom (5.2, 7, 9) they show."""

    key = "towns"
    title_key = "layer_towns"
    attribution = "GeoNames"
    script_name = "TownsLayer"

    def __init__(self, frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]) -> None:
        """Make the layer.

        Parameters
        ----------
        frame
            Points with ``name``, the most important first; ``rank`` and ``country`` (names in
            Mexico rather stand south of their dot) may be missing.
        **options
            See ``LayerOptions``.

        Raises
        ------
        InvalidValueError
            The frame has no CRS.
        """
        super().__init__(frame, **options)

    def content(self) -> dict[str, Any]:
        """Return the towns."""
        return {
            "rows": [
                {
                    "name": row["name"]["en"],
                    "country": row.get("country") or "",
                    "rank": row.get("rank") or _MIN_RANK,
                    "lon": round(row["lon"], _DECIMALS),
                    "lat": round(row["lat"], _DECIMALS),
                }
                for row in located_rows(self.frame, ("country", "rank"))
            ]
        }


class AreaNames(BorderLayer):
    """The names of the two countries and of the seas, each at the first spot that is in view."""

    key = "area_names"
    script_name = "AreaNames"
    areas: ClassVar[tuple[tuple[str, str, float, tuple[tuple[float, float], ...]], ...]] = (
        ("country", "united_states", 8.5, ((35.6, -106.4),)),
        ("country", "mexico", 8.5, ((24.9, -104.3),)),
        ("sea", "gulf", 9, ((25.9, -94.4), (27.0, -95.9), (25.2, -96.3), (24.2, -97.0))),
        ("sea", "pacific", 9, ((29.2, -119.8), (28.2, -117.0), (26.4, -114.9), (31.4, -117.9))),
        ("sea", "california_gulf", 9, ((27.35, -111.25), (26.0, -110.2))),
    )
    """Kind, phrase, zoom up to which it shows, and spots as latitude and longitude."""

    def __init__(self, **options: Unpack[LayerOptions]) -> None:
        """Make the layer, which the legend does not list unless told to."""
        super().__init__(None, **({"control": False} | options))

    def settings(self) -> dict[str, Any]:
        """Return the names with their spots."""
        return super().settings() | {
            "areas": [
                {"kind": kind, "text": phrase(key, self.lang), "until": until, "spots": spots}
                for kind, key, until, spots in self.areas
            ]
        }
