"""The symbols of projects on printed maps: by stage, clear of the ports at which they stand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.border import Border
from geo.maps.printed.labels import Inches, Label, place_labels
from geo.maps.printed.symbols import add_line, outline
from geo.maps.symbols import COLOURS, PROJECT_SYMBOLS, Shape, Symbol
from geo.words.catalogue import words, words_of
from geo.words.messages import message
from geo.words.numbers import listing, within

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geo.maps.printed.draw import Frame

__all__ = ["badge", "draw_projects", "project_legend", "project_rows"]

_BADGE_POINTS: Final = 8.0
"""Diameter of the white disc around the symbol of a project, which tells it from a port's."""
_SCALE: Final = 0.34
"""Printed symbols against those on a screen."""
_BOX_IN: Final = (0.064, 0.095)
_NEAR_DEG: Final = 0.15
_PORT_IN: Final = 0.06
_STATED: Final = "published"
_LEGEND: Final = message("Project: {stages}")


def project_rows(border: Border, positions: Sequence[int]) -> list[int]:
    """Return the projects with a place that change these ports, or change none and are near."""
    ports = border.records("ports").columns["id"]
    shown = {ports[row] for row in positions}
    points = shapely.multipoints(border.geometries("ports")[list(positions)])
    of_ports = border.records("projects").columns["port_ids"]
    shapes = border.geometries("projects")
    return [
        row for row, (of, shape) in enumerate(zip(of_ports, shapes, strict=True))
        if shape is not None
        and (not shown.isdisjoint(of) if of else shapely.dwithin(shape, points, _NEAR_DEG))
    ]  # fmt: skip


def draw_projects(
    border: Border,
    around: "tuple[Axes, Frame]",
    positions: Sequence[int],
    ground: tuple[Sequence[Inches], Sequence[Label], Sequence["Frame"]],
) -> list[Label]:
    """Draw the projects of these ports within a frame; return the ground that they take.

    One whose place a source states stands there; any other stands beside its port, to which a
    line leads where it is far. ``ground`` is the places of the ports in inches, the labels that
    are there, and the closer frames, whose projects are drawn in them instead.
    """
    (axes, frame), (ports, taken, closer) = around, ground
    columns = border.records("projects").columns
    shapes = border.geometries("projects")
    inside = [
        row for row in project_rows(border, positions)
        if _is_in(frame, frame.inches(shapes[row]))
        and not any(shapely.contains(box.box, shapes[row]) for box in closer)
    ]  # fmt: skip
    stated = [row for row in inside if columns["position_basis"][row] == _STATED]
    beside = [row for row in inside if row not in stated]
    size = tuple(side * 1.25 for side in _BOX_IN)
    labels = [
        Label("", *(at := frame.inches(shapes[row])), size[0], size[1], at, led=False)
        for row in stated
    ]
    symbols = [Label("", *port, 2 * _PORT_IN, 2 * _PORT_IN, port, led=False) for port in ports]
    labels += place_labels(
        [frame.inches(shapes[row]) for row in beside], ["."] * len(beside), letter=_BOX_IN,
        marker=_PORT_IN, frame=(frame.width_in, frame.height_in), taken=[*taken, *symbols, *labels],
    )  # fmt: skip
    for row, label in zip([*stated, *beside], labels, strict=True):
        _draw(axes, frame, label, PROJECT_SYMBOLS[f"project_{columns['stage'][row]}"])
    return labels


def _is_in(frame: "Frame", point: Inches) -> bool:
    return 0 < point[0] < frame.width_in and 0 < point[1] < frame.height_in


def _draw(axes: "Axes", frame: "Frame", label: Label, symbol: Symbol) -> None:
    x, y = frame.degrees((label.x, label.y))
    if label.led:
        start = frame.degrees(label.point)
        add_line(axes, [start[0], x], [start[1], y], color=COLOURS["ink"], lw=0.4, zorder=4)
    for look in badge(symbol):
        add_line(axes, x, y, zorder=6, **look)


def badge(symbol: Symbol) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return how matplotlib draws the symbol of a project: a white disc, and its shape within."""
    return (
        {"marker": "o", "ms": _BADGE_POINTS, "mfc": COLOURS["halo"], "mec": COLOURS["ink"],
         "mew": 0.5, "ls": "none", "gid": "project"},
        {"marker": outline(symbol.shape), "ms": symbol.size * _SCALE, "mfc": symbol.fill,
         "mec": "none", "ls": "none"},
    )  # fmt: skip


def project_legend(
    border: Border, positions: Sequence[int], langs: Sequence[str]
) -> list[tuple[Symbol, str]]:
    """Return the symbols of the projects of these ports, each with the stages that it means."""
    stages = border.records("projects").columns["stage"]
    present = {f"project_{stages[row]}" for row in project_rows(border, positions)}
    looks: dict[tuple[Shape, str], list[str]] = {}
    for name, symbol in PROJECT_SYMBOLS.items():
        if name in present:
            looks.setdefault((symbol.shape, symbol.fill), []).append(name)
    return [(PROJECT_SYMBOLS[names[0]], _label(names, langs)) for names in looks.values()]


def _label(names: Sequence[str], langs: Sequence[str]) -> str:
    def said(lang: str) -> str:
        stages = [within(words(lang).say(PROJECT_SYMBOLS[name].label)) for name in names]
        return words(lang).say(_LEGEND, stages=listing(stages, lang))

    return words_of(tuple(langs)).each(said)
