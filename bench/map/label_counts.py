"""Count the names of the map over many views: ports x zooms x window sizes x languages.

``python bench/map/label_counts.py ADDRESS [every]`` asks a running service; with ``every`` only
each n-th port is looked at.
"""

import json
import shutil
import sys
from collections import Counter
from typing import Any

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZES = ((1280, 800), (1920, 1080), (768, 1024), (375, 740))
ZOOMS = range(5, 16)
LANGUAGES = ("en", "es")
COUNT = """([lat, lon, zoom, id]) => {
  const {painter} = BorderPorts.sceneOf(map_border);
  painter.layout = null;
  map_border.setView([lat, lon], zoom, {animate: false});
  if (!painter.layout) painter.draw();
  const {names, symbols, rows} = painter.layout;
  const of = (kind) => names.filter((name) => name.kind.startsWith(kind));
  const grounds = of('country').map(({ground}) => ground);
  const {x, y} = map_border.getSize();
  const inView = new Set(symbols.filter((one) =>
    one.port.x >= 0 && one.port.y >= 0 && one.port.x <= x && one.port.y <= y)
    .map(({port}) => port.id));
  const named = new Set(names.flatMap(({ports}) => ports ?? []));
  let overlaps = 0;
  names.forEach((one, i) => names.slice(i + 1).forEach((other) => {
    if (one.boxes.some((p) => other.boxes.some((q) =>
      p[0] + 0.01 < q[2] && q[0] + 0.01 < p[2] && p[1] + 0.01 < q[3] && q[1] + 0.01 < p[3])))
      overlaps += 1;
  }));
  const twins = of('twin').map(({ground}) => ground);
  return {
    bothCountries: grounds.includes('US') && grounds.includes('MX') ? 1 : 0,
    oneCountry: grounds.length === 1 ? 1 : 0,
    states: of('state').length,
    twoStates: of('state').length > 1 ? 1 : 0,
    twins: twins.length / 2,
    oneSided: Math.abs(twins.filter((one) => one === 'US').length * 2 - twins.length),
    ports: inView.size,
    unnamed: [...inView].filter((one) => !named.has(one)).length,
    ownUnnamed: inView.has(id) && !named.has(id) ? 1 : 0,
    rivers: of('boundary_river').length / 2,
    overlaps,
  };
}"""
PORTS = """() => BorderPorts.sceneOf(map_border).ports().map(({id, lat, lon}) => [lat, lon, id])"""


def main() -> None:
    """Print the sums for each zoom, of all windows and languages."""
    site, every = sys.argv[1], int((*sys.argv[2:], "1")[0])
    sums: dict[int, Counter[str]] = {zoom: Counter() for zoom in ZOOMS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for lang in LANGUAGES:
            for width, height in SIZES:
                page: Any = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"{site}/map?lang={lang}")
                page.wait_for_selector("html[data-map=ready]", state="attached")
                for lat, lon, key in page.evaluate(PORTS)[::every]:
                    for zoom in ZOOMS:
                        found = page.evaluate(COUNT, [lat, lon, zoom, key])
                        sums[zoom].update({"views": 1, **found})
                page.close()
        browser.close()
    for zoom, found in sums.items():
        print(zoom, json.dumps({name: round(value) for name, value in found.items()}))


if __name__ == "__main__":
    main()
