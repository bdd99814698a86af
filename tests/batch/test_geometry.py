"""Points of PostGIS, each with the number of its system, and of GeoArrow, against pyproj."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from click.testing import CliRunner, Result
from pyarrow import feather, parquet
from pyproj import Transformer

from geo.batch.stream import BATCH_ROWS
from geo.batch.systems import MetadataError
from geo.batch.tables import nearest_table
from geo.cli import cli
from geo.errors import InvalidValueError

PLACES = np.array([[-99.5075, 27.5036], [-107.6403, 31.8276], [-117.0382, 32.5149]])
"""Laredo, Columbus and Tijuana, as a gazetteer gives them; the ports beside them."""
PORTS = ["laredo-gateway", "columbus", "san-ysidro"]


def there(srid: int) -> list[shapely.Point]:
    """Return the places in a system, each with its SRID, by pyproj."""
    to_it = Transformer.from_crs(4326, srid, always_xy=True)
    return list(shapely.set_srid(shapely.points(*to_it.transform(*PLACES.T)), srid))


def ewkb(points: list[shapely.Point]) -> pa.Array:
    """Return points in the form in which PostGIS sends them."""
    return pa.array(shapely.to_wkb(points, include_srid=True).tolist(), pa.binary())


def asked(folder: Path, geom: pa.Array, *more: str) -> Result:
    """Answer a Parquet file that says nothing of its column of geometry."""
    parquet.write_table(pa.table({"geom": geom}), folder / "in.parquet")
    words = ["--input", folder / "in.parquet", "--output", folder / "out.csv", "--geometry", "geom"]
    return CliRunner().invoke(cli, ["nearest", *map(str, words), *more])


@pytest.mark.parametrize("srid", [4326, 32614, 4267, 6372])
def test_the_system_that_points_name_is_theirs(tmp_path: Path, srid: int) -> None:
    done = asked(tmp_path, ewkb(there(srid)))
    assert done.exit_code == 0, done.exception
    found = pd.read_csv(tmp_path / "out.csv")
    assert found["port_id"].tolist() == PORTS
    assert found[["lon", "lat"]].to_numpy() == pytest.approx(PLACES, abs=1e-8)


def test_every_form_of_points_names_its_system() -> None:
    points = there(32614)
    several = shapely.set_srid([shapely.MultiPoint([point]) for point in points], 32614)
    deep = shapely.set_srid(shapely.force_3d(points, 7.0), 32614)
    big = pa.array(shapely.to_wkb(points, include_srid=True, byte_order=0).tolist(), pa.binary())
    empty = pa.concat_arrays([ewkb(points), pa.nulls(1, pa.binary())])
    for cells in (ewkb(list(several)), ewkb(list(deep)), big, empty):
        near = nearest_table(pa.table({"geom": cells}), geometry="geom")
        assert near["port_id"].to_pylist()[:3] == PORTS


UTM_14 = "SRID 32614 (WGS 84 / UTM zone 14N), but"
WRONG = {
    "two systems": (there(32614)[:1] + there(4326)[:1], (), "of SRID 4326 and SRID 32614"),
    "one without": ([*there(32614)[:1], shapely.Point(-99, 27)], (), "of no SRID and SRID 32614"),
    "not known": ([shapely.set_srid(shapely.Point(1, 2), 999999)], (), "of SRID 999999, which"),
    "no place": ([shapely.set_srid(shapely.Point(1, 2), 4978)], (), "of SRID 4978, which"),
    "--crs": (there(32614), ("--crs", "EPSG:32613"), f"{UTM_14} --crs says WGS 84 / UTM zone 13N"),
    "later": (
        there(4326)[:1] * BATCH_ROWS + there(32614),
        (),
        f"{UTM_14} the first points say WGS 84",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_points_of_several_systems_or_of_another_than_is_said_are_refused(
    tmp_path: Path, case: str
) -> None:
    points, more, reason = WRONG[case]
    said = str(asked(tmp_path, ewkb(points), *more).exception)
    assert "in.parquet: cannot be read: its points are of " in said
    assert reason in said
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


def test_points_that_contradict_the_files_metadata_are_refused() -> None:
    table = pa.table({"geom": ewkb(there(32614))})
    geo = b'{"version": "1.1.0", "primary_column": "geom", "columns": {"geom": %s}}'
    told = b'{"encoding": "WKB", "geometry_types": []%s}'
    with pytest.raises(MetadataError, match="but the file's metadata say WGS 84"):
        nearest_table(table.replace_schema_metadata({"geo": geo % (told % b"")}))
    unknown = table.replace_schema_metadata({"geo": geo % (told % b', "crs": null')})
    assert nearest_table(unknown)["port_id"].to_pylist() == PORTS


def test_a_number_that_epsg_does_not_know_is_explained_by_the_option(tmp_path: Path) -> None:
    points = list(shapely.set_srid(there(3857), 999999))
    assert asked(tmp_path, ewkb(points), "--crs", "EPSG:3857").exit_code == 0
    assert pd.read_csv(tmp_path / "out.csv")["port_id"].tolist() == PORTS


def native(crs: int, heights: list[float] | None = None) -> gpd.GeoDataFrame:
    """Return the places in a system, and a row without one, by geopandas."""
    points = gpd.GeoSeries.from_xy(*PLACES.T, heights, crs=4326).to_crs(crs)
    return gpd.GeoDataFrame({"n": range(4)}, geometry=[*points, None], crs=crs)


@pytest.mark.parametrize("heights", [None, [5.0, 6.0, 7.0]], ids=["xy", "xyz"])
@pytest.mark.parametrize("form", ["together", "separated"])
@pytest.mark.parametrize("suffix", ["arrow", "parquet"])
def test_points_of_geoarrow_are_read_and_written_as_geopandas_has_them(
    tmp_path: Path, suffix: str, form: str, heights: list[float] | None
) -> None:
    frame = native(32613, heights)
    is_together = form == "together"
    table = pa.table(frame.to_arrow(geometry_encoding="geoarrow", interleaved=is_together))
    write = feather.write_feather if suffix == "arrow" else parquet.write_table
    write(table.replace_schema_metadata(None), tmp_path / f"in.{suffix}")
    for name in ("out.csv", "out.geoparquet", "out.arrow"):
        words = ["--input", tmp_path / f"in.{suffix}", "--output", tmp_path / name]
        done = CliRunner().invoke(cli, ["nearest", *map(str, words)])
        assert done.exit_code == 0, done.exception
    near = pd.read_csv(tmp_path / "out.csv")
    assert near["port_id"].tolist() == [*PORTS, np.nan]
    assert near[["lon", "lat"]].to_numpy()[:3] == pytest.approx(PLACES, abs=1e-8)
    for back in (
        gpd.read_parquet(tmp_path / "out.geoparquet"),
        gpd.read_feather(tmp_path / "out.arrow"),
    ):
        assert back.crs == frame.crs
        assert back.has_z.tolist() == frame.has_z.tolist()
        assert shapely.equals_identical(back.geometry, frame.geometry)[:3].all()
        assert back.geometry[3] is None


def test_points_of_geoparquet_in_their_own_encoding_are_read(tmp_path: Path) -> None:
    native(6372).to_parquet(tmp_path / "in.parquet", geometry_encoding="geoarrow")
    table = parquet.read_table(tmp_path / "in.parquet")
    assert b'"encoding": "point"' in table.schema.metadata[b"geo"]
    assert nearest_table(table)["port_id"].to_pylist() == [*PORTS, None]
    assert nearest_table(table.slice(1, 2))["port_id"].to_pylist() == PORTS[1:]
    bare = pa.table({"at": table["geometry"]})
    near = nearest_table(bare, geometry="at", crs="EPSG:6372")
    assert near["port_id"].to_pylist() == [*PORTS, None]


@pytest.mark.parametrize("shape", ["MULTIPOINT (1 2)", "LINESTRING (1 2, 3 4)"])
def test_other_shapes_of_geoarrow_are_refused_by_their_names(tmp_path: Path, shape: str) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.from_wkt(shape)], crs=4326)
    kind = f"it holds geoarrow.{frame.geom_type[0].lower()}"
    table = pa.table(frame.to_arrow(geometry_encoding="geoarrow"))
    with pytest.raises(InvalidValueError, match=kind):
        nearest_table(table)
    frame.to_parquet(tmp_path / "in.parquet", geometry_encoding="geoarrow")
    with pytest.raises(InvalidValueError, match=kind):
        nearest_table(parquet.read_table(tmp_path / "in.parquet"))


@pytest.mark.parametrize("height", [None, 7.0])
@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
def test_points_of_postgis_are_carried_as_geoparquet_wants_them(
    tmp_path: Path, kind: pa.DataType, height: float | None
) -> None:
    """WKB by ISO 13249 has no SRID, and 1001 for a point with a height."""
    deep = shapely.force_3d(there(32614), height or 0.0)
    points = there(32614) if height is None else list(shapely.set_srid(deep, 32614))
    geom = pa.concat_arrays([ewkb(points), pa.array([None, b"none"], pa.binary())])
    parquet.write_table(pa.table({"geom": geom.cast(kind)}), tmp_path / "in.parquet")
    words = ["--input", "in.parquet", "--output", "out.geoparquet", "--geometry", "geom"]
    done = CliRunner().invoke(
        cli, ["nearest", *(str(tmp_path / w) if "." in w else w for w in words)]
    )
    assert done.exit_code == 0, done.exception
    written = parquet.read_table(tmp_path / "out.geoparquet")
    cells = written["geom"].to_pylist()
    assert cells[3:] == [None, b"none"]
    assert [cell[1:5] for cell in cells[:3]] == [(1001 if height else 1).to_bytes(4, "little")] * 3
    assert shapely.equals_identical(shapely.from_wkb(cells[:3]), shapely.set_srid(points, 0)).all()
    told = json.loads(written.schema.metadata[b"geo"])["columns"]["geom"]
    assert told["geometry_types"] == []
    assert told["crs"]["id"] == {"authority": "EPSG", "code": 32614}
