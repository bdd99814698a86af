"""The international boundary and the river segments as Folium layers."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Unpack

import shapely

from geo.maps.interactive.element import BorderLayer, LayerOptions, LegendKey
from geo.maps.interactive.frame_rows import json_value, names, row_ids, rows
from geo.maps.interactive.levels import CLOSER_LEVELS, FIRST_LEVEL, Closer, coded_shapes
from geo.maps.interactive.style_json import line_json
from geo.maps.symbols import LINE_STYLES, SEGMENT_COLOURS
from geo.maps.wording import phrase, phrases
from geo.words import numbers
from geo.words.catalogue import words
from geo.words.messages import in_context

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["BoundaryLayer", "RiverLayer"]


_RIVER_NAMES: Final = {
    "Rio Grande": {
        "north": in_context("on the map", "Rio Grande"),
        "south": in_context("on the map", "Río Bravo"),
    },
    "Colorado River": {
        "north": in_context("on the map", "Colorado River"),
        "south": in_context("on the map", "Río Colorado"),
    },
}
"""How a boundary river is called on the side of the United States and on the Mexican side."""


class _LinesLayer(BorderLayer):
    """Lines that are drawn more closely as one zooms in."""

    columns: ClassVar[Iterable[str]] = ()

    def __init__(
        self,
        frame: "gpd.GeoDataFrame",
        *,
        closer: Closer | None = None,
        **options: Unpack[LayerOptions],
    ) -> None:
        """Make the layer.

        Parameters
        ----------
        frame
            Lines as they are drawn first, such as ``border.layer("boundary", "overview")``.
        closer
            The same lines by closer level, drawn as one zooms in.
        **options
            See ``LayerOptions``.

        Raises
        ------
        InvalidValueError
            A frame has no CRS.
        """
        super().__init__(frame, **options)
        self.closer = dict(closer or {})

    def content(self) -> dict[str, Any]:
        """Return names, figures and shapes."""
        middles = [_middle(shape) for shape in self.frame.geometry]
        said = zip(row_ids(self.frame), names(self.frame), middles, strict=True)
        kept = rows(self.frame, self.columns)
        return {
            "rows": [
                {"id": key, "name": name, "lon": lon, "lat": lat} | row
                for (key, name, (lon, lat)), row in zip(said, kept, strict=True)
            ],
            **coded_shapes(self.frame, FIRST_LEVEL),
        }

    def closer_content(self, level: str) -> dict[str, Any] | None:
        """Return the shapes at a level."""
        return coded_shapes(self.closer[level], level) if level in self.closer else None

    def closer_levels(self) -> tuple[str, ...]:
        """Return the closer levels that the layer has."""
        return tuple(level for level in CLOSER_LEVELS if level in self.closer)


class BoundaryLayer(_LinesLayer):
    """The boundary; ``kind`` (``river`` or ``land``) tells how a line is drawn."""

    key = "boundary"
    title_key = "layer_boundary"
    attribution = "IBWC/CILA"
    script_name = "BoundaryLayer"
    phrase_keys = ("line_loading", "line_unread")
    columns = ("kind", "river")

    def settings(self) -> dict[str, Any]:
        """Return the two styles, and how each river is called on its two sides."""
        styles = {kind: line_json(LINE_STYLES[f"boundary_{kind}"]) for kind in ("river", "land")}
        say = words(self.lang).say
        rivers = {
            name: {side: say(text) for side, text in sides.items()}
            for name, sides in _RIVER_NAMES.items()
        }
        return super().settings() | styles | {"rivers": rivers}

    def legend_keys(self) -> list[LegendKey]:
        """Return a line for the boundary in a river and one for that on land."""
        said = phrases(self.lang)["lines_by_id"]
        kinds = ("boundary_river", "boundary_land")
        return [LegendKey(text=said[kind], kind="line", style=LINE_STYLES[kind]) for kind in kinds]


class RiverLayer(_LinesLayer):
    """River segments, each in its colour, with their lengths."""

    key = "segments"
    title_key = "layer_segments"
    attribution = "IBWC/CILA"
    script_name = "RiverLayer"
    columns = ("length_km",)

    def settings(self) -> dict[str, Any]:
        """Return the style and the colour of each segment."""
        style = line_json(LINE_STYLES["river_segment"])
        return super().settings() | {"style": style, "colours": dict(SEGMENT_COLOURS)}

    def legend_keys(self) -> list[LegendKey]:
        """Return a line per segment with its length, and what the division rests on."""
        style = LINE_STYLES["river_segment"]
        figures = rows(self.frame, ("length_km", "length_mi"))
        keys = [
            LegendKey(
                text=name.get(self.lang, name["en"]),
                kind="line",
                style=replace(style, stroke=SEGMENT_COLOURS.get(key, style.stroke)),
                figure=_lengths(row, self.lang),
            )
            for key, name, row in zip(row_ids(self.frame), names(self.frame), figures, strict=True)
        ]
        return [*keys, LegendKey(text=phrase("segments_note", self.lang), kind="note")]


def _lengths(row: dict[str, Any], lang: str) -> str:
    """Return the lengths that a row has, in kilometres and miles."""
    units = (("length_km", "km"), ("length_mi", "mi"))
    return " · ".join(
        f"{numbers.number(row[name], lang)} {unit}" for name, unit in units if row.get(name)
    )


def _middle(shape: Any) -> tuple[float, float]:  # noqa: ANN401 - a shapely geometry
    """Return longitude and latitude of the middle of a line."""
    point = shapely.line_interpolate_point(shape, 0.5, normalized=True)
    if point is None or point.is_empty:
        point = shape.representative_point()
    return json_value(round(point.x, 4)), json_value(round(point.y, 4))
