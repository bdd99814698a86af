"""Files of positions in, files of nearest ports out: formats, odd rows, failures."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from fsspec.implementations.memory import MemoryFileSystem
from pyarrow import fs
from pyproj import Geod

from geo import batch
from geo.batch.files import BatchQuestion, answer_file, batch_question
from geo.batch.parts import answer_parts, find_parts
from geo.batch.places import Remote
from geo.batch.stream import Columns
from geo.batch.summary import QUANTILE_ERROR, Summary
from geo.border import Border
from geo.errors import DatasetError, InvalidValueError
from geo.queries.port_arrays import port_arrays

PLACES = {
    "Laredo": (-99.5075, 27.5036, "laredo-gateway"),
    "Columbus, New Mexico": (-107.6403, 31.8276, "columbus"),
    "Tijuana": (-117.0382, 32.5149, "san-ysidro"),
    "Mexico City": (-99.1332, 19.4326, None),
}
"""City centres as a gazetteer gives them, and the port that each lies beside."""
Ask = Callable[..., BatchQuestion]


@pytest.fixture
def places() -> pd.DataFrame:
    return pd.DataFrame(
        [(name, lon, lat) for name, (lon, lat, _) in PLACES.items()],
        columns=["place", "lon", "lat"],
    )


@pytest.fixture
def points(places: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        places[["place"]],
        geometry=gpd.points_from_xy(places["lon"], places["lat"]),
        crs="EPSG:4326",
    )


@pytest.fixture
def question(border: Border) -> Ask:
    def make(**more: object) -> BatchQuestion:
        return batch_question(border, **more)  # type: ignore[arg-type]

    return make


def expected() -> list[str | None]:
    return [port for _, _, port in PLACES.values()]


def checked(ports: "pd.Series[str]") -> None:
    for found, port in zip(ports, expected(), strict=True):
        assert port is None or found == port


def test_parquet_in_and_out_keeps_rows_and_columns(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    places.to_parquet(tmp_path / "in.parquet")
    summary = answer_file(question(), tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = pd.read_parquet(tmp_path / "out.parquet")
    assert list(found.columns) == [*places.columns, "port_id", "distance_km", "bearing_deg"]
    pd.testing.assert_frame_equal(found[list(places.columns)], places)
    checked(found["port_id"])
    assert (summary.rows, summary.without_position) == (4, 0)


def test_the_file_says_which_data_and_question_it_answers(
    places: pd.DataFrame, question: Ask, tmp_path: Path, border: Border
) -> None:
    places.to_parquet(tmp_path / "in.parquet")
    asked = question(mode="commercial", k=2)
    answer_file(asked, tmp_path / "in.parquet", tmp_path / "out.parquet")
    metadata = pa.parquet.read_schema(tmp_path / "out.parquet").metadata
    found = json.loads(metadata[b"border_ports"])
    source = (tmp_path / "in.parquet").stat()
    assert found.pop("input")["bytes"] == source.st_size
    assert found == {
        "dataset_version": border.version, "k": 2, "mode": "commercial", "state": None,
        "direction": "northbound", "program": None, "left_out": ["anzalduas", "donna"],
        "ellipsoid": "WGS 84",
        "columns": {"lon": None, "lat": None, "geometry": None, "crs": None, "keep": None},
    }  # fmt: skip


@pytest.mark.parametrize("suffix", ["fgb", "gpkg", "parquet"])
def test_points_of_vector_files_are_read(
    points: gpd.GeoDataFrame, question: Ask, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / f"in.{suffix}"
    if suffix == "parquet":
        points.to_parquet(source)
    else:
        points.to_file(source)
    answer_file(question(), source, tmp_path / "out.parquet")
    found = gpd.read_parquet(tmp_path / "out.parquet")
    order = [list(found["place"]).index(name) for name in PLACES]
    checked(found["port_id"].iloc[order])
    assert found.crs.equals("EPSG:4326", ignore_axis_order=True)
    assert shapely.equals(found.geometry.iloc[order].to_numpy(), points.geometry.to_numpy()).all()


@pytest.mark.parametrize("suffix", ["gpkg", "parquet"])
def test_projected_points_are_measured_where_they_are_on_the_ellipsoid(
    points: gpd.GeoDataFrame, question: Ask, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / f"in.{suffix}"
    projected = points.to_crs("EPSG:6372")
    if suffix == "parquet":
        projected.to_parquet(source)
    else:
        projected.to_file(source)
    answer_file(question(), source, tmp_path / "out.csv")
    found = pd.read_csv(tmp_path / "out.csv")
    checked(found["port_id"])
    assert found["lon"].to_numpy() == pytest.approx(points.geometry.x.to_numpy(), abs=1e-8)
    assert found["lat"].to_numpy() == pytest.approx(points.geometry.y.to_numpy(), abs=1e-8)


def test_geoparquet_is_made_from_columns_of_degrees(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    places.loc[4] = ["nowhere", float("nan"), 30.0]
    places.to_csv(tmp_path / "in.csv", index=False)
    answer_file(question(), tmp_path / "in.csv", tmp_path / "out.geoparquet")
    found = gpd.read_parquet(tmp_path / "out.geoparquet")
    assert found.geometry.x.to_numpy()[:4] == pytest.approx(places["lon"].to_numpy()[:4])
    assert found.geometry.iloc[4] is None
    assert found.crs == "OGC:CRS84"


@pytest.mark.parametrize("name", ["in.csv", "in.csv.gz"])
def test_csv_text_is_kept_as_it_was_and_unreadable_rows_have_no_port(
    question: Ask, tmp_path: Path, name: str
) -> None:
    text = (
        "id,note,Longitude,Latitude\n"
        '007,"a, ""b""\nc",-99.5075,27.5036\n'
        "008,plain,not a number,27.5\n"
        "009,,-99.5,\n"
        "010,far, -99.5 ,91\n"
        "011,é,181,27.5\n"
        "012,nan,nan,27.5\n"
        "1e3,end,-107.6403,31.8276\n"
    )
    opened = gzip.open if name.endswith(".gz") else open
    with opened(tmp_path / name, "wt", encoding="utf-8") as file:
        file.write(text)
    summary = answer_file(question(), tmp_path / name, tmp_path / "out.csv")
    found = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert found["id"].tolist() == ["007", "008", "009", "010", "011", "012", "1e3"]
    assert found["note"].iloc[0] == 'a, "b"\nc'
    assert found["Longitude"].iloc[1] == "not a number"
    ports = found["port_id"].tolist()
    assert ports == ["laredo-gateway", "", "", "", "", "", "columbus"]
    assert (summary.rows, summary.without_position) == (7, 5)


def test_strict_stops_with_the_number_of_the_row_and_leaves_no_file(
    question: Ask, tmp_path: Path
) -> None:
    rows = ["lon,lat", *["-100,30"] * 41, "-100,95"]
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(DatasetError, match=r"in\.csv: row 42: no position"):
        answer_file(question(strict=True), tmp_path / "in.csv", tmp_path / "out.parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_damaged_input_leaves_what_was_there_before(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    places.to_parquet(tmp_path / "in.parquet")
    whole = (tmp_path / "in.parquet").read_bytes()
    (tmp_path / "in.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "out.parquet").write_text("before", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"in\.parquet: cannot be read"):
        answer_file(question(), tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert (tmp_path / "out.parquet").read_text(encoding="utf-8") == "before"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_csv_line_with_too_many_fields_is_named(question: Ask, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lon,lat\n-100,30\n-100,30,7\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"in\.csv: cannot be read: .*#3"):
        answer_file(question(), tmp_path / "in.csv", tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (Columns(lon="x", lat="lat"), "--lon: 'x'"),
        (Columns(lon="lon"), "--lat is missing"),
        (Columns(geometry="shape"), "--geometry: 'shape'"),
        (Columns(keep=("place", "nothing")), "--keep: 'nothing'"),
    ],
)
def test_a_column_that_is_not_there_is_refused(
    places: pd.DataFrame, question: Ask, tmp_path: Path, columns: Columns, message: str
) -> None:
    places.to_parquet(tmp_path / "in.parquet")
    with pytest.raises(InvalidValueError, match=message):
        answer_file(question(columns=columns), tmp_path / "in.parquet", tmp_path / "o.parquet")


def test_only_named_columns_are_kept_and_a_clash_of_names_is_refused(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    places.assign(port_id="mine").to_parquet(tmp_path / "in.parquet")
    with pytest.raises(InvalidValueError, match="port_id"):
        answer_file(question(), tmp_path / "in.parquet", tmp_path / "out.parquet")
    kept = question(columns=Columns(keep=("place",)))
    answer_file(kept, tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = pd.read_parquet(tmp_path / "out.parquet")
    assert list(found.columns) == ["place", "port_id", "distance_km", "bearing_deg"]


@pytest.mark.parametrize(("source", "target"), [("in.xls", "o.csv"), ("in.csv", "o.docx")])
def test_unknown_formats_are_refused(
    question: Ask, tmp_path: Path, source: str, target: str
) -> None:
    (tmp_path / source).write_text("lon,lat\n1,2\n", encoding="utf-8")
    with pytest.raises(InvalidValueError, match=r"\.parquet"):
        answer_file(question(), tmp_path / source, tmp_path / target)


def test_further_ports_stand_in_numbered_columns(
    places: pd.DataFrame, question: Ask, tmp_path: Path, border: Border
) -> None:
    places.to_parquet(tmp_path / "in.parquet")
    answer_file(question(k=3, state="US-NM"), tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = pd.read_parquet(tmp_path / "out.parquet")
    ids = found[["port_id", "port_id_2", "port_id_3"]].to_numpy()
    table = border.records("ports")
    mexico = {row["id"] for row in map(table.row, range(55)) if row["us_state"] == "US-NM"}
    assert all(set(row) == mexico for row in ids.tolist())
    assert (found["distance_km"] <= found["distance_km_2"]).all()
    assert (found["distance_km_2"] <= found["distance_km_3"]).all()


def test_many_batches_keep_the_order_of_the_rows(
    question: Ask, tmp_path: Path, border: Border
) -> None:
    random = np.random.default_rng(4)
    frame = pd.DataFrame({"row": np.arange(300_000), "lon": random.uniform(-118, -96, 300_000),
                          "lat": random.uniform(25, 33, 300_000)})  # fmt: skip
    frame.to_parquet(tmp_path / "in.parquet", row_group_size=70_000)
    summary = answer_file(question(), tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = pd.read_parquet(tmp_path / "out.parquet")
    assert (found["row"] == frame["row"]).all()
    sample = found.iloc[::6_000]
    lons, lats = port_arrays(border).lon, port_arrays(border).lat
    ids = border.records("ports").columns["id"]
    for row in sample.itertuples():
        place = ids.index(row.port_id)
        _, _, metres = Geod(ellps="WGS84").inv(row.lon, row.lat, lons[place], lats[place])
        assert row.distance_km == pytest.approx(metres / 1000.0, abs=1.1e-6)
    assert summary.rows == 300_000
    counted = found["port_id"].value_counts()
    assert {row["id"]: row["points"] for row in summary.per_port() if row["points"]} == dict(
        counted
    )
    for share, name in ((0.5, "median_km"), (0.95, "p95_km")):
        exact = float(found["distance_km"].quantile(share))
        assert summary.totals()[name] == pytest.approx(exact, rel=2 * QUANTILE_ERROR)


def test_a_summary_of_nothing_has_no_median() -> None:
    summary = Summary(("a", "b"))
    assert summary.totals() == {
        "row_count": 0, "without_position": 0, "median_km": None, "p95_km": None,
    }  # fmt: skip
    assert [row["points"] for row in summary.per_port()] == [0, 0]


def write_parts(places: pd.DataFrame, folder: Path, count: int) -> None:
    (folder / "deeper").mkdir(parents=True)
    for part in range(count):
        inside = folder / "deeper" if part % 2 else folder
        places.to_parquet(inside / f"part-{part}.parquet")


def test_a_folder_is_resumed_where_it_stopped(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    write_parts(places, tmp_path / "in", 4)
    parts = find_parts(tmp_path / "in", tmp_path / "out")
    first = dict(answer_parts(question(), parts[:2]))
    stamps = {part: part.target.stat().st_mtime_ns for part in first}
    with pytest.raises(InvalidValueError, match="--resume"):
        find_parts(tmp_path / "in", tmp_path / "out")
    again = dict(answer_parts(question(), find_parts(tmp_path / "in", tmp_path / "out",
                                                     resume=True)))  # fmt: skip
    assert len(again) == 4
    assert all(part.target.stat().st_mtime_ns == stamp for part, stamp in stamps.items())
    for part in parts:
        assert again[part].per_port() == first.get(part, again[part]).per_port()
        assert again[part].rows == 4


def test_a_folder_of_a_store_that_is_not_arrows_own_is_resumed(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    write_parts(places, tmp_path / "in", 2)
    memory = MemoryFileSystem()
    memory.put(str(tmp_path / "in"), "/trucks", recursive=True)
    store = fs.PyFileSystem(fs.FSSpecHandler(memory))
    folders = [
        Remote(filesystem=store, path=path, address=f"memory:/{path}")
        for path in ("/trucks", "/near")
    ]
    first, second = find_parts(*folders)
    ((_, whole),) = answer_parts(question(), [first])
    made = memory.info(first.target.path)["created"]
    with pytest.raises(InvalidValueError, match="--resume"):
        find_parts(*folders)
    again = {
        str(part.target): summary
        for part, summary in answer_parts(question(), find_parts(*folders, resume=True))
    }
    assert set(again) == {str(first.target), str(second.target)}
    assert again[str(first.target)].per_port() == whole.per_port()
    assert memory.info(first.target.path)["created"] == made
    places.assign(lat=27.0).to_parquet(tmp_path / "other.parquet")
    memory.put(str(tmp_path / "other.parquet"), first.source.path)
    with pytest.raises(InvalidValueError, match="input was"):
        list(answer_parts(question(), find_parts(*folders, resume=True)))


def test_answers_to_another_question_are_not_resumed(
    places: pd.DataFrame, question: Ask, tmp_path: Path
) -> None:
    write_parts(places, tmp_path / "in", 1)
    list(answer_parts(question(), find_parts(tmp_path / "in", tmp_path / "out")))
    parts = find_parts(tmp_path / "in", tmp_path / "out", resume=True)
    with pytest.raises(InvalidValueError, match="same question"):
        list(answer_parts(question(mode="rail"), parts))


def test_a_folder_without_parquet_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match=r"\.parquet"):
        find_parts(tmp_path, tmp_path / "out")


def test_former_names_of_a_batch_go_on_with_a_notice() -> None:
    with pytest.warns(DeprecationWarning, match="now geo.batch.batch_question"):
        assert batch.ask is batch_question
    with pytest.warns(DeprecationWarning, match="now geo.batch.BatchQuestion"):
        assert batch.Question is BatchQuestion
