"""The data package: a valid descriptor, true sizes and hashes, every layer with its provenance."""

import csv
import hashlib
import json
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from geo.layers import FORMAT_VERSION, LAYERS
from geo.pipeline.sources import read_sources

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of frictionless's own dependencies, on import
    import frictionless

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT / "data" / "published"
CURATED = ROOT / "data" / "curated"
DESCRIPTOR = PUBLISHED / "datapackage.json"


@pytest.fixture(scope="module")
def package() -> dict[str, Any]:
    """Return the published descriptor."""
    content: dict[str, Any] = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    return content


def _records(package: dict[str, Any]) -> dict[str, Any]:
    """Return the provenance of every layer."""
    records: dict[str, Any] = package["borderPorts"]["layers"]
    return records


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.filterwarnings("ignore")  # frictionless's own dependencies
def test_frictionless_finds_descriptor_sizes_and_hashes_valid() -> None:
    report = frictionless.validate(str(DESCRIPTOR))
    assert report.flatten(["type", "message"]) == []
    assert report.valid


@pytest.mark.filterwarnings("ignore")
def test_frictionless_reads_the_rows_by_their_schema(package: dict[str, Any]) -> None:
    described = next(item for item in package["resources"] if item["name"] == "volumes")
    kept = {key: described[key] for key in ("name", "path", "format", "schema")}
    resource = frictionless.Resource.from_descriptor(kept | {"type": "table"})
    resource.basepath = str(PUBLISHED)
    report = resource.validate(limit_rows=2000)
    assert report.flatten(["type", "message"]) == []


def test_every_published_file_is_described_with_its_hash(package: dict[str, Any]) -> None:
    described = {item["path"]: item for item in package["resources"]}
    present = {path.name for path in PUBLISHED.iterdir()} - {DESCRIPTOR.name}
    assert set(described) == present
    for name, item in described.items():
        assert item["hash"] == f"sha256:{_sha256(PUBLISHED / name)}"
        assert item["bytes"] == (PUBLISHED / name).stat().st_size


def test_descriptor_names_version_date_and_counting_rule(
    package: dict[str, Any], edition: tuple[str, str]
) -> None:
    assert package["name"] == "border-ports"
    assert package["version"] == package["borderPorts"]["datasetVersion"] == edition[0]
    assert package["created"] == f"{edition[1]}T00:00:00Z"
    assert package["borderPorts"]["date"] == edition[1]
    assert package["borderPorts"]["formatVersion"] == FORMAT_VERSION
    rule = package["borderPorts"]["countingRule"]
    assert "48" in rule["en"]
    assert "48" in rule["es"]
    assert package["description"] == rule["en"]


def test_every_column_has_a_heading_in_both_languages(package: dict[str, Any]) -> None:
    schemas = [item["schema"] for item in package["resources"] if "schema" in item]
    titles = [field["title"] for schema in schemas for field in schema["fields"]]
    assert [title for title in titles if not title[:1].strip()] == []
    columns = [column for layer in LAYERS.values() for column in layer.columns]
    headings = [label for column in columns for label in (column.label_en, column.label_es)]
    assert [label for label in headings if not label[:1].strip()] == []


def test_descriptor_is_written_in_one_canonical_way(package: dict[str, Any]) -> None:
    text = json.dumps(package, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert DESCRIPTOR.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", LAYERS)
def test_layer_has_publisher_licence_date_and_hashed_inputs(
    package: dict[str, Any], edition: tuple[str, str], name: str
) -> None:
    record = package["borderPorts"]["layers"][name]
    assert record["publishers"]
    assert record["licence"]
    assert record["date"] == edition[1]
    assert record["inputs"]
    assert all(len(entry["sha256"]) == 64 for entry in record["inputs"])
    fields = [field["name"] for field in record["schema"]["fields"]]
    assert tuple(fields) == LAYERS[name].column_names


def test_rows_stated_are_the_rows_in_the_files(package: dict[str, Any]) -> None:
    layers = package["borderPorts"]["layers"]
    with closing(sqlite3.connect(PUBLISHED / "border.gpkg")) as database:
        for name, definition in LAYERS.items():
            if definition.time is None:
                query = f'SELECT count(*) FROM "{name}"'  # noqa: S608 - our own layer names
                assert database.execute(query).fetchone() == (layers[name]["rows"],)
    assert layers["volumes"]["months"] == ["1996-01", "2026-08"]
    assert layers["crossing_volumes"]["months"] == ["2008-01", "2025-12"]


def test_published_data_were_built_from_the_curated_tables_as_they_stand(
    package: dict[str, Any],
) -> None:
    stale = [
        (name, entry["name"])
        for name, record in _records(package).items()
        for entry in record["inputs"]
        if entry["name"].startswith("data/curated/")
        and entry["sha256"] != _sha256(ROOT / entry["name"])
    ]
    assert stale == [], "build the data again: border-ports data build"


def test_every_curated_table_is_an_input_of_something(package: dict[str, Any]) -> None:
    used = {
        entry["name"].removeprefix("data/curated/")
        for record in _records(package).values()
        for entry in record["inputs"]
    }
    tables = {path.name for path in CURATED.iterdir() if path.suffix != ".md"}
    assert tables - used == {"dataset.csv", "inputs.csv"}


def test_raw_inputs_are_those_of_the_sources_table(package: dict[str, Any]) -> None:
    with (CURATED / "inputs.csv").open(encoding="utf-8", newline="") as file:
        listed = {(row["path"], row["sha256"]) for row in csv.DictReader(file)}
    found = {
        (entry["name"], entry["sha256"])
        for record in _records(package).values()
        for entry in record["inputs"]
        if not entry["name"].startswith("data/curated/")
    }
    assert found == listed


def test_inegi_gets_the_credit_it_asks_for(package: dict[str, Any]) -> None:
    credit = "Fuente: INEGI, Marco Geoestadístico 2025"
    inputs = package["borderPorts"]["layers"]["states"]["inputs"]
    assert sum(entry.get("credit") == credit for entry in inputs) == 6
    assert any(credit in source["title"] for source in package["sources"])
    page = (ROOT / "docs" / "data-licence.md").read_text(encoding="utf-8")
    assert credit in page


def test_licence_page_names_every_publisher(package: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "data-licence.md").read_text(encoding="utf-8")
    publishers = {source.publisher.split(", from")[0] for source in read_sources(CURATED)}
    assert [name for name in publishers if name not in page] == []
    assert package["licenses"]


def test_no_table_but_the_descriptor_says_when_it_was_built(edition: tuple[str, str]) -> None:
    stamp = f"{edition[1]}T00:00:00.000Z".encode()
    with closing(sqlite3.connect(PUBLISHED / "border.gpkg")) as database:
        dates = {row[0] for row in database.execute("SELECT last_change FROM gpkg_contents")}
    assert dates == {stamp.decode()}
