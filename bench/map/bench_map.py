"""How fast the map is ready and how smoothly it moves, beside a plain Folium map of the layers.

Run ``python bench/map/bench_map.py [runs]`` on a quiet machine with Chromium and Playwright. Each
map is opened ``runs`` times (5) in a fresh browser context from a server that is already warm;
printed are medians of the browser's own performance entries.
"""

import functools
import http.server
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import folium
from playwright.sync_api import Browser, Page, sync_playwright

from geo import load
from geo.paths import assets_dir

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WATCH = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  window.shifts += entry.value;
})).observe({type: 'layout-shift', buffered: true});
"""
BYTES = """() => [...performance.getEntriesByType('resource'),
  ...performance.getEntriesByType('navigation')].reduce((sum, e) => sum + e.transferSize, 0)"""
MOVE = """async (name) => {
  const map = window[name ?? 'map_border'];
  const frames = [];
  let last = performance.now();
  let going = true;
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  for (let i = 0; i < 30; i += 1) {
    map.panBy([i % 2 ? 60 : -60, 20 * Math.sin(i)], {animate: true, duration: 0.1});
    await new Promise((done) => setTimeout(done, 100));
  }
  going = false;
  frames.sort((a, b) => a - b);
  return frames[Math.floor(frames.length * 0.95)];
}"""


def plain_folium(folder: Path) -> str:
    """Write a plain Folium map of the same layers, assets beside it; return its map's name."""

    class Local(folium.Map):
        default_js = [("leaflet", "leaflet.js"), ("jquery", "jquery.min.js")]  # noqa: RUF012
        default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012

    border = load()
    page = Local([29.3, -107.1], zoom_start=6, tiles=None)
    for name in ("states", "boundary", "river_segments"):
        frame = border.layer(name, "web")
        folium.GeoJson(frame[["id", "name_en", "name_es", "geometry"]].to_json()).add_to(page)
    for row in border.ports.itertuples():
        folium.CircleMarker([row.geometry.y, row.geometry.x], popup=row.id).add_to(page)
    page.save(str(folder / "index.html"))
    for name in ("leaflet/leaflet.js", "leaflet/leaflet.css", "jquery/jquery.min.js"):
        shutil.copy(assets_dir() / name, folder)
    return str(page.get_name())


def measured(browser: Browser, address: str, ready: str, name: str | None) -> dict[str, float]:
    """Open a page in a fresh context and return its figures; times in milliseconds."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page: Page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(ready, state="attached")
    marks: Any = page.evaluate(
        "() => (performance.getEntriesByName('map-ready')[0] || {}).startTime"
        " || performance.getEntriesByType('navigation')[0].loadEventEnd"
    )
    page.wait_for_timeout(400)
    paints: Any = page.evaluate(
        "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
    )
    found = {
        "ready ms": float(marks),
        "first paint ms": float(paints),
        "kB sent": float(page.evaluate(BYTES)) / 1000,
        "layout shift": float(page.evaluate("window.shifts")),
        "95 % of frames ms": float(page.evaluate(MOVE, name)),
    }
    context.close()
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(port: int) -> "subprocess.Popen[bytes]":
    """Start the production server and wait until it answers the map."""
    process = subprocess.Popen(
        [sys.executable, "-m", "web", "serve", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"BORDER_PORTS_LOG_LEVEL": "error"},
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            for path in ("map", "map/data/first"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}").read()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    process.terminate()
    message = "the service did not start"
    raise RuntimeError(message)


def main() -> None:
    """Measure both maps and print medians and ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    port, plain_port = free_port(), free_port()
    service = served(port)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        name = plain_folium(Path(folder))
        handler = functools.partial(_Quiet, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", plain_port), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        ours = [
            measured(browser, f"http://127.0.0.1:{port}/map", "html[data-map=ready]", None)
            for _ in range(runs + 1)
        ][1:]
        plain = [
            measured(browser, f"http://127.0.0.1:{plain_port}/", ".leaflet-interactive", name)
            for _ in range(runs + 1)
        ][1:]
        browser.close()
        server.shutdown()
    service.terminate()
    service.wait()
    print(f"{'median of ' + str(runs):20} {'ours':>10} {'plain Folium':>14} {'ratio':>8}")
    for key in ours[0]:
        one = statistics.median(run[key] for run in ours)
        other = statistics.median(run[key] for run in plain)
        ratio = f"{one / other:8.2f}" if other else f"{'-':>8}"
        print(f"{key:20} {one:10.3g} {other:14.3g} {ratio}")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_args: object) -> None:
        """Log nothing."""


if __name__ == "__main__":
    main()
