"""The figures of areas: their own crossings, and nothing that reaches beyond them."""

from collections.abc import Callable

import pandas as pd
import pytest

from geo import Border
from geo.errors import InvalidValueError, UnknownModeError
from geo.layers.measures import MAIN_MEASURES
from geo.volumes import volumes_per_month, volumes_per_year
from geo.volumes.areas import FAMILIES, AreaKind, area_of, areas_of
from geo.volumes.ledger import Ledger
from geo.volumes.parts import parts_of
from geo.volumes.whole import whole_of

CodeCounts = dict[tuple[str, str], dict[tuple[int, int], int]]
YearOf = Callable[[dict[tuple[int, int], int], int], int]
PARTS = {
    "trucks": ("trucks",),
    "rail_containers": ("rail_containers_loaded", "rail_containers_empty"),
    "buses": ("buses",),
    "personal_vehicles": ("personal_vehicles",),
    "pedestrians": ("pedestrians",),
}


def _value(border: Border, of: str, measure: str, year: int) -> object:
    table = volumes_per_year(border, of, measure)
    return table.loc[table["year"] == year, "value"].tolist()[0]


# Counts of single crossings and sums of them, from CBP's counts per Texas crossing.
@pytest.mark.parametrize(
    ("of", "measure", "value"),
    [
        ("MX-NLE", "trucks", 738_581),
        ("US-TX_MX-NLE", "trucks", 738_581),
        ("MX-NLE", "personal_vehicles", 408_742),
        ("MX-TAM", "trucks", 3_458_727),
        ("US-TX/MX-TAM", "trucks", 3_458_727),
        ("laredo-world-trade", "trucks", 2_288_051),
        ("falcon-dam", "personal_vehicles", 150_063),
        ("2304", "trucks", 3_026_632),
        ("2310", "personal_vehicles", 850_594),
        ("2604", "rail_containers", 97_774),
        ("2507", "rail_containers", 13_320),
        ("nogales-rail", "rail_containers", 97_774),
        ("border", "trucks", 7_617_207),
    ],
)
def test_an_area_has_the_figure_of_its_own_crossings(
    border: Border, of: str, measure: str, value: int
) -> None:
    assert _value(border, of, measure, 2024) == value


@pytest.mark.parametrize("port", ["nogales-mariposa", "nogales-deconcini", "nogales-morley"])
def test_a_code_of_three_ports_is_the_figure_of_none(
    border: Border, ledger: Ledger, port: str
) -> None:
    assert volumes_per_year(border, port, "pedestrians").empty
    beyond = parts_of(ledger, area_of(ledger, port), "pedestrians").beyond
    assert [(one.series.key, len(one.also_covers)) for one in beyond] == [("2604", 2)]


def test_trucks_of_nogales_are_those_of_its_one_truck_port(
    border: Border, codes: CodeCounts, year_of: YearOf
) -> None:
    nogales = year_of(codes["2604", "trucks"], 2024)
    assert _value(border, "nogales-mariposa", "trucks", 2024) == nogales


def test_trains_counted_elsewhere_are_not_a_road_ports(border: Border) -> None:
    # BTS books the trains of San Ysidro under Otay Mesa
    assert volumes_per_year(border, "otay-mesa", "rail_containers").empty
    assert volumes_per_year(border, "san-ysidro", "rail_containers").empty
    assert not volumes_per_year(border, "2506", "rail_containers").empty


def test_two_rail_bridges_of_one_series_have_no_figure_each(border: Border, ledger: Ledger) -> None:
    area = area_of(ledger, "el-paso-bnsf-rail")
    (beyond,) = parts_of(ledger, area, "rail_containers").beyond
    assert beyond.also_covers == ("el-paso-union-pacific-rail",)
    assert volumes_per_year(border, area.id, "rail_containers").empty


def test_a_southbound_crossing_counts_no_trucks(border: Border) -> None:
    assert set(volumes_per_year(border, "donna", "trucks")["value"]) == {0}


