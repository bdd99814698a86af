"""The nearest port in SQL, as the documentation writes it: exact, in PostGIS and in DuckDB."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from geo import Border
from geo.formats import export

DOCS = Path(__file__).parents[2] / "docs"
WGS84, SPHERE = Geod(ellps="WGS84"), Geod(a=6_371_008.7714, b=6_371_008.7714)
FACTOR = 1.0102


def distances(geod: Geod, lon: np.ndarray, lat: np.ndarray, border: Border) -> np.ndarray:
    ports = border.ports.sort_values("id").geometry
    x, y, count = ports.x.to_numpy(), ports.y.to_numpy(), len(lon)
    return geod.inv(
        np.repeat(lon, len(x)), np.repeat(lat, len(x)), np.tile(x, count), np.tile(y, count)
    )[2].reshape(count, len(x))  # fmt: skip


def over_the_globe(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(11)
    lon = random.uniform(-180.0, 180.0, count)
    return lon, np.degrees(np.arcsin(random.uniform(-1.0, 1.0, count)))


def test_the_nearest_port_is_within_the_factor_of_the_least_distance_on_a_sphere(
    border: Border,
) -> None:
    lon, lat = over_the_globe(6_000)
    assert f"{FACTOR} * " in statement("postgis.md", "SELECT t.truck")
    sphere = distances(SPHERE, lon, lat, border)
    nearest = distances(WGS84, lon, lat, border).argmin(axis=1)
    of_nearest = sphere[np.arange(len(lon)), nearest]
    assert (of_nearest <= FACTOR * sphere.min(axis=1)).all()
    assert (of_nearest > sphere.min(axis=1)).any(), "the sphere alone is not enough"
    azimuth = np.linspace(0.0, 360.0, 73)
    for latitude in (0.0, 90.0):  # where curvature is strongest and weakest
        start = np.zeros(73), np.full(73, latitude)
        x, y, _ = WGS84.fwd(*start, azimuth, np.full(73, 1_000.0))
        ratio = SPHERE.inv(*start, x, y)[2] / 1_000.0
        assert ratio.max() < 1.00562
        assert ratio.min() > 0.99553


def statement(page: str, begins: str) -> str:
    """Return the statement of a page of the documentation that begins with these words."""
    blocks = re.findall(r"```sql\n(.*?)\n```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    return next(block for block in blocks if block.startswith(begins))


def some_near_and_some_far(count: int) -> tuple[np.ndarray, np.ndarray]:
    lon, lat = over_the_globe(count)
    half = count // 2
    lon[:half], lat[:half] = -97.5 - lon[:half] / 40.0, 25.9 + lat[:half] / 40.0
    return lon, lat


def assert_nearest(
    found: dict[int, tuple[str, float]], lon: np.ndarray, lat: np.ndarray, border: Border
) -> None:
    truly = distances(WGS84, lon, lat, border)
    ids, rows = sorted(border.ports["id"]), list(found)
    assert [found[row][0] for row in rows] == [ids[port] for port in truly[rows].argmin(axis=1)]
    apart = np.array([found[row][1] for row in rows]) - truly[rows].min(axis=1)
    assert np.abs(apart).max() < 0.0002


@pytest.mark.parametrize("begins", ["SELECT t.truck", "WITH candidates"])
def test_the_documented_statements_of_postgis_find_the_nearest_port(
    border: Border, loaded: str, begins: str
) -> None:
    import psycopg

    lon, lat = some_near_and_some_far(400)
    lon[-4:], lat[-4:] = (180.0, -180.0, 25.0, -97.4), (0.0, 5.0, 90.0, -90.0)
    with psycopg.connect(loaded) as connection:
        connection.execute("CREATE TEMP TABLE trucks (truck int, geom geometry(Point, 4326))")
        with connection.cursor().copy("COPY trucks FROM STDIN") as copy:
            for row, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True)):
                copy.write_row((row, f"SRID=4326;POINT({x!r} {y!r})"))
        answered = connection.execute(statement("postgis.md", begins).encode())
        found = {truck: (port, metres) for truck, port, metres in answered}
        connection.rollback()
    assert len(found) == 400
    assert_nearest(found, lon, lat, border)


def test_no_point_of_a_cell_is_farther_from_its_middle_than_the_statement_allows() -> None:
    allowed = re.search(r"s\.metres \+ (\d+)", statement("postgis.md", "WITH candidates"))
    side = re.search(r"SnapToGrid\(geom, ([\d.]+)\)", statement("postgis.md", "WITH candidates"))
    assert allowed is not None
    assert side is not None
    half = float(side[1]) / 2.0
    for middle in (0.0, 27.0, 60.0, 89.0, 90.0 - half):
        corner = WGS84.inv([0.0, 0.0], [middle] * 2, [half] * 2, [middle - half, middle + half])[2]
        assert 2.0 * max(corner) < float(allowed[1])


def test_the_documented_statement_of_duckdb_finds_the_nearest_port(
    border: Border, tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    export(border, tmp_path / "ports.parquet", layers=["ports"])
    lon, lat = some_near_and_some_far(4_000)
    port = border.ports.geometry.iloc[0]
    lon[0], lat[0] = port.x, port.y
    trucks = pd.DataFrame({"truck": np.arange(len(lon)), "lon": lon, "lat": lat})
    nowhere = pd.DataFrame({"truck": [-1], "lon": [None], "lat": [30.0]})
    with duckdb.connect() as database:
        database.execute(f"SET file_search_path = '{tmp_path}'")
        database.register("trucks", pd.concat([trucks, nowhere.astype(float)]))
        answered = database.sql(statement("scale.md", "WITH RECURSIVE")).fetchall()
    found = {int(truck): (port, metres) for truck, port, metres in answered}
    assert len(found) == len(answered)
    assert_nearest(found, lon, lat, border)
    left = sorted({*range(len(lon))} - set(found))
    assert 0 < len(left) < 100
    assert distances(WGS84, lon[left], lat[left], border).min() > 17_400_000.0
