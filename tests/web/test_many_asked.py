"""Many points with what may be asked of one: moments, distances, all ports; and where they are."""

import csv
import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

GEOJSON = "application/geo+json"
POINTS = [(-106.45, 31.75), (-97.5, 25.9), (-117.03, 32.54), (-110.94, 31.2), (-99.5, 27.5)]
TABLE = "truck,lon,lat\n" + "".join(f"{row},{x},{y}\n" for row, (x, y) in enumerate(POINTS))


def sent(client: FlaskClient, path: str, kind: str = GEOJSON) -> Any:  # noqa: ANN401
    body = {"type": "MultiPoint", "coordinates": [list(point) for point in POINTS]}
    answer = client.post(
        path, data=TABLE if kind == "text/csv" else json.dumps(body), content_type=kind
    )
    assert answer.status_code == 200, answer.text
    return answer


def alone(client: FlaskClient, query: str, point: tuple[float, float]) -> dict[str, Any]:
    answer = client.get(f"/queries/nearest?lon={point[0]}&lat={point[1]}&{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize("query", [
    "k=2&open_at=2026-11-23T03:00:00-06:00", "k=55", "k=3&max_km=40", "k=4&mode=commercial,rail",
    "k=2&mode=pedestrian,pov&open_at=2026-11-22T23:30:00-06:00&max_km=100", "k=2&state=MX-SON",
])  # fmt: skip
def test_each_of_many_points_has_the_ports_that_it_has_alone(
    client: FlaskClient, query: str
) -> None:
    many = sent(client, f"/queries/nearest?{query}").get_json()
    k = int(query.partition("=")[2].partition("&")[0])
    endings = ["", *(f"_{rank}" for rank in range(2, k + 1))]
    for point, feature in zip(POINTS, many["features"], strict=True):
        one = [item["properties"] for item in alone(client, query, point)["features"]]
        own = feature["properties"]
        ids = [own[f"port_id{ending}"] for ending in endings]
        assert ids == [row["id"] for row in one] + [None] * (k - len(one)), query
        for ending, row in zip(endings, one, strict=False):
            assert own[f"distance_km{ending}"] == pytest.approx(row["distance_km"], abs=1e-6)
            assert own[f"bearing_deg{ending}"] == pytest.approx(row["bearing_deg"], abs=1e-3)


def test_ports_whose_hours_are_not_known_are_named(client: FlaskClient) -> None:
    query = "mode=rail&direction=any&open_at=2026-11-23T12:00:00-06:00"
    many = sent(client, f"/queries/nearest?{query}").get_json()
    named = {row["id"] for row in many["hours_not_known"]}
    for point in POINTS:
        assert {row["id"] for row in alone(client, query, point)["hours_not_known"]} <= named
    assert {"calexico-rail", "laredo-rail"} & named


def test_more_answers_than_a_reply_may_hold_are_refused(client: FlaskClient) -> None:
    body = {"type": "MultiPoint", "coordinates": [[-100, 30]] * 13_000}
    answer = client.post("/queries/nearest?k=55", data=json.dumps(body), content_type=GEOJSON)
    assert answer.status_code == 413


def test_several_modes_find_the_ports_of_each(client: FlaskClient) -> None:
    def ids(mode: str) -> set[str]:
        address = f"/queries/within?lon=-106.45&lat=31.75&km=60&direction=any&mode={mode}"
        return {feature["id"] for feature in client.get(address).get_json()["features"]}

    both = ids("commercial,rail")
    assert both == ids("rail,commercial") == ids("commercial") | ids("rail")
    assert ids("commercial") < both > ids("rail")
    assert client.get("/queries/within?lon=1&lat=1&km=1&mode=rail,boat").status_code == 400
    total = client.get("/queries/port-counts?mode=bus,rail").get_json()
    each = {"bus": 0, "rail": 0, "bus,rail": 0}
    for feature in client.get("/collections/ports/items").get_json()["features"]:
        modes = set(feature["properties"]["modes"])
        each["bus,rail"] += bool(modes & {"bus", "rail"})
    assert (total["total"], total["mode"]) == (each["bus,rail"], "bus,rail")


def test_nothing_is_near_enough_far_away(client: FlaskClient) -> None:
    found = client.get("/queries/nearest?lon=0&lat=0&k=5&max_km=1000").get_json()
    assert found["features"] == []


def test_lost_signs_are_hinted_at_in_both_languages(client: FlaskClient) -> None:
    def asked(*lons: float) -> dict[str, Any]:
        body = {"type": "MultiPoint", "coordinates": [[lon, 31.75] for lon in lons]}
        answer = client.post("/queries/nearest", data=json.dumps(body), content_type=GEOJSON)
        return dict(answer.get_json())

    lost = asked(106.45, 106.45, -106.45)
    # GeographicLib, from 31.75 N 106.45 E to the nearest port: more than 11,000 km.
    assert re.search(r"more than 11,\d{3} km .* lost its minus sign", lost["warning_en"])
    assert re.search(r"a más de 11,\d{3} km .* signo menos", lost["warning_es"])
    assert asked(106.45, -106.45, -106.45).keys() & {"warning_en", "warning_es"} == set()


def test_each_of_many_points_is_where_it_is_alone(client: FlaskClient) -> None:
    many = sent(client, "/queries/locate").get_json()["features"]
    rows = list(csv.DictReader(io.StringIO(sent(client, "/queries/locate", "text/csv").text)))
    for (lon, lat), feature, row in zip(POINTS, many, rows, strict=True):
        one = client.get(f"/queries/locate?lon={lon}&lat={lat}").get_json()
        assert (one.pop("lon"), one.pop("lat")) == (lon, lat)
        assert feature["properties"] == one
        assert {name: row[name] for name in ("side", "state")} == {
            name: one[name] for name in ("side", "state")
        }
        assert float(row["distance_km"]) == one["distance_km"]
    assert [row["truck"] for row in rows] == ["0", "1", "2", "3", "4"]
    assert [row["side"] for row in rows] == ["MX", "US", "MX", "MX", "US"]


def test_a_row_without_a_position_is_kept_and_a_taken_name_refused(client: FlaskClient) -> None:
    def post(table: str) -> Any:  # noqa: ANN401
        return client.post("/queries/locate", data=table, content_type="text/csv")

    assert post("lon,lat\n,\n-100,30\n").text.splitlines()[1] == "," + "," * len(
        post("lon,lat\n-100,30\n").text.splitlines()[0].split(",")[2:]
    )
    assert post("lon,lat,side\n1,1,x\n").status_code == 400
