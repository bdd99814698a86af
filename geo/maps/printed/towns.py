"""The twin towns of a printed map: the US town above its ports, the Mexican town below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
import shapely

from geo.border import Border
from geo.maps.printed.fonts import opened_font
from geo.maps.printed.labels import Inches, Label

__all__ = [
    "POINTS", "Ground", "TownGroup", "TownLabel", "place_towns", "port_numbers",
    "text_width", "town_group", "town_groups",
]  # fmt: skip

_Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
POINTS: Final = 7.0
"""Size of the letters: nothing on paper is smaller."""
_HEIGHT_IN: Final = 0.115
_PAD_IN: Final = 0.1
_ABOVE: Final = (90, 60, 120, 45, 30, 75, 105, 15, 0, 150, 135, 165)
_BELOW: Final = (270, 240, 300, 225, 210, 255, 285, 195, 180, 330, 315, 345)
_REACHES_IN: Final = (0.12, 0.2, 0.32, 0.46, 0.62, 0.8, 1.0)
_LED_IN: Final = 0.2
_SAME_TOWNS_IN: Final = 0.25
_LONGEST_IN: Final = 0.3
"""How far apart on paper the ports of one label may lie."""
_OVERLAP, _OUTSIDE, _ON_LINE, _ABROAD, _CROSSED = 100.0, 500.0, 60.0, 40.0, 30.0
_PASSES: Final = 2
_MAX_TOWNS: Final = 2
_SYMBOL_IN: Final = 0.055


def _steps(angles: Sequence[int]) -> _Floats:
    return np.array(
        [
            (reach, order, math.cos(math.radians(angle)), math.sin(math.radians(angle)))
            for reach in _REACHES_IN
            for order, angle in enumerate(angles)
        ]
    )


_STEPS: Final = {False: _steps(_ABOVE), True: _steps(_BELOW)}
"""Distance, order and direction of the places that a label tries, by whether it is Mexican."""


@dataclass(frozen=True, slots=True)
class TownGroup:
    """Neighbouring ports that share two labels; ``point`` is that of the middle one, in inches."""

    numbers: str
    us_towns: str
    mx_towns: str
    point: Inches


@dataclass(frozen=True, slots=True)
class TownLabel:
    """A placed label: the numbers of its ports (empty on the Mexican side) and its towns."""

    numbers: str
    towns: str
    box: Label
    is_mexican: bool


def port_numbers(numbers: Sequence[int]) -> str:
    """Return numbers as 4, 4–6 or 4, 6."""
    if len(numbers) > 1 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(map(str, numbers))


def town_groups(
    border: Border, positions: Sequence[int], points: Sequence[Inches], closest_in: float
) -> list[TownGroup]:
    """Return the ports in groups of neighbours nearer than ``closest_in``, from west to east.

    Those between the same two towns may be farther from each other.
    """
    columns = border.records("ports").columns
    named = [(columns["us_city"][row], columns["mx_city"][row]) for row in positions]
    chains: list[list[int]] = []
    for index, point in enumerate(points):
        last = chains[-1][-1] if chains else index
        reach = _SAME_TOWNS_IN if named[last] == named[index] else closest_in
        near = chains and math.dist(points[last], point) < reach
        if near and math.dist(points[chains[-1][0]], point) < _LONGEST_IN:
            chains[-1].append(index)
        else:
            chains.append([index])
    return [town_group(border, positions, points, chain) for chain in chains]


def town_group(
    border: Border, positions: Sequence[int], points: Sequence[Inches], chain: Sequence[int]
) -> TownGroup:
    """Return ports as one group; ``chain`` has their points in both sequences."""
    columns = border.records("ports").columns
    rows = [positions[index] for index in chain]
    us_towns, mx_towns = (
        _towns([columns[side][row] for row in rows]) for side in ("us_city", "mx_city")
    )
    numbers = port_numbers([border.port_number(row) for row in rows])
    return TownGroup(numbers, us_towns, mx_towns, points[chain[len(chain) // 2]])


def _towns(names: Sequence[str]) -> str:
    """Return the towns of a group, the two most named ones where there are more."""
    short = [name.split(" (", maxsplit=1)[0] for name in names]
    kept = sorted(dict.fromkeys(short), key=lambda name: -short.count(name))[:_MAX_TOWNS]
    return ", ".join(name for name in dict.fromkeys(short) if name in kept)


@dataclass(frozen=True, slots=True)
class Ground:
    """What labels keep clear of: the symbols, the boundary and the other country, in inches."""

    ports: Sequence[Inches]
    line: Any
    mexico: Any
    frame: Inches


def place_towns(
    groups: Sequence[TownGroup], ground: Ground, taken: Sequence[Label] = ()
) -> list[TownLabel]:
    """Return the labels of groups, clear of symbols, line, frame and each other.

    Parameters
    ----------
    groups
        The ports.
    ground
        Symbols, boundary, Mexico and the size of the map.
    taken
        Labels that are there already.
    """
    wanted = [one for group in groups for one in _wanted(group)]
    labels: dict[int, Label] = {}
    shapely.prepare([ground.line, ground.mexico])
    for _pass in range(_PASSES):
        for index, (text, point, is_mexican) in enumerate(wanted):
            others = [*taken, *(label for other, label in labels.items() if other != index)]
            labels[index] = _best(text, point, is_mexican, _around(ground, others))
    return [
        TownLabel(
            "" if wanted[index][2] else text.split("  ")[0],
            text.split("  ")[-1],
            label,
            wanted[index][2],
        )
        for index, label in labels.items()
        for text in [wanted[index][0]]
        if _is_inside(label, ground.frame)
    ]


def _wanted(group: TownGroup) -> list[tuple[str, Inches, bool]]:
    """Return text, point and side of the labels of a group; one where both towns are called so."""
    above = (f"{group.numbers}  {group.us_towns}", group.point, False)
    if group.us_towns == group.mx_towns:
        return [above]
    return [above, (group.mx_towns, group.point, True)]


@dataclass(frozen=True, slots=True)
class _Around:
    """The ground and the labels that are there: their boxes, and the leaders of those led.

    ``sides`` has x, y, width and height of each box.
    """

    ground: Ground
    sides: _Floats
    boxes: Any
    leaders: Any
    led: _Floats


def _around(ground: Ground, others: Sequence[Label]) -> _Around:
    sides = np.array([(one.x, one.y, one.width, one.height) for one in others]).reshape(-1, 4)
    x, y, width, height = sides.T
    boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    led = [one for one in others if one.led]
    leaders = [one.leader for one in led]
    points = np.array([one.point for one in led]).reshape(-1, 2)
    return _Around(ground, sides, boxes, np.array(leaders, dtype=object), points)


def _best(text: str, point: Inches, is_mexican: bool, around: _Around) -> Label:  # noqa: FBT001
    """Return the place of least cost: all are weighed at once, the cheap ones looked at closely."""
    size = text_width(text, POINTS) + _PAD_IN, _HEIGHT_IN
    reach, order, cosine, sine = _STEPS[is_mexican].T
    x = point[0] + cosine * (reach + size[0] / 2)
    y = point[1] + sine * (reach + size[1] / 2)
    least = reach * 8 + order * 0.3 + _crowding(x, y, size, around)
    tried: list[tuple[float, int, Label]] = []
    for index in np.argsort(least, kind="stable").tolist():
        if tried and least[index] > min(tried)[0]:
            break
        label = Label(text, float(x[index]), float(y[index]), *size, point,
                      led=bool(reach[index] >= _LED_IN))  # fmt: skip
        cost = float(least[index]) + _trespass(label, is_mexican, around)
        tried.append((cost, index, label))
    return min(tried, key=lambda one: one[:2])[2]


def _crowding(x: _Floats, y: _Floats, size: Inches, around: _Around) -> _Floats:
    """Return the costs of what labels at places lie on: other labels, symbols, the map's edge."""
    ground = around.ground
    ports = np.array(ground.ports).reshape(-1, 2)
    covered = (np.abs(x[:, None] - ports[:, 0]) < size[0] / 2 + _SYMBOL_IN) & (
        np.abs(y[:, None] - ports[:, 1]) < size[1] / 2 + _SYMBOL_IN
    )
    at_x, at_y, width, height = around.sides.T
    met = (np.abs(x[:, None] - at_x) * 2 < size[0] + width) & (
        np.abs(y[:, None] - at_y) * 2 < size[1] + height
    )
    inside = (x >= size[0] / 2) & (x <= ground.frame[0] - size[0] / 2)
    inside &= (y >= size[1] / 2) & (y <= ground.frame[1] - size[1] / 2)
    edge: _Floats = np.where(inside, 0.0, _OUTSIDE)
    edge += (covered.sum(axis=1) + met.sum(axis=1)) * _OVERLAP
    return edge


def _trespass(label: Label, is_mexican: bool, around: _Around) -> float:  # noqa: FBT001
    """Return the cost of lying on the line or in the other country, and of a leader's crossings."""
    ground = around.ground
    cost = _ON_LINE if shapely.intersects(ground.line, label.area) else 0.0
    is_south = bool(shapely.contains_xy(ground.mexico, label.x, label.y))
    cost += _ABROAD if is_south != is_mexican else 0.0
    if label.led:
        leader = label.leader
        crossed = shapely.intersects(around.boxes, leader).sum()
        of_others = (around.led != label.point).any(axis=1)
        crossed += shapely.intersects(around.leaders[of_others], leader).sum()
        cost += _CROSSED * float(crossed)
    return cost


def _is_inside(label: Label, frame: Inches) -> bool:
    return (
        label.width / 2 <= label.x <= frame[0] - label.width / 2
        and label.height / 2 <= label.y <= frame[1] - label.height / 2
    )


@lru_cache(maxsize=1024)
def text_width(text: str, points: float, style: str = "Regular") -> float:
    """Return how wide a text is in a style of the maps' typeface, in inches."""
    font = opened_font(style)
    font.set_size(points, 72)
    font.set_text(text)
    return float(font.get_width_height()[0]) / 64 / 72
