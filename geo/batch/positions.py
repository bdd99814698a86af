"""Where the positions of an Arrow batch stand, and how they become two arrays of degrees."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
import pyarrow as pa

from geo.batch.degrees import degrees_of_text
from geo.data.geoparquet import GEO_KEY
from geo.errors import InvalidValueError, MissingValueError
from geo.geodesy import CRS84, FRAME_CRS, Floats

__all__ = [
    "MetadataError",
    "Positions",
    "floats_of_arrow",
    "geo_metadata",
    "positions_of_columns",
    "positions_of_geometry",
    "positions_of_schema",
]

_PAIRS: Final = (*product(("lon", "longitude", "lng", "long"), ("lat", "latitude")), ("x", "y"))
"""Names of columns that are taken for positions, in any case of letters."""
_FEW_TEXTS: Final = 10_000
"""Cells of text that are read one by one: loading Arrow's functions would take longer."""
_WKB_POINT_BYTES: Final = 21
_OF_BYTES: Final = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view)
_WKB_POINT: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])


class MetadataError(ValueError):
    """What a file says of its geometry cannot be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """The columns that hold positions: ``lon`` and ``lat`` in degrees, or ``geometry``.

    ``crs`` is the geometry's coordinate reference system; ``None`` is WGS 84 longitude/latitude.
    ``decimal`` stands before the decimals of numbers that are texts.
    """

    lon: str = ""
    lat: str = ""
    geometry: str = ""
    crs: str | None = None
    decimal: str = "."

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns that must be read."""
        return (self.geometry,) if self.geometry else (self.lon, self.lat)

    def of(self, batch: pa.RecordBatch) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes in degrees; NaN where a cell cannot be read."""
        if not self.geometry:
            return (
                _numbers(batch.column(self.lon), "lon", self.decimal),
                _numbers(batch.column(self.lat), "lat", self.decimal),
            )
        x, y = _coordinates(batch.column(self.geometry))
        if self.crs is None:
            return x, y
        from pyproj import CRS, Transformer

        transformer = Transformer.from_crs(CRS.from_user_input(self.crs), FRAME_CRS, always_xy=True)
        lon, lat = transformer.transform(x, y)
        return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


def positions_of_columns(names: Sequence[str], lon: str | None, lat: str | None) -> Positions:
    """Return the positions in two columns: those named, else the first known pair of names.

    Raises
    ------
    InvalidValueError
        A named column does not exist; ``MissingValueError`` if none is named and none is known.
    """
    if lon is not None or lat is not None:
        for field, name in (("--lon", lon), ("--lat", lat)):
            if name not in names:
                raise InvalidValueError(field, name, f"a column of the input: {_list(names)}")
        return Positions(lon=str(lon), lat=str(lat))
    by_name: dict[str, list[str]] = {}
    for name in names:
        by_name.setdefault(name.strip().lower(), []).append(name)
    for pair in _PAIRS:
        if all(name in by_name for name in pair):
            return Positions(
                lon=_only("--lon", by_name[pair[0]]), lat=_only("--lat", by_name[pair[1]])
            )
    raise MissingValueError("--lon", f"a column of longitudes; there are {_list(names)}")


def _only(field: str, names: list[str]) -> str:
    """Return the one column of a name; ``InvalidValueError`` where letters' case tells several."""
    if len(names) > 1:
        raise InvalidValueError(field, ", ".join(names), f"one of them, named by {field}")
    return names[0]


def positions_of_geometry(name: str, crs: object) -> Positions:
    """Return the positions in a geometry column of a coordinate reference system (or none).

    Raises
    ------
    MetadataError
        The system is not known.
    """
    if crs is None:
        return Positions(geometry=name)
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(crs)
    except CRSError as error:
        raise MetadataError(f"its coordinate reference system is not known: {error}") from error
    same = any(
        system.equals(CRS.from_user_input(known), ignore_axis_order=True)
        for known in (CRS84, FRAME_CRS)
    )
    return Positions(geometry=name, crs=None if same else system.to_json())


def positions_of_schema(
    schema: pa.Schema, lon: str | None, lat: str | None, geometry: str | None
) -> Positions:
    """Return the positions in a Parquet file: columns if named, else GeoParquet's geometry.

    Raises
    ------
    InvalidValueError
        A named column does not exist, or nothing says where the positions are.
    MetadataError
        What the file says of its geometry cannot be understood.
    """
    described = geo_metadata(schema) if lon is None and lat is None else {}
    if lon is None and lat is None and (geometry or described):
        name = geometry or str(described["primary_column"])
        if name not in schema.names:
            raise InvalidValueError("--geometry", name, f"a column: {_list(schema.names)}")
        details = described.get("columns", {}).get(name, {})
        return positions_of_geometry(name, details.get("crs"))
    return positions_of_columns(schema.names, lon, lat)


def geo_metadata(schema: pa.Schema) -> Mapping[str, Any]:
    """Return the GeoParquet metadata of a schema, empty if it has none; ``MetadataError``."""
    text = (schema.metadata or {}).get(GEO_KEY.encode())
    if text is None:
        return {}
    try:
        described = json.loads(text)
        columns, primary = described["columns"], described["primary_column"]
        is_whole = isinstance(primary, str) and all(
            isinstance(details, dict) for details in columns.values()
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise MetadataError("its GeoParquet metadata are damaged; name columns by --lon and --lat")
    return dict(described)


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)


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


def _numbers(column: pa.Array, axis: str, decimal: str = ".") -> Floats:
    if pa.types.is_float64(column.type):
        return floats_of_arrow(column)
    if pa.types.is_boolean(column.type):
        return np.full(len(column), math.nan)
    is_text = pa.types.is_string(column.type)
    if (decimal == "." and not (is_text and len(column) <= _FEW_TEXTS)) or not is_text:
        import pyarrow.compute as pc

        try:
            return floats_of_arrow(pc.cast(column, pa.float64()))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            pass
    cells = column.to_pylist()
    return np.array([_number(cell, axis, decimal) for cell in cells], np.float64)


def _number(cell: object, axis: str, decimal: str) -> float:
    if isinstance(cell, str):
        return degrees_of_text(cell, axis, decimal)
    from decimal import Decimal

    is_number = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    return float(cell) if is_number else math.nan  # type: ignore[arg-type]


def _coordinates(column: pa.Array) -> tuple[Floats, Floats]:
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_struct(column.type):
        parts = dict(zip(column.type.names, column.flatten(), strict=True))
        x, y = (parts.get(name, pa.nulls(len(column), pa.float64())) for name in ("x", "y"))
        return _numbers(x, "lon"), _numbers(y, "lat")
    packed = _packed_points(column)
    if packed is not None:
        return packed
    if not any(is_of(column.type) for is_of in _OF_BYTES):
        return np.full(len(column), math.nan), np.full(len(column), math.nan)
    import shapely

    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return shapely.get_x(shapes), shapely.get_y(shapes)


def _packed_points(column: pa.Array) -> tuple[Floats, Floats] | None:
    """Return the coordinates of plain little-endian WKB points, or ``None`` if it holds others."""
    binary = pa.types.is_binary(column.type)
    if not binary or column.null_count or not len(column):
        return None
    offsets = np.frombuffer(column.buffers()[1], np.int32)
    offsets = offsets[column.offset : column.offset + len(column) + 1]
    if not np.all(np.diff(offsets) == _WKB_POINT_BYTES):
        return None
    points = np.frombuffer(column.buffers()[2], _WKB_POINT, len(column), int(offsets[0]))
    if not np.all((points["order"] == 1) & (points["type"] == 1)):
        return None
    return points["x"].copy(), points["y"].copy()
