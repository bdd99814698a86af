"""Labels that overlap neither each other nor the symbols."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import shapely

__all__ = ["Inches", "Label", "clusters", "leader_end", "place_labels"]

Inches: TypeAlias = tuple[float, float]
"""A point or a size on paper: across and up."""
_ANGLES_DEG: Final = (90, 270, 45, 135, 315, 225, 0, 180, 67, 113, 247, 293, 22, 158, 202, 338)
_OVERLAP: Final = 100.0
_CROSSING: Final = 15.0
_NEAR_RINGS: Final = 2
_RINGS: Final = (1.0, 1.7, 2.6, 3.6, 4.8, 6.2, 8.0)


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a size, its centre, and the point that it names; all in one unit, such as inches.

    ``led`` says that the centre is far enough for a line between the two.
    """

    text: str
    x: float
    y: float
    width: float
    height: float
    point: Inches
    led: bool

    @property
    def area(self) -> Any:  # noqa: ANN401 - shapely has no types here
        """Return the box of the text."""
        half = self.width / 2, self.height / 2
        return shapely.box(self.x - half[0], self.y - half[1], self.x + half[0], self.y + half[1])

    @property
    def leader(self) -> Any:  # noqa: ANN401
        """Return the line from the point to the edge of the text."""
        return shapely.LineString([self.point, leader_end(self)])

    def holds(self, point: Inches) -> bool:
        """Return whether a point lies in the box of the text."""
        return abs(self.x - point[0]) * 2 < self.width and abs(self.y - point[1]) * 2 < self.height

    def overlaps(self, other: "Label") -> bool:
        """Return whether the boxes of two labels meet."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )


def leader_end(label: Label) -> Inches:
    """Return where the line from a symbol meets the edge of its label."""
    half = label.width / 2, label.height / 2
    x = min(max(label.point[0], label.x - half[0]), label.x + half[0])
    y = min(max(label.point[1], label.y - half[1]), label.y + half[1])
    return x, y


def place_labels(
    points: Sequence[Inches],
    texts: Sequence[str],
    *,
    letter: Inches,
    marker: float,
    frame: Inches,
    taken: Sequence[Label] = (),
    optional: bool = False,
    line: Any = None,  # noqa: ANN401
) -> list[Label]:
    """Return a label for each point, near it and clear of every other label and symbol.

    Parameters
    ----------
    points
        Places of the symbols.
    texts
        One per point.
    letter
        Width and height of a letter.
    marker
        Radius of a symbol.
    frame
        Width and height of the map: labels stay inside.
    taken
        Labels that are there already.
    optional
        Whether labels that find no free place are left out.
    line
        What no label lies on, such as the boundary.
    """
    placed = list(taken)
    labels: list[Label] = []
    rings = _RINGS[:_NEAR_RINGS] if optional else _RINGS
    for point, text in zip(points, texts, strict=True):
        size = letter[0] * len(text) + letter[0] * 0.8, letter[1] * 1.25
        best, least = None, math.inf
        for ring, angle in itertools.product(rings, _ANGLES_DEG):
            centre = _centre(point, ring, angle, size, marker)
            label = Label(text, *centre, *size, point, led=ring > 1.0 and not optional)
            cost = _cost(label, placed, points, marker, frame)
            if line is not None and cost < min(least, _OVERLAP):
                cost += _OVERLAP * bool(shapely.intersects(line, label.area))
            if cost < least:
                best, least = label, cost
            if cost < _CROSSING:
                break
        if best is not None and (least < _OVERLAP or not optional):
            labels.append(best)
            placed.append(best)
    return labels


def clusters(points: Sequence[Inches], closest: float) -> list[list[int]]:
    """Return the numbers of the points in groups: points nearer than ``closest`` share one."""
    groups: list[list[int]] = []
    for number, point in enumerate(points):
        near = [
            group for group in groups if any(math.dist(point, points[i]) < closest for i in group)
        ]
        merged = sorted([number, *(i for group in near for i in group)])
        groups = [group for group in groups if group not in near] + [merged]
    return sorted(groups)


def _centre(point: Inches, ring: float, angle: float, size: Inches, marker: float) -> Inches:
    radians = math.radians(angle)
    reach = marker * ring * 1.6
    return (
        point[0] + math.cos(radians) * (reach + size[0] / 2),
        point[1] + math.sin(radians) * (reach + size[1] / 2),
    )


def _cost(
    label: Label, placed: Sequence[Label], points: Sequence[Inches], marker: float, frame: Inches
) -> float:
    """Return how bad a place is: overlaps count first, then the distance."""
    bad = sum(label.overlaps(other) for other in placed) * _OVERLAP
    bad += sum(_covers(label, point, marker) for point in points) * _OVERLAP
    outside = not (
        label.width / 2 <= label.x <= frame[0] - label.width / 2
        and label.height / 2 <= label.y <= frame[1] - label.height / 2
    )
    bad += 500.0 * outside
    if label.led:
        bad += sum(_crosses(label, other) for other in placed if other.led) * _CROSSING
    return bad + math.dist((label.x, label.y), label.point)


def _covers(label: Label, point: Inches, marker: float) -> bool:
    return (
        abs(label.x - point[0]) < label.width / 2 + marker * 0.8
        and abs(label.y - point[1]) < label.height / 2 + marker * 0.8
    )


def _crosses(label: Label, other: Label) -> bool:
    """Return whether the leaders of two labels cross."""
    a, b, c, d = label.point, (label.x, label.y), other.point, (other.x, other.y)
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Inches, b: Inches, c: Inches) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
