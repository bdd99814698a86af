"""The questions over HTTP: their answers, and errors that name what is wrong and allowed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

import geopandas as gpd
import pytest
from flask.testing import FlaskClient
from geographiclib.geodesic import Geodesic

# Counted by hand from the lists of CBP, GSA and the states.
PORTS_PER_STATE = {
    "US-TX": 34, "US-NM": 3, "US-AZ": 10, "US-CA": 8, "MX-TAM": 18, "MX-CHH": 12, "MX-SON": 10,
    "MX-BCN": 8, "MX-COA": 6, "MX-NLE": 1,
}  # fmt: skip
POINT = "lon=-106.45&lat=31.75"
QUESTIONS = {
    "/queries/ports-per-state": "", "/queries/port-counts": "", "/queries/nearest": POINT,
    "/queries/within": f"{POINT}&km=50", "/queries/along": "port=del-rio",
    "/queries/between": "from=del-rio&to=pharr", "/queries/gaps": "", "/queries/locate": POINT,
}  # fmt: skip


def ask(client: FlaskClient, path: str) -> Any:  # noqa: ANN401
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.fixture(scope="module")
def kilometres(
    published: Callable[..., gpd.GeoDataFrame],
) -> Callable[[float, float], dict[str, float]]:
    """Return GeographicLib's distance in kilometres from a point to each port."""
    ports = [(row.id, row.geometry.x, row.geometry.y) for row in published("ports").itertuples()]

    def distances(lon: float, lat: float) -> dict[str, float]:
        inverse = Geodesic.WGS84.Inverse
        return {name: inverse(lat, lon, y, x)["s12"] / 1000.0 for name, x, y in ports}

    return distances


def test_ports_per_state_are_ten_rows_with_both_names(client: FlaskClient) -> None:
    found = ask(client, "/queries/ports-per-state")
    assert {row["id"]: row["ports"] for row in found["states"]} == PORTS_PER_STATE
    assert found["total"] == 55
    names = {row["id"]: (row["name_en"], row["name_es"], row["country"]) for row in found["states"]}
    assert names["MX-NLE"][1:] == ("Nuevo León", "MX")
    assert names["US-NM"] == ("New Mexico", "Nuevo México", "US")
    for country in ("US", "MX"):
        rows = [row for row in found["states"] if row["country"] == country]
        assert sum(row["ports"] for row in rows) == 55


@pytest.mark.parametrize("mode", ["pedestrian", "pov", "bus", "commercial", "rail"])
def test_ports_per_state_by_mode_are_what_sqlite_counts(
    client: FlaskClient, sql: Callable[[str], list[int]], mode: str
) -> None:
    found = ask(client, f"/queries/ports-per-state?mode={mode}")
    for row in found["states"]:
        (wanted,) = sql(
            f"SELECT COUNT(*) FROM ports WHERE modes LIKE '%\"{mode}\"%' "  # noqa: S608
            f"AND '{row['id']}' IN (us_state, mx_state)"
        )
        assert row["ports"] == row["by_mode"][mode] == wanted
    assert found["total"] == sql(f"SELECT COUNT(*) FROM ports WHERE modes LIKE '%\"{mode}\"%'")[0]  # noqa: S608


@pytest.mark.parametrize(
    ("by", "column"),
    [
        ("county", "us_county"),
        ("municipality", "mx_municipality"),
        ("river_segment", "river_segment"),
        ("region", "bbbxg_region"),
    ],
)
def test_port_counts_add_up(
    client: FlaskClient, sql: Callable[[str], list[int]], by: str, column: str
) -> None:
    found = ask(client, f"/queries/port-counts?by={by}")
    counted = sum(row["ports"] for row in found["groups"])
    assert counted == sql(f"SELECT COUNT({column}) FROM ports")[0]  # noqa: S608
    assert found["total"] == 55


@pytest.mark.parametrize("place", [(-106.45, 31.75), (-97.5, 25.9), (2.35, 48.86), (180.0, 0.0)])
def test_nearest_are_geographiclibs_nearest_in_order(
    client: FlaskClient,
    kilometres: Callable[[float, float], dict[str, float]],
    place: tuple[float, float],
) -> None:
    lon, lat = place
    found = ask(client, f"/queries/nearest?lon={lon}&lat={lat}&k=55&direction=any")["features"]
    wanted = kilometres(lon, lat)
    assert [item["id"] for item in found] == sorted(wanted, key=wanted.__getitem__)
    for item in found:
        assert list(item["properties"])[:2] == ["distance_km", "bearing_deg"]
        assert item["properties"]["distance_km"] == pytest.approx(wanted[item["id"]], abs=1e-6)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_lost_sign_is_hinted_at_in_the_answer_and_on_the_page(
    client: FlaskClient, kilometres: Callable[[float, float], dict[str, float]], lang: str
) -> None:
    address = "/queries/nearest?lon=106.45&lat=31.75"
    answer = ask(client, f"{address}&mode=rail")
    km = f"{round(min(kilometres(106.45, 31.75).values())):,}"
    said = {
        "en": f"the point is more than {km} km from any port: has a longitude lost its minus sign, "
        "or are longitude and latitude swapped?",
        "es": f"el punto está a más de {km} km de cualquier puerto: ¿perdió la longitud su signo "
        "menos, o están invertidas la longitud y la latitud?",
    }
    assert answer[f"warning_{lang}"] == said[lang]
    assert said[lang].capitalize()[:12] in client.get(f"{address}&f=html&lang={lang}").text
    assert said[lang][1:] in client.get(f"{address}&f=html&lang={lang}").text
    assert ask(client, f"{address}&max_km=10")[f"warning_{lang}"] == said[lang]
    assert client.get(f"{address}&f=csv").text.count("\n") == 2


