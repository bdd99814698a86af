"""Inputs that once gave wrong answers and exit code 0: each is answered rightly or refused."""

import json
import os
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from click.testing import CliRunner, Result
from pyarrow import feather, parquet

from geo import Border
from geo.batch.engine import NearestEngine
from geo.batch.files import answer_file, batch_question
from geo.batch.frames import nearest_frame
from geo.batch.parts import Part, answer_parts, find_parts, verify_part
from geo.batch.ports import PortPoints, ports_of_border
from geo.batch.stream import Columns
from geo.cli import cli
from geo.errors import BorderError, DatasetError, InvalidValueError

EL_PASO = (-106.45, 31.75)


@pytest.fixture(scope="module")
def candidates(border: Border) -> PortPoints:
    """Return every port as a candidate."""
    return ports_of_border(border)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_scalar_is_broadcast_against_an_array(candidates: PortPoints, compiled: bool) -> None:  # noqa: FBT001
    engine = NearestEngine(candidates, compiled=compiled)
    lons = np.linspace(-117, -97, 50)
    together = engine.find(lons, 31.75)
    one_by_one = [engine.find([lon], [31.75]) for lon in lons]
    assert together[0][:, 0].tolist() == [found[0][0, 0] for found in one_by_one]


def test_arrays_of_different_lengths_are_refused(candidates: PortPoints) -> None:
    with pytest.raises(InvalidValueError, match="as many latitudes as longitudes"):
        NearestEngine(candidates).find(np.zeros(5), np.zeros(3))


def test_booleans_and_texts_are_no_degrees(candidates: PortPoints) -> None:
    for bad in (np.array([True]), np.array(["-106"]), np.array([None])):
        with pytest.raises(InvalidValueError, match="numbers of degrees"):
            NearestEngine(candidates).find(bad, [31.75])


def test_a_masked_position_has_no_port(candidates: PortPoints) -> None:
    lon = np.ma.array([-106.45, -106.45], mask=[False, True])
    index, metres, _ = NearestEngine(candidates).find(lon, [31.75, 31.75])
    assert index[0, 0] >= 0
    assert index[1, 0] == -1
    assert np.isnan(metres[1, 0])


def test_a_frames_own_columns_are_never_overwritten(candidates: PortPoints) -> None:
    frame = pd.DataFrame({"lon": [-106.45], "lat": [31.75], "port_id": ["mine"]})
    with pytest.raises(InvalidValueError, match="port_id"):
        nearest_frame(frame, NearestEngine(candidates))


@pytest.mark.parametrize(
    "cells", [[True], [pd.Timestamp("1970-01-01")], [pd.Timedelta(0)], [1j]], ids=repr
)
def test_truth_values_times_and_complex_numbers_of_a_frame_are_no_degrees(
    candidates: PortPoints, cells: list[object]
) -> None:
    frame = pd.DataFrame({"lon": cells, "lat": [31.75]})
    with pytest.raises(InvalidValueError, match=r"lon: .*numbers of degrees"):
        nearest_frame(frame, NearestEngine(candidates))
    mixed = pd.DataFrame({"lon": [True, EL_PASO[0]], "lat": [0.0, EL_PASO[1]]}, dtype=object)
    assert nearest_frame(mixed, NearestEngine(candidates))["port_id"].isna().tolist() == [
        True, False
    ]  # fmt: skip


def test_two_columns_of_one_name_are_refused_by_name(
    candidates: PortPoints, border: Border, tmp_path: Path
) -> None:
    frame = pd.DataFrame([[*EL_PASO, 1]], columns=["lon", "lat", "lon"])
    with pytest.raises(InvalidValueError, match="there once: lon, lat, lon"):
        nearest_frame(frame, NearestEngine(candidates))
    arrays = [pa.array([value]) for value in (*EL_PASO, 1, 2)]
    for names, said in (
        (["lon", "lat", "a", "a"], "--keep: 'a'"),
        (["x", "y", "b", "x"], "--lon: 'x"),
    ):
        parquet.write_table(pa.Table.from_arrays(arrays, names), tmp_path / "in.parquet")
        with pytest.raises(InvalidValueError, match=said):
            answer_file(batch_question(border), tmp_path / "in.parquet", tmp_path / "out.parquet")