@pytest.mark.parametrize("kind", FAMILIES)
@pytest.mark.parametrize("measure", MAIN_MEASURES)
def test_the_parts_add_up_to_the_border_or_say_why_not(
    ledger: Ledger, codes: CodeCounts, year_of: YearOf, kind: AreaKind, measure: str
) -> None:
    for year in range(1996, 2025):
        whole = whole_of(ledger, kind, measure, year)
        plain = sum(
            year_of(months, year)
            for (_code, counted), months in codes.items()
            if counted in PARTS[measure]
        )
        assert whole is not None
        assert whole.value == plain
        assert sum(whole.parts.values()) + sum(one.value for one in whole.remainders) == plain
        assert all(one.value for one in whole.remainders)


@pytest.mark.parametrize("kind", ["us_state", "mx_state", "pair", "region", "code"])
@pytest.mark.parametrize("measure", MAIN_MEASURES)
def test_states_pairs_regions_and_codes_of_2024_are_the_whole_border(
    ledger: Ledger, kind: AreaKind, measure: str
) -> None:
    whole = whole_of(ledger, kind, measure, 2024)
    assert whole is not None
    assert whole.remainders == ()
    assert set(whole.parts) <= {area.id for area in areas_of(ledger, kind)}


def test_codes_are_those_that_the_source_counts_in_their_order(
    ledger: Ledger, codes: CodeCounts
) -> None:
    assert [area.id for area in areas_of(ledger, "code")] == sorted({code for code, _ in codes})


def test_what_ports_leave_over_is_named(ledger: Ledger) -> None:
    whole = whole_of(ledger, "port", "pedestrians", 2024)
    assert whole is not None
    reasons = {one.code: one.reason for one in whole.remainders}
    assert reasons["2604"] == "not_divided"
    assert reasons["2309"] == "sources_differ"
    rail = whole_of(ledger, "port", "rail_containers", 2024)
    assert rail is not None
    assert {one.code: one.reason for one in rail.remainders}["2506"] == "no_crossing"


def test_before_crossings_were_counted_laredo_is_not_divided(ledger: Ledger) -> None:
    whole = whole_of(ledger, "mx_state", "trucks", 2000)
    assert whole is not None
    assert "MX-NLE" not in whole.parts
    assert {one.code: one.reason for one in whole.remainders}["2304"] == "not_held"


def test_months_add_up_to_years(border: Border) -> None:
    for of in ("border", "MX-TAM", "2402", "ysleta"):
        months = volumes_per_month(border, of, mode="commercial")
        years = volumes_per_year(border, of, mode="commercial")
        sums = months.groupby(months["month"].dt.year)["value"].sum()
        assert sums.tolist() == years["value"].tolist()


@pytest.mark.parametrize("word", ["texas", "US-OK", "9999", "US-TX_MX-BCN", "", None, 2304, "a_b"])
def test_a_word_that_is_no_area_is_refused(border: Border, word: object) -> None:
    with pytest.raises(InvalidValueError, match=r"of: .* is not allowed"):
        volumes_per_year(border, word)  # type: ignore[arg-type]


def test_words_of_measure_and_mode_are_checked(border: Border) -> None:
    with pytest.raises(InvalidValueError, match="measure"):
        volumes_per_year(border, measure="bicycles")
    with pytest.raises(UnknownModeError):
        volumes_per_year(border, mode="bicycle")
    with pytest.raises(InvalidValueError, match="commercial"):
        volumes_per_year(border, measure="trucks", mode="rail")
    assert set(volumes_per_year(border, mode="rail")["measure"]) == {"rail_containers"}


@pytest.mark.parametrize("mode", ["bus", "pedestrian", "pov", "rail"])
def test_trucks_are_asked_of_no_other_mode(border: Border, mode: str) -> None:
    with pytest.raises(InvalidValueError, match="commercial, the mode of trucks"):
        volumes_per_year(border, "US-TX", measure="trucks", mode=mode)
    assert len(volumes_per_year(border, "US-TX", measure="trucks", mode="commercial"))


def test_a_rail_bridge_has_no_month_of_trucks(border: Border) -> None:
    assert volumes_per_month(border, "calexico-rail", measure="trucks").empty
    assert not volumes_per_month(border, "calexico-east", measure="trucks").empty


def test_an_answer_is_a_frame_of_counts(border: Border) -> None:
    table = volumes_per_year(border, "US-AZ")
    assert table.columns.tolist() == [
        "of", "measure", "year", "value", "months", "months_expected", "full",
    ]  # fmt: skip
    assert table["value"].dtype == pd.Int64Dtype()
    assert set(table["of"]) == {"US-AZ"}
