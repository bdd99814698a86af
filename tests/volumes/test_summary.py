"""What is shown of an area: the measures that count lately, the compared year, the notes on it."""

import pytest

from geo import Border
from geo.volumes.areas import area_of, areas_of
from geo.volumes.ledger import Ledger, ledger_of
from geo.volumes.summary import volumes_of

CodeCounts = dict[tuple[str, str], dict[tuple[int, int], int]]

COMPARED = 2024
"""The last year of which BTS holds twelve months of every measure; of 2025 it lacks pedestrians."""


@pytest.mark.parametrize("measure", ["trucks", "buses", "personal_vehicles", "pedestrians"])
def test_a_code_is_shown_by_the_measures_that_the_source_counts_since_2020(
    ledger: Ledger, codes: CodeCounts, measure: str
) -> None:
    shown = {
        area.id
        for area in areas_of(ledger, "code")
        if measure in {about.measure for about in volumes_of(ledger, area).measures}
    }
    counted = {
        code
        for (code, of), months in codes.items()
        if of == measure and any(value for (year, _), value in months.items() if year >= 2020)
    }
    assert shown == counted


def test_a_crossing_without_a_count_since_2020_is_not_shown_by_it(
    ledger: Ledger, crossings: CodeCounts
) -> None:
    buses = crossings["tornillo", "bus"]
    assert max(year for (year, _), value in buses.items() if value) == 2019
    tornillo = volumes_of(ledger, area_of(ledger, "tornillo"))
    assert "buses" not in {about.measure for about in tornillo.measures}


def test_a_compared_year_that_is_not_held_is_not_replaced_by_a_later_one(border: Border) -> None:
    volumes = border.volumes
    before = (
        (volumes["port_code"] == "2603")
        & (volumes["measure"] == "trucks")
        & (volumes["month"].dt.year <= COMPARED)
    )
    ledger = ledger_of(border.replace(volumes=volumes[~before]))
    naco = volumes_of(ledger, area_of(ledger, "2603"))
    trucks = next(about for about in naco.measures if about.measure == "trucks")
    assert naco.year == COMPARED
    assert [year.year for year in naco.years(trucks)] == [2025]
    assert naco.in_year(trucks) is None


def test_only_years_of_which_the_source_holds_twelve_months_are_shown(
    ledger: Ledger, codes: CodeCounts
) -> None:
    border = volumes_of(ledger, area_of(ledger, "border"))
    for about in border.measures:
        if about.measure == "rail_containers":  # A sum of two measures of the source.
            continue
        held = {month for (_, of), months in codes.items() if of == about.measure
                for month in months}  # fmt: skip
        whole = {year for year, _ in held if {month for of, month in held if of == year}
                 == set(range(1, 13))}  # fmt: skip
        assert {year.year for year in border.years(about)} == whole


def test_notes_after_the_compared_year_are_shown(ledger: Ledger) -> None:
    border = volumes_of(ledger, area_of(ledger, "border"))
    assert any(note.first.year > COMPARED for note in border.notes())


def test_notes_reach_ten_years_before_the_compared_one(ledger: Ledger) -> None:
    tornillo = volumes_of(ledger, area_of(ledger, "tornillo"))
    assert "tornillo-before" in [note.id for note in tornillo.notes()]  # Until November 2014.
    assert "tornillo-before" not in [note.id for note in tornillo.notes(9)]
    rail = volumes_of(ledger, area_of(ledger, "el-paso-bnsf-rail"))
    assert "el-paso-rail-2013-10" not in [note.id for note in rail.notes()]
    assert "el-paso-rail-2013-10" in [note.id for note in rail.notes(11)]


def test_newer_years_are_those_after_the_compared_one(ledger: Ledger, codes: CodeCounts) -> None:
    ysidro = volumes_of(ledger, area_of(ledger, "2504"))
    vehicles = next(one for one in ysidro.measures if one.measure == "personal_vehicles")
    newer = {year.year: year.value for year in ysidro.newer_years(vehicles)}
    months = codes["2504", "personal_vehicles"]
    assert newer == {
        year: sum(value for (of, _), value in months.items() if of == year)
        for year in sorted({year for year, _ in months})
        if year > COMPARED
    }
    assert ysidro.in_year(vehicles).value == sum(  # type: ignore[union-attr]
        value for (of, _), value in months.items() if of == COMPARED
    )
