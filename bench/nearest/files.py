"""Compare file to file: ours, ours on Dask, and two scripts that a user would write.

Usage: python bench/nearest/files.py [--rows 10000000] [--parts 20] [way ...]

Ways: plain (one Parquet file), geopandas and tree (scipy's cKDTree; one Parquet file), folder and
dask (a folder of parts). Each runs in a process of its own; time includes starting Python. CPU
seconds are those of all its processes; memory is the peak of the largest. Before all, one point has
the kernel compiled, as the first long run on a machine does.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

CHUNK = 1_000_000
SCRIPT = """
import sys
import geopandas as gpd, pandas as pd
import geo
frame = pd.read_parquet(sys.argv[1])
points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame.lon, frame.lat), crs=4326)
ports = geo.load().ports[["id", "geometry"]].to_crs(5070)
found = points.to_crs(5070).sjoin_nearest(ports, distance_col="metres")
found.drop(columns=["geometry", "index_right"]).to_parquet(sys.argv[2])
"""

TREE = """
import sys
import numpy as np, pandas as pd
from pyproj import Geod, Transformer
from scipy.spatial import cKDTree
import geo
frame, ports = pd.read_parquet(sys.argv[1]), geo.load().ports
towards = Transformer.from_crs(4979, 4978, always_xy=True).transform
def places(lon, lat):
    return np.column_stack(towards(lon, lat, np.zeros(len(lon))))
x, y = ports.geometry.x.to_numpy(), ports.geometry.y.to_numpy()
near = cKDTree(places(x, y)).query(places(frame.lon, frame.lat), workers=-1)[1]
bearing, _, metres = Geod(ellps="WGS84").inv(frame.lon, frame.lat, x[near], y[near])
frame["port_id"], frame["km"], frame["bearing"] = ports.id.to_numpy()[near], metres / 1000, bearing
frame.to_parquet(sys.argv[2])
"""
SCRIPTS = {"geopandas": SCRIPT, "tree": TREE}


def make(folder: Path, rows: int, parts: int) -> None:
    """Write the same positions as one file and as parts."""
    import geo

    lons, lats = shapely.get_coordinates(geo.load().ports.geometry).T
    random = np.random.default_rng(7)
    (folder / "parts").mkdir()
    schema = pa.schema([("truck", pa.int64()), ("lon", pa.float64()), ("lat", pa.float64())])
    size = rows // parts
    with parquet.ParquetWriter(folder / "in.parquet", schema) as whole:
        for part in range(parts):
            name = folder / "parts" / f"part-{part:05}.parquet"
            with parquet.ParquetWriter(name, schema) as single:
                for start in range(0, size, CHUNK):
                    count = min(CHUNK, size - start)
                    near = random.integers(0, len(lons), count)
                    first = part * size + start
                    table = pa.table(
                        [
                            np.arange(first, first + count),
                            lons[near] + random.normal(0.0, 0.5, count),
                            lats[near] + random.normal(0.0, 0.5, count),
                        ],
                        schema=schema,
                    )
                    whole.write_table(table)
                    single.write_table(table)


def compile_kernel() -> None:
    """Have the kernel compiled and kept."""
    import geo
    from geo.batch import NearestEngine, ports_of_border

    NearestEngine(ports_of_border(geo.load()), compiled=True).find([-99.5], [27.5])


def command(way: str, folder: Path) -> list[str]:
    """Return the command of a way."""
    source = "in.parquet" if way in {"plain", *SCRIPTS} else "parts"
    target = str(folder / f"out-{way}") + (".parquet" if source == "in.parquet" else "")
    if way in SCRIPTS:
        return [sys.executable, "-c", SCRIPTS[way], str(folder / source), target]
    engine = ["--engine", "dask"] if way == "dask" else []
    return [
        str(Path(sys.executable).with_name("border-ports")), "nearest", "--input",
        str(folder / source), "--output", target, "--format", "json", *engine,
    ]  # fmt: skip


def measure(way: str, folder: Path, rows: int) -> None:
    """Run a way in a child of a child, so that its memory is its own, and print the figures."""
    inner = (
        "import resource, subprocess, sys, time; t = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(time.perf_counter() - t, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", inner, *command(way, folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, cpu, mib = map(float, done.stdout.split())
    print(
        f"{way:10} {rows:12,} rows {seconds:8.2f} s {rows / seconds / 1e6:7.2f} M rows/s "
        f"{cpu:8.2f} CPU s {mib:7.0f} MiB",
        flush=True,
    )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", default=["plain", "geopandas", "tree", "folder", "dask"])
    parser.add_argument("--rows", type=float, default=1e7)
    parser.add_argument("--parts", type=int, default=20)
    given = parser.parse_args()
    compile_kernel()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as temporary:
        make(Path(temporary), int(given.rows), given.parts)
        for way in given.ways:
            measure(way, Path(temporary), int(given.rows))


if __name__ == "__main__":
    main()
