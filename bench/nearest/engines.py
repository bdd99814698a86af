"""Compare ways of finding the nearest port: speed, memory, wrong answers, error of distance.

Usage: python bench/nearest/engines.py [--points 1000000] [--repeat 3] [method ...]

Each way runs in a process of its own, on the same points, one after the other in one run. The
truth is GeographicLib's (pyproj) over every port that may be nearest. Ways whose program is not
installed are left out and named; PostGIS needs BENCH_POSTGIS=postgresql://… .
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

sys.path.insert(0, str(Path(__file__).parent))

from methods import METHODS

SPREAD_DEG = 0.5
SEED = 20_261_123
SPHERE_M = 6_371_000.0


def make(folder: Path, count: int) -> None:
    """Write ports, points around the border, and the truth."""
    import geo

    ports = shapely.get_coordinates(geo.load().ports.geometry).T
    random = np.random.default_rng(SEED)
    near = random.integers(0, len(ports[0]), count)
    points = [axis[near] + random.normal(0.0, SPREAD_DEG, count) for axis in ports]
    np.save(folder / "ports.npy", np.vstack(ports))
    np.save(folder / "points.npy", np.vstack(points))
    step = 200_000
    parts = [
        truth(ports[0], ports[1], points[0][row : row + step], points[1][row : row + step])
        for row in range(0, count, step)
    ]
    np.save(folder / "true_port.npy", np.concatenate([part[0] for part in parts]))
    np.save(folder / "true_metres.npy", np.concatenate([part[1] for part in parts]))


def truth(
    port_lon: npt.NDArray[np.float64],
    port_lat: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return port and metres by pyproj among all ports within a sphere's error of the nearest."""
    here, there = unit(lon, lat), unit(port_lon, port_lat)
    around = SPHERE_M * np.arccos(np.clip(here @ there.T, -1.0, 1.0))
    rows, columns = np.nonzero(around <= around.min(axis=1)[:, None] * 1.012 + 1_000.0)
    _, _, metres = Geod(ellps="WGS84").inv(
        lon[rows], lat[rows], port_lon[columns], port_lat[columns]
    )
    table = np.full(around.shape, np.inf)
    table[rows, columns] = metres
    return table.argmin(axis=1), table.min(axis=1)


def unit(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return vectors of length one."""
    lam, phi = np.radians(lon), np.radians(lat)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def run_one(name: str, folder: Path, repeat: int) -> None:
    """Run one way in this process and print what it took."""
    ports, points = np.load(folder / "ports.npy"), np.load(folder / "points.npy")
    method = METHODS[name]
    method(ports[0], ports[1], points[0, :1000].copy(), points[1, :1000].copy())
    before = peak_mib()
    seconds, cpu = [], []
    for _ in range(repeat):
        start, busy = time.perf_counter(), time.process_time()
        port, metres = method(ports[0], ports[1], points[0], points[1])
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - busy)
    wrong = port != np.load(folder / "true_port.npy")
    error = np.abs(metres - np.load(folder / "true_metres.npy"))
    print(
        json.dumps(
            {
                "seconds": min(seconds),
                "cpu": min(cpu),
                "added_mib": peak_mib() - before,
                "wrong": int(wrong.sum()),
                "error_m": float(error.max()),
            }
        )
    )


def peak_mib() -> float:
    """Return the largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def compare(names: list[str], count: int, repeat: int) -> None:
    """Run every way and print a table."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make(folder, count)
        print(f"{count:,} points; best of {repeat}")
        print(
            f"{'way':20} {'M points/s':>10} {'CPU us/point':>13} {'added MiB':>10} {'wrong':>8} "
            f"{'error, m':>12}"
        )
        for name in names:
            command = [sys.executable, __file__, "--one", name, temporary, "--repeat", str(repeat)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name:20} left out: {done.stderr.strip().splitlines()[-1]}")
                continue
            found = json.loads(done.stdout)
            print(
                f"{name:20} {count / found['seconds'] / 1e6:10.3f} "
                f"{found['cpu'] / count * 1e6:13.3f} {found['added_mib']:10.0f} "
                f"{found['wrong']:8,} {found['error_m']:12.6f}",
                flush=True,
            )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("methods", nargs="*", default=list(METHODS))
    parser.add_argument("--points", type=float, default=1e6)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--one", nargs=2, metavar=("METHOD", "FOLDER"))
    given = parser.parse_args()
    if given.one:
        run_one(given.one[0], Path(given.one[1]), given.repeat)
    else:
        compare(given.methods, int(given.points), given.repeat)


if __name__ == "__main__":
    main()
