"""The whole build, run on the cut sources that every checkout has, against what is published."""

import csv
import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from geo.pipeline import build_dataset
from geo.pipeline.sources import INPUTS_FILE

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
CURATED = ROOT / "data" / "curated"
PUBLISHED = ROOT / "data" / "published"
LARGEST = 1_000_000
OWN = {"states", "states_detail", "states_web", "states_overview", "counties"}
"""Layers whose Mexican side is generalised in the cut sources."""
MEASURED = ["area_km2"]


@pytest.fixture(scope="module")
def built(cut_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what the build makes of the cut sources."""
    pytest.importorskip("_plotly_geo", reason="the package plotly-geo is not installed")
    folder = tmp_path_factory.mktemp("cut")
    shutil.copytree(CURATED, folder / "curated")
    shutil.copy(cut_sources / INPUTS_FILE, folder / "curated")
    build_dataset(cut_sources, folder / "curated", folder / "out")
    return folder / "out"


def test_every_layer_but_the_states_is_the_published_one(built: Path) -> None:
    names = {str(name) for name, _ in pyogrio.list_layers(PUBLISHED / "border.gpkg")}
    assert names == {str(name) for name, _ in pyogrio.list_layers(built / "border.gpkg")}
    for name in names - OWN:
        made, published = (
            pyogrio.read_dataframe(folder / "border.gpkg", layer=name)
            for folder in (built, PUBLISHED)
        )
        assert made.equals(published), name


def test_the_states_differ_in_their_outline_alone(built: Path) -> None:
    made, published = (
        pyogrio.read_dataframe(folder / "border.gpkg", layer="states", read_geometry=False)
        for folder in (built, PUBLISHED)
    )
    assert made.equals(published)


def test_the_counties_differ_in_outline_and_area_alone(built: Path) -> None:
    made, published = (
        pyogrio.read_dataframe(folder / "border.gpkg", layer="counties")
        for folder in (built, PUBLISHED)
    )
    rows = [frame.drop(columns=[*MEASURED, "geometry"]) for frame in (made, published)]
    assert rows[0].equals(rows[1])
    assert made["touches_line"].sum() == 61
    american = made["country"] == "US"
    assert made[american]["area_km2"].sub(published[american]["area_km2"]).abs().max() < 5


@pytest.mark.parametrize("name", ["volumes", "crossing_volumes", "trade"])
def test_the_counts_are_rows_of_the_published_ones(built: Path, name: str) -> None:
    made = pd.read_parquet(built / f"{name}.parquet")
    published = pd.read_parquet(PUBLISHED / f"{name}.parquet")
    kept = published[published["id"].isin(made["id"])].reset_index(drop=True)
    assert len(made) > 2_000
    assert made.equals(kept)
    if "caveat" in made:
        assert made["caveat"].nunique() == published["caveat"].nunique()


def test_every_file_of_test_data_is_small_and_recorded_with_its_hash() -> None:
    recorded = {}
    for record, folder in (("records.csv", DATA), (f"sources/{INPUTS_FILE}", DATA / "sources")):
        with (DATA / record).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if not row.get("package"):
                    whose = ("source",) if "source" in row else ("publisher", "licence")
                    assert all(row[name] for name in (*whose, "title", "date"))
                    recorded[folder / row["path"]] = row["sha256"]
    there = {path for path in DATA.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    records = {DATA / "records.csv", DATA / "sources" / INPUTS_FILE, DATA / "cut_sources.py"}
    assert set(recorded) == there - records
    for path, digest in recorded.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, path
        assert path.stat().st_size < LARGEST


def test_the_cut_record_speaks_of_the_same_sources_as_the_whole_one(cut_sources: Path) -> None:
    whole, cut = (
        pd.read_csv(folder / INPUTS_FILE, dtype=str)[["name", "source", "path", "version"]]
        for folder in (CURATED, cut_sources)
    )
    assert cut.equals(whole)
