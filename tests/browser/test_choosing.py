"""Ports chosen on the map: saved as files, and gathered to compare."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from geo import Border

Watch = Callable[..., Any]


def test_the_ports_that_show_are_saved(watch: Watch, site: str, border: Border) -> None:
    watched = watch()
    page = watched.go(f"{site}/map?state=US-NM")
    expected = set(border.ports.loc[border.ports["us_state"] == "US-NM", "id"])
    saved = {}
    for name in ("CSV", "GeoJSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        saved[download.value.suggested_filename] = download.value.path().read_bytes()
    rows = csv.DictReader(io.StringIO(saved["border-ports.csv"].decode("utf-8-sig")))
    assert {row["id"] for row in rows} == expected
    features = json.loads(saved["border-ports.geojson"])["features"]
    assert {feature["id"] for feature in features} == expected
    located = border.ports.set_index("id").geometry
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        assert abs(lon - located[feature["id"]].x) < 1e-4
        assert abs(lat - located[feature["id"]].y) < 1e-4
    assert watched.messages == []


def test_ports_are_gathered_and_compared(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map#view=11/31.752/-106.46")
    tray = page.get_by_role("region", name="To compare")
    assert tray.is_hidden()
    for id_ in ("ysleta", "santa-teresa"):
        page.locator(f'.bp-port[data-ports="{id_}"]').click()
        page.get_by_role("button", name="Add to the comparison").click()
    assert page.get_by_role("button", name="Add to the comparison").is_disabled()
    assert tray.locator("li").count() == 2
    tray.get_by_role("button", name="Remove Ysleta").click()
    assert tray.get_by_role("link", name="Compare").is_hidden()
    page.locator('.bp-port[data-ports="ysleta"]').click()
    page.get_by_role("button", name="Add to the comparison").click()
    tray.get_by_role("link", name="Compare").click()
    assert page.url.endswith("/compare?ports=santa-teresa,ysleta&lang=en")
    assert "Ysleta" in page.locator("main").text_content()


def test_projects_of_a_stage_are_put_out_of_sight(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map#view=7.5/32.5/-115.5&layers=ports,boundary,states,projects")
    box = ".bp-layers input[name=choice][value=construction]"
    shown = "() => document.querySelectorAll('.leaflet-marker-icon.bp-point').length"
    page.wait_for_function(f"({shown})() > 0")
    before = page.evaluate(shown)
    page.evaluate(f"() => document.querySelector('{box}').click()")
    fewer = page.evaluate(shown)
    assert 0 < fewer < before
    page.evaluate(f"() => document.querySelector('{box}').click()")
    assert page.evaluate(shown) == before
