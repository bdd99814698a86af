"""``data update`` on a database: the new version is loaded in one transaction."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

pytest.importorskip("psycopg")
pytest.importorskip("geoalchemy2")

from geo import load
from geo.data.frames import BorderFrames
from geo.feeds.bts_volumes import VOLUMES
from geo.feeds.feed import Asking, Decisions, Revision, Sent
from geo.feeds.fetch import Fetcher
from geo.feeds.settings import FeedSettings
from geo.feeds.socrata import Known
from geo.feeds.update import update_data

ROW = "2304:2025-01:trucks"


def sent(*_asked: object) -> Sent:
    return Sent(
        rows=pd.DataFrame(), unchanged=False, known=Known(), since=date(2025, 1, 1), sha256=""
    )


def revised(border: BorderFrames, _sent: Sent, _decisions: Decisions) -> Revision:
    volumes = border.frame("volumes").copy()
    volumes.loc[volumes["id"] == ROW, "value"] = 239_900
    return Revision(frames={"volumes": volumes})


def test_a_correction_is_in_the_database_under_a_new_version(
    filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.feeds.update.check_border", lambda _: [])
    feed = replace(VOLUMES, fetch=sent, revise=revised)
    before = load(filled).version
    with Fetcher() as fetcher:
        done = update_data(
            filled, [feed], fetcher, FeedSettings(addresses={}), Asking(today=date(2026, 12, 1))
        )
    assert done.version == f"{before}+20261201"
    assert done.changes is not None
    assert [(change.key, change.old, change.new) for change in done.changes.changes] == [
        (ROW, 239_825, 239_900)
    ]
    now = load(filled)
    assert now.version == done.version
    records = now.records("volumes")
    assert records.columns["value"][records.position(ROW)] == 239_900
