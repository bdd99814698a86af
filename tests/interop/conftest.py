"""A real server, as other programs meet it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

TRIES = 3
START_SECONDS = 300.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _request_id(address: str) -> str | None:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().getheader("X-Request-Id")
    except OSError:
        return None
    finally:
        connection.close()


def _is_ours(process: subprocess.Popen[bytes], address: str, log: Path) -> bool:
    """Wait until one of the requests so far stands in the server's own log, which may lag."""
    end = time.monotonic() + START_SECONDS
    asked = set()
    while time.monotonic() < end and process.poll() is None:
        asked.add(_request_id(address) or "none yet")
        written = log.read_text()
        if any(f'"{found}"' in written for found in asked):
            return True
        time.sleep(0.1)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    if process.poll() is None:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a running service, without a slash at its end."""
    folder = tmp_path_factory.mktemp("server")
    settings = {name: value for name, value in os.environ.items() if "BORDER_PORTS" not in name}
    for attempt in range(TRIES):
        port, log = _free_port(), folder / f"{attempt}.log"
        with log.open("wb") as target:
            process = subprocess.Popen(
                [sys.executable, "-m", "web", "serve", "--port", str(port)],
                cwd=root,
                env=settings,
                stdout=target,
                stderr=subprocess.STDOUT,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            if _is_ours(process, address, log):
                yield address
                return
        finally:
            _stop(process)
    pytest.fail(f"the service did not start: {log.read_text()[-2000:]}")
