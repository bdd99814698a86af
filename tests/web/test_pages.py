"""The pages over HTTP: right facts, both languages, safe headers, and no word untranslated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from geo import Border
from geo.errors import InvalidValueError
from geo.volumes.yearly import Year
from web.app import create_app
from web.pages.chart import bar_chart
from web.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


class _Text(HTMLParser):
    """Collects the words that a reader sees, less what is marked as of another language."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._marked: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"meta", "link", "input", "br", "path", "rect", "line", "hr", "img"}:
            return
        other = dict(attrs).get("lang") == "en" and tag != "html"
        other = other or tag in {"script", "style", "code"}
        self._marked.append(other or bool(self._marked and self._marked[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"meta", "link", "input", "br", "path", "rect", "line", "hr", "img"}:
            self._marked.pop()

    def handle_data(self, data: str) -> None:
        if not (self._marked and self._marked[-1]) and data.strip():
            self.words.append(" ".join(data.split()))


def shown(page: str) -> list[str]:
    """Return the texts of a page outside parts that are marked as English."""
    parser = _Text()
    parser.feed(page)
    return parser.words


def page_of(client: FlaskClient, path: str, lang: str = "en") -> str:
    """Return a page's markup."""
    joint = "&" if "?" in path else "?"
    found = client.get(f"{path}{joint}lang={lang}", headers={"Accept": "text/html"})
    assert found.status_code == 200, path
    return str(found.text)


def catalogue() -> dict[str, str]:
    """Return the Spanish catalogue."""
    path = ROOT / "geo" / "words" / "translations" / "es.po"
    with path.open("rb") as file:
        return {str(item.id): str(item.string) for item in read_po(file) if item.id}


@pytest.mark.parametrize(
    "path",
    [
        "/map",
        "/ports/pharr",
        "/ports/nogales-mariposa",
        "/states/US-TX",
        "/counting",
        "/data-quality",
        "/?f=html",
    ],
)
def test_spanish_pages_show_no_english_phrase(
    client: FlaskClient, border: Border, path: str
) -> None:
    spanish = catalogue()
    phrases = {m for m, translated in spanish.items() if m != translated and "{" not in m}
    roles = ("us_owner", "us_operator", "mx_owner", "mx_operator")
    phrases -= {name for role in roles for name in border.ports[role].dropna()}
    said = shown(page_of(client, path, "es"))
    assert phrases & set(said) == set()
    words = re.compile(r"\b(the|and|with|ports?|bridge of|crossings?|hours|known|month)\b")
    own = [text for text in said if words.search(text)]
    names = re.compile(
        r"Port of Entry|on the Rise|Otay-Tijuana|International Boundary|Cities of|Port |TIGER|http:"
    )
    assert [text for text in own if not names.search(text)] == []


def test_every_port_has_a_page_in_both_languages(client: FlaskClient, border: Border) -> None:
    columns = border.records("ports").columns
    for key, name in zip(columns["id"], columns["name_en"], strict=True):
        for lang in ("en", "es"):
            assert f'/collections/ports/items/{key}?f=json"' in page_of(
                client, f"/ports/{key}", lang
            )
        assert any(name in text for text in shown(page_of(client, f"/ports/{key}")))


# Published figures: Pharr opened in 1994 (TxDOT/UNT bridge guide 2026); the World Trade Bridge in
# 2000, for trucks alone; Laredo's code is 2304 (BTS keg4-3bc2).
@pytest.mark.parametrize(
    ("path", "facts"),
    [
        (
            "/ports/laredo-world-trade",
            ["2000", "2304 (Laredo)", "City of Laredo", "Commercial trucks"],
        ),
        ("/ports/san-ysidro", ["24 hours daily", "2504 (San Ysidro)", "Tijuana"]),
        (
            "/ports/nogales-mariposa",
            ["which also covers", "BTS counts of port code Nogales (2604)."],
        ),
        ("/states/US-TX", ["34", "Austin", "29,145,505"]),
        ("/states/MX-NLE", ["1", "Monterrey", "5,784,442"]),
    ],
)
def test_pages_state_published_facts(client: FlaskClient, path: str, facts: list[str]) -> None:
    said = " ".join(shown(page_of(client, path)))
    for fact in facts:
        assert fact in said


# BTS keg4-3bc2: San Ysidro, personal vehicles 2023; the table of the page holds the same.
def test_yearly_counts_are_those_of_bts(client: FlaskClient) -> None:
    assert "15,845,661" in page_of(client, "/ports/san-ysidro")


def test_counting_page_shows_the_rule_and_the_other_totals(
    client: FlaskClient, border: Border
) -> None:
    said = shown(page_of(client, "/counting", "es"))
    assert border.counting_rule("es") in said
    assert border.counting_choice("es") in said
    totals = set(border.records("counts").columns["total_es"])
    assert {"60", "58", "54", "50", "47", "43", "34", "28"} <= {
        re.sub(r"\D", "", t) for t in totals
    }
    for total in totals:
        assert total in said


@pytest.mark.parametrize("path", ["/ports/nowhere", "/states/US-NV", "/ports/%24%7B7%7D"])
def test_unknown_pages_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_map_filters_the_table_on_the_server(client: FlaskClient) -> None:
    page = page_of(client, "/map?state=US-NM&q=santa+teresa")
    rows = re.findall(r'<tr data-port="([\w-]+)"( hidden)?>', page)
    assert len(rows) == 55
    assert [key for key, hidden in rows if not hidden] == ["santa-teresa"]


@pytest.mark.parametrize("query", ["mode=car", "state=US-NV", "lon=400", "lat=x", "stat=US-NM"])
def test_map_refuses_what_it_does_not_know(client: FlaskClient, query: str) -> None:
    assert client.get(f"/map?{query}").status_code == 400


def test_map_policy_allows_no_inline_script_but_its_own(client: FlaskClient) -> None:
    found = client.get("/map")
    policy = dict(
        part.strip().split(" ", 1) for part in found.headers["Content-Security-Policy"].split(";")
    )
    assert "unsafe" not in found.headers["Content-Security-Policy"]
    assert policy["script-src"].count("sha256-") == 2
    assert policy["connect-src"] == "'self'"
    assert client.get("/map").headers["ETag"] == found.headers["ETag"]


def test_first_view_is_small(client: FlaskClient) -> None:
    paths = re.findall(
        r'(?:src|href)="http://localhost(/(?:map/map|static)[^"]*)"', page_of(client, "/map")
    )
    total = 0
    for path in {"/map", "/map/data/first", *paths}:
        encodings = {"Accept-Encoding": "br, gzip"}
        answer = client.get(path, headers=encodings, follow_redirects=True)
        assert answer.status_code == 200, path
        total += len(answer.data)
        answer.close()
    assert total <= 500_000


def test_chart_bars_are_in_proportion_and_a_missing_year_has_none() -> None:
    counted = {2020: 50, 2021: 100, 2022: None, 2023: 25}
    chart = bar_chart(
        [
            Year(year, value, 12, 12, is_full=year != 2023, is_held=True)
            for year, value in counted.items()
        ]
    )
    assert chart is not None
    heights = {bar.year.year: bar.height for bar in chart.bars}
    assert set(heights) == {2020, 2021, 2023}
    assert heights[2021] == pytest.approx(2 * heights[2020], abs=0.2)
    assert heights[2023] == pytest.approx(heights[2021] / 4, abs=0.2)
    assert [bar.year.is_full for bar in chart.bars] == [True, True, False]
    assert chart.ticks[-1][1] >= 100
    gaps = [b.x - a.x for a, b in zip(chart.bars, chart.bars[1:], strict=False)]
    assert gaps[1] == pytest.approx(2 * gaps[0], abs=0.2)


def test_online_tiles_come_only_by_the_setting(client: FlaskClient, border: Border) -> None:
    host = "https://basemap.nationalmap.gov"
    plain = client.get("/map")
    assert host not in plain.text
    assert "https:" not in plain.headers["Content-Security-Policy"]
    tiled = create_app(Settings(tiles="USGS.USTopo"), border).test_client().get("/map")
    assert f"{host}/arcgis/rest/services/USGSTopo/MapServer/tile/" in tiled.text
    assert "Tiles courtesy of the U.S. Geological Survey" in tiled.text
    assert f"img-src 'self' {host} data:" in tiled.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["Nobody.Knows", "Thunderforest.OpenCycleMap", "http://x/{z}"])
def test_tiles_that_cannot_be_used_are_refused_at_the_start(border: Border, name: str) -> None:
    with pytest.raises(InvalidValueError, match="xyzservices"):
        create_app(Settings(tiles=name), border)


def test_hours_of_a_railroad_bridge_do_not_apply(client: FlaskClient) -> None:
    assert "no aplica" in shown(page_of(client, "/ports/laredo-rail", "es"))
    assert "no aplica" not in shown(page_of(client, "/ports/pharr", "es"))
