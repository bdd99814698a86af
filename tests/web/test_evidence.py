"""Evidence on pages: every shown fact leads to its source, and what is not known is said."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from geo import Border
from geo.errors import InvalidValueError
from web.app import create_app
from web.settings import Settings

_MARK = r'<sup class="cited">.*?</sup>'


def page_of(client: FlaskClient, path: str, lang: str = "en") -> str:
    """Return a page's markup."""
    found = client.get(f"{path}?lang={lang}", headers={"Accept": "text/html"})
    assert found.status_code == 200
    return unescape(found.text)


def test_each_shown_fact_of_a_port_leads_to_its_source(client: FlaskClient, border: Border) -> None:
    facts = border.facts
    sources = border.sources.set_index("id")
    shown = {"opened_year", "us_owner", "mx_operator", "coordinate_source", "access_road_us",
             "lanes_northbound", "hours_cbp", "fast_lane"}  # fmt: skip
    own = facts[facts["column"].isin(shown) & (facts["row"] != "*") & (facts["value"] != "false")]
    count = 0
    for port, rows in list(own.groupby(own["row"].str.partition(":")[0]))[::5]:
        page = page_of(client, f"/ports/{port}")
        listed = page[page.index('<ol class="sources">') :]
        for source in {one for ids in rows["source_ids"] for one in ids}:
            title, address = sources.loc[source, ["title", "address"]]
            assert f"{sources.loc[source, 'publisher']}: {title}" in listed, (port, source)
            assert not isinstance(address, str) or f'href="{address}"' in listed
            count += 1
        numbers = {int(number) for number in re.findall(r'href="#source-(\d+)"', page)}
        assert numbers == {int(number) for number in re.findall(r'id="source-(\d+)"', page)}
    assert count > 30


# The bridge guide counts 11 booths for pedestrians at the Gateway bridge (September 2025), CBP's
# feed 12 lanes (1 October 2026).
def test_a_cell_with_two_values_shows_both_with_their_sources(client: FlaskClient) -> None:
    page = page_of(client, "/ports/laredo-gateway")
    cell = re.search(r'<td class="figure" data-label="Lanes northbound">.*?</td>', page)[0]
    assert re.sub(r"<.*?>", "", re.sub(_MARK, "", cell)).split() == [
        "12",
        "another",
        "source:",
        "11",
    ]
    numbers = re.findall(r'href="#source-(\d+)"', cell)
    assert len(numbers) == 2
    listed = dict(re.findall(r'<li id="source-(\d+)"[^>]*>(.*?)</li>', page))
    assert "https://bwt.cbp.gov/api/bwtnew" in listed[numbers[0]]
    assert "Texas-Mexico Bridge Guide 2026" in listed[numbers[1]]
    assert "as of September 2025" in listed[numbers[1]]
    assert "otra fuente: 11" in page_of(client, "/ports/laredo-gateway", "es")


# The sources of the data give days such as 2026-03-25 and the commit at which a file was read.
def test_sources_are_listed_once_with_their_day_in_words(
    client: FlaskClient, border: Border
) -> None:
    for lang, source, said in (("en", "Source", "Mar 25, 2026"), ("es", "Fuente", "25 mar 2026")):
        page = page_of(client, "/ports/laredo-world-trade", lang)
        assert f'aria-label="{source} 1" title="US Census Bureau: ' in page
        listed = [
            re.sub(r"<.*?>", "", item) for item in re.findall(r'<li id="source-.*?</li>', page)
        ]
        assert len(listed) == len(set(listed)) > 10
        assert any(f"Texas-Mexico Bridge Guide 2026 ({said})" in item for item in listed)
        assert not [item for item in listed if re.search(r"\(\d{4}-\d\d", item)]
    titles = border.sources["title"]
    assert not list(titles[titles.str.contains(r"\bcommit\b")])


# INEGI's page (area in the Marco Geoestadístico) and other copies of it differ for Chihuahua.
def test_a_state_leads_to_its_sources_too(client: FlaskClient) -> None:
    page = page_of(client, "/states/MX-CHH")
    assert "another source: 247,455 km²" in page
    assert re.search(r"Chihuahua" + _MARK, page)
    assert "https://www.inegi.org.mx" in page


# BTS keg4-3bc2: 40,769,064 pedestrians in 2024 as added up, 17.1 % fewer than in 2019; the same
# months of both years, 13.7 % fewer.
def test_the_method_is_shown_on_the_borders_own_figures(client: FlaskClient) -> None:
    page = page_of(client, "/data-quality")
    row = re.search(r"<tr><th scope=\"row\">Pedestrians.*?</tr>", page, re.DOTALL)
    assert row is not None
    cells = re.findall(r'<td class="figure">(.*?)</td>', row[0])
    assert cells[0].startswith("40,769,064")
    assert cells[1:] == ["−17.1%", "−13.7%"]  # noqa: RUF001 - the minus sign of typography
    assert "Ysleta" in page


def test_figures_of_the_page_come_from_the_frames(border: Border) -> None:
    facts, modes = border.facts, border.port_modes
    emptied = border.replace(
        facts=facts[facts["shown"]], port_modes=modes.assign(lanes_northbound=None)
    )
    page = page_of(create_app(Settings(), emptied).test_client(), "/data-quality")
    assert "<b>0</b> cells in which sources disagree" in page
    assert f"<b>{facts['shown'].sum()}</b> facts" in page
    assert re.search(r"Northbound lanes</th><td class=\"figure\"[^>]*>128 of 128", page)


def test_what_is_not_known_names_where_and_whom_to_ask(client: FlaskClient) -> None:
    page = page_of(client, "/data-quality", "es")
    row = re.search(r"<tr><th scope=\"row\">Horario \(OSM\).*?</tr>", page, re.DOTALL)
    assert row is not None
    assert "1 de 48" in row[0]
    assert "San Luis II" in row[0]
    assert "La CBP, Puerto de San Luis" in row[0]


def test_what_stands_at_no_place_is_counted_among_the_unknown(client: FlaskClient) -> None:
    page = page_of(client, "/data-quality", "es")
    rows = re.findall(r"<tr><th scope=\"row\">Ubicación</th>.*?</tr>", page, re.DOTALL)
    assert [row for row in rows if "13 de 17" in row and "dueños del cruce" in row]
    assert [row for row in rows if "31 de 39" in row and "La CILA y la IBWC" in row]


def test_an_address_that_is_none_of_the_web_is_no_link(border: Border) -> None:
    sources = border.sources.assign(address="javascript:alert(1)")
    client = create_app(Settings(), border.replace(sources=sources)).test_client()
    for path in ("/data-quality", "/ports/pharr", "/states/US-TX"):
        assert "javascript:" not in page_of(client, path)


def test_errors_are_reported_to_the_address_of_the_setting(border: Border) -> None:
    settings = Settings(data_contact="mailto:data@example.org")
    page = page_of(create_app(settings, border).test_client(), "/data-quality")
    assert '<a href="mailto:data@example.org">data@example.org</a>' in page
    with pytest.raises(InvalidValueError, match="BORDER_PORTS_DATA_CONTACT"):
        create_app(Settings(data_contact="nobody"), border)
