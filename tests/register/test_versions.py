"""What changed between versions of the data, held to what was changed by hand in an older one."""

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo import Border, load
from geo.cli import cli
from geo.data.seal import sealed
from geo.errors import DatasetError, InvalidValueError
from geo.paths import data_dir
from web.app import create_app
from web.settings import Settings

OLD = "2026.5.0"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, border: Border) -> Path:
    """Return a folder that keeps the data and, changed by hand, those of half a year before.

    The older one lacks columns, required ones among them, as versions do that were published
    before there were these.
    """
    folder = tmp_path_factory.mktemp("store")
    for version in (OLD, border.version):
        shutil.copytree(data_dir(), folder / "versions" / version)
    (folder / "current").write_text(f"{border.version}\n", encoding="utf-8")
    older = folder / "versions" / OLD
    with closing(sqlite3.connect(older / "border.gpkg")) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ports'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("ALTER TABLE ports DROP COLUMN number")
        database.execute("ALTER TABLE ports DROP COLUMN us_operator")
        database.execute("ALTER TABLE meetings DROP COLUMN kind")
        database.execute("UPDATE port_modes SET lanes_northbound = 3 WHERE id = 'del-rio:pov'")
        database.execute("DELETE FROM meetings WHERE id = 'plenary-2025-06-10'")
        database.commit()
    volumes = pd.read_parquet(older / "volumes.parquet")
    rows = volumes["port_code"] == "2304"
    months = volumes["month"].astype("datetime64[ns]")
    volumes = volumes[~(rows & (months >= pd.Timestamp(2025, 11, 1)))]
    volumes.loc[volumes["id"] == "2304:2025-01:trucks", "value"] = 12
    volumes.to_parquet(older / "volumes.parquet")
    package = json.loads((older / "datapackage.json").read_text(encoding="utf-8"))
    package |= {"version": OLD, "created": "2026-05-20"}
    for resource in package["resources"]:
        path = older / resource["path"]
        if path.name in {"border.gpkg", "volumes.parquet"}:
            resource["bytes"] = path.stat().st_size
            resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    (older / "datapackage.json").write_text(json.dumps(sealed(package)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def kept(store: Path) -> Border:
    return load(store)


def by_id(found: pd.DataFrame) -> dict[str, str]:
    return dict(zip(found["id"], found["text_en"], strict=True))


def test_between_two_versions_stands_what_was_changed_by_hand(kept: Border) -> None:
    assert kept.kept_versions() == (OLD, kept.version)
    found = kept.changes(OLD, kept.version)
    told = by_id(found)
    lanes = kept.layer("port_modes").set_index("id").loc["del-rio:pov", "lanes_northbound"]
    assert (
        told["port_modes:del-rio:pov:lanes_northbound"]
        == f"Personal vehicles, Northbound lanes: 3 → {lanes}"
    )
    volumes = kept.volumes
    late = volumes[(volumes["port_code"] == "2304") & (volumes["month"] >= "2025-11-01")]
    new = told.pop("volumes:2304")
    assert f": {len(late)} new counts (2025-11 – " in new
    assert new.endswith("); 1 corrected")
    assert told.pop("ports:us_operator").startswith("New: ")
    assert told.pop("meetings:kind") == "New: Kind"
    assert set(told) == {"port_modes:del-rio:pov:lanes_northbound", "plenary-2025-06-10"}
    spanish = dict(zip(found["id"], found["text_es"], strict=True))
    assert spanish["port_modes:del-rio:pov:lanes_northbound"].startswith("Vehículos particulares, ")
    assert found.attrs == {
        "since": pd.Timestamp("2026-05-20").date(), "until": kept.date,
        "since_version": OLD, "until_version": kept.version,
    }  # fmt: skip


def test_a_border_may_stand_for_a_version(kept: Border, border: Border) -> None:
    older = kept.at_version(OLD)
    assert older.date.isoformat() == "2026-05-20"
    assert border.changes(older)["id"].tolist() == kept.changes(OLD)["id"].tolist()
    assert border.changes(border).empty


def test_since_a_meeting_the_data_are_compared_with_the_version_kept_by_then(
    kept: Border, border: Border
) -> None:
    since = kept.changes("2026-06-01")
    assert since.attrs["since_version"] == OLD
    assert "volumes:2304" in set(since["id"])
    assert set(border.changes("2026-06-01")["id"]) < set(since["id"])
    early = kept.changes("plenary-2025-06-10")
    assert early.attrs["since_version"] is None
    assert early["id"].tolist() == border.changes("plenary-2025-06-10")["id"].tolist()


def test_a_version_that_is_not_kept_is_refused(kept: Border, border: Border) -> None:
    with pytest.raises(InvalidValueError, match=OLD):
        kept.changes("2020.1.0")
    with pytest.raises(InvalidValueError, match=r"^until: "):
        kept.changes(kept.version, OLD)
    with pytest.raises(InvalidValueError, match=r"^until: '2026-06-01'"):
        kept.changes(OLD, "2026-06-01")
    with pytest.raises(DatasetError, match="no versions are kept"):
        border.at_version(OLD)


def test_the_command_takes_kept_versions_and_folders(store: Path) -> None:
    folder = str(store / "versions" / OLD)
    for options, word in (["--store", str(store)], OLD), ([], folder):
        done = CliRunner().invoke(cli, [*options, "changes", word, "--format", "csv"])
        assert done.exit_code == 0, done.output
        assert "Personal vehicles, Northbound lanes: 3 →" in done.output


def test_the_service_answers_and_shows_it(kept: Border) -> None:
    with create_app(Settings(rate_limit="none"), kept).test_client() as client:
        answer = client.get(f"/queries/changes?since={OLD}").get_json()
        assert answer["since_version"] == OLD
        assert "volumes:2304" in {row["id"] for row in answer["rows"]}
        page = client.get(f"/changes?since={OLD}&lang=es").get_data(as_text=True)
        assert "Vehículos particulares, Carriles " in page
        assert f"<option selected>{OLD}</option>" in page
        assert '/ports/del-rio?lang=es">' in page


def test_a_service_without_versions_says_so(client: FlaskClient) -> None:
    page = client.get("/changes").get_data(as_text=True)
    assert "No version of the data from before that day is kept here" in page
