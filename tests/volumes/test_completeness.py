"""What is missing stays missing, and every sum says of how many months it is made."""

from collections.abc import Callable
from statistics import median

import pandas as pd
import pytest

from geo import Border
from geo.layers.measures import MEASURES
from geo.queries.selection import checked_selection
from geo.volumes import volumes_per_month, volumes_per_year
from geo.volumes.about import about_of, notes_between
from geo.volumes.areas import area_of, areas_of
from geo.volumes.gaps import gaps_of
from geo.volumes.ledger import Ledger
from geo.volumes.yearly import area_months
from geo.words.catalogue import words

CodeCounts = dict[tuple[str, str], dict[tuple[int, int], int]]
YearOf = Callable[[dict[tuple[int, int], int], int], int]


def _row(border: Border, of: str, measure: str, year: int) -> pd.Series:
    table = volumes_per_year(border, of, measure)
    return table[table["year"] == year].iloc[0]


@pytest.mark.parametrize(
    ("measure", "year", "months", "expected", "full"),
    [
        ("pedestrians", 2019, 27 * 12, 27 * 12, True),
        ("pedestrians", 2024, 28 * 12 - 12, 28 * 12, False),
        ("trucks", 2024, 22 * 12, 22 * 12, True),
        ("trucks", 2025, 22 * 12, 22 * 12, True),
        ("trucks", 2026, 22 * 8, 22 * 8, False),
        ("trucks", 2023, 22 * 12 - 7, 22 * 12, False),  # Tornillo from August
        ("personal_vehicles", 2024, 26 * 12, 26 * 12, True),
        ("personal_vehicles", 2020, 25 * 12 + 10, 25 * 12 + 10, True),  # Ysleta since March
        ("buses", 2024, 15 * 12 - 5, 15 * 12, False),
        ("buses", 2023, 16 * 12 - 15, 16 * 12, False),  # Otay Mesa stopped after January
        ("pedestrians", 2025, 28 * 2 - 1, 28 * 2, False),
    ],
)
def test_a_sum_says_of_how_many_months_it_is_made(
    border: Border, measure: str, year: int, months: int, expected: int, *, full: bool
) -> None:
    row = _row(border, "border", measure, year)
    assert (row["months"], row["months_expected"], row["full"]) == (months, expected, full)


@pytest.mark.parametrize(
    ("state", "measure", "year", "codes_expected"),
    [
        ("US-CA", "trucks", 2013, 3),  # Andrade's last trucks came in 2012.
        (
            "US-AZ",
            "buses",
            2019,
            4,
        ),  # At Naco in one month; in 2018 in four.
    ],
)
def test_a_code_is_expected_in_years_of_which_it_counts_most_months(
    border: Border, codes: CodeCounts, state: str, measure: str, year: int, codes_expected: int
) -> None:
    row = _row(border, state, measure, year)
    begin = {"US-CA": "25", "US-AZ": "26"}[state]
    counted = {
        code: sum(1 for (of, _), value in months.items() if of == year and value)
        for (code, what), months in codes.items()
        if what == measure and code.startswith(begin)
    }
    assert codes_expected == sum(months > 6 for months in counted.values())
    assert row["months_expected"] == 12 * codes_expected
    assert row["full"]


def test_months_missing_in_2024_are_those_that_the_source_lacks(
    ledger: Ledger, codes: CodeCounts
) -> None:
    found = {
        (gap.series.key, gap.month.month)
        for gap in gaps_of(ledger, area_of(ledger, "border"), "pedestrians", [2024])
    }
    lacking = {
        (code, month)
        for (code, measure), months in codes.items()
        if measure == "pedestrians"
        for month in range(1, 13)
        if (2024, month) not in months
    }
    assert found == lacking
    assert len(found) == 12


def test_nothing_stands_beside_a_gap_of_the_crossings_own_count(ledger: Ledger) -> None:
    gaps = gaps_of(ledger, area_of(ledger, "eagle-pass-rail"), "rail_containers")
    # The source has zero; BTS counts 29,334 containers at Eagle Pass in September 2017.
    assert [f"{gap.month:%Y-%m}" for gap in gaps] == ["2008-05", "2017-09", "2018-09"]
    assert {gap.counted for gap in gaps} == {None}


def test_what_cbp_counted_stands_beside_a_gap_and_fills_nothing(
    border: Border, ledger: Ledger, codes: CodeCounts, year_of: YearOf
) -> None:
    gaps = gaps_of(ledger, area_of(ledger, "2309"), "pedestrians", [2024])
    assert [(f"{gap.month:%Y-%m}", gap.counted) for gap in gaps] == [
        ("2024-03", 138_545 + 164),
        ("2024-12", 112_348 + 147),
    ]
    plain = year_of(codes["2309", "pedestrians"], 2024)
    assert _row(border, "2309", "pedestrians", 2024)["value"] == plain


