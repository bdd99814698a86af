"""Drawing the land, the line and the ports of printed maps."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import numpy as np
import shapely

from geo.border import Border
from geo.geodesy import KM_PER_MILE
from geo.maps.printed.labels import Inches, Label, place_labels
from geo.maps.printed.projects import draw_projects
from geo.maps.printed.symbols import add_line, marker
from geo.maps.printed.towns import POINTS, port_numbers, text_width
from geo.maps.symbols import COLOURS, LINE_STYLES, LineStyle
from geo.words import numbers
from geo.words.catalogue import Words, words, words_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Drawing", "Frame", "frame_of"]

_Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]

_KM_PER_DEGREE: Final = 111.195
"""Of latitude on the mean sphere: only for the length of the scale bar."""
_POINTS_PER_PIXEL: Final = 0.75
_DAM: Final = "storage_dam"
_LETTER_IN: Final = (0.048, 0.092)
_MARKER_IN: Final = 0.06
_SYMBOL_ROOM_IN: Final = 0.25
"""Room around a symbol in which its labels stand."""
_CLOSE_DEG: Final = 4.0
_NEAR_DEG: Final = 0.6
_FINE_IN: Final = 0.01
"""What nobody sees on paper."""
_KEPT_LINES: Final = 16
"""Frames whose boundary is kept: several steps of a drawing keep clear of the same line."""
_SCALES_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Frame:
    """A box of longitudes and latitudes that fills a paper of a size without distortion."""

    west: float
    south: float
    east: float
    north: float
    width_in: float
    height_in: float

    def all_inches(self, points: _Floats) -> _Floats:
        """Return where points (degrees, two columns) are, in inches as ``inches`` does."""
        corner = np.array((self.west, self.south))
        degrees = np.array((self.east - self.west, self.north - self.south))
        return cast("_Floats", (points - corner) / degrees * (self.width_in, self.height_in))

    def inches(self, point: Any) -> Inches:  # noqa: ANN401 - shapely has no types here
        """Return where a point is, in inches from the lower left corner."""
        return (
            (point.x - self.west) / (self.east - self.west) * self.width_in,
            (point.y - self.south) / (self.north - self.south) * self.height_in,
        )

    def degrees(self, point: Inches) -> tuple[float, float]:
        """Return longitude and latitude of a point in inches from the lower left corner."""
        return (
            self.west + point[0] / self.width_in * (self.east - self.west),
            self.south + point[1] / self.height_in * (self.north - self.south),
        )

    @property
    def km_per_inch(self) -> float:
        """Return the scale from east to west at the middle latitude."""
        middle = math.radians((self.south + self.north) / 2)
        return (self.east - self.west) * _KM_PER_DEGREE * math.cos(middle) / self.width_in

    @property
    def box(self) -> Any:  # noqa: ANN401
        """Return the frame as a polygon, a little larger."""
        pad = (self.east - self.west) * 0.02
        return shapely.box(self.west - pad, self.south - pad, self.east + pad, self.north + pad)


def frame_of(
    bounds: Sequence[float], width_in: float, height_in: float, *, margin: float = 0.08
) -> Frame:
    """Return the frame that holds the bounds with a margin and has the paper's proportions."""
    west, south, east, north = bounds
    middle = (south + north) / 2
    squeeze = math.cos(math.radians(middle))
    width = max((east - west) * (1 + 2 * margin), 0.02)
    height = max((north - south) * (1 + 2 * margin), 0.02)
    if width * squeeze / height < width_in / height_in:
        width = height * width_in / height_in / squeeze
    else:
        height = width * squeeze * height_in / width_in
    centre = (west + east) / 2
    return Frame(centre - width / 2, middle - height / 2, centre + width / 2,
                 middle + height / 2, width_in, height_in)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A figure in the making."""

    border: Border
    figure: "Figure"
    langs: tuple[str, ...]
    family: str

    @property
    def reader(self) -> Words:
        """Return the words of the map's languages."""
        return words_of(self.langs)

    def inset(
        self,
        title: str,
        box: Frame,
        positions: Sequence[int],
        place: tuple[float, float, float, float],
    ) -> None:
        """Draw a closer frame at a place in inches (left, bottom, width, height)."""
        frame = frame_of((box.west, box.south, box.east, box.north), *place[2:], margin=0.0)
        axes = self.axes(frame, place[:2])
        self.ground(axes, frame)
        points = self.border.geometries("ports", "full")[list(positions)]
        busy = self.busy(frame, [frame.inches(point) for point in points])
        self._ports(axes, frame, positions, [self.scale_bar(axes, frame, busy)])
        size = POINTS * min(1.0, 0.95 * frame.width_in / text_width(title, POINTS, "Semibold"))
        axes.text(0.0, 1.02, title, transform=axes.transAxes, family=self.family,
                  fontsize=size, fontweight="semibold", color=COLOURS["ink"],
                  va="bottom")  # fmt: skip

    def axes(self, frame: Frame, corner: Inches) -> "Axes":
        """Return empty axes for a frame whose lower left corner is at a place in inches."""
        width, height = self.figure.get_size_inches()
        axes = self.figure.add_axes(
            (corner[0] / width, corner[1] / height, frame.width_in / width,
             frame.height_in / height)
        )  # fmt: skip
        axes.set(xlim=(frame.west, frame.east), ylim=(frame.south, frame.north), xticks=[],
                 yticks=[], facecolor=COLOURS["sea"])  # fmt: skip
        for side in axes.spines.values():
            side.set(color=COLOURS["state_line"], linewidth=0.6)
        return axes

    def _background(self, name: str) -> list[Any]:
        return list(self.border.geometries(name))

    def ground(self, axes: "Axes", frame: Frame) -> None:
        """Draw land, states, lakes and the line."""
        level = self._level(frame)
        _fill(axes, self._background("land"), frame, COLOURS["land"], "none", 0.0)
        states = self.border.records("states").columns["country"]
        for country, colour in (("US", "state_us"), ("MX", "state_mx")):
            shapes = self.border.geometries("states", level)[[c == country for c in states]]
            _fill(axes, list(shapes), frame, COLOURS[colour], COLOURS["state_line"], 0.5)
        _fill(axes, self._background("lakes"), frame, LINE_STYLES["lake"].fill,
              LINE_STYLES["lake"].stroke, 0.4)  # fmt: skip
        boundary = self.border.geometries("boundary", level)
        kinds = self.border.records("boundary").columns["kind"]
        for kind in ("river", "land"):
            style = LINE_STYLES[f"boundary_{kind}"]
            chosen = boundary[[other == kind for other in kinds]]
            _lines(axes, list(chosen), frame, style)

    def _level(self, frame: Frame) -> str:
        width = frame.east - frame.west
        if width < _NEAR_DEG:
            return "full"
        return "detail" if width < _CLOSE_DEG else "web" if width < _CLOSE_DEG * 2 else "overview"

    def _ports(
        self, axes: "Axes", frame: Frame, positions: Sequence[int], taken: Sequence[Label]
    ) -> None:
        points = self.border.geometries("ports", "full")[list(positions)]
        kinds = self.border.records("ports").columns["crossing_type"]
        for position, point in zip(positions, points, strict=True):
            marker(axes, point, kinds[position])
        points_in = [frame.inches(point) for point in points]
        projects = draw_projects(self.border, (axes, frame), positions, (points_in, taken, ()))
        taken = [*taken, *projects]
        texts = [port_numbers([self.border.port_number(row)]) for row in positions]
        labels = place_labels(points_in, texts, letter=_LETTER_IN, marker=_MARKER_IN,
                              frame=(frame.width_in, frame.height_in), taken=taken)  # fmt: skip
        for label in labels:
            self._write(axes, frame, label)
        taken = [*taken, *labels]
        self.towns(axes, frame, points_in, [*taken, *self.dams(axes, frame, points_in, taken)])

    def _write(self, axes: "Axes", frame: Frame, label: Label) -> None:
        x, y = frame.degrees((label.x, label.y))
        if label.led:
            point = frame.degrees(label.point)
            add_line(axes, [point[0], x], [point[1], y], color=COLOURS["ink"], lw=0.4, zorder=4)
        axes.text(x, y, label.text, family=self.family, fontsize=POINTS, fontweight="bold",
                  ha="center", va="center", color=COLOURS["ink"], zorder=7,
                  bbox={"boxstyle": "round,pad=0.12", "fc": COLOURS["halo"], "ec": "none",
                        "alpha": 0.85})  # fmt: skip

    def towns(
        self,
        axes: "Axes",
        frame: Frame,
        ports: Sequence[Inches],
        taken: Sequence[Label],
        named: Collection[str] = (),
    ) -> None:
        """Write the names of towns, but of those named, where there is room."""
        columns = self.border.records("towns").columns
        shapes = self._background("towns")
        towns = [
            (name, at, country != "US")
            for name, shape, country in zip(
                columns["name"], shapes, columns["country"], strict=True
            )
            if frame.box.contains(shape)
            and not any(one.endswith(name) for one in named)
            and _is_clear(at := frame.inches(shape), ports)
            and not any(label.holds(at) for label in taken)
        ]
        self._names(axes, frame, towns, (ports, taken))

    def dams(
        self, axes: "Axes", frame: Frame, ports: Sequence[Inches], taken: Sequence[Label]
    ) -> list[Label]:
        """Write the names of the dams that hold back the reservoirs; return their labels."""
        works = self.border.records("waterworks").columns
        names = self.reader.column(works, "name")
        shapes = self.border.geometries("waterworks")
        dams = [
            (name, frame.inches(shape), True)
            for name, kind, shape in zip(names, works["kind"], shapes, strict=True)
            if kind == _DAM and shape is not None and frame.box.contains(shape)
        ]
        return self._names(axes, frame, dams, (ports, taken))

    def _names(
        self,
        axes: "Axes",
        frame: Frame,
        named: Sequence[tuple[str, Inches, bool]],
        around: tuple[Sequence[Inches], Sequence[Label]],
    ) -> list[Label]:
        """Write (name, point, whether italic) beside a dot, where free; return the labels."""
        ports, taken = around
        leaders = [label.leader for label in taken if label.led]
        labels = place_labels(
            [point for _name, point, _italic in named], [name for name, _point, _italic in named],
            letter=(0.05, 0.1), marker=0.03, frame=(frame.width_in, frame.height_in),
            taken=[*taken, *(Label("", *port, 0.14, 0.14, port, led=False) for port in ports)],
            optional=True, line=shapely.union_all([self.line_in(frame), *leaders]),
        )  # fmt: skip
        italic = {point for _name, point, is_italic in named if is_italic}
        for label in labels:
            x, y = frame.degrees((label.x, label.y))
            add_line(axes, *frame.degrees(label.point), marker="o", ls="none", ms=1.8,
                     color=COLOURS["ink_soft"])  # fmt: skip
            axes.text(x, y, label.text, family=self.family, fontsize=POINTS, ha="center",
                      va="center", color=COLOURS["ink_soft"],
                      style="italic" if label.point in italic else "normal")  # fmt: skip
        return labels

    def line_in(self, frame: Frame) -> Any:  # noqa: ANN401 - shapely has no types here
        """Return the boundary within a frame, in inches."""
        return _line_in(self.border, frame, self._level(frame))

    def busy(self, frame: Frame, points_in: Sequence[Inches]) -> Any:  # noqa: ANN401
        """Return the boundary and the symbols at points_in, which a scale keeps clear of."""
        points = [shapely.Point(point) for point in points_in]
        symbols = [shapely.buffer(point, _SYMBOL_ROOM_IN) for point in points]
        return shapely.GeometryCollection([self.line_in(frame), *symbols])

    def frame_mark(self, axes: "Axes", frame: Frame, box: Frame, letter: str) -> Label:
        """Draw the outline of a closer frame with its letter and return the label."""
        from matplotlib.patches import Rectangle

        axes.add_patch(
            Rectangle((box.west, box.south), box.east - box.west, box.north - box.south,
                      fill=False, ec=COLOURS["accent"], lw=0.8, zorder=6)
        )  # fmt: skip
        corner = frame.inches(shapely.Point(box.east, box.north))
        corner_in = (min(corner[0] + 0.06, frame.width_in - 0.07),
                 min(corner[1] + 0.06, frame.height_in - 0.08))  # fmt: skip
        axes.text(*frame.degrees(corner_in), letter, family=self.family, fontsize=7,
                  fontweight="bold", color=COLOURS["accent"], ha="center", va="center",
                  zorder=7)  # fmt: skip
        return Label(letter, *corner_in, 0.12, 0.13, corner_in, led=False)

    def scale_bar(
        self,
        axes: "Axes",
        frame: Frame,
        busy: Any,  # noqa: ANN401
        *,
        is_right: bool = False,
    ) -> Label:
        """Draw the scale in a corner that is not busy and return the ground that it takes.

        It is a lower one where possible, the right one first with ``is_right``.
        """
        longest = frame.width_in * frame.km_per_inch * (0.16 if is_right else 0.28)
        km = max((size for size in _SCALES_KM if size <= longest), default=_SCALES_KM[0])
        length, text = km / frame.km_per_inch, _scale(km, self.langs[0])
        width = max(length, text_width(text, POINTS)) + 0.1
        left, right = 0.05 + width / 2, frame.width_in - 0.1 - width / 2
        low, high = 0.14, frame.height_in - 0.16
        spots = [(right, low), (left, low)] if is_right else [(left, low), (right, low)]
        spots.append((frame.width_in / 2, low))
        labels = [Label("", *spot, width, 0.26, (0.0, 0.0), led=False)
                  for spot in (*spots, (left, high))]  # fmt: skip
        free = [label for label in labels if not shapely.intersects(busy, label.area)]
        ground = (free or labels)[0]
        start, end = ((ground.x - width / 2 + 0.05 + far) / frame.width_in for far in (0, length))
        rise = (ground.y - 0.07) / frame.height_in
        add_line(axes, [start, end], [rise, rise], transform=axes.transAxes, color=COLOURS["ink"],
                 lw=1.2, solid_capstyle="butt", zorder=8)  # fmt: skip
        axes.text(start, rise + 0.03 / frame.height_in, text, transform=axes.transAxes,
                  family=self.family, fontsize=POINTS, color=COLOURS["ink"], va="bottom",
                  zorder=8)  # fmt: skip
        return ground

    def north(self, axes: "Axes", frame: Frame, busy: Any) -> Label:  # noqa: ANN401
        """Draw the arrow in a corner that is not busy and return the ground that it takes."""
        grounds = [
            Label("", *(at := (frame.width_in * x, frame.height_in * y)), 0.25,
                  frame.height_in * 0.17, at, led=False)
            for y in (0.915, 0.13) for x in (0.975, 0.025)
        ]  # fmt: skip
        free = [one for one in grounds if not shapely.intersects(busy, one.area)]
        ground = (free or grounds)[0]
        x, y, half = ground.x / frame.width_in, ground.y / frame.height_in, 0.055
        axes.annotate(words(self.langs[0]).say("N"), (x, y + half), (x, y - half),
                      xycoords="axes fraction", ha="center", va="center", fontsize=7,
                      family=self.family, color=COLOURS["ink"],
                      arrowprops={"arrowstyle": "-|>", "color": COLOURS["ink"], "lw": 0.8},
                      zorder=8)  # fmt: skip
        return ground


