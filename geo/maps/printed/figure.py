"""Printed maps: the border or a part of it with every port numbered, for documents."""

import io
import math
import unicodedata
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.border import Border
from geo.maps.printed.draw import Drawing, Frame, frame_of
from geo.maps.printed.fonts import use_font
from geo.maps.printed.key import (
    KeyBox,
    draw_credit,
    draw_key,
    draw_legend,
    key_height,
    legend_rows,
)
from geo.maps.printed.labels import clusters
from geo.maps.printed.named import draw_named, draw_stretch
from geo.maps.printed.towns import POINTS, text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MapSpec", "draw_map", "fitting_height", "map_png", "map_png_of", "map_slide_of",
           "map_svg", "map_svg_of"]  # fmt: skip

_INSET_IN: Final = 1.75
_GAP_IN: Final = 0.1
_CREDIT_IN: Final = 0.24
_LEGEND_IN: Final = 0.24
_LEGEND_LINE_IN: Final = 0.13
_CLOSEST_IN: Final = 0.2
"""Symbols nearer than this on paper share one label and get an inset."""
_MIN_INSET_DEG: Final = 0.045
"""About 5 km: an inset of one place shows at least this much."""
_TITLE_IN: Final = 0.2
_BESIDE: Final = 2
_NAMED_MARGIN: Final = 0.08
_MARGIN: Final = 0.12
"""Room around the ports, in shares of their extent: more where towns and a scale stand below."""
_KEPT_MAPS: Final = 48
"""Drawings kept ready, of up to half a megabyte each."""
_OFFICE_DPI: Final = 200
_SLIDE_DPI: Final = 200
_PNG_EFFORT: Final = 1
"""Of nine; three takes a tenth longer with all of the drawing, for files 2 % smaller."""
_SIDE_IN: Final = 2.5
_SMALL_INSET_IN: Final = 1.4


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSpec:
    """What a map shows: ports by row number, the box around it, and its size on paper.

    ``bounds`` (west, south, east, north) is that of the ports if left out. ``height_in`` is that
    of the main frame; insets, key and legend come below it, or insets and key to its right with
    ``wide``, where ``width_in`` is that of all together. ``towns`` names the towns of the ports
    instead of listing them in a key. Whom the map credits stands below it, unless the text around
    says so (``credit``), as it does wherever towns are named.
    """

    positions: tuple[int, ...]
    langs: tuple[str, ...] = ("en",)
    bounds: tuple[float, float, float, float] | None = None
    width_in: float = 7.0
    height_in: float = 3.6
    insets: bool = True
    key: bool = True
    wide: bool = False
    towns: bool = False
    credit: bool = True

    @property
    def main_in(self) -> float:
        """Return the width of the main frame."""
        return self.width_in - _SIDE_IN - 2 * _GAP_IN if self.wide else self.width_in


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Where insets and key go: ``band_in`` is the height of the insets with their titles.

    ``inset_in`` is width and height of an inset.

    A key of few ports stands beside one or two insets, a longer one below all.
    """

    inset_in: tuple[float, float]
    columns: int
    band_in: float
    below_in: float
    key: KeyBox
    corner: tuple[float, float]

    def place(self, number: int) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height of an inset in inches."""
        row, column = divmod(number, self.columns)
        width, height = self.inset_in
        left, top = self.corner
        top -= row * (height + _GAP_IN + _TITLE_IN) + _TITLE_IN
        return left + column * (width + _GAP_IN), top - height, width, height


