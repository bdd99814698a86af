"""Rows per second where other programs call ``geo.nearest_table``, or answer in SQL alone.

Usage: python bench/nearest/elsewhere.py [--rows 1000000] [--only duckdb,duckdb_sql]

Each way gets the same positions; those that call ours call the same engine. First it answers a
sample, which starts what it needs; its ids are compared with those of GeographicLib alone, truck by
truck. The rate is that of a second call, all of whose ids are compared with ours, and its metres
where it is a statement of SQL. Programs that are not installed are left out and named.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from in_sql import by_cell, by_row, duckdb_sql, load_trucks
from pyarrow import parquet

import geo
from geo.batch import NearestEngine, nearest_frame, nearest_table, ports_of_border

SEED, SPREAD_DEG, SAMPLE = 7, 0.5, 20_000
Answer = Any
"""A column of ids in whatever form the program gives it, or a table, or what fetches one, of trucks
in any order with their ``id`` and perhaps ``metres``."""
ENGINE = NearestEngine(ports_of_border(geo.load(), direction="any"))


def positions(rows: int) -> pa.Table:
    """Return ids and positions around the border."""
    random = np.random.default_rng(SEED)
    near = random.integers(0, len(ENGINE.ports), rows)
    lon = ENGINE.ports.lon[near] + random.normal(0.0, SPREAD_DEG, rows)
    lat = ENGINE.ports.lat[near] + random.normal(0.0, SPREAD_DEG, rows)
    return pa.table({"truck": np.arange(rows), "lon": lon, "lat": lat})


def arrow(trucks: pa.Table) -> Answer:
    """Answer the Arrow table itself."""
    return nearest_table(trucks, ENGINE)["port_id"]


def polars(trucks: pa.Table) -> Answer:
    """Answer by ``map_batches`` of a lazy frame."""
    import polars as pl

    rows = pl.from_arrow(trucks).lazy()
    answer = {"port_id": pl.String, "distance_km": pl.Float64, "bearing_deg": pl.Float64}
    found = rows.map_batches(
        lambda part: pl.from_arrow(nearest_table(part, ENGINE)),
        schema={**rows.collect_schema(), **answer},
    ).collect()
    return found["port_id"]


def duckdb(trucks: pa.Table) -> Answer:
    """Answer by a function of DuckDB that takes and gives Arrow."""
    import duckdb as program

    def port_of(lon: pa.Array, lat: pa.Array) -> pa.Array:
        return nearest_table(pa.table({"lon": lon, "lat": lat}), ENGINE)["port_id"]

    with program.connect() as database:
        database.register("trucks", trucks)
        database.create_function(
            "port_of", port_of, ["DOUBLE", "DOUBLE"], "VARCHAR", type="arrow",
            null_handling="special",
        )  # fmt: skip
        found = database.sql("SELECT port_of(lon, lat) AS port FROM trucks")
        return found.to_arrow_table()["port"]


def pandas(trucks: pa.Table) -> Answer:
    """Answer a data frame."""
    return nearest_frame(trucks.to_pandas(), ENGINE)["port_id"]


def dask(trucks: pa.Table) -> Answer:
    """Answer by ``map_partitions`` in threads."""
    import dask.dataframe as dd

    parts = dd.from_pandas(trucks.to_pandas(), npartitions=8)
    meta = nearest_frame(parts._meta, ENGINE)  # noqa: SLF001 - as Dask's own pages have it
    return parts.map_partitions(nearest_frame, ENGINE, meta=meta).compute()["port_id"]


def spark(trucks: pa.Table) -> Answer:
    """Answer by ``mapInArrow`` of Spark on this machine; the sample has started it before."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "65536")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    engine = ENGINE
    answer = "truck long, lon double, lat double, port_id string, distance_km double, "
    with tempfile.TemporaryDirectory() as folder:
        parquet.write_table(trucks, f"{folder}/trucks.parquet", row_group_size=1 << 18)
        near = session.read.parquet(folder).mapInArrow(
            lambda batches: (nearest_table(batch, engine) for batch in batches),
            f"{answer} bearing_deg double",
        )
        return near.select("port_id").toArrow()["port_id"]


