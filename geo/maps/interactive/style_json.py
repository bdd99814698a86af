"""Symbols and line styles as the map's script reads them."""

from dataclasses import asdict
from typing import Any

from geo.maps.symbols import SHAPES, LineStyle, Symbol

__all__ = ["line_json", "symbol_json"]


def symbol_json(symbol: Symbol) -> dict[str, Any]:
    """Return a symbol with its outline as an SVG path."""
    return {
        "path": SHAPES[symbol.shape],
        "fill": symbol.fill,
        "stroke": symbol.stroke,
        "size": symbol.size,
    }


def line_json(style: LineStyle) -> dict[str, Any]:
    """Return how a line or area is drawn, without its words."""
    found = asdict(style)
    del found["label"]
    return {name: value for name, value in found.items() if value not in ("", ())}
