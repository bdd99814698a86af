"""The engine for Arrow tables, as Spark, DuckDB, polars and Ray hand them over and take them."""

from functools import lru_cache
from typing import Any, TypeVar

import pyarrow as pa

from geo.batch.answers import port_columns, port_fields
from geo.batch.engine import NearestEngine
from geo.batch.positions import Positions, positions_of_schema
from geo.errors import InvalidValueError

__all__ = ["nearest_schema", "nearest_table"]

_Rows = TypeVar("_Rows", pa.Table, pa.RecordBatch)


def nearest_table(
    table: _Rows,
    engine: NearestEngine | None = None,
    *,
    lon: str | None = None,
    lat: str | None = None,
    geometry: str | None = None,
    crs: str | None = None,
) -> _Rows:
    """Return an Arrow table or record batch with the nearest ports of each row in further columns.

    ``port_id`` (string), ``distance_km`` and ``bearing_deg`` (doubles, millimetres and a
    ten-thousandth of a degree) are added, with ``_2`` and so on for further ports; null where a
    row has no readable position. The given columns are handed on without a copy. The engine, by
    default one for any port of the embedded data, may be sent to other processes.

    Parameters
    ----------
    table
        A table, a record batch, or what gives a table by Arrow's C stream (polars, DuckDB).
    engine
        Which ports count, and how many of them are answered.
    lon, lat, geometry
        Columns of degrees, or of points; found by name or GeoParquet's metadata if not given.
    crs
        Name of their coordinate reference system, such as ``EPSG:32613``, if it is not WGS 84; of
        a projected one ``lon`` names the column of eastings and ``lat`` that of northings.

    Raises
    ------
    InvalidValueError
        Nothing says where the positions are, a column does not exist or has an answer's name, or
        the system is none or another than GeoParquet's metadata say.
    MetadataError
        What the table says of its geometry cannot be understood; the points (EWKB) are of several
        systems, or of another than is said.
    """
    known = engine or _any_port()
    columns = (lon, lat, geometry, crs)
    if isinstance(table, pa.RecordBatch):
        return _answered(table, known, positions_of_schema(table.schema, *columns))
    rows = pa.table(table)
    positions = positions_of_schema(rows.schema, *columns)
    batches = rows.to_batches()
    if batches:
        positions = positions.settled(batches[0])
    batches = [_answered(batch, known, positions) for batch in batches]
    return pa.Table.from_batches(batches, nearest_schema(rows.schema, known))


def nearest_schema(schema: pa.Schema, engine: NearestEngine | None = None) -> pa.Schema:
    """Return the schema that ``nearest_table`` makes of one.

    Raises
    ------
    InvalidValueError
        A column has the name of an answer's column.
    """
    for field in port_fields((engine or _any_port()).k, is_text=True):
        if field.name in schema.names:
            raise InvalidValueError("table", field.name, "columns of other names than the answer's")
        schema = schema.append(field)
    return schema


def _answered(batch: pa.RecordBatch, engine: NearestEngine, positions: Positions) -> pa.RecordBatch:
    schema = nearest_schema(batch.schema, engine)
    nearest = engine.find(*positions.of(batch))
    arrays: list[Any] = list(batch.columns)
    for rank in range(engine.k):
        arrays += port_columns(engine, nearest, rank, is_text=True)
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


@lru_cache(maxsize=1)
def _any_port() -> NearestEngine:
    from geo.batch.ports import ports_of_border
    from geo.border import load

    return NearestEngine(ports_of_border(load(), direction="any"))
