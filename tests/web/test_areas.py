"""The pages of the border and its parts, and what is downloaded from them."""

import csv
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest
from flask.testing import FlaskClient

from geo import Border
from web.app import create_app
from web.pages import pictures
from web.settings import Settings

Read = Callable[..., gpd.GeoDataFrame]


def cells(page: str, row: str) -> list[str]:
    """Return the figures of the first table row with this heading."""
    found = re.search(
        rf'<th scope="row">(?:<a[^>]*>)?{re.escape(row)}(?:</a>)?</th>(.*?)</tr>', page
    )
    assert found, row
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", found[1])]


def page_of(client: FlaskClient, path: str, lang: str = "en") -> str:
    """Return a page's markup."""
    found = client.get(f"{path}?lang={lang}", headers={"Accept": "text/html"})
    assert found.status_code == 200, path
    return str(found.text)


def trucks(border: Border, year: int, state: str) -> int:
    """Return the trucks of a US state in a year, added up from the published table by pandas."""
    counted = border.volumes
    months = pd.to_datetime(counted["month"])
    chosen = (counted["measure"] == "trucks") & (months.dt.year == year)
    return int(counted.loc[chosen & (counted["us_state"] == state), "value"].sum())


@pytest.mark.parametrize(
    ("name", "state"), [("Texas", "US-TX"), ("California", "US-CA"), ("New Mexico", "US-NM")]
)
def test_totals_per_state_are_the_sums_of_the_published_counts(
    client: FlaskClient, border: Border, name: str, state: str
) -> None:
    shown = cells(page_of(client, "/border"), name)
    assert shown[1] == f"{trucks(border, 2024, state):,}"


# TxDOT lists 34 land ports of entry less the dam roads of the count; our own rule counts 34 in
# Texas, 21 west of it, and 7 pairs of states share the line.
def test_the_border_names_all_of_its_parts(client: FlaskClient) -> None:
    page = page_of(client, "/border", "es")
    assert len(set(re.findall(r"/states/([A-Z]{2}-[A-Z]{2,3})", page))) == 10
    assert len(set(re.findall(r"/pairs/([\w-]+)", page))) == 7
    assert set(re.findall(r"/regions/(\w+)", page)) == {"west", "east"}
    assert len(set(re.findall(r"/ports/([\w-]+)\?", page))) == 55
    assert cells(page, "Texas")[0] == "34"


def test_a_pair_of_states_has_the_length_of_its_line(client: FlaskClient, published: Read) -> None:
    boundary = published("boundary")
    shared = boundary[(boundary["us_state"] == "US-TX") & (boundary["mx_state"] == "MX-TAM")]
    page = page_of(client, "/pairs/US-TX_MX-TAM")
    assert f"<b>{shared['length_km'].sum():,.0f} km</b>" in page
    assert len(set(re.findall(r"/ports/([\w-]+)\?", page))) == 18


# What is counted for Nuevo León is one bridge: CBP's counts of Laredo Colombia (UNT).
def test_a_code_that_reaches_beyond_an_area_is_not_its_figure(
    client: FlaskClient, border: Border
) -> None:
    table = border.crossing_volumes
    months = pd.to_datetime(table["month"])
    chosen = (table["mode"] == "commercial") & (months.dt.year == 2024)
    chosen &= table["port_ids"].map(lambda ids: list(ids) == ["laredo-colombia"])
    page = page_of(client, "/pairs/US-TX_MX-NLE")
    assert cells(page, "Trucks")[0] == f"{int(table.loc[chosen, 'value'].sum()):,}"


@pytest.mark.parametrize("path", ["/pairs/US-TX_MX-SON", "/regions/north", "/pairs/US-TX/MX-TAM",
                                  "/regions/US-TX", "/pairs/border"])  # fmt: skip
