"""The nearest ports with their waits, against CBP's answer and distances of our own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo import Border
from geo.cli import feeds as feeds_command
from geo.errors import InvalidValueError
from geo.feeds.history import History, Waits
from geo.feeds.nearest_waits import nearest_waits
from geo.feeds.poll import CBP_WAITS, replay

PUBLISHED = datetime(2022, 6, 29, 17, 25, 16, tzinfo=UTC)
NOW = PUBLISHED + timedelta(minutes=5)
EL_PASO = (-106.45, 31.75)


@pytest.fixture(scope="module")
def waits(
    border: Border, captured: Callable[[str], bytes], tmp_path_factory: pytest.TempPathFactory
) -> Waits:
    """Return what CBP said on 2022-06-29 at noon of the central time."""
    folder = tmp_path_factory.mktemp("live")
    replay(History(folder), border, captured("bwtnew_2022-06-29.json"), PUBLISHED)
    found = History(folder).waits(CBP_WAITS)
    assert found is not None
    return found


def test_the_nearest_come_first_and_those_without_a_wait_stand_apart(
    border: Border, waits: Waits
) -> None:
    answer = nearest_waits(border, waits, *EL_PASO, lane="pov_standard", now=NOW, k=3)
    distances = [one.distance_km for one in answer.found]
    assert distances == sorted(distances)
    near = border.nearest(*EL_PASO, k=55, mode="pov")
    reached = near[near["distance_km"] <= distances[-1]]
    everybody = {one.port_id for one in (*answer.found, *answer.not_counted)}
    assert everybody == set(reached["id"]), "no port as near is dropped"
    assert all(one.minutes is not None for one in answer.found)
    assert all(one.minutes is None for one in answer.not_counted)


def test_a_longest_wait_moves_longer_ones_apart(border: Border, waits: Waits) -> None:
    free = nearest_waits(border, waits, *EL_PASO, lane="pov_standard", now=NOW, k=3)
    limit = min(one.minutes or 0 for one in free.found)
    answer = nearest_waits(
        border, waits, *EL_PASO, lane="pov_standard", now=NOW, k=3, max_wait=limit
    )
    assert [one.minutes for one in answer.found if (one.minutes or 0) > limit] == []
    longer = {one.port_id for one in free.found if (one.minutes or 0) > limit}
    assert longer
    assert longer <= {one.port_id for one in answer.not_counted}


def test_by_wait_the_same_ports_have_the_shortest_first(border: Border, waits: Waits) -> None:
    ways = [
        nearest_waits(border, waits, *EL_PASO, lane="commercial_standard", now=NOW, k=4, order=one)
        for one in ("distance", "wait")
    ]
    assert {one.port_id for one in ways[0].found} == {one.port_id for one in ways[1].found}
    minutes = [one.minutes or 0 for one in ways[1].found]
    assert minutes == sorted(minutes)
    assert ways[0].not_counted == ways[1].not_counted


def test_what_is_past_or_never_was_is_not_known(border: Border, waits: Waits) -> None:
    later = NOW + timedelta(hours=7)
    answer = nearest_waits(border, waits, *EL_PASO, lane="pov_ready", now=later, k=2)
    assert answer.found == ()
    assert len(answer.not_counted) == len(border.nearest(*EL_PASO, k=55, mode="pov"))
    nothing = nearest_waits(border, None, *EL_PASO, lane="pov_ready", now=NOW, k=2)
    assert nothing.found == ()
    assert {one.present for one in nothing.not_counted} == {None}


@pytest.mark.parametrize(
    "wrong", [{"lane": "tram"}, {"order": "luck"}, {"max_wait": -1}, {"k": 0}, {"k": 99}]
)
def test_values_that_are_not_allowed_are_refused_by_name(
    border: Border, waits: Waits, wrong: dict[str, object]
) -> None:
    values: dict[str, object] = {"lane": "pov_ready", "now": NOW} | wrong
    (name,) = wrong
    with pytest.raises(InvalidValueError, match=name):
        nearest_waits(border, waits, *EL_PASO, **values)  # type: ignore[arg-type]


def test_the_command_lists_them_and_says_when_nothing_is_kept(
    border: Border,
    captured: Callable[[str], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BORDER_PORTS_LIVE_FOLDER", str(tmp_path))
    monkeypatch.setattr(feeds_command, "opened", lambda: border)
    asked = ["nearest", "--lane", "pov_sentri", "-k", "1", "--", "-106.45", "31.75"]
    assert "no live data" in CliRunner().invoke(feeds_command.feeds, asked).output
    replay(History(tmp_path), border, captured("bwtnew_2022-06-29.json"), PUBLISHED)
    said = CliRunner().invoke(feeds_command.feeds, asked).output.splitlines()
    assert said[0] == "not counted:", "the answer is years old, and no wait of now"
    assert any("too old" in line for line in said)
    assert "el-paso-good-neighbor" in " ".join(said)