def test_zeros_that_are_no_count_are_missing(border: Border) -> None:
    assert volumes_per_year(border, "2504", "personal_vehicles")["year"].min() == 1997
    assert volumes_per_year(border, "2507", "trucks")["year"].min() == 1997
    assert volumes_per_year(border, "2408", "buses")["year"].min() == 1998
    nogales = volumes_per_month(border, "2604", "pedestrians").set_index("month")["value"]
    assert nogales["1996-11-01"] is pd.NA


def test_every_hole_of_zeros_in_a_series_is_noted(ledger: Ledger, codes: CodeCounts) -> None:
    """A zero among months of which three in four have a count, half of them 100 or more."""
    for (code, measure), months in codes.items():
        dates = sorted(months)
        for year, month in dates:
            if months[year, month]:
                continue
            at = year * 12 + month
            around = [value for (y, m), value in months.items() if 0 < abs(y * 12 + m - at) <= 6]
            if sum(value > 0 for value in around) < 0.75 * len(around):
                continue
            if not around or median(around) < 100 or _vehicles_rested(codes, code, measure, at):
                continue
            assert _is_noted(ledger, code, measure, year, month), (code, measure, year, month)


def _vehicles_rested(codes: CodeCounts, code: str, measure: str, at: int) -> bool:
    """Return whether nobody came in buses or trains because none came."""
    vehicles = {"bus_passengers": "buses", "train_passengers": "trains"}.get(measure)
    month = (at - 1) // 12, (at - 1) % 12 + 1
    return vehicles is not None and codes[code, vehicles][month] == 0


def _is_noted(ledger: Ledger, code: str, measure: str, year: int, month: int) -> bool:
    when = pd.Timestamp(year, month, 1)
    return any(
        note.kind == "not_reported"
        and code in note.port_codes
        and note.is_about(measure)
        and note.touches(when, when)
        for note in ledger.notes
    )


# CBP's counts of the El Paso region: June 2025 repeats May at each of the 22 series.
def test_june_2025_of_the_el_paso_region_is_a_copy_and_is_not_used(
    border: Border, crossings: dict[tuple[str, str], dict[tuple[int, int], int]], ledger: Ledger
) -> None:
    note = next(one for one in ledger.notes if one.id == "el-paso-region-2025-06")
    series = [
        months
        for (ports, _mode), months in crossings.items()
        if set(ports.split("+")) <= set(note.port_ids) and months.get((2025, 5), 0) > 0
    ]
    assert len(series) == 22
    assert all(months[2025, 5] == months[2025, 6] != months[2025, 7] for months in series)
    ysleta = crossings["ysleta", "commercial"]
    used = sum(value for (year, month), value in ysleta.items() if year == 2025 and month != 6)
    row = _row(border, "ysleta", "trucks", 2025)
    assert (row["value"], row["months"], row["full"]) == (used, 11, False)


def test_may_2025_is_the_true_month_as_bts_counts_it(
    codes: CodeCounts, crossings: dict[tuple[str, str], dict[tuple[int, int], int]]
) -> None:
    for code, port in (("2401", "ysleta"), ("2403", "presidio"), ("2404", "tornillo")):
        bts, cbp = codes[code, "trucks"], crossings[port, "commercial"]
        assert bts[2025, 5] == cbp[2025, 5] == cbp[2025, 6] != bts[2025, 6]


# Totals of the border by month, from the check of the second-hand copy.
@pytest.mark.parametrize(
    ("month", "trucks"),
    [("2025-03", 662_135), ("2025-12", 595_445), ("2026-03", 674_389), ("2026-08", 624_456)],
)
def test_newer_trucks_are_those_of_the_copy(border: Border, month: str, trucks: int) -> None:
    table = volumes_per_month(border, "border", "trucks").set_index("month")
    assert table.loc[f"{month}-01", "value"] == trucks
    assert table.loc[f"{month}-01", "months"] == 22


def test_a_measure_says_until_when_its_data_go(ledger: Ledger) -> None:
    border = area_of(ledger, "border")
    ends = {name: about_of(ledger, border, name).last for name in MEASURES}
    assert ends.pop("trucks") == pd.Timestamp(2026, 8, 1)
    assert ends.pop("truck_containers_loaded") == pd.Timestamp(2023, 6, 1)
    assert set(ends.values()) == {pd.Timestamp(2025, 2, 1)}


