"""Streets below the map, out of a small archive that the test makes."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from werkzeug.serving import make_server

from geo import Border
from geo.errors import InvalidValueError
from tests.browser.conftest import whole
from web.app import create_app
from web.settings import Settings

Watch = Callable[..., Any]
VIEW = "#view=12/31.755/-106.46"
DRAWN = """() => [...document.querySelectorAll('.leaflet-bp-streets-pane canvas')].some((one) => {
  const {data} = one.getContext('2d').getImageData(0, 0, one.width, one.height);
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] + data[i + 1] + data[i + 2] === 3 * 255) return true;
  }
  return false;
})"""
"""Whether the white of a road, purer than the ground, is drawn."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with a motorway through El Paso."""
    path = tmp_path_factory.mktemp("streets") / "border.pmtiles"
    road = shapely.LineString([(-106.6, 31.72), (-106.3, 31.79)])
    frame = gpd.GeoDataFrame({"kind": ["highway"]}, geometry=[road], crs="EPSG:4326")
    frame.to_file(path, driver="PMTiles", layer="roads", MINZOOM="9", MAXZOOM="12")
    return path


@pytest.fixture(scope="module")
def streets(archive: Path, border: Border) -> Iterator[str]:
    """Return the address of a service that has the archive."""
    application = whole(create_app(Settings(basemap=str(archive)), border))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_streets_are_drawn_from_the_own_address_and_can_be_switched_off(
    watch: Watch, streets: str
) -> None:
    watched = watch()
    page = watched.go(f"{streets}/map{VIEW}")
    page.wait_for_function(DRAWN)
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").text_content()
    page.locator(".bp-layers > summary").click()
    page.get_by_label("Streets and buildings").uncheck()
    page.locator(".leaflet-bp-streets-pane canvas").first.wait_for(state="detached")
    assert watched.messages == []
    assert all(address.startswith((streets, "data:", "blob:")) for address in watched.addresses)


def test_the_archive_is_sent_in_parts_and_only_by_the_setting(
    archive: Path, border: Border
) -> None:
    client = create_app(Settings(basemap=str(archive)), border).test_client()
    found = client.get("/map/streets.pmtiles", headers={"Range": "bytes=3-9"})
    assert found.status_code == 206
    assert found.data == archive.read_bytes()[3:10]
    assert client.get("/map/streets.pmtiles").data[:7] == b"PMTiles"
    plain = create_app(Settings(), border).test_client()
    assert plain.get("/map/streets.pmtiles").status_code == 404
    assert "protomaps" not in plain.get("/map").text


def test_what_is_no_archive_is_refused_at_the_start(tmp_path: Path, border: Border) -> None:
    (tmp_path / "none.pmtiles").write_bytes(b"SQLite format 3\0")
    for name in ("none.pmtiles", "missing.pmtiles"):
        with pytest.raises(InvalidValueError, match="PMTiles archive"):
            create_app(Settings(basemap=str(tmp_path / name)), border)
