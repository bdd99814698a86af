"""``POST /queries/nearest``: many points in, the same rows in the same order out."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from flask.testing import FlaskClient
from geographiclib.geodesic import Geodesic

from geo import Border
from web.app import create_app
from web.settings import Settings

GEOJSON = "application/geo+json"
POINTS = [
    (-106.45, 31.75),
    (-97.5, 25.9),
    (-117.03, 32.54),
    (-99.5, 27.5),
    (0.0, 0.0),
    (180.0, 90.0),
]


def post(client: FlaskClient, body: object, kind: str = GEOJSON, query: str = "") -> Any:  # noqa: ANN401
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"/queries/nearest{query}", data=data, content_type=kind)


def multipoint(points: list[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "MultiPoint", "coordinates": [list(point) for point in points]}


def features(points: list[tuple[float, float]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [*point]},
             "properties": {"truck": number, "name": "Juárez"}}
            for number, point in enumerate(points)
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def truth(published: Callable[..., gpd.GeoDataFrame]) -> Callable[..., list[tuple[str, float]]]:
    """Return GeographicLib's answer: ids and kilometres, nearest first."""
    ports = [(row.id, row.geometry.x, row.geometry.y) for row in published("ports").itertuples()]

    def nearest(lon: float, lat: float) -> list[tuple[str, float]]:
        inverse = Geodesic.WGS84.Inverse
        found = [(inverse(lat, lon, y, x)["s12"] / 1000.0, name) for name, x, y in ports]
        return [(name, distance) for distance, name in sorted(found)]

    return nearest


@pytest.mark.parametrize("kind", [GEOJSON, "application/json", "application/json; charset=utf-8"])
@pytest.mark.parametrize("make", [multipoint, features])
def test_each_point_gets_geographiclibs_nearest_port(
    client: FlaskClient,
    truth: Callable[..., list[tuple[str, float]]],
    make: Callable[..., dict[str, Any]],
    kind: str,
) -> None:
    answer = post(client, make(POINTS), kind)
    assert (answer.status_code, answer.mimetype) == (200, GEOJSON)
    found = answer.get_json()["features"]
    assert [tuple(item["geometry"]["coordinates"]) for item in found] == POINTS
    for point, item in zip(POINTS, found, strict=True):
        name, kilometres = truth(*point)[0]
        assert item["properties"]["port_id"] == name
        assert item["properties"]["distance_km"] == pytest.approx(kilometres, abs=1e-6)


def test_the_k_nearest_come_in_columns_of_their_own(
    client: FlaskClient, truth: Callable[..., list[tuple[str, float]]]
) -> None:
    found = post(client, multipoint(POINTS[:4]), query="?k=3&direction=any").get_json()["features"]
    for point, item in zip(POINTS, found, strict=False):
        names = [item["properties"][f"port_id{end}"] for end in ("", "_2", "_3")]
        kilometres = [item["properties"][f"distance_km{end}"] for end in ("", "_2", "_3")]
        assert names == [name for name, _ in truth(*point)[:3]]
        assert kilometres == pytest.approx([km for _, km in truth(*point)[:3]], abs=1e-6)


def test_it_answers_as_the_question_about_one_point_does(client: FlaskClient) -> None:
    for query in ("", "&mode=rail", "&state=MX-SON", "&mode=commercial&state=US-TX"):
        (many,) = post(client, multipoint([POINTS[0]]), query=f"?{query[1:]}").get_json()[
            "features"
        ]
        path = f"/queries/nearest?lon={POINTS[0][0]}&lat={POINTS[0][1]}{query}"
        (one,) = client.get(path).get_json()["features"]
        assert many["properties"]["port_id"] == one["id"]
        for name in ("distance_km", "bearing_deg"):
            assert many["properties"][name] == pytest.approx(one["properties"][name], abs=1e-4)


