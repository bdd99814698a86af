"""How many pairs `nearest --by road` asks for, and whether the answer is that of asking for all.

    python bench/routing.py [points]

Valhalla (`.venv/routing`, made by `make test`) gets tiles of a grid of streets along the whole
border, with speeds at random, a fifth of the streets missing and a tenth of one way. The points lie
around the ports, by a normal distribution of half a degree.
"""

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

import geo
from geo.batch.by_road import RoadEngine, road_engine
from geo.batch.engine import NearestEngine
from geo.batch.ports import ports_of_border
from geo.geodesy import Floats
from geo.routing import Router, open_router

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "routing" / "bin" / "python"
PROGRAM = ROOT / "tests" / "routing" / "valhalla_program.py"
STEP = 0.08
PORT = 8955
POINTS = 1_000
PLACES_AT_ONCE = 25


def network(lon: Floats, lat: Floats) -> dict[str, Any]:
    """Return a grid of streets within a degree of the ports."""
    chance = np.random.default_rng(17)
    near = {
        (int(column), int(row))
        for x, y in zip(lon, lat, strict=True)
        for column in range(math.floor((x - 1) / STEP), math.ceil((x + 1) / STEP))
        for row in range(math.floor((y - 1) / STEP), math.ceil((y + 1) / STEP))
    }
    ways = []
    for column, row in sorted(near):
        for other in ((column + 1, row), (column, row + 1)):
            if other in near and chance.random() > 0.2:  # noqa: PLR2004 - a fifth is missing
                speed = str(chance.choice([40, 60, 80, 110]))
                tags = {"highway": "primary", "maxspeed": speed}
                if chance.random() < 0.1:  # noqa: PLR2004 - a tenth is of one way
                    tags["oneway"] = "yes"
                ends = [f"{column},{row}", f"{other[0]},{other[1]}"]
                ways.append({"nodes": ends, "tags": tags})
    used = sorted({name for way in ways for name in way["nodes"]})
    nodes = {name: [int(part) * STEP for part in name.split(",")] for name in used}
    return {"nodes": nodes, "ways": ways}


@contextmanager
def valhalla(roads: dict[str, Any]) -> Iterator[Router]:
    """Serve a network on loopback."""
    with tempfile.TemporaryDirectory() as folder:
        asked = json.dumps({"folder": folder, "port": PORT, "network": roads})
        built = subprocess.run(
            [PYTHON, PROGRAM, "build"], input=asked, capture_output=True, text=True, check=True
        )
        service = json.loads(built.stdout.splitlines()[-1])["service"]
        process = subprocess.Popen(
            [service, Path(folder) / "valhalla.json", "1"], stdout=subprocess.DEVNULL
        )
        try:
            time.sleep(2)
            yield open_router(f"valhalla+http://127.0.0.1:{PORT}", 120)
        finally:
            process.kill()
            process.wait()


def all_asked(
    router: Router, engine: RoadEngine, lon: Floats, lat: Floats
) -> tuple[Floats, Floats]:
    """Return minutes and kilometres to every port, shape (points, ports)."""
    ports = [*zip(engine.ports.lon.tolist(), engine.ports.lat.tolist(), strict=True)]
    points = [*zip(lon.tolist(), lat.tolist(), strict=True)]
    minutes, km = [], []
    for start in range(0, len(points), PLACES_AT_ONCE):
        table = router.table(points[start : start + PLACES_AT_ONCE], ports, "car")
        minutes += table.seconds
        km += table.km
    return np.array(minutes, np.float64) / 60.0, np.array(km, np.float64)


class Counted:
    """A router that counts the pairs it is asked for."""

    def __init__(self, router: Router) -> None:
        self._router, self.pairs, self.tables = router, 0, 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what the router has
        """Return what the router has."""
        return getattr(self._router, name)

    def table(self, sources: Any, targets: Any, *more: Any) -> Any:  # noqa: ANN401
        """Count, and ask."""
        self.pairs += len(sources) * len(targets)
        self.tables += 1
        return self._router.table(sources, targets, *more)


def main() -> None:
    """Ask both ways, and compare."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else POINTS
    ports = ports_of_border(geo.load(), direction="any")
    chance = np.random.default_rng(7)
    chosen = chance.integers(0, len(ports), count)
    lon = ports.lon[chosen] + chance.normal(0, 0.5, count)
    lat = ports.lat[chosen] + chance.normal(0, 0.5, count)
    roads = network(ports.lon, ports.lat)
    print(f"{len(roads['nodes']):,} nodes, {len(roads['ways']):,} streets, {count:,} points")
    with valhalla(roads) as router:
        whole: tuple[Floats, Floats] | None = None
        for by in ("road", "road_length"):
            counted = Counted(router)
            engine = road_engine(NearestEngine(ports, 1), counted, by)
            begun = time.perf_counter()
            found = engine.find(lon, lat)
            took = time.perf_counter() - begun
            begun = time.perf_counter()
            whole = whole or all_asked(router, engine, lon, lat)
            all_took = time.perf_counter() - begun
            values = whole[0] if by == "road" else whole[1]
            reached = ~np.isnan(values).all(axis=1)
            best = np.where(np.isnan(values), np.inf, values).min(axis=1)
            got = values[np.arange(count), found[0][:, 0]]
            share = counted.pairs / (count * len(ports))
            print(f"{by}: {share:.1%} of the pairs in {counted.tables:,} tables, {took:.1f} s; "
                  f"all in {all_took:.1f} s; by road {int(reached.sum()):,}; "
                  f"equal {int((got == best)[reached].sum()):,}; not by road "
                  f"{int((~found.is_by_road).sum()):,}")  # type: ignore[attr-defined]  # fmt: skip


if __name__ == "__main__":
    main()
