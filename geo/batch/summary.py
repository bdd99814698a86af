"""What a batch amounts to: rows, those without a position, points and distances per port."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.geodesy import Floats

if TYPE_CHECKING:
    from geo.border import Border

__all__ = ["QUANTILE_ERROR", "Summary", "Tally", "catchment_rows", "tally_of"]

_BINS_PER_DOUBLING: Final = 512
_DOUBLINGS: Final = 25
"""Bins reach from 1 m to 2**25 m, more than half the earth's circumference."""
_BINS: Final = _BINS_PER_DOUBLING * _DOUBLINGS
_MAX_WAITING: Final = 16
"""Batches whose distances wait to be counted together."""
QUANTILE_ERROR: Final = 2.0 ** (0.5 / _BINS_PER_DOUBLING) - 1.0
"""Largest relative error of a median or percentile: 0.07 per cent (or 1 m, below 1 m)."""


Tally: TypeAlias = tuple[int, npt.NDArray[np.int32]]
"""Rows of a batch, and the bin of each that has a position."""


def tally_of(index: npt.NDArray[np.int16], distance_m: Floats) -> Tally:
    """Return the tally of points by row number of the nearest port (-1 for none) and metres."""
    positioned = index >= 0
    if not positioned.all():
        index, distance_m = index[positioned], distance_m[positioned]
    bins = (np.log2(np.maximum(distance_m, 1.0)) * _BINS_PER_DOUBLING).astype(np.int32)
    return len(positioned), index * np.int32(_BINS) + np.minimum(bins, _BINS - 1)


@dataclass(slots=True)
class Summary:
    """Counts and distances of a batch by nearest port; two may be added together.

    Distances are kept as counts in 12,800 bins a port, so that a summary of any number of rows
    is of one size, and quantiles are right to ``QUANTILE_ERROR``.
    """

    ids: Sequence[str]
    rows: int = 0
    without_position: int = 0
    unread: str = ""
    """Where the first cell is that is no degrees, and what it holds; empty if there is none."""
    remark: str = ""
    """What else is to be told of the input; empty if nothing."""
    _bins: npt.NDArray[np.int64] = field(init=False, repr=False)
    _waiting: list[npt.NDArray[np.int32]] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        """Make the bins."""
        self._bins = np.zeros(len(self.ids) * _BINS, np.int64)

    def add(self, index: npt.NDArray[np.int16], distance_m: Floats) -> None:
        """Count points by row number of the nearest port (-1 for none) and metres."""
        self.take(tally_of(index, distance_m))

    def take(self, tally: "Tally") -> None:
        """Count the points of a tally."""
        rows, bins = tally
        self.rows += rows
        self.without_position += rows - len(bins)
        self._waiting.append(bins)
        if len(self._waiting) >= _MAX_WAITING:
            self._counted()

    def merge(self, other: "Summary") -> None:
        """Add another summary of the same ports."""
        self.rows += other.rows
        self.without_position += other.without_position
        self.unread = self.unread or other.unread
        self.remark = self.remark or other.remark
        self._bins += other._counted()  # noqa: SLF001

    def _counted(self) -> npt.NDArray[np.int64]:
        """Return the bins, with what has waited to be counted at one go."""
        if self._waiting:
            keys = np.concatenate(self._waiting)
            self._waiting.clear()
            self._bins += np.bincount(keys, minlength=len(self._bins))
        return self._bins

    def __getstate__(self) -> dict[str, Any]:
        """Return what travels between processes: only the bins that hold something."""
        filled = np.flatnonzero(self._counted())
        return {
            "ids": self.ids,
            "counts": (self.rows, self.without_position),
            "told": (self.unread, self.remark),
            "filled": filled,
            "bins": self._bins[filled],
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore a summary that has travelled."""
        self.ids = state["ids"]
        self.rows, self.without_position = state["counts"]
        self.unread, self.remark = state["told"]
        self._waiting = []
        self._bins = np.zeros(len(self.ids) * _BINS, np.int64)
        self._bins[state["filled"]] = state["bins"]

    def points(self) -> npt.NDArray[np.int64]:
        """Return how many points are nearest to each port, shape (ports,)."""
        return np.asarray(self._counted().reshape(len(self.ids), _BINS).sum(axis=1))

    def quantile_km(self, share: float, port: int | None = None) -> float | None:
        """Return the distance that a share of the points does not exceed, ``None`` for none."""
        by_port = self._counted().reshape(len(self.ids), _BINS)
        counts = by_port.sum(axis=0) if port is None else by_port[port]
        total = int(counts.sum())
        if not total:
            return None
        reached = np.searchsorted(np.cumsum(counts), max(share * total, 1.0))
        return float(2.0 ** ((float(reached) + 0.5) / _BINS_PER_DOUBLING) / 1000.0)

    def per_port(self) -> list[dict[str, Any]]:
        """Return a row per port: id, points, share, median and 95th percentile in kilometres."""
        points = self.points()
        total = max(int(points.sum()), 1)
        return [
            {
                "id": name,
                "points": int(points[port]),
                "share": round(int(points[port]) / total, 6),
                "median_km": _rounded(self.quantile_km(0.5, port)),
                "p95_km": _rounded(self.quantile_km(0.95, port)),
            }
            for port, name in enumerate(self.ids)
        ]

    def totals(self) -> dict[str, Any]:
        """Return rows, rows without a position, median and 95th percentile in kilometres."""
        return {
            "row_count": self.rows,
            "without_position": self.without_position,
            "median_km": _rounded(self.quantile_km(0.5)),
            "p95_km": _rounded(self.quantile_km(0.95)),
        }


def _rounded(km: float | None) -> float | None:
    return None if km is None else round(km, 3)


def catchment_rows(border: "Border", rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a summary with names and states, most points first."""
    ports = border.records("ports")
    named = []
    for row in rows:
        port = ports.row(ports.position(row["id"]))
        named.append(
            {
                "id": row["id"],
                "name_en": port["name_en"],
                "name_es": port["name_es"],
                "us_state": port["us_state"],
                "mx_state": port["mx_state"],
                **{key: value for key, value in row.items() if key != "id"},
            }
        )
    return sorted(named, key=lambda row: (-row["points"], row["id"]))