# Northbound the Gateway bridge at Laredo is for holders of SENTRI (TxDOT/UNT bridge guide 2026).
def test_it_answers_for_a_traveller_and_says_who_is_left_out(client: FlaskClient) -> None:
    here = multipoint([(-99.507, 27.502)])
    everyone = post(client, here, query="?mode=pov").get_json()
    assert everyone["features"][0]["properties"]["port_id"] == "laredo-juarez-lincoln"
    assert {"id": "laredo-gateway", "open_to": "sentri"} in everyone["left_out"]
    holder = post(client, here, query="?mode=pov&program=sentri").get_json()
    assert holder["features"][0]["properties"]["port_id"] == "laredo-gateway"
    on_foot = post(client, here, query="?mode=pedestrian").get_json()["features"][0]
    assert on_foot["properties"]["port_id"] == "laredo-gateway"
    assert "left_out" not in post(client, here, query="?direction=any").get_json()


def test_properties_of_the_points_come_back(client: FlaskClient) -> None:
    found = post(client, features(POINTS)).get_json()
    assert found["numberReturned"] == len(POINTS)
    assert [item["properties"]["truck"] for item in found["features"]] == list(range(len(POINTS)))
    assert {item["properties"]["name"] for item in found["features"]} == {"Juárez"}


@pytest.mark.parametrize(
    "header", ["lon,lat,truck", "LAT,Truck,LON", "Longitude,Latitude,truck", "x,y,t"]
)
def test_csv_comes_back_as_csv_with_its_own_columns(client: FlaskClient, header: str) -> None:
    columns = header.split(",")
    where = {"lon": 0, "longitude": 0, "x": 0, "lat": 1, "latitude": 1, "y": 1}
    rows = [
        ",".join(str(point[where[name.lower()]]) if name.lower() in where else f"t{number}"
                 for name in columns)
        for number, point in enumerate(POINTS)
    ]  # fmt: skip
    answer = post(client, "\ufeff" + "\r\n".join([header, *rows]) + "\n", "text/csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(found[0]) == [*columns, "port_id", "distance_km", "bearing_deg"]
    assert [list(row.values())[:3] for row in found] == [row.split(",") for row in rows]


def test_the_format_of_the_answer_can_be_chosen(client: FlaskClient) -> None:
    as_csv = post(client, features(POINTS), query="?f=csv")
    assert as_csv.mimetype == "text/csv"
    assert as_csv.text.splitlines()[0] == "lon,lat,truck,name,port_id,distance_km,bearing_deg"
    as_json = post(client, "lon,lat\n-106,31\n", "text/csv", query="?f=json")
    assert as_json.get_json()["features"][0]["geometry"]["coordinates"] == [-106.0, 31.0]


def test_a_cell_that_a_spreadsheet_would_run_is_defused(client: FlaskClient) -> None:
    answer = post(client, 'lon,lat,note\n-106,31,"=HYPERLINK(""x"")"\n', "text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert not row["note"].startswith("=")


INVALID = [
    ("{", "JSON"), ("[]", "FeatureCollection"), ("null", "FeatureCollection"),
    ('{"type": "Point", "coordinates": [1, 2]}', "MultiPoint"),
    ('{"type": "MultiPoint", "coordinates": []}', "at least one"),
    ('{"type": "FeatureCollection", "features": []}', "at least one"),
    ('{"type": "FeatureCollection", "features": [1]}', "Feature with a Point"),
    ('{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', "Point"),
    *[(f'{{"type": "MultiPoint", "coordinates": [{position}]}}', "longitude from -180") for position
      in ("[181, 0]", "[0, 91]", "[1]", "[]", "1", '["1", "2"]', "[null, 1]", "[true, 1]",
          "[1, 2, 3, 4]", "[[1, 2]]", "[999999999999999999999999, 0]")],
    *[(f'{{"type": "MultiPoint", "coordinates": [{position}]}}', "JSON") for position
      in ("[1e999, 0]", "[NaN, 0]", "[1" + "0" * 400 + ", 0]")],
]  # fmt: skip


@pytest.mark.parametrize(("body", "allowed"), INVALID)
def test_a_body_that_is_no_list_of_points_is_refused(
    client: FlaskClient, body: str, allowed: str
) -> None:
    answer = post(client, body)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    (error,) = answer.get_json()["errors"]
    assert error["parameter"].startswith("body")
    assert allowed in error["allowed"]


@pytest.mark.parametrize(
    "body",
    [b"", b"lon,lat\n", b"a,b\n1,2\n", b"lon,lat\nx,2\n", b"lon,lat\n1\n", b"lon,lat\nnan,2\n",
     b"\xff\xfe\n", b"lon,lat\n\x00,1\n", b'lon,lat\n"1,2\n', b"lon,lat\n1,2\n200,3\n"],
)  # fmt: skip
def test_csv_that_is_no_list_of_points_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = post(client, body, "text/csv")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["errors"][0]["parameter"].startswith("body")


def test_the_message_names_line_and_column(client: FlaskClient) -> None:
    answer = post(client, "lon,lat\n1,2\n200,3\n", "text/csv")
    assert "line 3, column 'lon'" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["?k=0", "?k=56", "?max_km=-1", "?open_at=noon", "?k=x", "?mode=boat", "?state=TX", "?lon=1"],
)
def test_parameters_are_checked(client: FlaskClient, query: str) -> None:
    answer = post(client, multipoint(POINTS), query=query)
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == query[1:].partition("=")[0]


def test_more_points_than_the_maximum_are_413_with_the_limit(border: Border) -> None:
    client = create_app(Settings(max_points=1000), border).test_client()
    points = [(-106.0, 31.0)] * 1000
    assert post(client, multipoint(points)).status_code == 200
    for body, kind in (
        (multipoint([*points, (0.0, 0.0)]), GEOJSON),
        ("lon,lat\n" + "1,2\n" * 1001, "text/csv"),
    ):
        answer = post(client, body, kind)
        assert answer.status_code == 413
        assert "1,000" in answer.get_json()["detail"]


def test_a_hundred_thousand_points_are_answered(
    client: FlaskClient, truth: Callable[..., list[tuple[str, float]]]
) -> None:
    random = np.random.default_rng(20261123)
    lon, lat = random.uniform(-120.0, -95.0, 100_000), random.uniform(24.0, 34.0, 100_000)
    body = "lon,lat\n" + "\n".join(f"{x},{y}" for x, y in zip(lon, lat, strict=True)) + "\n"
    answer = post(client, body, "text/csv", "?direction=any")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 100_000
    for place in range(0, 100_000, 5000):
        name, kilometres = truth(float(lon[place]), float(lat[place]))[0]
        assert rows[place]["port_id"] == name
        assert float(rows[place]["distance_km"]) == pytest.approx(kilometres, abs=1e-6)


def test_the_stated_maximum_is_that_of_the_document(document: dict[str, Any]) -> None:
    described = document["paths"]["/queries/nearest"]["post"]
    assert "100,000" in described["description"] or "100000" in json.dumps(described)
    assert {"200", "400", "413", "415"} <= described["responses"].keys()


def test_a_features_own_id_comes_back(client: FlaskClient) -> None:
    point = {"type": "Point", "coordinates": [-106.45, 31.75]}
    given = [
        {"type": "Feature", "id": key, "geometry": point, "properties": None}
        for key in ("truck-1", 7)
    ] + [{"type": "Feature", "geometry": point, "properties": {"a": 1}}]
    answer = client.post(
        "/queries/nearest", json={"type": "FeatureCollection", "features": given}
    ).get_json()
    assert [feature.get("id") for feature in answer["features"]] == ["truck-1", 7, None]


def test_csv_of_features_keeps_every_property_of_any(client: FlaskClient) -> None:
    point = {"type": "Point", "coordinates": [-106.45, 31.75]}
    given = [
        {"type": "Feature", "geometry": point, "properties": properties}
        for properties in ({"a": 1}, {"b": 2})
    ]
    answer = client.post(
        "/queries/nearest?f=csv", json={"type": "FeatureCollection", "features": given}
    )
    assert answer.text.splitlines()[0] == "lon,lat,a,b,port_id,distance_km,bearing_deg"
    assert [line.split(",")[2:4] for line in answer.text.splitlines()[1:]] == [["1", ""], ["", "2"]]
