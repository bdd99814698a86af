"""The build as a whole: verified inputs, all or nothing, the same bytes twice."""

import csv
import hashlib
import http.server
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.errors import DatasetError, MissingExtraError
from geo.files import ExportError
from geo.layers import LAYERS, Column, Kind, Layer
from geo.pipeline import build_dataset, fetch_sources, publish
from geo.pipeline.provenance import Edition, read_edition
from geo.pipeline.sources import read_sources, verify_sources
from geo.pipeline.write import level_names, plain_values, write_geopackage

Small = Callable[[], AbstractContextManager[Path]]
ROOT = Path(__file__).parents[2]
CURATED = ROOT / "data" / "curated"
PUBLISHED = ROOT / "data" / "published"
DATED = date(2026, 11, 23)
SAMPLE_CELLS: dict[str, Any] = {
    "string": "é",
    "integer": 5,
    "number": 1.5,
    "boolean": True,
    "date": date(2020, 1, 2),
    "list": ["a", "b"],
}
MAKERS = {
    "volumes": ("volumes", "crossing_volumes"),
    "trade": ("trade", "trade_years"),
    "register": ("projects", "project_events", "permits", "meetings", "waterworks"),
}
SAMPLE_SHAPES = {
    "Point": shapely.Point(-106.5, 31.75),
    "LineString": shapely.LineString([(-106, 31), (-105, 30)]),
    "MultiPolygon": shapely.box(-106, 31, -105, 32),
}


def _sample(definition: Layer) -> pd.DataFrame:
    """Return three rows of a layer; the last is empty wherever it may be."""
    cells: dict[str, list[Any]] = {
        column.name: [SAMPLE_CELLS[column.kind]] * 2
        + [SAMPLE_CELLS[column.kind] if column.required else None]
        for column in definition.columns
    }
    cells[definition.key] = ["c", "a", "b"]
    if definition.geometry is None:
        return pd.DataFrame(cells)
    shape = SAMPLE_SHAPES[definition.geometry]
    last = shape if definition.geometry_required else None
    return gpd.GeoDataFrame(cells, geometry=[shape, shape, last], crs="EPSG:4326")


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """Return small frames for every layer, table and level."""
    made = {name: _sample(definition) for name, definition in LAYERS.items()}
    for stored, name, _ in level_names():
        made[stored] = made[name][["id", "geometry"]].iloc[::-1]
    return made


def test_geopackage_is_the_same_bytes_whenever_it_is_written(
    frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    paths = [tmp_path / "one" / "border.gpkg", tmp_path / "two" / "border.gpkg"]
    for path in paths:
        path.parent.mkdir()
        write_geopackage(frames, path, DATED)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_geopackage_holds_every_layer_with_its_exact_types(
    frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    path = tmp_path / "border.gpkg"
    write_geopackage(frames, path, DATED)
    stored = dict(pyogrio.list_layers(path).tolist())
    inside = {name: item.geometry for name, item in LAYERS.items() if item.time is None}
    inside |= {level: LAYERS[name].geometry for level, name, _ in level_names()}
    assert stored == inside
    info = pyogrio.read_info(path, layer="port_modes")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert types["lanes_northbound"] == "OFTInteger64"
    assert info["ogr_subtypes"][list(types).index("unified_cargo_processing")] == "OFSTBoolean"
    assert pyogrio.read_info(path, layer="ports")["crs"] == "EPSG:4326"


def test_cells_come_back_as_written_and_empty_cells_as_null(
    frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    path = tmp_path / "border.gpkg"
    write_geopackage(frames, path, DATED)
    query = "SELECT name_en, modes, as_of, opened_year, source_offset_m FROM ports ORDER BY fid"
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(query).fetchall()
        levels = database.execute("SELECT id FROM states_web ORDER BY fid").fetchall()
    assert rows[0] == ("é", '["a","b"]', "2020-01-02", 5, 1.5)
    assert rows[2] == ("é", '["a","b"]', None, None, 1.5)
    assert [row[0] for row in levels] == ["c", "a", "b"]


def _without_layer(frames: dict[str, pd.DataFrame]) -> None:
    del frames["states_web"]


def _with_other_ids(frames: dict[str, pd.DataFrame]) -> None:
    frames["states_web"] = frames["states_web"].iloc[:2]


def _with_wrong_shape(frames: dict[str, pd.DataFrame]) -> None:
    frames["ports"] = frames["ports"].assign(geometry=[SAMPLE_SHAPES["LineString"]] * 3)


def _without_shape(frames: dict[str, pd.DataFrame]) -> None:
    frames["ports"] = frames["ports"].assign(geometry=[SAMPLE_SHAPES["Point"]] * 2 + [None])


def _without_column(frames: dict[str, pd.DataFrame]) -> None:
    frames["tolls"] = frames["tolls"].drop(columns="vehicle")


def _with_empty_cell(frames: dict[str, pd.DataFrame]) -> None:
    frames["tolls"] = frames["tolls"].assign(vehicle=["car", "", "bus"])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_without_layer, "states_web: the build made no such layer"),
        (_with_other_ids, "states_web: its ids are not those of the full layer"),
        (_with_wrong_shape, "ports: geometries are LineString, not Point"),
        (_without_shape, "ports: b has no geometry"),
        (_without_column, "tolls: column vehicle is missing"),
        (_with_empty_cell, "tolls: vehicle: row 2 is empty, but the column is required"),
    ],
)
def test_a_frame_that_does_not_fit_is_refused_by_name(
    frames: dict[str, pd.DataFrame], tmp_path: Path, spoil: Callable[..., None], message: str
) -> None:
    spoil(frames)
    with pytest.raises(DatasetError, match=message):
        write_geopackage(frames, tmp_path / "border.gpkg", DATED)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [("integer", 1.5), ("number", "wide"), ("boolean", "yes"), ("date", "yesterday")],
)
def test_a_value_of_another_kind_is_refused(kind: Kind, wrong: object) -> None:
    column = Column(name="x", kind=kind, label_en="", label_es="", description="")
    with pytest.raises(DatasetError, match=f"x: row 1: {wrong!r} is not a {kind}"):
        plain_values([wrong], column)


