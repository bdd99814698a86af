"""Take the pictures of ``docs/images`` anew, from a service whose address is given."""

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

OUT = Path(__file__).resolve().parents[2] / "docs" / "images"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PICTURES: dict[str, dict[str, Any]] = {
    "map": {"path": "/map"},
    "map-spanish": {"path": "/map?lang=es"},
    "map-el-paso": {"path": "/map#view=12/31.752/-106.46"},
    "map-nogales": {"path": "/map#view=13/31.336/-110.945&port=nogales-deconcini"},
    "map-laredo": {"path": "/map#view=11.5/27.55/-99.55&ask=-99.45,27.62"},
    "map-lower-valley": {"path": "/map?lang=es#view=9.75/26.1/-98.1"},
    "map-layers": {
        "path": "/map#layers=ports,boundary,segments,states,points,not_counted,gaps,la_paz,towns,"
        "water,railways,graticule"
    },
    "map-dark": {"path": "/map#view=8.5/31.9/-114.6", "dark": True},
    "map-phone": {"path": "/map?lang=es", "width": 360, "height": 780},
    "map-print": {"path": "/map", "click": "button.bp-print", "shot": ".bp-sheet"},
    "port-page": {"path": "/ports/eagle-pass-camino-real", "height": 1400},
    "state-page": {"path": "/states/US-AZ?lang=es", "height": 1100},
    "counting-page": {"path": "/counting"},
}


def main() -> None:
    """Open each page and keep its picture."""
    site = sys.argv[1]
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for name, wanted in PICTURES.items():
            page = browser.new_page(
                viewport={"width": wanted.get("width", 1280), "height": wanted.get("height", 800)},
                color_scheme="dark" if wanted.get("dark") else "light",
            )
            page.goto(site + wanted["path"])
            if wanted["path"].startswith("/map"):
                page.wait_for_selector("html[data-map=ready]", state="attached")
            if "click" in wanted:
                page.click(wanted["click"])
            page.wait_for_timeout(3000)
            target: Any = page.locator(wanted["shot"]) if "shot" in wanted else page
            target.screenshot(path=OUT / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
