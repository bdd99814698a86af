"""Maps that name the towns on both sides of each port, the states and the countries."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.border import Border
from geo.maps.printed.draw import Drawing, Frame, frame_of
from geo.maps.printed.frames import STRETCHES
from geo.maps.printed.labels import Inches, Label, leader_end
from geo.maps.printed.projects import draw_projects
from geo.maps.printed.symbols import add_line, marker
from geo.maps.printed.towns import (
    POINTS,
    Ground,
    TownGroup,
    TownLabel,
    place_towns,
    port_numbers,
    text_width,
    town_group,
    town_groups,
)
from geo.maps.symbols import COLOURS
from geo.words.messages import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["closer_ports", "draw_named", "draw_stretch"]

_CLOSE_TOWNS_IN: Final = 0.16
"""Ports nearer than 4 mm on paper share the labels of their towns."""
_COUNTRIES: Final = {"US": message("UNITED STATES"), "MX": message("MEXICO")}
_RIVER: Final = "Rio Grande"
_RIVER_NAME: Final = "#2f6f94"
_LAND_NAME: Final = "#6f685a"
_COUNTRY_POINTS: Final = 9.0
_GRID: Final = (28, 16)
_GRID_SHARES: Final = np.array(
    [
        (across / _GRID[0], up / _GRID[1])
        for across, up in itertools.product(range(1, _GRID[0]), range(1, _GRID[1]))
    ]
)
"""Shares of the map's width and height at which the names of lands are tried."""
_INSET: Final = (0.47, 0.43)
"""Share of the map's width and height that a closer frame takes."""
_LEAST_INSET_IN: Final = 1.25
"""Height that the labels of a closer frame need."""
_CLOSER: Final = "valley"
"""The stretch whose ports are too close to be named on a map of the border."""
_ROOM_IN: Final = 0.5
_WIDE_DEG: Final = 6.0


def closer_ports(drawing: Drawing, positions: Sequence[int], frame: Frame) -> list[int]:
    """Return the ports that need a closer frame: those of the lower river on a wide map."""
    if frame.east - frame.west < _WIDE_DEG:
        return []
    stretch = next(one for one in STRETCHES if one.key == _CLOSER)
    ports = drawing.border.records("ports")
    if stretch.first not in ports or stretch.last not in ports:
        return []
    ends = ports.position(stretch.first), ports.position(stretch.last)
    between = [row for row in positions if ends[0] <= row <= ends[1]]
    return between if len(between) > 1 else []


def draw_named(drawing: Drawing, frame: Frame, positions: Sequence[int]) -> None:
    """Draw a frame at the top of the figure, a closer one in its lower left corner if needed."""
    bottom = drawing.figure.get_figheight() - frame.height_in
    axes = drawing.axes(frame, (0.0, bottom))
    drawing.ground(axes, frame)
    shapes = drawing.border.geometries("ports", "full")
    busy = drawing.busy(frame, [frame.inches(shapes[row]) for row in positions])
    taken = [drawing.scale_bar(axes, frame, busy, is_right=True)]
    closer = closer_ports(drawing, positions, frame)
    far = [row for row in positions if row not in closer]
    if closer:
        height = max(frame.height_in * _INSET[1], _LEAST_INSET_IN)
        size = frame.width_in * _INSET[0], height
        taken += _closer_frame(drawing, (axes, frame), closer, (size, bottom))
    _named(drawing, axes, frame, far, taken)


def draw_stretch(
    drawing: Drawing,
    frame: Frame,
    positions: Sequence[int],
    groups: Sequence[Sequence[int]],
    boxes: Sequence[Frame],
) -> None:
    """Draw a stretch at the top of the figure: ports with towns, projects and closer frames.

    ``groups`` share a label each; ``boxes`` are the closer frames, lettered from A.
    """
    height = drawing.figure.get_figheight()
    axes = drawing.axes(frame, (0.0, height - frame.height_in))
    drawing.ground(axes, frame)
    shapes = drawing.border.geometries("ports", "full")
    points = [frame.inches(shapes[row]) for row in positions]
    busy = drawing.busy(frame, points)
    scale = drawing.scale_bar(axes, frame, busy)
    taken = [scale, drawing.north(axes, frame, shapely.union_all([*busy.geoms, scale.area]))]
    for letter, box in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", boxes, strict=False):
        taken += [drawing.frame_mark(axes, frame, box, letter), _ground_of(frame, box)]
    around = axes, frame
    projects = draw_projects(drawing.border, around, positions, (points, taken, boxes))
    named = [town_group(drawing.border, positions, points, group) for group in groups]
    _labelled(drawing, around, positions, named, [*taken, *projects], is_near=True)


def _ground_of(frame: Frame, box: Frame) -> Label:
    """Return the ground of a closer frame within another."""
    west, south = frame.inches(shapely.Point(box.west, box.south))
    east, north = frame.inches(shapely.Point(box.east, box.north))
    middle = (west + east) / 2, (south + north) / 2
    return Label("", *middle, east - west, north - south, middle, led=False)