def test_areas_that_are_none_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_chart_is_drawn_from_the_table_beside_it(client: FlaskClient, border: Border) -> None:
    answer = client.get("/charts/US-AZ/trucks.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    of_year = {row["year"]: row for row in rows}
    assert int(of_year["2019"]["crossings"]) == trucks(border, 2019, "US-AZ")
    assert of_year["2026"]["complete"] == "false"
    drawn = client.get("/charts/US-AZ/trucks.svg?lang=es")
    tree = ET.fromstring(drawn.data)  # noqa: S314 - our own file
    texts = " ".join(
        "".join(item.itertext()) for item in tree.iter("{http://www.w3.org/2000/svg}text")
    )
    for wanted in ("Arizona", "Camiones de carga: cruces hacia el norte por año", "BTS", "1996"):
        assert wanted in texts
    bars = [item for item in tree.iter("{http://www.w3.org/2000/svg}rect")
            if item.get("class") in {None, "part"}]  # fmt: skip
    assert len(bars) == sum(bool(row["crossings"]) for row in rows)
    heights = [float(bar.get("height", 0)) for bar in bars]
    counted = [int(row["crossings"]) for row in rows if row["crossings"]]
    assert heights[0] / heights[20] == pytest.approx(counted[0] / counted[20], rel=0.02)


def test_a_chart_is_a_picture_too(client: FlaskClient) -> None:
    found = client.get("/charts/border/pedestrians.png?lang=en")
    assert found.data.startswith(b"\x89PNG")
    assert int.from_bytes(found.data[16:20], "big") > 1000
    assert "border-pedestrians-en.png" in found.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/charts/nowhere/trucks.svg", "/charts/US-TX/cats.csv",
                                  "/charts/laredo-rail/trucks.png", "/pictures/none.svg",
                                  "/citations/x.bib"])  # fmt: skip
def test_files_of_nothing_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


# Sizes of letters, such as scale(0.055 -0.055), must not be rounded with the outlines.
def test_a_map_is_as_light_as_a_screen_allows_and_its_letters_keep_their_size(
    client: FlaskClient, border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scales(drawn: bytes) -> list[bytes]:
        return re.findall(rb"scale\([^)]*\)", drawn)

    light = client.get("/pictures/los-ebanos.svg?lang=en").data
    monkeypatch.setattr(pictures, "_OUTLINE", re.compile(rb"(?!)"))
    whole = (
        create_app(Settings(), border).test_client().get("/pictures/los-ebanos.svg?lang=en").data
    )
    assert scales(light) == scales(whole) != []
    assert len(light) < 0.85 * len(whole)


def test_a_map_of_a_port_names_its_neighbours_and_is_an_svg(client: FlaskClient) -> None:
    found = client.get("/pictures/laredo-world-trade.svg?lang=es")
    assert found.mimetype == "image/svg+xml"
    assert ET.fromstring(found.data).tag.endswith("svg")  # noqa: S314
    assert "script" not in found.text


def test_a_page_is_cited_with_version_date_and_address(
    client: FlaskClient, edition: tuple[str, str]
) -> None:
    item = client.get("/citations/US-TX_MX-TAM.csl.json?lang=es").get_json(force=True)[0]
    assert item["title"] == "Texas–Tamaulipas"
    assert item["version"] == edition[0]
    assert item["issued"]["date-parts"] == [[int(part) for part in edition[1].split("-")]]
    assert item["URL"] == "http://localhost/pairs/US-TX_MX-TAM?lang=es"
    assert client.get(item["URL"]).status_code == 200
    bibtex = client.get("/citations/US-TX_MX-TAM.bib?lang=es").text
    assert bibtex.startswith("@misc{border-ports-us-tx_mx-tam,")
    assert f"version = {{{edition[0]}}}" in bibtex
    assert "langid = {spanish}" in bibtex  # as babel, which BibLaTeX hands it to, names languages
    assert bibtex.count("{") == bibtex.count("}")
    for text in (item["note"], bibtex, page_of(client, "/pairs/US-TX_MX-TAM", "es")):
        assert "https://data.bts.gov/d/keg4-3bc2" in text
        assert "Cruces hacia el norte por puente de Texas" in text  # some are counted apart there


def test_a_page_names_the_sources_of_its_own_counts_alone(client: FlaskClient) -> None:
    arizona = client.get("/citations/US-AZ.csl.json").get_json(force=True)[0]
    assert arizona["note"].startswith("Counts: US Bureau of Transportation Statistics, ")
    assert "Texas" not in arizona["note"]
    morley = client.get("/citations/nogales-morley.csl.json").get_json(force=True)[0]
    assert "note" not in morley  # counted by its port code alone, with others
    assert "note" not in client.get("/citations/nogales-morley.bib").text