@pytest.mark.parametrize(
    ("place", "is_doubted"),
    [
        ((-106.45, 31.75), False), ((-99.13, 19.43), False), ((-77.04, 38.9), False),
        ((2.35, 48.86), False), ((139.69, 35.68), False), ((-58.38, -34.6), False),
        ((97.5, 25.9), True), ((117.1, 32.5), True), ((28.0, -88.0), True),
    ],
)  # fmt: skip
def test_only_a_place_that_a_slip_explains_is_doubted(
    client: FlaskClient,
    kilometres: Callable[[float, float], dict[str, float]],
    place: tuple[float, float],
    *,
    is_doubted: bool,
) -> None:
    lon, lat = place
    meant = [(-lon, lat), (lat, lon)] if abs(lon) <= 90 else [(-lon, lat)]
    far, *slips = (min(kilometres(*where).values()) > 1000 for where in (place, *meant))
    assert (far and not all(slips)) is is_doubted
    address = f"/queries/nearest?lon={lon}&lat={lat}"
    assert ("warning_en" in ask(client, address)) is is_doubted
    # Far from the ports that are asked for alone is not far from any.
    assert "warning_en" not in ask(client, "/queries/nearest?lon=-97.5&lat=25.9&state=US-CA")


def test_nearest_can_be_narrowed(client: FlaskClient) -> None:
    (rail,) = ask(client, f"/queries/nearest?{POINT}&mode=rail")["features"]
    assert "rail" in rail["properties"]["modes"]
    sonoran = ask(client, f"/queries/nearest?{POINT}&state=MX-SON&k=55&direction=any")["features"]
    assert len(sonoran) == 10
    assert {item["properties"]["mx_state"] for item in sonoran} == {"MX-SON"}
    assert ask(client, f"/queries/nearest?{POINT}&state=MX-NLE&mode=rail")["features"] == []


@pytest.mark.parametrize("offset", ["", "Z", "-06:00", "%2B00:00"])
def test_nearest_open_at_leaves_out_the_closed_and_names_the_unknown(
    client: FlaskClient, offset: str
) -> None:
    found = ask(client, f"/queries/nearest?{POINT}&k=55&open_at=2026-11-23T03:00:00{offset}")
    names = {item["id"] for item in found["features"]}
    assert 0 < len(names) < 55
    assert all(item["properties"]["open"] is True for item in found["features"])
    assert names.isdisjoint(item["id"] for item in found["hours_not_known"])


@pytest.mark.parametrize("km", [0, 0.001, 60, 1000, 20100])
def test_within_are_all_ports_inside_the_distance(
    client: FlaskClient, kilometres: Callable[[float, float], dict[str, float]], km: float
) -> None:
    wanted = {name for name, value in kilometres(-106.45, 31.75).items() if value <= km}
    found = ask(client, f"/queries/within?{POINT}&km={km}&direction=any")["features"]
    assert {item["id"] for item in found} == wanted


def test_along_goes_down_and_up_again(client: FlaskClient) -> None:
    (down,) = ask(client, "/queries/along?port=del-rio")["features"]
    back = ask(client, f"/queries/along?port={down['id']}&direction=upstream")["features"]
    assert [item["id"] for item in back] == ["del-rio"]
    assert down["properties"]["basis"] == "river_km"
    assert down["properties"]["along_km"] == pytest.approx(back[0]["properties"]["along_km"])


def test_the_former_address_of_along_answers_and_names_the_new_one(client: FlaskClient) -> None:
    sent = client.get("/queries/along-river?port=del-rio&k=2")
    assert sent.get_json() == ask(client, "/queries/along?port=del-rio&k=2")
    assert sent.headers["Link"].endswith('/queries/along>; rel="successor-version"')


def test_between_is_the_same_both_ways(client: FlaskClient) -> None:
    there = ask(client, "/queries/between?from=del-rio&to=pharr")
    back = ask(client, "/queries/between?from=pharr&to=del-rio")
    assert there["along_km"] == back["along_km"] > there["straight_km"] == back["straight_km"]
    assert there["ports_passed"] == back["ports_passed"][::-1]
    assert "laredo-world-trade" in there["ports_passed"]