def _closer_frame(
    drawing: Drawing,
    around: "tuple[Axes, Frame]",
    rows: Sequence[int],
    target: tuple[Inches, float],
) -> list[Label]:
    """Draw the closer frame and its mark; return the ground that both take."""
    (axes, frame), (size, bottom) = around, target
    points = drawing.border.geometries("ports", "full")[list(rows)]
    box = frame_of(shapely.total_bounds(points).tolist(), *size, margin=0.12)
    _symbols(drawing, axes, rows)
    numbers = port_numbers([drawing.border.port_number(row) for row in rows])
    mark = drawing.frame_mark(axes, frame, box, f"{numbers}: A")
    inset = drawing.axes(box, (0.0, bottom))
    drawing.ground(inset, box)
    for side in inset.spines.values():
        side.set(color=COLOURS["ink"], linewidth=0.9, zorder=9)
    letter = Label("A", 0.1, size[1] - 0.11, 0.2, 0.2, (0.0, 0.0), led=False)
    inset.text(*box.degrees((letter.x, letter.y)), "A", family=drawing.family, fontsize=9,
               fontweight="bold", color=COLOURS["accent"], ha="center", va="center",
               zorder=9)  # fmt: skip
    _named(drawing, inset, box, rows, [letter])
    return [
        mark,
        _ground_of(frame, box),
        Label("", size[0] / 2, size[1] / 2, *size, (0.0, 0.0), led=False),
    ]


def _named(
    drawing: Drawing, axes: "Axes", frame: Frame, rows: Sequence[int], taken: Sequence[Label]
) -> None:
    """Draw ports with the names of their towns, then states and countries where free."""
    shapes = drawing.border.geometries("ports", "full")
    rows = [row for row in rows if _is_in(frame, frame.inches(shapes[row]))]
    points = [frame.inches(shapes[row]) for row in rows]
    groups = town_groups(drawing.border, rows, points, _CLOSE_TOWNS_IN)
    _labelled(drawing, (axes, frame), rows, groups, taken)


def _labelled(
    drawing: Drawing,
    around: "tuple[Axes, Frame]",
    rows: Sequence[int],
    groups: Sequence[TownGroup],
    taken: Sequence[Label],
    *,
    is_near: bool = False,
) -> None:
    """Draw ports with the labels of their groups; ``is_near`` names other towns and dams too."""
    axes, frame = around
    shapes = drawing.border.geometries("ports", "full")
    points = [frame.inches(shapes[row]) for row in rows]
    line = drawing.line_in(frame)
    mexico = _mexico_in(drawing, frame)
    ground = Ground(points, line, mexico, (frame.width_in, frame.height_in))
    if is_near:
        taken = [*taken, *drawing.dams(axes, frame, points, taken)]
    labels = place_towns(groups, ground, taken)
    for label in labels:
        _write(drawing, axes, frame, label)
    _symbols(drawing, axes, rows)
    boxes = [*taken, *(label.box for label in labels)]
    boxes += [Label("", *point, 0.12, 0.12, point, led=False) for point in points]
    _river_name(drawing, axes, frame, boxes)
    _land_names(drawing, axes, frame, (boxes, line))
    if is_near:
        named = {town for label in labels for town in label.towns.split(", ")}
        drawing.towns(axes, frame, points, boxes, named)


def _is_in(frame: Frame, point: Inches) -> bool:
    return 0 < point[0] < frame.width_in and 0 < point[1] < frame.height_in


