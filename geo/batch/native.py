"""Calling the compiled kernel: as machine code that was kept in a file, or by numba.

What goes between Python and either stands here; nothing of it needs numba.
"""

import ctypes
from collections.abc import Callable
from threading import Lock
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.batch.exact import Nearest
from geo.batch.formulas import upwards
from geo.batch.kept import keep, load
from geo.batch.ports import PortPoints
from geo.geodesy import Floats

__all__ = [
    "GROUP",
    "LANES",
    "NEVER",
    "SCRATCH",
    "Flags",
    "KernelPorts",
    "Work",
    "fast_nearest",
    "grouped_ports",
    "kernel_ports",
]

LANES: Final = 256
"""Points in a block: what is known of them fits into the fastest memory."""
SCRATCH: Final = 20 * LANES
"""Numbers of the scratch of a block: twenty of each point."""
GROUP: Final = 4
"""Ports that are compared among each other before the best so far is asked for."""
NEVER: Final = 1e300
"""Half the square of a chord to a port that is none."""

Flags: TypeAlias = npt.NDArray[np.bool_]
KernelPorts: TypeAlias = tuple[Floats, Floats, Floats, Floats]
"""Geocentric metres and unit vectors upwards, both of shape (3, ports), longitudes in degrees,
shape (ports,), and the groups of ``grouped_ports``."""
Work: TypeAlias = tuple[Floats, Floats, Floats, Floats]
"""Room for a block (``SCRATCH``), squares of chords (ports,), the least of them (k,), and metres,
azimuth and port of those ranked (3, k + 1)."""
_Kernel: TypeAlias = Callable[[Floats, Floats, KernelPorts, Nearest, Flags, Work], object]

_ADDRESS: Final = ctypes.c_void_p
_COUNT: Final = ctypes.c_ssize_t
_FUNCTION: Final = ctypes.CFUNCTYPE(
    None, _ADDRESS, _ADDRESS, _COUNT, *[_ADDRESS] * 4, _COUNT, _COUNT, *[_ADDRESS] * 3, _COUNT,
    *[_ADDRESS] * 5,
)  # fmt: skip
"""The arguments of ``geo.batch.export``; the interpreter lock is released meanwhile."""
_lock: Final = Lock()
_loaded: list[_Kernel] = []


def kernel_ports(ports: PortPoints) -> KernelPorts:
    """Return ports as the kernel takes them."""
    xyz = np.ascontiguousarray(ports.xyz.T)
    lon = np.ascontiguousarray(ports.lon)
    return xyz, upwards(ports.lon, ports.lat), lon, grouped_ports(xyz)


def grouped_ports(xyz: Floats) -> Floats:
    """Return geocentric metres and half their squares, shape (4, ports), in whole groups."""
    short = -xyz.shape[1] % GROUP
    halves = 0.5 * np.sum(np.square(xyz), axis=0, keepdims=True)
    known = np.vstack((xyz, halves))
    none = np.tile(np.array([[0.0], [0.0], [0.0], [NEVER]]), short)
    return np.ascontiguousarray(np.hstack((known, none)))


def fast_nearest(lon: Floats, lat: Floats, ports: KernelPorts, out: Nearest) -> Flags:
    """Fill the answers of valid points; return which of them only the exact way can answer.

    Parameters
    ----------
    lon, lat
        Positions in degrees, shape (points,).
    ports
        From ``kernel_ports``.
    out
        Arrays of shape (points, k) to fill: row of the port, metres, degrees 0..360.
    """
    left = np.empty(len(lon), np.bool_)
    count = ports[0].shape[1]
    k = min(out[0].shape[1], count)
    work = np.empty(SCRATCH), np.empty(count), np.empty(k), np.empty((3, k + 1))
    _kernel()(lon, lat, ports, out, left, work)
    return left


def _kernel() -> _Kernel:
    """Return the kernel, loaded once for this process and kept for the next ones."""
    with _lock:
        if not _loaded:
            address = load()
            _loaded.append(_by_numba() if address is None else _called_at(address))
        return _loaded[0]


def _by_numba() -> _Kernel:
    from geo.batch.kernel import fill

    keep()
    by_numba: _Kernel = fill
    return by_numba


def _called_at(address: int) -> _Kernel:
    function = _FUNCTION(address)

    def called(
        lon: Floats, lat: Floats, ports: KernelPorts, out: Nearest, left: Flags, work: Work
    ) -> None:
        at = [array.ctypes.data for array in (lon, lat, *ports, *out, left, *work)]
        function(
            *at[:2], len(lon), *at[2:6], len(ports[2]), ports[3].shape[1], *at[6:9],
            out[0].shape[1], *at[9:],
        )  # fmt: skip

    return called
