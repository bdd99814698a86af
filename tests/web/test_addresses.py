"""Addresses as people share them: foreign parameters, one canonical address, previews."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import url_for
from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SHARED = "fbclid=IwAR0x&utm_source=boletin&utm_medium=email"


@pytest.mark.parametrize(
    "path",
    ["/", "/map", "/ports", "/ports/pharr", "/states/US-TX", "/border", "/counting", "/exports"],
)
def test_what_social_networks_append_to_a_page_is_ignored(client: FlaskClient, path: str) -> None:
    plain = client.get(f"{path}?lang=es", headers=BROWSER)
    shared = client.get(f"{path}?{SHARED}&lang=es", headers=BROWSER)
    assert (plain.status_code, shared.status_code) == (200, 200)
    assert shared.text == plain.text


@pytest.mark.parametrize("path", ["/citations/pharr.bib", "/exports/border-ports.csv"])
def test_a_file_for_people_ignores_it_too(client: FlaskClient, path: str) -> None:
    plain, shared = client.get(path), client.get(f"{path}?{SHARED}")
    assert (plain.status_code, shared.status_code) == (200, 200)
    assert shared.data == plain.data


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "allowed: one of the parameters state,"),
        ("es", "se admite: uno de los parámetros state,"),
    ],
)
@pytest.mark.parametrize("name", ["area", "us_state", "of", "layers", "waits"])
def test_a_file_of_all_does_not_pass_for_the_part_that_was_meant(
    client: FlaskClient, name: str, lang: str, said: str
) -> None:
    found = client.get(f"/exports/brief.pdf?{name}=US-TX&utm_source=mail&lang={lang}")
    assert (found.status_code, found.mimetype) == (400, "application/problem+json")
    problem = found.get_json()
    assert [error["parameter"] for error in problem["errors"]] == [name]
    assert name in problem["detail"]
    assert said in problem["detail"]
    assert "state, pair, region, mode, port, lang, paper" in problem["detail"]


@pytest.mark.parametrize("path", ["/map?stat=US-NM", "/exports/border-ports.csv?staet=US-TX"])
def test_a_slip_of_the_pen_in_a_page_or_file_is_told(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/collections", "/collections/ports", "/collections/ports/items", "/queries/locate", "/api"],
)
def test_the_api_refuses_parameters_that_it_does_not_know(client: FlaskClient, path: str) -> None:
    found = client.get(f"{path}?fbclid=1", headers=BROWSER)
    assert found.status_code == 400


def test_the_landing_page_refuses_them_from_a_program(client: FlaskClient) -> None:
    assert client.get("/?fbclid=1").status_code == 400
    assert client.get("/?fbclid=1&f=json", headers=BROWSER).status_code == 400
    assert client.get("/?fbclid=1&f=html").status_code == 200


@pytest.mark.parametrize("path", ["/", "/map?state=US-NM", "/ports/pharr", "/border"])
def test_a_page_names_its_one_address_and_that_of_each_language(
    client: FlaskClient, path: str
) -> None:
    page = client.get(path, headers=BROWSER | {"Accept-Language": "es"}).text
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)"', page)
    others = dict(re.findall(r'rel="alternate" hreflang="(\w+)" href="([^"]+)"', page))
    assert canonical == [others["es"]]
    assert set(others) == {"en", "es"}
    for lang, address in others.items():
        parts = urlsplit(address.replace("&amp;", "&"))
        assert parts.path == path.partition("?")[0]
        assert dict(parse_qsl(parts.query))["lang"] == lang
        assert "state" not in parts.query
        assert f'lang="{lang}' in client.get(f"{parts.path}?{parts.query}").text


def test_a_shared_link_shows_a_map_of_the_place(client: FlaskClient) -> None:
    page = client.get("/ports/presidio?lang=en").text
    found = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)"', page))
    assert "Presidio" in found["og:title"]
    assert found["og:locale"] == "en_US"
    picture = client.get(found["og:image"])
    assert picture.mimetype == "image/png"
    assert picture.data[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_ports_are_found_by_their_names_on_the_page_of_ports(client: FlaskClient) -> None:
    page = client.get("/ports?q=santa+teresa&lang=en").text
    assert re.findall(r'href="http://localhost/ports/([\w-]+)\?', page) == ["santa-teresa"]
    everything = client.get("/ports?lang=en").text
    assert len(re.findall(r'href="http://localhost/ports/[\w-]+\?', everything)) == 55


def test_addresses_can_be_built_as_in_any_flask_application(client: FlaskClient) -> None:
    with client.application.test_request_context():
        assert url_for("portPage", id="del-rio") == "/ports/del-rio"
        assert url_for("portPage", id="del-rio", lang="es") == "/ports/del-rio?lang=es"
        assert url_for("static", filename="a b.css") == "/static/a%20b.css"
