"""Waiting times on the map, in a real browser."""

import gzip
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from geo import Border
from geo.feeds.history import History
from geo.feeds.poll import replay
from geo.feeds.present import OLD, PAST
from web.app import create_app
from web.pages import waits
from web.settings import Settings

Watch = Callable[..., Any]
Unfold = Callable[[Any, str], None]
CAPTURE = Path(__file__).parents[1] / "data" / "waits" / "bwtnew_2022-06-29.json.gz"
SCRIPT = Path(__file__).parents[2] / "geo/maps/interactive/scripts/waits.js"
PUBLISHED = datetime(2022, 6, 29, 17, 25, 16, tzinfo=UTC)


@pytest.fixture(scope="module")
def live(border: Border, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve CBP's answer of 2022-06-29, five minutes after it; a week before it was the same."""
    history = History(folder := tmp_path_factory.mktemp("live"))
    content = gzip.decompress(CAPTURE.read_bytes())
    before = content.replace(b'"6/29/2022"', b'"6/22/2022"')
    replay(history, border, before, PUBLISHED - timedelta(weeks=1))
    replay(history, border, content, PUBLISHED)
    app = create_app(Settings(live="read", live_folder=str(folder)), border)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waits, "present_moment", lambda: PUBLISHED + timedelta(minutes=5))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


def test_waits_take_the_place_of_the_symbols_with_their_age(
    watch: Watch, live: str, unfold: Unfold
) -> None:
    watched = watch()
    page = watched.go(f"{live}/map")
    symbols = page.locator(".bp-port path.bp-symbol").count()
    unfold(page, "bp-waits")
    page.locator("text.bp-mark").first.wait_for(state="attached")
    told = page.locator("svg[data-port=san-ysidro] text.bp-mark").text_content()
    assert told == "140", "CBP's digits of San Ysidro, general lanes"
    assert (
        page.locator(".bp-waits-age").text_content().startswith("Vehicles, general lanes: newest")
    )
    page.get_by_label("Lanes").select_option("commercial_standard")
    mark = page.locator("svg[data-port=ysleta]").first
    assert mark.locator("text").text_content() == "30"
    assert mark.locator("path").get_attribute("d").startswith("M-8-5"), "measured: a square"
    title = page.locator("[data-ports~=ysleta]").get_attribute("aria-label")
    assert "30 min RFID, 30 min ago" in title
    page.locator("details.bp-waits > summary").click()
    page.locator("text.bp-mark").first.wait_for(state="detached")
    assert page.locator(".bp-port path.bp-symbol").count() == symbols
    assert watched.messages == []


def test_the_table_and_the_card_say_the_same_in_words(
    watch: Watch, live: str, unfold: Unfold
) -> None:
    page = watch().go(f"{live}/map?lang=es")
    unfold(page, "bp-waits")
    page.locator("details.bp-waits-table > summary").click()
    rows = page.locator(".bp-waits-table tbody tr")
    rows.first.wait_for()
    waits_told = [row.locator("td").first.text_content() for row in rows.all()]
    digits = [int(text) for text in waits_told if text.isdigit()]
    assert digits == sorted(digits)
    assert waits_told[: len(digits)] == [str(wait) for wait in digits], "unknown ones come last"
    assert "cerrado" in waits_told
    button = rows.get_by_role("button", name="San Ysidro")
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator(".bp-waits-card")
    card.locator("dd").first.wait_for()
    assert "140 min" in card.text_content()
    assert "140 min; la mitad de los días, de 140 a 140 (días: 1)" in card.text_content()


def test_the_page_ages_waits_as_the_service_does() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert f"OLD = {OLD.total_seconds() / 60:g};" in text
    assert f"PAST = {PAST.total_seconds() / 60:g};" in text


def test_without_live_data_the_map_has_no_trace_of_waits(watch: Watch, site: str) -> None:
    watched = watch()
    page = watched.go(f"{site}/map")
    assert page.locator("[class*=bp-waits]").count() == 0
    assert not [address for address in watched.addresses if "waits" in address]
