"""Ways of finding the nearest of 55 ports for many points: ours and those of others.

Each takes the ports and points as float arrays of degrees and returns the row of the port and
the distance in metres that this way reports.
"""

import os
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Answer: TypeAlias = tuple[npt.NDArray[np.int64], Floats]
Method: TypeAlias = Callable[[Floats, Floats, Floats, Floats], Answer]

EARTH_RADIUS_M = 6_371_008.8


def border_ports(port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats) -> Answer:
    """Ours, compiled."""
    return _ours(port_lon, port_lat, lon, lat, compiled=True)


def border_ports_plain(port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats) -> Answer:
    """Ours, without numba."""
    return _ours(port_lon, port_lat, lon, lat, compiled=False)


def _ours(
    port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats, *, compiled: bool
) -> Answer:
    from geo.batch.engine import NearestEngine
    from geo.batch.ports import PortPoints
    from geo.geodesy import geocentric

    names = tuple(f"{row:03}" for row in range(len(port_lon)))
    xyz = geocentric(port_lon, port_lat)
    ports = PortPoints(ids=names, lon=port_lon, lat=port_lat, xyz=xyz, version="bench")
    engine = NearestEngine(ports, compiled=compiled)
    index, metres, _ = engine.find(lon, lat)
    return index[:, 0].astype(np.int64), metres[:, 0]


def sjoin_nearest(port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats) -> Answer:
    """Answer by geopandas' sjoin_nearest in EPSG:5070 (Albers, metres)."""
    import geopandas as gpd

    ports = gpd.GeoDataFrame(
        {"port": np.arange(len(port_lon))},
        geometry=gpd.points_from_xy(port_lon, port_lat), crs=4326,
    ).to_crs(5070)  # fmt: skip
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326).to_crs(5070)
    found = gpd.sjoin_nearest(points, ports, distance_col="metres")
    found = found[~found.index.duplicated()].sort_index()
    return found["port"].to_numpy(np.int64), found["metres"].to_numpy(np.float64)


def kd_tree_ecef(port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats) -> Answer:
    """Answer by scipy's cKDTree on geocentric coordinates, then pyproj.Geod for the winner."""
    from pyproj import Geod, Transformer
    from scipy.spatial import cKDTree

    geocentric = Transformer.from_crs(4979, 4978, always_xy=True)
    places = geocentric.transform(port_lon, port_lat, np.zeros_like(port_lon))
    tree = cKDTree(np.column_stack(places))
    points = np.column_stack(geocentric.transform(lon, lat, np.zeros_like(lon)))
    _, port = tree.query(points, workers=-1)
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, port_lon[port], port_lat[port])
    return np.asarray(port, np.int64), metres


def ball_tree(port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats) -> Answer:
    """Answer by scikit-learn's BallTree with the haversine metric."""
    from sklearn.neighbors import BallTree

    tree = BallTree(np.radians(np.column_stack((port_lat, port_lon))), metric="haversine")
    angle, port = tree.query(np.radians(np.column_stack((lat, lon))))
    return port[:, 0].astype(np.int64), angle[:, 0] * EARTH_RADIUS_M


def sedona_knn(port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats) -> Answer:
    """Answer by SedonaDB's ST_KNN with its spherical option, then pyproj.Geod for the winner."""
    import pandas as pd
    import sedonadb
    from pyproj import Geod

    context = sedonadb.connect()
    ports = pd.DataFrame({"port": np.arange(len(port_lon)), "x": port_lon, "y": port_lat})
    points = pd.DataFrame({"point": np.arange(len(lon)), "x": lon, "y": lat})
    context.create_data_frame(ports).to_view("ports")
    context.create_data_frame(points).to_view("points")
    found = context.sql(
        "SELECT p.point, q.port FROM "
        "(SELECT point, ST_Point(x, y) AS g FROM points) p JOIN "
        "(SELECT port, ST_Point(x, y) AS g FROM ports) q ON ST_KNN(p.g, q.g, 1, TRUE)"
    ).to_pandas()
    found = found.drop_duplicates("point").sort_values("point")
    port = found["port"].to_numpy(np.int64)
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, port_lon[port], port_lat[port])
    return port, metres


def postgis_knn(port_lon: Floats, port_lat: Floats, lon: Floats, lat: Floats) -> Answer:
    """Answer by PostGIS: ORDER BY geography <-> LIMIT 1, then ST_Distance (BENCH_POSTGIS)."""
    import psycopg

    with psycopg.connect(os.environ["BENCH_POSTGIS"]) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE port (id int PRIMARY KEY, g geography(Point))")
        cursor.execute("CREATE TEMP TABLE point (id int PRIMARY KEY, g geography(Point))")
        for table, x, y in (("port", port_lon, port_lat), ("point", lon, lat)):
            with cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                for row, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
                    copy.write(f"{row}\tSRID=4326;POINT({a!r} {b!r})\n")
        cursor.execute("CREATE INDEX ON port USING gist (g); ANALYZE port; ANALYZE point")
        cursor.execute(
            "SELECT q.id, ST_Distance(p.g, q.g) FROM point p CROSS JOIN LATERAL "
            "(SELECT id, g FROM port ORDER BY port.g <-> p.g LIMIT 1) q ORDER BY p.id"
        )
        port, metres = zip(*cursor.fetchall(), strict=True)
    return np.array(port, np.int64), np.array(metres, np.float64)


METHODS: dict[str, Method] = {
    "border_ports": border_ports,
    "border_ports_plain": border_ports_plain,
    "sjoin_nearest": sjoin_nearest,
    "kd_tree_ecef": kd_tree_ecef,
    "ball_tree": ball_tree,
    "sedona_knn": sedona_knn,
    "postgis_knn": postgis_knn,
}
