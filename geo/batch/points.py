"""The points of a column of geometries: their coordinates and the systems that they name."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.data.wkb import Coordinates, packed_points
from geo.geodesy import Floats

__all__ = [
    "coordinates_of", "floats_of_arrow", "in_iso_wkb", "is_bytes", "separated", "separated_type",
    "shapes_of", "storage_of",
]  # fmt: skip

_OF_BYTES: Final = (
    pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view,
    pa.types.is_fixed_size_binary,
)  # fmt: skip
_AXES: Final = "xyzm"
_EXTENDED: Final = 0xE0
"""Bits of the highest byte of a type in EWKB: it has heights, measures, an SRID."""
_HEAD_BYTES: Final = 5
"""The order of bytes and the type, with which each geometry begins."""


def floats_of_arrow(numbers: pa.Array) -> Floats:
    """Return an array of doubles, NaN where it is null; ``to_numpy`` would import pandas."""
    count = len(numbers)
    if not count:
        return np.empty(0)
    validity, values = numbers.buffers()
    rows = slice(numbers.offset, numbers.offset + count)
    floats = np.frombuffer(values, np.float64)[rows]
    if not numbers.null_count:
        return floats
    bits = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")[rows]
    return np.where(bits, floats, math.nan)


def coordinates_of(column: pa.Array) -> Coordinates:
    """Return the coordinates of points: WKB, EWKB, or GeoArrow's own."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if _axes(column.type):
        by_axis = _by_axis(column)
        return by_axis["x"], by_axis["y"], frozenset()
    packed = _packed_points(column)
    if packed is not None:
        return packed
    shapes = shapes_of(column)
    if shapes is None:
        return np.full(len(column), math.nan), np.full(len(column), math.nan), frozenset()
    import shapely

    srids = shapely.get_srid(shapes[~shapely.is_missing(shapes)])
    return shapely.get_x(shapes), shapely.get_y(shapes), frozenset(np.unique(srids).tolist())


def storage_of(kind: pa.DataType) -> pa.DataType:
    """Return the type in which cells are stored, of an extension's type its own."""
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def separated_type(kind: pa.DataType) -> pa.DataType | None:
    """Return the struct that GeoParquet knows of a type of GeoArrow's points, ``None`` of others.

    Those are structs of numbers, or lists of two to four together.
    """
    axes = _axes(storage_of(kind))
    return pa.struct([(axis, pa.float64()) for axis in axes]) if axes else None


def separated(column: pa.Array) -> pa.Array:
    """Return GeoArrow's points as ``separated_type`` of their type."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    valid = None
    if column.null_count:
        known = column.is_valid().to_numpy(zero_copy_only=False)
        valid = pa.py_buffer(np.packbits(known, bitorder="little"))
    children = [
        pa.Array.from_buffers(pa.float64(), len(column), [None, pa.py_buffer(values.copy())])
        for values in _by_axis(column).values()
    ]
    kind = separated_type(column.type)
    return pa.Array.from_buffers(kind, len(column), [valid], children=children)


def _axes(kind: pa.DataType) -> str:
    """Return the axes of a type of points in the order of GeoParquet's, empty for other types."""
    if pa.types.is_struct(kind):
        fields = {field.name: field.type for field in kind}
        is_known = {"x", "y"} <= set(fields) <= set(_AXES) and len(fields) == kind.num_fields
        is_points = is_known and all(map(_is_number, fields.values()))
        return "".join(axis for axis in _AXES if axis in fields) if is_points else ""
    if not (pa.types.is_fixed_size_list(kind) and _is_number(kind.value_type)):
        return ""
    if kind.value_field.name == "xym":
        return "xym"
    return _AXES[: kind.list_size] if 2 <= kind.list_size <= len(_AXES) else ""  # noqa: PLR2004


def _by_axis(column: pa.Array) -> dict[str, Floats]:
    """Return the numbers of points of each axis, NaN in rows that have none."""
    axes = _axes(column.type)
    if pa.types.is_struct(column.type):
        fields = dict(zip(column.type.names, column.flatten(), strict=True))
        return {axis: _doubles(fields[axis]) for axis in axes}
    size = len(axes)
    together = column.values.slice(column.offset * size, len(column) * size)
    numbers = _doubles(together).reshape(-1, size)
    if column.null_count:
        known = column.is_valid().to_numpy(zero_copy_only=False)
        numbers = np.where(known[:, None], numbers, math.nan)
    return dict(zip(axes, numbers.T, strict=True))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind))


def _doubles(numbers: pa.Array) -> Floats:
    if pa.types.is_float64(numbers.type):
        return floats_of_arrow(numbers)
    import pyarrow.compute as pc

    return floats_of_arrow(pc.cast(numbers, pa.float64(), safe=False))


def is_bytes(kind: pa.DataType) -> bool:
    """Return whether cells of a type are bytes, in whichever of Arrow's ways."""
    return any(is_of(kind) for is_of in _OF_BYTES)


def shapes_of(column: pa.Array) -> npt.NDArray[np.object_] | None:
    """Return the shapes of a column, ``None`` if it holds neither bytes nor points.

    A MultiPoint of one point is that point, as points are called in many files.
    """
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if not (is_bytes(column.type) or _axes(column.type)):
        return None
    import shapely

    shapes: npt.NDArray[np.object_]
    if _axes(column.type):
        by_axis = _by_axis(column)
        return np.asarray(shapely.points(by_axis["x"], by_axis["y"]))
    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    several = shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT
    alone = several & (shapely.get_num_geometries(shapes) == 1)
    shapes[alone] = shapely.get_geometry(shapes[alone], 0)
    return shapes


def in_iso_wkb(column: pa.Array) -> pa.Array:
    """Return a column of WKB by ISO 13249, which GeoParquet asks for, where it has PostGIS's EWKB.

    What is no geometry stays as it is.
    """
    if isinstance(column, pa.ExtensionArray):
        return pa.ExtensionArray.from_storage(column.type, in_iso_wkb(column.storage))
    if not _is_extended(column):
        return column
    import shapely

    given = column.to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(given, on_invalid="ignore")
    plain = shapely.to_wkb(shapes, flavor="iso", include_srid=False)
    cells = np.where(shapely.is_missing(shapes), given, plain)
    return pa.array(cells.tolist(), column.type)


def _is_extended(column: pa.Array) -> bool:
    """Return whether a cell of a column of bytes has a type that EWKB alone has."""
    kind = column.type
    if not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind)):
        return False
    width = np.int64 if pa.types.is_large_binary(kind) else np.int32
    offsets = np.frombuffer(column.buffers()[1] or b"", width)
    offsets = offsets[column.offset : column.offset + len(column) + 1]
    starts = offsets[:-1][np.diff(offsets) >= _HEAD_BYTES]
    if not len(starts):
        return False
    content = np.frombuffer(column.buffers()[2], np.uint8)
    highest = np.where(content[starts] == 1, content[starts + 4], content[starts + 1])
    return bool(np.any(highest & _EXTENDED))


def _packed_points(column: pa.Array) -> Coordinates | None:
    """Return the coordinates of little-endian points of one layout, ``None`` if it holds others."""
    binary = pa.types.is_binary(column.type)
    if not binary or column.null_count or not len(column):
        return None
    offsets = np.frombuffer(column.buffers()[1], np.int32)
    offsets = offsets[column.offset : column.offset + len(column) + 1]
    lengths, length = np.diff(offsets), int(offsets[1] - offsets[0])
    if not np.all(lengths == length):
        return None
    return packed_points(column.buffers()[2], len(column), length, int(offsets[0]))
