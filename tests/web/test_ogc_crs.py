"""OGC API - Features, Part 2: coordinate reference systems by reference (OGC 18-058).

Coordinates are checked against the projections' own formulas (Snyder, Map Projections: A Working
Manual, USGS Professional Paper 1395, 1987), not against the library that the service uses.

| line | not tested because |
| --- | --- |
| B5, same features for every CRS | later drafts drop it: boxes along different axes differ |
"""

import math
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import pytest
from flask.testing import FlaskClient

from geo.layers import LAYERS

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0"
WGS84, MERCATOR, MEXICO, ALBERS = (f"{EPSG}/{code}" for code in (4326, 3857, 6372, 5070))
ALL = [CRS84, WGS84, MERCATOR, MEXICO, ALBERS]
SEMI_MAJOR_M = 6_378_137.0
ECCENTRICITY = math.sqrt(2 / 298.257222101 - (1 / 298.257222101) ** 2)
"""Of GRS 80, the ellipsoid of both conic systems."""

Point = tuple[float, float]


def mercator(lon: float, lat: float) -> Point:
    """EPSG:3857: the spherical formulas on WGS 84 degrees (EPSG method 1024)."""
    y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return SEMI_MAJOR_M * math.radians(lon), SEMI_MAJOR_M * y


def _m(phi: float) -> float:
    return math.cos(phi) / math.sqrt(1 - (ECCENTRICITY * math.sin(phi)) ** 2)


def _t(phi: float) -> float:
    sine = ECCENTRICITY * math.sin(phi)
    return math.tan(math.pi / 4 - phi / 2) / ((1 - sine) / (1 + sine)) ** (ECCENTRICITY / 2)


def _q(phi: float) -> float:
    sine, e = math.sin(phi), ECCENTRICITY
    part = math.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
    return (1 - e**2) * (sine / (1 - (e * sine) ** 2) - part)


def mexico(lon: float, lat: float) -> Point:
    """EPSG:6372: Lambert conformal conic 17.5 N, 29.5 N from 12 N, 102 W (Snyder, page 107).

    EPSG's axes of this system are northing and easting, in that order.
    """
    first, second, origin, phi = (math.radians(value) for value in (17.5, 29.5, 12.0, lat))
    n = (math.log(_m(first)) - math.log(_m(second))) / (math.log(_t(first)) - math.log(_t(second)))
    f = _m(first) / (n * _t(first) ** n)
    rho, rho_0 = (SEMI_MAJOR_M * f * _t(value) ** n for value in (phi, origin))
    theta = n * math.radians(lon + 102.0)
    return rho_0 - rho * math.cos(theta), 2_500_000.0 + rho * math.sin(theta)


def albers(lon: float, lat: float) -> Point:
    """EPSG:5070: Albers equal-area conic 29.5 N, 45.5 N from 23 N, 96 W (Snyder, page 101)."""
    first, second, origin, phi = (math.radians(value) for value in (29.5, 45.5, 23.0, lat))
    n = (_m(first) ** 2 - _m(second) ** 2) / (_q(second) - _q(first))
    c = _m(first) ** 2 + n * _q(first)
    rho, rho_0 = (SEMI_MAJOR_M * math.sqrt(c - n * _q(value)) / n for value in (phi, origin))
    theta = n * math.radians(lon + 96.0)
    return rho * math.sin(theta), rho_0 - rho * math.cos(theta)


# WGS 84 stands for NAD 83 (Mexico: ITRF2008) here, as in EPSG's null transformations.
FORMULAS: dict[str, tuple[Callable[[float, float], Point], float]] = {
    CRS84: (lambda lon, lat: (lon, lat), 1e-6),
    WGS84: (lambda lon, lat: (lat, lon), 1e-6),
    MERCATOR: (mercator, 0.01),
    MEXICO: (mexico, 0.01),
    ALBERS: (albers, 0.01),
}


@pytest.fixture(scope="module")
def positions(published: Callable[..., gpd.GeoDataFrame]) -> dict[str, Point]:
    ports = published("ports")
    return {row.id: (row.geometry.x, row.geometry.y) for row in ports.itertuples()}


def test_b1_listed_systems_are_uris_and_hold_the_storage_system(client: FlaskClient) -> None:
    for item in client.get("/collections").get_json()["collections"]:
        assert item["crs"] == ALL
        assert item["storageCrs"] in item["crs"]
        for uri in item["crs"]:
            assert re.fullmatch(r"http://www\.opengis\.net/def/crs/(OGC|EPSG)/[0-9.]+/\w+", uri)


