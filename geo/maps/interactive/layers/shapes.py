"""Areas and lines that are only looked at, as Folium layers: context, zones, gaps, graticule."""

from typing import TYPE_CHECKING, Any, ClassVar, Final, Unpack

import numpy as np
import shapely

from geo.geodesy import FRAME_CRS
from geo.maps.interactive.coded_paths import encoded
from geo.maps.interactive.element import BorderLayer, LayerOptions, LegendKey
from geo.maps.interactive.frame_rows import in_degrees, texts
from geo.maps.interactive.style_json import line_json
from geo.maps.symbols import LINE_STYLES
from geo.maps.wording import phrases

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "GapsLayer",
    "GraticuleLayer",
    "LaPazLayer",
    "LandLayer",
    "RailwaysLayer",
    "WaterLayer",
]


_EAST_OF_GULF: Final = ((-50.0, 20.0), (-79.0, 24.0), (-84.0, 24.0), (-93.0, 25.7))
_WEST_AND_NORTH: Final = ((-125.0, 32.5), (-179.0, 32.5), (-179.0, 85.0), (-50.0, 85.0))
"""Vertices (longitude, latitude) that lead the boundary on through Gulf, Pacific and north."""


class _ShapesLayer(BorderLayer):
    """Shapes that take no clicks and are the same at every zoom."""

    script_name = "ShapesLayer"
    decimals: ClassVar[int] = 3
    """Places of a degree that are kept."""
    parts: ClassVar[dict[str, tuple[str, str, str]]] = {}
    """By part: its pane, the name of its line style, and its class in the style sheet."""
    key_styles: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The styles that the legend names, each with the kind of its key."""

    def __init__(
        self, frames: "dict[str, gpd.GeoDataFrame]", **options: Unpack[LayerOptions]
    ) -> None:
        super().__init__(None, **options)
        self.frames = {name: in_degrees(frame) for name, frame in frames.items()}

    def content(self) -> dict[str, Any]:
        """Return the shapes of each part."""
        return {
            "decimals": self.decimals,
            "shapes": {name: self._coded(frame) for name, frame in self.frames.items()},
        }

    def _coded(self, frame: "gpd.GeoDataFrame") -> list[Any]:
        shapes = self.drawn(np.asarray(frame.geometry.array, dtype=object))
        return [encoded(part, self.decimals)[0] for part in shapely.get_parts(shapes)]

    def drawn(self, shapes: Any) -> Any:  # noqa: ANN401 - arrays of shapely geometries
        """Return the shapes as they are drawn."""
        return shapes

    def settings(self) -> dict[str, Any]:
        """Return where and how each part is drawn."""
        return super().settings() | {
            "parts": {
                name: {
                    "pane": pane,
                    "style": line_json(LINE_STYLES[style]),
                    "isArea": bool(LINE_STYLES[style].fill),
                    "className": css_class,
                }
                for name, (pane, style, css_class) in self.parts.items()
            }
        }

    def legend_keys(self) -> list[LegendKey]:
        """Return a line per style that the legend names."""
        said = phrases(self.lang)["lines_by_id"]
        return [
            LegendKey(text=said[name], kind="area" if kind == "area" else "line",
                      style=LINE_STYLES[name])
            for name, kind in self.key_styles
        ]  # fmt: skip

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north of the shapes in degrees, if there are any."""
        boxes = [box for frame in self.frames.values() if (box := self.box(frame))]
        return tuple(shapely.total_bounds([shapely.box(*box) for box in boxes])) if boxes else None


class LandLayer(_ShapesLayer):
    """Land below the border states, in the tint of the side of the boundary that it lies on."""

    key = "land"
    attribution = "Natural Earth"
    parts: ClassVar[dict[str, tuple[str, str, str]]] = {
        "land": ("land", "background_land", "bp-land"),
        "land_us": ("land", "background_land", "bp-land bp-land-us"),
        "land_mx": ("land", "background_land", "bp-land bp-land-mx"),
    }

    def __init__(
        self,
        frame: "gpd.GeoDataFrame",
        *,
        boundary: "gpd.GeoDataFrame | None" = None,
        **options: Unpack[LayerOptions],
    ) -> None:
        """Make the layer from polygons; ``InvalidValueError`` if the frame has no CRS.

        ``boundary`` are lines from the Gulf to the Pacific that part the land in two.
        """
        frames = {"land": frame} if boundary is None else _parted(frame, boundary)
        super().__init__(frames, **({"control": False} | options))


def _parted(
    land: "gpd.GeoDataFrame", boundary: "gpd.GeoDataFrame"
) -> "dict[str, gpd.GeoDataFrame]":
    """Return the land north and south of the boundary, which is led on through the seas."""
    lines = np.asarray(in_degrees(boundary).geometry.array, dtype=object)
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    from_east = sorted(merged, key=lambda line: -line.centroid.x)
    vertices = [vertex for line in from_east for vertex in _westward(line)]
    north = shapely.buffer(shapely.Polygon([*_EAST_OF_GULF, *vertices, *_WEST_AND_NORTH]), 0)
    shapes = np.asarray(in_degrees(land).geometry.array, dtype=object)
    parts = {
        "land_us": shapely.intersection(shapes, north),
        "land_mx": shapely.difference(shapes, north),
    }
    parted = {}
    for name, pieces in parts.items():
        kept = [shape for shape in pieces if shape.area > 0]
        parted[name] = land.iloc[: len(kept)].set_geometry(kept, crs=FRAME_CRS)
    return parted


