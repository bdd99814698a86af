"""The symbols, line styles and colours of every map, interactive or printed.

Shapes differ by type of crossing, so that no meaning rests on colour alone; colours are told
apart by people with the common colour-vision deficiencies and differ in lightness, so that they
stay apart in a grey print. Each fill has a contrast of 3:1 or more to ``COLOURS["land"]``.
"""

from dataclasses import dataclass
from typing import Final, Literal

from geo.words.messages import message
from geo.words.vocabulary import VOCABULARY

__all__ = [
    "COLOURS",
    "DARK_COLOURS",
    "EVERY_SYMBOL",
    "FAMILIES",
    "LINE_STYLES",
    "PICTOGRAMS",
    "POINT_SYMBOLS",
    "PROJECT_SYMBOLS",
    "SEGMENT_COLOURS",
    "SHAPES",
    "SYMBOLS",
    "LineStyle",
    "Shape",
    "Symbol",
]

Shape = Literal["circle", "square", "triangle", "diamond", "pentagon", "cross", "bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """How a point is drawn: outline in ``SHAPES``, colours as hex, size in pixels at 96 dpi.

    ``label`` is the message of the legend.
    """

    shape: Shape
    fill: str
    stroke: str
    size: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStyle:
    """How a line or area is drawn: widths and dashes in pixels at 96 dpi, colours as hex.

    ``dash`` alternates drawn and empty lengths; ``fill`` is empty for a line; ``label`` is the
    message of the legend.
    """

    stroke: str
    width: float
    dash: tuple[float, ...] = ()
    fill: str = ""
    fill_opacity: float = 1.0
    label: str


COLOURS: Final[dict[str, str]] = {
    "sea": "#cfe1ec",
    "land": "#ebede8",
    "land_us": "#ebede8",
    "land_mx": "#e7dcc6",
    "state_us": "#f5f6f1",
    "state_mx": "#efe3ca",
    "state_line": "#a2977f",
    "county_line": "#c6bba4",
    "band_us": "#6f93ac",
    "band_mx": "#b8843f",
    "coast": "#7fa6be",
    "water": "#6fa3c4",
    "lake": "#b4d2e4",
    "casing": "#8fbbd6",
    "boundary": "#2a2430",
    "ink": "#1b2029",
    "ink_soft": "#4f5664",
    "country": "#3f4350",
    "state_name": "#5f5848",
    "town": "#3b404b",
    "water_name": "#1f5f87",
    "bridge": "#0b4f8a",
    "land_crossing": "#b4480c",
    "rail": "#26262b",
    "dam": "#00695a",
    "ferry": "#a63a63",
    "open": "#ffffff",
    "halo": "#ffffff",
    "accent": "#0b4f8a",
    "accent_ink": "#ffffff",
    "panel": "#ffffff",
    "raised": "#f6f5f1",
    "rule": "#c9ccd1",
    "edge": "#8a8d90",
    "bar": "#4d86b5",
    "bar_rail": "#6d6d75",
    "road": "#ffffff",
    "road_edge": "#b3aa97",
    "street_rail": "#7d776c",
    "built_up": "#cfc8b8",
    "building": "#b5ac9b",
}
"""Named colours of maps and pages in light mode; the build writes them into the style sheets."""

DARK_COLOURS: Final[dict[str, str]] = {
    "sea": "#10202c",
    "land": "#23272d",
    "land_us": "#23272d",
    "land_mx": "#2f2a23",
    "state_us": "#2a2f36",
    "state_mx": "#3b342a",
    "state_line": "#6f6a5e",
    "county_line": "#4c4a44",
    "band_us": "#8fb4cc",
    "band_mx": "#d9a05a",
    "coast": "#45697f",
    "water": "#3f7596",
    "lake": "#173247",
    "casing": "#2f6485",
    "boundary": "#f2efe6",
    "ink": "#f3f4f6",
    "ink_soft": "#bcc3cd",
    "country": "#e3e5ea",
    "state_name": "#c2bcad",
    "town": "#d5d8de",
    "water_name": "#8ec3e6",
    "bridge": "#6fb3f2",
    "land_crossing": "#f39a5b",
    "rail": "#e9e9ec",
    "dam": "#4cc9ae",
    "ferry": "#e08bc8",
    "open": "#14171c",
    "halo": "#14171c",
    "accent": "#8cc1f0",
    "accent_ink": "#10202e",
    "panel": "#181c22",
    "raised": "#1d2630",
    "rule": "#4a515c",
    "edge": "#7d8994",
    "bar": "#5f9ccd",
    "bar_rail": "#a5a8b0",
    "road": "#5b636f",
    "road_edge": "#14171c",
    "street_rail": "#7d828a",
    "built_up": "#3d424b",
    "building": "#4b515c",
}
"""The same names in dark mode."""

SHAPES: Final[dict[Shape, str]] = {
    "circle": "M-8,0A8,8 0 1,0 8,0A8,8 0 1,0 -8,0Z",
    "square": "M-7,-7H7V7H-7Z",
    "triangle": "M0,-9L8.5,6.5H-8.5Z",
    "diamond": "M0,-9.5L9.5,0L0,9.5L-9.5,0Z",
    "pentagon": "M0,-8.8L8.8,-2L5.6,8H-5.6L-8.8,-2Z",
    "cross": "M-7,-4L-4,-7L0,-3L4,-7L7,-4L3,0L7,4L4,7L0,3L-4,7L-7,4L-3,0Z",
    "bar": "M-9,-3.5H9V3.5H-9Z",
}
"""Each shape as an SVG path (y down) about the origin, in a square from -10 to 10."""

_WHITE: Final = "#ffffff"
_TYPES: Final = VOCABULARY["crossing_type"]

SYMBOLS: Final[dict[str, Symbol]] = {
    "bridge": Symbol(shape="circle", fill=COLOURS["bridge"], stroke=_WHITE, size=16,
                     label=_TYPES["bridge"]),
    "land": Symbol(shape="triangle", fill=COLOURS["land_crossing"], stroke=_WHITE, size=17,
                   label=_TYPES["land"]),
    "rail_bridge": Symbol(shape="square", fill=COLOURS["rail"], stroke=_WHITE, size=16,
                          label=_TYPES["rail_bridge"]),
    "rail": Symbol(shape="square", fill=_WHITE, stroke=COLOURS["rail"], size=15,
                   label=_TYPES["rail"]),
    "dam": Symbol(shape="pentagon", fill=COLOURS["dam"], stroke=_WHITE, size=17,
                  label=_TYPES["dam"]),
    "ferry": Symbol(shape="diamond", fill=COLOURS["ferry"], stroke=_WHITE, size=18,
                    label=_TYPES["ferry"]),
}  # fmt: skip
"""The symbol of a port of entry, by ``crossing_type``, in the legend's order."""

_TRACK: Final = "M-3,4.8L-1.2,-4.8M3,4.8L1.2,-4.8M-4,3.2H4M-3.2,0.2H3.2M-2.6,-2.8H2.6"
PICTOGRAMS: Final[dict[str, str]] = {
    "bridge": "M-5.4,-1.4H5.4M-5,3.4Q0,-4.8 5,3.4",
    "land": "M-2.8,4.4V0H2.8V4.4M0,0V4.4",
    "rail_bridge": _TRACK,
    "rail": _TRACK,
    "dam": "M-4.4,-1.4H4.4M-4.4,2.2Q-3.3,0.8 -2.2,2.2T0,2.2T2.2,2.2T4.4,2.2",
    "ferry": "M-4.2,1H4.2L2.6,3.6H-2.6ZM0,1V-4",
}
"""What a symbol shows inside where it is large: arch, gate, track, water below a crest, boat."""

FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "vehicles": ("bridge", "land", "dam", "ferry"),
    "rail": ("rail_bridge", "rail"),
}
"""Crossing types that the counting rule tells apart: people and vehicles, and trains."""

