"""Volumes: published sums, the two sources against each other, and what the build refuses."""

import gzip
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import DatasetError
from geo.layers import layer
from geo.pipeline.volumes import BTS_FILE, BTS_NEWER_FILE, CBP_TEXAS_FILE, build_volumes
from geo.pipeline.write import write_parquet

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "data" / "published"

BTS_HEADER = "Port Name,State,Port Code,Border,Date,Measure,Value,Latitude,Longitude,Point"
CBP_HEADER = "ID,Year,Month,Region,POE,Crossing,Modes,Northbound Crossing"
NEWER_HEADER = "port_code,port_name,state,date,measure,value,source_id"
RESOLUTIONS_HEADER = "series,measure,month,kept_value,reason,sources"
NOTES_HEADER = "id,kind,port_codes,port_ids,measures,from_month,to_month,text_en,text_es,source_ids"


def _read(name: str) -> pd.DataFrame:
    table = pd.DataFrame(pq.read_table(PUBLISHED / f"{name}.parquet").to_pydict())
    return table.assign(year=[month.year for month in table["month"]])


@pytest.fixture(scope="module")
def bts() -> pd.DataFrame:
    """Return the published BTS counts with the year as a column."""
    return _read("volumes")


@pytest.fixture(scope="module")
def cbp() -> pd.DataFrame:
    """Return the published counts per Texas crossing with the year as a column."""
    return _read("crossing_volumes")


# BTS Pocket Guide 2008, table 4-8 (thousands); National Transportation Statistics 2005,
# table 1-49 (trucks); FHWA/BTS (rail containers, loaded and empty together).
@pytest.mark.parametrize(
    ("measures", "year", "published", "unit"),
    [
        (("personal_vehicles",), 2006, 88_296, 1000),
        (("pedestrians",), 2006, 46_251, 1000),
        (("buses",), 2006, 263, 1000),
        (("trucks",), 2003, 4_238_045, 1),
        (("trucks",), 2004, 4_503_688, 1),
        (("rail_containers_loaded", "rail_containers_empty"), 2003, 607_475, 1),
        (("rail_containers_loaded", "rail_containers_empty"), 2004, 675_305, 1),
    ],
)
def test_sum_over_the_border_is_the_published_figure(
    bts: pd.DataFrame, measures: tuple[str, ...], year: int, published: int, unit: int
) -> None:
    rows = bts[bts["measure"].isin(measures) & (bts["year"] == year)]
    assert round(int(rows["value"].sum()) / unit) == published


# BTS, State Transportation Statistics 2015, table 4-15.
@pytest.mark.parametrize(
    ("state", "year", "published"),
    [("US-AZ", 2014, 8_518_851), ("US-TX", 2014, 32_690_091), ("US-CA", 2009, 26_536_413)],
)
def test_cars_of_a_state_are_the_published_figure(
    bts: pd.DataFrame, state: str, year: int, published: int
) -> None:
    rows = bts[
        (bts["us_state"] == state) & (bts["year"] == year) & (bts["measure"] == "personal_vehicles")
    ]
    assert int(rows["value"].sum()) == published


# TxDOT guide 2026, in its text: 129,662 railcars in the El Paso region and 859,560 in the Laredo
# region in 2024; "3.5 million" pedestrians at Paso del Norte, 3,536,801 in the counts.
@pytest.mark.parametrize(
    ("crossings", "mode", "published"),
    [
        (["El Paso Railroad Bridges"], "rail", 129_662),
        (
            [
                "Canadian Pacific Kansas City Laredo Railroad Bridge",
                "Union Pacific Eagle Pass Railroad Bridge",
            ],
            "rail",
            859_560,
        ),
        (["Paso del Norte Bridge"], "pedestrian", 3_536_801),
    ],
)
def test_texas_crossings_in_2024_are_the_published_figures(
    cbp: pd.DataFrame, crossings: list[str], mode: str, published: int
) -> None:
    rows = cbp[cbp["crossing"].isin(crossings) & (cbp["mode"] == mode) & (cbp["year"] == 2024)]
    assert int(rows["value"].sum()) == published


# Two independent publications of the same counts: BTS per port, UNT per crossing.
@pytest.mark.parametrize(
    ("port_codes", "ports", "measure", "mode"),
    [
        (
            ["2304"],
            [
                "laredo-world-trade",
                "laredo-colombia",
                "laredo-gateway",
                "laredo-juarez-lincoln",
                "laredo-rail",
            ],
            "trucks",
            "commercial",
        ),
        (["2305"], ["hidalgo", "pharr", "anzalduas"], "personal_vehicles", "pov"),
        (["2309"], ["progreso", "donna"], "trucks", "commercial"),
        (["2303"], ["eagle-pass-1", "eagle-pass-camino-real"], "personal_vehicles", "pov"),
        (["2403"], ["presidio"], "pedestrians", "pedestrian"),
        (["2410"], ["boquillas"], "pedestrians", "pedestrian"),
    ],
)
def test_crossings_add_up_to_what_bts_counts_at_the_port_in_2024(
    bts: pd.DataFrame,
    cbp: pd.DataFrame,
    port_codes: list[str],
    ports: list[str],
    measure: str,
    mode: str,
) -> None:
    per_port = bts[
        bts["port_code"].isin(port_codes) & (bts["measure"] == measure) & (bts["year"] == 2024)
    ]
    of_ports = pd.Series([ids[0] in ports for ids in cbp["port_ids"]])
    ours = cbp[of_ports & (cbp["mode"] == mode) & (cbp["year"] == 2024)]
    assert int(ours["value"].sum()) == int(per_port["value"].sum()) > 0


