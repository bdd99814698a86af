"""Routing engines for the tests: one that answers as it is told, and a real Valhalla."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("valhalla_program.py")
PATIENCE_SECONDS = 120
Told = Callable[[str, bytes], tuple[int, bytes, float]]
Position = list[float]


class Engine:
    """A service on loopback: ``answer`` returns status, body and seconds to wait for a request."""

    def __init__(self) -> None:
        self.answer: Told = lambda _path, _body: (200, b"{}", 0.0)
        self.asked: list[tuple[str, bytes]] = []
        self.says_more_than_it_sends = 0
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply(b"")

            def do_POST(self) -> None:
                self._reply(self.rfile.read(int(self.headers["Content-Length"])))

            def _reply(self, body: bytes) -> None:
                engine.asked.append((self.path, body))
                status, content, pause = engine.answer(self.path, body)
                engine.stopped.wait(pause)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                length = len(content) + engine.says_more_than_it_sends
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

            def handle(self) -> None:
                try:
                    super().handle()
                except ConnectionError:
                    self.close_connection = True

        self.stopped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def says(self, body: object, status: int = 200, pause: float = 0.0) -> None:
        """Answer everything with this."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answer = lambda _path, _body: (status, content, pause)

    def stop(self) -> None:
        """End the service."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def osrm(
    minutes_of: Callable[[int, Position, Position], float | None],
    *,
    kmh: float = 60.0,
    bend: tuple[float, float] = (-106.4, 31.7),
) -> Told:
    """Return the answers of an OSRM by which each drive has a bend and takes the minutes given.

    ``minutes_of`` takes the number of the position asked for, from 0, the start and the position.
    """

    def answer(path: str, _: bytes) -> tuple[int, bytes, float]:
        parts = urlsplit(path)
        places = [[*map(float, place.split(","))] for place in parts.path.split("/")[-1].split(";")]
        moved = [{"distance": 3.0, "location": place, "name": ""} for place in places]
        if parts.path.startswith("/route/"):
            line = {"type": "LineString", "coordinates": [places[0], bend, places[1]]}
            body: dict[str, Any] = {
                "routes": [{"duration": 60.0, "distance": 1000.0, "geometry": line}],
                "waypoints": moved,
            }
        else:
            ends = [int(one) for one in parse_qs(parts.query)["destinations"][0].split(";")]
            minutes = [
                minutes_of(number, places[0], places[end]) for number, end in enumerate(ends)
            ]
            metres = kmh * 1000 / 60
            body = {
                "durations": [[None if one is None else 60.0 * one for one in minutes]],
                "distances": [[None if one is None else metres * one for one in minutes]],
                "sources": moved[:1],
                "destinations": [moved[end] for end in ends],
            }
        return 200, json.dumps({"code": "Ok", **body}).encode(), 0.0

    return answer


@pytest.fixture(scope="module")
def one_engine() -> Iterator[Engine]:
    """Return the service of a module's tests."""
    found = Engine()
    yield found
    found.stop()


@pytest.fixture
def engine(one_engine: Engine) -> Engine:
    """Return a service that answers as it is told, and was not asked yet."""
    one_engine.asked.clear()
    one_engine.says_more_than_it_sends = 0
    return one_engine


@pytest.fixture(scope="session")
def routing_python() -> Path:
    """Return the Python that has Valhalla, or skip where ``make test`` found none for it."""
    found = ROOT / ".venv" / "routing" / "bin" / "python"
    if not found.exists():
        pytest.skip("Valhalla needs a Python 3.12 or newer, and none was found (.venv/routing)")
    return found


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RealValhalla:
    """Valhalla with tiles made of a network: as a service, and within a process."""

    def __init__(self, python: Path, folder: Path, network: dict[str, Any]) -> None:
        self._python = python
        self.tiles = folder / "tiles"
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        asked = {"folder": str(folder), "port": port, "network": network}
        self._service = Path(self._run("build", asked)["service"])
        self._process = subprocess.Popen(
            [self._service, folder / "valhalla.json", "1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._listens(port):
            assert self._process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)

    def _listens(self, port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def within_a_process(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - a table or a line
        """Ask the engine of ``valhalla+local:TILES`` in a process of its own."""
        return self._run("ask", {"tiles": str(self.tiles), **asked})

    def _run(self, what: str, asked: dict[str, Any]) -> Any:  # noqa: ANN401
        done = subprocess.run(
            [self._python, PROGRAM, what], input=json.dumps(asked), capture_output=True,
            text=True, check=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])

    def stop(self) -> None:
        """End the service."""
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture(scope="session")
def real_valhalla(
    routing_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[dict[str, Any]], RealValhalla]]:
    """Return a function that makes Valhalla know a network of roads.

    The network has ``nodes`` (longitude and latitude by name) and ``ways``: lists of names with
    the tags of OpenStreetMap.
    """
    made: list[RealValhalla] = []

    def make(network: dict[str, Any]) -> RealValhalla:
        made.append(RealValhalla(routing_python, tmp_path_factory.mktemp("valhalla"), network))
        return made[-1]

    yield make
    for one in made:
        one.stop()
