"""Points of one request, and what stands beside each."""

import math
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from geo.words.catalogue import said
from geo.words.messages import message
from web.http.problems import TooLargeError

__all__ = ["LARGEST_DEGREES", "MAX_CELLS", "Points", "check_cells"]

MAX_CELLS: Final = 2_000_000
"""Most properties, or cells of a table, of one request and of its answer."""
LARGEST_DEGREES: Final = {"lon": 180.0, "lat": 90.0}
_Json: TypeAlias = dict[str, Any]

_MANY_CELLS: Final = message("more than {most} properties or cells; send fewer points or columns")


@dataclass(frozen=True, slots=True)
class Points:
    """Positions of a request and what stands beside each: properties or CSV cells, and ids.

    ``lon`` and ``lat`` are NaN where a row has no position. ``heights`` are those given with the
    positions. ``has_table`` says that each row has the same names, which the body held once.
    """

    lon: list[float]
    lat: list[float]
    beside: list[_Json]
    ids: list[Any] = field(default_factory=list)
    has_table: bool = False
    heights: list[float | None] = field(default_factory=list)

    def geometries(self) -> list[_Json | None]:
        """Return each position as a GeoJSON point, with its height; ``None`` without a position."""
        heights = self.heights or [None] * len(self.lon)
        return [
            None
            if math.isnan(lon)
            else {"type": "Point", "coordinates": [lon, lat] if high is None else [lon, lat, high]}
            for lon, lat, high in zip(self.lon, self.lat, heights, strict=True)
        ]

    def members(self) -> list[_Json]:
        """Return the ``id`` of each feature, where it has one."""
        if not self.ids:
            return [{}] * len(self.lon)
        return [{} if key is None else {"id": key} for key in self.ids]

    def names(self) -> list[str]:
        """Return the names of all properties, in the order of their first appearance."""
        rows = self.beside[:1] if self.has_table else self.beside
        return list(dict.fromkeys(name for row in rows for name in row))


def check_cells(count: int) -> None:
    """Refuse more cells than ``MAX_CELLS``; ``TooLargeError`` says so."""
    if count > MAX_CELLS:
        raise TooLargeError(said(_MANY_CELLS, most=f"{MAX_CELLS:,}"))
