"""Placing the curated ports on a line, and what the readers of curated tables refuse."""

import csv
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from geo.data.linear_reference import MeasuredLine
from geo.errors import DatasetError
from geo.layers import layer
from geo.pipeline.curated import read_curated
from geo.pipeline.facts import compiled, read_facts
from geo.pipeline.ports import build_ports
from geo.pipeline.tables import build_tables

CURATED = Path(__file__).parents[2] / "data" / "curated"
NAMES = (
    "ports", "port_modes", "port_access", "tolls", "port_codes", "counts", "crossings_not_counted",
    "sources", "not_known", "facts",
)  # fmt: skip
GULF = (-97.1395, 25.9567)
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    """Return the curated facts."""
    return read_facts(CURATED)


@pytest.fixture(scope="module")
def port_modes(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the table of modes."""
    return build_tables(CURATED, facts)["port_modes"]


def _segments(from_km: float = 4000.0, to_km: float = 0.0) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "id": ["upper", "lower"],
            "river": ["Rio Grande", "Rio Grande"],
            "from_river_km": [from_km, 1000.0],
            "to_river_km": [1000.0, to_km],
        }
    )


# Placing the ports on a line


def _row_only(folder: Path, port: str) -> Path:
    with (CURATED / "ports.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with (folder / "ports.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row for row in rows if row[0] == port)])
    return folder


def test_ports_on_the_line_have_its_chainage(facts: pd.DataFrame, port_modes: pd.DataFrame) -> None:
    ports = read_curated(CURATED, "ports")
    at = ports[["source_longitude", "source_latitude"]].to_numpy()[::-1]
    line = np.vstack([GULF, at])
    built = build_ports(CURATED, MeasuredLine(line), _segments(5000.0), facts, port_modes)
    # The line's length to each port, summed in steps of at most 0.001 degree.
    kms, total = [], 0.0
    for start, end in pairwise(line):
        steps = int(np.abs(end - start).max() / 0.001) + 2
        total += GEOD.line_length(*np.linspace(start, end, steps).T) / 1000.0
        kms.append(total)
    assert list(built["id"]) == list(ports["id"])
    assert built["boundary_km"].to_numpy() == pytest.approx(kms[::-1], abs=0.002)
    assert built["source_offset_m"].eq(0).all()
    river = built["river"].notna()
    assert (built["river_km"][river] == built["boundary_km"][river]).all()
    assert built["river_km"][~river].isna().all()
    assert built["river_mile"][river].to_numpy() * 1.609344 == pytest.approx(
        built["river_km"][river].to_numpy(), abs=0.001
    )
    below = built["boundary_km"] <= 1000.0
    assert set(built["river_segment"][river & below]) == {"lower"}
    assert set(built["river_segment"][river & ~below]) == {"upper"}
    assert built["river_segment"][~river].isna().all()
    assert [*layer("ports").column_names, "geometry"] == list(built.columns)
    assert built.crs == "OGC:CRS84"


def test_a_port_beside_the_line_is_plotted_at_the_nearest_point(
    tmp_path: Path, facts: pd.DataFrame, port_modes: pd.DataFrame
) -> None:
    lon, lat = -97.476112, 25.883758  # Veterans International Bridge
    line = np.array([(-97.0, 25.85), (-98.0, 25.95)])
    folder = _row_only(tmp_path, "brownsville-veterans")
    own = facts[facts["row"].isin(["brownsville-veterans", "*"])]
    built = build_ports(folder, MeasuredLine(line), _segments(), own, port_modes)
    dense = np.linspace(*line, 1_000_001)
    near = np.abs(dense[:, 0] - lon) < 0.02
    count = int(near.sum())
    distances = GEOD.inv(np.full(count, lon), np.full(count, lat), *dense[near].T)[2]
    foot = dense[near][int(distances.argmin())]
    port = built.iloc[0]
    assert GEOD.inv(*foot, port.geometry.x, port.geometry.y)[2] < 0.2
    assert port["source_offset_m"] == pytest.approx(distances.min(), abs=0.06)
    assert port["boundary_km"] == pytest.approx(
        GEOD.line_length(*dense[dense[:, 0] >= foot[0]].T) / 1000.0, abs=0.001
    )


def test_a_river_port_off_every_segment_is_refused(
    tmp_path: Path, facts: pd.DataFrame, port_modes: pd.DataFrame
) -> None:
    folder = _row_only(tmp_path, "brownsville-veterans")
    line = MeasuredLine(np.array([(-97.0, 25.85), (-98.0, 25.95)]))
    with pytest.raises(DatasetError, match=r"brownsville-veterans: river km .* no segment"):
        build_ports(folder, line, _segments(to_km=900.0), facts[facts["row"] == "*"], port_modes)


# What the reader refuses


def _damaged(folder: Path, name: str, change: tuple[str, str]) -> Path:
    for known in NAMES:
        text = (CURATED / f"{known}.csv").read_text(encoding="utf-8")
        if known == name:
            assert change[0] in text
            text = text.replace(*change, 1)
        (folder / f"{known}.csv").write_text(text, encoding="utf-8")
    return folder


def _read_all(folder: Path) -> None:
    found = read_facts(folder)
    build_tables(folder, found)
    compiled(read_curated(folder, "ports"), "ports", found)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("ports", ("name_en", "nombre"), "row 1: column 'nombre' is not known"),
        ("counts", (",source_ids", ""), "row 1: column 'source_ids' is missing"),
        ("counts", ("border-ports-55,55", "border-ports-55,55,55"), "row 2: 15 cells"),
        ("counts", ("state-department-55", "border-ports-55"), "row 3: column id: .* repeated"),
        ("ports", ("US-CA", "US-NV"), "column us_state: 'US-NV' is not allowed; allowed: US-CA"),
        ("ports", ("pedestrian;pov;bus", "pedestrian;car"), "column modes: 'car' is not allowed"),
        ("ports", ("pedestrian;pov;bus", "pov;pov"), "column modes: 'pov;pov' is not a valid list"),
        ("ports", ("-117.028761", "west"), "column source_longitude: 'west' is not a valid number"),
        ("ports", ("-117.028761", "nan"), "column source_longitude: 'nan' is not a valid number"),
        ("facts", (",1906,", ",1906.5,"), "column opened_year: '1906.5' is not a valid integer"),
        ("facts", (",opened_year,", ",opening,"), "ports has no column 'opening'"),
        ("facts", ("ports,san-ysidro,", "ports,san-isidro,"), "ports has no row 'san-isidro'"),
        ("facts", (",true,", ",yes,"), "column shown: 'yes' is not a valid boolean"),
        ("facts", ("1913,,false", "1913,,true"), "two shown facts about one cell"),
        ("facts", ("sentri_lane,true", "sentri_lane,often"), "'often' is not a valid boolean"),
        ("ports", ("2026-11-23\n", "23/11/2026\n"), "column as_of: .* is not a valid date"),
        ("ports", ("America/Los_Angeles", "America/San_Diego"), "column time_zone: .* IANA"),
        ("ports", (",San Ysidro Port of Entry", ", "), "column name_en: ' ' is not a valid string"),
        ("ports", (",San Ysidro Port of Entry", ","), "row 2: column name_en: empty, but requ"),
        ("port_access", ("andrade:pov:northbound", "andrade:pov:north"), "not one row for each"),
        ("tolls", (":01,el-paso-paso-del-norte", ":01,el-paso"), "there is no port 'el-paso'"),
        ("port_modes", ("san-ysidro:bus", "san-ysidro:car"), "not its port and mode"),
        ("port_modes", ("san-ysidro:bus,san-ysidro,bus", "san-ysidro:rail,san-ysidro,rail"),
         "san-ysidro:bus: not both"),
        ("port_modes", ("san-ysidro:pov", "san-ysidro:car"), "has no row 'san-ysidro:pov'"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_named(
    tmp_path: Path, name: str, change: tuple[str, str], message: str
) -> None:
    with pytest.raises(DatasetError, match=message):
        _read_all(_damaged(tmp_path, name, change))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "counts.csv: cannot be read"),
        (b"", "counts.csv: empty"),
        (b"id,total\n\xff\xfe", "counts.csv: not a CSV file in UTF-8"),
        (b'id,total\n"a" b,1\n', "counts.csv: not a CSV file"),
    ],
)
def test_a_file_that_is_no_table_is_named(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "counts.csv").write_bytes(content)
    with pytest.raises(DatasetError, match=message):
        read_curated(tmp_path, "counts")
