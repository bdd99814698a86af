"""The planning register against what sources say, not against our own arithmetic."""

import csv
import gzip
import random
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from geo import Border
from geo.checks.register import check_register

RAW_TRADE = "transborder/mexico_port_month_mode_2020_2024.csv.gz"
MODES = {
    "1": "vessel", "3": "air", "4": "mail", "5": "truck", "6": "rail", "7": "pipeline",
    "8": "other", "9": "foreign_trade_zone",
}  # fmt: skip


def test_every_check_of_the_register_passes_and_can_fail(border: Border) -> None:
    assert [check.name for check in check_register(border) if not check.passed] == []
    events = border.project_events
    promised = events["kind"] == "opening_promised"
    late = events.assign(date=events["date"].where(promised, date(2030, 1, 1)))
    failed = {one.name for one in check_register(border.replace(project_events=late))
              if not one.passed}  # fmt: skip
    assert failed == {"no event after the data, and only promises undated"}
    permits = border.permits
    wrong = permits.assign(lapses_on=permits["lapses_on"].where(permits["id"] != "colombia-2025"))
    failed = {one.name for one in check_register(border.replace(permits=wrong)) if not one.passed}
    assert failed == {"permits lapse by their rule"}


def test_permits_lapse_on_the_days_that_their_terms_give(border: Border) -> None:
    permits = border.permits.set_index("id")["lapses_on"].dropna()
    assert {key: day.date().isoformat() for key, day in permits.items()} == {
        "puerto-verde-2024": "2029-05-31", "world-trade-2024": "2029-05-31",
        "flor-de-mayo-2024": "2029-05-31", "laredo-bridge-5-2024": "2029-10-03",
        "green-corridors-2025": "2030-06-09", "colombia-2025": "2030-06-13",
        "camino-real-2025": "2030-06-20", "gateway-pedestrian-2025": "2030-08-20",
    }  # fmt: skip


def test_slips_are_those_of_the_promises_in_print(border: Border) -> None:
    slips = border.slips().set_index("project")
    assert slips.loc["otay-mesa-east", "promises"] == (
        "2023", "2024-09", "2026-12", "2027-Q4", "2028"
    )  # fmt: skip
    assert slips["slip_months"].head(5).to_dict() == {
        "otay-mesa-east": 60, "world-trade-expansion": 31, "anzalduas-cargo": 27,
        "bridge-of-the-americas": 21, "pharr-second-span": 4,
    }  # fmt: skip
    overdue = {"anzalduas-cargo", "pharr-second-span", "presidio-rail-reopening"}
    assert set(slips.index[slips["overdue"]]) == overdue


def test_two_hundred_sums_of_trade_equal_the_raw_months(
    border: Border, sources: Path, cut_sources: Path
) -> None:
    whole = sources != cut_sources
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    with gzip.open(sources / RAW_TRADE, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["port_code"], row["period"][:4], MODES[row["mode"]], row["trade_type"])
            sums[key] += int(row["value_usd"])
    frame = border.trade
    frame = frame.assign(year=frame["month"].dt.year.astype(str))
    keys = ["port_code", "year", "mode", "direction"]
    ours = frame.groupby(keys)["value_usd"].sum()
    sample = random.Random(2026).sample(sorted(sums), 200)  # noqa: S311 - a repeatable sample
    for code, year, mode, way in sample:
        direction = {"1": "export", "2": "import"}[way]
        assert ours[code, year, mode, direction] == sums[code, year, mode, way]
    if whole:
        assert len(sums) == len(ours)


@pytest.mark.parametrize(("year", "billions"), [(2021, 661.2), (2022, 779.3), (2023, 798.8)])
def test_all_trade_of_a_year_is_the_published_total(
    border: Border, year: int, billions: float
) -> None:
    found = border.trade_per_year("all").set_index("year").loc[year]
    assert round(found["value_usd"] / 1e9, 1) == billions
    assert found["share_percent"] == 100.0


