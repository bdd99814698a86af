"""The shapes of the map's symbols for matplotlib, and as small pictures."""

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.maps.symbols import EVERY_SYMBOL, SHAPES, SYMBOLS, Shape, Symbol

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path as Outline

__all__ = ["add_line", "marker", "outline", "symbol_pictures"]

_TOKEN: Final = re.compile(r"[MLHVZ]|-?\d+(?:\.\d+)?")
_PICTURE_PIXELS: Final = 64
_HALF_BOX: Final = 11.5
_SYMBOL_SCALE: Final = 0.42
"""Printed symbols against those on a screen."""


@cache
def outline(shape: Shape) -> "Outline":
    """Return a shape of ``SHAPES`` as a matplotlib path, y up, in a square from -10 to 10."""
    from matplotlib.path import Path as Outline

    if shape == "circle":
        return Outline.unit_circle().transformed(_scale(8.0))
    return Outline(_vertices(SHAPES[shape]), closed=True)


def add_line(
    axes: "Axes",
    x: float | Sequence[float],
    y: float | Sequence[float],
    **look: Any,  # noqa: ANN401
) -> None:
    """Add a line or the marker of a point, as ``axes.plot`` does, which also seeks new limits."""
    from matplotlib.lines import Line2D

    axes.add_artist(Line2D(np.atleast_1d(x), np.atleast_1d(y), **look))


def marker(axes: "Axes", point: Any, kind: str) -> None:  # noqa: ANN401
    """Draw the symbol of a kind of crossing."""
    symbol = SYMBOLS[kind]
    add_line(axes, point.x, point.y, marker=outline(symbol.shape), ms=symbol.size * _SYMBOL_SCALE,
             mfc=symbol.fill, mec=symbol.stroke, mew=0.5, ls="none", zorder=5)  # fmt: skip


def symbol_pictures(folder: str) -> dict[str, bytes]:
    """Return each point symbol as a PNG picture by its name in an archive."""
    return {f"{folder}/{name}.png": _picture(symbol) for name, symbol in EVERY_SYMBOL.items()}


def _vertices(description: str) -> list[tuple[float, float]]:
    """Return the corners of an SVG path of absolute M, L, H, V and Z, the first one twice."""
    tokens = _TOKEN.findall(description)
    corners: list[tuple[float, float]] = []
    command, x, y = "M", 0.0, 0.0
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
            continue
        match command:
            case "H":
                x = float(tokens.pop(0))
            case "V":
                y = float(tokens.pop(0))
            case _:
                x, y = float(tokens.pop(0)), float(tokens.pop(0))
        corners.append((x, -y))
    return [*corners, corners[0]]


def _scale(factor: float):  # type: ignore[no-untyped-def]  # noqa: ANN202 - matplotlib has no types
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(factor)


def _picture(symbol: Symbol) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch

    figure = Figure(figsize=(1, 1), dpi=_PICTURE_PIXELS)
    FigureCanvasAgg(figure)
    figure.patch.set_alpha(0.0)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(-_HALF_BOX, _HALF_BOX), ylim=(-_HALF_BOX, _HALF_BOX))
    axes.add_patch(
        PathPatch(outline(symbol.shape), facecolor=symbol.fill, edgecolor=symbol.stroke, lw=2.0)
    )
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