def ray(trucks: pa.Table) -> Answer:
    """Answer by ``map_batches`` of Ray Data, which hands on parts as they get ready: by truck.

    The sample has started it before.
    """
    import ray as program

    if not program.is_initialized():
        program.init(
            include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1",
            logging_level="ERROR",
        )  # fmt: skip
    parts = [trucks.slice(start, 1 << 18) for start in range(0, len(trucks), 1 << 18)]
    near = program.data.from_arrow(parts).map_batches(
        nearest_table, batch_format="pyarrow", batch_size=1 << 16, fn_args=(ENGINE,)
    )
    found = program.get(near.select_columns(["truck", "port_id"]).to_arrow_refs())
    return pa.concat_tables(found).rename_columns(["truck", "id"])


WAYS: dict[str, Callable[[pa.Table], Answer]] = {
    "arrow": arrow, "polars": polars, "duckdb": duckdb, "duckdb_sql": duckdb_sql, "pandas": pandas,
    "dask": dask, "spark": spark, "ray": ray, "by_row": by_row, "by_cell": by_cell,
}  # fmt: skip
BEFORE: dict[str, Callable[[pa.Table], None]] = {"by_row": load_trucks, "by_cell": load_trucks}
"""What a way needs of the rows before it is measured."""


def differing(answer: Answer, truth: pa.Table) -> str:
    """Return how many ids are not those of ours, and by how far metres differ."""
    found = answer() if callable(answer) else answer
    if not isinstance(found, pa.Table):
        found = pa.table({"truck": truth["truck"], "id": pa.chunked_array(found)})
    found = found.sort_by("truck")
    wrong = f"{_unequal(found['id'].cast(pa.string()), truth['port_id']):,} of {len(truth):,} wrong"
    if "metres" not in found.column_names:
        return wrong
    apart = pc.subtract(pc.divide(found["metres"], 1_000.0), truth["distance_km"])
    return f"{wrong}, at most {1e6 * pc.max(pc.abs(apart)).as_py():.2f} mm apart"


def _unequal(ids: pa.ChunkedArray, truth: pa.ChunkedArray) -> int:
    assert len(ids) == len(truth), "rows are missing"
    return int(pc.sum(pc.fill_null(pc.not_equal(ids, truth), True)).as_py())  # noqa: FBT003


def measured(name: str, trucks: pa.Table, sample: pa.Table, ours: pa.Table) -> str:
    """Return the rate of a way and what it got wrong; ``sample`` is answered beforehand."""
    way, before = WAYS[name], BEFORE.get(name, lambda _: None)
    positions_of_sample = sample.select(trucks.column_names)
    try:
        before(positions_of_sample)
        of_sample = differing(way(positions_of_sample), sample)
    except (ImportError, KeyError) as error:
        return f"left out: {error}"
    before(trucks)
    begun = time.perf_counter()
    answer = way(trucks)
    rate = len(trucks) / (time.perf_counter() - begun)
    return f"{rate / 1e6:6.3f} M rows/s; sample: {of_sample}; {differing(answer, ours)}"


def main() -> None:
    """Run every way, or some, and print their rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=float, default=1e6)
    parser.add_argument("--only", default=",".join(WAYS))
    options = parser.parse_args()
    trucks = positions(int(options.rows))
    exact = NearestEngine(ENGINE.ports, compiled=False)
    sample, ours = nearest_table(trucks.slice(0, SAMPLE), exact), nearest_table(trucks, ENGINE)
    for name in options.only.split(","):
        print(f"{name:10} {measured(name, trucks, sample, ours)}", flush=True)


if __name__ == "__main__":
    main()