@pytest.mark.parametrize("path", ["items", "items/del-rio"])
def test_b2_without_crs_the_header_says_crs84(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/collections/ports/{path}")
    assert answer.headers["Content-Crs"] == f"<{CRS84}>"


@pytest.mark.parametrize("uri", ALL)
def test_b3_coordinates_follow_the_projection_and_its_axis_order(
    client: FlaskClient, positions: dict[str, Point], uri: str
) -> None:
    answer = client.get(f"/collections/ports/items?crs={quote(uri, safe='')}")
    assert answer.headers["Content-Crs"] == f"<{uri}>"
    formula, tolerance = FORMULAS[uri]
    features = answer.get_json()["features"]
    assert len(features) == 55
    for feature in features:
        wanted = formula(*positions[feature["id"]])
        assert feature["geometry"]["coordinates"] == pytest.approx(wanted, abs=tolerance)


@pytest.mark.parametrize("uri", ALL)
@pytest.mark.parametrize("layer", [name for name, item in LAYERS.items() if item.geometry])
def test_b3_a_feature_has_the_coordinates_that_it_has_among_the_items(
    client: FlaskClient, layer: str, uri: str
) -> None:
    level = "&level=overview" if LAYERS[layer].levels else ""
    query = f"?crs={quote(uri, safe='')}{level}"
    first = client.get(f"/collections/{layer}/items{query}&limit=1").get_json()["features"][0]
    answer = client.get(f"/collections/{layer}/items/{first['id']}{query}")
    assert answer.headers["Content-Crs"] == f"<{uri}>"
    assert answer.get_json()["geometry"] == first["geometry"]


@pytest.mark.parametrize("value", ["", "EPSG:9999999", f"{EPSG}/2277", "WGS84", "urn:x", "0"])
@pytest.mark.parametrize(
    ("path", "name"),
    [("items", "crs"), ("items", "bbox-crs"), ("items", "filter-crs"), ("items/del-rio", "crs")],
)
def test_b4_an_unknown_system_is_refused_and_the_known_ones_are_named(
    client: FlaskClient, path: str, name: str, value: str
) -> None:
    answer = client.get(f"/collections/ports/{path}?{name}={quote(value, safe='')}")
    assert answer.status_code == 400
    (error,) = answer.get_json()["errors"]
    assert error["parameter"] == name
    assert all(uri in error["allowed"] for uri in ALL)


@pytest.mark.parametrize("uri", ALL)
@pytest.mark.parametrize("corner", [(-107.0, 31.0, -106.0, 32.0), (-117.5, 32.0, -114.5, 33.0)])
def test_b5_a_box_is_read_in_the_axes_of_its_system(
    client: FlaskClient,
    positions: dict[str, Point],
    uri: str,
    corner: tuple[float, float, float, float],
) -> None:
    formula, _ = FORMULAS[uri]
    (a, b), (c, d) = formula(*corner[:2]), formula(*corner[2:])
    low_x, low_y, high_x, high_y = min(a, c), min(b, d), max(a, c), max(b, d)
    wanted = set()
    for name, position in positions.items():
        x, y = formula(*position)
        if low_x <= x <= high_x and low_y <= y <= high_y:
            wanted.add(name)
    box = ",".join(repr(value) for value in (low_x, low_y, high_x, high_y))
    answer = client.get(f"/collections/ports/items?bbox={box}&bbox-crs={quote(uri, safe='')}")
    found = answer.get_json()
    assert {feature["id"] for feature in found["features"]} == wanted != set()
    assert answer.headers["Content-Crs"] == f"<{CRS84}>"


def test_b5_naming_the_default_changes_nothing(client: FlaskClient) -> None:
    box = "bbox=-107,31,-106,32"
    plain = client.get(f"/collections/ports/items?{box}").get_json()
    named = client.get(
        f"/collections/ports/items?{box}&bbox-crs={quote(CRS84, safe='')}"
    ).get_json()
    assert plain["features"] == named["features"] != []


def test_b5_a_box_in_metres_far_outside_the_system_is_refused(client: FlaskClient) -> None:
    box = "bbox=1e9,1e9,2e9,2e9"
    answer = client.get(f"/collections/ports/items?{box}&bbox-crs={quote(MERCATOR, safe='')}")
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == "bbox"


@pytest.mark.parametrize("curie", ["[EPSG:4326]", "EPSG:4326"])
def test_b3_a_curie_names_the_same_system(client: FlaskClient, curie: str) -> None:
    answer = client.get(f"/collections/ports/items/del-rio?crs={quote(curie)}")
    assert answer.headers["Content-Crs"] == f"<{WGS84}>"
    lat, lon = answer.get_json()["geometry"]["coordinates"]
    assert lat == pytest.approx(29.3, abs=0.1)
    assert lon == pytest.approx(-100.9, abs=0.1)


@pytest.mark.parametrize("layer", LAYERS)
def test_b6_the_api_document_describes_the_parameters(document: dict[str, Any], layer: str) -> None:
    described = document["paths"][f"/collections/{layer}/items"]["get"]
    by_name = {item["name"]: item["schema"] for item in described["parameters"]}
    for name in ("crs", "bbox-crs", "filter-crs"):
        assert by_name[name]["enum"][:5] == ALL
        assert by_name[name]["default"] == CRS84
    assert "Content-Crs" in described["responses"]["200"]["headers"]
