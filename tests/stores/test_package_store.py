"""The embedded data set, and what happens when its files are not what they should be."""

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest
import shapely

from geo import load
from geo.border import Border
from geo.data.seal import sealed
from geo.errors import DatasetError
from geo.layers import LAYERS, LEVELS
from geo.paths import data_dir


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the published files that a test may spoil."""
    return Path(shutil.copytree(data_dir(), tmp_path / "published"))


@pytest.mark.parametrize("name", [name for name, layer in LAYERS.items() if layer.time is None])
def test_every_value_is_the_one_that_gdal_reads(border: Border, name: str) -> None:
    located = LAYERS[name].geometry is not None
    read = pyogrio.read_dataframe(data_dir() / "border.gpkg", layer=name, read_geometry=located)
    frame, columns = border.layer(name), border.records(name).columns
    for column in LAYERS[name].columns:
        truth = [plain(column.kind, cell) for cell in read[column.name]]
        assert columns[column.name] == truth
        assert [plain(column.kind, cell) for cell in frame[column.name]] == truth
    if located:
        for shapes in (border.geometries(name), frame.geometry):
            pairs = zip(read.geometry, shapes, strict=True)
            assert all(one is other is None or one.equals_exact(other, 0) for one, other in pairs)


def plain(kind: str, cell: Any) -> object:  # noqa: ANN401 - of any library
    """Return a cell as GDAL or a frame has it as a plain value."""
    if isinstance(cell, str) and kind == "list":
        return tuple(json.loads(cell))
    if isinstance(cell, tuple):
        return cell
    if pd.isna(cell):
        return None
    kinds = {"date": lambda value: value.date(), "integer": int, "number": float, "boolean": bool}
    return kinds.get(kind, str)(cell)


def test_levels_have_fewer_vertices_the_coarser_they_are(border: Border) -> None:
    for name in ("states", "boundary", "river_segments"):
        counts = [int(shapely.get_num_coordinates(border.geometries(name, level)).sum())
                  for level in LEVELS]  # fmt: skip
        assert counts == sorted(counts, reverse=True)
        assert counts[0] > 10 * counts[-1]


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "border.gpkg").unlink()
    with pytest.raises(DatasetError, match=r"border\.gpkg: cannot be read"):
        load(copy)


def test_a_damaged_file_is_named(copy: Path) -> None:
    path = copy / "border.gpkg"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"border\.gpkg: damaged"):
        load(copy)


def test_a_damaged_table_is_named_when_it_is_read(copy: Path) -> None:
    path = copy / "volumes.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DatasetError, match=r"volumes\.parquet: damaged"):
        load(copy).layer("volumes")


def test_another_format_version_is_refused(copy: Path) -> None:
    path = copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["borderPorts"]["formatVersion"] = 99
    path.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(DatasetError, match=r"datapackage\.json: format version 99"):
        load(copy)


def test_a_layer_of_an_older_version_is_named(copy: Path) -> None:
    change(copy, "ALTER TABLE series_notes DROP COLUMN source_ids")
    with pytest.raises(DatasetError, match="series_notes has no column source_ids"):
        load(copy).layer("series_notes")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("UPDATE ports SET us_state = NULL WHERE id = 'naco'", "us_state is empty, but required"),
        ("UPDATE ports SET us_state = 'Texas' WHERE id = 'naco'", "'Texas' is not allowed"),
        ("UPDATE ports SET modes = '[\"boat\"]' WHERE id = 'naco'", "modes: 'boat' is not allowed"),
        ("UPDATE ports SET id = 'naco' WHERE id = 'lukeville'", "id: 'naco' is repeated"),
        ("UPDATE ports SET river_km = 'far' WHERE id = 'naco'", "'river_km' is not of kind number"),
        ("UPDATE ports SET as_of = 'soon' WHERE id = 'naco'", "not a readable data set"),
        ("UPDATE gpkg_geometry_columns SET srs_id = 0 WHERE table_name = 'ports'", "NONE:0"),
        ("DELETE FROM ports", "layer ports is empty"),
        ("DROP TABLE ports", "it has no layer ports"),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_are_refused_by_questions_and_frames(
    copy: Path, query: str, message: str
) -> None:
    change(copy, query)
    with pytest.raises(DatasetError, match=re.escape(message)):
        load(copy).nearest(-106.45, 31.75)
    with pytest.raises(DatasetError, match=re.escape(message)):
        load(copy).layer("ports")


def test_a_geometry_of_another_type_is_refused(copy: Path) -> None:
    change(copy, "UPDATE ports SET geom = (SELECT geom FROM river_segments LIMIT 1)")
    with pytest.raises(DatasetError, match="ports: geometries are LineString, not Point"):
        load(copy).nearest(-106.45, 31.75)


def change(copy: Path, *queries: str) -> None:
    """Change the GeoPackage of a copy of the published files, and seal them again."""
    path = copy / "border.gpkg"
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ports'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for query in queries:
            database.execute(query)
        database.commit()
    package = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["path"] == path.name:
            resource["bytes"] = path.stat().st_size
            resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    (copy / "datapackage.json").write_text(json.dumps(sealed(package)), encoding="utf-8")


def test_a_description_that_is_none_is_refused(copy: Path) -> None:
    (copy / "datapackage.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DatasetError, match="not the description"):
        load(copy)


@pytest.mark.parametrize("spoil", ["border.gpkg", "datapackage.json"])
def test_the_service_refuses_to_start_on_damaged_data(copy: Path, spoil: str) -> None:
    (copy / spoil).write_bytes(b"not a data set")
    done = subprocess.run(
        [sys.executable, "-m", "web", "serve"],
        env={"BORDER_PORTS_STORE": str(copy), "BORDER_PORTS_PORT": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert spoil in done.stderr


def test_a_bad_setting_stops_the_service_with_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "web", "serve"],
        env={"BORDER_PORTS_PORT": "eighty", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2
    allowed = "a whole number, 1 or more"
    assert done.stderr == (
        f"border-ports: BORDER_PORTS_PORT: 'eighty' is not allowed; allowed: {allowed}\n"
    )
