"""A real server, as other programs meet it, and those of them that Debian installs."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from geo.layers import LAYERS

DEBIAN_PYTHON = "/usr/bin/python3"
"""Debian's GDAL and QGIS are installed for Debian's Python."""
WHOLE, PART = 2000, 150
LARGE = {"volumes", "crossing_volumes", "trade", "trade_years"}
"""Tables that are read in part."""
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
    """Return the address of a running service, without a slash at its end.

    It limits no rate: a program that asks fast would find 429 instead of what it asks for.
    """
    folder = tmp_path_factory.mktemp("server")
    settings = {name: value for name, value in os.environ.items() if "BORDER_PORTS" not in name}
    settings["BORDER_PORTS_RATE_LIMIT"] = "none"
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


@pytest.fixture(scope="session")
def debian_python() -> Callable[[str, str], str]:
    """Return a function that returns Debian's Python, or skips where a module of it is missing."""

    def python(module: str, missing: str) -> str:
        found = shutil.which(DEBIAN_PYTHON)
        code = f"import {module}"
        if (
            found is None
            or subprocess.run([found, "-c", code], capture_output=True, check=False).returncode
        ):
            pytest.skip(missing)
        return found

    return python


@pytest.fixture(scope="session")
def most_rows() -> dict[str, int]:
    """Return how many features to read of each layer: all, or of the largest a part."""
    return {name: PART if name in LARGE else WHOLE for name in LAYERS}


@pytest.fixture(scope="session")
def qgis(
    server: str, tmp_path_factory: pytest.TempPathFactory, debian_python: Callable[[str, str], str]
) -> Callable[[dict[str, int]], Any]:
    """Return what reads some layers whole with QGIS, or skip where it is not installed."""
    missing = "QGIS is not installed (Debian: python3-qgis, qgis-providers)"
    python = debian_python("qgis.core", missing)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}

    def read(most: dict[str, int]) -> Any:  # noqa: ANN401
        folder = str(tmp_path_factory.mktemp("qgis"))
        places = {"QT_QPA_PLATFORM": "offscreen", "HOME": folder, "XDG_RUNTIME_DIR": folder}
        done = subprocess.run(
            [python, str(Path(__file__).with_name("qgis_reader.py")), server, json.dumps(most)],
            env=kept | places, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return read


@pytest.fixture(scope="module")
def ogc_client(server: str, root: Path, most_rows: dict[str, int]) -> Any:  # noqa: ANN401
    """Return what ogc-client of npm finds, or skip where it is not installed."""
    package = root / "node_modules" / "@camptocamp" / "ogc-client"
    node = shutil.which("node")
    if node is None or not package.is_dir():
        pytest.skip("node or ogc-client is not installed (make assets)")
    reader = Path(__file__).with_name("ogc_client_reader.mjs")
    done = subprocess.run(
        [node, str(reader), str(package), f"{server}/", json.dumps(most_rows)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
