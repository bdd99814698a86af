"""A service of its own as it ships, on a port of its own, and other clients that watch it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Self

import pytest

from web.settings import Settings

TRIES = 3
START_SECONDS = 60.0
OTHERS_P99_SECONDS = 0.25
CONTROL_TIMES = 3
WATCHED = (
    "/queries/nearest?lon=-100.93&lat=29.32",
    "/collections/ports/items?f=json&limit=10&offset={}",
    "/health/live",
)


class Running:
    """A service of its own: address, processes, and what it logged."""

    def __init__(self, root: Path, log: Path, settings: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        kept = {name: value for name, value in os.environ.items() if "BORDER_PORTS" not in name}
        kept["BORDER_PORTS_RATE_LIMIT"] = "none"
        kept |= {f"BORDER_PORTS_{name.upper()}": str(value) for name, value in settings.items()}
        self.log = log
        self._lasting = int(settings.get("workers", Settings().workers))
        with log.open("wb") as target:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "web", "serve", "--port", str(self.port)],
                cwd=root,
                env=kept,
                stdout=target,
                stderr=subprocess.STDOUT,
            )

    def get(
        self, path: str, timeout: float = 10, method: str = "GET", **headers: str
    ) -> tuple[int, bytes]:
        answer = self.ask(method, path, timeout, headers)
        return answer[0], answer[2]

    def seconds(self, path: str) -> float:
        """Return how long a request took that must be answered."""
        begun = time.monotonic()
        assert self.get(path)[0] == 200
        return time.monotonic() - begun

    def ask(
        self,
        method: str,
        path: str,
        timeout: float = 10,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers by small names, and body of one request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()

    def send(self, text: bytes, seconds: float = 5, *, ends: bool = False) -> bytes:
        """Return the first bytes that come back for what is sent as it is."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as client:
            with contextlib.suppress(OSError):
                client.sendall(text)
                if ends:
                    client.shutdown(socket.SHUT_WR)
            try:
                return client.recv(4096)
            except OSError:
                return b""

    def wait(self) -> bool:
        """Return whether the server came to be ready, and its first worker ended.

        Its port may be another's by now.
        """
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError, HTTPException):
                is_ready = self.get("/health/ready")[0] == 200
                if is_ready and len(self.workers()) == self._lasting:
                    return True
            time.sleep(0.05)
        return False

    def children(self, *, makers: bool) -> set[int]:
        """Return the processes below the service: the makers, which are nice, or the workers."""
        found = set()
        with contextlib.suppress(FileNotFoundError):
            for task in Path(f"/proc/{self.process.pid}/task").iterdir():
                found |= {int(child) for child in (task / "children").read_text().split()}
        usual = _niceness(self.process.pid)
        levels = {child: _niceness(child) for child in found}
        return {child for child, level in levels.items()
                if level is not None and (level != usual) is makers}  # fmt: skip

    def workers(self) -> set[int]:
        return self.children(makers=False)

    def private_mib(self) -> float:
        """Return the largest memory that a worker has for itself."""
        return max(_private_mib(worker) for worker in self.workers())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def _niceness(process: int) -> int | None:
    """Return how nice a process is, ``None`` for one that has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else int(fields[16])


def _private_mib(process: int) -> float:
    kib = 0
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith(("Private_Clean", "Private_Dirty")):
            kib += int(line.split()[1])
    return kib / 1024


class Others:
    """Honest clients: each asks, a little later asks again, and notes how long it took."""

    def __init__(self, service: Running, clients: int = 3, pause: float = 0.05) -> None:
        self._service = service
        self._pause = pause
        self._stop = threading.Event()
        self.seconds: list[float] = []
        self.failures: list[str] = []
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(clients)]

    def __enter__(self) -> Self:
        """Begin asking."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop asking."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, number: int) -> None:
        step = number
        while not self._stop.wait(self._pause):
            step += len(self._threads)
            path = WATCHED[step % len(WATCHED)].format(step % 50)
            begun = time.monotonic()
            try:
                status, _ = self._service.get(path, timeout=10)
                if status != 200:
                    self.failures.append(f"{path}: {status}")
            except (OSError, HTTPException) as error:
                self.failures.append(f"{path}: {error!r}")
            self.seconds.append(time.monotonic() - begun)

    def at(self, share: float) -> float:
        """Return the time that this share of the requests stayed within."""
        found = sorted(self.seconds)
        return found[min(len(found) - 1, int(share * len(found)))]

    def __str__(self) -> str:
        """Return the figures in one line."""
        p50, p99, most = (self.at(share) * 1000 for share in (0.5, 0.99, 1.0))
        return (
            f"{len(self.failures)} of {len(self.seconds):,} failed; "
            f"p50 {p50:.0f}, p99 {p99:.0f}, max {most:.0f} ms"
        )


@pytest.fixture(scope="session")
def serve(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Return what runs a service of its own within a ``with``, by settings in small letters."""

    @contextlib.contextmanager
    def started(**settings: Any) -> Iterator[Running]:
        folder = tmp_path_factory.mktemp("service")
        settings.setdefault("cache_dir", folder / "kept")
        for attempt in range(TRIES):
            service = Running(root, folder / f"{attempt}.log", settings)
            try:
                if service.wait():
                    yield service
                    return
            finally:
                if service.process.poll() is None:
                    service.stop()
        pytest.fail(f"the service did not start: {service.log.read_text()[-2000:]}")

    return started


@pytest.fixture(scope="session")
def control(serve: Callable[..., Any]) -> Iterator[Running]:
    """Return a service beside, which nobody attacks: it shows how busy the machine is by itself."""
    with serve(workers=1) as found:
        yield found


@pytest.fixture(scope="session")
def bearable(long_form: bool) -> Callable[[Others], float]:  # noqa: FBT001 - a fixture
    """Return what says how long 99 of 100 others may wait, by what those elsewhere waited.

    That is 250 ms. In the short form, which shares its machine with other tests, it is more where
    a service that nobody attacks is slow at the same time.
    """

    def seconds(elsewhere: Others) -> float:
        busy = 0.0 if long_form else CONTROL_TIMES * elsewhere.at(0.99)
        return max(OTHERS_P99_SECONDS, busy)

    return seconds


ROWS = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def noted(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return what notes a row of the table: attack, service, others, and what was answered."""
    rows = request.config.stash.setdefault(ROWS, [])

    def note(attack: str, service: Running, others: Others, answered: object) -> None:
        memory = f"{service.private_mib():.0f} MiB"
        rows.append(f"| {attack} | {answered} | {others} | {memory} |")

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, if attacks ran for long."""
    rows = terminalreporter.config.stash.get(ROWS, [])
    if not rows or not terminalreporter.config.getoption("--long"):
        return
    terminalreporter.section("others while each attack ran", sep="-")
    terminalreporter.line("| attack | answers | others | memory of a worker |")
    terminalreporter.line("| --- | --- | --- | --- |")
    for row in rows:
        terminalreporter.line(row)


@pytest.fixture(scope="session")
def watching() -> type[Others]:
    """Return what asks a service as others do within a ``with``."""
    return Others
