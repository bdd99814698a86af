"""The nearest port in SQL, as the documentation writes it: exact, by candidates on a sphere."""

import re
from pathlib import Path

import numpy as np
from pyproj import Geod

from geo import Border

PAGE = Path(__file__).parents[2] / "docs" / "postgis.md"
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


def test_the_documented_statement_finds_the_nearest_port(border: Border, loaded: str) -> None:
    import psycopg

    statement = re.search(r"```sql\n(SELECT t\.truck.*?;)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    assert statement is not None
    assert f"{FACTOR} * " in statement[1]
    lon, lat = over_the_globe(400)
    lon[:200], lat[:200] = -97.5 - lon[:200] / 40.0, 25.9 + lat[:200] / 40.0
    with psycopg.connect(loaded) as connection:
        connection.execute("CREATE TEMP TABLE trucks (truck int, geom geometry(Point, 4326))")
        with connection.cursor().copy("COPY trucks FROM STDIN") as copy:
            for row, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True)):
                copy.write_row((row, f"SRID=4326;POINT({x!r} {y!r})"))
        found = {
            truck: (port, metres)
            for truck, port, metres in connection.execute(statement[1].encode())
        }
        connection.rollback()
    truly = distances(WGS84, lon, lat, border)
    ids = sorted(border.ports["id"])
    assert [found[row][0] for row in range(400)] == [ids[port] for port in truly.argmin(axis=1)]
    apart = np.array([found[row][1] for row in range(400)]) - truly.min(axis=1)
    assert np.abs(apart).max() < 0.001
