"""The catchments of a batch drawn as a map: a circle per port, its area the number of points."""

import math
from collections.abc import Mapping
from html import escape
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.border import Border

__all__ = ["catchment_svg"]

_WIDTH: Final = 1200.0
_MARGIN: Final = 24.0
_HEAD: Final = 64.0
_LARGEST: Final = 34.0
_AROUND_DEG: Final = 2.0
"""How far beyond the ports the map reaches."""
_LETTER: Final = 6.4
_LINE: Final = 15.0
"""Width of a letter and height of a line of the names, about."""


def catchment_svg(border: Border, rows: list[dict[str, Any]], colours: Mapping[str, str]) -> str:
    """Return an SVG map of ``catchment_rows``; ``colours`` are those of ``geo.maps.symbols``.

    The projection is equirectangular, true to scale at 30 degrees north.
    """
    plot = _Plot(border.geometries("ports", "full"))
    total = sum(row["points"] for row in rows)
    title = f"Nearest port of entry: {total:,} points"
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {plot.height:.0f}" '
            'role="img" aria-labelledby="title" font-family="sans-serif">'
        ),
        f'<title id="title">{title}</title>',
        f'<clipPath id="frame"><rect width="{_WIDTH:g}" height="{plot.height:.0f}"/></clipPath>',
        f'<g clip-path="url(#frame)"><rect width="100%" height="100%" fill="{colours["sea"]}"/>',
    ]
    parts += [
        f'<path d="{plot.path(shape)}" fill="{colours["land"]}" stroke="{colours["state_line"]}"/>'
        for shape in border.geometries("states", "overview")
    ]
    parts += [
        f'<path d="{plot.path(shape)}" fill="none" stroke="{colours["boundary"]}" '
        'stroke-width="2"/>'
        for shape in border.geometries("boundary", "overview")
    ]
    parts += _circles(border, rows, plot, colours)
    parts.append(
        f'<text x="{_MARGIN:g}" y="38" font-size="24" fill="{colours["ink"]}">{title}</text>'
        f'<text x="{_MARGIN:g}" y="58" font-size="14" fill="{colours["ink_soft"]}">'
        f"Area of a circle: number of points. Data set {escape(border.version)}.</text>"
        "</g></svg>\n"
    )
    return "\n".join(parts)


def _circles(
    border: Border, rows: list[dict[str, Any]], plot: "_Plot", colours: Mapping[str, str]
) -> list[str]:
    """Return circles, the largest first, and on top the names that find room."""
    ports = border.records("ports")
    points = border.geometries("ports", "full")
    most = max((row["points"] for row in rows), default=0)
    circles, names = [], _Names(colours)
    for row in rows:
        if not row["points"]:
            continue
        x, y = plot.xy(shapely.get_coordinates(points[ports.position(row["id"])]))[0].tolist()
        radius = max(_LARGEST * math.sqrt(row["points"] / most), 1.5)
        name = str(row["name_en"])
        circles.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colours["accent"]}" '
            f'fill-opacity="0.4" stroke="{colours["accent"]}"><title>{escape(name, quote=False)}: '
            f"{row['points']:,} points, median {row['median_km']:,.1f} km</title></circle>"
        )
        names.add(name, x, y, radius)
    return circles + names.parts


class _Names:
    """Puts names above or below their circles where they cover no other name."""

    def __init__(self, colours: Mapping[str, str]) -> None:
        self.parts: list[str] = []
        self._colours = colours
        self._boxes: list[tuple[float, float, float]] = []

    def add(self, name: str, x: float, y: float, radius: float) -> None:
        """Write a name if there is room for it."""
        half = len(name) * _LETTER / 2.0
        for line in (y - radius - 4.0, y + radius + _LINE):
            if x - half < 0.0 or x + half > _WIDTH or not self._is_free(x, line, half):
                continue
            self._boxes.append((x, line, half))
            self.parts.append(
                f'<text x="{x:.1f}" y="{line:.1f}" font-size="12" text-anchor="middle" '
                f'fill="{self._colours["ink"]}" stroke="{self._colours["halo"]}" '
                f'stroke-width="3" paint-order="stroke">{escape(name, quote=False)}</text>'
            )
            return

    def _is_free(self, x: float, line: float, half: float) -> bool:
        return all(
            abs(x - other_x) > half + other_half or abs(line - other_line) > _LINE
            for other_x, other_line, other_half in self._boxes
        )


class _Plot:
    """Turns degrees into places on the drawing."""

    def __init__(self, shapes: npt.NDArray[np.object_]) -> None:
        west, south, east, north = shapely.total_bounds(shapes)
        west, east = west - _AROUND_DEG, east + _AROUND_DEG
        south, north = south - _AROUND_DEG, north + _AROUND_DEG
        self._origin = np.array([west, north])
        scale = (_WIDTH - 2 * _MARGIN) / ((east - west) * math.cos(math.radians(30.0)))
        self._scale = np.array([scale * math.cos(math.radians(30.0)), -scale])
        self.height = float(scale * (north - south)) + _HEAD + 2 * _MARGIN

    def xy(self, degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return places of shape (n, 2) for longitudes and latitudes."""
        places: npt.NDArray[np.float64] = (degrees - self._origin) * self._scale + np.array(
            [_MARGIN, _HEAD + _MARGIN]
        )
        return places

    def path(self, shape: shapely.Geometry) -> str:
        """Return the ``d`` of an SVG path for polygons or lines."""
        pieces = []
        for part in shapely.get_parts(shape):
            rings = [part] if part.geom_type == "LineString" else shapely.get_rings(part)
            for ring in rings:
                places = self.xy(shapely.get_coordinates(ring))
                pieces.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in places.tolist()))
        return "".join(pieces)
