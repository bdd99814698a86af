"""Counties and municipalities as a light Folium layer."""

from typing import TYPE_CHECKING, Any, Final, Unpack

import numpy as np
import shapely

from geo.maps.interactive.coded_paths import encoded
from geo.maps.interactive.element import BorderLayer, LayerOptions, LegendKey
from geo.maps.interactive.frame_rows import in_degrees, names, row_ids
from geo.maps.interactive.levels import COUNTIES
from geo.maps.interactive.style_json import line_json
from geo.maps.symbols import LINE_STYLES
from geo.maps.wording import phrases

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["CountiesLayer"]

_TOLERANCE_DEG: Final = 0.004
_DECIMALS: Final = 4
_SHARED_DEG: Final = 1e-6
_BOTH: Final = 2


class CountiesLayer(BorderLayer):
    """Counties and municipalities by their lines and names, which are read when they show."""

    key = COUNTIES
    title_key = "layer_counties"
    attribution = "US Census Bureau, INEGI"
    script_name = "CountiesLayer"

    def __init__(self, frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]) -> None:
        """Make the layer.

        Parameters
        ----------
        frame
            Polygons such as ``border.counties``; where ``country`` is there, lines that both
            countries share are left to the boundary.
        **options
            See ``LayerOptions``; of the addresses that of ``COUNTIES`` is read.

        Raises
        ------
        InvalidValueError
            The frame has no CRS.
        """
        super().__init__(frame, **options)

    def closer_levels(self) -> tuple[str, ...]:
        """Return the name under which the lines stand."""
        return (COUNTIES,)

    def closer_content(self, level: str) -> dict[str, Any] | None:
        """Return lines, each once, and a point with the name of each area."""
        if level != COUNTIES:
            return None
        frame = in_degrees(self.frame)
        frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
        spots = shapely.get_coordinates(shapely.point_on_surface(_shapes(frame))).round(3)
        located = zip(row_ids(frame), names(frame), spots.tolist(), strict=True)
        return {
            "decimals": _DECIMALS,
            "lines": encoded(_lines(frame), _DECIMALS),
            "rows": [
                {"id": key, "name": name, "lon": x, "lat": y} for key, name, (x, y) in located
            ],
        }

    def settings(self) -> dict[str, Any]:
        """Return the style of the lines."""
        return super().settings() | {"style": line_json(LINE_STYLES["county"])}

    def legend_keys(self) -> list[LegendKey]:
        """Return the line of the legend."""
        text = phrases(self.lang)["lines_by_id"]["county"]
        return [LegendKey(text=text, kind="line", style=LINE_STYLES["county"])]


def _lines(frame: "gpd.GeoDataFrame") -> shapely.Geometry:
    """Return the lines of the areas, generalised together, without those of two countries."""
    shapes = _shapes(frame)
    rings = shapely.boundary(shapely.coverage_simplify(shapes, _TOLERANCE_DEG))
    country = frame.get("country")
    if country is None or country.nunique() < _BOTH:
        return shapely.line_merge(shapely.union_all(rings))
    north, south = (shapely.union_all(rings[(country == one).to_numpy()]) for one in ("US", "MX"))
    shared = shapely.buffer(shapely.intersection(north, south), _SHARED_DEG)
    return shapely.line_merge(shapely.difference(shapely.union_all([north, south]), shared))


def _shapes(frame: "gpd.GeoDataFrame") -> Any:  # noqa: ANN401 - an array of shapely geometries
    return np.asarray(frame.geometry.array, dtype=object)