def _plan(border: Border, spec: MapSpec, titles: Sequence[str]) -> _Plan:
    rows = legend_rows(border, spec.positions, spec.langs, spec.width_in, is_named=spec.towns)
    has_credit = spec.credit and not spec.towns
    base = _LEGEND_IN + (rows - 1) * _LEGEND_LINE_IN + (_CREDIT_IN if has_credit else 0.0)
    insets = len(titles)
    if spec.wide:
        return _plan_aside(spec, insets, base)
    columns = max(2, round(spec.width_in / _INSET_IN))
    inset_in = (spec.width_in - _GAP_IN * (columns - 1)) / columns
    height = 0.0
    if spec.key and not spec.towns:
        height = key_height(border, spec.positions, spec.langs, spec.width_in)
    if height and 0 < insets <= _BESIDE:
        beside = _plan_beside(border, spec, titles, base)
        if beside.band_in < _SMALL_INSET_IN + _TITLE_IN + height + _GAP_IN:
            return beside
    rows = -(-insets // columns)
    size = (inset_in, min(inset_in, _SMALL_INSET_IN) if insets <= _BESIDE else inset_in)
    band = rows * (size[1] + _GAP_IN + _TITLE_IN)
    return _Plan(inset_in=size, columns=columns, band_in=band, below_in=base + height,
                 key=KeyBox(0.0, spec.width_in, base + height),
                 corner=(0.0, base + height + band))  # fmt: skip


def _plan_beside(border: Border, spec: MapSpec, titles: Sequence[str], base: float) -> _Plan:
    """Return the plan with the key beside one or two insets, which are as wide as their titles."""
    longest = max(text_width(title, POINTS, "Semibold") for title in titles)
    wide = max(_SMALL_INSET_IN, longest + _GAP_IN)
    left = len(titles) * (wide + _GAP_IN) + _GAP_IN
    width = spec.width_in - left
    band = max(_SMALL_INSET_IN + _TITLE_IN,
               key_height(border, spec.positions, spec.langs, width))  # fmt: skip
    return _Plan(inset_in=(wide, _SMALL_INSET_IN), columns=_BESIDE, band_in=band + _GAP_IN,
                 below_in=base, key=KeyBox(left, width, base + band),
                 corner=(0.0, base + band + _GAP_IN))  # fmt: skip


def _plan_aside(spec: MapSpec, insets: int, base: float) -> _Plan:
    inset_in = (_SIDE_IN - _GAP_IN) / 2
    rows = -(-insets // 2)
    left, top = spec.main_in + 2 * _GAP_IN, base + spec.height_in
    key = KeyBox(left, _SIDE_IN, top - rows * (inset_in + _GAP_IN + _TITLE_IN))
    return _Plan(inset_in=(inset_in, inset_in), columns=2, band_in=0.0, below_in=base, key=key,
                 corner=(left, top))  # fmt: skip


def fitting_height(
    border: Border, positions: Sequence[int], width_in: float, limits: tuple[float, float]
) -> float:
    """Return the height in inches, within limits, at which a map of these ports wastes least."""
    bounds = shapely.total_bounds(_points(border, positions)).tolist()
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    wanted: float = width_in * (north - south) / max((east - west) * squeeze, _MIN_INSET_DEG)
    return min(max(wanted, limits[0]), limits[1])


def draw_map(border: Border, spec: MapSpec) -> "Figure":
    """Return the map as a matplotlib figure, whose height follows from what it holds."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    family = use_font()
    points = _points(border, spec.positions)
    bounds = spec.bounds or tuple(shapely.total_bounds(points).tolist())
    margin = _NAMED_MARGIN if spec.towns else _MARGIN
    main = frame_of(bounds, spec.main_in, spec.height_in, margin=margin)
    groups = clusters([main.inches(point) for point in points], _CLOSEST_IN)
    grouped = [group for group in groups if len(group) > 1]
    grouped = grouped if spec.insets and not spec.towns else []
    chosen = [[spec.positions[i] for i in group] for group in grouped]
    titles = [f"{_letter(index)}  {_title(border, rows)}" for index, rows in enumerate(chosen)]
    plan = _plan(border, spec, titles)
    figure = Figure(figsize=(spec.width_in, spec.height_in + plan.band_in + plan.below_in))
    FigureCanvasAgg(figure)
    drawing = Drawing(border=border, figure=figure, langs=spec.langs, family=family)
    if spec.towns:
        draw_named(drawing, main, spec.positions)
        draw_legend(drawing, spec.positions, bottom=0.0, is_named=True)
        return figure
    boxes = _boxes(points, grouped, plan.inset_in)
    draw_stretch(drawing, main, spec.positions, groups, boxes)
    for number, (title, box, rows) in enumerate(zip(titles, boxes, chosen, strict=True)):
        drawing.inset(title, box, rows, plan.place(number))
    if spec.key:
        langs = spec.langs[:1] if spec.wide else spec.langs
        draw_key(drawing, spec.positions, plan.key, langs, is_short=spec.wide)
    draw_legend(drawing, spec.positions, bottom=_CREDIT_IN if spec.credit else 0.0)
    if spec.credit:
        draw_credit(drawing)
    return figure


def map_svg(figure: "Figure") -> bytes:
    """Return a figure as SVG with outlined text, the same bytes for the same map."""
    import matplotlib as mpl

    with mpl.rc_context({"svg.hashsalt": "border-ports", "svg.fonttype": "path"}):
        return _saved(figure, format="svg", metadata={"Date": None, "Creator": None})


@lru_cache(maxsize=_KEPT_MAPS)
def map_svg_of(border: Border, spec: MapSpec) -> bytes:
    """Return a map as SVG, drawn once: several documents show the same maps."""
    return map_svg(draw_map(border, spec))


@lru_cache(maxsize=_KEPT_MAPS)
def map_png_of(border: Border, spec: MapSpec) -> bytes:
    """Return a map as PNG for an office document, drawn once."""
    return map_png(draw_map(border, spec), _OFFICE_DPI)


@lru_cache(maxsize=_KEPT_MAPS)
def map_slide_of(border: Border, spec: MapSpec) -> tuple[bytes, tuple[float, float]]:
    """Return a map as PNG for a slide and its width and height in inches, drawn once."""
    figure = draw_map(border, spec)
    width, height = (float(value) for value in figure.get_size_inches())
    return map_png(figure, _SLIDE_DPI), (width, height)


def map_png(figure: "Figure", dpi: int = 300) -> bytes:
    """Return a figure as PNG."""
    return _saved(figure, format="png", dpi=dpi, metadata={"Software": None},
                  pil_kwargs={"compress_level": _PNG_EFFORT})  # fmt: skip


def _saved(figure: "Figure", **options: Any) -> bytes:  # noqa: ANN401
    buffer = io.BytesIO()
    _drop_unprintable(figure)
    with warnings.catch_warnings():
        # A sign that the font lacks, such as a picture in somebody's name, is drawn as a box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(buffer, **options)
    return buffer.getvalue()


def _drop_unprintable(figure: "Figure") -> None:
    """Take control characters out of all texts: an SVG that holds one cannot be read."""
    from matplotlib.text import Text

    for label in figure.findobj(Text):
        text = label.get_text()
        shown = "".join(sign for sign in text if sign == "\n" or not _is_control(sign))
        if shown != text:
            label.set_text(shown)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Cn"}


def _points(border: Border, positions: Sequence[int]) -> list[Any]:
    return list(border.geometries("ports", "full")[list(positions)])


def _boxes(
    points: Sequence[Any], groups: Sequence[Sequence[int]], size: tuple[float, float]
) -> list[Frame]:
    frames = []
    for group in groups:
        west, south, east, north = shapely.total_bounds([points[i] for i in group]).tolist()
        lack = max(0.0, _MIN_INSET_DEG - (east - west)) / 2
        bounds = west - lack, south, east + lack, north
        frames.append(frame_of(bounds, *size, margin=0.22))
    return frames


def _letter(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]


def _title(border: Border, positions: Sequence[int]) -> str:
    columns = border.records("ports").columns
    pairs = dict.fromkeys(
        f"{_town(columns['us_city'][row])} – {_town(columns['mx_city'][row])}" for row in positions
    )
    return next(iter(pairs))


def _town(name: str) -> str:
    return name.split(" (", maxsplit=1)[0]
