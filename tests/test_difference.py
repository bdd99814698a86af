"""Differences between two borders, held to changes made by hand."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

from geo import Border
from geo.cli import cli
from geo.cli.difference import text_of_difference
from geo.data.difference import Change, Difference, difference
from geo.layers import LAYERS
from geo.paths import data_dir

TRUCKS = "2304:2025-01:trucks"


def cell(frame: pd.DataFrame, key: str, column: str, value: Any) -> None:  # noqa: ANN401
    row = frame.index[frame["id"] == key][0]
    frame[column] = [value if at == row else old for at, old in frame[column].items()]


@pytest.fixture(scope="module")
def found(border: Border) -> Difference:
    """Return the difference between the border and a copy with nine changes."""
    ports, modes, volumes = border.ports, border.layer("port_modes"), border.volumes
    cell(ports, "del-rio", "name_en", "Del Rio Bridge")
    cell(ports, "del-rio", "us_operator", None)
    cell(ports, "andrade", "modes", ("pedestrian",))
    cell(ports, "andrade", "geometry", shapely.Point(-114.7, 32.7))
    ports = ports[ports["id"] != "tecate"]
    cell(modes, "del-rio:pov", "lanes_northbound", 99)
    cell(volumes, TRUCKS, "value", 12)
    cell(volumes, TRUCKS, "caveat", "Doubtful.")
    later = volumes[volumes["id"] == TRUCKS].assign(
        id="2304:2035-12:trucks", month=pd.Timestamp(2035, 12, 1), value=77
    )
    volumes = pd.concat([later, volumes[volumes["id"] != "2608:1996-01:trucks"]])
    changed = border.replace(ports=ports, port_modes=modes, volumes=volumes)
    return difference(border, changed)


def before(border: Border, layer: str, key: str, column: str) -> Any:  # noqa: ANN401
    records = border.records(layer)
    return records.columns[column][records.position(key)]


def test_every_change_made_by_hand_is_found_and_no_other(found: Difference, border: Border) -> None:
    lanes = before(border, "port_modes", "del-rio:pov", "lanes_northbound")
    operator = before(border, "ports", "del-rio", "us_operator")
    assert set(found.changes) == {
        Change(layer="ports", key="tecate", subject="tecate", kind="removed"),
        Change(layer="ports", key="del-rio", subject="del-rio", kind="changed", column="name_en",
               old=before(border, "ports", "del-rio", "name_en"), new="Del Rio Bridge"),
        Change(layer="ports", key="del-rio", subject="del-rio", kind="changed",
               column="us_operator", old=operator, new=None),
        Change(layer="ports", key="andrade", subject="andrade", kind="changed", column="modes",
               old=before(border, "ports", "andrade", "modes"), new=("pedestrian",)),
        Change(layer="ports", key="andrade", subject="andrade", kind="changed",
               column="geometry", old="POINT (-114.7283211 32.7181544)",
               new="POINT (-114.7 32.7)"),
        Change(layer="port_modes", key="del-rio:pov", subject="del-rio", kind="changed",
               column="lanes_northbound", old=lanes, new=99),
        Change(layer="volumes", key=TRUCKS, subject="2304", kind="changed", column="value",
               old=239_825, new=12, month=date(2025, 1, 1)),
        Change(layer="volumes", key=TRUCKS, subject="2304", kind="changed", column="caveat",
               old=None, new="Doubtful.", month=date(2025, 1, 1)),
        Change(layer="volumes", key="2304:2035-12:trucks", subject="2304", kind="added", new=77,
               month=date(2035, 12, 1)),
        Change(layer="volumes", key="2608:1996-01:trucks", subject="2608", kind="removed",
               old=before(border, "volumes", "2608:1996-01:trucks", "value"),
               month=date(1996, 1, 1)),
    }  # fmt: skip
    assert len(found.changes) == 10
    assert operator is not None


def test_the_sums_are_those_of_the_changes(found: Difference, border: Border) -> None:
    layers = {row.pop("layer"): tuple(row.values()) for row in found.layers()}
    counts = len(border.frame("volumes"))
    assert layers["ports"] == (55, 54, 0, 1, 2, 4)
    assert layers["port_modes"][2:] == (0, 0, 1, 1)
    assert layers["volumes"] == (counts, counts, 1, 1, 1, 2)
    assert set(layers) == set(LAYERS)
    quiet = set(LAYERS) - {"ports", "port_modes", "volumes"}
    assert all(layers[name][2:] == (0, 0, 0, 0) for name in quiet)
    assert {"layer": "ports", "column": "geometry", "cells_changed": 1} in found.columns()
    assert {
        "layer": "volumes", "subject": "2304", "rows_added": 1, "rows_removed": 0,
        "cells_changed": 2, "from_month": date(2025, 1, 1), "to_month": date(2035, 12, 1),
    } in found.subjects()  # fmt: skip
    assert len(found.of("ports")) == 5
    assert [change.key for change in found.of("ports", "removed")] == ["tecate"]


def test_another_order_of_rows_is_no_change(border: Border) -> None:
    turned = border.replace(ports=border.ports.iloc[::-1], volumes=border.volumes.iloc[::-1])
    assert difference(border, turned).changes == ()
    assert "Nothing." in text_of_difference(difference(border, turned), "table", 5)


def test_a_layer_that_a_version_had_not_yet_has_all_its_rows_added(border: Border) -> None:
    described = border.package["borderPorts"]
    known = {name: one for name, one in described["layers"].items() if name != "tolls"}
    package = {
        **border.package,
        "version": "2000.1.0",
        "borderPorts": {**described, "layers": known},
    }

    class Older(Border):
        """A border published before there were tolls."""

        @property
        def package(self) -> Mapping[str, Any]:
            """Return a description without tolls."""
            return package

    older = Older(border._store)
    found = difference(older, border)
    assert found.old_version == "2000.1.0"
    assert {(change.layer, change.kind) for change in found.changes} == {("tolls", "added")}
    assert len(found.changes) == len(border.frame("tolls"))
    assert {change.kind for change in difference(border, older).changes} == {"removed"}


def test_markdown_names_layers_ports_columns_and_cells(found: Difference) -> None:
    text = text_of_difference(found, "markdown", 100)
    assert text.startswith("# Changed from ")
    lines = {re.sub(r" +", " ", line) for line in text.splitlines()}
    assert "| ports | 55 | 54 | 0 | 1 | 2 | 4 |" in lines
    assert "| ports | geometry | 1 |" in lines
    assert "| volumes | 2304 | 1 | 0 | 2 | 2025-01 | 2035-12 |" in lines
    assert f"| volumes | {TRUCKS} | changed | value | 239,825 | 12 |" in lines
    assert "| ports | tecate | removed | | | |" in lines
    assert not any("2035-12:trucks" in line for line in lines), "months are summed up"
    assert "more; --format json" in text_of_difference(found, "markdown", 3)


def test_a_cell_cannot_break_a_table_of_markdown(border: Border) -> None:
    ports = border.ports
    cell(ports, "del-rio", "name_en", "A | B\n# C" + "x" * 300)
    text = text_of_difference(difference(border, border.replace(ports=ports)), "markdown", 9)
    line = next(line for line in text.splitlines() if "name_en" in line and "A" in line)
    assert "A \\| B # C" in line
    assert "…" in line


def test_json_holds_every_change(found: Difference) -> None:
    body = json.loads(text_of_difference(found, "json", 1))
    assert len(body["changes"]) == 10
    assert body["old"] == {"version": found.old_version, "date": found.old_date.isoformat()}
    assert {
        "layer": "volumes",
        "key": "2304:2035-12:trucks",
        "subject": "2304",
        "kind": "added",
        "column": None,
        "old": None,
        "new": 77,
        "month": "2035-12-01",
    } in body["changes"]


def test_the_command_compares_folders_and_the_embedded_data() -> None:
    done = CliRunner().invoke(cli, ["data", "diff", "embedded", str(data_dir())])
    assert done.exit_code == 0
    assert done.output.endswith("Nothing.\n")


def test_the_command_refuses_what_is_no_version_and_keeps_passwords() -> None:
    done = CliRunner().invoke(cli, ["data", "diff", "embedded", "http://me:secret@host/x"])
    assert done.exit_code != 0
    assert "OLD" not in str(done.exception)
    assert "NEW" in str(done.exception)
    assert "secret" not in str(done.exception)