def test_every_raw_input_is_recorded_with_publisher_terms_and_hash() -> None:
    sources = read_sources(CURATED)
    assert len({source.name for source in sources}) == len(sources)
    for source in sources:
        assert source.publisher
        assert source.licence
        assert source.credit
        assert len(source.sha256) == 64
        assert set(source.layers) <= set(LAYERS)
    assert {layer for source in sources for layer in source.layers} >= {
        "states", "boundary", "volumes", "crossing_volumes", "counties", "trade", "trade_years",
    }  # fmt: skip


CONTENT = b"a raw file\n"


def _curated(folder: Path, **cells: str) -> Path:
    """Write inputs.csv and sources.csv with one row each, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    own = {
        "id": "x", "package": "", "path": "raw/file.txt", "retrieval": "file",
        "bytes": str(len(CONTENT)), "sha256": hashlib.sha256(CONTENT).hexdigest(),
    }  # fmt: skip
    for name in ("inputs.csv", "sources.csv"):
        names = (CURATED / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        row = dict.fromkeys(names, "x") | own | cells
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerow({key: row[key] for key in names})
    return folder


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    curated = _curated(tmp_path / "curated", title="The line", publisher="A bureau")
    with pytest.raises(DatasetError, match=r"file\.txt: missing; it is The line \(A bureau\)"):
        verify_sources(tmp_path, curated)


def test_another_file_is_named_with_both_hashes(tmp_path: Path) -> None:
    curated = _curated(tmp_path / "curated")
    path = tmp_path / "raw" / "file.txt"
    path.parent.mkdir()
    path.write_bytes(b"something else")
    expected, found = (hashlib.sha256(text).hexdigest() for text in (CONTENT, b"something else"))
    with pytest.raises(
        DatasetError, match=rf"file\.txt: sha256 expected {expected}, found {found}"
    ):
        verify_sources(tmp_path, curated)
    path.write_bytes(CONTENT)
    assert [source.path for source in verify_sources(tmp_path, curated)] == ["raw/file.txt"]


def test_an_input_of_a_package_that_is_not_installed_says_what_to_install(tmp_path: Path) -> None:
    curated = _curated(tmp_path / "curated", package="no_such_package_here")
    with pytest.raises(MissingExtraError, match=r"border-ports\[build\]"):
        verify_sources(tmp_path, curated)


@pytest.mark.parametrize("text", ["name,path\nx,y\n", ""])
def test_a_damaged_sources_table_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.csv").write_text("id\nx\n", encoding="utf-8")
    (tmp_path / "inputs.csv").write_text(text or "\udcff", errors="surrogateescape")
    with pytest.raises(DatasetError, match=r"inputs\.csv: cannot be read"):
        read_sources(tmp_path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a folder on this machine; yield its address and the folder."""
    folder = tmp_path / "served"
    folder.mkdir()
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", folder
        running.shutdown()


def test_fetching_takes_a_file_or_a_member_of_a_zip(
    server: tuple[str, Path], tmp_path: Path
) -> None:
    address, folder = server
    (folder / "file.txt").write_bytes(CONTENT)
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("file.txt", CONTENT)
    for retrieval, name in (("file", "file.txt"), ("zip", "all.zip")):
        curated = _curated(tmp_path / retrieval, retrieval=retrieval, url=f"{address}/{name}")
        cache = tmp_path / f"cache-{retrieval}"
        assert fetch_sources(curated, cache) == cache
        assert (cache / "raw" / "file.txt").read_bytes() == CONTENT
        verify_sources(cache, curated)


def test_fetching_refuses_an_answer_with_another_hash(
    server: tuple[str, Path], tmp_path: Path
) -> None:
    address, folder = server
    (folder / "file.txt").write_bytes(b"today's edition")
    curated = _curated(tmp_path / "curated", url=f"{address}/file.txt")
    with pytest.raises(DatasetError, match="answers another file: sha256 expected"):
        fetch_sources(curated, tmp_path / "cache")
    assert not (tmp_path / "cache" / "raw").exists()


