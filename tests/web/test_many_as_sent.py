"""``POST /queries/nearest`` reads points as people have them, or refuses them and says where."""

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyproj import Transformer

GEOJSON = "application/geo+json"
CSV = "text/csv"
NEAREST = "el-paso-bridge-of-the-americas"
"""The port nearest to -106.45, 31.75."""


def post(
    client: FlaskClient, body: object, kind: str = CSV, query: str = "", **headers: str
) -> Any:  # noqa: ANN401
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"/queries/nearest{query}", data=data, content_type=kind, headers=headers)


def table(answer: Any) -> list[dict[str, str]]:  # noqa: ANN401
    assert (answer.status_code, answer.mimetype) == (200, CSV), answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    plain = {"type": "Feature", "properties": None}
    return {"type": "FeatureCollection", "features": [plain | item for item in features]}


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("lon;lat\n-106.45;31.75\n", ""),
        ("lon\tlat\n-106.45\t31.75\n", ""),
        ("lon;lat\n-106,45;31,75\n", "?decimal=,"),
        ('lon,lat\n"-106,45","31,75"\n', "?decimal=,"),
        ("x~y\n-106.45~31.75\n", "?delimiter=~"),
        ("este,norte\n-106.45,31.75\n", "?lon=este&lat=norte"),
        (" Longitude , LAT\n -106.45 , 31.75 \n", ""),
        ("lng,lat\n\u2212106.45,31.75\n", ""),
        ("lng,lat\n-1.0645E+02,3175e-2\n", ""),
        ('lon,lat\n"106°27\'00""W","31°45\'N"\n', ""),
        ("lon,lat\n106.45 O,31:45:00\n", ""),
        ("lon,lat,n\n-106.45,31.75,Juárez\n".encode("utf-16"), ""),
        ("lon,lat,n\n-106.45,31.75,Juárez\n".encode("utf-16-le"), ""),
        ("\ufefflon,lat\n-106.45,31.75\n", ""),
        ("lon,lat,n\n-106.45,31.75,Juárez\n".encode("cp1252"), "?encoding=cp1252"),
    ],
)
def test_a_table_is_read_as_it_is_written(
    client: FlaskClient, body: str | bytes, query: str
) -> None:
    (row,) = table(post(client, body, query=query))
    assert row["port_id"] == NEAREST
    assert float(row["distance_km"]) == pytest.approx(1.609, abs=0.001)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("lon;lat\n-106,45;31,75\n", ["line 2", "'lon'", "'-106,45'", "decimal="]),
        ("lon,lat\n-106.45,31.75\n1_0_6,31.75\n", ["line 3", "'lon'", "'1_0_6'"]),
        ("lon,lat\n-106.45,131.75\n", ["line 2", "'lat'", "'131.75'", "-90"]),
        ("lon,lat\n-106.45,north\n", ["line 2", "'lat'", "'north'"]),
        ("lon,lat\n-106 27,31.75\n", ["line 2", "'-106 27'"]),
        ("lon,lat\n1,2,3\n", ["line 2", "3 cells", "delimiter"]),
        ("lon,lat,a,a\n1,2,3,4\n", ["line 1", "'a'"]),
        ("lon,lat,port_id\n1,2,3\n", ["port_id"]),
        ("a,b\n1,2\n", ["lon", "a, b"]),
        (b"PAR1\x15\x04\x15\x00", ["'Parquet' is not allowed", "a table of text"]),
        (b"lon,lat\n-106.45,31.75\x00\n", ["line 2", "'lat'"]),
        ("lon,lat,n\n-106.45,31.75,Juárez\n".encode("cp1252"), ["line 2", "encoding", "cp1252"]),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    client: FlaskClient, body: str | bytes, said: list[str]
) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    detail = answer.get_json()["detail"]
    assert all(words in detail for words in said), detail
    assert "\n" not in detail


