"""Where the positions of an Arrow batch stand, and how they become two arrays of degrees."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

import numpy as np
import pyarrow as pa

from geo.batch.degrees import degrees_of_text, number_of_text
from geo.batch.points import (
    coordinates_of,
    floats_of_arrow,
    is_bytes,
    separated_type,
    storage_of,
)
from geo.batch.systems import (
    BY_OPTION,
    MetadataError,
    in_degrees,
    is_in_degrees,
    named_system,
    system_of,
    system_of_srids,
)  # fmt: skip
from geo.data.geoparquet import GEO_KEY
from geo.errors import InvalidValueError, MissingValueError
from geo.geodesy import CRS84, Floats
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = [
    "Positions",
    "geo_metadata",
    "positions_of_columns",
    "positions_of_geometry",
    "positions_of_numbers",
    "positions_of_schema",
]

_A_COLUMN: Final = message("a column of the input: {names}")
_LONGITUDES: Final = message("a column of longitudes; there are {names}")
_ONE_OF_THEM: Final = message("one of them, named by {option}")
_PAIRS: Final = (*product(("lon", "longitude", "lng", "long"), ("lat", "latitude")), ("x", "y"))
"""Names of columns that are taken for positions, in any case of letters."""
_OTHER_SHAPES: Final = frozenset(
    f"geoarrow.{shape}"
    for shape in ("linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
                  "geometry", "geometrycollection", "box", "wkt")
)  # fmt: skip
"""Types of GeoArrow, and so encodings of GeoParquet, that are no points of their own."""
_NO_NUMBERS: Final = (
    pa.types.is_boolean, pa.types.is_temporal, pa.types.is_nested, is_bytes,
)  # fmt: skip
_FEW_TEXTS: Final = 10_000
"""Cells of text that are read one by one: loading Arrow's functions would take longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """The columns that hold positions: ``lon`` and ``lat``, or ``geometry``.

    ``crs`` is their coordinate reference system; ``None`` is WGS 84 longitude and latitude. Of a
    projected one ``lon`` holds eastings and ``lat`` northings. ``decimal`` stands before the
    decimals of numbers that are texts. ``stated_by`` is who says which system a geometry has, empty
    if nobody does but perhaps its points themselves.
    """

    lon: str = ""
    lat: str = ""
    geometry: str = ""
    crs: str | None = None
    decimal: str = "."
    stated_by: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns that must be read."""
        return (self.geometry,) if self.geometry else (self.lon, self.lat)

    def of(self, batch: pa.RecordBatch) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes in degrees; NaN where a cell cannot be read.

        ``MetadataError`` if points name another system than is known, or several.
        """
        if self.geometry:
            x, y, srids = coordinates_of(batch.column(self.geometry))
            return in_degrees(system_of_srids(srids, self.crs, self.stated_by), x, y)
        x, y = (
            _numbers(batch.column(name), axis, self.decimal)
            for name, axis in zip((self.lon, self.lat), self.axes, strict=True)
        )
        return in_degrees(self.crs, x, y)

    def settled(self, first: pa.RecordBatch) -> "Positions":
        """Return the positions with the system that the points of the first batch name, if any.

        Further points must be of that system too.

        Raises
        ------
        MetadataError
            The points name another system than is known, several, or one that is not known.
        """
        if not self.geometry or self.stated_by:
            return self
        _, _, srids = coordinates_of(first.column(self.geometry))
        if not any(srids):
            return self
        return replace(self, crs=system_of_srids(srids, None, ""), stated_by="the first points say")

    @property
    def axes(self) -> tuple[str, str]:
        """Return as which axis the text of each column is read, empty for plain numbers."""
        return ("lon", "lat") if is_in_degrees(self.crs) else ("", "")

    def cell(self, text: str, axis: str) -> float:
        """Return the number that a cell stands for on one of ``axes``; NaN for none."""
        return _of_text(text, axis, self.decimal)


def positions_of_columns(
    names: Sequence[str], lon: str | None, lat: str | None, crs: str | None = None
) -> Positions:
    """Return the positions in two columns: those named, else the first known pair of names.

    Raises
    ------
    InvalidValueError
        A named column or the system ``crs`` does not exist; ``MissingValueError`` if no column is
        named and none is known.
    """
    x, y = _columns(names, lon, lat)
    return Positions(lon=x, lat=y, crs=None if crs is None else named_system(crs))


def _columns(names: Sequence[str], lon: str | None, lat: str | None) -> tuple[str, str]:
    if lon is not None or lat is not None:
        return _named("--lon", lon, names), _named("--lat", lat, names)
    by_name: dict[str, list[str]] = {}
    for name in names:
        by_name.setdefault(name.strip().lower(), []).append(name)
    for pair in _PAIRS:
        if all(name in by_name for name in pair):
            return _only("--lon", by_name[pair[0]]), _only("--lat", by_name[pair[1]])
    raise MissingValueError("--lon", said(_LONGITUDES, names=_list(names)))


def _named(field: str, name: str | None, names: Sequence[str]) -> str:
    """Return the name of a column that is there, once; ``InvalidValueError`` otherwise."""
    if name is None:
        raise MissingValueError(field, said(_A_COLUMN, names=_list(names)))
    if name not in names:
        raise InvalidValueError(field, name, said(_A_COLUMN, names=_list(names)))
    if names.count(name) > 1:
        raise InvalidValueError(field, name, f"a column that is there once: {_list(names)}")
    return name


def _only(field: str, names: list[str]) -> str:
    """Return the one column of a name; ``InvalidValueError`` where letters' case tells several."""
    if len(names) > 1:
        raise InvalidValueError(field, ", ".join(names), said(_ONE_OF_THEM, option=field))
    return names[0]


