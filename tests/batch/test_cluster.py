"""The engine on Dask: the same answers, and all of them when a worker dies."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from geo.batch.engine import NearestEngine
from geo.batch.files import batch_question
from geo.batch.frames import nearest_frame
from geo.batch.parts import answer_parts, find_parts
from geo.batch.ports import PortPoints
from geo.border import Border
from geo.errors import DatasetError, InvalidValueError

if TYPE_CHECKING:
    from distributed import Client

PARTS = 24
ROWS = 40_000


@pytest.fixture(scope="module")
def client() -> Iterator["Client"]:
    """Return a client of two workers on this machine; skip where Dask is absent."""
    pytest.importorskip("distributed")
    from geo.batch.cluster import client_of

    with client_of(workers=2) as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of parts with positions along the border."""
    found = tmp_path_factory.mktemp("parts")
    random = np.random.default_rng(8)
    for part in range(PARTS):
        frame = pd.DataFrame(
            {"lon": random.uniform(-118, -96, ROWS), "lat": random.uniform(25, 33, ROWS)}
        )
        frame.to_parquet(found / f"part-{part:02}.parquet")
    return found


def test_a_cluster_gives_the_plain_engine_s_answers(
    client: "Client", folder: Path, border: Border, tmp_path: Path
) -> None:
    from geo.batch.cluster import answer_parts_with_dask

    question = batch_question(border, k=2)
    plain = dict(answer_parts(question, find_parts(folder, tmp_path / "plain")))
    spread = dict(answer_parts_with_dask(client)(question, find_parts(folder, tmp_path / "dask")))
    assert len(spread) == len(plain) == PARTS
    assert sum(found.rows for found in spread.values()) == PARTS * ROWS
    for one, other in zip(sorted(plain, key=str), sorted(spread, key=str), strict=True):
        assert one.target.read_bytes() == other.target.read_bytes()
        assert plain[one].per_port() == spread[other].per_port()


def test_all_parts_are_done_and_right_when_a_worker_is_killed_half_way(
    client: "Client", folder: Path, border: Border, tmp_path: Path
) -> None:
    from geo.batch.cluster import answer_parts_with_dask

    question = batch_question(border)
    parts = find_parts(folder, tmp_path / "out")
    victim = next(iter(client.run(os.getpid).values()))
    done = []
    for part, summary in answer_parts_with_dask(client)(question, parts):
        if not done:
            os.kill(victim, signal.SIGKILL)
        done.append((part, summary))
    assert len(done) == PARTS
    assert sum(summary.rows for _, summary in done) == PARTS * ROWS
    plain = dict(answer_parts(question, find_parts(folder, tmp_path / "plain")))
    for part in plain:
        other = tmp_path / "out" / part.target.name
        assert part.target.read_bytes() == other.read_bytes()


def test_a_part_that_cannot_be_read_is_named(
    client: "Client", folder: Path, border: Border, tmp_path: Path
) -> None:
    from geo.batch.cluster import answer_parts_with_dask

    (tmp_path / "in").mkdir()
    whole = (folder / "part-00.parquet").read_bytes()
    (tmp_path / "in" / "good.parquet").write_bytes(whole)
    parts = find_parts(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "good.parquet").write_bytes(whole[:-2000])
    with pytest.raises(DatasetError, match=r"good\.parquet: cannot be read"):
        list(answer_parts_with_dask(client)(batch_question(border), parts))


def test_no_scheduler_at_the_address_is_one_clear_error() -> None:
    pytest.importorskip("distributed")
    import dask

    from geo.batch.cluster import client_of

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(DatasetError, match=r"127\.0\.0\.1:1: no Dask scheduler"),
        client_of("tcp://127.0.0.1:1"),
    ):
        pass


def test_a_frame_gets_the_nearest_ports_in_further_columns(ports: PortPoints) -> None:
    frame = pd.DataFrame({"x": ["-99.5075", "?"], "y": [27.5036, 27.0]}, index=[7, 8])
    found = nearest_frame(frame, NearestEngine(ports, 2), lon="x", lat="y")
    assert list(found.index) == [7, 8]
    assert list(found.columns)[2:] == [
        "port_id", "distance_km", "bearing_deg", "port_id_2", "distance_km_2", "bearing_deg_2",
    ]  # fmt: skip
    assert found.loc[7, "port_id"] == "laredo-gateway"
    assert found.loc[8].iloc[2:].isna().all()
    assert list(frame.columns) == ["x", "y"]


def test_a_frame_without_the_column_is_refused(ports: PortPoints) -> None:
    with pytest.raises(InvalidValueError, match="lat"):
        nearest_frame(pd.DataFrame({"lon": [1.0]}), NearestEngine(ports))


def test_a_scheduler_that_dies_half_way_is_one_clear_error(
    folder: Path, border: Border, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    import dask

    from geo.batch.cluster import answer_parts_with_dask, client_of

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{found.getsockname()[1]}"
    program = [sys.executable, "-m", "distributed.cli."]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    port = address.rpartition(":")[2]
    scheduler = subprocess.Popen(
        [*program[:2], f"{program[2]}dask_scheduler", "--host", "127.0.0.1", "--port", port,
         "--no-dashboard"], **silent,
    )  # fmt: skip
    worker = subprocess.Popen(
        [*program[:2], f"{program[2]}dask_worker", address, "--nthreads", "1", "--no-dashboard",
         "--death-timeout", "60"], cwd=tmp_path, **silent,
    )  # fmt: skip

    def until_killed(client: "Client") -> None:
        parts = find_parts(folder, tmp_path / "out")
        with dask.config.set({"distributed.comm.timeouts.connect": "2s"}):
            for _ in answer_parts_with_dask(client)(batch_question(border), parts):
                scheduler.kill()

    try:
        with (
            pytest.raises(DatasetError, match=rf"{address}: the Dask scheduler is gone"),
            client_of(address) as client,
        ):
            until_killed(client)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
