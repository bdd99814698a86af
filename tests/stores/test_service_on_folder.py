"""The service over a folder of versions: a new one is in use without a restart."""

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo import load
from geo.data.seal import sealed
from geo.paths import data_dir
from geo.stores.editions import publish_edition, staged_edition

PATIENCE_SECONDS = 300.0


def publish(folder: Path, version: str) -> None:
    """Publish the embedded data under another version."""
    with staged_edition(folder) as place:
        shutil.copytree(data_dir(), place, dirs_exist_ok=True)
        package = place / "datapackage.json"
        text = package.read_text(encoding="utf-8")
        changed = sealed(json.loads(text.replace(load().version, version)))
        package.write_text(json.dumps(changed), encoding="utf-8")
        publish_edition(place, folder, version, keep=1)


def wait_for(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)


def ready(base: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{base}/health/ready", timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def versions(base: str) -> set[str]:
    """Return the versions that eight answers name.

    A worker that is busy with taking up a version may give none of them: who claims something of
    both workers waits for it.
    """
    texts = [ready(base)[1] for _ in range(8)]
    return {found for text in texts for found in re.findall(r'"dataset_version":"([^"]+)"', text)}


def exported(base: str) -> str:
    """Return the version that an exported file names, which workers leave to the maker."""
    address = f"{base}/exports/border-ports.csv.zip"
    with urllib.request.urlopen(address, timeout=300) as answer:  # noqa: S310
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    return str(json.loads(archive.read("datapackage.json"))["version"])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a folder that holds version 2026.1.0."""
    publish(tmp_path / "store", "2026.1.0")
    return tmp_path / "store"


@pytest.fixture
def service(store: Path) -> Iterator[str]:
    """Serve from the folder with two workers that look at it every second."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = os.environ | {
        "BORDER_PORTS_STORE": str(store),
        "BORDER_PORTS_STORE_CHECK_SECONDS": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "web", "serve", "--port", str(port)], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.poll() is not None or ready(base)[0] == 200)
        assert process.poll() is None
        yield base
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE_SECONDS)


def test_a_new_version_is_taken_up_and_a_spoilt_store_is_told(service: str, store: Path) -> None:
    assert versions(service) == {"2026.1.0"}
    assert exported(service) == "2026.1.0"
    publish(store, "2026.1.1+20261201")
    wait_for(lambda: versions(service) == {"2026.1.1+20261201"})
    wait_for(lambda: exported(service) == "2026.1.1+20261201")
    pointer = store / "current"
    pointer.write_text("nothing", encoding="utf-8")
    wait_for(lambda: ready(service)[0] == 503)
    pointer.write_text("2026.1.1+20261201", encoding="utf-8")
    wait_for(lambda: all(ready(service)[0] == 200 for _ in range(8)))
    assert versions(service) == {"2026.1.1+20261201"}
