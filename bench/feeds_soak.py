"""A day of asking CBP at a hundred times its speed: `feeds_soak.py [HOURS] [SPEED]`.

A server on this machine answers in CBP's form, with a wait of every lane that changes each hour,
and fails now and then. At the end every hour of every lane must be kept as it was sent. Printed are
the memory and open files of the process that asks, and how long a new answer takes to the page.
"""

import gzip
import json
import resource
import statistics
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geo
from geo.border import Border
from geo.feeds.fetch import Fetcher, Manner
from geo.feeds.history import History
from geo.feeds.poll import CBP_WAITS, Poller
from geo.feeds.settings import FeedSettings
from geo.feeds.waits import Place, places_of
from web.app import create_app
from web.settings import Settings

CAPTURE = Path(__file__).parents[1] / "tests/data/waits/bwtnew_2026-10-01.json.gz"
START = datetime(2026, 8, 12, tzinfo=UTC)
FAILS_EACH = 17
LOOK_SECONDS = 0.2
KINDS = {
    "commercial_vehicle_lanes": {
        "standard_lanes": "commercial_standard",
        "FAST_lanes": "commercial_fast",
    },
    "passenger_vehicle_lanes": {
        "standard_lanes": "pov_standard",
        "NEXUS_SENTRI_lanes": "pov_sentri",
        "ready_lanes": "pov_ready",
    },
    "pedestrian_lanes": {
        "standard_lanes": "pedestrian_standard",
        "ready_lanes": "pedestrian_ready",
    },
}
SETTLED_AFTER_HOURS = 2
Asked = tuple[int, int, float]


class Cbp:
    """What CBP would say at each moment, and what it did say."""

    def __init__(self, places: dict[str, Place], speed: float) -> None:
        self.records = json.loads(gzip.decompress(CAPTURE.read_bytes()))
        self.places, self.speed, self.began = places, speed, time.monotonic()
        self.asked = 0
        self.sent: dict[tuple[str, str, int], int] = {}
        self.published: dict[str, float] = {}

    def now(self) -> datetime:
        """Return the moment by the clock that runs fast."""
        return START + timedelta(seconds=(time.monotonic() - self.began) * self.speed)

    def answer(self) -> bytes:
        """Return an answer of now, and remember what it says."""
        now = self.now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        for number, record in enumerate(self.records):
            place = self.places.get(record["port_number"])
            if place is None or place.is_second:
                continue
            local, clock = hour.astimezone(place.zone), now.astimezone(place.zone)
            record["date"], record["time"] = f"{clock:%-m/%-d/%Y}", f"{clock:%H:%M:%S}"
            for group, kinds in KINDS.items():
                for name, lane in kinds.items():
                    said = record[group][name]
                    minutes = (number * 7 + local.hour * 11 + local.day) % 90
                    said["update_time"] = f"At {local:%-I}:00 {f'{local:%p}'.lower()} {local:%Z}"
                    said["operational_status"], said["delay_minutes"] = "delay", str(minutes)
                    self.sent[place.number, lane, int(hour.timestamp())] = minutes
        return json.dumps(self.records).encode()


def serve(cbp: Cbp) -> ThreadingHTTPServer:
    """Answer on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            cbp.asked += 1
            fails = cbp.asked % FAILS_EACH == 0
            content = b"" if fails else cbp.answer()
            self.send_response(500 if fails else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            if not fails:
                cbp.published[self.headers["User-Agent"]] = time.monotonic()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Fast(threading.Event):
    """Waits as many times shorter as the clock runs faster."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self.speed = speed

    def wait(self, timeout: float | None = None) -> bool:
        """Wait."""
        return super().wait(None if timeout is None else timeout / self.speed)


def memory_mib() -> float:
    """Return the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def watch(cbp: Cbp, border: Border, folder: str, hours: float) -> tuple[list[float], list[Any]]:
    """Look at the page again and again until the day is over; return latencies and memory."""
    client = create_app(Settings(live="read", live_folder=folder), border).test_client()
    latencies: list[float] = []
    memory: list[Any] = []
    before, told = None, -1
    while cbp.now() < START + timedelta(hours=hours):
        published = client.get("/waits?f=json").get_json()["published"]
        if published != before and cbp.published:
            latencies.append(time.monotonic() - max(cbp.published.values()))
        before = published
        hour = int((cbp.now() - START).total_seconds() // 3600)
        if hour > told:
            told = hour
            memory.append((hour, memory_mib(), len(list(Path("/proc/self/fd").iterdir()))))
            print(f"hour {hour}: {memory[-1][1]:.1f} MiB, {memory[-1][2]} files", flush=True)
        time.sleep(LOOK_SECONDS)
    return latencies, memory


def main(hours: float, speed: float) -> None:
    """Run the day."""
    border = geo.load()
    cbp = Cbp(places_of(border), speed)
    server = serve(cbp)
    stop = Fast(speed)
    with TemporaryDirectory() as folder:
        history = History(Path(folder))
        address = f"http://127.0.0.1:{server.server_port}/api/bwtnew"
        with Fetcher(Manner(attempts=1)) as fetcher:
            poller = Poller(history=history, border=border, fetcher=fetcher, clock=cbp.now,
                            settings=FeedSettings(addresses={CBP_WAITS: address}))  # fmt: skip
            asking = threading.Thread(target=poller.run, args=(stop,), daemon=True)
            asking.start()
            latencies, memory = watch(cbp, border, folder, hours)
            stop.set()
            asking.join(30)
        kept: dict[tuple[str, str, int], int] = {}
        for day in range(int(hours // 24) + 2):
            frame = history.day((START + timedelta(days=day)).date())
            moments = (int(moment.timestamp()) for moment in frame["observed"])
            keys = zip(frame["number"], frame["lane"], moments, strict=True)
            kept |= dict(zip(keys, frame["minutes"].tolist(), strict=True))
        state = history.state(CBP_WAITS)
    report(cbp, kept, latencies, memory, (state.polls, state.failures, hours))


def report(
    cbp: Cbp,
    kept: dict[tuple[str, str, int], int],
    latencies: list[float],
    memory: list[Any],
    asked: Asked,
) -> None:
    """Say what came of it; exit with 1 if anything is missing."""
    polls, failures, hours = asked
    wanted = {moment for _, _, moment in cbp.sent}
    gaps = int(hours) - len([one for one in wanted if one < START.timestamp() + hours * 3600])
    lost = {key for key, minutes in cbp.sent.items() if kept.get(key) != minutes}
    print(
        f"{polls} requests, {failures} failed; {len(kept):,} waits kept of {len(cbp.sent):,} sent"
    )
    print(f"hours without an answer: {max(0, gaps)}; waits lost or changed: {len(lost)}")
    settled = [mib for hour, mib, _ in memory if hour >= SETTLED_AFTER_HOURS]
    print(f"memory after two hours {settled[0]:.1f} MiB, at the end {settled[-1]:.1f} MiB")
    median, most = 1000 * statistics.median(latencies), 1000 * max(latencies)
    print(f"from CBP's answer to the page: median {median:,.0f} ms, most {most:,.0f} ms")
    print(f"(the page was asked each {1000 * LOOK_SECONDS:.0f} ms)")
    if lost or gaps > 0:
        sys.exit(1)


if __name__ == "__main__":
    words = [float(word) for word in sys.argv[1:]]
    main(words[0] if words else 24.0, words[1] if len(words) > 1 else 100.0)