@pytest.mark.parametrize(
    ("port", "measure", "first", "predecessor"),
    [
        ("san-luis-2", "trucks", "2010-11", "San Luis I"),
        ("brownsville-west-rail", "rail_containers", "2015-08", "B&M"),
        ("tornillo", "personal_vehicles", "2014-12", "Fabens-Caseta"),
    ],
)
def test_a_series_begins_with_its_crossing_and_names_the_one_before(
    ledger: Ledger, port: str, measure: str, first: str, predecessor: str
) -> None:
    about = about_of(ledger, area_of(ledger, port), measure)
    assert f"{about.first:%Y-%m}" == first
    texts = [note.text_en for note in about.notes if note.kind == "predecessor"]
    assert len(texts) == 1
    assert predecessor in texts[0]


def test_no_port_is_counted_before_it_opened(ledger: Ledger) -> None:
    for area in areas_of(ledger, "port"):
        opened = ledger.ports[area.id].opened_year
        for measure in MEASURES:
            months = area_months(ledger, area, measure)
            if len(months) and opened is not None:
                assert months.dates[0].year >= opened, (area.id, measure)


@pytest.mark.parametrize(
    ("of", "measure", "years", "notes"),
    [
        ("2402", "trucks", (2019, 2021), {"ysleta-split-2020", "bts-zeros-left-out"}),
        ("2602", "personal_vehicles", (2023, 2024), {"lukeville-closed-2023",
                                                      "bts-zeros-left-out"}),
        ("eagle-pass-1", "personal_vehicles", (2023, 2023), {"eagle-pass-1-closed-2023"}),
        ("nogales-morley", "pedestrians", (2023, 2023), {"morley-closed-2023",
                                                          "bts-zeros-left-out"}),
        ("2305", "bus_passengers", (2023, 2023), {"hidalgo-bus-passengers-2023-05",
                                                   "bts-zeros-left-out"}),
        ("laredo-rail", "rail_containers", (2024, 2024), {"rail-laredo-eagle-pass-2024"}),
        ("el-paso-paso-del-norte", "pedestrians", (2025, 2025),
         {"paso-del-norte-2025-05", "el-paso-region-2025-06"}),
        ("MX-NLE", "trucks", (2008, 2025), set()),
    ],
)  # fmt: skip
def test_notes_stand_beside_the_figures_that_they_touch(
    ledger: Ledger, of: str, measure: str, years: tuple[int, int], notes: set[str]
) -> None:
    about = about_of(ledger, area_of(ledger, of), measure)
    assert {note.id for note in notes_between(about.notes, *years)} == notes


def test_a_value_that_cannot_be_is_not_used(border: Border) -> None:
    months = volumes_per_month(border, "2305", "bus_passengers").set_index("month")["value"]
    assert months["2023-05-01"] is pd.NA
    assert months["2023-04-01"] == 20_559
    loaded = volumes_per_month(border, "2304", "truck_containers_loaded")
    assert loaded["month"].max() == pd.Timestamp(2023, 6, 1)


def test_labels_say_what_is_counted(ledger: Ledger) -> None:
    labels = {
        of: words("en").pick(about_of(ledger, area_of(ledger, of), measure), "label")
        for of, measure in (
            ("2304", "rail_containers"), ("laredo-rail", "rail_containers"),
            ("2504", "pedestrians"), ("roma", "pedestrians"), ("MX-TAM", "pedestrians"),
        )
    }  # fmt: skip
    assert labels == {
        "2304": "Rail containers, loaded and empty",
        "laredo-rail": "Railcars, loaded and empty",
        "2504": "Pedestrians",
        "roma": "Pedestrians/bicyclists",
        "MX-TAM": "Pedestrians",
    }


def test_a_selection_has_the_notes_of_its_codes_and_crossings(border: Border) -> None:
    notes = border.records("series_notes").columns["id"]
    chosen = checked_selection(border, pair="US-NM/MX-CHH")
    found = {notes[row] for row in chosen.rows(border, "series_notes")}
    assert {"covid-2020", "2406-1998-02-zero", "santa-teresa-buses-1996"} <= found
    assert found.isdisjoint({"lukeville-closed-2023", "el-paso-region-2025-06"})


def test_two_counts_of_one_month_measure_and_code_are_refused(border: Border) -> None:
    volumes = border.volumes
    twice = pd.concat([volumes, volumes.head(1).assign(id="again")], ignore_index=True)
    with pytest.raises(ValueError, match="of the same month, measure and place"):
        border.replace(volumes=twice).volumes_per_year()
