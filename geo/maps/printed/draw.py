"""Drawing the land, the line and the ports of printed maps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.border import Border
from geo.geodesy import KM_PER_MILE
from geo.maps.printed.labels import Inches, Label, place_labels
from geo.maps.printed.projects import draw_projects
from geo.maps.printed.symbols import outline
from geo.maps.printed.towns import port_numbers
from geo.maps.symbols import COLOURS, LINE_STYLES, SYMBOLS, LineStyle
from geo.words import numbers
from geo.words.catalogue import Words, words, words_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Drawing", "Frame", "frame_of", "marker"]

_KM_PER_DEGREE: Final = 111.195
"""Of latitude on the mean sphere: only for the length of the scale bar."""
_POINTS_PER_PIXEL: Final = 0.75
_SYMBOL_SCALE: Final = 0.42
"""Printed symbols against those on a screen."""
_DAM: Final = "storage_dam"
_LABEL_PT: Final = 6.6
_LETTER_IN: Final = (0.048, 0.092)
_MARKER_IN: Final = 0.06
_CLOSE_DEG: Final = 4.0
_NEAR_DEG: Final = 0.6
_NAMES: Final = ("name_en", "name_es")
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

    def main(
        self,
        frame: Frame,
        positions: Sequence[int],
        groups: Sequence[Sequence[int]],
        boxes: Sequence[Frame],
    ) -> None:
        """Draw the main frame at the top of the figure; ``groups`` share a label each."""
        height = self.figure.get_figheight()
        axes = self.axes(frame, (0.0, height - frame.height_in))
        self.ground(axes, frame)
        taken = [self.scale_bar(axes, frame), *self._names(axes, frame)]
        for number, box in enumerate(boxes):
            taken.append(self.frame_mark(axes, frame, box, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]))
        self._ports(axes, frame, positions, groups, taken, boxes)
        self._north(axes)

    def inset(
        self,
        letter: str,
        title: str,
        box: Frame,
        positions: Sequence[int],
        place: tuple[float, float, float, float],
    ) -> None:
        """Draw a closer frame at a place in inches (left, bottom, width, height)."""
        frame = frame_of((box.west, box.south, box.east, box.north), *place[2:], margin=0.0)
        axes = self.axes(frame, place[:2])
        self.ground(axes, frame)
        singles = [[row] for row in range(len(positions))]
        self._ports(axes, frame, positions, singles, [self.scale_bar(axes, frame)])
        axes.text(0.0, 1.02, f"{letter}  {title}", transform=axes.transAxes, family=self.family,
                  fontsize=7, fontweight="semibold", color=COLOURS["ink"], va="bottom")  # fmt: skip

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

    def _names(self, axes: "Axes", frame: Frame) -> list[Label]:
        """Write the states' names and return them as labels that others have to avoid."""
        taken = []
        columns = self.border.records("states").columns
        for row, shape in enumerate(self.border.geometries("states", "overview")):
            part = shapely.intersection(shape, frame.box)
            if part.is_empty or part.area < frame.box.area * 0.012:
                continue
            name = self.reader.pick({key: columns[key][row] for key in _NAMES}, "name")
            spot = shapely.maximum_inscribed_circle(shapely.simplify(part, 0.02))
            x, y = spot.coords[0]
            at = frame.inches(shapely.Point(x, y))
            width = len(name) * 0.075
            label = Label(name.upper(), *at, width, 0.11, at, led=False)
            if label.width / 2 < at[0] < frame.width_in - label.width / 2:
                taken.append(label)
                axes.text(x, y, name.upper(), family=self.family, fontsize=6.5, ha="center",
                          va="center", color=COLOURS["ink_soft"])  # fmt: skip
        return taken

    def _ports(
        self,
        axes: "Axes",
        frame: Frame,
        positions: Sequence[int],
        groups: Sequence[Sequence[int]],
        taken: Sequence[Label],
        closer: Sequence[Frame] = (),
    ) -> None:
        points = self.border.geometries("ports", "full")[list(positions)]
        kinds = self.border.records("ports").columns["crossing_type"]
        for position, point in zip(positions, points, strict=True):
            marker(axes, point, kinds[position])
        points_in = [frame.inches(point) for point in points]
        projects = draw_projects(self.border, (axes, frame), positions, (points_in, taken, closer))
        taken = [*taken, *projects]
        anchors = [points_in[group[len(group) // 2]] for group in groups]
        number = self.border.port_number
        texts = [port_numbers([number(positions[i]) for i in group]) for group in groups]
        labels = place_labels(anchors, texts, letter=_LETTER_IN, marker=_MARKER_IN,
                              frame=(frame.width_in, frame.height_in), taken=taken)  # fmt: skip
        for label in labels:
            self._write(axes, frame, label)
        self._towns(axes, frame, points_in, [*taken, *labels])

    def _write(self, axes: "Axes", frame: Frame, label: Label) -> None:
        x, y = frame.degrees((label.x, label.y))
        if label.led:
            point = frame.degrees(label.point)
            axes.plot([point[0], x], [point[1], y], color=COLOURS["ink"], lw=0.4, zorder=4)
        axes.text(x, y, label.text, family=self.family, fontsize=_LABEL_PT, fontweight="bold",
                  ha="center", va="center", color=COLOURS["ink"], zorder=7,
                  bbox={"boxstyle": "round,pad=0.12", "fc": COLOURS["halo"], "ec": "none",
                        "alpha": 0.85})  # fmt: skip

    def _towns(
        self, axes: "Axes", frame: Frame, ports: Sequence[Inches], taken: Sequence[Label]
    ) -> None:
        """Write the names of the great dams and of towns where there is room."""
        names = self.border.records("towns").columns["name"]
        dams = self._dams()
        named = [*dams, *zip(names, self._background("towns"), strict=True)]
        inside = [(name, shape) for name, shape in named if frame.box.contains(shape)]
        points = [frame.inches(shape) for _name, shape in inside]
        on_dams = sum(frame.box.contains(shape) for _name, shape in dams)
        clear = [
            number for number, point in enumerate(points)
            if number < on_dams or _is_clear(point, ports)
        ]  # fmt: skip
        labels = place_labels(
            [points[i] for i in clear],
            [inside[i][0] for i in clear],
            letter=(0.046, 0.09), marker=0.03, frame=(frame.width_in, frame.height_in),
            taken=[*taken, *(Label("", *port, 0.14, 0.14, port, led=False) for port in ports)],
            optional=True,
        )  # fmt: skip
        for label in labels:
            x, y = frame.degrees((label.x, label.y))
            axes.plot(*frame.degrees(label.point), "o", ms=1.8, color=COLOURS["ink_soft"])
            axes.text(x, y, label.text, family=self.family, fontsize=6, ha="center", va="center",
                      color=COLOURS["ink_soft"], style="italic")  # fmt: skip

    def _dams(self) -> list[tuple[str, Any]]:
        """Return the names and points of the dams that hold back the reservoirs of the river."""
        works = self.border.records("waterworks").columns
        names = self.reader.column(works, "name")
        rows = zip(names, works["kind"], self.border.geometries("waterworks"), strict=True)
        return [(name, shape) for name, kind, shape in rows if kind == _DAM and shape is not None]

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

    def scale_bar(self, axes: "Axes", frame: Frame, *, is_right: bool = False) -> Label:
        """Draw the scale in a lower corner and return the ground that it takes."""
        longest = frame.width_in * frame.km_per_inch * (0.16 if is_right else 0.28)
        km = max((size for size in _SCALES_KM if size <= longest), default=_SCALES_KM[0])
        length = km / frame.km_per_inch / frame.width_in
        rise = 0.07 / frame.height_in
        left = (1 - length - 0.15 / frame.width_in) if is_right else 0.1 / frame.width_in
        axes.plot([left, left + length], [rise, rise], transform=axes.transAxes,
                  color=COLOURS["ink"], lw=1.2, solid_capstyle="butt", zorder=8)  # fmt: skip
        axes.text(left, rise + 0.03 / frame.height_in, _scale(km, self.langs[0]),
                  transform=axes.transAxes, family=self.family, fontsize=6,
                  color=COLOURS["ink"], va="bottom", zorder=8)  # fmt: skip
        width = max(length * frame.width_in, 1.0)
        return Label("", left * frame.width_in + width / 2, 0.13, width + 0.1, 0.26, (0.0, 0.0),
                     led=False)  # fmt: skip

    def _north(self, axes: "Axes") -> None:
        axes.annotate(words(self.langs[0]).say("N"), (0.975, 0.97), (0.975, 0.86),
                      xycoords="axes fraction", ha="center", va="center", fontsize=7,
                      family=self.family, color=COLOURS["ink"],
                      arrowprops={"arrowstyle": "-|>", "color": COLOURS["ink"], "lw": 0.8},
                      zorder=8)  # fmt: skip


def _scale(km: float, lang: str) -> str:
    """Return the length of a scale bar; miles below one with a decimal."""
    miles = numbers.miles(km, lang, 0 if km > KM_PER_MILE else 1)
    return f"{numbers.number(km, lang)} km ({miles})"


def _is_clear(point: Inches, ports: Sequence[Inches]) -> bool:
    return all(math.dist(point, port) > _MARKER_IN * 1.5 for port in ports)


def marker(axes: "Axes", point: Any, kind: str) -> None:  # noqa: ANN401
    """Draw the symbol of a kind of crossing."""
    symbol = SYMBOLS[kind]
    axes.plot(point.x, point.y, marker=outline(symbol.shape), ms=symbol.size * _SYMBOL_SCALE,
              mfc=symbol.fill, mec=symbol.stroke, mew=0.5, ls="none", zorder=5)  # fmt: skip


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
