"""The first view of the map, and its limits of zoom and place."""

from typing import Final

__all__ = ["AROUND", "MAX_ZOOM", "MIN_ZOOM", "PADDING", "WHOLE_BORDER", "Box", "corners"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

WHOLE_BORDER: Final[Box] = (-117.25, 25.6, -97.0, 32.9)
"""The boundary."""
PADDING: Final = ((0.07, 0.24), (0.13, 0.15))
"""Room about it for names, in shares of the map's size: left and top, right and bottom."""
AROUND: Final[Box] = (-150.0, 5.0, -62.0, 56.0)
"""Beyond it the map does not pan."""
MIN_ZOOM: Final = 4
MAX_ZOOM: Final = 17


def corners(box: Box) -> list[list[float]]:
    """Return the south-west and north-east corners, each latitude and longitude."""
    west, south, east, north = box
    return [[south, west], [north, east]]
