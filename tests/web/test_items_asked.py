"""What people ask of items beyond the standard's core, each against the published file.

Several values, words, months, counts alone, filters in a body, files by the page, decomposed
characters.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import pytest
import shapely
from flask.testing import FlaskClient

Published = Callable[..., gpd.GeoDataFrame]
EL_PASO = (-107.0, 31.0, -106.0, 32.0)


def found(client: FlaskClient, query: str, layer: str = "ports") -> set[str]:
    answer = client.get(f"/collections/{layer}/items?{query}")
    assert answer.status_code == 200, answer.text
    return {feature["id"] for feature in answer.get_json()["features"]}


def searched(client: FlaskClient, body: object, kind: str, query: str = "") -> dict[str, Any]:
    data = body if isinstance(body, str) else json.dumps(body)
    answer = client.post(f"/collections/ports/search{query}", data=data, content_type=kind)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.get_json()
    return page


def test_several_values_with_commas_find_what_has_one_of_them(
    client: FlaskClient, published: Published
) -> None:
    ports = published("ports")
    wanted = set(ports[ports.us_state.isin(["US-NM", "US-AZ"])]["id"])
    assert found(client, "us_state=US-NM,US-AZ") == wanted
    first, second = sorted(ports.opened_year.dropna().astype(int).unique())[:2]
    years = ports[ports.opened_year.isin([first, second])]
    assert len(years) > 1
    assert found(client, f"opened_year={first},{second}") == set(years["id"])
    assert found(client, "id=tecate,del-rio,nowhere") == {"tecate", "del-rio"}
    either = found(client, "modes=rail,bus")
    assert either == found(client, "modes=rail") | found(client, "modes=bus")
    refused = client.get("/collections/ports/items?us_state=US-NM,XX")
    assert refused.status_code == 400
    assert refused.get_json()["errors"][0]["value"] == "XX"


def test_a_text_with_commas_of_its_own_is_found_whole(client: FlaskClient) -> None:
    title = next(
        feature["properties"]["title"]
        for feature in client.get("/collections/sources/items").get_json()["features"]
        if "," in feature["properties"]["title"]
    )
    answer = client.get(f"/collections/sources/items?title={quote(title)}").get_json()
    assert title in {feature["properties"]["title"] for feature in answer["features"]}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_found_however_their_accents_are_composed(
    client: FlaskClient, published: Published, form: str
) -> None:
    city = quote(unicodedata.normalize(form, "Ciudad Juárez"))
    ports = published("ports")
    wanted = set(ports[ports.mx_city == "Ciudad Juárez"]["id"])
    assert found(client, f"mx_city={city}") == wanted != set()
    assert found(client, f"filter=mx_city='{city}'") == wanted
    written = {
        "op": "=",
        "args": [{"property": "mx_city"}, unicodedata.normalize(form, "Ciudad Juárez")],
    }
    escaped = searched(client, written, "application/cql2+json")["features"]
    assert {feature["id"] for feature in escaped} == wanted


def test_words_are_looked_for_in_names_and_aliases(client: FlaskClient) -> None:
    assert found(client, "q=BOTA") >= {"el-paso-bridge-of-the-americas"}
    assert found(client, f"q={quote('ciudad juárez')}") == found(client, "q=juarez%20CIUDAD")
    either = found(client, "q=tecate,sasabe")
    assert either == found(client, "q=tecate") | found(client, "q=sasabe")
    assert {"tecate", "sasabe"} <= either
    assert found(client, "q=zzzz") == set()
    assert client.get("/collections/tolls/items?q=x").status_code == 400


@pytest.mark.parametrize(
    ("when", "months"),
    [("2024-01-15", ["2024-01"]), ("2024-01", ["2024-01"]), ("2024-01-31T23:59:59Z", ["2024-01"]),
     ("2024-01-31/2024-02-01", ["2024-01", "2024-02"]), ("2023-12-31T12:00:00Z", ["2023-12"]),
     ("2024-02/2024-03", ["2024-02", "2024-03"])],
)  # fmt: skip
def test_a_month_of_counts_is_found_by_every_moment_in_it(
    client: FlaskClient, when: str, months: list[str]
) -> None:
    ids = found(client, f"datetime={when}&port_code=2402&measure=trucks", "volumes")
    assert ids == {f"2402:{month}:trucks" for month in months}


def test_hits_are_counted_without_features(client: FlaskClient) -> None:
    page = client.get("/collections/ports/items?resultType=hits&us_state=US-TX").get_json()
    assert (page["numberMatched"], page["numberReturned"], page["features"]) == (34, 0, [])
    assert "next" not in {link["rel"] for link in page["links"]}
    assert client.get("/collections/ports/items?resultType=all").status_code == 400


@pytest.mark.parametrize("form", ["csv", "gpkg"])
def test_files_obey_limit_and_offset_and_refuse_what_they_cannot_do(
    client: FlaskClient, form: str, tmp_path: Path
) -> None:
    page = client.get("/collections/ports/items?limit=3&offset=2").get_json()
    answer = client.get(f"/collections/ports/items?limit=3&offset=2&f={form}")
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        ids = [row["id"] for row in rows]
    else:
        saved = tmp_path / "ports.gpkg"
        saved.write_bytes(answer.get_data())
        ids = list(gpd.read_file(saved)["id"])
    assert ids == [feature["id"] for feature in page["features"]]
    for wish in ("properties=id", "skipGeometry=true", "flat=true"):
        refused = client.get(f"/collections/ports/items?{wish}&f={form}")
        assert refused.status_code == 400
        assert refused.get_json()["errors"][0]["parameter"] == wish.partition("=")[0]


def test_a_search_finds_by_cql2_in_both_languages(client: FlaskClient) -> None:
    as_json = {"op": "=", "args": [{"property": "us_state"}, "US-NM"]}
    for kind in ("application/json", "application/cql2+json"):
        page = searched(client, as_json, kind)
        ids = {feature["id"] for feature in page["features"]}
        assert ids == found(client, "us_state=US-NM") != set()
    assert searched(client, "us_state = 'US-NM'", "text/plain")["numberMatched"] == len(ids)


def test_a_search_takes_filters_longer_than_an_address(
    client: FlaskClient, published: Published
) -> None:
    ring = shapely.box(*EL_PASO).exterior.segmentize(0.0005)
    body = json.loads(shapely.to_geojson(shapely.Polygon(ring)))
    assert len(json.dumps(body)) > 32_768
    wanted = set(published("ports", bbox=EL_PASO)["id"])
    for given in (body, {"type": "Feature", "geometry": body, "properties": None}):
        page = searched(client, given, "application/geo+json")
        assert {feature["id"] for feature in page["features"]} == wanted != set()


def test_a_search_pages_by_the_same_body(client: FlaskClient) -> None:
    body = "us_state = 'US-TX'"
    first = searched(client, body, "text/plain", "?limit=30&sortby=id")
    (following,) = [link for link in first["links"] if link["rel"] == "next"]
    assert following["method"] == "POST"
    path = following["href"].removeprefix("http://localhost/collections/ports/search")
    second = searched(client, body, "text/plain", path)
    ids = [feature["id"] for page in (first, second) for feature in page["features"]]
    assert len(ids) == len(set(ids)) == first["numberMatched"] == 34


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"x", "application/json", 400), (b"[]", "application/json", 400),
     (b"nope =", "text/plain", 400), (b"{}", "application/geo+json", 400),
     (b"\xff", "text/plain", 400), (b"", "application/xml", 415),
     (b" " * (2**20 + 1), "text/plain", 413)],
)  # fmt: skip
def test_a_search_refuses_what_is_no_filter(
    client: FlaskClient, body: bytes, kind: str, status: int
) -> None:
    answer = client.post("/collections/ports/search", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_missing_parameter_is_called_missing(client: FlaskClient) -> None:
    detail = client.get("/queries/nearest?lat=31").get_json()["detail"]
    assert detail.startswith("lon is missing")


def test_open_at_now_is_answered_and_kept_by_nobody(client: FlaskClient) -> None:
    answer = client.get("/queries/nearest?lon=-106.45&lat=31.75&k=5&open_at=now")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_browsers_may_send_and_read_the_headers_that_they_need(client: FlaskClient) -> None:
    asked = client.options("/collections/ports/items", headers={"Origin": "https://a.example"})
    allowed = asked.headers["Access-Control-Allow-Headers"].lower()
    for name in ("if-modified-since", "cache-control", "traceparent", "authorization", "range"):
        assert name in allowed
    answer = client.get("/conformance", headers={"Origin": "https://a.example"})
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert {"Retry-After", "Content-Disposition", "ETag"} <= set(exposed.split(", "))


def test_boxes_find_the_points_that_the_published_file_has_in_them(
    client: FlaskClient, published: Published
) -> None:
    ports = published("ports")
    first = ports.geometry.iloc[0]
    boxes = [
        (-107.0, 31.0, -106.0, 32.0), (-180.0, -90.0, 180.0, 90.0), (0.0, 0.0, 1.0, 1.0),
        (first.x, first.y, first.x, first.y), (first.x, first.y, -97.0, 40.0),
        (-106.5, 25.0, -106.4, 33.0),
    ]  # fmt: skip
    for west, south, east, north in boxes:
        inside = ports.geometry.x.between(west, east) & ports.geometry.y.between(south, north)
        asked = f"bbox={west},{south},{east},{north}"
        assert found(client, asked) == set(ports["id"][inside]), asked
    assert found(client, "bbox=170,20,-110,40") == set(ports["id"][ports.geometry.x <= -110])
