"""The page of a port: hours by the clocks of both sides, access, tolls, documents, comparison."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from geo import Border
from web.pages import port
from web.pages.port_hours import clocks_of, hours_rows


def row_of(page: str, table: str, heading: str) -> list[str]:
    """Return the cells of a row, without markup, in the table that has this name."""
    found = re.search(rf'aria-label="{table}">(.*?)</table>', page, re.DOTALL)
    assert found, table
    row = re.search(rf'<th scope="row">{heading}(.*?)</tr>', found[1], re.DOTALL)
    assert row, heading
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in cells]


def page_at(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, moment: str, lang: str = "en"
) -> str:
    """Return a port's page as it is at a moment."""
    when = datetime.fromisoformat(moment).astimezone(UTC)
    monkeypatch.setattr(port, "present_moment", lambda: when)
    return str(client.get(f"{path}?lang={lang}").text)


# Presidio, commercial: Monday to Friday from 9 am to 7 pm (TxDOT/UNT bridge guide 2026).
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-26T12:00-06:00", "open"),
        ("2026-11-26T19:30-06:00", "closed"),
        ("2026-11-28T12:00-06:00", "closed"),
    ],
)
def test_the_page_says_what_is_open_now(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, moment: str, said: str
) -> None:
    page = page_at(client, monkeypatch, "/ports/presidio", moment)
    assert row_of(page, "Lanes and hours by mode", "Commercial trucks")[0] == said
    assert row_of(page, "Lanes and hours by mode", "Pedestrians")[0] == "open"


def test_open_now_is_never_kept(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for moment, said in (("2026-11-26T12:00-06:00", "open"), ("2026-11-26T20:00-06:00", "closed")):
        for _again in range(3):
            page = page_at(client, monkeypatch, "/ports/presidio", moment)
            assert row_of(page, "Lanes and hours by mode", "Commercial trucks")[0] == said


# Ojinaga keeps the clock of Presidio (Ley de los Husos Horarios, 2022); a port whose sides differ
# is made up, for none does today.
def test_hours_are_shown_by_the_clocks_of_both_sides(border: Border) -> None:
    table = border.records("ports")
    row = table.row(table.position("presidio"))
    moment = datetime(2026, 11, 26, 18, 5, tzinfo=UTC)
    assert not clocks_of(row, moment, "en").differ
    apart = row | {"mx_time_zone": "America/Hermosillo"}
    clocks = clocks_of(apart, moment, "es")
    assert (clocks.us_time, clocks.mx_time, clocks.differ) == ("12:05", "11:05", True)
    trucks = next(
        one for one in hours_rows(border, apart, moment, "en") if one.row["mode"] == "commercial"
    )
    assert (trucks.us_today, trucks.mx_today) == ("9 am–7 pm", "8 am–6 pm")


@pytest.mark.parametrize(
    ("path", "mode", "ways"),
    [
        ("/ports/cross-border-xpress", "Peatones", "sólo pasajeros del aeropuerto de Tijuana"),
        ("/ports/laredo-gateway", "Vehículos particulares", "sólo usuarios SENTRI"),
    ],
)
def test_who_may_cross_is_said(client: FlaskClient, path: str, mode: str, ways: str) -> None:
    page = client.get(f"{path}?lang=es").text
    assert row_of(page, "Quién puede cruzar", mode)[0].startswith(ways)


def test_tolls_name_their_currency(client: FlaskClient) -> None:
    page = client.get("/ports/laredo-gateway?lang=es").text
    assert row_of(page, "Peajes", "Peatón o ciclista")[0].startswith("US$")
    assert "SENTRI card" not in page


def test_documents_of_the_port_are_offered_and_found(client: FlaskClient) -> None:
    page = client.get("/ports/boquillas?lang=es").text
    files = re.findall(r'href="http://localhost(/exports/[^"]+)"', page)
    assert len(files) >= 4
    for file in files:
        assert "port=boquillas" in file
        assert client.head(file.replace("&amp;", "&")).status_code == 200


def test_ports_are_compared_side_by_side(client: FlaskClient) -> None:
    page = client.get("/compare?ports=pharr,laredo-world-trade&lang=en").text
    own = client.get("/ports/pharr?lang=en").text
    label = "Crossings northbound in 2024"
    assert re.search(r"<b>([\d,]+)</b>", page)[1] == row_of(own, label, "Trucks")[0]  # type: ignore[index]
    assert row_of(page, "Ports side by side", "US side")[0] == "Pharr, Texas"


@pytest.mark.parametrize(
    ("ports", "status"),
    [("pharr", 200), ("a,b", 400), ("pharr,pharr", 400),
     ("pharr,donna,progreso,roma,hidalgo", 400)],
)  # fmt: skip
def test_one_to_four_ports_are_compared(client: FlaskClient, ports: str, status: int) -> None:
    assert client.get(f"/compare?ports={ports}").status_code == status
    assert client.get("/compare").status_code == 200
