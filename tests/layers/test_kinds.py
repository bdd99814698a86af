"""What each kind of value is stands in one record, and the records are true."""

import ast
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from geo.data.arrow import arrow_array
from geo.layers import KINDS, LAYERS, Column, layer
from geo.layers.kinds import ValueKind

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT / "geo" / "layers" / "kinds.py"
JSON_TYPES = ROOT / "web" / "http" / "parameters.py"
"""Parses by the types of JSON Schema, four of which are called as kinds are."""
# A value of each kind and the text by which people know it.
VALUES: dict[str, tuple[Any, str]] = {
    "string": ("Ciudad Juárez", "Ciudad Juárez"),
    "integer": (-7, "-7"),
    "number": (-106.45, "-106.45"),
    "boolean": (False, "false"),
    "date": (date(2026, 11, 23), "2026-11-23"),
    "list": (("pov", "bus"), "pov;bus"),
}


@pytest.fixture(params=KINDS, name="kind")
def each_kind(request: pytest.FixtureRequest) -> ValueKind:
    """Return each kind in turn."""
    return KINDS[request.param]


def test_a_value_is_written_as_people_know_it_and_read_again(kind: ValueKind) -> None:
    value, text = VALUES[kind.name]
    assert kind.plain(value) == value
    assert kind.text(value) == text
    assert kind.parse(text) == value


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("string", " padded"), ("integer", "1.5"), ("integer", "one"), ("number", "nan"),
     ("number", "inf"), ("boolean", "True"), ("date", "23/11/2026"), ("date", "2026-02-30"),
     ("list", "a;;b"), ("list", "a;a")],
)  # fmt: skip
def test_a_text_of_another_kind_is_refused(name: str, wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each message is the reader's
        KINDS[name].parse(wrong)  # type: ignore[index]


def test_frames_arrays_and_arrow_hold_the_value(kind: ValueKind) -> None:
    value, _text = VALUES[kind.name]
    series = pd.Series([value, None], dtype=kind.pandas)
    assert series.isna().tolist() == [False, True]
    array = kind.array([value, None])
    assert array.dtype == np.dtype(kind.numpy)
    assert array[0] == value
    assert array[1] == kind.blank
    column = Column(name="x", label_en="", label_es="", description="", kind=kind.name)
    found = arrow_array(column, [value, None])
    assert str(found.type) == {
        "string": "string", "integer": "int64", "number": "double", "boolean": "bool",
        "date": "date32[day]", "list": "list<item: string>",
    }[kind.name]  # fmt: skip
    assert found.to_pylist() == [list(value) if kind.name == "list" else value, None]


def test_the_schema_accepts_the_value_and_no_other(kind: ValueKind) -> None:
    value, _text = VALUES[kind.name]
    shown = {"date": "2026-11-23", "list": ["pov", "bus"]}.get(kind.name, value)
    check = jsonschema.Draft4Validator(dict(kind.json_schema)).is_valid
    assert check(shown)
    assert not check({})
    assert check(1.5) == (kind.name == "number")


def test_a_list_with_a_unit_holds_numbers_everywhere() -> None:
    column = layer("states").column("neighbour_km")
    assert (column.arrow, column.sql) == ("list<double>", "double precision[]")
    assert column.json_schema == {"type": "array", "items": {"type": "number"}}
    assert arrow_array(column, [(1.5, 2.0)]).type == pa.list_(pa.float64())


def test_every_column_is_of_a_known_kind() -> None:
    kinds = {column.kind for found in LAYERS.values() for column in found.columns}
    assert kinds == set(KINDS)


def test_no_other_file_has_a_table_of_the_kinds() -> None:
    sources = sorted([*(ROOT / "geo").rglob("*.py"), *(ROOT / "web").rglob("*.py")])
    tables = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources
        if path not in {RECORDS, JSON_TYPES}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict | ast.Match) and _tells_kinds_apart(node)
    ]
    assert tables == []


def _tells_kinds_apart(node: ast.Dict | ast.Match) -> bool:
    """Return whether half of the kinds are cases; filters (CQL2) know no integers."""
    found = _choices(node)
    return "integer" in found and len(found.intersection(KINDS)) >= len(KINDS) / 2


def _choices(node: ast.Dict | ast.Match) -> set[object]:
    """Return the words by which a dictionary or a ``match`` tells cases apart."""
    if isinstance(node, ast.Dict):
        return {key.value for key in node.keys if isinstance(key, ast.Constant)}
    patterns = [part for case in node.cases for part in ast.walk(case.pattern)]
    return {part.value for part in patterns if isinstance(part, ast.Constant)}
