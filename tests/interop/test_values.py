"""Programs that guess the types of columns read every value of every collection, of its own type.

| program | how it reads | page |
| --- | --- | --- |
| GDAL as Debian has it (3.6) | the driver OAPIF, without options | its own: 10 |
| GDAL of pyogrio (3.12) | the driver OAPIF, without options | its own |
| QGIS as Debian has it (3.22) | the provider OAPIF, without options | its own: 10, then 100 |
| geopandas | ``read_file`` of a page | ours |
| ogc-client of npm | its endpoint's items, as a library of JavaScript does | its own: 10 |
| DuckDB | ``read_json`` of a page that was saved: its reader of addresses is no part of it | ours |

The largest tables are read in part. What each finds is compared with
the frames, cell by cell.
"""

import json
import subprocess
import urllib.request
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest

from geo.border import Border
from geo.layers import LAYERS

FILTERS = {
    "volumes": "port_code = '2401' AND measure = 'trucks'",
    "crossing_volumes": "crossing = 'Boquillas' AND mode = 'bus'",
    "trade": "port_code = '2304' AND mode = 'truck'",
    "trade_years": "port_code = '2304'",
}
COUNTS = {"volumes": 78, "crossing_volumes": 136, "trade": 108, "trade_years": 352}
OGR_TYPES = {
    "string": {"String"},
    "integer": {"Integer", "Integer64"},
    "number": {"Real"},
    "boolean": {"Boolean"},
    "date": {"Date"},
    "list": {"StringList"},
}
DUCKDB_TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN",
    "date": "DATE", "list": "VARCHAR[]",
}  # fmt: skip
ARCGIS_PROFILE = "http://www.opengis.net/def/profile/ogc/0/rfc7946"
"""Among links to items ArcGIS takes the one with this profile."""
Found = dict[str, Any]
"""The fields of a layer, each with its type, and its rows."""


def plain(value: object) -> object:
    """Return a cell as JSON has it."""
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return value.item() if isinstance(value, np.generic) else value


@cache
def kept(border: Border, name: str) -> dict[str, dict[str, object]]:
    """Return the rows of a frame by their key."""
    frame = pd.DataFrame(border.layer(name)).drop(columns="geometry", errors="ignore")
    rows = [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]
    return {str(row[LAYERS[name].key]): row for row in rows}


def assert_nothing_is_lost(border: Border, name: str, found: Found, count: int | None) -> None:
    """Compare what a program read with the frame: so many rows, each column once, each value."""
    fields = [field for field, _ in found["fields"]]
    assert sorted(fields) == sorted(LAYERS[name].column_names)
    frame = kept(border, name)
    rows = [dict(zip(fields, row, strict=True)) for row in found["rows"]]
    assert len({row["id"] for row in rows}) == len(rows) == (count or len(frame))
    for row in rows:
        wanted = frame[str(row["id"])]
        assert {key: plain(value) for key, value in row.items()} == wanted, row["id"]
        for key, value in row.items():
            assert type(plain(value)) is type(wanted[key]), (row["id"], key)


def assert_types(name: str, found: Found, allowed: dict[str, set[str]]) -> None:
    """Compare the type of each field with the kind of its column."""
    for field, kind in found["fields"]:
        column = LAYERS[name].column(field)
        wanted = {"RealList"} if column.kind == "list" and column.unit else allowed[column.kind]
        assert kind in wanted, (name, field)


