"""Named points on the river and crossings that are not counted, as Folium layers."""

from typing import TYPE_CHECKING, Any, ClassVar, Final, Unpack

from geo.maps.interactive.element import BorderLayer, LayerOptions, LegendKey
from geo.maps.interactive.frame_rows import located_rows, row_ids, texts
from geo.maps.interactive.style_json import symbol_json
from geo.maps.symbols import POINT_SYMBOLS
from geo.maps.wording import phrases

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["NotCountedLayer", "PointsLayer", "RiverPointsLayer"]


class PointsLayer(BorderLayer):
    """Points that all have one symbol."""

    symbol_name: ClassVar[str] = ""

    def __init__(self, frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]) -> None:
        """Make the layer.

        Parameters
        ----------
        frame
            Points; rows without one are left out. Other columns may be missing.
        **options
            See ``LayerOptions``.

        Raises
        ------
        InvalidValueError
            The frame has no CRS.
        """
        super().__init__(frame, **options)

    def settings(self) -> dict[str, Any]:
        """Return the symbol and the words."""
        return super().settings() | {"symbol": symbol_json(POINT_SYMBOLS[self.symbol_name])}

    def legend_keys(self) -> list[LegendKey]:
        """Return the line of the symbol."""
        text = phrases(self.lang)["points_by_id"][self.symbol_name]
        return [LegendKey(text=text, kind="symbol", style=POINT_SYMBOLS[self.symbol_name])]


class RiverPointsLayer(PointsLayer):
    """Dams, confluences, monuments and gauging stations, with their river kilometre."""

    key = "points"
    title_key = "layer_points"
    script_name = "RiverPointsLayer"
    symbol_name = "river_point"
    phrase_keys = ("close", "river_km")

    def content(self) -> dict[str, Any]:
        """Return the points with name and river kilometre."""
        return {"rows": located_rows(self.frame, ("river_km", "river_mile"))}


_TEXTS: Final = ("status", "reason")


class NotCountedLayer(PointsLayer):
    """Crossings that are closed, planned or special, with the reason why they do not count."""

    key = "not_counted"
    title_key = "layer_not_counted"
    script_name = "NotCountedLayer"
    symbol_name = "not_counted"
    phrase_keys = ("close", "not_known", "reason")

    def content(self) -> dict[str, Any]:
        """Return the crossings with name, status and reason in every language."""
        said = {stem: dict(zip(row_ids(self.frame), texts(self.frame, stem), strict=True))
                for stem in _TEXTS}  # fmt: skip
        located = located_rows(self.frame, ())
        return {"rows": [row | {stem: said[stem][row["id"]] for stem in _TEXTS} for row in located]}
