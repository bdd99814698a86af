"""Numbers, distances and dates as people write them in the United States and in Mexico."""

from datetime import date

import pytest

from geo.words.numbers import (
    area,
    as_of,
    change,
    day,
    distance,
    file_size,
    listing,
    miles,
    number,
    partial_day,
    percent,
    rounded,
    short_day,
    short_partial_day,
    within,
)

MINUS = "\N{MINUS SIGN}"
GAP = "\N{NO-BREAK SPACE}"
DAY = date(2026, 11, 5)


@pytest.mark.parametrize("lang", ["en", "es", "both"])
@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(0, 0, "0"), (999, 0, "999"), (1000, 0, "1,000"), (15_845_661, 0, "15,845,661"),
     (3176.96, 0, "3,177"), (6.25, 1, "6.2"), (-1234.5, 1, "-1,234.5"), (7, 2, "7.00")],
)  # fmt: skip
def test_numbers_are_grouped_by_commas_in_both_countries(
    value: float, decimals: int, shown: str, lang: str
) -> None:
    assert number(value, lang, decimals) == shown


# One international mile is 1.609344 km exactly, so 100 km are 62.137 mi.
@pytest.mark.parametrize(
    ("km", "decimals", "shown"),
    [(100, 1, "100.0 km (62.1 mi)"), (1.609344, 1, "1.6 km (1.0 mi)"),
     (3177, 0, "3,177 km (1,974 mi)"), (0, 0, "0 km (0 mi)")],
)  # fmt: skip
def test_distances_stand_in_kilometres_then_in_miles(km: float, decimals: int, shown: str) -> None:
    assert distance(km, "en", decimals) == distance(km, "es", decimals) == shown


def test_per_cent_stands_apart_in_spanish() -> None:
    assert percent(18.34, "en") == "18.3%"
    assert percent(18.34, "es") == f"18.3{GAP}%"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(18.34, "+18.3%"), (0.3, "+0.3%"), (-4, f"{MINUS}4.0%"), (0, "0.0%"), (0.04, "0.0%"),
     (-0.04, "0.0%"), (-0.06, f"{MINUS}0.1%"), (1234.5, "+1,234.5%")],
)  # fmt: skip
def test_changes_carry_a_plus_or_a_true_minus(value: float, shown: str) -> None:
    assert change(value, "en") == shown
    assert change(value, "es") == shown.replace("%", f"{GAP}%")


def test_millions_are_in_words() -> None:
    assert rounded(76_923_421, "en") == "76.9 million"
    assert rounded(76_923_421, "es") == f"76.9{GAP}millones"
    assert rounded(999_999, "es") == "999,999"
    assert rounded(1_000_000, "en") == "1.0 million"


def test_sizes_of_files_are_in_kilobytes_then_in_megabytes() -> None:
    assert [file_size(n, "es") for n in (350_600, 999_400, 1_000_000, 19_446_000)] == [
        "351 kB", "999 kB", "1.0 MB", "19.4 MB",
    ]  # fmt: skip


def test_dates_in_full_and_for_tables() -> None:
    assert day(DAY, "en") == "November 5, 2026"
    assert day(DAY, "es") == "5 de noviembre de 2026"
    assert day(DAY, "both") == "November 5, 2026 / 5 de noviembre de 2026"
    assert (short_day(DAY, "en"), short_day(DAY, "es")) == ("Nov 5, 2026", "5 nov 2026")


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [("2022-06-29", "29 de junio de 2022", "29 jun 2022"),
     ("2025-09", "septiembre de 2025", "sep 2025"), ("2018", "2018", "2018"),
     ("spring 2020", "spring 2020", "spring 2020"), ("2022-13", "2022-13", "2022-13")],
)  # fmt: skip
def test_dates_may_lack_day_or_month(text: str, full: str, short: str) -> None:
    assert partial_day(text, "es") == full
    assert short_partial_day(text, "es") == short


def test_since_when_a_fact_holds() -> None:
    assert [as_of(text, "en") for text in ("2022-06-29", "2025-09", "2018")] == [
        "as of June 29, 2022", "as of September 2025", "as of 2018",
    ]  # fmt: skip
    assert [as_of(text, "es") for text in ("2022-06-29", "2025-09", "2018")] == [
        "vigente al 29 de junio de 2022", "vigente en septiembre de 2025", "vigente en 2018",
    ]  # fmt: skip


def test_lists_are_phrases() -> None:
    spanish = ["Peatones", "Vehículos particulares", "Autobuses"]
    assert listing(spanish, "es") == "Peatones, vehículos particulares y autobuses"
    assert listing(["Pedestrians", "Buses"], "en") == "Pedestrians and buses"
    assert listing(["Cars", "SENTRI"], "en") == "Cars and SENTRI"
    assert listing([], "es") == ""


# Census Bureau, state area measurements: Arizona 295,234 square kilometres, 113,990 square miles.
@pytest.mark.parametrize("lang", ["en", "es"])
def test_areas_stand_in_square_kilometres_then_in_square_miles(lang: str) -> None:
    assert area(295_234, lang) == "295,234 km² (113,990 mi²)"
    assert area(100, lang) == "100 km² (39 mi²)"


def test_a_distance_has_one_decimal_unless_others_are_asked_for() -> None:
    assert distance(16.09344, "en") == "16.1 km (10.0 mi)"
    assert miles(16.09344, "en") == "10.0 mi"


def test_inside_a_sentence_abbreviations_keep_their_capitals() -> None:
    assert [within(text) for text in ("A crossing", "SENTRI lanes", "US ports", "Toll")] == [
        "a crossing", "SENTRI lanes", "US ports", "toll",
    ]  # fmt: skip
