"""GDAL reads the service: its OAPIF driver, and each format that the items come in."""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from pyproj import Transformer

from geo.layers import LAYERS

EPSG = "http://www.opengis.net/def/crs/EPSG/0"

needs_pyogrio = pytest.mark.skipif(
    "OAPIF" not in pyogrio.list_drivers(), reason="this pyogrio has no OAPIF driver"
)


@pytest.fixture(scope="module")
def run() -> Callable[..., str]:
    """Return a function that runs a GDAL program and returns what it prints."""

    def program(name: str, *arguments: str) -> str:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not installed (Debian: gdal-bin)")
        done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "ERROR" not in done.stderr
        return done.stdout

    if shutil.which("ogrinfo") and "OAPIF" not in program("ogrinfo", "--formats"):
        pytest.skip("this GDAL has no OAPIF driver")
    return program


def converted(run: Callable[..., str], folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return the features that ogr2ogr writes."""
    target = folder / "out.geojson"
    run("ogr2ogr", "-f", "GeoJSON", str(target), *arguments)
    found: list[dict[str, Any]] = json.loads(target.read_text(encoding="utf-8"))["features"]
    return found


def test_ogrinfo_lists_every_layer(run: Callable[..., str], server: str) -> None:
    listed = run("ogrinfo", "-ro", f"OAPIF:{server}")
    assert all(f" {name} (" in listed for name in LAYERS)


def test_ogrinfo_finds_the_55_ports_and_their_columns(run: Callable[..., str], server: str) -> None:
    text = run("ogrinfo", "-ro", "-so", f"OAPIF:{server}", "ports")
    assert "Feature Count: 55" in text
    assert "Geometry: Point" in text
    for column in ("us_state: String", "river_km: Real", "opened_year: Integer",
                   "modes: StringList", "as_of: Date"):  # fmt: skip
        assert column in text


@pytest.mark.parametrize(
    ("where", "count"),
    [("us_state = 'US-TX'", 34), ("us_state = 'US-NM' AND crossing_type = 'land'", 3),
     ("mx_state = 'MX-SON'", 10), ("id = 'del-rio'", 1)],
)  # fmt: skip
def test_ogr2ogr_filters_on_attributes(
    run: Callable[..., str], server: str, tmp_path: Path, where: str, count: int
) -> None:
    found = converted(run, tmp_path, "-where", where, f"OAPIF:{server}", "ports")
    assert len(found) == count


def test_ogr2ogr_filters_by_rectangle_and_pages(
    run: Callable[..., str], server: str, tmp_path: Path
) -> None:
    address = f"OAPIF:{server}"
    found = converted(run, tmp_path, "-spat", "-98.6", "25.8", "-97", "26.5",
                      "-oo", "PAGE_SIZE=3", address, "ports")  # fmt: skip
    inside = [
        item
        for item in converted(run, tmp_path, address, "ports")
        if -98.6 <= item["geometry"]["coordinates"][0] <= -97
        and 25.8 <= item["geometry"]["coordinates"][1] <= 26.5
    ]
    assert {item["properties"]["id"] for item in found} == {
        item["properties"]["id"] for item in inside
    }
    assert len(found) > 3


@pytest.mark.parametrize(
    ("layer", "count"), [("states", 10), ("boundary", 9), ("river_segments", 9), ("tolls", 217)]
)
def test_ogr2ogr_reads_other_layers(
    run: Callable[..., str], server: str, tmp_path: Path, layer: str, count: int
) -> None:
    assert len(converted(run, tmp_path, f"OAPIF:{server}", layer)) == count


@needs_pyogrio
def test_pyogrio_reads_the_service(server: str) -> None:
    address = f"OAPIF:{server}"
    assert [name for name, _ in pyogrio.list_layers(address)] == list(LAYERS)
    ports = pyogrio.read_dataframe(address, layer="ports")
    assert len(ports) == 55
    assert ports.crs.to_authority() == ("OGC", "CRS84")
    assert len(pyogrio.read_dataframe(address, layer="ports", where="us_state = 'US-TX'")) == 34
    boxed = pyogrio.read_dataframe(address, layer="ports", bbox=(-107, 31, -106, 32))
    assert 0 < len(boxed) < 55


@pytest.mark.parametrize("form", ["csv", "gpkg", "fgb", "parquet", "kml"])
@pytest.mark.parametrize("layer", ["ports", "states", "tolls"])
def test_a_download_holds_exactly_the_filtered_features(
    server: str, tmp_path: Path, layer: str, form: str
) -> None:
    if layer == "tolls" and form in {"fgb", "kml"}:
        pytest.skip("a table without geometry does not come in this format")
    narrowed = {"ports": "us_state=US-TX", "states": "country=MX&level=web",
                "tolls": "port_id=el-paso-paso-del-norte"}[layer]  # fmt: skip
    path = f"{server}/collections/{layer}/items?{narrowed}"
    wanted = json.loads(_read(f"{path}&f=json"))["features"]
    target = tmp_path / f"{layer}.{form}"
    target.write_bytes(_read(f"{path}&f={form}"))
    frame = _frame(target, form)
    assert 0 < len(frame) == len(wanted)
    if form == "fgb":  # its index orders the features
        wanted.sort(key=lambda item: item["id"])
        frame = frame.sort_values("id")
    if "id" in frame.columns:
        assert list(frame["id"].astype(str)) == [item["id"] for item in wanted]
    if layer == "ports" and form != "csv":
        for shape, item in zip(frame.geometry, wanted, strict=True):
            assert [shape.x, shape.y] == pytest.approx(item["geometry"]["coordinates"], abs=1e-6)


@pytest.mark.parametrize("code", [3857, 5070, 6372])
@pytest.mark.parametrize("form", ["gpkg", "fgb", "parquet"])
def test_a_download_in_another_system_has_easting_before_northing(
    server: str, tmp_path: Path, form: str, code: int
) -> None:
    target = tmp_path / f"ports.{form}"
    target.write_bytes(
        _read(f"{server}/collections/ports/items?id=del-rio&crs={EPSG}/{code}&f={form}")
    )
    frame = _frame(target, form)
    assert frame.crs.to_epsg() == code
    back = Transformer.from_crs(code, 4326, always_xy=True)
    point = frame.geometry.iloc[0]
    lon, lat = back.transform(point.x, point.y)
    assert lon == pytest.approx(-100.93, abs=0.05)
    assert lat == pytest.approx(29.33, abs=0.05)


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=300) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def _frame(path: Path, form: str) -> Any:  # noqa: ANN401
    if form == "parquet":
        import geopandas as gpd
        import pandas as pd

        return gpd.read_parquet(path) if b'"geo"' in _tail(path) else pd.read_parquet(path)
    return pyogrio.read_dataframe(path)


def _tail(path: Path) -> bytes:
    import pyarrow.parquet as pq

    return b'"geo"' if b"geo" in (pq.read_schema(path).metadata or {}) else b""
