"""Files as other programs write them, and answers that they read."""

import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyarrow import feather

from geo.batch.files import BatchQuestion, answer_file, batch_question
from geo.batch.stream import Columns
from geo.border import Border
from geo.errors import BorderError, DatasetError, InvalidValueError

PORTS = ["laredo-gateway", "columbus", "san-ysidro"]
"""The ports beside the three city centres below, which stand as a gazetteer gives them."""
Ask = Callable[..., BatchQuestion]


@pytest.fixture
def places() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["Laredo", "Columbus, New Mexico", "Tijuana"],
            "lon": [-99.5075, -107.6403, -117.0382],
            "lat": [27.5036, 31.8276, 32.5149],
        }
    )


@pytest.fixture
def points(places: pd.DataFrame) -> gpd.GeoDataFrame:
    geometry = gpd.points_from_xy(places["lon"], places["lat"])
    return gpd.GeoDataFrame(places[["place"]], geometry=geometry, crs="EPSG:4326")


@pytest.fixture
def question(border: Border) -> Ask:
    return lambda **more: batch_question(border, **more)


@pytest.mark.parametrize("suffix", ["geojson", "geojsonl", "shp", "feather"])
def test_points_of_other_programs_are_read(
    points: gpd.GeoDataFrame, question: Ask, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / f"in.{suffix}"
    if suffix == "feather":
        points.to_feather(source)
    else:
        points.to_file(source)
    answer_file(question(), source, tmp_path / "out.feather")
    found = gpd.read_feather(tmp_path / "out.feather")
    assert found["place"].tolist() == points["place"].tolist()
    assert found["port_id"].tolist() == PORTS
    assert shapely.equals(found.geometry.to_numpy(), points.geometry.to_numpy()).all()


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "geojsonl", "geojsons"])
def test_points_are_written_for_other_programs(
    points: gpd.GeoDataFrame, question: Ask, tmp_path: Path, suffix: str
) -> None:
    without = gpd.GeoDataFrame({"place": ["Nowhere"]}, geometry=[None], crs="EPSG:4326")
    # Two batches, the last row without a position.
    many = pd.concat([points] * 22_000 + [without], ignore_index=True)
    many.to_crs("EPSG:6372").to_parquet(tmp_path / "in.parquet")
    target = tmp_path / f"out.{suffix}"
    answer_file(question(), tmp_path / "in.parquet", target)
    found = gpd.read_file(target)
    assert found["place"].tolist() == many["place"].tolist()
    assert found["port_id"].dropna().tolist() == PORTS * 22_000
    places = points.geometry.reset_index(drop=True)
    assert (found.crs, found.geometry.iloc[-1]) == ("EPSG:4326", None)
    assert shapely.distance(found.geometry[:3].to_numpy(), places.to_numpy()).max() < 2e-9
    with target.open("rb") as file:
        assert (file.read(1) == b"\x1e") == (suffix == "geojsons")


def test_what_cannot_stand_in_a_file_of_points_is_refused(question: Ask, tmp_path: Path) -> None:
    rows = pa.table({"lon": [-99.5], "lat": [27.5], "geometry": ["mine"], "tags": [["a", "b"]]})
    with (
        pa.OSFile(str(tmp_path / "in.arrow"), "wb") as file,
        pa.ipc.new_file(file, rows.schema) as writer,
    ):
        writer.write_table(rows)
    for keep, named in ((("geometry",), "geometry"), (("tags",), "tags is list")):
        asked = question(columns=Columns(lon="lon", lat="lat", keep=keep))
        with pytest.raises(BorderError, match=named):
            answer_file(asked, tmp_path / "in.arrow", tmp_path / "out.gpkg")
    assert [path.name for path in tmp_path.iterdir()] == ["in.arrow"]


