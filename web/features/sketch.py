"""A small map of some features, drawn on the server as SVG: no script, no tiles."""

from typing import Any, Final

import numpy as np
import shapely
from markupsafe import Markup

from geo.border import Border
from geo.layers import Layer

__all__ = ["sketch"]

_WIDTH: Final = 720.0
_MARGIN_DEG: Final = 0.6
_LARGEST_ROWS: Final = 2000
_SQUEEZE: Final = 0.87
"""Width of a degree of longitude against one of latitude at 29.5 N."""


def sketch(border: Border, layer: Layer, rows: list[int]) -> Markup | None:
    """Return an SVG drawing of the features over the border states, or ``None`` without any."""
    if not layer.geometry or not rows or len(rows) > _LARGEST_ROWS:
        return None
    shapes = border.geometries(layer.name, "overview")[np.asarray(rows, dtype=np.intp)]
    shapes = shapes[~shapely.is_missing(shapes)]
    if not len(shapes):
        return None
    states = border.geometries("states", "overview")
    west, south, east, north = (float(value) for value in shapely.total_bounds(states))
    scale = _WIDTH / ((east - west + 2 * _MARGIN_DEG) * _SQUEEZE)
    height = (north - south + 2 * _MARGIN_DEG) * scale

    def place(coordinates: Any) -> Any:  # noqa: ANN401
        x = (coordinates[:, 0] - west + _MARGIN_DEG) * scale * _SQUEEZE
        y = (north + _MARGIN_DEG - coordinates[:, 1]) * scale
        return np.round(np.column_stack((x, y)), 1)

    ground = _path(shapely.transform(states, place), "sketch-state")
    drawn = _path(shapely.transform(shapes, place), f"sketch-{layer.geometry.lower()}")
    return Markup(  # noqa: S704 - numbers and fixed words only
        f'<svg class="sketch" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" aria-hidden="true" '
        f'focusable="false">{ground}{drawn}</svg>'
    )


def _path(shapes: Any, css_class: str) -> str:  # noqa: ANN401
    parts = []
    for shape in shapely.get_parts(shapes):
        if shape.geom_type == "Point":
            parts.append(f'<circle class="{css_class}" cx="{shape.x}" cy="{shape.y}" r="4"/>')
            continue
        lines = shapely.get_rings(shape) if shape.geom_type == "Polygon" else [shape]
        steps = "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in shapely.get_coordinates(line).tolist())
            for line in lines
        )
        parts.append(f'<path class="{css_class}" d="{steps}"/>')
    return "".join(parts)