def test_rows_without_a_position_stay_in_their_place(client: FlaskClient) -> None:
    rows = table(post(client, "lon,lat,n\n,,a\n-106.45,31.75,b\n-106.45,,c\n"))
    assert [(row["n"], row["port_id"]) for row in rows] == [("a", ""), ("b", NEAREST), ("c", "")]
    body = collection(
        {"geometry": None, "id": 1},
        {"geometry": {"type": "Point", "coordinates": []}},
        {"geometry": {"type": "Point", "coordinates": [-106.45, 31.75]}, "properties": {"n": 1}},
    )
    found = post(client, body, GEOJSON).get_json()["features"]
    assert [item["properties"]["port_id"] for item in found] == [None, None, NEAREST]
    assert [item["geometry"] is None for item in found] == [True, True, False]


def test_heights_ids_and_coordinates_come_back_in_both_forms(client: FlaskClient) -> None:
    point = {"type": "Point", "coordinates": [-106.45, 31.75, 1140.5]}
    body = collection({"geometry": point, "id": "A7", "properties": {"load": "maíz"}})
    (feature,) = post(client, body, GEOJSON).get_json()["features"]
    assert feature["geometry"] == point
    (row,) = table(post(client, body, GEOJSON, "?f=csv"))
    assert (row["id"], row["lon"], row["lat"], row["load"]) == ("A7", "-106.45", "31.75", "maíz")
    assert row["port_id"] == NEAREST


def test_a_property_called_like_an_answer_is_refused(client: FlaskClient) -> None:
    point = {"type": "Point", "coordinates": [-106.45, 31.75]}
    body = collection({"geometry": point, "properties": {"distance_km": 1}})
    answer = post(client, body, GEOJSON)
    assert answer.status_code == 400
    assert "distance_km" in answer.get_json()["detail"]
    assert post(client, "lon,lat,port_id_2\n-106.45,31.75,x\n").status_code == 200
    assert post(client, "lon,lat,port_id_2\n-106.45,31.75,x\n", query="?k=2").status_code == 400


@pytest.mark.parametrize(
    ("accept", "media"), [(CSV, CSV), (GEOJSON, GEOJSON), ("*/*", CSV), ("", CSV)]
)
def test_accept_chooses_the_form_and_the_body_does_where_it_leaves_it(
    client: FlaskClient, accept: str, media: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    assert post(client, "lon,lat\n-106.45,31.75\n", **headers).mimetype == media


@pytest.mark.parametrize(
    "cell",
    ["-1.5E+02", "+52 656 123 4567", "-", "-31,75", "-.5", "+1 (915) 555-0100", "-106°27'00''"],
)
def test_numbers_telephones_and_signs_come_back_as_they_are(client: FlaskClient, cell: str) -> None:
    (row,) = table(post(client, f'lon,lat,note\n-106.45,31.75,"{cell}"\n'))
    assert row["note"] == cell


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+A1", "@SUM(A1)"])
def test_formulas_are_still_defused(client: FlaskClient, cell: str) -> None:
    (row,) = table(post(client, f'lon,lat,note\n-106.45,31.75,"{cell}"\n'))
    assert row["note"] == f"'{cell}"


def test_a_mode_that_no_port_of_a_state_has_leaves_every_row_without_a_port(
    client: FlaskClient,
) -> None:
    query = "?mode=rail&state=US-NM"
    single = client.get(f"/queries/nearest{query}&lon=-106.45&lat=31.75")
    assert (single.status_code, single.get_json()["features"]) == (200, [])
    (row,) = table(post(client, "lon,lat\n-106.45,31.75\n", query=query))
    assert row["port_id"] == row["distance_km"] == ""


@pytest.mark.parametrize(
    "system",
    [
        {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}},
        {"crs": {"type": "name", "properties": {"name": "EPSG:26913"}}},
        {"coordRefSys": "http://www.opengis.net/def/crs/EPSG/0/6372"},
    ],
)
def test_another_reference_system_is_refused_by_its_name(
    client: FlaskClient, system: dict[str, Any]
) -> None:
    point = {"type": "Point", "coordinates": [-106.45, 31.75]}
    answer = post(client, collection({"geometry": point}) | system, GEOJSON)
    assert answer.status_code == 400
    assert any(code in answer.get_json()["detail"] for code in ("3857", "26913", "6372"))


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_wgs_84_may_be_named(client: FlaskClient, name: str) -> None:
    point = {"type": "Point", "coordinates": [-106.45, 31.75]}
    system = {"crs": {"type": "name", "properties": {"name": name}}}
    (found,) = post(client, collection({"geometry": point}) | system, GEOJSON).get_json()[
        "features"
    ]
    assert found["properties"]["port_id"] == NEAREST


