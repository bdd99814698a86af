"""Symbols and line styles as the map's script reads them."""

from dataclasses import asdict
from typing import Any, Final

from geo.maps.symbols import COLOURS, SHAPES, LineStyle, Symbol

__all__ = ["line_json", "symbol_class", "symbol_json"]


_COLOUR_NAMES: Final = {
    COLOURS[name]: name.replace("_", "-")
    for name in ("bridge", "land_crossing", "rail", "dam", "ferry")
}
"""The named colour of a symbol's fill, which follows the theme."""


def symbol_json(symbol: Symbol) -> dict[str, Any]:
    """Return a symbol with its outline as an SVG path, and how its colour follows the theme."""
    return {
        "path": SHAPES[symbol.shape],
        "fill": symbol.fill,
        "className": symbol_class(symbol),
        "size": symbol.size,
    }


def symbol_class(symbol: Symbol) -> str:
    """Return the classes by which the style sheet colours a symbol in each theme."""
    if symbol.fill == COLOURS["open"]:
        return "bp-symbol bp-open"
    name = _COLOUR_NAMES.get(symbol.fill)
    return f"bp-symbol bp-fill-{name}" if name else "bp-symbol"


def line_json(style: LineStyle) -> dict[str, Any]:
    """Return how a line or area is drawn, without its words."""
    fields = asdict(style)
    del fields["label"]
    return {name: value for name, value in fields.items() if value not in ("", ())}
