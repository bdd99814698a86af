"""Changes like for like, against published corrections and against plain sums."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import Border
from geo.errors import InvalidValueError
from geo.volumes import change

CodeCounts = dict[tuple[str, str], dict[tuple[int, int], int]]


def _change(border: Border, of: str, since: int, measure: str, until: int = 2024) -> pd.Series:
    return change(border, of, since, until, measure=measure).iloc[0]


# A recount of the BTS data by other hands: the same months of both years, El Paso and Ysleta one
# family, a new crossing as growth, only codes that still report. The plain sums, which take a
# missing month for zero, stand beside: -17.1, -25.4, -37.3, -4.4, -16.9, -15.6, -1.1 and -37.9.
@pytest.mark.parametrize(
    ("of", "since", "measure", "percent"),
    [
        ("border", 2019, "pedestrians", -13.7),
        ("US-CA", 2019, "pedestrians", -19.3),
        ("2504", 2019, "pedestrians", -32.1),
        ("2505", 2019, "pedestrians", 2.9),
        ("2309", 2019, "pedestrians", 5.9),
        ("2302", 2019, "pedestrians", 2.7),
        ("border", 2014, "pedestrians", 3.4),
        ("border", 2014, "buses", -19.3),
    ],
)
def test_a_change_is_that_of_the_recount(
    border: Border, of: str, since: int, measure: str, percent: float
) -> None:
    assert round(_change(border, of, since, measure)["percent"], 1) == percent


def test_the_change_of_the_border_is_a_plain_sum_of_common_months(
    border: Border, codes: CodeCounts
) -> None:
    before = after = 0
    ysleta = codes["2401", "pedestrians"]
    for (code, measure), months in codes.items():
        if measure != "pedestrians" or code == "2401":
            continue
        for month in range(1, 13):
            if (2019, month) in months and (2024, month) in months:
                before += months[2019, month]
                after += months[2024, month] + (ysleta[2024, month] if code == "2402" else 0)
    row = _change(border, "border", 2019, "pedestrians")
    assert (row["before"], row["after"]) == (before, after)
    assert (row["months"], row["months_possible"]) == (312, 27 * 12)


def test_months_of_2024_are_those_that_bts_lists(border: Border, codes: CodeCounts) -> None:
    listed = [month for (year, month) in codes["2504", "pedestrians"] if year == 2024]
    assert _change(border, "2504", 2019, "pedestrians")["months"] == len(listed) == 11


def test_a_new_crossing_is_growth_and_one_not_yet_counted_is_not(border: Border) -> None:
    row = _change(border, "border", 2014, "pedestrians")
    assert row["opened"] == ["2582"]  # Cross Border Xpress, opened 2015
    assert row["begun"] == ["2410"]  # Boquillas, open since 2013, counted by BTS since 2015


def test_codes_that_stopped_reporting_are_named_and_left_out(border: Border) -> None:
    row = _change(border, "border", 2014, "buses")
    assert row["ended"] == ["2505", "2506", "2603"]
    assert row["reason"] is pd.NA


@pytest.mark.parametrize(
    ("of", "since", "until", "measure", "reason"),
    [
        ("2402", 2019, 2024, "trucks", "split"),
        ("2401", 2020, 2024, "trucks", "split"),
        ("2506", 2019, 2024, "buses", "ended"),
        ("2410", 2014, 2024, "pedestrians", "begun"),
        ("nogales-morley", 2019, 2024, "pedestrians", "beyond"),
        ("border", 2019, 2026, "pedestrians", "not_counted"),
        ("MX-NLE", 2000, 2024, "trucks", "not_counted"),
        ("2410", 2019, 2022, "pedestrians", "few_months"),
        ("2582", 2014, 2024, "pedestrians", "zero"),
    ],
)
def test_what_cannot_be_compared_says_why(
    border: Border, of: str, since: int, until: int, measure: str, reason: str
) -> None:
    row = _change(border, of, since, measure, until)
    assert row["reason"] == reason
    assert pd.isna(row["percent"])


def test_el_paso_and_ysleta_are_compared_together(border: Border, codes: CodeCounts) -> None:
    row = _change(border, "US-TX_MX-CHH", 2019, "personal_vehicles")
    plain = {
        year: sum(
            value
            for code in ("2401", "2402", "2403", "2404")
            for (of, _month), value in codes[code, "personal_vehicles"].items()
            if of == year
        )
        for year in (2019, 2024)
    }
    assert (row["before"], row["after"]) == (plain[2019], plain[2024])


def test_a_year_to_date_is_compared_with_the_same_months(border: Border, codes: CodeCounts) -> None:
    row = _change(border, "border", 2025, "trucks", 2026)
    plain = [
        sum(
            value
            for (_code, measure), months in codes.items()
            if measure == "trucks"
            for (year, month), value in months.items()
            if year == of and month <= 8
        )
        for of in (2025, 2026)
    ]
    assert [row["before"], row["after"]] == plain
    assert row["months"] == row["months_possible"] == 21 * 8  # El Paso and Ysleta are one


def test_the_later_year_is_the_last_whose_december_is_held(border: Border) -> None:
    found = change(border, "border", 2019)
    years = dict(zip(found["measure"], found["until"], strict=True))
    assert years == {
        "trucks": 2025, "rail_containers": 2024, "buses": 2024, "personal_vehicles": 2024,
        "pedestrians": 2024,
    }  # fmt: skip


def test_years_in_the_wrong_order_are_refused(border: Border) -> None:
    with pytest.raises(InvalidValueError, match="a year before 2019"):
        change(border, "border", 2024, 2019)


MONTHS = st.sets(
    st.tuples(st.sampled_from(["2504", "2505"]), st.sampled_from([2019, 2024]), st.integers(1, 12)),
    max_size=11,
)


def _with_counts(border: Border, counts: dict[tuple[str, int, int], int]) -> Border:
    """Return a border in which these pedestrians by (code, year, month) are all that BTS counts."""
    rows = [
        {
            "id": f"{code}:{year}-{month:02}:pedestrians",
            "port_code": code,
            "port_name": code,
            "us_state": "US-CA",
            "month": pd.Timestamp(year, month, 1),
            "measure": "pedestrians",
            "value": value,
            "caveat": None,
        }
        for (code, year, month), value in counts.items()
    ]
    return border.replace(
        volumes=pd.DataFrame(rows),
        series_notes=border.layer("series_notes").iloc[:0],
        crossing_volumes=border.layer("crossing_volumes").iloc[:12],
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(left_out=MONTHS, later=st.integers(1, 400))
def test_missing_months_never_change_a_change(
    border: Border, left_out: set[tuple[str, int, int]], later: int
) -> None:
    every = {
        (code, year, month): 100 if year == 2019 else later
        for code in ("2504", "2505")
        for year in (2019, 2024)
        for month in range(1, 13)
    }
    made = _with_counts(border, {key: every[key] for key in every if key not in left_out})
    row = change(made, "US-CA", 2019, 2024, measure="pedestrians").iloc[0]
    common = sum(
        (code, 2019, month) not in left_out and (code, 2024, month) not in left_out
        for code in ("2504", "2505")
        for month in range(1, 13)
    )
    assert row["months"] == common
    assert row["percent"] == pytest.approx(later - 100)
