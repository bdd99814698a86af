"""``data update`` as a person runs it, against a server that behaves as Socrata does."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import geo
from geo.checks import check_border
from geo.checks.model import equal
from geo.cli import cli
from geo.data.freshness import freshness
from geo.feeds.update import UpdateRefusedError, _next_version
from geo.paths import data_dir
from geo.pipeline.edition import Origin, _before, write_edition
from geo.stores.editions import current_version, version_key, versions_in

Rows = list[dict[str, str]]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(socrata: Any, tmp_path: Path) -> Iterator[Run]:  # noqa: ANN401
    """Return a function that runs ``data update`` on a folder of this test."""

    def update(*options: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "BORDER_PORTS_VOLUMES_URL": socrata.url,
            "BORDER_PORTS_STORE": str(tmp_path / "store"),
            "BORDER_PORTS_CONTACT": "maps@example.org",
            "BORDER_PORTS_SOCRATA_TOKEN": "a-token",
        }
        return subprocess.run(
            [sys.executable, "-m", "web", "data", "update", *options],
            env=environment, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip

    yield update
    assert all(asked.headers["X-App-Token"] == "a-token" for asked in socrata.asked)


def test_an_edition_of_an_unchanged_border_has_the_published_bytes(
    border: geo.Border, tmp_path: Path
) -> None:
    write_edition(border, tmp_path, version=border.version, dated=border.date)
    names = sorted(path.name for path in data_dir().iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [n for n in names if (tmp_path / n).read_bytes() != (data_dir() / n).read_bytes()] == []


def test_an_update_publishes_what_is_newer_and_then_finds_nothing_new(
    run: Run, socrata: Any, published: Rows, tmp_path: Path, faults: Any  # noqa: ANN401
) -> None:  # fmt: skip
    store = tmp_path / "store"
    socrata.rows = corrected(published)
    socrata.faults = [faults.status(500)]
    done = run("volumes")
    assert done.returncode == 0, done.stderr
    assert "500 Internal Server Error (Try later); again in" in done.stderr
    version = f"{geo.load().version}+{datetime.now(UTC):%Y%m%d}"
    assert current_version(store) == version
    assert "volumes: asked from 2024-02 on" in done.stdout
    assert "1 rows came twice, word for word" in done.stdout
    assert "note trucks-second-hand no longer holds" in done.stdout
    assert re.search(r"2304:2025-01:trucks +changed +value +239,825 +239,900", done.stdout)
    assert done.stdout.endswith(f"version {version} published\n")
    asserted_to_be_newer(geo.load(store), version)

    asked = len(socrata.asked)
    for _ in range(2):
        again = run()
        assert again.returncode == 0, again.stderr
        assert again.stdout.endswith(f"{store}: nothing new\n")
    assert versions_in(store) == [version]
    assert len(socrata.asked) == asked + 3, "the second time the first page is enough"


def corrected(published: Rows) -> Rows:
    """Return rows with a corrected month of Laredo, and one row twice."""
    where = ("2304", "Trucks", "2025-01")
    rows = [
        {**row, "value": "239900"}
        if (row["port_code"], row["measure"], row["date"][:7]) == where else row
        for row in published
    ]  # fmt: skip
    return [*rows, rows[5]]


def asserted_to_be_newer(new: geo.Border, version: str) -> None:
    """Assert that a border is that of the update, whole and described."""
    assert new.version == version
    assert new.date == datetime.now(UTC).date()
    assert set(freshness(new).newest.values()) == {date(2026, 9, 1)}
    assert freshness(new).beyond == {}
    assert [check.name for check in check_border(new) if not check.passed] == []
    record = new.package["borderPorts"]["layers"]["volumes"]
    assert record["months"] == ["1996-01", "2026-09"]
    assert record["rows"] == len(new.volumes)
    *before, last = record["inputs"]
    assert last["name"] == "https://data.bts.gov/resource/keg4-3bc2.json"
    assert last["months"] == ["2024-02", "2026-09"]
    assert not any("after_2025-02" in entry["name"] for entry in before)
    assert not any("second-hand" in source["version"] for source in new.package["sources"])


def test_versions_of_updates_come_after_each_other_and_before_the_next_release() -> None:
    day = date(2026, 12, 1)
    first = _next_version("2026.11.1", [], day)
    second = _next_version(first, [first], day)
    third = _next_version(second, [first, second], date(2026, 12, 2))
    assert [first, second, third] == [
        "2026.11.1+20261201", "2026.11.1+20261201.2", "2026.11.1+20261202",
    ]  # fmt: skip
    keys = [version_key(one) for one in ("2026.11.1", first, second, third, "2026.12.0")]
    assert keys == sorted(keys)


def test_an_earlier_update_is_named_for_the_months_that_are_left_of_it() -> None:
    inputs = [
        {"name": "raw.csv"},
        {"name": "feed", "months": ["2023-01", "2024-12"]},
        {"name": "feed", "months": ["2025-09", "2026-06"]},
        {"name": "copy.csv"},
    ]
    origin = Origin(
        layer="volumes", name="feed", publisher="", credit="", title="", licence="", address="",
        retrieved=date(2026, 12, 1), months=("2024-06", "2026-10"), sha256="",
        replaces=("copy.csv",),
    )  # fmt: skip
    assert _before(inputs, origin) == [
        {"name": "raw.csv"}, {"name": "feed", "months": ["2023-01", "2024-05"]},
    ]  # fmt: skip


def test_what_must_not_be_published_is_refused_and_the_store_stays(
    run: Run, socrata: Any, published: Rows, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    store = tmp_path / "store"
    socrata.rows = [
        {**row, "value": str(int(row["value"]) + 1)}
        if row["port_code"] in {"2301", "2304", "2402"} and row["date"] < "2025-03" else row
        for row in published
    ]  # fmt: skip
    done = run()
    assert done.returncode == 2
    assert done.stderr.startswith("border-ports: not published: ")
    assert re.search(r"rows of volumes since 2024-02 changed or went, 1\d\.\d %", done.stderr)
    assert current_version(store) is None

    socrata.rows = [{**row, "measure": "Bicycles"} for row in published]
    done = run()
    assert done.returncode == 2
    assert "'bicycles' is not one of" in done.stderr
    aside = json.loads((store / "refused-volumes.json").read_text(encoding="utf-8"))
    assert len(aside) == len(published)
    assert not (store / "feeds.json").exists()


def test_a_failing_check_refuses_and_a_dry_run_publishes_nothing(
    socrata: Any, published: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: ANN401
) -> None:  # fmt: skip
    results = [equal("ports", 54, 55)]
    monkeypatch.setattr("geo.feeds.update.check_border", lambda _: results)
    monkeypatch.setenv("BORDER_PORTS_VOLUMES_URL", socrata.url)
    socrata.rows = published
    store = tmp_path / "store"
    command = ["data", "update", "--dry-run", "--store", str(store)]
    done = CliRunner().invoke(cli, command)
    assert isinstance(done.exception, UpdateRefusedError)
    assert "check failed: ports: 54 (expected 55)" in str(done.exception)
    results.clear()
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0
    assert "would be published" in done.output
    assert current_version(store) is None
    assert not (store / "feeds.json").exists()


def test_without_a_store_or_with_a_wrong_decision_nothing_is_asked(socrata: Any) -> None:  # noqa: ANN401
    for options, name in (
        ([], "--store"),
        (["--store", "x", "--settle", "trucks=1"], "--settle"),
    ):
        done = CliRunner(env={"BORDER_PORTS_STORE": ""}).invoke(cli, ["data", "update", *options])
        assert name in str(done.exception)
    assert socrata.asked == []
