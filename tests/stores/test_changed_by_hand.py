"""Tables of a database that were changed by hand, where the service is told to go on with them."""

import re
import time
from pathlib import Path

import pytest

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("geoalchemy2")

import geo  # noqa: E402
from geo.border import Border  # noqa: E402
from geo.errors import DatasetError  # noqa: E402
from web.app import create_app  # noqa: E402
from web.operations.store_watch import keep_up  # noqa: E402
from web.settings import Settings  # noqa: E402

PATIENCE_TURNS = 300


def rename(address: str, name: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute(
            "UPDATE border_ports.ports SET name_en = %s WHERE id = 'ysleta'", (name,)
        )


def test_the_same_rows_have_the_same_version_whoever_reads_them(
    border: Border, filled: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert geo.load(filled, changed_tables="warn").version == border.version
    rename(filled, "Zaragoza")
    with pytest.raises(DatasetError, match="not as loaded: ports; "):
        geo.load(filled)
    first, second = (geo.load(filled, changed_tables="warn") for _ in range(2))
    assert re.fullmatch(rf"{re.escape(border.version)}\+changed\.[0-9a-f]{{8}}", first.version)
    assert first.version == second.version
    assert "not as loaded: ports; served as version" in caplog.text
    rename(filled, "Zaragoza-Ysleta")
    assert geo.load(filled, changed_tables="warn").version not in {border.version, first.version}
    rename(filled, "Zaragoza")
    assert geo.load(filled, changed_tables="warn").version == first.version


def test_every_worker_takes_up_what_was_changed(filled: str, tmp_path: Path) -> None:
    settings = Settings(store=filled, changed_tables="warn", cache_dir=str(tmp_path))
    workers = [create_app(settings) for _ in range(2)]

    def served() -> list[tuple[str, str]]:
        found = []
        for app in workers:
            keep_up(app, "another")
            border = app.extensions["border_ports"].border
            name = border.ports.set_index("id").at["ysleta", "name_en"]
            found.append((border.version, name))
        return found

    before = served()
    rename(filled, "Zaragoza")
    for _ in range(PATIENCE_TURNS):  # the counters of PostgreSQL are a moment behind
        after = served()
        if after != before:
            break
        time.sleep(0.1)
    after = served()
    assert after[0] == after[1]
    assert (after[0][1], before[0][1]) == ("Zaragoza", before[1][1])
    assert "+changed." in after[0][0]