def _westward(line: Any) -> list[tuple[float, float]]:  # noqa: ANN401 - a shapely line
    vertices = [(float(x), float(y)) for x, y, *_ in line.coords]
    return vertices if vertices[0][0] > vertices[-1][0] else vertices[::-1]


class WaterLayer(_ShapesLayer):
    """Lakes and rivers of context, shown while the map is small, with the names of some lakes."""

    script_name = "WaterLayer"
    key = "water"
    title_key = "layer_water"
    attribution = "Natural Earth"
    parts: ClassVar[dict[str, tuple[str, str, str]]] = {
        "lakes": ("lakes", "lake", "bp-lake"),
        "rivers": ("context", "context_river", "bp-water"),
    }

    def __init__(
        self,
        lakes: "gpd.GeoDataFrame",
        rivers: "gpd.GeoDataFrame",
        **options: Unpack[LayerOptions],
    ) -> None:
        """Make the layer from polygons and lines; ``InvalidValueError`` if one has no CRS."""
        super().__init__({"lakes": lakes, "rivers": rivers}, **options)

    def content(self) -> dict[str, Any]:
        """Return the shapes, and the lakes and rivers that have a name with their extent."""
        lakes = self.frames["lakes"]
        named = zip(texts(lakes, "name"), lakes.geometry, strict=True)
        extents = [{"name": name, "box": _extent([shape])} for name, shape in named if name]
        return super().content() | {"lakes": extents, "rivers": self._rivers()}

    def _rivers(self) -> list[dict[str, Any]]:
        """Return each river with a name, and which of all the lines are its own."""
        frame = self.frames["rivers"]
        shapes = np.asarray(frame.geometry.array, dtype=object)
        ends = np.cumsum(shapely.get_num_geometries(shapes)).tolist()
        rivers: dict[str, dict[str, Any]] = {}
        lines: dict[str, list[Any]] = {}
        for name, shape, start, end in zip(
            texts(frame, "name"), shapes, [0, *ends], ends, strict=False
        ):
            if name:
                river = rivers.setdefault(str(name), {"name": name, "parts": []})
                river["parts"] += range(start, end)
                lines.setdefault(str(name), []).append(shape)
        return [river | {"box": _extent(lines[key])} for key, river in rivers.items()]


def _extent(shapes: list[Any]) -> list[float]:
    """Return west, south, east and north of shapes in degrees."""
    return [round(float(value), 4) for value in shapely.total_bounds(shapes)]


class RailwaysLayer(_ShapesLayer):
    """Railways."""

    key = "railways"
    title_key = "layer_railways"
    attribution = "Natural Earth"
    parts: ClassVar[dict[str, tuple[str, str, str]]] = {"railways": ("context", "railway", "")}

    def __init__(self, frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]) -> None:
        """Make the layer from lines; ``InvalidValueError`` if the frame has no CRS."""
        super().__init__({"railways": frame}, **options)


class LaPazLayer(_ShapesLayer):
    """The zone of the La Paz Agreement, 100 km on each side of the boundary."""

    key = "la_paz"
    title_key = "layer_la_paz"
    parts: ClassVar[dict[str, tuple[str, str, str]]] = {"zone": ("zone", "la_paz", "")}
    key_styles = (("la_paz", "area"),)

    def __init__(self, frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]) -> None:
        """Make the layer from polygons; ``InvalidValueError`` if the frame has no CRS."""
        super().__init__({"zone": frame}, **options)


class GapsLayer(_ShapesLayer):
    """Stretches of boundary without a port, such as ``border.gaps(min_km=50)``."""

    key = "gaps"
    title_key = "layer_gaps"
    decimals = 4
    parts: ClassVar[dict[str, tuple[str, str, str]]] = {"gaps": ("gaps", "gap", "")}
    key_styles = (("gap", "line"),)
    tolerance_deg: ClassVar[float] = 0.01

    def __init__(self, frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]) -> None:
        """Make the layer from lines; ``InvalidValueError`` if the frame has no CRS."""
        super().__init__({"gaps": frame}, **options)

    def drawn(self, shapes: Any) -> Any:  # noqa: ANN401 - arrays of shapely geometries
        """Return the stretches generalised to a kilometre, beside the boundary itself."""
        return shapely.simplify(shapes, self.tolerance_deg)


class GraticuleLayer(BorderLayer):
    """Meridians and parallels."""

    key = "graticule"
    title_key = "layer_graticule"
    script_name = "GraticuleLayer"

    def __init__(self, step: int = 5, **options: Unpack[LayerOptions]) -> None:
        """Make the layer with a line every ``step`` degrees."""
        super().__init__(None, **options)
        self.step = step

    def settings(self) -> dict[str, Any]:
        """Return the style and the step in degrees."""
        style = line_json(LINE_STYLES["graticule"])
        return super().settings() | {"style": style, "step": self.step}
