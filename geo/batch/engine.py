"""Nearest ports for arrays of points: compiled where numba is installed, exact everywhere."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from geo.batch.arrays import plain_nearest
from geo.batch.exact import Nearest, exact_nearest
from geo.batch.kept import is_kept, is_linked
from geo.batch.ports import PortPoints, checked_neighbours
from geo.errors import InvalidValueError
from geo.extras import is_installed, require
from geo.geodesy import Floats
from geo.queries.filters import checked_count

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["NearestEngine", "checked_degrees", "has_numba", "usable_cores"]

_BLOCK: Final = 1 << 16
_FEW: Final = {False: (2_000_000, 50_000), True: (50_000, 5_000)}
"""Points that numpy has answered before numba is loaded (a third of a second), or, where it is kept
(true), the kernel's machine code by llvmlite; and those of which several ports are asked for. A
library of machine code is quicker for any number."""
_MAX_EXACT: Final = 1000
"""Most ports for each point where nothing is compiled."""


def checked_degrees(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return two arrays of one length, as native code needs them: NaN where masked.

    Raises
    ------
    InvalidValueError
        The values are not numbers, or their shapes do not go together.
    """
    arrays = []
    for field, given in (("lon", lon), ("lat", lat)):
        plain: Any = np.asanyarray(given)
        if plain.dtype.kind not in "iuf":
            raise InvalidValueError(field, str(plain.dtype), "numbers of degrees")
        floats = plain.astype(np.float64, copy=False)
        arrays.append(floats.filled(np.nan) if hasattr(floats, "mask") else floats)
    try:
        lons, lats = np.broadcast_arrays(*arrays)
    except ValueError:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise InvalidValueError("lat", shapes, "as many latitudes as longitudes") from None
    return np.ascontiguousarray(lons).ravel(), np.ascontiguousarray(lats).ravel()


def has_numba() -> bool:
    """Return whether the optional compiler (extra ``scale``) is installed."""
    return is_installed("scale")


def usable_cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # Linux has it
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


@dataclass(frozen=True)
class NearestEngine:
    """Finds the k nearest ports of arrays of points.

    Distances are geodesic on WGS 84, within 0.1 mm of GeographicLib. ``compiled`` asks for the
    compiled kernel or, if false, for GeographicLib alone; by default the kernel is taken where
    numba is installed, unless only so few ``points`` are expected in all that loading it takes
    longer than answering them in numpy. ``threads`` share the work; the default is every core this
    process may use.

    Raises
    ------
    InvalidValueError
        ``k`` is not 1 to 5, or 1 to 1,000 for an engine that is not to be compiled.
    MissingExtraError
        ``compiled`` is wanted and numba is not installed.
    """

    ports: PortPoints
    k: int = 1
    compiled: bool | None = None
    threads: int | None = None
    points: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be done; a number of ports may be a text."""
        is_plain = self.compiled is False
        k = checked_count(self.k, high=_MAX_EXACT) if is_plain else checked_neighbours(self.k)
        object.__setattr__(self, "k", k)
        if self.compiled:
            require("scale")

    def find(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Nearest:
        """Return row numbers in ``ports``, metres and bearings, each of shape (points, k).

        Positions are degrees, broadcast against each other and flattened. One that is masked,
        not a number or out of range gets row -1 and NaN, as do places beyond the number of
        ports.

        Raises
        ------
        InvalidValueError
            The values are not numbers, or their shapes do not go together.
        """
        lons, lats = checked_degrees(lon, lat)
        valid = (np.abs(lons) <= 180.0) & (np.abs(lats) <= 90.0)  # noqa: PLR2004
        if valid.all():
            return self._nearest(lons, lats)
        index = np.full((len(lons), self.k), -1, np.int16)
        distance = np.full((len(lons), self.k), np.nan)
        bearing = np.full((len(lons), self.k), np.nan)
        index[valid], distance[valid], bearing[valid] = self._nearest(lons[valid], lats[valid])
        return index, distance, bearing

    @property
    def provenance(self) -> dict[str, Any]:
        """Return what else is to be said of how ports were found."""
        return {}

    def more_fields(self) -> "list[pa.Field]":
        """Return the fields of answers that follow those of the ports."""
        return []

    def more_columns(self, nearest: Nearest) -> "list[pa.Array]":  # noqa: ARG002 - others have some
        """Return the columns of ``more_fields`` for what ``find`` returned."""
        return []

    @cached_property
    def _is_compiled(self) -> bool:
        if self.compiled is not None:
            return self.compiled
        if self.points is None:
            return has_numba()
        few = _FEW[is_kept()][self.k > 1]
        return is_linked() or (has_numba() and self.points > few)

    @cached_property
    def _kernel_ports(self) -> Any:  # noqa: ANN401 - KernelPorts, of a module that few points do not need
        from geo.batch.native import kernel_ports

        return kernel_ports(self.ports)

    def _nearest(self, lon: Floats, lat: Floats) -> Nearest:
        index = np.full((len(lon), self.k), -1, np.int16)
        distance = np.full((len(lon), self.k), np.nan)
        bearing = np.full((len(lon), self.k), np.nan)
        starts = range(0, len(lon), _BLOCK)

        def answer(start: int) -> None:
            block = slice(start, start + _BLOCK)
            self._answer(lon[block], lat[block], (index[block], distance[block], bearing[block]))

        threads = min(self.threads or usable_cores(), len(starts))
        if threads <= 1:
            for start in starts:
                answer(start)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(answer, starts))
        return index, distance, bearing

    def _answer(self, lon: Floats, lat: Floats, out: Nearest) -> None:
        index, distance, bearing = out
        if self._is_compiled:
            from geo.batch.native import fast_nearest

            left = fast_nearest(lon, lat, self._kernel_ports, out)
        elif self.compiled is None and self.k == 1:
            left = plain_nearest(lon, lat, self.ports, out)
        else:
            left = np.ones(len(lon), np.bool_)
        rows = np.flatnonzero(left)
        if len(rows):
            index[rows], distance[rows], bearing[rows] = exact_nearest(
                self.ports, lon[rows], lat[rows], self.k
            )
