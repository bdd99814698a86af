"""The border states as a Folium layer."""

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Unpack

import numpy as np
import shapely

from geo.maps.interactive.coded_paths import encoded
from geo.maps.interactive.element import BorderLayer, LayerOptions
from geo.maps.interactive.frame_rows import in_degrees, names, row_ids, rows
from geo.maps.interactive.levels import CLOSER_LEVELS, FIRST_LEVEL, Closer, coded_shapes
from geo.maps.interactive.style_json import line_json
from geo.maps.symbols import LINE_STYLES

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["StatesLayer"]

_NEAR_DEG: Final[Mapping[str, float]] = {"detail": 0.3, "full": 0.08}
"""At these levels states are sent only this close to the boundary."""
_BAND_TOLERANCE_DEG: Final = 0.002
"""Generalisation of the boundary before the band is drawn about it."""


class StatesLayer(BorderLayer):
    """States as areas, the two countries in two colours, with their names."""

    key = "states"
    title_key = "layer_states"
    attribution = "US Census Bureau, INEGI"
    script_name = "StatesLayer"

    def __init__(
        self,
        frame: "gpd.GeoDataFrame",
        *,
        closer: Closer | None = None,
        boundary: "gpd.GeoDataFrame | None" = None,
        **options: Unpack[LayerOptions],
    ) -> None:
        """Make the layer.

        Parameters
        ----------
        frame
            Polygons as they are drawn first, such as ``border.layer("states", "overview")``;
            ``country`` (``US`` or ``MX``) tells the colour.
        closer
            The same states by closer level, drawn as one zooms in.
        boundary
            Lines along which alone the states are drawn at the levels ``detail`` and ``full``:
            a map close up need not carry their far outlines.
        **options
            See ``LayerOptions``.

        Raises
        ------
        InvalidValueError
            A frame has no CRS.
        """
        super().__init__(frame, **options)
        self.closer = dict(closer or {})
        self.boundary = None if boundary is None else in_degrees(boundary)

    def content(self) -> dict[str, Any]:
        """Return names, countries and shapes."""
        middles = [_inside(shape) for shape in self.frame.geometry]
        said = zip(row_ids(self.frame), names(self.frame), middles, strict=True)
        kept = rows(self.frame, ("country", "abbreviation"))
        return {
            "rows": [
                {"id": key, "name": name, "lon": lon, "lat": lat} | row
                for (key, name, (lon, lat)), row in zip(said, kept, strict=True)
            ],
            **coded_shapes(self.frame, FIRST_LEVEL),
        }

    def closer_content(self, level: str) -> dict[str, Any] | None:
        """Return the shapes at a level, cut to the band along the boundary where it is known."""
        if level not in self.closer:
            return None
        frame = in_degrees(self.closer[level])
        if self.boundary is None or level not in _NEAR_DEG:
            return coded_shapes(frame, level)
        near, between = _near_boundary(frame, self.boundary, _NEAR_DEG[level])
        coded = coded_shapes(near, level)
        return coded | {"lines": encoded(between, coded["decimals"])}

    def closer_levels(self) -> tuple[str, ...]:
        """Return the closer levels that the layer has."""
        return tuple(level for level in CLOSER_LEVELS if level in self.closer)

    def settings(self) -> dict[str, Any]:
        """Return the style."""
        return super().settings() | {"style": line_json(LINE_STYLES["state"])}


def _inside(shape: Any) -> tuple[float, float]:  # noqa: ANN401 - a shapely geometry
    """Return longitude and latitude of a place well inside an area."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = shapely.get_point(shapely.maximum_inscribed_circle(largest, 0.05), 0)
    return round(point.x, 3), round(point.y, 3)


def _near_boundary(
    states: "gpd.GeoDataFrame", boundary: "gpd.GeoDataFrame", degrees: float
) -> "tuple[gpd.GeoDataFrame, shapely.Geometry]":
    """Return the states within a band along a line, and the lines between them in it.

    Lines between states of two countries are left out: the boundary is drawn there.
    """
    lines = np.asarray(boundary.geometry.array, dtype=object)
    line = shapely.simplify(shapely.line_merge(shapely.union_all(lines)), _BAND_TOLERANCE_DEG)
    band = shapely.buffer(line, degrees)
    shapely.prepare(band)
    shapes = np.asarray(states.geometry.array, dtype=object)
    outlines = shapely.intersection(shapely.boundary(shapes), band)
    countries = list(states.get("country", [""] * len(states)))
    shared = [
        shapely.intersection(outlines[one], outlines[other])
        for one, other in combinations(range(len(outlines)), 2)
        if countries[one] == countries[other]
    ]
    parts = shapely.get_parts(np.asarray(shared, dtype=object))
    between = shapely.line_merge(shapely.union_all(parts[shapely.length(parts) > 0]))
    near = states.set_geometry(list(shapely.intersection(shapes, band)), crs=states.crs)
    return near, between
