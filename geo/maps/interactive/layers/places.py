"""Names without a shape as Folium layers: towns, countries, seas."""

from typing import TYPE_CHECKING, Any, Final, Unpack

from geo.maps.interactive.element import BorderLayer, LayerOptions
from geo.maps.interactive.frame_rows import located_rows
from geo.maps.wording import phrase

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["AreaNames", "TownsLayer"]

_DECIMALS: Final = 3


class TownsLayer(BorderLayer):
    """Towns with names, the larger the earlier; those of a pair on both sides or on neither."""

    key = "towns"
    title_key = "layer_towns"
    attribution = "GeoNames"
    script_name = "TownsLayer"

    def __init__(self, frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]) -> None:
        """Make the layer.

        Parameters
        ----------
        frame
            Points with ``name``; ``population`` and ``country``, on whose side of the boundary a
            name stays, may be missing.
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
                    "population": row.get("population") or 0,
                    "lon": round(row["lon"], _DECIMALS),
                    "lat": round(row["lat"], _DECIMALS),
                }
                for row in located_rows(self.frame, ("country", "population"))
            ]
        }


_SEAS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "pacific": ((60.0, -170.0), (60.0, -110.0), (5.0, -80.0), (5.0, -170.0)),
    "california_gulf": (
        (32.2, -115.6), (32.2, -111.0), (27.0, -108.4), (23.3, -105.4), (22.9, -109.9),
        (24.2, -110.9), (26.0, -112.0), (28.0, -113.3), (30.0, -115.0),
    ),
    "gulf": ((31.0, -98.7), (31.0, -80.0), (17.0, -80.0), (17.0, -98.7)),
}  # fmt: skip
"""Which water is which: rough areas (latitude, longitude) that land is drawn over."""


class AreaNames(BorderLayer):
    """The names of the two countries and of the seas, each where the view has room for it."""

    key = "area_names"
    script_name = "AreaNames"

    def __init__(self, **options: Unpack[LayerOptions]) -> None:
        """Make the layer, which the legend does not list unless told to."""
        super().__init__(None, **({"control": False} | options))

    def settings(self) -> dict[str, Any]:
        """Return the names, and the areas of the seas."""
        return super().settings() | {
            "us": phrase("united_states", self.lang),
            "mx": phrase("mexico", self.lang),
            "us_short": phrase("united_states_short", self.lang),
            "seas": [
                {"id": key, "name": phrase(key, self.lang), "ring": ring}
                for key, ring in _SEAS.items()
            ],
        }
