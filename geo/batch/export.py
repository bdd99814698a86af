"""The compiled kernel as a function of C, whose machine code needs neither numba nor Python."""

from typing import Any

import numba
from numba import types

from geo.batch.kernel import fill
from geo.batch.native import SCRATCH

__all__ = ["exported"]

_numba: Any = numba
carray = _numba.carray
_pointer: Any = types.CPointer
_NUMBERS = _pointer(types.float64)
_SIGNATURE = types.void(
    _NUMBERS, _NUMBERS, types.intp,
    *[_NUMBERS] * 4, types.intp, types.intp,
    _pointer(types.int16), _NUMBERS, _NUMBERS, types.intp,
    _pointer(types.bool_), *[_NUMBERS] * 4,
)  # fmt: skip


def exported() -> tuple[str, str]:
    """Return the kernel in LLVM's language, and the name of its function there."""
    made = numba.cfunc(_SIGNATURE, error_model="numpy")(_answer)
    return made.inspect_llvm(), made.native_name


def _answer(  # noqa: PLR0913, PLR0917 - a function of C knows addresses and counts alone
    lon: Any, lat: Any, points: int,  # noqa: ANN401
    xyz: Any, normals: Any, port_lon: Any, groups: Any, count: int, grouped: int,  # noqa: ANN401
    index: Any, distance: Any, bearing: Any, k: int,  # noqa: ANN401
    left: Any, scratch: Any, squares: Any, smallest: Any, ranked: Any,  # noqa: ANN401
) -> None:  # fmt: skip
    most = min(k, count)
    ports = (
        carray(xyz, (3, count)),
        carray(normals, (3, count)),
        carray(port_lon, count),
        carray(groups, (4, grouped)),
    )
    out = (
        carray(index, (points, k)),
        carray(distance, (points, k)),
        carray(bearing, (points, k)),
    )
    work = (
        carray(scratch, SCRATCH),
        carray(squares, count),
        carray(smallest, most),
        carray(ranked, (3, most + 1)),
    )
    fill(carray(lon, points), carray(lat, points), ports, out, carray(left, points), work)
