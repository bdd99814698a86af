"""The map in a frame of another page, by a setting; and the list of pages for search engines."""

from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from geo import Border
from geo.errors import InvalidValueError
from web.app import create_app
from web.settings import Settings

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def frames(client: FlaskClient, path: str) -> str:
    """Return who may show a page in a frame."""
    policy = client.get(path).headers["Content-Security-Policy"]
    return next(part.strip() for part in policy.split(";") if "frame-ancestors" in part)


def test_no_other_page_shows_the_map_in_a_frame_unless_allowed(client: FlaskClient) -> None:
    for path in ("/embed", "/map", "/ports/pharr"):
        assert frames(client, path) == "frame-ancestors 'self'"
    assert "FRAME_ANCESTORS" in client.get("/developers?lang=en").text


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("*", "frame-ancestors 'self' *"),
        ("https://a.example, https://*.b.example:8443",
         "frame-ancestors 'self' https://a.example https://*.b.example:8443"),
    ],
)  # fmt: skip
def test_the_setting_allows_the_embedded_map_alone(border: Border, setting: str, said: str) -> None:
    client = create_app(Settings(frame_ancestors=setting), border).test_client()
    assert frames(client, "/embed") == said
    assert frames(client, "/map") == "frame-ancestors 'self'"
    assert "FRAME_ANCESTORS" not in client.get("/developers?lang=en").text


@pytest.mark.parametrize("setting", ["example.org", "https://a.example; script-src *", "'none'"])
def test_a_setting_that_is_no_origin_is_refused_at_the_start(border: Border, setting: str) -> None:
    with pytest.raises(InvalidValueError, match="FRAME_ANCESTORS"):
        create_app(Settings(frame_ancestors=setting), border)


def test_the_embedded_map_takes_the_filters_of_the_map(client: FlaskClient) -> None:
    page = client.get("/embed?state=US-NM&lang=es").text
    assert 'class="embed"' in page
    assert '<option value="US-NM" selected' in page
    assert "site-header" not in page


def test_the_text_to_copy_is_a_frame_of_this_service(client: FlaskClient) -> None:
    page = client.get("/developers?lang=es").text
    assert '&lt;iframe src="http://localhost/embed?lang=es"' in page


def test_the_sitemap_lists_pages_that_are_there(
    client: FlaskClient, edition: tuple[str, str]
) -> None:
    tree = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own file
    addresses = [item.text or "" for item in tree.iter(f"{SITEMAP}loc")]
    assert len(set(addresses)) == len(addresses) > 150
    assert {item.text for item in tree.iter(f"{SITEMAP}lastmod")} == {edition[1]}
    for path in ("/map?lang=es", "/ports/pharr?lang=en", "/pairs/US-TX_MX-TAM?lang=es"):
        assert f"http://localhost{path}" in addresses
    for address in addresses[::23]:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert f'<link rel="canonical" href="{address.replace("&", "&amp;")}"' in answer.text


def test_robots_are_told_where_the_sitemap_is(client: FlaskClient) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