def positions_of_geometry(name: str, stated: object, crs: str | None = None) -> Positions:
    """Return the positions in a geometry column; errors as in ``system_of``."""
    by = "" if stated is None else "the file's metadata say"
    return Positions(geometry=name, crs=system_of(stated, crs), stated_by=BY_OPTION if crs else by)


def positions_of_schema(
    schema: pa.Schema,
    lon: str | None,
    lat: str | None,
    geometry: str | None,
    crs: str | None = None,
) -> Positions:
    """Return the positions in a Parquet file: columns if named, else GeoParquet's geometry.

    Raises
    ------
    InvalidValueError
        A named column does not exist or holds neither numbers nor text, nothing says where the
        positions are, or ``crs`` is none or another than the file states.
    MetadataError
        What the file says of its geometry cannot be understood.
    """
    is_by_columns = lon is not None or lat is not None
    if geometry is not None and is_by_columns:
        raise InvalidValueError("--geometry", geometry, "it, or --lon and --lat, not both")
    described = {} if is_by_columns else geo_metadata(schema)
    name = geometry or described.get("primary_column")
    if name is None:
        try:
            return positions_of_numbers(schema, lon, lat, crs)
        except MissingValueError:
            named = [field.name for field in schema if _geoarrow(field)[0]]
            if is_by_columns or len(named) != 1:
                raise
            name = named[0]
    field = schema.field(_named("--geometry", name, schema.names))
    details = described.get("columns", {}).get(name, {})
    _check_points(field, details.get("encoding", ""))
    # GeoParquet: without a word WGS 84, null is not known.
    stated = details.get("crs", CRS84) if details else _system_of_field(field)
    return positions_of_geometry(name, stated, crs)


def _check_points(field: pa.Field, encoding: object) -> None:
    """Refuse a column that can hold no points, by its GeoArrow name or its type."""
    told = _geoarrow(field)[0] or f"geoarrow.{encoding}".lower()
    kind = storage_of(field.type)
    is_known = separated_type(kind) is not None or is_bytes(kind) or pa.types.is_null(kind)
    is_other = told in _OTHER_SHAPES
    if is_other or not is_known:
        allowed = f"a column of points (WKB or GeoArrow's); it holds {told if is_other else kind}"
        raise InvalidValueError("--geometry", field.name, allowed)


def positions_of_numbers(
    schema: pa.Schema, lon: str | None, lat: str | None, crs: str | None = None
) -> Positions:
    """Return the positions in two columns, as ``positions_of_columns``, of numbers or text.

    Raises
    ------
    InvalidValueError
        As there, or a column is of times, truth values, bytes, or of several values a cell.
    """
    positions = positions_of_columns(schema.names, lon, lat, crs)
    for option, name in (("--lon", positions.lon), ("--lat", positions.lat)):
        kind = schema.field(name).type
        value = kind.value_type if pa.types.is_dictionary(kind) else kind
        if any(is_of(value) for is_of in _NO_NUMBERS):
            allowed = f"a column of numbers or text; it holds {kind}"
            raise InvalidValueError(option, name, allowed)
    return positions


def _system_of_field(field: pa.Field) -> object:
    """Return what GeoArrow says of the system of a column, ``None`` if nothing."""
    name, text = _geoarrow(field)
    if not name or not text:
        return None
    try:
        return json.loads(text).get("crs")
    except (ValueError, AttributeError):
        raise MetadataError("its GeoArrow metadata are damaged") from None


def _geoarrow(field: pa.Field) -> tuple[str, bytes]:
    """Return what GeoArrow calls the type of a column, and its metadata; empty if nothing."""
    if isinstance(field.type, pa.ExtensionType):
        name, text = field.type.extension_name, field.type.__arrow_ext_serialize__()
    else:
        told = field.metadata or {}
        name = told.get(b"ARROW:extension:name", b"").decode(errors="replace")
        text = told.get(b"ARROW:extension:metadata", b"")
    return (name, text) if name.startswith("geoarrow.") else ("", b"")


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
        return _of_text(cell, axis, decimal)
    from decimal import Decimal

    is_number = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    return float(cell) if is_number else math.nan  # type: ignore[arg-type]


def _of_text(text: str, axis: str, decimal: str) -> float:
    return degrees_of_text(text, axis, decimal) if axis else number_of_text(text, decimal)
