"""Rows per second of ``geo.nearest_table`` where other programs call it, in one run.

Usage: python bench/nearest/elsewhere.py [--rows 1000000]

Each way gets the same positions and calls the same engine. First it answers a sample, which starts
what it needs; its ids are compared with those of GeographicLib alone, truck by truck. The rate is
that of a second call. Programs that are not installed are left out and named.
"""

import argparse
import operator
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

import geo
from geo.batch import NearestEngine, nearest_frame, nearest_table, ports_of_border

SEED, SPREAD_DEG, SAMPLE = 7, 0.5, 20_000
Answer = Any
"""A column of ids, in whatever form the program gives it."""
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
    """Answer by ``map_batches`` of Ray Data on this machine; the sample has started it before."""
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
    found = program.get(near.select_columns(["port_id"]).to_arrow_refs())
    return pa.concat_tables(found)["port_id"]


WAYS: dict[str, Callable[[pa.Table], Answer]] = {
    "arrow": arrow, "polars": polars, "duckdb": duckdb, "pandas": pandas, "dask": dask,
    "spark": spark, "ray": ray,
}  # fmt: skip


def main() -> None:
    """Run every way and print its rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=float, default=1e6)
    trucks = positions(int(parser.parse_args().rows))
    sample = trucks.slice(0, SAMPLE)
    exact = NearestEngine(ENGINE.ports, compiled=False)
    truth = nearest_table(sample, exact)["port_id"].to_pylist()
    for name, way in WAYS.items():
        try:
            wrong = sum(map(operator.ne, map(str, way(sample)), truth))
        except ImportError as error:
            print(f"{name:8} left out: {error}")
            continue
        begun = time.perf_counter()
        answered = len(way(trucks))
        print(
            f"{name:8} {answered / (time.perf_counter() - begun) / 1e6:6.2f} M rows/s, "
            f"{wrong} of {len(truth):,} wrong",
            flush=True,
        )


if __name__ == "__main__":
    main()
