"""What clients and the proxies in front of the service send: packed bodies, headers, prefixes."""

import gzip
import json
import zlib

import geopandas as gpd
import pytest
from flask.testing import FlaskClient

from web.app import create_app
from web.settings import Settings

CSV = "lon,lat\n-106.45,31.75\n"
NEAREST = "el-paso-bridge-of-the-americas"
"""The port nearest to -106.45, 31.75."""


def post(client: FlaskClient, data: bytes, encoding: str) -> tuple[int, str]:
    headers = {"Content-Encoding": encoding, "Content-Type": "text/csv"}
    answer = client.post("/queries/nearest", data=data, headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP "])
def test_a_packed_body_is_read(client: FlaskClient, encoding: str) -> None:
    status, text = post(client, gzip.compress(CSV.encode()), encoding)
    assert status == 200
    assert NEAREST in text


def test_a_body_that_grows_beyond_the_limit_is_413_and_never_grows(client: FlaskClient) -> None:
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    bomb = b"".join(packer.compress(zeros) for _ in range(64)) + packer.flush()
    assert len(bomb) < 100_000
    status, text = post(client, bomb, "gzip")
    assert status == 413
    assert "16 MiB when unpacked" in json.loads(text)["detail"]


@pytest.mark.parametrize(
    ("data", "encoding", "status"),
    [
        (CSV.encode(), "gzip", 400),
        (gzip.compress(CSV.encode(), mtime=0)[:-4], "gzip", 400),
        (gzip.compress(CSV.encode(), mtime=0) + b"more", "gzip", 400),
        (CSV.encode(), "br", 415),
        (CSV.encode(), "gzip, gzip", 415),
        (CSV.encode(), "identity", 200),
    ],
)
def test_what_is_not_packed_as_it_says_is_refused(
    client: FlaskClient, data: bytes, encoding: str, status: int
) -> None:
    assert post(client, data, encoding)[0] == status


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/geo+json; charset=utf-8", 200),
        ("application/json;charset=UTF-8", 200),
        ('text/html;charset="utf-8"', 200),
        ("application/geo+json; charset=latin-1", 406),
        ("image/png", 406),
    ],
)
def test_accept_may_name_the_charset_of_all_answers(
    client: FlaskClient, accept: str, status: int
) -> None:
    answer = client.get("/collections/ports/items?limit=1", headers={"Accept": accept})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip, br", "br"),
        ("gzip;q=1, br;q=0.1", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("br;q=0", None),
        ("*;q=0", None),
    ],
)
def test_the_encoding_is_the_one_that_the_client_likes_best(
    client: FlaskClient, header: str, encoding: str | None
) -> None:
    for _ in range(3):  # The second answer is kept, the third is the kept one.
        answer = client.get("/collections/ports/items", headers={"Accept-Encoding": header})
        assert answer.headers.get("Content-Encoding") == encoding


@pytest.mark.parametrize("change", ['"{}"', '"{}-gzip"', 'W/"{}"', 'W/"{}-gzip"'])
def test_a_tag_that_a_proxy_changed_for_its_encoding_is_the_same_answer(
    client: FlaskClient, change: str
) -> None:
    path = "/collections/states/items?limit=1"
    digest = client.get(path).headers["ETag"].strip('"')
    tag = change.format(digest)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(path, headers={"If-None-Match": f'"x{digest}"'}).status_code == 200


def test_the_type_of_a_problem_is_an_address_below_the_prefix(border: object) -> None:
    app = create_app(Settings(rate_limit="none", proxies=1), border)  # type: ignore[arg-type]
    client = app.test_client()
    headers = {"X-Forwarded-Prefix": "/geo", "X-Forwarded-For": "192.0.2.1"}
    problem = client.get("/collections/none", headers=headers).get_json()
    assert problem["type"] == "/geo/problems/not-found"
    explained = client.get("/problems/not-found?f=json", headers=headers).get_json()
    assert explained["type"] == "/geo/problems/not-found"


def test_each_collection_links_to_the_licences_of_its_sources(client: FlaskClient) -> None:
    for collection in client.get("/collections?f=json").get_json()["collections"]:
        (found,) = [link for link in collection["links"] if link["rel"] == "license"]
        assert found["title"] == collection["licence"]
        assert client.get(found["href"]).status_code == 200


def test_a_day_within_it_finds_a_month(client: FlaskClient) -> None:
    def count(test: str) -> int:
        query = {"filter": f"{test} AND port_code='2304'", "resultType": "hits"}
        answer = client.get("/collections/volumes/items", query_string=query)
        assert answer.status_code == 200, answer.text
        return int(answer.get_json()["numberMatched"])

    january = count("month = DATE('2024-01-01')")
    assert january > 1
    assert count("T_INTERSECTS(month, DATE('2024-01-15'))") == january
    assert count("T_INTERSECTS(month, TIMESTAMP('2024-01-31T23:59:59Z'))") == january
    assert count("T_INTERSECTS(month, INTERVAL('2024-01-31', '2024-02-01'))") == 2 * january
    assert count("T_EQUALS(month, INTERVAL('2024-01-01', '2024-01-31'))") == january
    assert count("T_AFTER(month, DATE('2024-01-15')) AND month < DATE('2024-03-01')") == january


def test_an_answer_in_another_system_names_it(client: FlaskClient) -> None:
    uri = "http://www.opengis.net/def/crs/EPSG/0/5070"
    answer = client.get("/collections/ports/items", query_string={"crs": uri, "limit": 1})
    body = answer.get_json()
    assert body["coordRefSys"] == uri
    frame = gpd.GeoDataFrame.from_features(body["features"], crs=5070).to_crs(4326)
    plain = client.get("/collections/ports/items?limit=1").get_json()
    assert "coordRefSys" not in plain
    lon, lat = plain["features"][0]["geometry"]["coordinates"]
    assert (frame.geometry.x[0], frame.geometry.y[0]) == pytest.approx((lon, lat), abs=1e-6)