def test_gaps_come_longest_first_and_fill_the_line_from_first_to_last_port(
    client: FlaskClient, sql: Callable[[str], list[float]]
) -> None:
    found = ask(client, "/queries/gaps")["features"]
    lengths = [item["properties"]["km"] for item in found]
    assert lengths == sorted(lengths, reverse=True)
    longer = ask(client, "/queries/gaps?min_km=100")["features"]
    assert [item["properties"]["km"] for item in longer] == [km for km in lengths if km >= 100]
    (whole,) = sql("SELECT MAX(boundary_km) - MIN(boundary_km) FROM ports")
    assert sum(lengths) == pytest.approx(whole, abs=0.05)


@pytest.mark.parametrize(
    ("lon", "lat", "side", "state", "zone"),
    [(-106.4850, 31.7619, "US", "US-TX", True), (-106.4245, 31.6904, "MX", "MX-CHH", True),
     (-97.7431, 30.2672, "US", "US-TX", False), (-99.1332, 19.4326, "neither", None, False),
     (2.3522, 48.8566, "neither", None, False), (-116.6000, 31.8667, "MX", "MX-BCN", True)],
)  # fmt: skip
def test_locate_places_known_cities(
    client: FlaskClient, lon: float, lat: float, side: str, state: str | None, *, zone: bool
) -> None:
    # El Paso, Juárez, Austin, Mexico City, Paris, Ensenada.
    found = ask(client, f"/queries/locate?lon={lon}&lat={lat}")
    assert (found["side"], found["state"]) == (side, state)
    assert found["in_la_paz_zone"] is zone


REFUSED = [
    ("/queries/nearest?lat=31", "lon", "required"),
    ("/queries/nearest?lon=-106", "lat", "required"),
    *[(f"/queries/nearest?lon={value}&lat=31", "lon", "from -180 to 180")
      for value in ("x", "nan", "inf", "-181", "1e999", "", "1,2", "0x10", "\u0661", "1_0")],
    *[(f"/queries/nearest?lon=-106&lat={value}", "lat", "from -90 to 90") for value in ("91", "x")],
    *[(f"/queries/nearest?{POINT}&k={value}", "k", "from 1 to 55")
      for value in ("0", "-1", "56", "1.5", "x", "")],
    (f"/queries/nearest?{POINT}&mode=boat", "mode", "pedestrian"),
    (f"/queries/nearest?{POINT}&state=TX", "state", "US-TX"),
    *[(f"/queries/nearest?{POINT}&open_at={value}", "open_at", "2026-11-23T14:30")
      for value in ("soon", "2026-11-23", "2026-13-01T00:00", "2026-02-30T00:00", "24:00", "T" * 13,
                    "0001-01-01T00:00%2B14:00", "9999-12-31T23:59-14:00")],
    (f"/queries/within?{POINT}", "km", "required"),
    *[(f"/queries/within?{POINT}&km={value}", "km", "from 0") for value in ("-1", "x", "20101")],
    ("/queries/along", "port", "required"),
    ("/queries/along?port=nowhere", "port", "del-rio"),
    ("/queries/along?port=del-rio&direction=left", "direction", "downstream"),
    ("/queries/between?from=del-rio", "to", "required"),
    ("/queries/between?from=del-rio&to=nowhere", "to", "del-rio"),
    ("/queries/gaps?min_km=-1", "min_km", "from 0"),
    ("/queries/port-counts?by=town", "by", "county"),
    ("/queries/ports-per-state?mode=", "mode", "pedestrian"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "parameter", "allowed"), REFUSED)
def test_an_error_names_parameter_value_and_what_is_allowed(
    client: FlaskClient, path: str, parameter: str, allowed: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    (error,) = answer.get_json()["errors"]
    assert error["parameter"] == parameter
    assert allowed in error["allowed"]
    assert error["value"] in unquote_plus(path)


def test_all_errors_of_a_request_are_named_at_once(client: FlaskClient) -> None:
    answer = client.get("/queries/nearest?lon=x&lat=y&k=0&mode=z&nonsense=1")
    names = [error["parameter"] for error in answer.get_json()["errors"]]
    assert set(names) == {"lon", "lat", "k", "mode", "nonsense"}


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_parameter_may_be_given_once(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?{QUESTIONS[path]}&f=json&f=json")
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == "f"


@pytest.mark.parametrize("path", QUESTIONS)
def test_every_question_says_its_type_and_how_long_to_keep_it(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(f"{path}?{QUESTIONS[path]}")
    assert answer.status_code == 200
    assert answer.mimetype in {"application/json", "application/geo+json"}
    assert "max-age" in answer.headers["Cache-Control"]
    assert answer.headers["ETag"]
    features = answer.get_json().get("features")
    assert (features is not None) == (answer.mimetype == "application/geo+json")
