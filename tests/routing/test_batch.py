"""Many points by road: the answer that asking for all ports would give, and what is refused."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from pyproj import Geod

from geo import Border
from geo.batch import answer_file, batch_question
from geo.batch.by_road import road_engine
from geo.cli import cli
from geo.errors import InvalidValueError, MissingSettingError
from geo.routing import Position, RouterError, Table
from geo.routing.choice import ROUTER

GEOD = Geod(ellps="WGS84")
FARTHEST_NORTH = 33.0
"""North of it the roads of these tests end."""


class Roads:
    """Roads that are longer than the straight line by a share that depends on both places."""

    name = "Roads"
    vehicles = ("car", "truck")
    seconds = 20.0

    def __init__(self) -> None:
        self.pairs = 0
        self.travelled: set[str] = set()

    def table(
        self,
        sources: Sequence[Position],
        targets: Sequence[Position],
        vehicle: str,
        until: float | None = None,
    ) -> Table:
        assert until is None
        self.pairs += len(sources) * len(targets)
        self.travelled.add(vehicle)
        cells = [[way(source, target) for target in targets] for source in sources]
        return Table(
            seconds=[[seconds for seconds, _ in row] for row in cells],
            km=[[km for _, km in row] for row in cells],
            source_off_km=[None if lat > FARTHEST_NORTH else 0.0 for _, lat in sources],
            target_off_km=[0.0 for _ in targets],
        )


def way(source: Position, target: Position) -> tuple[float, float] | tuple[None, None]:
    if source[1] > FARTHEST_NORTH:
        return None, None
    mixed = zlib.crc32(np.array([*source, *target]).tobytes())
    km = GEOD.inv(*source, *target)[2] / 1000.0 * (1.0 + mixed % 101 / 100.0)
    return km / (30.0 + mixed // 101 % 111) * 3600.0, km


@pytest.fixture
def points(tmp_path: Path) -> Path:
    """Return 120 positions along the border, one that is none, and two without a road."""
    chance = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "truck": range(123),
            "lon": [*chance.uniform(-117.0, -97.5, 120), np.nan, -110.0, -100.0],
            "lat": [*chance.uniform(26.0, 32.9, 120), 31.0, 33.5, 40.0],
        }
    )
    frame.to_parquet(tmp_path / "points.parquet")
    return tmp_path / "points.parquet"


def answered(border: Border, source: Path, router: Any, by: str, k: int) -> pd.DataFrame:  # noqa: ANN401
    question = batch_question(border, k=k, mode="commercial")
    question = replace(question, engine=road_engine(question.engine, router, by, "commercial"))
    answer_file(question, source, source.with_name("out.parquet"))
    return pd.read_parquet(source.with_name("out.parquet"))


@pytest.mark.parametrize(("by", "k"), [("road", 1), ("road", 3), ("road_length", 2)])
def test_a_file_is_answered_as_if_all_ports_were_asked_for(
    border: Border, points: Path, by: str, k: int
) -> None:
    roads = Roads()
    found = answered(border, points, roads, by, k)
    question = batch_question(border, k=k, mode="commercial")
    ports = question.engine.ports
    for row in found.itertuples():
        ways = [
            (*way((row.lon, row.lat), place), port)
            for *place, port in zip(ports.lon, ports.lat, ports.ids, strict=True)
            if not np.isnan(row.lon) and row.lat <= FARTHEST_NORTH
        ]
        key = (lambda one: one[0]) if by == "road" else (lambda one: one[1])
        for rank, (seconds, km, port) in enumerate(sorted(ways, key=key)[:k]):
            after = f"_{rank + 1}" if rank else ""
            assert getattr(row, f"port_id{after}") == port
            assert getattr(row, f"road_km{after}") == pytest.approx(km, abs=0.001)
            assert getattr(row, f"road_minutes{after}") == pytest.approx(seconds / 60, abs=0.051)
    assert roads.pairs < 0.8 * 120 * len(ports)
    assert roads.travelled == {"truck"}


def test_what_has_no_way_is_by_the_straight_line_and_says_so(border: Border, points: Path) -> None:
    found = answered(border, points, Roads(), "road", 1)
    straight = batch_question(border, mode="commercial")
    answer_file(straight, points, points.with_name("straight.parquet"))
    wanted = pd.read_parquet(points.with_name("straight.parquet"))
    assert found["ranked_by"].iloc[:120].tolist() == ["road"] * 120
    assert found["ranked_by"].iloc[120:].tolist()[1:] == ["straight"] * 2
    assert found["port_id"].iloc[121:].tolist() == wanted["port_id"].iloc[121:].tolist()
    assert found[["road_km", "road_minutes"]].iloc[120:].isna().all(axis=None)
    assert pd.isna(found["ranked_by"].iloc[120])
    assert pd.isna(found["port_id"].iloc[120])


def test_the_file_says_who_was_asked(border: Border, points: Path) -> None:
    answered(border, points, Roads(), "road_length", 1)
    metadata = pq.read_schema(points.with_name("out.parquet")).metadata
    said = json.loads(metadata[b"border_ports"])
    assert (said["by"], said["router"], said["vehicle"]) == ("road_length", "Roads", "truck")


def test_nothing_is_half_by_road(border: Border, points: Path) -> None:
    class Failing(Roads):
        def table(self, *words: Any) -> Table:  # noqa: ANN401
            if self.pairs:
                raise RouterError("away")
            return super().table(*words)

    with pytest.raises(RouterError):
        answered(border, points, Failing(), "road", 1)
    assert not points.with_name("out.parquet").exists()


def test_what_cannot_be_asked_by_road_is_refused(border: Border) -> None:
    engine = batch_question(border).engine
    router: Any = Roads()
    with pytest.raises(InvalidValueError, match="road, road_length"):
        road_engine(engine, router, "straight")
    with pytest.raises(InvalidValueError, match="trains"):
        road_engine(engine, router, "road", "rail")
    with pytest.raises(MissingSettingError, match="BORDER_PORTS_ROUTER"):
        road_engine(engine, None, "road")


def test_the_command_asks_the_router_and_needs_one(
    points: Path, engine: Any, monkeypatch: pytest.MonkeyPatch  # noqa: ANN401
) -> None:  # fmt: skip
    target = points.with_name("out.csv")
    words = ["nearest", "--by", "road", "--input", str(points), "--output", str(target)]
    monkeypatch.setenv(ROUTER, "")
    done = CliRunner().invoke(cli, words)
    assert isinstance(done.exception, MissingSettingError)
    monkeypatch.setenv(ROUTER, f"osrm+{engine.url}")
    engine.says({}, 503)
    done = CliRunner().invoke(cli, words)
    assert isinstance(done.exception, RouterError)
    done = CliRunner().invoke(cli, [*words, "--engine", "dask"])
    assert done.exception is not None
    assert not target.exists()
