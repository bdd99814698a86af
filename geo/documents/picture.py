"""Maps as pictures."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.border import Border
from geo.documents.request import Request
from geo.maps.printed.figure import MapSpec, draw_map, map_png, map_svg
from geo.words.document_words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["write_map_png", "write_map_svg"]

_WIDTH_IN: Final = 10.0
_HEIGHT_IN: Final = 5.0


def write_map_svg(border: Border, path: Path, request: Request) -> None:
    """Write the map of the selection as SVG, text outlined."""
    path.write_bytes(map_svg(_figure(border, request)))


def write_map_png(border: Border, path: Path, request: Request) -> None:
    """Write the map of the selection as PNG, 300 dpi."""
    path.write_bytes(map_png(_figure(border, request)))


def _figure(border: Border, request: Request) -> "Figure":
    return draw_map(
        border,
        MapSpec(
            positions=tuple(request.selection.ports(border)),
            langs=Words(request.lang).langs,
            bounds=request.selection.bounds(border),
            width_in=_WIDTH_IN,
            height_in=_HEIGHT_IN,
        ),
    )
