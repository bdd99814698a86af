"""Yearly sums against totals that BTS publishes elsewhere."""

import pytest

from geo.border import Border
from geo.documents.volumes import (
    Change,
    crossing_totals,
    is_comparable,
    latest_full_year,
    trend,
    year_total,
    yearly_rows,
)


@pytest.mark.parametrize(
    ("measure", "year", "thousands"),
    [  # BTS Pocket Guide to Transportation 2008, table 4-8, US-Mexico border
        ("personal_vehicles", 2006, 88_296),
        ("pedestrians", 2006, 46_251),
        ("buses", 2006, 263),
    ],
)
def test_totals_of_the_border_are_those_of_the_pocket_guide(
    border: Border, measure: str, year: int, thousands: int
) -> None:
    codes = set(border.records("volumes").columns["port_code"])
    total = year_total(border, codes, measure, year)
    assert total is not None
    assert round(total / 1000) == thousands


@pytest.mark.parametrize(("year", "trucks"), [(2003, 4_238_045), (2004, 4_503_688)])
def test_trucks_are_those_of_national_transportation_statistics(
    border: Border, year: int, trucks: int
) -> None:
    codes = set(border.records("volumes").columns["port_code"])
    assert year_total(border, codes, "trucks", year) == trucks  # BTS NTS 2005, table 1-49


def test_rail_containers_of_2004_are_those_of_bts(border: Border) -> None:
    codes = set(border.records("volumes").columns["port_code"])
    assert year_total(border, codes, "rail_containers", 2004) == 675_305


def test_the_latest_full_year_is_2024(border: Border) -> None:
    assert latest_full_year(border) == 2024  # the data end in February 2025
    years = trend(border, {"2304"}, "trucks")
    assert (years[0][0], years[-1]) == (1996, (2024, 3_026_632))


def test_nothing_reported_is_not_zero(border: Border) -> None:
    assert year_total(border, {"2582"}, "trucks", 2024) is None
    assert Change(5, None).percent is None
    assert Change(None, 5).percent is None
    assert Change(5, 4).percent == 25.0


def test_counts_of_a_bridge_are_full_years_of_that_bridge(border: Border) -> None:
    world_trade = crossing_totals(border, "laredo-world-trade")
    colombia = crossing_totals(border, "laredo-colombia")
    # The two truck bridges of Laredo make its BTS total (CBP counts, compiled by UNT).
    assert world_trade[2024, "commercial"] + colombia[2024, "commercial"] == 3_026_632
    assert crossing_totals(border, "el-paso-bnsf-rail") == {}


def test_rows_per_year_say_how_many_months_were_reported(border: Border) -> None:
    rows = yearly_rows(border, {"2304"})
    months = {(row[2], row[3]): row[5] for row in rows}
    assert months[2025, "trucks"] == 2
    assert months[2024, "trucks"] == 12


@pytest.mark.parametrize(
    ("codes", "year", "comparable"),
    [  # BTS: Ysleta was counted within El Paso until March 2020
        ({"2402"}, 2019, False),
        ({"2401"}, 2014, False),
        ({"2401", "2402", "2404"}, 2014, True),
        ({"2402"}, 2021, True),
        ({"2304"}, 2014, True),
    ],
)
def test_el_paso_alone_is_not_compared_over_its_division(
    codes: set[str], year: int, *, comparable: bool
) -> None:
    assert is_comparable(codes, year) is comparable
