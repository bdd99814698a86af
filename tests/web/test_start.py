"""The start of the service: what is answered before all is loaded, and by whom."""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

_PREPARING = """
import os, sys, time
from pathlib import Path
from granian.constants import HTTPModes, Interfaces
from web.serving.board import Board
from web.serving.guard import Guard
port, gate = int(sys.argv[1]), Path(sys.argv[2])
import multiprocessing
multiprocessing.set_start_method("fork", force=True)
board = Board(3, 1)

def prepare():
    while not gate.exists():
        yield time.sleep(0.01)
    if gate.read_text() == "broken":
        raise SystemExit("cannot be loaded")

def load(worker):
    board.worker = worker
    board.beat()
    async def answer(scope, receive, send):
        body = str(worker).encode()
        head = [(b"content-length", str(len(body)).encode()), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})
    return answer

guard = Guard("x:y", address="127.0.0.1", port=port, interface=Interfaces.ASGINL,
              http=HTTPModes.http1, websockets=False, workers=2, log_enabled=False,
              respawn_failed_workers=True, workers_kill_timeout=5)
guard.watch(board, [], 60, prepare)
guard.serve(target_loader=guard.in_worker(load), wrap_loader=False)
"""


class _Preparing:
    """A guarded server of two workers that prepares until its gate is opened."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.gate = folder / "gate"
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PREPARING, str(self.port), self.gate]
        )

    def worker(self) -> str:
        """Return which worker answers; waits until one does."""
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                with contextlib.closing(connection):
                    connection.request("GET", "/")
                    return connection.getresponse().read().decode()
            time.sleep(0.01)
        return "nobody"

    def children(self) -> list[str]:
        main_thread = Path(f"/proc/{self.process.pid}/task/{self.process.pid}")
        return (main_thread / "children").read_text().split()


@pytest.fixture
def preparing(tmp_path: Path) -> Iterator[_Preparing]:
    server = _Preparing(tmp_path)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def test_a_first_worker_answers_until_the_others_have_what_they_share(
    preparing: _Preparing,
) -> None:
    assert {preparing.worker() for _ in range(5)} == {"2"}
    assert len(preparing.children()) == 1
    preparing.gate.write_text("open")
    end = time.monotonic() + 60
    while len(preparing.children()) != 2 or preparing.worker() == "2":
        assert time.monotonic() < end
    assert {preparing.worker() for _ in range(20)} <= {"0", "1"}
    preparing.process.send_signal(signal.SIGTERM)
    assert preparing.process.wait(30) == 0


def test_what_cannot_be_loaded_ends_the_first_worker_too(preparing: _Preparing) -> None:
    assert preparing.worker() == "2"
    preparing.gate.write_text("broken")
    assert preparing.process.wait(30) == 1
    assert preparing.worker() == "nobody"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", preparing.port), timeout=5)


def test_a_server_that_is_ended_while_it_prepares_starts_no_workers(
    preparing: _Preparing,
) -> None:
    assert preparing.worker() == "2"
    preparing.process.send_signal(signal.SIGTERM)
    assert preparing.process.wait(30) == 0
    assert not preparing.gate.exists()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", preparing.port), timeout=5)
