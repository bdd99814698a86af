"""The documented statements that find the nearest port in SQL alone, in DuckDB and in PostGIS.

``docs/scale.md`` and ``docs/postgis.md`` hold the statements; here they are read and run. PostGIS
is the database of ``BENCH_POSTGIS``, into which ``border-ports db load`` has put the data set.
"""

import io
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import csv

import geo
from geo.formats import export

if TYPE_CHECKING:
    import psycopg

DOCS = Path(__file__).parents[2] / "docs"


def statement(page: str, begins: str) -> str:
    """Return the statement of a page of the documentation that begins with these words."""
    blocks = re.findall(r"```sql\n(.*?)\n```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    return next(block for block in blocks if block.startswith(begins))


def duckdb_sql(trucks: pa.Table) -> pa.Table:
    """Answer by DuckDB's own SQL, from the GeoParquet of ports."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        export(geo.load(), f"{folder}/ports.parquet", layers=["ports"])
        database.execute(f"SET file_search_path = '{folder}'")
        database.register("trucks", trucks)
        return database.sql(statement("scale.md", "WITH RECURSIVE")).to_arrow_table()


def by_row(_: pa.Table) -> Callable[[], pa.Table]:
    """Answer each row by itself in PostGIS."""
    return _postgis("SELECT t.truck")


def by_cell(_: pa.Table) -> Callable[[], pa.Table]:
    """Answer rows in PostGIS from the candidates of their cell."""
    return _postgis("WITH candidates")


@cache
def _connection() -> "psycopg.Connection":
    import psycopg

    return psycopg.connect(os.environ["BENCH_POSTGIS"])


def load_trucks(trucks: pa.Table) -> None:
    """Put the rows into a table of the database as points; this is not measured."""
    connection = _connection()
    connection.execute("DROP TABLE IF EXISTS trucks, places")
    connection.execute("CREATE TEMP TABLE places (truck int, lon float8, lat float8)")
    with connection.cursor().copy("COPY places FROM STDIN (FORMAT csv)") as copy:
        for batch in trucks.to_batches(max_chunksize=1 << 16):
            text = io.BytesIO()
            csv.write_csv(batch, text, csv.WriteOptions(include_header=False))
            copy.write(text.getvalue())
    connection.execute(
        "CREATE TABLE trucks AS SELECT truck, "
        "ST_SetSRID(ST_Point(lon, lat), 4326)::geometry(Point, 4326) AS geom FROM places"
    )
    connection.execute("ANALYZE trucks")


def _postgis(begins: str) -> Callable[[], pa.Table]:
    """Answer into a table of the database; what is returned fetches it, in the order of trucks."""
    connection = _connection()
    text = statement("postgis.md", begins).rstrip(";")
    connection.execute("DROP TABLE IF EXISTS answers")
    connection.execute(f"CREATE TEMP TABLE answers AS {text}".encode())
    return _fetched


def _fetched() -> pa.Table:
    rows = _connection().execute("SELECT truck, id, metres FROM answers").fetchall()
    return pa.table(dict(zip(("truck", "id", "metres"), zip(*rows, strict=True), strict=True)))
