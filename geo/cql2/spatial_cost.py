"""What a spatial function will cost, known before it is evaluated."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.cql2.values import FilterError, Vector
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = ["MAX_PAIRS", "SpatialBudget", "pairs_to_compare", "pairs_with_itself"]

_TOO_MANY: Final = message(
    "its geometries have too many long segments for this collection: more than {most} pairs of a "
    "segment and a position to compare"
)

MAX_PAIRS: Final = 5_000_000
"""Pairs of segments and positions that one filter may compare; some 40 ns each."""
_BINS: Final = 256
_NODED: Final = frozenset({"s_crosses", "s_equals", "s_overlaps", "s_touches"})
"""Functions that no index of a literal makes cheap."""
_FEW_SEGMENTS: Final = 50
_OWN_PER_SEGMENT: Final = 8
"""Positions of its own that a segment's box of an ordinary shape holds, counted in a grid."""
_CUT_COST: Final = 2
"""Pairs that cutting a line at another costs as much as, by measurement."""

_Numbers = npt.NDArray[np.float64]


class SpatialBudget:
    """How many pairs a filter may still compare, over all of its spatial functions."""

    def __init__(self) -> None:
        self._left = float(MAX_PAIRS)

    def spend(self, name: str, left: Vector, right: Vector) -> None:
        """Take the cost of comparing two columns of geometries; one with itself costs nothing.

        Raises
        ------
        FilterError
            The filter would compare more than ``MAX_PAIRS`` pairs.
        """
        if left.data is right.data or {left.kind, right.kind} != {"geometry"}:
            return
        self._left -= pairs_to_compare(left.data, right.data)
        if name in _NODED:
            self._left -= pairs_with_itself(left.data, right.data)
        if self._left < 0:
            raise FilterError(said(_TOO_MANY, most=f"{MAX_PAIRS:,}"))


def pairs_to_compare(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> float:
    """Return how many positions of one side lie in the boxes of the other's segments, about.

    The first is the column with more positions. An index makes all other pairs cheap: a line
    along a diagonal costs as many positions as its box holds, a small one costs next to nothing.
    """
    fine, coarse = sorted((left, right), key=_positions, reverse=True)
    count = _positions(fine)
    segments = _segments(coarse)
    if len(segments) * count <= MAX_PAIRS // 4:
        return float(len(segments) * count)
    return _positions_in(shapely.get_coordinates(fine), segments)


def pairs_with_itself(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> float:
    """Return what it costs to compare a tangled literal with itself for each row that it meets.

    Lines upon lines are cut where they meet, again for each row; ordinary shapes cost nothing.
    """
    literal, column = sorted((left, right), key=len)
    segments = _segments(literal)
    if len(literal) != 1 or len(segments) < _FEW_SEGMENTS:
        return 0.0
    own = _positions_in(shapely.get_coordinates(literal), segments)
    tangled = max(own - _OWN_PER_SEGMENT * len(segments), 0.0)
    west, south, east, north = shapely.bounds(literal[0])
    boxes = shapely.bounds(column)
    met = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
    met &= (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    met &= shapely.get_num_coordinates(column) > 1
    return float(_CUT_COST * tangled * met.sum())


def _positions(shapes: npt.NDArray[Any]) -> int:
    return int(shapely.get_num_coordinates(shapes).sum())


def _segments(shapes: npt.NDArray[Any]) -> _Numbers:
    """Return the box of each segment: west, south, east, north, shape (segments, 4)."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    positions, part = shapely.get_coordinates(parts, return_index=True)
    joined = part[1:] == part[:-1]
    begins, ends = positions[:-1][joined], positions[1:][joined]
    return np.hstack([np.minimum(begins, ends), np.maximum(begins, ends)])


def _positions_in(positions: _Numbers, boxes: _Numbers) -> float:
    """Return how many positions are in the boxes, counted in a grid and each box for itself."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    step = np.maximum((high - low) / _BINS, 1e-12)
    cells = np.minimum((positions - low) // step, _BINS - 1).astype(np.int64)
    counted = np.bincount(cells[:, 0] * _BINS + cells[:, 1], minlength=_BINS * _BINS)
    total = np.zeros((_BINS + 1, _BINS + 1))
    total[1:, 1:] = counted.reshape(_BINS, _BINS).cumsum(axis=0).cumsum(axis=1)
    west, south = np.clip((boxes[:, :2] - low) // step, 0, _BINS).astype(np.int64).T
    east, north = np.clip((boxes[:, 2:] - low) // step + 1, 0, _BINS).astype(np.int64).T
    counts = total[east, north] - total[west, north] - total[east, south] + total[west, south]
    return float(counts.sum())
