"""The data check: green on the published data, red where something is wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.border import Border
from geo.checks import Check, check_border
from geo.checks.counts import check_counts
from geo.checks.evidence import check_evidence
from geo.checks.lengths import check_lengths
from geo.checks.records import check_records, stable_ids
from geo.checks.shapes import check_shapes
from geo.checks.volumes import check_volumes
from geo.errors import DatasetError
from geo.layers import LAYERS

Change = Callable[[dict[str, list[Any]], list[Any]], None]


def _altered(border: Border, name: str, change: Change) -> Border:
    """Return the border with one frame changed."""
    frame = border.layer(name)
    columns = {
        column: frame[column].astype(object).tolist() for column in LAYERS[name].column_names
    }
    shapes = list(border.geometries(name)) if LAYERS[name].geometry else []
    change(columns, shapes)
    found = pd.DataFrame(columns)
    if shapes:
        found = gpd.GeoDataFrame(found, geometry=shapes, crs="EPSG:4326")
    return border.replace(**{name: found})


@pytest.fixture(scope="module")
def checks(border: Border) -> dict[str, Check]:
    """Return every check of the published data by its name."""
    return {check.name: check for check in check_border(border)}


def _failed(
    border: Border, checker: Callable[[Border], list[Check]], **changes: Change
) -> set[str]:
    ((name, change),) = changes.items()
    return {check.name for check in checker(_altered(border, name, change)) if not check.passed}


def test_the_published_data_pass_every_check(checks: dict[str, Check]) -> None:
    failed = [check for check in checks.values() if not check.passed]
    assert failed == []
    assert len(checks) >= 50


# US Department of State: 55. TxDOT/UNT guide 2026: 34 in Texas. Border Master Plan 2013: nine in
# Arizona, and the railroad at Nogales.
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ports of entry", "55"),
        ("ports of entry in US-TX", "34"),
        ("ports of entry in US-AZ", "10"),
        ("ports of entry in US-NM", "3"),
        ("ports of entry in US-CA", "8"),
        ("ports of entry in MX-TAM", "18"),
        ("ports of entry in MX-NLE", "1"),
        ("counting rule: people and vehicles + rail", "48 + 7"),
        ("rows of river_segments", "9"),
        ("states (full): overlap in square degrees", "0.0"),
        ("sum of trucks in 2004", "4503688"),
    ],
)
def test_a_check_shows_the_figure_it_found(checks: dict[str, Check], name: str, found: str) -> None:
    assert checks[name].found == found


# IBWC as quoted: 675 land, 24 Colorado, 1,255 Rio Grande, 1,954 in all; measured independently on
# the same line with another program: 674.1, 23.3, 1,276.7, 1,974.1.
@pytest.mark.parametrize(
    ("name", "miles"),
    [
        ("length of the land boundary", 674.1),
        ("length of the Colorado River", 23.3),
        ("length of the Rio Grande", 1276.7),
        ("length of the whole boundary", 1974.1),
    ],
)
def test_lengths_are_those_measured_before(
    checks: dict[str, Check], name: str, miles: float
) -> None:
    found = float(checks[name].found.split(" mi")[0].replace(",", ""))
    assert found == pytest.approx(miles, abs=0.11)


def _drop_last(columns: dict[str, list[Any]], shapes: list[Any]) -> None:
    for values in columns.values():
        values.pop()
    shapes.pop()


def test_a_missing_port_is_seen(border: Border) -> None:
    failed = _failed(border, check_counts, ports=_drop_last)
    assert "ports of entry" in failed
    assert len(failed) == 4  # the total, one state on each side, the counting rule


def test_a_vanished_id_is_seen(border: Border) -> None:
    assert "ids of ports stable" in _failed(border, check_records, ports=_drop_last)


def test_ports_out_of_their_order_are_seen(border: Border) -> None:
    def swap(columns: dict[str, list[Any]], shapes: list[Any]) -> None:
        for values in (*columns.values(), shapes):
            values[3], values[4] = values[4], values[3]

    failed = _failed(border, check_records, ports=swap)
    assert failed == {"ports are numbered from west to east"}


def test_a_port_two_metres_off_the_line_is_seen(border: Border) -> None:
    def move(_: dict[str, list[Any]], shapes: list[Any]) -> None:
        shapes[0] = shapely.Point(shapes[0].x, shapes[0].y + 2 / 110_900)

    assert _failed(border, check_shapes, ports=move) == {
        "ports lie on the boundary, at their boundary_km"
    }


def test_states_that_overlap_are_seen(border: Border) -> None:
    def grow(_: dict[str, list[Any]], shapes: list[Any]) -> None:
        shapes[0] = shapely.MultiPolygon([shapely.box(*shapes[0].bounds)])

    failed = _failed(border, check_shapes, states=grow)
    assert "states (full): overlap in square degrees" in failed
    assert "states (full): shared line is exactly the boundary" in failed
    assert "states (web): overlap in square degrees" in failed


def test_a_boundary_with_a_moved_vertex_is_seen(border: Border) -> None:
    def move(_: dict[str, list[Any]], shapes: list[Any]) -> None:
        coordinates = shapely.get_coordinates(shapes[0])
        coordinates[1] += 1e-7
        shapes[0] = shapely.LineString(coordinates)

    failed = _failed(border, check_shapes, boundary=move)
    assert "states (full): shared line is exactly the boundary" in failed


def test_a_gap_in_the_boundary_is_seen(border: Border) -> None:
    def shorten(_: dict[str, list[Any]], shapes: list[Any]) -> None:
        shapes[0] = shapely.LineString(shapely.get_coordinates(shapes[0])[1:-1])

    failed = _failed(border, check_shapes, boundary=shorten)
    assert "boundary (full): one line from the Gulf to the Pacific" in failed


def test_a_wrong_length_is_seen(border: Border) -> None:
    def stretch(columns: dict[str, list[Any]], _: list[Any]) -> None:
        columns["length_km"][0] += 0.01

    assert _failed(border, check_lengths, boundary=stretch) == {
        "stated lengths of boundary",
        "chainage of the boundary",
    }


def _set(column: str, value: object) -> Change:
    def change(columns: dict[str, list[Any]], _: list[Any]) -> None:
        columns[column][0] = value

    return change


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("ports", "sources", " ", "every row names its sources"),
        ("ports", "opening_hours", "from dawn", "opening hours can be read"),
        ("ports", "river_segment", "rg9", "river segments named exist"),
        ("ports", "id", "Not A Slug", "ids are slugs"),
        ("tolls", "port_id", "atlantis", "port ids of the tables exist"),
        ("crossing_volumes", "port_ids", ["atlantis"], "port ids of the tables exist"),
        ("states", "neighbour_km", (1.0,), "neighbors and shared lengths agree"),
        ("port_modes", "opening_hours_cbp", "always", "opening hours can be read"),
    ],
)
def test_a_wrong_cell_is_seen(
    border: Border, table: str, column: str, value: object, check: str
) -> None:
    assert check in _failed(border, check_records, **{table: _set(column, value)})


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("tolls", "source_ids", ("hearsay",), "sources that rows name are there"),
        ("facts", "column", "colour", "facts are about cells"),
        ("facts", "row", "atlantis", "facts are about cells"),
        ("ports", "opened_year", 1776, "columns say what facts say"),
        ("port_modes", "lanes_northbound", 99, "columns say what facts say"),
        ("not_known", "column", "name_en", "empty cells are explained"),
        ("sources", "retrieved", date(2099, 1, 1), "dates are possible"),
        ("port_modes", "hours_as_of", None, "hours have their own date"),
        ("ports", "hours_as_of", date(2026, 11, 1), "hours have their own date"),
        ("ports", "note_es", None, "notes are in both languages"),
        ("ports", "note_en", "By general knowledge.", "no text names what is no source"),
    ],
)
def test_a_cell_without_evidence_is_seen(
    border: Border, table: str, column: str, value: object, check: str
) -> None:
    assert check in _failed(border, check_evidence, **{table: _set(column, value)})


def test_a_filled_cell_without_a_fact_is_seen(border: Border) -> None:
    facts = border.facts
    kept = facts[(facts["row"] != "tecate") | (facts["column"] != "us_owner")]
    failed = {
        found.name for found in check_evidence(border.replace(facts=kept)) if not found.passed
    }
    assert failed == {"filled cells have their facts"}


def _repeat(columns: dict[str, list[Any]], _: list[Any]) -> None:
    columns["id"][1] = columns["id"][0]


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("ports", _set("modes", ("ferry",)), "modes: 'ferry' is not allowed; allowed: pedestrian"),
        ("ports", _set("us_city", None), "row 1: us_city is empty, but required"),
        ("tolls", _repeat, "tolls: id: .* is repeated"),
    ],
)
def test_a_frame_that_breaks_its_definition_is_refused(
    border: Border, table: str, change: Change, message: str
) -> None:
    with pytest.raises(DatasetError, match=message):
        _altered(border, table, change)


def test_negative_and_repeated_counts_are_seen(border: Border) -> None:
    def spoil(columns: dict[str, list[Any]], _: list[Any]) -> None:
        columns["value"][0] = -1
        columns["month"][1], columns["measure"][1] = columns["month"][0], columns["measure"][0]

    failed = _failed(border, check_volumes, volumes=spoil)
    assert "volumes: counts" in failed
    assert "volumes: repeated series and months" in failed


def test_frozen_ids_are_the_55_of_the_first_list() -> None:
    ids = stable_ids("ports")
    assert len(ids) == 55
    assert {"san-ysidro", "el-paso-paso-del-norte", "laredo-world-trade", "boquillas"} <= ids