def test_a_named_layer_is_read_instead_of_the_first(
    points: gpd.GeoDataFrame, question: Ask, tmp_path: Path
) -> None:
    source = tmp_path / "in.gpkg"
    points.assign(geometry=shapely.points(0.0, 0.0)).to_file(source, layer="depots")
    points.to_file(source, layer="trucks")
    answer_file(question(columns=Columns(layer="trucks")), source, tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv")["port_id"].tolist() == PORTS
    with pytest.raises(DatasetError, match="carts"):
        answer_file(question(columns=Columns(layer="carts")), source, tmp_path / "none.csv")


@pytest.mark.parametrize("is_stream", [True, False])
def test_arrow_files_and_streams_are_read_and_written_by_batches(
    places: pd.DataFrame,
    question: Ask,
    tmp_path: Path,
    is_stream: bool,  # noqa: FBT001
) -> None:
    many = pa.Table.from_pandas(pd.concat([places] * 30_000), preserve_index=False)
    many = many.combine_chunks()
    opened = pa.ipc.new_stream if is_stream else pa.ipc.new_file
    with opened(tmp_path / "in.arrow", many.schema) as writer:
        writer.write_table(many)
    summary = answer_file(question(), tmp_path / "in.arrow", tmp_path / "out.arrow")
    assert (summary.rows, summary.without_position) == (90_000, 0)
    with pa.ipc.open_file(tmp_path / "out.arrow") as file:
        assert file.num_record_batches == 2
        assert b"border_ports" in file.schema.metadata
        found = file.read_all()
    assert found.select(["place", "lon", "lat"]).equals(many)
    assert found["port_id"].to_pylist()[-3:] == PORTS


@pytest.mark.parametrize("name", ["in.tsv", "in.tsv.gz", "in.csv.zst"])
def test_packed_and_tabbed_text_is_read(
    places: pd.DataFrame, question: Ask, tmp_path: Path, name: str
) -> None:
    text = places.to_csv(index=False, sep="\t" if ".tsv" in name else ",")
    with pa.output_stream(tmp_path / name) as file:
        file.write(text.encode())
    answer_file(question(), tmp_path / name, tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv")["port_id"].tolist() == PORTS


def test_packed_answers_are_one_file_that_gzip_reads(question: Ask, tmp_path: Path) -> None:
    rows = "Laredo,-99.5075,27.5036\n" * 200_000  # more than is read at a time
    (tmp_path / "in.csv").write_text(f"place,lon,lat\n{rows}", encoding="utf-8")
    for name in ("out.csv", "out.csv.gz"):
        answer_file(question(), tmp_path / "in.csv", tmp_path / name)
    plain = (tmp_path / "out.csv").read_bytes()
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    packed = (tmp_path / "out.csv.gz").read_bytes()
    assert unpacker.decompress(packed) == plain
    assert (unpacker.eof, unpacker.unused_data) == (True, b"")
    assert len(packed) < len(plain) / 2


@pytest.mark.parametrize("suffix", ["arrow", "csv", "gpkg"])
def test_text_in_any_of_arrows_ways_is_written_in_every_form(
    question: Ask, tmp_path: Path, suffix: str
) -> None:
    kinds = [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]
    batches = [
        pa.record_batch(
            {"lon": [-106.45], "lat": [31.75], **{
                f"n{number}": pa.array([text], pa.string()).cast(kind)
                for number, kind in enumerate(kinds)
            }}
        )
        for text in ("=1+1", "Juárez")
    ]  # fmt: skip
    with pa.ipc.new_stream(tmp_path / "in.arrow", batches[0].schema) as stream:
        for batch in batches:
            stream.write_batch(batch)
    target = tmp_path / f"out.{suffix}"
    answer_file(question(), tmp_path / "in.arrow", target)
    read = {"arrow": pd.read_feather, "csv": pd.read_csv, "gpkg": gpd.read_file}[suffix]
    found = read(target)
    first = "'=1+1" if suffix == "csv" else "=1+1"
    for name in ("n0", "n1", "n2"):
        assert found[name].astype(str).tolist() == [first, "Juárez"]


@pytest.mark.parametrize("kind", [pa.large_binary(), pa.binary(2), pa.binary_view()], ids=str)
def test_bytes_are_no_text(question: Ask, tmp_path: Path, kind: pa.DataType) -> None:
    table = pa.table({"lon": [-106.45], "lat": [31.75], "n": pa.array([b"\xff\n"], kind)})
    feather.write_feather(table, tmp_path / "in.arrow")
    with pytest.raises(DatasetError, match=r"column n is .*binary.*, which CSV cannot hold"):
        answer_file(question(), tmp_path / "in.arrow", tmp_path / "out.csv")


def test_a_geopackage_keeps_rows_and_a_column_of_numbers_called_as_its_own(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    places.assign(fid=[7, 3, 3]).to_parquet(tmp_path / "in.parquet")
    answer_file(question(), tmp_path / "in.parquet", tmp_path / "out.gpkg")
    found = gpd.read_file(tmp_path / "out.gpkg")
    assert found["fid"].tolist() == [7, 3, 3]
    assert found["port_id"].tolist() == PORTS


@pytest.mark.parametrize(("number", "said"), [(2**63 - 1, ""), (2**63, "column n cannot be")])
def test_whole_numbers_are_written_whole_by_gdal_or_refused(
    places: pd.DataFrame, question: Ask, tmp_path: Path, number: int, said: str
) -> None:
    places.assign(n=np.array([number] * 3, np.uint64)).to_parquet(tmp_path / "in.parquet")
    if said:
        with pytest.raises(DatasetError, match=said):
            answer_file(question(), tmp_path / "in.parquet", tmp_path / "out.gpkg")
        return
    answer_file(question(), tmp_path / "in.parquet", tmp_path / "out.gpkg")
    assert gpd.read_file(tmp_path / "out.gpkg")["n"].tolist() == [number] * 3


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "geojsonl"])
def test_columns_that_gdal_takes_for_one_are_refused(
    places: pd.DataFrame, question: Ask, tmp_path: Path, suffix: str
) -> None:
    places.assign(a=1, A=2).to_parquet(tmp_path / "in.parquet")
    with pytest.raises(DatasetError, match="takes columns a and A for one"):
        answer_file(question(), tmp_path / "in.parquet", tmp_path / f"out.{suffix}")


@pytest.mark.parametrize("suffix", ["shp", "dbf", "geojsonl", "geojsons"])
def test_rows_that_gdal_leaves_out_of_a_file_that_is_cut_off_are_missed(
    points: gpd.GeoDataFrame,
    question: Ask,
    tmp_path: Path,
    suffix: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / f"in.{'shp' if suffix == 'dbf' else suffix}"
    if suffix == "geojsons":
        points.to_file(source, driver="GeoJSONSeq", RS="YES")
    else:
        points.to_file(source)
    answer_file(question(), source, tmp_path / "out.csv")
    cut = source.with_suffix(f".{suffix}")
    cut.write_bytes(cut.read_bytes()[:-60])
    with pytest.raises(DatasetError, match=rf"{source.name}: cannot be read: .*cut off"):
        answer_file(question(), source, tmp_path / "again.csv")
    assert not (tmp_path / "again.csv").exists()
    assert {path.stem for path in tmp_path.iterdir()} == {"in", "out"}  # GDAL's log is none


@pytest.mark.parametrize("crs", ["EPSG:4267", "EPSG:32613", "EPSG:4326"])
def test_the_system_that_geoarrow_says_is_that_of_the_points(
    points: gpd.GeoDataFrame, question: Ask, tmp_path: Path, crs: str
) -> None:
    there = pa.table(points.to_crs(crs).to_arrow()).replace_schema_metadata(None)
    feather.write_feather(there, tmp_path / "in.arrow")
    asked = question(columns=Columns(geometry="geometry"))
    answer_file(asked, tmp_path / "in.arrow", tmp_path / "out.csv")
    found = pd.read_csv(tmp_path / "out.csv")
    # NAD 27 is some 40 to 90 m off here.
    assert found["lon"].to_numpy() == pytest.approx(points.geometry.x.to_numpy(), abs=1e-7)
    assert found["lat"].to_numpy() == pytest.approx(points.geometry.y.to_numpy(), abs=1e-7)


def test_an_arrow_file_whose_cells_lie_outside_it_is_refused(question: Ask, tmp_path: Path) -> None:
    table = pa.table({"lon": [-106.45] * 2, "lat": [31.75] * 2, "n": ["x" * 77, ""]})
    feather.write_feather(table, tmp_path / "in.arrow", compression="uncompressed")
    whole = (tmp_path / "in.arrow").read_bytes()
    places = np.array([0, 77, 77], np.int32).tobytes()
    assert whole.count(places) == 1
    moved = np.array([0, 1 << 30, 1 << 30], np.int32).tobytes()
    (tmp_path / "in.arrow").write_bytes(whole.replace(places, moved))
    with pytest.raises(DatasetError, match=r"in\.arrow: cannot be read"):
        answer_file(question(), tmp_path / "in.arrow", tmp_path / "out.parquet")


def test_a_table_of_a_geopackage_is_read_by_its_columns_or_refused(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    pyogrio.write_dataframe(places, tmp_path / "in.gpkg")
    answer_file(question(), tmp_path / "in.gpkg", tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv")["port_id"].tolist() == PORTS
    pyogrio.write_dataframe(places[["place"]], tmp_path / "bare.gpkg")
    with pytest.raises(InvalidValueError, match="--lon is missing"):
        answer_file(question(), tmp_path / "bare.gpkg", tmp_path / "again.csv")


def test_a_vector_file_of_no_layer_is_refused(question: Ask, tmp_path: Path) -> None:
    pyogrio.write_dataframe(pd.DataFrame({"a": [1]}), tmp_path / "in.gpkg")
    with sqlite3.connect(tmp_path / "in.gpkg") as database:
        database.execute("DELETE FROM gpkg_contents")
        database.execute('DROP TABLE "in"')
    database.close()
    with pytest.raises(DatasetError, match=r"in\.gpkg: cannot be read"):
        answer_file(question(), tmp_path / "in.gpkg", tmp_path / "out.csv")