def test_a_column_that_is_to_be_kept_twice_is_kept_once(border: Border, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lon,lat,n\n-106.45,31.75,7\n")
    question = batch_question(border, columns=Columns(keep=("n", "n")))
    answer_file(question, tmp_path / "in.csv", tmp_path / "out.csv")
    assert list(pd.read_csv(tmp_path / "out.csv"))[:2] == ["n", "port_id"]


def test_columns_that_differ_in_case_only_are_asked_about(border: Border, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lon,LON,lat\n-106.45,1,31.75\n")
    with pytest.raises(InvalidValueError, match="lon, LON"):
        answer_file(batch_question(border), path, tmp_path / "out.csv")


def _asked(folder: Path) -> Result:
    """Run the command for the file in.csv of a folder."""
    source, target = str(folder / "in.csv"), str(folder / "out.csv")
    return CliRunner().invoke(cli, ["nearest", "--input", source, "--output", target])


WRONG = {
    "swapped": ("lon,lat\n31.75,-106.45\n32,-117\n", "seem swapped"),
    "microdegrees": ("lon,lat\n-106450000,31750000\n-117000000,32000000\n", "microdegrees"),
    "degrees, minutes": ("lon,lat\n106°75'W,31°75'N\n117°90'W,32°99'N\n", "minutes and seconds"),
    "decimal comma": ('lon,lat\n"-106,45","31,75"\n"-117,0","32,5"\n', "decimal commas"),
    "0 to 360": ("lon,lat\n253.55,31.75\n243,32\n", "from 0 to 360"),
    "projected": ("x,y\n-11850000,3730000\n-13024000,3763000\n", "meters of a projection"),
    "WKT": ("lon,lat\nPOINT (-106 31),\nPOINT (-117 32),\n", "WKT"),
    "empty": ("lon,lat\n,\n,\n", "empty in every row"),
}


@pytest.mark.parametrize("case", WRONG)
def test_no_row_with_a_position_is_no_success_and_the_reason_is_named(
    tmp_path: Path, case: str
) -> None:
    content, reason = WRONG[case]
    (tmp_path / "in.csv").write_text(content)
    arguments = [
        "nearest",
        "--input",
        str(tmp_path / "in.csv"),
        "--output",
        str(tmp_path / "out.csv"),
    ]
    done = CliRunner().invoke(cli, arguments)
    assert isinstance(done.exception, BorderError)
    assert reason in str(done.exception)
    assert not (tmp_path / "out.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_lines_instead_of_points_are_named(border: Border, tmp_path: Path) -> None:
    lines = gpd.GeoDataFrame(geometry=[shapely.LineString([EL_PASO, (-106, 32)])], crs="EPSG:4326")
    lines.to_parquet(tmp_path / "in.parquet")
    with pytest.raises(DatasetError, match="holds no points"):
        answer_file(batch_question(border), tmp_path / "in.parquet", tmp_path / "out.parquet")


def test_too_many_rows_without_a_position_are_refused_by_share(
    border: Border, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text("lon,lat\n-106.45,31.75\n,\n,\n")
    with pytest.raises(DatasetError, match="2 of 3 rows have no readable position"):
        answer_file(
            batch_question(border, max_without_position=0.5),
            tmp_path / "in.csv",
            tmp_path / "out.csv",
        )
    summary = answer_file(batch_question(border), tmp_path / "in.csv", tmp_path / "out.csv")
    assert summary.without_position == 2


def test_a_lost_sign_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lon,lat\n106.45,31.75\n117,32\n")
    arguments = [
        "nearest",
        "--input",
        str(tmp_path / "in.csv"),
        "--output",
        str(tmp_path / "out.csv"),
    ]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0
    assert "lost its minus sign" in done.stderr


@pytest.mark.parametrize("option", ["--output", "--summary"])
def test_nothing_is_written_over_or_into_the_input(tmp_path: Path, option: str) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    frame = pd.DataFrame({"lon": [-106.45], "lat": [31.75]})
    frame.to_parquet(folder / "a.parquet")
    before = (folder / "a.parquet").read_bytes()
    places = {"--output": str(tmp_path / "out"), "--summary": str(tmp_path / "sum.csv")}
    places[option] = str(folder / "inside.csv")
    arguments = ["nearest", "--input", str(folder)]
    for name, value in places.items():
        arguments += [name, value]
    done = CliRunner().invoke(cli, arguments)
    assert isinstance(done.exception, InvalidValueError)
    assert "outside the input folder" in str(done.exception)
    assert (folder / "a.parquet").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["a.parquet"]


def test_a_missing_folder_is_named_before_work_begins(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lon,lat\n-106.45,31.75\n")
    target = tmp_path / "nowhere" / "out.csv"
    done = CliRunner().invoke(
        cli, ["nearest", "--input", str(tmp_path / "in.csv"), "--output", str(target)]
    )
    assert "a file in a folder that exists" in str(done.exception)


def _folder(tmp_path: Path, rows: int = 3) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    frame = pd.DataFrame({"lon": np.linspace(-106, -105, rows), "lat": 31.5, "truck": range(rows)})
    frame.to_parquet(folder / "a.parquet")
    return folder


def test_parts_in_capitals_are_taken(border: Border, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "a.parquet").rename(folder / "B.PARQUET")
    (part,) = find_parts(folder, tmp_path / "out")
    ((_, summary),) = answer_parts(batch_question(border), [part])
    assert summary.rows == 3


def test_other_data_beside_the_parts_are_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "more.csv").write_text("lon,lat\n-106.45,31.75\n")
    with pytest.raises(InvalidValueError, match=r"more\.csv"):
        find_parts(folder, tmp_path / "out")


@pytest.mark.parametrize("change", ["input", "keep", "mode", "k"])
def test_resume_refuses_answers_to_another_question_or_input(
    border: Border, tmp_path: Path, change: str
) -> None:
    folder, out = _folder(tmp_path), tmp_path / "out"
    list(answer_parts(batch_question(border), find_parts(folder, out)))
    again = list(answer_parts(batch_question(border), find_parts(folder, out, resume=True)))
    assert again[0][1].rows == 3
    question = batch_question(border)
    if change == "input":
        frame = pd.read_parquet(folder / "a.parquet").assign(lat=32.0)
        frame.to_parquet(folder / "a.parquet")
    elif change == "keep":
        question = batch_question(border, columns=Columns(keep=("truck",)))
    elif change == "mode":
        question = batch_question(border, mode="commercial")
    else:
        question = batch_question(border, k=2)
    named = {"keep": "columns"}.get(change, change)
    with pytest.raises(InvalidValueError, match=f"{named} was"):
        list(answer_parts(question, find_parts(folder, out, resume=True)))


def test_what_an_interrupted_run_left_is_cleared_by_resume(border: Border, tmp_path: Path) -> None:
    folder, out = _folder(tmp_path), tmp_path / "out"
    out.mkdir()
    left = out / ".border-ports-1a2b3c" / "a.parquet"
    left.parent.mkdir()
    left.write_bytes(b"half")
    list(answer_parts(batch_question(border), find_parts(folder, out, resume=True)))
    assert [path.name for path in out.iterdir()] == ["a.parquet"]


def test_a_folder_to_which_another_run_writes_is_refused_and_left(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    folder, out = _folder(tmp_path), tmp_path / "out"
    out.mkdir()
    other = os.open(out, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    words = ["nearest", "--input", str(folder), "--output", str(out), "--resume"]
    assert "to which no other run is writing" in str(CliRunner().invoke(cli, words).exception)
    os.close(other)
    assert CliRunner().invoke(cli, words).exit_code == 0
    words = ["nearest", "--input", str(folder), "--output", str(tmp_path / "new"), "--keep", "no"]
    assert "--keep" in str(CliRunner().invoke(cli, words).exception)
    assert not (tmp_path / "new").exists()


def test_answers_that_are_not_there_are_not_done(tmp_path: Path) -> None:
    part = Part(source=tmp_path / "a.parquet", target=tmp_path / "gone.parquet", rows=3)
    with pytest.raises(DatasetError, match="not there: do all workers see this folder"):
        verify_part(part)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:6372"])
@pytest.mark.parametrize("keep", [None, (), ("truck",)])
def test_geoparquet_says_what_is_written_and_geopandas_places_it(
    border: Border, tmp_path: Path, crs: str, keep: tuple[str, ...] | None
) -> None:
    points = gpd.GeoDataFrame(
        {"truck": ["A", "B"]}, geometry=gpd.points_from_xy([-106.45, -117.0], [31.75, 32.5]),
        crs="EPSG:4326",
    )  # fmt: skip
    points.to_crs(crs).to_parquet(
        tmp_path / "in.parquet", schema_version="1.1.0", write_covering_bbox=True
    )
    question = batch_question(border, columns=Columns(keep=keep))
    answer_file(question, tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = gpd.read_parquet(tmp_path / "out.parquet")
    back = shapely.get_coordinates(found.geometry.to_crs("EPSG:4326"))
    assert back == pytest.approx(np.array([[-106.45, 31.75], [-117.0, 32.5]]), abs=1e-6)
    described = json.loads(parquet.read_schema(tmp_path / "out.parquet").metadata[b"geo"])
    names = parquet.read_schema(tmp_path / "out.parquet").names
    assert described["primary_column"] in names
    assert set(described["columns"]) <= set(names)
    assert all("covering" not in column for column in described["columns"].values())


def test_a_read_error_is_blamed_on_the_input(border: Border, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lon,lat\n" + "-106.45,31.75\n" * 10 + "1,2,3\n")
    with pytest.raises(DatasetError, match=r"in\.csv: cannot be read") as caught:
        answer_file(batch_question(border), path, tmp_path / "out.csv")
    assert "out.csv" not in str(caught.value)


def _told(metadata: bytes, tmp_path: Path, column: pa.Array | None = None) -> str:
    """Return what is said of points whose GeoParquet metadata or column of geometry is another."""
    points = gpd.GeoDataFrame(geometry=[shapely.Point(EL_PASO)], crs="EPSG:4326")
    points.to_parquet(tmp_path / "in.parquet")
    table = parquet.read_table(tmp_path / "in.parquet")
    told = metadata or table.schema.metadata[b"geo"]
    table = table if column is None else table.set_column(0, "geometry", column)
    parquet.write_table(table.replace_schema_metadata({b"geo": told}), tmp_path / "in.parquet")
    words = ["nearest", "--input", tmp_path / "in.parquet", "--output", tmp_path / "out.parquet"]
    done = CliRunner().invoke(cli, list(map(str, words)))
    assert isinstance(done.exception, BorderError), done.exception
    assert not (tmp_path / "out.parquet").exists()
    return str(done.exception)


@pytest.mark.parametrize(
    "metadata",
    [
        b"{not json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"primary_column": "geometry", "columns": null}',
        b'{"primary_column": 1, "columns": {}}',
        b'{"primary_column": "geometry", "columns": {"a": 1}}',
    ],
)
def test_damaged_metadata_are_named(metadata: bytes, tmp_path: Path) -> None:
    assert "in.parquet: cannot be read: its GeoParquet metadata are damaged" in _told(
        metadata, tmp_path
    )


@pytest.mark.parametrize("crs", ['"EPSG:999999"', '{"type": "none"}', "5"])
def test_a_reference_system_that_is_not_known_is_named(crs: str, tmp_path: Path) -> None:
    metadata = f'{{"primary_column": "geometry", "columns": {{"geometry": {{"crs": {crs}}}}}}}'
    assert "its coordinate reference system is not known" in _told(metadata.encode(), tmp_path)


@pytest.mark.parametrize("cells", [[1.5], [1], ["POINT (1 1)"], [[1.0, 2.0]], [True]])
def test_a_column_that_holds_no_geometry_is_no_position(cells: list[Any], tmp_path: Path) -> None:
    column = pa.array(cells)
    assert f"(WKB or GeoArrow's); it holds {str(column.type).split('<')[0]}" in _told(
        b"", tmp_path, column
    )


@pytest.mark.parametrize(
    ("cell", "kind"),
    [(True, "bool"), (pd.Timestamp("2026-11-27"), "timestamp[us]"), (b"-106.45", "binary")],
    ids=str,
)
@pytest.mark.parametrize("column", ["lon", "lat"])
def test_a_column_that_can_hold_no_degrees_is_refused_by_its_type(
    border: Border, tmp_path: Path, cell: object, kind: str, column: str
) -> None:
    row = {"lon": [EL_PASO[0]], "lat": [EL_PASO[1]], column: [cell]}
    for name in ("in.parquet", "in.arrow"):
        write = parquet.write_table if name == "in.parquet" else feather.write_feather
        write(pa.table(row), tmp_path / name)
        with pytest.raises(InvalidValueError, match=re.escape(f"text; it holds {kind}")) as caught:
            answer_file(batch_question(border), tmp_path / name, tmp_path / "out.parquet")
        assert caught.value.field == f"--{column}"


def test_answers_to_a_folder_are_not_written_where_a_file_is(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (tmp_path / "file").write_text("kept")
    for target in (tmp_path / "file", tmp_path / "file" / "below" / "it"):
        words = ["nearest", "--input", str(folder), "--output", str(target)]
        done = CliRunner().invoke(cli, words)
        assert "a folder, for the answers to several files" in str(done.exception)
    assert (tmp_path / "file").read_text() == "kept"
