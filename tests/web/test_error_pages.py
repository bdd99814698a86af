"""A person who errs gets a page in their language; a program gets problem details."""

import pytest
from flask.testing import FlaskClient

BROWSER = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)
"""What Chromium sends."""


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/ports/nowhere", 404, "Página no encontrada"),
        ("/no/such", 404, "Página no encontrada"),
        ("/map?mode=car", 400, "Parámetro no válido"),
    ],
)
def test_errors_are_pages_for_a_browser(
    client: FlaskClient, path: str, status: int, title: str
) -> None:
    found = client.get(path, headers={"Accept": BROWSER, "Accept-Language": "es-MX,es;q=0.9"})
    assert (found.status_code, found.mimetype) == (status, "text/html")
    assert found.headers["Content-Language"] == "es"
    assert found.headers["Cache-Control"] == "no-store"
    assert f"<h1>{title}</h1>" in found.text
    assert '<html lang="es-MX">' in found.text
    assert "allowed" not in found.text


def test_the_page_of_a_wrong_parameter_names_it(client: FlaskClient) -> None:
    found = client.get("/map?mode=car&lang=en", headers={"Accept": BROWSER})
    assert "<code>mode</code>" in found.text


@pytest.mark.parametrize("path", ["/collections/ports/items/none", "/queries/locate", "/no/such"])
@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/json", "application/json,text/html;q=0.5", "text/html;q=0"]
)
def test_programs_get_problem_details(client: FlaskClient, path: str, accept: str | None) -> None:
    headers = {} if accept is None else {"Accept": accept}
    assert client.get(path, headers=headers).mimetype == "application/problem+json"


@pytest.mark.parametrize("path", ["/collections/ports/items/none", "/queries/locate"])
def test_collections_and_queries_answer_browsers_with_problem_details(
    client: FlaskClient, path: str
) -> None:
    found = client.get(path, headers={"Accept": BROWSER})
    assert found.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/ports/phar", ["pharr"]),
        ("/ports/san-ysidro-west", []),
        ("/ports/Laredo", ["laredo-world-trade", "laredo-juarez-lincoln"]),
        ("/otay-mesa", ["otay-mesa"]),
    ],
)
def test_a_wrong_address_offers_what_may_be_meant_and_a_way_back(
    client: FlaskClient, path: str, near: list[str]
) -> None:
    found = client.get(f"{path}?lang=es", headers={"Accept": BROWSER})
    assert found.status_code == 404
    for port in near:
        assert f'/ports/{port}?lang=es"' in found.text
    assert 'role="search" action="http://localhost/ports"' in found.text
    for way in ("/?f=html&amp;lang=es", "/map?lang=es", "/border?lang=es"):
        assert f'href="http://localhost{way}"' in found.text
    assert "canonical" not in found.text


def test_a_hostile_path_is_text_on_the_page(client: FlaskClient) -> None:
    found = client.get("/ports/<script>alert(1)</script>", headers={"Accept": BROWSER})
    assert found.status_code == 404
    assert "<script>alert" not in found.text
