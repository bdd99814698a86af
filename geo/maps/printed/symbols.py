"""The shapes of the map's symbols for matplotlib, and as small pictures."""

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from geo.maps.symbols import EVERY_SYMBOL, SHAPES, Shape, Symbol

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline

__all__ = ["outline", "symbol_pictures"]

_TOKEN: Final = re.compile(r"[MLHVZ]|-?\d+(?:\.\d+)?")
_PICTURE_PIXELS: Final = 64
_HALF_BOX: Final = 11.5


@cache
def outline(shape: Shape) -> "Outline":
    """Return a shape of ``SHAPES`` as a matplotlib path, y up, in a square from -10 to 10."""
    from matplotlib.path import Path as Outline

    if shape == "circle":
        return Outline.unit_circle().transformed(_scale(8.0))
    return Outline(_vertices(SHAPES[shape]), closed=True)


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
