"""Nearest ports of Arrow tables, within polars and DuckDB too, against the geodesic of pyproj."""

import pickle
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pyproj import Geod

import geo
from geo.batch import NearestEngine, nearest_schema, nearest_table, ports_of_border
from geo.border import Border
from geo.errors import InvalidValueError

COUNT = 3_000
ADDED = ["port_id", "distance_km", "bearing_deg"]


@pytest.fixture(scope="module")
def trucks() -> pa.Table:
    """Return points around the border, some without a position, in several chunks."""
    chance = np.random.default_rng(7)
    lon, lat = chance.uniform(-118, -97, COUNT), chance.uniform(25, 33, COUNT)
    table = pa.table({"truck": np.arange(COUNT), "lon": lon, "lat": lat})
    nothing = pa.table({"truck": [-1, -2], "lon": [None, 200.0], "lat": [30.0, 30.0]})
    return pa.concat_tables([table.slice(0, 1_000), nothing, table.slice(1_000)])


@pytest.fixture(scope="module")
def truth(border: Border, trucks: pa.Table) -> list[str | None]:
    """Return the id of the nearest port of each row, from all 55 geodesics."""
    ports = border.ports.sort_values("id")
    lon, lat = (trucks[name].to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
    ways = np.stack([
        Geod(ellps="WGS84").inv(np.full(len(lon), point.x), np.full(len(lon), point.y),
                                np.nan_to_num(lon), lat)[2]
        for point in ports.geometry
    ])  # fmt: skip
    names = ports["id"].to_numpy()[ways.argmin(axis=0)]
    known = np.abs(lon) <= 180
    return [str(name) if there else None for name, there in zip(names, known, strict=True)]


def test_a_table_gets_the_nearest_port_of_each_row(
    trucks: pa.Table, truth: list[str | None]
) -> None:
    answered = geo.nearest_table(trucks)
    assert answered.column_names == [*trucks.column_names, *ADDED]
    assert answered["port_id"].to_pylist() == truth
    assert answered["distance_km"].null_count == answered["bearing_deg"].null_count == 2
    assert answered.select(trucks.column_names).equals(trucks)


def test_columns_are_handed_on_without_a_copy(trucks: pa.Table) -> None:
    batch = trucks.to_batches()[0]
    answered = nearest_table(batch)
    assert isinstance(answered, pa.RecordBatch)
    for name in trucks.column_names:
        before, after = batch.column(name).buffers()[1], answered.column(name).buffers()[1]
        assert before.address == after.address


def test_few_and_many_rows_get_the_same_texts(trucks: pa.Table) -> None:
    many = pa.concat_tables([trucks] * 8).combine_chunks()
    few = [nearest_table(part) for part in many.to_batches(max_chunksize=5_000)]
    assert nearest_table(many).equals(pa.Table.from_batches(few))


def test_the_schema_is_known_before_the_rows(trucks: pa.Table) -> None:
    assert nearest_schema(trucks.schema) == nearest_table(trucks).schema
    empty = trucks.slice(0, 0)
    assert nearest_table(empty).schema == nearest_table(trucks).schema


def test_an_engine_says_which_ports_count_and_goes_to_other_processes(
    border: Border, trucks: pa.Table
) -> None:
    engine = NearestEngine(ports_of_border(border, mode="commercial"), k=2)
    sent = pickle.loads(pickle.dumps(engine))  # noqa: S301 - our own
    answered = nearest_table(trucks, sent)
    modes = border.records("port_modes").columns
    cargo = {port for port, mode in zip(modes["port_id"], modes["mode"], strict=True)
             if mode == "commercial"}  # fmt: skip
    found = set(answered["port_id"].to_pylist()) | set(answered["port_id_2"].to_pylist())
    assert found - {None} <= cargo
    assert pc.all(pc.less_equal(answered["distance_km"], answered["distance_km_2"])).as_py()


def test_geoparquet_points_are_found(
    trucks: pa.Table, truth: list[str | None], tmp_path: Path
) -> None:
    frame = trucks.to_pandas().query("truck >= 0")
    points = gpd.GeoDataFrame(
        frame[["truck"]], geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326
    )
    points.to_crs(3857).to_parquet(tmp_path / "trucks.parquet")
    answered = nearest_table(pq.read_table(tmp_path / "trucks.parquet"))
    assert answered["port_id"].to_pylist() == [name for name in truth if name]


def test_columns_are_named_or_refused(trucks: pa.Table) -> None:
    renamed = trucks.rename_columns(["truck", "east", "north"])
    with pytest.raises(InvalidValueError, match=r"--lon.*east, north"):
        nearest_table(renamed)
    assert nearest_table(renamed, lon="east", lat="north").num_columns == 6
    with pytest.raises(InvalidValueError, match="port_id"):
        nearest_table(nearest_table(trucks))


def test_polars_maps_its_batches(trucks: pa.Table, truth: list[str | None]) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.from_arrow(trucks).lazy()
    answered = frame.map_batches(lambda rows: polars.from_arrow(nearest_table(rows)),
                                 schema={**frame.collect_schema(), "port_id": polars.String,
                                         "distance_km": polars.Float64,
                                         "bearing_deg": polars.Float64}).collect()  # fmt: skip
    assert answered["port_id"].to_list() == truth


def test_duckdb_streams_through_and_calls_the_engine(
    trucks: pa.Table, truth: list[str | None]
) -> None:
    duckdb = pytest.importorskip("duckdb")

    def port_of(lon: pa.Array, lat: pa.Array) -> pa.Array:
        return nearest_table(pa.table({"lon": lon, "lat": lat}))["port_id"]

    with duckdb.connect() as database:
        database.register("trucks", trucks)
        database.create_function(
            "port_of",
            port_of,
            ["DOUBLE", "DOUBLE"],
            "VARCHAR",
            type="arrow",
            null_handling="special",
        )
        found = database.sql("SELECT port_of(lon, lat) FROM trucks").fetchall()
        assert [row[0] for row in found] == truth
        answered = nearest_table(database.sql("SELECT * FROM trucks").to_arrow_table())
        assert answered["port_id"].to_pylist() == truth


@pytest.mark.filterwarnings("ignore:PySpark:FutureWarning")  # pandas 3 is newer than it
def test_spark_maps_arrow(trucks: pa.Table, truth: list[str | None]) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: 400 MB and a Java")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        near = session.createDataFrame(trucks).mapInArrow(
            lambda batches: (geo.nearest_table(batch) for batch in batches),
            "truck long, lon double, lat double, port_id string, distance_km double, "
            "bearing_deg double",
        )
        assert near.toArrow()["port_id"].to_pylist() == truth
    finally:
        session.stop()
