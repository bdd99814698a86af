"""Hours and access, asked as questions and over HTTP, against CBP's feed and the operators.

Hours and lanes are those of CBP's waiting-time feed of 2026-10-01, 02:07 Pacific time, by port
number; who may cross and which way, those of the TxDOT/UNT bridge guide 2026 and of CBP's counts.
2026-11-24 is a Tuesday, 2026-11-26 Thanksgiving.
"""

from typing import Any

import pytest
from flask.testing import FlaskClient

from geo import Border

PLACES = {
    "calexico-east": (-115.39, 32.673),
    "brownsville-matamoros": (-97.505, 25.892),
    "otay-mesa": (-116.938, 32.552),
    "san-luis-2": (-114.69, 32.48),
    "tornillo": (-106.06, 31.42),
    "laredo-gateway": (-99.507, 27.502),
    "el-paso-good-neighbor": (-106.4785, 31.7475),
    "anzalduas": (-98.32, 26.14),
    "donna": (-98.07, 26.07),
    "los-ebanos": (-98.565, 26.242),
    "boquillas": (-102.945, 29.188),
    "laredo-world-trade": (-99.533, 27.598),
}
TUESDAY, SATURDAY, THANKSGIVING = "2026-11-24", "2026-11-28", "2026-11-26"

Case = dict[str, Any]


