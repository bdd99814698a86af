"""How the rows of a layer are drawn, from the layer's definition."""

from collections.abc import Mapping
from string import Formatter
from typing import Any, Final

from geo.layers import GeometryType, Layer
from geo.maps.symbols import (
    EVERY_SYMBOL,
    LINE_STYLES,
    SEGMENT_COLOURS,
    LineStyle,
    Symbol,
)

__all__ = ["STYLES", "colours_by_key", "style_column", "style_of_row", "styles_by_value"]

STYLES: Final[Mapping[str, Symbol | LineStyle]] = {**EVERY_SYMBOL, **LINE_STYLES}
"""Every symbol and line style by name, in the legend's order."""
_OF_GEOMETRY: Final[dict[GeometryType, str]] = {
    "Point": "river_point",
    "LineString": "river_segment",
    "MultiPolygon": "state",
}
_COLOURS_BY_KEY: Final[Mapping[str, Mapping[str, str]]] = {"river_segment": SEGMENT_COLOURS}


def colours_by_key(layer: Layer) -> Mapping[str, str]:
    """Return the colours of the rows that a layer's style tells apart by key, if it does."""
    return _COLOURS_BY_KEY.get(layer.style, {})


def style_of_row(layer: Layer, row: Mapping[str, Any]) -> str:
    """Return the name in ``STYLES`` by which a row is drawn."""
    name = layer.style.format(**row)
    return name if name in STYLES else _of_geometry(layer)


def style_column(layer: Layer) -> str | None:
    """Return the column by whose values a layer's rows are told apart, if one is."""
    return next((name for _, name, _, _ in Formatter().parse(layer.style) if name), None)


def styles_by_value(layer: Layer) -> dict[str, str]:
    """Return the style's name by each value of ``style_column``, in the legend's order."""
    column = style_column(layer)
    if column is None:
        return {"": layer.style if layer.style in STYLES else _of_geometry(layer)}
    styles = {
        value: layer.style.format(**{column: value}) for value in layer.column(column).allowed
    }
    order = list(STYLES)
    known = {value: name for value, name in styles.items() if name in STYLES}
    return dict(sorted(known.items(), key=lambda item: order.index(item[1])))


def _of_geometry(layer: Layer) -> str:
    return _OF_GEOMETRY[layer.geometry] if layer.geometry else "state"