def test_el_paso_rail_bridges_are_one_series_of_two_ports(cbp: pd.DataFrame) -> None:
    rows = cbp[cbp["crossing"] == "El Paso Railroad Bridges"]
    assert {tuple(ids) for ids in rows["port_ids"]} == {
        ("el-paso-bnsf-rail", "el-paso-union-pacific-rail")
    }


def test_repeated_rows_are_counted_once(bts: pd.DataFrame) -> None:
    # 94,234 rows in the source: 6 stand twice and Sasabe, February 2021, has two values; 396
    # newer rows, the trucks of 22 ports in 18 months.
    assert len(bts) == 94_234 - 6 - 1 + 22 * 18
    assert bts["id"].is_unique
    roma = bts[bts["id"] == "2310:2019-06:personal_vehicles"]
    assert roma["value"].tolist() == [54_953]


def test_sasabe_is_settled_to_zero_and_says_so(bts: pd.DataFrame) -> None:
    row = bts[bts["id"] == "2606:2021-02:bus_passengers"].iloc[0]
    assert row["value"] == 0
    assert "2,175" in row["caveat"]


def test_loaded_containers_warn_from_july_2023_on_and_only_then(bts: pd.DataFrame) -> None:
    loaded = bts[(bts["measure"] == "truck_containers_loaded") & (bts["value"] > 0)]
    late = [month.isoformat() >= "2023-07-01" for month in loaded["month"]]
    assert loaded["caveat"].notna().tolist() == late


def test_newer_trucks_say_that_they_are_second_hand(bts: pd.DataFrame) -> None:
    newer = bts[[month.isoformat() >= "2025-03-01" for month in bts["month"]]]
    assert set(newer["measure"]) == {"trucks"}
    assert newer["caveat"].str.contains("second-hand").all()
    others = bts[bts["caveat"].notna() & bts["caveat"].str.contains("second-hand", na=False)]
    assert len(others) == len(newer) == 22 * 18


def test_caveats_of_crossings_are_those_of_their_notes(cbp: pd.DataFrame) -> None:
    pdn = cbp[(cbp["crossing"] == "Paso del Norte Bridge") & (cbp["mode"] == "pedestrian")]
    by_month = pdn.set_axis([month.isoformat()[:7] for month in pdn["month"]])
    assert by_month.loc["2025-05", "value"] == by_month.loc["2025-06", "value"] == 33_814
    assert "a digit was lost" in by_month.loc["2025-05", "caveat"]
    assert "copy of May" in by_month.loc["2025-06", "caveat"]
    june = cbp[[month.isoformat() == "2025-06-01" for month in cbp["month"]]]
    warned = june[june["caveat"].str.contains("copy of May", na=False) & (june["value"] > 0)]
    assert len(warned) == 22


