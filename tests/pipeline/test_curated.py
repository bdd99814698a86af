"""The curated facts against the sources they come from."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from opening_hours import OpeningHours

from geo.layers import layer
from geo.pipeline.curated import curated_columns, read_curated
from geo.pipeline.facts import compiled, read_facts
from geo.pipeline.hours import port_hours
from geo.pipeline.tables import build_tables

CURATED = Path(__file__).parents[2] / "data" / "curated"
NAMES = (
    "ports", "port_modes", "port_access", "tolls", "port_codes", "counts", "crossings_not_counted",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Return the tables beside the ports, each by id."""
    built = build_tables(CURATED, read_facts(CURATED))
    return {name: table.set_index("id", drop=False) for name, table in built.items()}


@pytest.fixture(scope="module")
def ports(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the ports with what facts and modes say of them, by id."""
    found = compiled(read_curated(CURATED, "ports"), "ports", read_facts(CURATED))
    hours = port_hours(found["id"], tables["port_modes"].reset_index(drop=True))
    return pd.concat([found, hours], axis="columns").set_index("id", drop=False)


# What a port is


def test_ports_per_state_are_those_of_the_counting_rule(ports: pd.DataFrame) -> None:
    # Texas 34: TxDOT guide 2026. Arizona 9 (Border Master Plan 2013) and Nogales' railroad.
    assert dict(Counter(ports["us_state"])) == {
        "US-TX": 34, "US-AZ": 10, "US-CA": 8, "US-NM": 3,
    }  # fmt: skip
    assert dict(Counter(ports["mx_state"])) == {
        "MX-TAM": 18, "MX-CHH": 12, "MX-SON": 10, "MX-BCN": 8, "MX-COA": 6, "MX-NLE": 1,
    }  # fmt: skip


def test_48_ports_are_for_people_or_vehicles_and_7_for_trains(ports: pd.DataFrame) -> None:
    rail = [port for port, modes in ports["modes"].items() if modes == ["rail"]]
    assert sorted(rail) == [
        "brownsville-west-rail", "calexico-rail", "eagle-pass-rail", "el-paso-bnsf-rail",
        "el-paso-union-pacific-rail", "laredo-rail", "nogales-rail",
    ]  # fmt: skip
    assert sum("rail" not in modes for modes in ports["modes"]) == 48


def test_texas_has_28_vehicle_5_rail_and_1_pedestrian_crossing(ports: pd.DataFrame) -> None:
    # TxDOT guide 2026: 28 vehicle, 5 rail, 1 pedestrian.
    texas = ports[ports["us_state"] == "US-TX"]["modes"]
    assert sum(modes == ["rail"] for modes in texas) == 5
    assert sum(modes == ["pedestrian"] for modes in texas) == 1
    assert sum(bool({"pov", "commercial"} & set(modes)) for modes in texas) == 28


def test_the_rio_grande_is_the_boundary_exactly_at_the_texas_ports(ports: pd.DataFrame) -> None:
    texas = ports["us_state"] == "US-TX"
    assert (ports["river"][texas] == "Rio Grande").all()
    assert ports["river"][~texas].isna().all()
    assert (ports["bbbxg_region"] == texas.map({True: "east", False: "west"})).all()


def test_port_codes_are_the_28_of_bts(ports: pd.DataFrame) -> None:
    # BTS Border Crossing/Entry Data: 28 ports on the US-Mexico border.
    assert ports["cbp_port_code"].nunique() == 28
    assert ports["cbp_port_code"].str.fullmatch(r"2[3-6]\d\d").all()
    assert ports.groupby("cbp_port_code")["cbp_port_name"].nunique().eq(1).all()


@pytest.mark.parametrize(
    ("port", "column", "value"),
    [
        ("otay-mesa", "opened_year", 1985),  # Los Angeles Times, 1985-01-25
        ("laredo-world-trade", "opened_year", 2000),
        ("cross-border-xpress", "opened_year", 2015),  # Business Wire, 2015-12-07
        ("amistad-dam", "us_owner", "International Boundary and Water Commission (U.S. Section)"),
        ("boquillas", "mx_municipality", "Ocampo"),
        ("laredo-colombia", "mx_state", "MX-NLE"),
        ("calexico-rail", "cbp_port_code", "2507"),  # BTS books Calexico's trains at East
        ("antelope-wells", "cbp_port_name", "Columbus"),
        ("calexico-rail", "coordinate_accuracy_m", 400),
        ("nogales-rail", "crossing_type", "rail"),
        ("los-ebanos", "crossing_type", "ferry"),
        ("presidio", "as_of", date(2026, 11, 23)),
    ],
)
def test_known_facts_of_ports(ports: pd.DataFrame, port: str, column: str, value: object) -> None:
    assert ports.loc[port, column] == value


def test_both_sides_keep_the_same_time_all_year(ports: pd.DataFrame) -> None:
    # Ley de los Husos Horarios (2022-10-28): the border keeps the seasonal time of the US side;
    # Arizona and Sonora have none.
    for day in (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)):  # noqa: DTZ001
        for port, here, there in zip(
            ports["id"], ports["time_zone"], ports["mx_time_zone"], strict=True
        ):
            offsets = [day.replace(tzinfo=ZoneInfo(zone)).utcoffset() for zone in (here, there)]
            assert offsets[0] == offsets[1], port


@pytest.mark.parametrize(
    ("port", "zone", "offset"),
    [
        ("tornillo", "America/Denver", -7),
        ("fort-hancock", "America/Denver", -7),
        ("presidio", "America/Chicago", -6),
        ("sasabe", "America/Phoenix", -7),
        ("tecate", "America/Los_Angeles", -8),
    ],
)
def test_time_zone_of_the_us_side(ports: pd.DataFrame, port: str, zone: str, offset: int) -> None:
    assert ports.loc[port, "time_zone"] == zone
    winter = datetime(2026, 1, 15, tzinfo=ZoneInfo(zone))
    assert winter.utcoffset() == timedelta(hours=offset)


# Hours and lanes


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [  # TxDOT/UNT bridge guide 2026, September 2025; CBP's feed of 2026-10-01 agrees or is newer
        ("pharr:commercial", "lanes_northbound", 7),
        ("pharr:commercial", "hours_cbp", "Mon-Fri 7 am-10 pm; Sat-Sun 8 am-4 pm"),
        ("pharr:commercial", "opening_hours_cbp", "Mo-Fr 07:00-22:00; Sa-Su 08:00-16:00"),
        ("pharr:commercial", "unified_cargo_processing", True),
        ("pharr:commercial", "hours_mexican_customs", "Mon-Fri 8 am-9 pm; Sat-Sun 9 am-2 pm"),
        ("pharr:pov", "opening_hours_cbp",
         "Mo-Fr 06:00-08:00,16:00-18:00; Sa-Su 06:00-08:00,16:00-24:00"),
        ("el-paso-paso-del-norte:pedestrian", "lanes_northbound", 14),
        ("el-paso-paso-del-norte:pedestrian", "opening_hours_mexican_customs", "24/7"),
        ("laredo-world-trade:commercial", "lanes_northbound", 19),
        ("laredo-world-trade:commercial", "opening_hours_cbp",
         "Mo-Fr 07:00-24:00; Sa-Su 08:00-16:00"),
        ("los-indios:commercial", "opening_hours_mexican_customs",
         "Mo-Fr 09:00-20:00; Sa 10:00-14:00"),
        ("progreso:commercial", "opening_hours_cbp", "Mo-Fr 08:00-17:00; Sa 10:00-12:00"),
        ("boquillas:pedestrian", "lanes_note_en", "A CBP kiosk."),
        # CBP Border Wait Times feed, 2026-10-01
        ("san-ysidro:pov", "lanes_northbound", 34),
        ("nogales-mariposa:commercial", "lanes_northbound", 8),
        ("calexico-west:pov", "lanes_northbound", 16),
        ("calexico-west:pedestrian", "lanes_northbound", 8),
        ("san-luis-1:pov", "lanes_northbound", 16),
        ("san-luis-1:pedestrian", "lanes_northbound", 9),
        ("san-luis-2:commercial", "lanes_northbound", 2),
        ("ysleta:pov", "lanes_northbound", 13),
        ("pharr:pov", "lanes_northbound", 10),
        ("hidalgo:pedestrian", "lanes_northbound", 10),
        ("andrade:commercial", "lanes_northbound", 1),
        ("san-luis-2:commercial", "hours_cbp", "9 am-5 pm (days not stated)"),
        ("otay-mesa:commercial", "hours_cbp", "6 am-10 pm (days not stated)"),
        ("calexico-east:pov", "opening_hours_cbp", "Mo-Su 06:00-22:00"),
        ("columbus:pedestrian", "opening_hours_cbp", "24/7"),
        # the same feed's notices
        ("brownsville-matamoros:pedestrian", "opening_hours_cbp", "Mo-Su 06:00-22:00"),
        ("tornillo:commercial", "opening_hours_cbp", "Mo-Fr 08:00-16:00"),
    ],
)  # fmt: skip
def test_known_lanes_and_hours(
    tables: dict[str, pd.DataFrame], row: str, column: str, value: object
) -> None:
    assert tables["port_modes"].loc[row, column] == value


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("otay-mesa:commercial", "opening_hours_cbp"),  # the feed gives no days for trucks
        ("lukeville:pedestrian", "hours_cbp"),  # the feed lists no pedestrian lanes here
        ("tecate:commercial", "hours_cbp"),  # port hours do not hold for trucks
        ("donna:commercial", "opening_hours_cbp"),  # southbound only
        ("laredo-juarez-lincoln:bus", "hours_cbp"),
        ("laredo-rail:rail", "hours_cbp"),
    ],
)
def test_hours_that_no_source_states_are_empty(
    tables: dict[str, pd.DataFrame], row: str, column: str
) -> None:
    assert tables["port_modes"].loc[row, column] is None


def test_every_port_has_one_row_for_each_of_its_modes(tables: dict[str, pd.DataFrame]) -> None:
    with (CURATED / "ports.csv").open(encoding="utf-8") as file:
        expected = {
            (row["id"], mode) for row in csv.DictReader(file) for mode in row["modes"].split(";")
        }
    found = tables["port_modes"][["port_id", "mode"]].itertuples(index=False, name=None)
    assert Counter(found) == Counter(expected)


def test_guide_rows_are_all_there(tables: dict[str, pd.DataFrame]) -> None:
    # The guide lists 27 crossings for private vehicles, 22 for pedestrians, 16 for trucks.
    modes = tables["port_modes"]
    guide = modes[["txdot-unt-guide-2026" in ids for ids in modes["source_ids"]]]
    people = guide[~guide["mode"].isin(["bus", "rail"])]
    assert dict(Counter(people["mode"])) == {"pov": 27, "pedestrian": 22, "commercial": 16}
    dated = guide["hours_as_of"].dropna()
    assert set(dated) == {date(2025, 9, 1), date(2026, 10, 1)}
    old = guide["hours_as_of"] == date(2025, 9, 1)
    assert set(guide["hours_as_of_precision"][old]) == {"month"}


def test_hours_in_words_and_their_date_stand_together(
    ports: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> None:
    assert (ports["hours"].notna() == ports["hours_as_of"].notna()).all()
    assert ports["hours"][ports["opening_hours"].notna()].notna().all()
    modes = tables["port_modes"]
    assert modes["hours_cbp"][modes["opening_hours_cbp"].notna()].notna().all()
    assert modes["hours_as_of"][modes["hours_cbp"].notna()].notna().all()


def test_a_port_is_open_when_any_of_its_modes_is(
    ports: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> None:
    moments = [
        start + timedelta(minutes=30 * step + 15)
        for start in (datetime(2026, 1, 5), datetime(2026, 7, 6))  # noqa: DTZ001 - local time
        for step in range(7 * 48)
    ]
    stated = tables["port_modes"].dropna(subset=["opening_hours_cbp"])
    assert set(stated["port_id"]) == set(ports.dropna(subset=["opening_hours"])["id"])
    for port, rows in stated.groupby("port_id"):
        whole = OpeningHours(ports.loc[port, "opening_hours"])
        parts = [OpeningHours(text) for text in set(rows["opening_hours_cbp"])]
        for moment in moments:
            assert whole.is_open(moment) == any(part.is_open(moment) for part in parts), port


def test_boquillas_keeps_other_days_in_winter(ports: pd.DataFrame) -> None:
    # Guide: winter (Nov-Apr) Wed-Sun, summer (May-Oct) Fri-Mon, 9 am-4 pm.
    hours = OpeningHours(ports.loc["boquillas", "opening_hours"])
    wednesdays = datetime(2026, 1, 7, 12), datetime(2026, 7, 8, 12)  # noqa: DTZ001
    mondays = datetime(2026, 1, 5, 12), datetime(2026, 7, 6, 12)  # noqa: DTZ001
    assert [hours.is_open(moment) for moment in wednesdays] == [True, False]
    assert [hours.is_open(moment) for moment in mondays] == [False, True]


# The other tables


def test_every_row_of_every_table_names_its_sources() -> None:
    for name in NAMES:
        table = read_curated(CURATED, name)
        assert table["source_ids"].str.len().gt(0).all(), name
        assert table["id"].is_unique, name


def test_files_are_one_row_a_line_in_the_order_of_the_layer() -> None:
    for name in NAMES:
        raw = (CURATED / f"{name}.csv").read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        header = raw.decode("utf-8").splitlines()[0].split(",")
        assert header == [column.name for column in curated_columns(name)]
        assert raw.count(b"\n") == len(read_curated(CURATED, name)) + 1


def test_tolls_cover_the_29_texas_crossings_that_are_not_railroads(
    ports: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> None:
    tolls = tables["tolls"]
    texas = ports[ports["us_state"] == "US-TX"]
    assert set(tolls["port_id"]) == {
        port for port, modes in texas["modes"].items() if modes != ["rail"]
    }
    assert tolls["port_id"].nunique() == 29
    first = tolls.loc["el-paso-paso-del-norte:01"]
    assert (first["toll_southbound"], first["toll_northbound"]) == ("$0.50", "MX$6.00")
    # The guide of September 2025, and the yearly fees that the trust of the bridges set in 2025.
    assert set(tolls["tolls_as_of"]) == {date(2025, 9, 1), date(2025, 1, 12)}


def test_codes_per_system(tables: dict[str, pd.DataFrame]) -> None:
    codes = tables["port_codes"]
    assert dict(Counter(codes["system"])) == {
        "cbp_port": 55, "bts_rail": 7, "cbp_wait_time": 56, "unt_crossing": 34,
    }  # fmt: skip
    assert codes.loc["bts_rail:2507:calexico-rail", "code_name"] == "Calexico East"
    feed = codes[codes["system"] == "cbp_wait_time"]
    assert feed["code"].is_unique
    # The feed of 2026-10-01 has 55 records; 240403 was in that of 2022-06-29 only.
    assert dict(Counter(feed["code_as_of"])) == {date(2026, 10, 1): 55, date(2022, 6, 29): 1}
    assert feed.loc[feed["code_as_of"] == date(2022, 6, 29), "code"].tolist() == ["240403"]


def test_six_crossings_for_people_are_never_in_the_waiting_time_feed(
    ports: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> None:
    codes = tables["port_codes"]
    timed = set(codes["port_id"][codes["system"] == "cbp_wait_time"])
    untimed = {port for port, modes in ports["modes"].items() if modes != ["rail"]} - timed
    assert untimed == {
        "amistad-dam", "antelope-wells", "boquillas", "falcon-dam", "los-ebanos", "sasabe",
    }  # fmt: skip


def test_counts_begin_with_our_rule_and_hold_the_other_totals(
    tables: dict[str, pd.DataFrame],
) -> None:
    counts = tables["counts"]
    first = counts.iloc[0]
    assert (first["id"], first["total"]) == ("border-ports-55", "55")
    assert {"60", "58", "54", "50", "48", "47", "43", "34", "28", "55"} <= set(counts["total"])
    assert counts.loc["embassy-60", "publisher"] == "Embassy of Mexico in the United States"
    assert counts.loc["fhwa-47", "published"] == date(2016, 1, 1)
    assert counts.loc["fhwa-47", "published_precision"] == "year"
    assert counts[["relation_en", "relation_es"]].notna().all(axis=None)


def test_crossings_not_counted_are_no_ports_and_have_points_where_known(
    ports: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> None:
    left_out = tables["crossings_not_counted"]
    assert not set(left_out["id"]) & set(ports["id"])
    assert list(left_out.columns) == [*layer("crossings_not_counted").column_names, "geometry"]
    point = left_out.loc["presidio-rail", "geometry"]
    assert (point.x, point.y) == (-104.37757, 29.542554)
    assert left_out.loc["lochiel", "geometry"] is None
    assert left_out["geometry"].notna().sum() == 4