_PROJECT_LOOKS: Final[dict[str, tuple[str, Shape, str]]] = {
    "planned": ("idea study permit_applied", "diamond", "#8a6a00"),
    "permitted": ("permitted environmental_review", "diamond", "#6a4a9c"),
    "prepared": ("design procurement", "pentagon", "#6a4a9c"),
    "built": ("construction", "triangle", "#b3261e"),
    "open": ("open", "circle", "#0f5f2e"),
    "stopped": ("paused cancelled", "cross", "#56606c"),
}
"""Looks of projects: the stages that share it, its shape and its colour."""
_STAGE_LABELS: Final = VOCABULARY["stage"]

PROJECT_SYMBOLS: Final[dict[str, Symbol]] = {
    f"project_{stage}": Symbol(shape=shape, fill=fill, stroke=_WHITE, size=15,
                               label=_STAGE_LABELS[stage])
    for stages, shape, fill in _PROJECT_LOOKS.values()
    for stage in stages.split()
}  # fmt: skip
"""The symbol of a project, by its stage."""

POINT_SYMBOLS: Final[dict[str, Symbol]] = {
    "river_point": Symbol(shape="bar", fill="#3d7fa6", stroke=_WHITE, size=11,
                          label=message("Dam, confluence or monument")),
    "not_counted": Symbol(shape="cross", fill="#7b7b80", stroke=_WHITE, size=13,
                          label=message("Crossing not counted")),
    "own": Symbol(shape="square", fill="#8a3f6b", stroke=_WHITE, size=12,
                  label=message("Supplied by others")),
    "waterwork": Symbol(shape="pentagon", fill="#1f6f8b", stroke=_WHITE, size=12,
                         label=message("Waterworks")),
    "town": Symbol(shape="circle", fill="#6b6558", stroke=_WHITE, size=5,
                   label=message("Town")),
}  # fmt: skip
"""Symbols of the other points."""

