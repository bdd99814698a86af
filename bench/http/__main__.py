"""Measure our service against pygeoapi and against a bare Flask app, all in one run."""

import argparse
import importlib.metadata
import json
import os
import shutil
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from cases import CASES, Case
from load import Measured, median_of, run_wrk
from peer import prepare_pygeoapi
from servers import Server, fetch, free_port, memory_mib, running

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
_WORKERS = 2
_STARTS = 5
_LARGEST_SPREAD = 10.0
"""The 99th percentile should be under so many medians."""

_Table = dict[str, dict[str, Measured]]


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="length of each run of wrk")
    parser.add_argument("--rounds", type=int, default=3, help="runs per case; medians are shown")
    parser.add_argument("--cases", nargs="*", help="only these cases")
    parser.add_argument("--without-pygeoapi", action="store_true", help="only ours and the floor")
    chosen = parser.parse_args()
    cases = [case for case in CASES if not chosen.cases or case.name in chosen.cases]
    with tempfile.TemporaryDirectory(prefix="border-ports-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        ours = _ours(folder)
        memory = {"ours": [stack.enter_context(running(ours))[0]]}
        floor = _floor(folder, ours, cases)
        servers = {"ours": ours, "floor": floor}
        stack.enter_context(running(floor))
        if not chosen.without_pygeoapi:
            peer = prepare_pygeoapi(folder, ours.port, free_port(), _WORKERS)
            servers["pygeoapi"] = peer
            memory["pygeoapi"] = [stack.enter_context(running(peer))[0]]
            _check_same(cases, ours, peer)
        idle = {server: memory_mib(pids[0]) for server, pids in memory.items()}
        table = _measure(cases, servers, _beside(folder, ours), chosen.seconds, chosen.rounds)
        loaded = {server: memory_mib(pids[0]) for server, pids in memory.items()}
        stack.close()
        _print_speed(cases, table)
        _print_footprint(servers, memory, idle, loaded)


def _ours(folder: Path) -> Server:
    port = free_port()
    return Server(
        name="ours",
        command=[sys.executable, "-m", "web", "serve"],
        port=port,
        ready="/?f=json",
        folder=folder,
        environment={
            "BORDER_PORTS_PORT": str(port),
            "BORDER_PORTS_RATE_LIMIT": "none",
            "BORDER_PORTS_WORKERS": str(_WORKERS),
            "PYTHONPATH": str(_ROOT),
        },
        complete="/health/ready",
    )


def _floor(folder: Path, ours: Server, cases: list[Case]) -> Server:
    answers = folder / "answers"
    answers.mkdir()
    for case in cases:
        status, body = fetch(ours.port, case.ours.replace(" ", "%20") + case.sample)
        assert status == 200, (case.name, status, body)  # noqa: PLR2004
        (answers / f"{case.name}.json").write_bytes(body)
    port = free_port()
    return Server(
        name="floor",
        command=[sys.executable, str(_HERE / "floor.py")],
        port=port,
        ready=f"/{cases[0].name}",
        folder=folder,
        environment={
            "FLOOR_ANSWERS": str(answers),
            "FLOOR_PORT": str(port),
            "FLOOR_WORKERS": str(_WORKERS),
            "FLOOR_THREADS": os.environ.get("BORDER_PORTS_THREADS", "2"),
        },
    )


def _check_same(cases: list[Case], ours: Server, peer: Server) -> None:
    """Ask both servers each question once: they must find the same features."""
    for case in cases:
        if case.pygeoapi is None or "/items" not in case.ours:
            continue
        asked = ((ours.port, case.ours), (peer.port, case.pygeoapi))
        found = [_ids(fetch(port, path + case.sample)[1]) for port, path in asked]
        assert found[0] == found[1], (case.name, *found)


def _ids(body: bytes) -> list[str]:
    found = json.loads(body)
    return sorted(feature["id"] for feature in found.get("features", [found]))


def _beside(folder: Path, ours: Server) -> Path:
    """Write the vertices of the boundary's coarsest level, one per line."""
    found = json.loads(fetch(ours.port, "/collections/boundary/items?f=json&level=overview")[1])
    lines = [
        f"{lon} {lat}"
        for feature in found["features"]
        for lon, lat in feature["geometry"]["coordinates"]
    ]
    path = folder / "beside.txt"
    path.write_text("\n".join(lines))
    return path


def _measure(
    cases: list[Case], servers: dict[str, Server], beside: Path, seconds: float, rounds: int
) -> _Table:
    runs: dict[str, dict[str, list[Measured]]] = {case.name: {} for case in cases}
    for number in range(rounds):
        for case in cases:
            for name, server in servers.items():
                path = {"ours": case.ours, "floor": f"/{case.name}?", "pygeoapi": case.pygeoapi}
                if path[name] is None:
                    continue
                found = _run(case, server, str(path[name]), [str(beside), str(number)], seconds)
                runs[case.name].setdefault(name, []).append(found)
    return {
        case: {server: median_of(found) for server, found in by_server.items()}
        for case, by_server in runs.items()
    }


def _run(case: Case, server: Server, path: str, varied: list[str], seconds: float) -> Measured:
    root = f"http://127.0.0.1:{server.port}"
    if not case.varies:
        return run_wrk(root + path.replace("'", "%27"), seconds, [])
    script = [str(_HERE / "requests.lua"), case.varies, path, *varied]
    return run_wrk(root, seconds, script)


def _print_speed(cases: list[Case], table: _Table) -> None:
    versions = {name: importlib.metadata.version(name) for name in ("flask", "granian")}
    print(f"flask {versions['flask']}, granian {versions['granian']}, {_WORKERS} workers each")
    print(f"{'case':12} {'ours/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'p99/p50':>7}", end=" ")
    print(f"{'floor/s':>8} {'p99/p50':>7} {'of floor':>9} {'pygeoapi/s':>10} {'times':>7}  reached")
    for case in cases:
        row = table[case.name]
        ours, floor = row["ours"], row["floor"]
        peer = row.get("pygeoapi")
        spread = ours.p99_ms / ours.p50_ms
        share = ours.rate / floor.rate
        times = ours.rate / peer.rate if peer else 0.0
        goals = [spread < _LARGEST_SPREAD, share >= case.floor_share, not ours.broken]
        goals += [times >= case.pygeoapi_times] if peer else []
        print(f"{case.name:12} {ours.rate:8.0f} {ours.p50_ms:7.2f} {ours.p99_ms:7.2f}", end=" ")
        print(
            f"{spread:7.1f} {floor.rate:8.0f} {floor.p99_ms / floor.p50_ms:7.1f} {share:9.0%}",
            end=" ",
        )
        print(f"{peer.rate if peer else 0:10.0f} {times:7.1f}  {'yes' if all(goals) else 'NO'}")
        broken = [name for name, found in row.items() if found.broken]
        if broken:
            print(f"{'':12} connections broken by {', '.join(broken)}")


def _print_footprint(
    servers: dict[str, Server],
    memory: dict[str, list[int]],
    idle: dict[str, tuple[float, float]],
    loaded: dict[str, tuple[float, float]],
) -> None:
    print(f"\n{'server':12} {'cold start s':>12} {'USS idle MiB':>13} {'after load':>11}", end=" ")
    print(f"{'all (PSS) after load':>21}")
    for name in memory:
        starts = []
        for _ in range(_STARTS):
            with running(servers[name]) as (_, seconds):
                starts.append(seconds)
        own, together = loaded[name]
        print(f"{name:12} {statistics.median(starts):12.2f} {idle[name][0]:13.0f}", end=" ")
        print(f"{own:11.0f} {together:21.0f}")


if __name__ == "__main__":
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed: apt install wrk")
    main()
