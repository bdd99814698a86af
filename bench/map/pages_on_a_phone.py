"""When pages paint, how long they block and how far they move, on a phone of the middle class.

Run ``python bench/map/pages_on_a_phone.py ADDRESS [PATH …]`` beside a running service. The
processor is slowed four times and the network to 1.6 Mbit/s and 150 ms a turn, as Lighthouse does;
printed are medians of three by the browser's own performance entries, as rows of a table.
"""

import shutil
import statistics
import sys
from typing import Any

from playwright.sync_api import Browser, sync_playwright

PATHS = (
    "/?f=html", "/map", "/ports/laredo-world-trade", "/border",
    "/collections/ports/items?f=html", "/api.html",
)  # fmt: skip
SLOWER = 4
NETWORK = {
    "offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000,
}  # fmt: skip
PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True,
    "has_touch": True,
}  # fmt: skip
RUNS = 3
LONG_MS = 50
"""What a task may take before it counts as blocking."""
SETTLED_MS = 2500
WATCH = """
window.seen = {largest: 0, moved: 0, tasks: []};
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
  .observe({type, buffered: true});
watch("largest-contentful-paint", (entry) => { window.seen.largest = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.moved += entry.value; });
watch("longtask", (entry) => { window.seen.tasks.push([entry.startTime, entry.duration]); });
"""
FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def measured(browser: Browser, address: str) -> tuple[float, float, float, float, float]:
    """Return first and largest paint and blocked time in ms, layout shift, and kB sent."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sent: list[float] = []
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    if page.locator("#bp").count():
        page.wait_for_selector("html[data-map=ready]", state="attached")
    page.wait_for_timeout(SETTLED_MS)
    seen, first = page.evaluate("window.seen"), page.evaluate(FIRST)
    blocked = sum(max(0, long - LONG_MS) for begin, long in seen["tasks"] if begin >= first)
    context.close()
    return first, seen["largest"], blocked, seen["moved"], sum(sent) / 1000


def main() -> None:
    """Print a row of a table for each page."""
    address, *paths = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for path in paths or PATHS:
            runs = [measured(browser, address + path) for _ in range(RUNS)]
            first, largest, blocked, moved, sent = map(statistics.median, zip(*runs, strict=True))
            print(
                f"| `{path}` | {first / 1000:.1f} s | {largest / 1000:.1f} s | {blocked:.0f} ms "
                f"| {moved:.3f} | {sent:.0f} kB |"
            )
        browser.close()


if __name__ == "__main__":
    main()