def _river_name(drawing: Drawing, axes: "Axes", frame: Frame, boxes: list[Label]) -> None:
    """Write the name of the main river beside it, where it is clear of all others."""
    name = drawing.reader.code("river", _RIVER)
    size = text_width(name, POINTS) + 0.06, POINTS / 72 * 1.3
    course = drawing.border.derived(_river_course)
    part = shapely.get_parts(shapely.clip_by_rect(course, *frame.box.bounds))
    points = frame.all_inches(shapely.get_coordinates(part)).tolist()
    line = shapely.LineString(points) if len(points) > 1 else None
    for x, y in points[:: max(len(points) // 60, 1)]:
        label = Label(name, x - size[0] / 2 - 0.1, y - 0.1, *size, (x, y), led=False)
        box = shapely.box(*_edges(label))
        inside = shapely.box(0, 0, frame.width_in, frame.height_in).contains(box)
        if inside and not any(map(label.overlaps, boxes)) and not shapely.intersects(line, box):
            boxes.append(label)
            axes.text(*frame.degrees((label.x, label.y)), name, family=drawing.family,
                      fontsize=POINTS, style="italic", ha="center", va="center",
                      color=_RIVER_NAME)  # fmt: skip
            return


def _river_course(border: Border) -> Any:  # noqa: ANN401 - shapely has no types here
    """Return the boundary along the main river, at the coarsest level."""
    rivers = border.records("boundary").columns["river"]
    shapes = border.geometries("boundary", "overview")
    return shapely.union_all(shapes[[river == _RIVER for river in rivers]])


def _countries(border: Border) -> dict[str, Any]:
    """Return the border states of each country as one shape, at the coarsest level."""
    countries = np.array(border.records("states").columns["country"])
    shapes = border.geometries("states", "overview")
    return {code: shapely.union_all(shapes[countries == code]) for code in _COUNTRIES}


def _edges(label: Label) -> tuple[float, float, float, float]:
    half = label.width / 2, label.height / 2
    return label.x - half[0], label.y - half[1], label.x + half[0], label.y + half[1]


def _mexico_in(drawing: Drawing, frame: Frame) -> Any:  # noqa: ANN401 - shapely has no types here
    """Return the Mexican border states within a frame, in inches."""
    countries = np.array(drawing.border.records("states").columns["country"])
    shapes = drawing.border.geometries("states", "overview")[countries == "MX"]
    clipped = shapely.union_all(shapely.clip_by_rect(shapes, *frame.box.bounds))
    scale = np.array([frame.width_in / (frame.east - frame.west),
                      frame.height_in / (frame.north - frame.south)])  # fmt: skip
    return shapely.transform(clipped, lambda at: (at - (frame.west, frame.south)) * scale)


def _symbols(drawing: Drawing, axes: "Axes", rows: Sequence[int]) -> None:
    points = drawing.border.geometries("ports", "full")
    kinds = drawing.border.records("ports").columns["crossing_type"]
    for row in rows:
        marker(axes, points[row], kinds[row])


def _write(drawing: Drawing, axes: "Axes", frame: Frame, label: TownLabel) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.2, foreground=COLOURS["halo"])]
    box = label.box
    if box.led:
        start, end = frame.degrees(box.point), frame.degrees(leader_end(box))
        add_line(axes, *zip(start, end, strict=True), color=COLOURS["ink"], lw=0.45, zorder=4)
    left = box.x - box.width / 2 + 0.015
    if label.numbers:
        axes.text(*frame.degrees((left, box.y)), label.numbers, family=drawing.family,
                  fontsize=POINTS, fontweight="bold", color=COLOURS["accent"], ha="left",
                  va="center_baseline", zorder=7, path_effects=halo)  # fmt: skip
        left += text_width(label.numbers, POINTS, "Bold") + 0.045
    axes.text(*frame.degrees((left, box.y)), label.towns, family=drawing.family, fontsize=POINTS,
              style="italic" if label.is_mexican else "normal", color=COLOURS["ink"], ha="left",
              va="center_baseline", zorder=7, path_effects=halo)  # fmt: skip


_Taken = tuple[list[Label], Any]


def _land_names(drawing: Drawing, axes: "Axes", frame: Frame, around: _Taken) -> None:
    """Write the names of countries, then of states, where they are clear of all others."""
    names = drawing.reader.column(drawing.border.records("states").columns, "name")
    shapes = drawing.border.geometries("states", "overview")
    countries = drawing.border.derived(_countries)
    wanted = [
        (drawing.reader.say(text), countries[code], _COUNTRY_POINTS)
        for code, text in _COUNTRIES.items()
    ]
    wanted += [(name.upper(), shape, POINTS) for name, shape in zip(names, shapes, strict=True)]
    for name, shape, points in wanted:
        label = _free_ground(name, shape, frame, around, points)
        if label is not None:
            around[0].append(label)
            axes.text(*frame.degrees((label.x, label.y)), name, family=drawing.family,
                      fontsize=points, ha="center", va="center", color=_LAND_NAME,
                      fontweight="semibold" if points > POINTS else "normal")  # fmt: skip


def _free_ground(
    name: str,
    shape: Any,  # noqa: ANN401
    frame: Frame,
    around: _Taken,
    points: float,
) -> Label | None:
    """Return the place within a shape that is farthest from all labels, if a name fits there."""
    boxes, line = around
    size = text_width(name, points, "Semibold") + 0.06, points / 72 * 1.3
    part = shapely.intersection(
        shape, shapely.box(frame.west, frame.south, frame.east, frame.north)
    )
    if part.is_empty:
        return None
    shapely.prepare(part)
    across, up = (_GRID_SHARES * (frame.width_in, frame.height_in)).T
    degrees = frame.degrees((across, up))
    free = shapely.contains_xy(part, *degrees)
    room = np.full(len(across), _ROOM_IN)
    for other in boxes:
        apart = np.maximum(np.abs(across - other.x) - (size[0] + other.width) / 2,
                           np.abs(up - other.y) - (size[1] + other.height) / 2)  # fmt: skip
        room = np.minimum(room, apart)
    free &= room > 0
    room[free] = np.minimum(
        room[free], shapely.distance(line, shapely.points(across[free], up[free]))
    )
    for index in np.argsort(-room, kind="stable").tolist():
        if free[index] and room[index] > 0:
            point = float(across[index]), float(up[index])
            label = Label(name, *point, *size, point, led=False)
            if shapely.contains(part, shapely.box(*_corners(label, frame))):
                return label
    return None


def _corners(label: Label, frame: Frame) -> tuple[float, float, float, float]:
    west, south, east, north = _edges(label)
    return *frame.degrees((west, south)), *frame.degrees((east, north))
