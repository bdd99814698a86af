"""The questions of the planning register: filters, changes, the agenda, HTTP and commands."""

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo import Border
from geo.cli.questions import question_command
from geo.errors import InvalidValueError
from geo.queries.promises import period_words
from geo.queries.selection import checked_selection


def test_projects_are_chosen_by_place_stage_and_mode(border: Border) -> None:
    assert border.find_projects(state="US-NM")["id"].tolist() == [
        "santa-teresa-expansion", "borderplex-crossings-plan",
    ]  # fmt: skip
    rail = set(border.find_projects(mode="rail", region="east")["id"])
    assert rail == {"presidio-rail-reopening", "puerto-verde", "green-eagle-railroad",
                    "laredo-rail-second-bridge"}  # fmt: skip
    assert set(border.find_projects(port="pharr")["id"]) == {"pharr-second-span", "pharr-docks"}
    pair = border.find_projects(pair="US-TX/MX-NLE")
    assert set(pair["id"]) == {"colombia-expansion", "green-corridors"}
    assert set(border.find_projects(stage="open")["id"]) == {
        "presidio-second-span", "laredo-rail-second-bridge",
    }  # fmt: skip


def test_projects_along_a_river_segment_come_downstream(border: Border) -> None:
    valley = border.find_projects(segment="rg8")["id"].tolist()
    assert valley[:4] == ["anzalduas-cargo", "pharr-second-span", "pharr-docks", "donna-cargo"]
    assert set(valley[4:]) == {"flor-de-mayo", "brownsville-gateway-modernization",
                               "gateway-pedestrian-bridge"}  # fmt: skip
    assert border.find_projects(segment="co1").empty
    with pytest.raises(InvalidValueError, match=r"^segment: "):
        border.find_projects(segment="rg9")


def test_projects_near_a_point_come_nearest_first(border: Border) -> None:
    near = border.find_projects(lon=-98.2, lat=26.1, km=25.0)
    assert near["distance_km"].is_monotonic_increasing
    assert set(near["id"]) == {"pharr-second-span", "pharr-docks", "anzalduas-cargo", "donna-cargo"}


def test_a_selection_takes_the_rows_of_the_register_with_it(border: Border) -> None:
    texas = checked_selection(border, pair="US-TX/MX-COA")
    projects = {border.records("projects").columns["id"][row]
                for row in texas.rows(border, "projects")}  # fmt: skip
    assert projects == {"puerto-verde", "green-eagle-railroad", "camino-real-expansion",
                        "amistad-dam-repair"}  # fmt: skip
    events = border.records("project_events").columns["project_id"]
    assert {events[row] for row in texas.rows(border, "project_events")} <= projects
    permits = border.records("permits").columns["id"]
    assert {permits[row] for row in texas.rows(border, "permits")} == {
        "puerto-verde-2024", "camino-real-2025",
    }  # fmt: skip
    port = checked_selection(border, port="laredo-world-trade")
    counties = border.records("counties").columns
    chosen = {counties["id"][row] for row in port.rows(border, "counties")}
    assert {"us-48479", "mx-28027"} == chosen


def test_permits_that_lapse_by_2030(border: Border) -> None:
    assert len(border.lapsing(48)) == 8
    soon = border.lapsing(36)
    assert soon["permit"].tolist() == [
        "flor-de-mayo-2024", "puerto-verde-2024", "world-trade-2024", "laredo-bridge-5-2024",
    ]  # fmt: skip
    assert border.lapsing(12).empty
    # From 2026-11-26 to 2029-05-31.
    assert soon["days_left"].iloc[0] == 917


def test_changes_since_the_last_plenary(border: Border) -> None:
    by_day = border.changes("2025-06-10")
    by_meeting = border.changes("plenary-2025-06-10")
    assert by_day["id"].tolist() == by_meeting["id"].tolist()
    events = by_day[by_day["subject"] == "event"]
    assert {"bridge-of-the-americas", "flor-de-mayo", "world-trade-expansion"} <= set(
        events["about"]
    )
    pharr = by_day[(by_day["about"] == "pharr") & (by_day["subject"] == "fact")]
    assert pharr["text_en"].tolist() == ["Personal vehicles, Northbound lanes: 6 → 10"]
    told = [*by_day["text_en"], *by_day["text_es"]]
    assert "Pedestrians, Ready Lane: yes → no" in told
    assert "Peatones, Carril Ready Lane: sí → no" in told
    assert "Commercial trucks, CBP hours: Mon-Fri 10 am-4 pm → Mon-Fri 8 am-4 pm" in told
    early = border.changes("2014-01-01", "2014-12-31")
    assert early["id"].tolist() == ["plenary-2014-05-22"]


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"since": "soon"}, "since"),
        ({"since": "2025-06-10", "until": "2025-01-01"}, "until"),
    ],
)
def test_a_day_that_is_none_is_refused(
    border: Border, arguments: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidValueError, match=f"^{field}:"):
        border.changes(**arguments)


def test_the_agenda_of_the_east_has_a_row_per_project_from_west_to_east(border: Border) -> None:
    agenda = border.agenda("east")
    assert len(agenda) == 21
    assert agenda["project"].iloc[0] == "santa-teresa-expansion"
    gateway = agenda.set_index("project").loc["world-trade-expansion"]
    assert gateway["last_promise"] == "2028-12"
    assert gateway["slip_months"] == 31
    assert gateway["permit_lapses_on"].isoformat() == "2029-05-31"
    assert gateway["lead_mx"] == "Fideicomiso Puente III"
    assert len(border.agenda("west")) == 8


def test_a_period_is_written_as_briefly_as_it_is_known() -> None:
    from datetime import date

    written = [
        period_words(date.fromisoformat(first), date.fromisoformat(last))
        for first, last in (("2028-01-01", "2028-12-31"), ("2026-04-01", "2026-06-30"),
                            ("2024-02-01", "2024-02-29"), ("2026-05-02", "2026-05-03"))
    ]  # fmt: skip
    assert written == ["2028", "2026-Q2", "2024-02", "2026-05-02/2026-05-03"]


@pytest.mark.parametrize(
    "address",
    ["/queries/projects?state=US-AZ", "/queries/slips?region=east", "/queries/lapsing?months=60",
     "/queries/trade?of=US-TX&mode=truck", "/queries/people?port=del-rio&km=20",
     "/queries/changes?since=plenary-2025-06-10", "/queries/agenda?region=west",
     "/collections/projects/items?stage=permitted", "/collections/counties/items?limit=1"],
)  # fmt: skip
def test_the_service_answers_it(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    found = answer.get_json()
    assert found.get("rows") or found.get("features")


@pytest.mark.parametrize("path", ["lapsing?months=-1", "people?port=del-rio&km=101",
                                  "changes?since=x%27", "agenda?region=north"])  # fmt: skip
def test_what_is_not_allowed_is_refused_by_name(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/queries/{path}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "arguments", "shown"),
    [("slips", ["--region", "east"], "2026-05;2028-Q2;2028-12"), ("agenda", ["east"], "Flor de")],
)
def test_the_commands_answer_in_a_table(name: str, arguments: list[str], shown: str) -> None:
    command = question_command(name)
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0
    assert shown in done.output
