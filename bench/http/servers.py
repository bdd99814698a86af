"""Servers under test: started, asked until they answer, measured and stopped."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Server", "fetch", "free_port", "memory_mib", "running"]

_START_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Server:
    """A program that listens on ``port`` and answers ``ready`` with 200 once it serves.

    ``complete`` is 200 once all its processes are there, where that may be later.
    """

    name: str
    command: Sequence[str]
    port: int
    ready: str
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    complete: str = ""


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fetch(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body of one GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


@contextlib.contextmanager
def running(server: Server) -> Iterator[tuple[int, float]]:
    """Run a server; yields its process id and the seconds from its start to the first 200."""
    with (server.folder / f"{server.name}.log").open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            server.command,
            cwd=server.folder,
            env=os.environ | server.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(server, process, started, server.ready)
        seconds = time.perf_counter() - started
        _wait(server, process, started, server.complete or server.ready)
        yield process.pid, seconds
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes], started: float, path: str) -> None:
    while time.perf_counter() - started < _START_SECONDS:
        if process.poll() is not None:
            message = f"{server.name} ended with {process.returncode}; see {server.folder}"
            raise RuntimeError(message)
        with contextlib.suppress(OSError, http.client.HTTPException):
            if fetch(server.port, path)[0] == http.HTTPStatus.OK:
                return
        time.sleep(0.005)
    message = f"{server.name} did not answer within {_START_SECONDS} s; see {server.folder}"
    raise RuntimeError(message)


def memory_mib(pid: int) -> tuple[float, float]:
    """Return the memory of a process and its descendants in MiB: their own, and all of it.

    Their own is what no other process has mapped, also not one of them; in all of it, what they
    share counts once, and what others share with them in part. Pages of libraries count as their
    own only while no other program has them mapped: measure when none runs.
    """
    own_kib = all_kib = 0
    for member in _family(pid):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in {"Private_Clean", "Private_Dirty"}:
                own_kib += int(value.split()[0])
            elif name == "Pss":
                all_kib += int(value.split()[0])
    return own_kib / 1024, all_kib / 1024


def _family(pid: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [pid, *(member for child in children for member in _family(child))]