def test_a_change_of_trade_compares_the_months_that_both_years_have(border: Border) -> None:
    found = border.trade_per_year("2304").set_index("year")
    assert found["months"].to_dict() == {2020: 9, 2021: 12, 2022: 12, 2023: 12, 2024: 9}
    assert found["months_compared"].to_dict() == {2020: 0, 2021: 9, 2022: 12, 2023: 12, 2024: 9}
    frame = border.trade
    own = frame[(frame["port_code"] == "2304") & (frame["month"].dt.month <= 9)]
    by_year = own.groupby(own["month"].dt.year)["value_usd"].sum()
    assert found.loc[2024, "change_percent"] == pytest.approx(
        100 * (by_year[2024] / by_year[2023] - 1), abs=0.005
    )


def test_a_code_that_reaches_beyond_an_area_is_named_and_not_added(border: Border) -> None:
    # Code 2304 counts the bridges of Nuevo León and of Tamaulipas together.
    found = border.trade_per_year("MX-NLE")
    assert len(found) == 0
    assert found.attrs["also_counted_in"] == ["2304"]
    assert border.trade_per_year("MX-BCN").attrs["also_counted_in"] == []


def test_people_who_touch_the_line_are_about_fifteen_million(border: Border) -> None:
    counties = border.counties
    touching = counties[counties["touches_line"]]
    assert touching["population"].sum() == 15_535_461
    assert touching["country"].value_counts().to_dict() == {"MX": 38, "US": 23}
    assert counties.loc[counties["code"] == "35013", "name_en"].item() == "Doña Ana"
    # Published land and water area: Webb County 8,706 km² (3,361.5 sq mi, Census Bureau).
    webb = counties.loc[counties["code"] == "48479", "area_km2"].item()
    assert webb == pytest.approx(8_744, rel=0.01)


def test_people_near_laredo_by_both_methods(border: Border) -> None:
    found = border.people_within("laredo-juarez-lincoln", 100).set_index("country")
    # Webb, Zapata and Jim Hogg have their centres within 100 km; so have Nuevo Laredo, Anáhuac,
    # Guerrero (Tamaulipas) and Hidalgo (Coahuila).
    assert found["people_by_centre"].to_dict() == {
        "US": 267_113 + 13_887 + 4_835, "MX": 425_058 + 18_030 + 3_803 + 1_735
    }  # fmt: skip
    assert found.loc["US", "people"] > found.loc["US", "people_by_centre"]


def test_people_by_area_are_those_of_brute_force(border: Border) -> None:
    # A grid of geodesic cells: the share of a county's cells whose middle is within the distance.
    import numpy as np
    import shapely
    from pyproj import Geod

    port = border.ports.set_index("id").geometry["del-rio"]
    counties = border.counties
    residents = counties["population"].fillna(0)
    lon, lat = np.meshgrid(np.arange(-101.6, -100.2, 0.01), np.arange(28.7, 30.1, 0.01))
    lon, lat = lon.ravel(), lat.ravel()
    size = len(lon)
    away = Geod(ellps="WGS84").inv(np.full(size, port.x), np.full(size, port.y), lon, lat)[2]
    inside = away <= 50_000
    expected = {"US": 0.0, "MX": 0.0}
    for shape, people, side, area in zip(
        counties.geometry, residents, counties["country"], counties["area_km2"], strict=True
    ):  # fmt: skip
        hit = shapely.contains_xy(shape, lon[inside], lat[inside])
        cell_km2 = (0.01 * 111.32) * (0.01 * 110.85) * np.cos(np.radians(lat[inside][hit]))
        expected[side] += float(cell_km2.sum()) / area * float(people)
    found = border.people_within("del-rio", 50).set_index("country")["people"]
    for side, people in expected.items():
        assert found[side] == pytest.approx(people, rel=0.01)