class Asker:
    """Asks the same question of the border and over HTTP, and holds one answer to the other."""

    def __init__(self, border: Border, client: FlaskClient) -> None:
        self.border, self.client = border, client

    def nearest(self, place: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the answer over HTTP."""
        lon, lat = PLACES[place]
        frame = self.border.nearest(lon, lat, **values)
        query = {"lon": lon, "lat": lat, **values}
        answer: dict[str, Any] = self.client.get("/queries/nearest", query_string=query).get_json()
        found = [feature["id"] for feature in answer["features"]]
        assert frame["id"].tolist() == found
        for name in ("left_out", "hours_not_known"):
            assert list(frame.attrs.get(name, [])) == answer.get(name, [])
        return answer

    def first(self, place: str, **values: Any) -> str:  # noqa: ANN401
        """Return the id of the nearest port."""
        return str(self.nearest(place, **values)["features"][0]["id"])

    def mode(self, key: str) -> dict[str, Any]:
        """Return a row of ``port_modes`` over HTTP, equal to the border's own."""
        path = f"/collections/port_modes/items/{key}"
        row: dict[str, Any] = self.client.get(path).get_json()["properties"]
        own = self.border.port_modes.set_index("id").loc[key]
        assert own["lanes_northbound"] == row["lanes_northbound"]
        assert own["hours_cbp"] == row["hours_cbp"]
        return row


@pytest.fixture(scope="module")
def asker(border: Border, client: FlaskClient) -> Asker:
    """Return what asks twice."""
    return Asker(border, client)


# 250301 Calexico East: 6 am-10 pm. 535501 Brownsville B&M: "Pedestrian access closes at 10:00 PM
# and reopens at 6:00 AM". 240401 Tornillo: "CARGO Monday-Friday 8 am to 4 pm".
@pytest.mark.parametrize(
    ("port", "mode", "opened", "closed"),
    [
        ("calexico-east", "pov", [f"{TUESDAY}T06:05", f"{TUESDAY}T21:55"],
         [f"{TUESDAY}T05:55", f"{TUESDAY}T22:05"]),
        ("brownsville-matamoros", "pedestrian", [f"{TUESDAY}T06:05", f"{TUESDAY}T21:55"],
         [f"{TUESDAY}T05:55", f"{TUESDAY}T22:05"]),
        ("tornillo", "commercial", [f"{TUESDAY}T08:05", f"{TUESDAY}T15:55"],
         [f"{TUESDAY}T07:55", f"{TUESDAY}T16:05", f"{SATURDAY}T10:00"]),
    ],
)  # fmt: skip
def test_ports_are_open_at_cbps_hours(
    asker: Asker, port: str, mode: str, opened: list[str], closed: list[str]
) -> None:
    for moment in opened:
        assert asker.first(port, mode=mode, open_at=moment) == port
    for moment in closed:
        found = asker.nearest(port, mode=mode, open_at=moment, k=55)
        assert port not in {feature["id"] for feature in found["features"]}


# 250602 Otay Mesa, Commercial: 6 am-10 pm; 260802 San Luis II: 9 am-5 pm, 2 lanes. Neither says on
# which days: whether they are open at a moment is not known, and said first.
@pytest.mark.parametrize(
    ("port", "hours", "lanes"),
    [("otay-mesa", "6 am-10 pm (days not stated)", 10),
     ("san-luis-2", "9 am-5 pm (days not stated)", 2)],
)  # fmt: skip
def test_hours_without_days_are_told_and_not_taken_for_known(
    asker: Asker, port: str, hours: str, lanes: int
) -> None:
    row = asker.mode(f"{port}:commercial")
    assert (row["hours_cbp"], row["lanes_northbound"]) == (hours, lanes)
    assert row["hours_as_of"] == "2026-10-01"
    found = asker.nearest(port, mode="commercial", open_at=f"{TUESDAY}T12:00")
    assert found["hours_not_known"][0]["id"] == port


# Largest numbers of lanes: 250302, 260801, 240203, 230502, 230501.
@pytest.mark.parametrize(
    ("key", "lanes"),
    [
        ("calexico-west:pov", 16), ("calexico-west:pedestrian", 8),
        ("san-luis-1:pov", 16), ("san-luis-1:pedestrian", 9),
        ("ysleta:pov", 13), ("pharr:pov", 10), ("hidalgo:pedestrian", 10),
    ],
)  # fmt: skip
def test_lanes_are_those_of_cbps_feed(asker: Asker, key: str, lanes: int) -> None:
    row = asker.mode(key)
    assert row["lanes_northbound"] == lanes
    assert row["lanes_as_of"] == "2026-10-01"


@pytest.mark.parametrize(
    ("place", "asked", "allowed"),
    [
        ("laredo-gateway", {"mode": "pov"}, {"mode": "pov", "program": "sentri"}),
        ("el-paso-good-neighbor", {"mode": "pov"}, {"mode": "pov", "program": "sentri"}),
        ("el-paso-good-neighbor", {"mode": "pedestrian"},
         {"mode": "pedestrian", "direction": "southbound"}),
        ("anzalduas", {"mode": "commercial"}, {"mode": "commercial", "direction": "southbound"}),
        ("donna", {"mode": "commercial"}, {"mode": "commercial", "direction": "southbound"}),
    ],
)  # fmt: skip
def test_who_may_cross_is_asked_and_said(
    asker: Asker, place: str, asked: Case, allowed: Case
) -> None:
    found = asker.nearest(place, **asked)
    assert found["features"][0]["id"] != place
    assert found["left_out"][0]["id"] == place
    assert asker.first(place, **allowed) == place


def test_vehicles_do_not_go_south_over_paso_del_norte(asker: Asker) -> None:
    found = asker.nearest("el-paso-good-neighbor", mode="pov", direction="southbound", k=10)
    left_out = {item["id"]: item["open_to"] for item in found["left_out"]}
    assert left_out["el-paso-paso-del-norte"] == "nobody"


def test_trucks_south_of_anzalduas_are_said_to_be_empty(asker: Asker) -> None:
    found = asker.nearest("anzalduas", mode="commercial", direction="southbound")
    told = found["features"][0]["properties"]
    assert told["access_note_en"] == "Trucks go southbound only, and empty."
    assert told["access_note_es"] == "Los camiones van sólo hacia el sur y vacíos."


def test_a_truck_at_night_is_told_of_near_ports_whose_hours_nobody_states(asker: Asker) -> None:
    found = asker.nearest("calexico-east", mode="commercial", open_at=f"{TUESDAY}T12:00")
    names = [item["id"] for item in found["hours_not_known"]]
    assert names[0] == "calexico-east"
    assert list(found).index("hours_not_known") < list(found).index("features")
    assert found["hours_not_known"][0]["distance_km"] < 1
    assert found["features"][0]["properties"]["distance_km"] > 500


@pytest.mark.parametrize(
    ("port", "mode", "moment", "english", "spanish"),
    [
        ("los-ebanos", "pov", f"{TUESDAY}T12:00", "the ferry runs only when the river allows",
         "el chalán opera sólo cuando el río lo permite"),
        ("boquillas", "pedestrian", f"{SATURDAY}T12:00", "Conditions permitting",
         "Si las condiciones lo permiten"),
        ("laredo-world-trade", "commercial", f"{THANKSGIVING}T10:00",
         "No source gives its hours on Thanksgiving and Christmas",
         "Ninguna fuente da su horario en el Día de Acción de Gracias y Navidad"),
    ],
)  # fmt: skip
def test_conditions_and_holidays_are_stated_in_the_answer(
    asker: Asker, port: str, mode: str, moment: str, english: str, spanish: str
) -> None:
    told = asker.nearest(port, mode=mode, open_at=moment)["features"][0]
    assert told["id"] == port
    assert english in told["properties"]["hours_note_en"]
    assert spanish in told["properties"]["hours_note_es"]


def test_within_a_distance_leaves_out_whom_it_is_not_open_to(
    border: Border, client: FlaskClient
) -> None:
    lon, lat = PLACES["laredo-gateway"]
    query = {"lon": lon, "lat": lat, "km": 3, "mode": "pov"}
    answer = client.get("/queries/within", query_string=query).get_json()
    assert [feature["id"] for feature in answer["features"]] == ["laredo-juarez-lincoln"]
    assert [(item["id"], item["open_to"]) for item in answer["left_out"]] == [
        ("laredo-gateway", "sentri")
    ]
    holders = border.within(lon, lat, 3, mode="pov", program="sentri")
    assert holders["id"].tolist() == ["laredo-gateway", "laredo-juarez-lincoln"]


# Terminal 2 of Tijuana airport is for passengers with a ticket (crossborderxpress.com).
def test_everyone_northbound_does_not_cross_at_the_airport_unless_any_way_is_asked_for(
    border: Border,
) -> None:
    terminal = (-116.974, 32.548)
    assert border.nearest(*terminal, direction="any")["id"].tolist() == ["cross-border-xpress"]
    found = border.nearest(*terminal)
    assert found["id"].tolist() == ["otay-mesa"]
    assert found.attrs["left_out"][0]["open_to"] == "air_passengers"
    passengers = border.nearest(*terminal, program="air_passengers")
    assert passengers["id"].tolist() == ["cross-border-xpress"]


# Northbound for everyone: not the seven railways, CBX (a ticket) and Stanton Street (SENTRI alone).
CLOSED_TO_EVERYONE = {
    "calexico-rail": "rail", "nogales-rail": "rail", "el-paso-bnsf-rail": "rail",
    "el-paso-union-pacific-rail": "rail", "eagle-pass-rail": "rail", "laredo-rail": "rail",
    "brownsville-west-rail": "rail", "cross-border-xpress": "air_passengers",
    "el-paso-good-neighbor": "sentri",
}  # fmt: skip


def test_all_that_are_asked_for_are_answered_or_said_to_be_left_out(border: Border) -> None:
    found = border.nearest(-106.45, 31.75, k=55)
    assert {row["id"]: row["open_to"] for row in found.attrs["left_out"]} == CLOSED_TO_EVERYONE
    assert set(found["id"]) == set(border.ports["id"]) - set(CLOSED_TO_EVERYONE)
    every = border.nearest(-106.45, 31.75, k=55, direction="any")
    assert len(every) == 55
    assert "left_out" not in every.attrs
