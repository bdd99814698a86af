"""What the map's script is told: language, phrases, symbols, where its data are."""

from dataclasses import asdict
from typing import Any, Final

from geo.border import Border
from geo.maps.interactive.content import first_view, level_shapes
from geo.maps.symbols import (
    FAMILIES,
    LINE_STYLES,
    POINT_SYMBOLS,
    SEGMENT_COLOURS,
    SHAPES,
    SYMBOLS,
)
from geo.maps.wording import phrases
from geo.words.hours import hours_text

__all__ = ["OVERLAYS", "WHOLE_BORDER", "map_config"]

OVERLAYS: Final[dict[str, bool]] = {
    "ports": True,
    "boundary": True,
    "segments": True,
    "states": True,
    "points": False,
    "not_counted": False,
    "gaps": False,
    "la_paz": False,
    "towns": True,
    "water": True,
    "railways": False,
    "graticule": True,
}
"""The overlays of the map, each a Folium feature group, and whether it shows at first."""
WHOLE_BORDER: Final = (-118.3, 24.6, -95.9, 34.4)
"""West, south, east, north of the first view: the boundary with room around it, degrees."""
_INLINE_LEVELS: Final = ("web", "detail")


def map_config(
    border: Border,
    lang: str,
    *,
    addresses: dict[str, str] | None = None,
    links: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the configuration of the map's script as plain values.

    Parameters
    ----------
    border
        The border.
    lang
        ``en`` or ``es``.
    addresses
        Where the script fetches ``first``, ``web``, ``detail`` and ``full``; without it the data
        stand in the configuration itself, as close as the level ``detail`` (25 m).
    links
        Addresses that the map points to: ``port`` and ``state`` end with a slash and take an id,
        ``locate`` answers where a point is. Without them the map computes or leaves out.
    """
    config: dict[str, Any] = {
        "lang": lang,
        "locale": "es-MX" if lang == "es" else "en-US",
        "phrases": phrases(lang),
        "shapes": dict(SHAPES),
        "symbols": {name: asdict(symbol) for name, symbol in SYMBOLS.items()},
        "points": {name: asdict(symbol) for name, symbol in POINT_SYMBOLS.items()},
        "lines": {name: asdict(style) for name, style in LINE_STYLES.items()},
        "segments": dict(SEGMENT_COLOURS),
        "families": {name: list(types) for name, types in FAMILIES.items()},
        "whole": list(WHOLE_BORDER),
        "hours": _hours(border, lang),
        "links": links or {},
    }
    if addresses is not None:
        return config | {"addresses": addresses}
    levels = {level: level_shapes(border, level) for level in _INLINE_LEVELS}
    return config | {"data": {"first": first_view(border), **levels}}


def _hours(border: Border, lang: str) -> dict[str, str]:
    if lang != "es":
        return {}
    texts = {text for text in border.records("ports").columns["hours"] if text}
    return {text: hours_text(text, lang) for text in sorted(texts)}
