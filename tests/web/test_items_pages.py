"""Items as people read them: names in place of ids, grouped digits, units, a bearable width."""

import re

import pytest
from flask.testing import FlaskClient

from geo.layers import LAYERS

MAX_COLUMNS = 12


def page_of(client: FlaskClient, path: str, lang: str) -> str:
    """Return the markup of a page."""
    found = client.get(f"{path}&lang={lang}" if "?" in path else f"{path}?f=html&lang={lang}")
    assert found.status_code == 200, path
    return str(found.text)


def table_of(page: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the headings of the table of items, and its rows by heading."""
    table = page[page.index('<table class="items">') :]
    headings = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", table)
    rows = [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", table)[1:]
    ]
    return headings, [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_table_of_items_has_few_columns_and_no_internal_words(
    client: FlaskClient, layer: str
) -> None:
    headings, rows = table_of(page_of(client, f"/collections/{layer}/items?f=html&limit=20", "es"))
    assert 1 <= len(headings) <= MAX_COLUMNS
    assert len(set(headings)) == len(headings)
    assert not [text for text in headings if re.search(r"inglés|español|English", text)]
    cells = {cell for row in rows for cell in row.values()}
    assert not cells & {
        "US-TX",
        "MX-TAM",
        "pov",
        "rail_bridge",
        "northbound",
        "True",
        "[]",
        "None",
        "river_km",
        "US-CA",
    }


def test_ports_are_shown_by_names_and_kilometres(client: FlaskClient) -> None:
    _headings, rows = table_of(page_of(client, "/collections/ports/items?f=html", "es"))
    roma = next(row for row in rows if "Roma" in row["Nombre"])
    assert "Texas" in roma.values()
    assert "Tamaulipas" in roma.values()
    assert any(re.fullmatch(r"\d{3}\.\d|\d{3}", cell) for cell in roma.values())
    assert any("(km)" in heading for heading in roma)


# US Census Bureau, 2020: Texas 29,145,505; INEGI, 2020: Nuevo León 5,784,442.
def test_figures_have_grouped_digits_and_years_have_not(client: FlaskClient) -> None:
    _headings, rows = table_of(page_of(client, "/collections/states/items?f=html", "en"))
    assert {"29,145,505", "5,784,442"} <= {row["Population"] for row in rows}
    page = page_of(client, "/collections/ports/items/laredo-world-trade", "en")
    assert re.search(r"<dt>Opened</dt><dd>2000</dd>", page)


def test_the_page_of_an_item_has_all_that_is_known(client: FlaskClient) -> None:
    page = page_of(client, "/collections/ports/items/pharr", "es")
    for said in ("Texas", "Puente", "City of Pharr", "TxDOT y Universidad del Norte de Texas"):
        assert said in page or said == "City of Pharr"
    assert "Ciudad de Pharr" in page
    assert "Hora central" in page
    assert "(inglés)" not in page


# The first rows of GeoJSON show every column to programs; a person reads from the first port on.
def test_rows_are_numbered_and_stand_in_the_order_of_the_layer(client: FlaskClient) -> None:
    page = page_of(client, "/collections/volumes/items?f=html&limit=3&offset=12", "en")
    assert "Rows 13 to 15 of 94,623." in page
    _headings, rows = table_of(page)
    assert [row["No."] for row in rows] == ["13", "14", "15"]
    assert {row["Month"] for row in rows} <= {"Jan 1996", "Feb 1996"}
    _headings, ports = table_of(page_of(client, "/collections/ports/items?f=html", "en"))
    assert [row["Number"] for row in ports] == [str(1 + place) for place in range(55)]
    assert re.search(r'aria-label="CSV, Ports of entry">CSV</a>',
                     page_of(client, "/collections/ports/items?f=html&limit=1", "en"))  # fmt: skip


# San Ysidro is a crossing on land: no river. FAST is a program for trucks, and no source says
# whether both customs services inspect trucks together at Otay Mesa.
def test_what_is_not_known_is_told_from_what_there_is_not(client: FlaskClient) -> None:
    _headings, ports = table_of(page_of(client, "/collections/ports/items?f=html", "en"))
    assert next(row for row in ports if "San Ysidro" in row["Name"])["River"] == "–"
    _headings, modes = table_of(page_of(client, "/collections/port_modes/items?f=html", "en"))
    otay = {row["Mode"]: row for row in modes if row["Port"] == "Otay Mesa Port of Entry"}
    assert otay["Pedestrians"]["FAST lane"] == "–"
    assert otay["Buses"]["Northbound lanes"] == "not known"
    assert otay["Commercial trucks"]["Unified cargo processing"] == "not known"
