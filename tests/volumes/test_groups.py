"""Crossings and trade grouped by the parts of an area, against sums of the published cells."""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo import Border
from geo.cli import cli
from geo.errors import InvalidValueError

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
NEW_MEXICO = {"2406", "2408"}
CodeCounts = dict[tuple[str, str], dict[tuple[int, int], int]]


def _state(code: str) -> str:
    if code in NEW_MEXICO:
        return "US-NM"
    return {"25": "US-CA", "26": "US-AZ", "23": "US-TX", "24": "US-TX"}[code[:2]]


def test_states_are_the_sums_of_the_months_of_their_codes(
    border: Border, codes: CodeCounts
) -> None:
    expected: dict[tuple[str, int], int] = defaultdict(int)
    for (code, measure), months in codes.items():
        for (year, _), value in months.items():
            if measure == "trucks" and year in {2023, 2024}:
                expected[_state(code), year] += value
    table = border.volumes_by("us_state", mode="commercial", since=2023, until=2024)
    found = {(row.of, row.year): row.value for row in table.itertuples()}
    assert found == dict(expected)
    assert sum(value for (_, year), value in found.items() if year == 2024) == 7_617_207


def test_a_total_is_the_sum_of_its_years_and_keeps_count_of_the_months(
    border: Border, codes: CodeCounts
) -> None:
    table = border.volumes_by(
        "code", "US-NM", per="total", since=2015, until=2020, measure="personal_vehicles"
    ).set_index("of")
    assert set(table.index) == NEW_MEXICO
    for code, row in table.iterrows():
        months = codes[code, "personal_vehicles"]
        values = [value for (year, _), value in months.items() if 2015 <= year <= 2020]
        assert (row["value"], row["months"]) == (sum(values), len(values))
        assert (row["since"], row["until"]) == (2015, 2020)


def test_an_area_that_reaches_beyond_is_named_and_is_no_group(client: FlaskClient) -> None:
    """Chihuahua lies south of Texas and of New Mexico, so that Texas cannot be divided by it."""
    body = client.get("/queries/volumes?of=US-TX&by=mx_state&per=total&mode=commercial").json
    assert body["reaching_beyond"] == ["MX-CHH"]
    assert {row["of"] for row in body["rows"]} == {"MX-COA", "MX-NLE", "MX-TAM"}


def test_trade_by_state_and_by_mode_is_the_sum_of_the_published_cells(border: Border) -> None:
    by_state: dict[str, int] = defaultdict(int)
    by_mode: dict[str, int] = defaultdict(int)
    for row in pq.read_table(PUBLISHED / "trade.parquet").to_pylist():
        if row["month"].year == 2023:
            by_mode[row["mode"]] += row["value_usd"]
            if row["port_name"] is not None:
                by_state[_state(row["port_code"])] += row["value_usd"]
    states = border.trade_per_year(by="us_state").query("year == 2023")
    assert dict(zip(states["of"], states["value_usd"], strict=True)) == dict(by_state)
    modes = border.trade_per_year("all", by="mode").query("year == 2023")
    assert dict(zip(modes["mode"], modes["value_usd"], strict=True)) == dict(by_mode)
    assert modes["share_percent"].sum() == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda border: border.volumes_by("country"), "by"),
        (lambda border: border.volumes_by("code", per="week"), "per"),
        (lambda border: border.volumes_by("code", since=2020, until=2019), "until"),
        (lambda border: border.trade_per_year("all", by="port"), "by"),
    ],
)
def test_what_cannot_be_grouped_is_refused_by_name(
    border: Border, ask: Callable[[Border], object], field: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        ask(border)
    assert caught.value.field == field


def test_the_command_groups_as_the_service_does(client: FlaskClient) -> None:
    arguments = ["volumes", "border", "--by", "region", "--per", "total", "--since", "2024"]
    done = CliRunner().invoke(cli, [*arguments, "--mode", "commercial", "--format", "json"])
    asked = "of=border&by=region&per=total&since=2024&mode=commercial"
    rows = client.get(f"/queries/volumes?{asked}").json["rows"]
    assert json.loads(done.stdout)["rows"] == rows
    assert [row["of"] for row in rows] == ["west", "east"]