def test_fetching_names_what_must_be_obtained_by_hand(tmp_path: Path) -> None:
    curated = _curated(tmp_path / "curated", retrieval="hand", url="", publisher="A university")
    with pytest.raises(DatasetError, match=r"1 of 1 files not in .*: raw/file\.txt: .* by hand"):
        fetch_sources(curated, tmp_path / "cache")


def test_fetching_keeps_what_is_already_right(tmp_path: Path) -> None:
    curated = _curated(tmp_path / "curated", retrieval="hand")
    (tmp_path / "cache" / "raw").mkdir(parents=True)
    (tmp_path / "cache" / "raw" / "file.txt").write_bytes(CONTENT)
    steps: list[tuple[str, int, int]] = []
    fetch_sources(curated, tmp_path / "cache", lambda *step: steps.append(step))
    assert steps == [("x", 0, 1)]


def test_the_edition_states_version_and_date(edition: tuple[str, str]) -> None:
    found = read_edition(CURATED)
    assert found.name == "border-ports"
    assert (found.version, found.date.isoformat()) == edition


def test_a_damaged_edition_is_named(tmp_path: Path) -> None:
    (tmp_path / "dataset.csv").write_text("key,value\ndate,2026-11-23\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"dataset\.csv: cannot be read"):
        read_edition(tmp_path)


@pytest.fixture
def quick(frames: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the makers of the layers, so that only the pipeline itself runs."""
    tables = (
        "crossings_not_counted", "port_modes", "port_access", "tolls", "port_codes", "counts",
        "sources", "not_known",
    )  # fmt: skip
    background = {name for name, layer in LAYERS.items() if layer.is_background}
    alone = {"ports", "facts", "counties", "border_plans"}
    others = {*tables, *background, *alone, *(name for made in MAKERS.values() for name in made)}
    shapes = {name: frame for name, frame in frames.items() if name not in others}
    for frame in frames.values():
        if "source_ids" in frame:
            frame["source_ids"] = [["a"]] * len(frame)
    precisions = [name for name in frames["sources"] if name.endswith("_precision")]
    frames["sources"][precisions] = "day"
    monkeypatch.setattr(publish, "verify_sources", lambda *_: read_sources(CURATED))
    monkeypatch.setattr(publish, "read_facts", lambda *_: frames["facts"])
    monkeypatch.setattr(publish, "build_geometry", lambda *_: shapes)
    monkeypatch.setattr(publish, "build_ports", lambda *_: frames["ports"])
    monkeypatch.setattr(publish, "build_tables", lambda *_: {n: frames[n] for n in tables})
    monkeypatch.setattr(publish, "build_context", lambda *_: {n: frames[n] for n in background})
    monkeypatch.setattr(publish, "build_counties", lambda *_: frames["counties"])
    monkeypatch.setattr(publish, "build_plans", lambda *_: frames["border_plans"])
    for maker, names in MAKERS.items():
        made = {name: frames[name] for name in names}
        monkeypatch.setattr(publish, f"build_{maker}", lambda *_, made=made: made)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


@pytest.mark.usefixtures("quick")
def test_a_build_reports_its_stages_and_leaves_five_files(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    build_dataset(tmp_path, CURATED, tmp_path / "out", lambda *step: steps.append(step))
    assert set(_hashes(tmp_path / "out")) == {
        "border.gpkg", "volumes.parquet", "crossing_volumes.parquet", "trade.parquet",
        "datapackage.json",
    }  # fmt: skip
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)
    assert steps[-1][1] == steps[-1][2]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_a_build_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build_dataset(tmp_path, CURATED, out)
    before = _hashes(out)

    def fail(*_: object) -> None:
        message = "the disk is full"
        raise DatasetError(message)

    monkeypatch.setattr(publish, "write_datapackage", fail)
    with pytest.raises(DatasetError, match="the disk is full"):
        build_dataset(tmp_path, CURATED, out)
    assert _hashes(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_a_build_without_room_is_one_line_and_leaves_nothing(small_disk: Small) -> None:
    with small_disk() as folder, pytest.raises(ExportError, match=r"^[^\n]*cannot be written"):
        build_dataset(folder, CURATED, folder / "out")
    assert [path.name for path in folder.iterdir()] == ["filler"]


@pytest.mark.usefixtures("quick")
def test_the_version_reaches_the_descriptor_and_nothing_else_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_dataset(tmp_path, CURATED, tmp_path / "first")
    edition = read_edition(CURATED)
    later = {name: getattr(edition, name) for name in Edition.__slots__} | {"version": "2027.1.0"}
    monkeypatch.setattr(publish, "read_edition", lambda _: Edition(**later))
    build_dataset(tmp_path, CURATED, tmp_path / "second")
    first, second = _hashes(tmp_path / "first"), _hashes(tmp_path / "second")
    assert {name for name in first if first[name] != second[name]} == {"datapackage.json"}


def test_building_from_the_raw_sources_gives_the_published_bytes(
    raw_sources: Path, tmp_path: Path
) -> None:
    build_dataset(raw_sources, CURATED, tmp_path / "out")
    assert _hashes(tmp_path / "out") == _hashes(PUBLISHED)
    shutil.rmtree(tmp_path / "out")