@pytest.fixture(scope="module")
def gdal(server: str, debian_python: Callable[[str, str], str]) -> Found:
    """Return what Debian's GDAL reads, or skip where it is not installed."""
    python = debian_python("osgeo", "GDAL for Python is not installed (Debian: python3-gdal)")
    reader = Path(__file__).with_name("gdal_reader.py")
    done = subprocess.run(
        [python, reader, server, json.dumps(FILTERS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: Found = json.loads(done.stdout)["layers"]
    return found


@pytest.mark.parametrize("name", LAYERS)
def test_gdal_of_debian_reads_every_value(border: Border, gdal: Found, name: str) -> None:
    assert_types(name, gdal[name], OGR_TYPES)
    assert_nothing_is_lost(border, name, gdal[name], COUNTS.get(name))


@pytest.mark.skipif(
    "OAPIF" not in pyogrio.list_drivers(), reason="this pyogrio has no OAPIF driver"
)
@pytest.mark.parametrize("name", LAYERS)
def test_gdal_of_pyogrio_reads_every_value(border: Border, server: str, name: str) -> None:
    meta, table = pyogrio.read_arrow(
        f"OAPIF:{server}", layer=name, where=FILTERS.get(name), read_geometry=False
    )
    del meta
    types = {field.name: str(field.type) for field in table.schema}
    arrow = {
        "string": {"string"}, "integer": {"int32", "int64"}, "number": {"double"},
        "boolean": {"bool"}, "date": {"date32[day]"},
    }  # fmt: skip
    for column in LAYERS[name].columns:
        if column.kind == "list":
            assert types[column.name].startswith("list<")
            assert ("double" if column.unit else "string") in types[column.name]
        else:
            assert types[column.name] in arrow[column.kind], column.name
    found = {
        "fields": [(field, "") for field in table.column_names],
        "rows": [list(row.values()) for row in table.to_pylist()],
    }
    assert_nothing_is_lost(border, name, found, COUNTS.get(name))


@pytest.fixture(scope="module")
def layers_of_qgis(
    qgis: Callable[[dict[str, int]], Found], most_rows: dict[str, int]
) -> dict[str, Found]:
    """Return each layer as QGIS reads it."""
    layers: dict[str, Found] = qgis(most_rows)["layers"]
    return layers


@pytest.mark.parametrize("name", LAYERS)
def test_qgis_reads_every_value(
    border: Border, layers_of_qgis: dict[str, Found], name: str
) -> None:
    found = layers_of_qgis[name]
    assert_types(name, found, OGR_TYPES)
    assert_nothing_is_lost(border, name, found, len(found["rows"]) if name in FILTERS else None)
    assert len(found["rows"]) >= 100 or name not in FILTERS


@pytest.mark.parametrize("name", LAYERS)
def test_geopandas_reads_every_value_of_a_page(border: Border, server: str, name: str) -> None:
    import geopandas as gpd

    address = f"{server}/collections/{name}/items"
    frame = pd.DataFrame(gpd.read_file(address)).drop(columns="geometry", errors="ignore")
    found = {"fields": [(field, "") for field in frame], "rows": frame.to_numpy(object).tolist()}
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        count = len(json.load(answer)["features"])
    rows = whole_numbers(name, found)
    assert_nothing_is_lost(border, name, rows, count)


@pytest.mark.parametrize("name", LAYERS)
def test_duckdb_reads_every_value_of_a_page(
    border: Border, server: str, name: str, tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    page = tmp_path / "page.json"
    with urllib.request.urlopen(f"{server}/collections/{name}/items") as answer:  # noqa: S310
        page.write_bytes(answer.read())
    table = (
        duckdb.connect()
        .read_json(str(page))
        .query(
            "page",
            "SELECT unnest(feature.properties) FROM (SELECT unnest(features) AS feature FROM page)",
        )
    )
    found = {
        "fields": [
            (field, str(kind)) for field, kind in zip(table.columns, table.types, strict=True)
        ],
        "rows": table.fetchall(),
    }
    for field, kind in found["fields"]:
        column = LAYERS[name].column(field)
        wanted = "DOUBLE[]" if column.kind == "list" and column.unit else DUCKDB_TYPES[column.kind]
        assert kind == wanted, field
    assert_nothing_is_lost(border, name, found, len(json.loads(page.read_bytes())["features"]))


JSON_TYPES = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "string",
    "date": "string", "list": "string",
}  # fmt: skip
"""What ogc-client calls the kinds of values: it names three types, and the rest text."""


@pytest.mark.parametrize("name", LAYERS)
def test_ogc_client_of_npm_reads_every_value(border: Border, ogc_client: Found, name: str) -> None:
    assert set(ogc_client["collections"]) == set(LAYERS)
    found = ogc_client["layers"][name]
    for field, kind in found["fields"]:
        if field != "geometry":
            assert kind == JSON_TYPES[LAYERS[name].column(field).kind], field
    kinds = {column.name: column.kind for column in LAYERS[name].columns}
    rows = [
        [
            float(value) if kinds[field] == "number" and value is not None else value
            for field, value in zip(found["names"], row, strict=True)
        ]
        for row in found["rows"]
    ]
    read = {"fields": [(field, "") for field in found["names"]], "rows": rows}
    assert_nothing_is_lost(border, name, read, len(rows) if name in FILTERS else None)
    assert len(rows) >= 100 or name not in FILTERS
    if LAYERS[name].geometry:
        assert found["located"] == border.layer(name).geometry.notna().sum()


@pytest.mark.parametrize("name", LAYERS)
def test_flat_items_hold_every_value_in_types_that_all_fields_have(
    border: Border, server: str, name: str
) -> None:
    with urllib.request.urlopen(f"{server}/collections/{name}?f=json") as answer:  # noqa: S310
        links = json.load(answer)["links"]
    address = next(item["href"] for item in links if item.get("profile") == [ARCGIS_PROFILE])
    with urllib.request.urlopen(f"{address}&limit=100") as answer:  # noqa: S310
        features = json.load(answer)["features"]
    frame = kept(border, name)
    for feature in features:
        row = frame[feature["id"]]
        assert list(feature["properties"]) == list(LAYERS[name].column_names)
        for key, value in feature["properties"].items():
            wanted = row[key]
            if isinstance(wanted, list):
                wanted = ";".join(str(item) for item in wanted)
            elif isinstance(wanted, bool):
                wanted = {True: "true", False: "false"}[wanted]
            assert value == wanted, (feature["id"], key)
            assert not isinstance(value, bool | list)


def whole_numbers(name: str, found: Found) -> Found:
    """Return rows in which the whole numbers of pandas, which with gaps are floats, are whole."""
    kinds = [LAYERS[name].column(field).kind for field, _ in found["fields"]]
    cast = {"integer": int, "boolean": bool}

    def cell(kind: str, value: object) -> object:
        known = plain(value) is not None
        return cast[kind](value) if kind in cast and known else value  # type: ignore[operator]

    return {
        "fields": found["fields"],
        "rows": [[cell(*pair) for pair in zip(kinds, row, strict=True)] for row in found["rows"]],
    }


@pytest.mark.parametrize("name", LAYERS)
def test_the_first_five_features_show_every_column(server: str, name: str) -> None:
    with urllib.request.urlopen(f"{server}/collections/{name}/items?limit=5") as answer:  # noqa: S310
        features = json.load(answer)["features"]
    shown = {key for item in features for key, value in item["properties"].items()
             if value is not None}  # fmt: skip
    assert shown == set(LAYERS[name].column_names)
    if LAYERS[name].geometry:
        assert any(item["geometry"] for item in features)


def test_a_frame_with_other_gaps_has_another_default_order(border: Border) -> None:
    from web.features.order import default_order

    ports = border.ports
    ports.loc[ports.index[:40], "opened_year"] = pd.NA
    changed = border.replace(ports=ports)
    order = default_order(changed, LAYERS["ports"])
    years = changed.records("ports").columns["opened_year"]
    assert any(years[row] is not None for row in order[:5])
    assert sorted(order) == list(range(len(ports)))
