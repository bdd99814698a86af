"""Workers, maker and parent that are killed, hang or crash again and again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

NEAREST = "/queries/nearest?lon=-100.93&lat=29.32"


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve(worker_seconds=3) as found:
        yield found


def wait_for(condition: Callable[[], object], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_killed_worker_is_replaced_and_the_others_go_on(
    service: Any, watching: Callable[..., Any]
) -> None:
    before = service.workers()
    assert len(before) == 2
    with watching(service, clients=8) as others:
        time.sleep(0.3)
        os.kill(min(before), signal.SIGKILL)
        assert wait_for(lambda: len(service.workers() - {min(before)}) == 2)
        time.sleep(0.5)
    # Only the requests that were with the killed worker may be lost.
    assert len(others.failures) <= 8
    assert len(others.seconds) > 40
    assert "worker" in service.log.read_text()


def test_workers_that_end_again_and_again_do_not_end_the_service(
    service: Any, watching: Callable[..., Any]
) -> None:
    with watching(service, clients=2) as others:
        assert wait_for(lambda: len(service.workers()) == 2, 20)
        for _ in range(4):
            before = service.workers()
            os.kill(max(before), signal.SIGKILL)
            assert wait_for(lambda: len(service.workers() - {max(before)}) == 2, 20)  # noqa: B023
    assert service.process.poll() is None
    assert len(others.failures) <= 8
    pauses = [line for line in service.log.read_text().splitlines() if "again in" in line]
    assert len(pauses) >= 4
    assert "by SIGKILL" in pauses[-1]
    waits = [float(line.partition("again in ")[2].partition(" s")[0]) for line in pauses[-4:]]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_a_worker_that_does_not_answer_is_replaced_and_its_request_is_in_the_log(
    service: Any,
) -> None:
    assert wait_for(lambda: len(service.workers()) == 2, 40)
    stopped = min(service.workers())
    os.kill(stopped, signal.SIGSTOP)
    assert wait_for(lambda: stopped not in service.workers(), 20)
    assert wait_for(lambda: len(service.workers()) == 2, 40)
    assert "does not answer; it is replaced" in service.log.read_text()
    assert service.get(NEAREST)[0] == 200


def test_the_maker_is_started_again(service: Any) -> None:
    (maker,) = service.children(makers=True)
    os.kill(maker, signal.SIGKILL)
    assert wait_for(lambda: service.children(makers=True) - {maker})
    status, body = service.get("/exports/border-ports.csv?layers=states", timeout=60)
    assert status == 200
    assert body


def test_a_second_service_on_the_same_port_is_refused_with_one_line(
    service: Any, root: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "web", "serve", "--port", str(service.port)],
        cwd=root, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("the port is in use")
    assert service.get(NEAREST)[0] == 200


@pytest.mark.parametrize("host", ["203.0.113.9", "no host at all", "999.0.0.1"])
def test_an_address_that_is_not_ours_is_refused_with_one_line(root: Path, host: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "web", "serve", "--host", host, "--port", "8999"],
        cwd=root, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert host in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("BORDER_PORTS_RATE_LIMITS", "5/minute", "perhaps BORDER_PORTS_RATE_LIMIT"),
     ("BORDER_PORTS_LOG_LEVEL", "loud", "debug, info, warning, error"),
     ("BORDER_PORTS_WORKERS", "0", "1 or more"), ("BORDER_PORTS_METRICS", "figures", "a path"),
     ("BORDER_PORTS_SECURITY_CONTACT", "me", "mailto"),
     ("BORDER_PORTS_DATA_CONTACT", "me", "mailto"), ("BORDER_PORTS_RATE_LIMIT", "often", "60/"),
     ("BORDER_PORTS_RATE_STORE", "redis://me:secret@nowhere", "BORDER_PORTS_RATE_STORE")],
)  # fmt: skip
def test_a_bad_setting_is_one_line_and_exit_2(root: Path, name: str, value: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "web", "serve", "--port", "8999"],
        cwd=root, env={**os.environ, name: value}, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert name in line
    assert said in line
    assert "secret" not in done.stderr


def test_nothing_is_left_when_the_parent_is_killed(serve: Callable[..., Any]) -> None:
    with serve() as service:
        family = service.children(makers=False) | service.children(makers=True)
        assert len(family) == 3
        service.process.kill()
        service.process.wait()
        assert wait_for(lambda: not any(Path(f"/proc/{one}").exists() for one in family), 5)
        with contextlib.suppress(OSError, HTTPException):
            pytest.fail(f"somebody still answers: {service.get(NEAREST, timeout=2)}")
