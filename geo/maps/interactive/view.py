"""The first view of the map, and its limits of zoom and place."""

from typing import Final

__all__ = ["AROUND", "MAX_ZOOM", "MIN_ZOOM", "WHOLE_BORDER", "Box", "corners"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

WHOLE_BORDER: Final[Box] = (-118.3, 24.6, -95.9, 34.4)
"""The boundary with room around it."""
AROUND: Final[Box] = (-150.0, 5.0, -62.0, 56.0)
"""Beyond it the map does not pan."""
MIN_ZOOM: Final = 4
MAX_ZOOM: Final = 17


def corners(box: Box) -> list[list[float]]:
    """Return the south-west and north-east corners, each latitude and longitude."""
    west, south, east, north = box
    return [[south, west], [north, east]]