@pytest.mark.parametrize(
    ("body", "spanish"),
    [("", "encabezado"), ("lon,lat,a,a\n1,2,3,4\n", "dos columnas"),
     ("a,b\n1,2\n", "columnas lon y lat"),
     ("lon,lat,n\n-106.45,31.75,Ju\xe1rez\n".encode("cp1252"), "el byte 0xe1 no es utf-8")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_spanish_too(
    client: FlaskClient, body: str | bytes, spanish: str
) -> None:
    answer = post(client, body, **{"Accept-Language": "es"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (400, "es")
    assert spanish in answer.get_json()["detail"]


def test_a_multipoint_of_one_is_its_point_and_one_of_several_is_refused_by_name(
    client: FlaskClient,
) -> None:
    def feature(*positions: list[float]) -> dict[str, Any]:
        return {"geometry": {"type": "MultiPoint", "coordinates": [*positions]}}

    one, other = [-106.45, 31.75], [-117.0, 32.5]
    answer = post(client, collection(feature(one), feature()), GEOJSON).get_json()
    first, empty = answer["features"]
    assert first["properties"]["port_id"] == NEAREST
    assert first["geometry"] == {"type": "Point", "coordinates": one}
    assert (empty["geometry"], empty["properties"]["port_id"]) == (None, None)
    refused = post(client, collection(feature(one), feature(one, other)), GEOJSON)
    (error,) = refused.get_json()["errors"]
    assert (refused.status_code, error["parameter"]) == (400, "body: features[1].geometry")
    assert error["value"] == "'MultiPoint'"


@pytest.mark.parametrize("path", ["nearest", "locate"])
@pytest.mark.parametrize("crs", ["EPSG:32613", "EPSG:6372", "EPSG:4326"])
def test_columns_of_another_system_are_brought_to_wgs_84_as_proj_does(
    client: FlaskClient, path: str, crs: str
) -> None:
    there = Transformer.from_crs(4326, crs, always_xy=True).transform(-106.45, 31.75)
    body = "x,y\n{!r},{!r}\n,\n".format(*there)
    answer = client.post(f"/queries/{path}?crs={crs}&f=json", data=body, content_type=CSV)
    found, empty = answer.get_json()["features"]
    assert found["geometry"]["coordinates"] == pytest.approx([-106.45, 31.75], abs=1e-9)
    assert empty["geometry"] is None
    one = client.get(f"/queries/{path}?lon=-106.45&lat=31.75").get_json()
    near = one["features"][0]["properties"] if path == "nearest" else one
    assert found["properties"]["distance_km"] == pytest.approx(near["distance_km"], abs=1e-6)


@pytest.mark.parametrize(
    ("body", "crs", "said"),
    [
        ("x,y\n361000,3513000\n361000 W,3513000\n", "EPSG:32613", "body: line 3, column 'x'"),
        ("x,y\n361000,35130000\n", "EPSG:32613", "body: line 2"),
        ("x,y\n1,2\n", "EPSG:5703", "projected or geographic"),
        ("x,y\n1,2\n", "EPSG:99999", "EPSG:32613"),
        ("x,y\n1,2\n", "+proj=utm", "crs"),
    ],
)
def test_a_system_or_a_number_that_is_none_is_refused_by_name(
    client: FlaskClient, body: str, crs: str, said: str
) -> None:
    answer = post(client, body, query=f"?crs={quote(crs)}")
    assert (answer.status_code, said in answer.text) == (400, True), answer.text


def test_geojson_has_no_other_system(client: FlaskClient) -> None:
    answer = post(client, collection(), GEOJSON, "?crs=EPSG:32613")
    assert answer.get_json()["errors"][0]["parameter"] == "crs"