EVERY_SYMBOL: Final[dict[str, Symbol]] = SYMBOLS | PROJECT_SYMBOLS | POINT_SYMBOLS
"""The symbol of any point, in the legend's order."""

SEGMENT_COLOURS: Final[dict[str, str]] = {
    "rg1": "#332288",
    "rg2": "#2c8c7c",
    "rg3": "#882255",
    "rg4": "#7f7a12",
    "rg5": "#0f5f2e",
    "rg6": "#c4526a",
    "rg7": "#2a63b8",
    "rg8": "#a35c00",
    "co1": "#8f3a8f",
}
"""The colour of each river segment by id; neighbours differ in hue and lightness."""

LINE_STYLES: Final[dict[str, LineStyle]] = {
    "boundary_river": LineStyle(stroke=COLOURS["boundary"], width=2.2,
                                label=message("Boundary on a river")),
    "boundary_land": LineStyle(stroke=COLOURS["boundary"], width=2.2, dash=(9, 3, 2, 3),
                               label=message("Boundary on land")),
    "river_segment": LineStyle(stroke="#2a63b8", width=6.0,
                               label=message("River segment")),
    "state": LineStyle(stroke=COLOURS["state_line"], width=1.1, fill=COLOURS["state_us"],
                       label=message("Border state")),
    "county": LineStyle(stroke=COLOURS["county_line"], width=0.9, dash=(2, 2.5),
                        label=message("County or municipality")),
    "gap": LineStyle(stroke="#b3541e", width=5.0, dash=(1, 7),
                     label=message("Stretch without a port")),
    "la_paz": LineStyle(stroke="#6a4a9c", width=1.4, dash=(6, 4), fill="#6a4a9c",
                        fill_opacity=0.07,
                        label=message("La Paz Agreement zone (100 km)")),
    "railway": LineStyle(stroke="#8d8a84", width=1.0, dash=(5, 2),
                         label=message("Railway")),
    "background_land": LineStyle(stroke=COLOURS["land"], width=0.0, fill=COLOURS["land"],
                                 label=message("Land")),
    "context_river": LineStyle(stroke=COLOURS["water"], width=1.0,
                               label=message("River")),
    "lake": LineStyle(stroke=COLOURS["water"], width=0.6, fill=COLOURS["lake"],
                      label=message("Lake")),
    "graticule": LineStyle(stroke="#c9c5ba", width=0.6,
                           label=message("Meridians and parallels")),
}  # fmt: skip
"""How each line or area is drawn, by what it is."""