def _inputs(folder: Path, **texts: str) -> tuple[Path, Path]:
    """Write small inputs; each keyword replaces the rows of one of them."""
    rows = {
        "bts": "Laredo,Texas,2304,US-Mexico Border,Apr 2024,Trucks,7,27.5,-99.5,POINT (0 0)",
        "cbp": "x,2024,4,Laredo,Laredo,World Trade Bridge,Commercial Trucks,5",
        "newer": "",
        "resolutions": "",
        "notes": "",
        "names": "World Trade Bridge,laredo-world-trade,",
    } | texts
    sources, curated = folder / "sources", folder / "curated"
    for path, header, body in (
        (sources / BTS_FILE, BTS_HEADER, rows["bts"]),
        (sources / BTS_NEWER_FILE, NEWER_HEADER, rows["newer"]),
        (sources / CBP_TEXAS_FILE, CBP_HEADER, rows["cbp"]),
        (curated / "volume_resolutions.csv", RESOLUTIONS_HEADER, rows["resolutions"]),
        (curated / "crossing_names.csv", "crossing,port_ids,note", rows["names"]),
        (curated / "series_notes.csv", NOTES_HEADER, rows["notes"]),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        content = (f"{header}\n{body}\n" if body else f"{header}\n").encode()
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return sources, curated


def _built(name: str) -> list[str]:
    """Return the columns of a table less that which a later step makes from its ids of sources."""
    later = {"sources"} if name == "series_notes" else set()
    return [column for column in layer(name).column_names if column not in later]


def test_columns_are_those_of_the_layers(tmp_path: Path) -> None:
    tables = build_volumes(*_inputs(tmp_path))
    for name, table in tables.items():
        assert list(table.columns) == _built(name)
    assert tables["volumes"].iloc[0].to_dict() == {
        "id": "2304:2024-04:trucks",
        "port_code": "2304",
        "port_name": "Laredo",
        "us_state": "US-TX",
        "month": pd.Timestamp("2024-04-01").date(),
        "measure": "trucks",
        "value": 7,
        "caveat": None,
    }
    assert tables["crossing_volumes"]["id"].tolist() == ["laredo-world-trade:2024-04:commercial"]


BTS_ROW = "Laredo,Texas,2304,US-Mexico Border,Apr 2024,Trucks,{},27.5,-99.5,POINT (0 0)"


def test_a_conflict_that_nobody_settled_is_refused(tmp_path: Path) -> None:
    both = BTS_ROW.format(7) + "\n" + BTS_ROW.format(8)
    with pytest.raises(DatasetError, match=r"2304 2024-04 trucks has several values \(7, 8\)"):
        build_volumes(*_inputs(tmp_path, bts=both))


def test_a_conflict_keeps_the_value_that_the_table_names(tmp_path: Path) -> None:
    both = BTS_ROW.format(7) + "\n" + BTS_ROW.format(8)
    rule = "2304,trucks,2024-04,8,Two values.,BTS"
    note = NOTE.format(kind="doubtful", codes="2304", ports="")
    volumes = build_volumes(*_inputs(tmp_path, bts=both, resolutions=rule, notes=note))["volumes"]
    assert volumes[["value", "caveat"]].to_numpy().tolist() == [[8, "Beware."]]


NOTE = "n,{kind},{codes},{ports},trucks,2024-04-01,2024-04-01,Beware.,Cuidado.,BTS"


def test_a_note_on_a_crossing_is_its_rows_caveat(tmp_path: Path) -> None:
    note = NOTE.format(kind="not_used", codes="", ports="laredo-world-trade")
    tables = build_volumes(*_inputs(tmp_path, notes=note))
    assert tables["crossing_volumes"]["caveat"].tolist() == ["Beware."]
    assert tables["volumes"]["caveat"].tolist() == [None]
    assert list(tables["series_notes"].columns) == _built("series_notes")


def test_newer_rows_come_from_the_copy_that_has_every_port(tmp_path: Path) -> None:
    newer = "2304,Laredo,Texas,2025-03-01,Trucks,9,S1\n2304,Laredo,Texas,2025-12-01,Trucks,8,S2"
    volumes = build_volumes(*_inputs(tmp_path, newer=newer))["volumes"]
    assert volumes["id"].tolist() == ["2304:2024-04:trucks", "2304:2025-03:trucks"]
    assert volumes["value"].tolist() == [7, 9]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"bts": BTS_ROW.format("7.5")}, "line 2: '7.5' is not a count"),
        ({"bts": BTS_ROW.format(7).replace("Texas", "Tejas")}, "'Tejas' is not one of"),
        ({"bts": BTS_ROW.format(7).replace("Trucks", "Bicycles")}, "'bicycles' is not one of"),
        ({"bts": BTS_ROW.format(7).replace("Apr 2024", "2024-04")}, "a month cannot be read"),
        ({"names": "Another Bridge,pharr,"}, "'World Trade Bridge' is not one of"),
        (
            {"resolutions": "9999,trucks,2024-04,1,Gone.,BTS"},
            "9999 2024-04: matches no row",
        ),
        (
            {"notes": NOTE.format(kind="not_used", codes="9999", ports="")},
            "series_notes: n: matches no row",
        ),
        (
            {"notes": NOTE.format(kind="not_reported", codes="2304", ports="")},
            "series_notes: n: not reported, but the source counts",
        ),
        (
            {"notes": NOTE.format(kind="closure", codes="2304", ports="").replace("-01,", "-02,")},
            "a month is not written as its first day",
        ),
        (
            {
                "notes": NOTE.format(kind="closure", codes="2304", ports="").replace(
                    "2024-04-01,Beware", "2024-03-01,Beware"
                )
            },
            "ends before it begins",
        ),
    ],
)
def test_what_the_code_does_not_know_is_refused_by_name(
    tmp_path: Path, wrong: dict[str, str], message: str
) -> None:
    with pytest.raises(DatasetError, match=message):
        build_volumes(*_inputs(tmp_path, **wrong))


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    sources, curated = _inputs(tmp_path)
    path = sources / BTS_FILE
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(DatasetError, match=r"bts_border_crossing.*cannot be read"):
        build_volumes(sources, curated)


def test_the_same_table_gives_the_same_parquet_bytes(tmp_path: Path) -> None:
    frame = build_volumes(*_inputs(tmp_path))["crossing_volumes"]
    paths = [tmp_path / "first.parquet", tmp_path / "second.parquet"]
    for path in paths:
        write_parquet(frame, layer("crossing_volumes"), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    schema = pq.read_schema(paths[0])
    assert schema.field("month").type == pa.date32()
    assert schema.field("port_ids").type == pa.list_(pa.field("element", pa.string()))
