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
    "FAMILIES",
    "LINE_STYLES",
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
    "sea": "#dbe7ee",
    "land": "#f1efe9",
    "state_us": "#fbfaf6",
    "state_mx": "#f6f1e4",
    "state_line": "#a39c8c",
    "water": "#9dbfd3",
    "boundary": "#2b2b33",
    "ink": "#1d2530",
    "ink_soft": "#56606c",
    "halo": "#ffffff",
    "accent": "#0b4f8a",
    "accent_ink": "#ffffff",
    "panel": "#ffffff",
    "raised": "#f6f5f1",
    "rule": "#d5d1c6",
    "edge": "#8a8d90",
    "bar": "#4d86b5",
    "bar_rail": "#6d6d75",
}
"""Named colours of maps and pages in light mode; the build writes them into the style sheets."""

DARK_COLOURS: Final[dict[str, str]] = {
    "sea": "#0f1a24",
    "land": "#1b232c",
    "state_us": "#27313c",
    "state_mx": "#2e3233",
    "state_line": "#5d6873",
    "water": "#30556e",
    "boundary": "#eceff2",
    "ink": "#eef1f4",
    "ink_soft": "#b3bdc7",
    "halo": "#10161d",
    "accent": "#8cc1f0",
    "accent_ink": "#10202e",
    "panel": "#141b23",
    "raised": "#1d2630",
    "rule": "#3a4651",
    "edge": "#7d8994",
    "bar": "#5f9ccd",
    "bar_rail": "#a5a8b0",
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
    "bridge": Symbol(shape="circle", fill=COLOURS["accent"], stroke=_WHITE, size=16,
                     label=_TYPES["bridge"]),
    "land": Symbol(shape="triangle", fill="#c24e00", stroke=_WHITE, size=17,
                   label=_TYPES["land"]),
    "rail_bridge": Symbol(shape="square", fill="#26262c", stroke=_WHITE, size=16,
                          label=_TYPES["rail_bridge"]),
    "rail": Symbol(shape="square", fill=_WHITE, stroke="#26262c", size=15,
                   label=_TYPES["rail"]),
    "dam": Symbol(shape="pentagon", fill="#00735f", stroke=_WHITE, size=17,
                  label=_TYPES["dam"]),
    "ferry": Symbol(shape="diamond", fill="#9c3f77", stroke=_WHITE, size=18,
                    label=_TYPES["ferry"]),
}  # fmt: skip
"""The symbol of a port of entry, by ``crossing_type``, in the legend's order."""

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
    "waterworks": Symbol(shape="pentagon", fill="#1f6f8b", stroke=_WHITE, size=12,
                         label=message("Waterworks")),
    "town": Symbol(shape="circle", fill="#6b6558", stroke=_WHITE, size=5,
                   label=message("Town")),
}  # fmt: skip
"""Symbols of the other points."""

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
    "boundary_river": LineStyle(stroke="#2b2b33", width=2.2,
                                label=message("Boundary on a river")),
    "boundary_land": LineStyle(stroke="#2b2b33", width=2.2, dash=(9, 3, 2, 3),
                               label=message("Boundary on land")),
    "river_segment": LineStyle(stroke="#2a63b8", width=6.0,
                               label=message("River segment")),
    "state": LineStyle(stroke="#a39c8c", width=1.1, fill="#fbfaf6",
                       label=message("Border state")),
    "gap": LineStyle(stroke="#b3541e", width=5.0, dash=(1, 7),
                     label=message("Stretch without a port")),
    "la_paz": LineStyle(stroke="#6a4a9c", width=1.4, dash=(6, 4), fill="#6a4a9c",
                        fill_opacity=0.07,
                        label=message("La Paz Agreement zone (100 km)")),
    "railway": LineStyle(stroke="#8d8a84", width=1.0, dash=(5, 2),
                         label=message("Railway")),
    "background_land": LineStyle(stroke=COLOURS["land"], width=0.0, fill=COLOURS["land"],
                                 label=message("Land")),
    "context_river": LineStyle(stroke="#9dbfd3", width=1.0,
                               label=message("River")),
    "lake": LineStyle(stroke="#9dbfd3", width=0.6, fill="#cfe0ea",
                      label=message("Lake")),
    "graticule": LineStyle(stroke="#c9c5ba", width=0.6,
                           label=message("Meridians and parallels")),
}  # fmt: skip
"""How each line or area is drawn, by what it is."""
