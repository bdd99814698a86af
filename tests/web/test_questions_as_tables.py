"""Questions as CSV and their list, against the answers as JSON."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from geo.queries.registry import QUESTIONS


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv"), answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_features_become_rows_with_coordinates(client: FlaskClient) -> None:
    address = "/queries/nearest?lon=-106.45&lat=31.75&k=3"
    rows = table(client, address)
    features = client.get(address).get_json()["features"]
    assert [row["id"] for row in rows] == [item["id"] for item in features]
    assert rows[0]["id"] == "el-paso-bridge-of-the-americas"
    for row, item in zip(rows, features, strict=True):
        assert [float(row["lon"]), float(row["lat"])] == item["geometry"]["coordinates"]
        assert float(row["distance_km"]) == item["properties"]["distance_km"]
        assert row["modes"].split(";") == item["properties"]["modes"]


def test_rows_and_a_single_row_become_tables(client: FlaskClient) -> None:
    states = table(client, "/queries/ports-per-state")
    assert len(states) == 10
    assert sum(int(row["ports"]) for row in states if row["country"] == "US") == 55
    (place,) = table(client, "/queries/locate?lon=-106.45&lat=31.75")
    assert (place["side"], place["state"], place["lon"]) == ("MX", "MX-CHH", "-106.45")


def test_an_answer_without_rows_is_a_header(client: FlaskClient) -> None:
    answer = client.get("/queries/within?lon=-100&lat=40&km=1&f=csv")
    assert answer.text.splitlines() == [answer.text.rstrip("\n")]
    assert "distance_km" in answer.text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_list_names_every_question_and_its_address(client: FlaskClient, lang: str) -> None:
    found = client.get(f"/queries?lang={lang}&f=json").get_json()["questions"]
    assert [item["id"] for item in found] == [
        question.operation
        for question in QUESTIONS.values()
        if question.path and question.name != "reach"  # it needs a router
    ]
    document = client.get("/api").get_json()["paths"]
    for item in found:
        path = item["href"].removeprefix("http://localhost")
        assert document[path]["get"]["operationId"] == item["id"]
    page = client.get(f"/queries?lang={lang}&f=html")
    assert all(item["href"] in page.text for item in found)