@lru_cache(maxsize=_KEPT_LINES)
def _line_in(border: Border, frame: Frame, level: str) -> Any:  # noqa: ANN401
    parts = shapely.get_parts(
        shapely.clip_by_rect(border.geometries("boundary", level), *frame.box.bounds)
    )
    drawn = shapely.transform(parts[shapely.get_num_coordinates(parts) > 1], frame.all_inches)
    return shapely.simplify(shapely.multilinestrings(drawn), _FINE_IN)


def _scale(km: float, lang: str) -> str:
    """Return the length of a scale bar; miles below one with a decimal."""
    miles = numbers.miles(km, lang, 0 if km > KM_PER_MILE else 1)
    return f"{numbers.number(km, lang)} km ({miles})"


def _is_clear(point: Inches, ports: Sequence[Inches]) -> bool:
    return all(math.dist(point, port) > _MARKER_IN * 1.5 for port in ports)


def _fill(
    axes: "Axes", shapes: Sequence[Any], frame: Frame, face: str, edge: str, width: float
) -> None:
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path as Outline

    box = frame.box.bounds
    clipped = shapely.clip_by_rect(np.asarray(shapes, dtype=object), *box)
    paths = []
    for polygon in shapely.get_parts(clipped):
        if polygon.geom_type == "Polygon" and not polygon.is_empty:
            rings = [polygon.exterior, *polygon.interiors]
            paths.append(Outline.make_compound_path(
                *(Outline(shapely.get_coordinates(ring), closed=True) for ring in rings)
            ))  # fmt: skip
    axes.add_collection(
        PathCollection(paths, facecolor=face, edgecolor=edge, linewidth=width), autolim=False
    )


def _lines(axes: "Axes", shapes: Sequence[Any], frame: Frame, style: LineStyle) -> None:
    from matplotlib.collections import LineCollection

    clipped = shapely.clip_by_rect(np.asarray(shapes, dtype=object), *frame.box.bounds)
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(clipped)]
    dash = tuple(length * _POINTS_PER_PIXEL * 0.6 for length in style.dash)
    width = style.width * _POINTS_PER_PIXEL * 0.6
    axes.add_collection(
        LineCollection(parts, colors=style.stroke, linewidths=width,
                       linestyles=[(0, dash)] if dash else "solid", zorder=3),
        autolim=False,
    )  # fmt: skip
