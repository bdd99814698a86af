"""Reading the layers of one's own from a folder: checked cell by cell, joined to the ports.

A layer is a file (CSV, XLSX, GeoJSON or GeoPackage) with ``NAME.schema.json`` beside it. Nothing
in it is executed: formulas are refused, texts stay texts.
"""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS
from geo.layers import KINDS, LAYERS, Column, Layer
from geo.layers.model import GeometryType
from geo.layers.own import own_layer, own_name

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["OwnLayer", "own_fingerprint", "read_own_layers"]

SCHEMA_SUFFIX: Final = ".schema.json"
MAX_BYTES: Final = 64 * 2**20
MAX_TEXT: Final = 10_000
MAX_ROWS: Final = 100_000
MAX_NAMED: Final = 20
"""Faults that one error names."""
NEAR_KM: Final = 50.0
"""A row with a position alone is joined to the nearest port within this distance."""
_SUFFIXES: Final = (".csv", ".xlsx", ".geojson", ".gpkg")
_POSITION: Final = ("longitude", "latitude")
_GEOMETRIES: Final[Mapping[str, GeometryType]] = {
    "Point": "Point", "LineString": "LineString", "Polygon": "MultiPolygon",
    "MultiPolygon": "MultiPolygon",
}  # fmt: skip
_LIMITS: Final = {"longitude": (-180.0, 180.0), "latitude": (-90.0, 90.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLayer:
    """A layer as it was read: its definition, its frame, and where it came from."""

    definition: Layer
    frame: "pd.DataFrame"
    supplier: str
    date: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a file: where each stands, its cells, and its shape if the file has shapes."""

    places: list[str]
    cells: list[dict[str, Any]]
    shapes: list[BaseGeometry | None] | None


def own_fingerprint(folder: Path) -> str:
    """Return what is another as soon as a file of the folder changes."""
    digest = hashlib.sha256()
    for path in _files(folder):
        stat = path.stat()
        digest.update(f"{path.name}:{stat.st_size}:{stat.st_mtime_ns};".encode())
    return digest.hexdigest()[:12]


def read_own_layers(folder: Path, ports: "pd.DataFrame", codes: "pd.DataFrame") -> list[OwnLayer]:
    """Return the layers of a folder, in the order of their files.

    ``ports`` and ``codes`` are the layers ``ports`` and ``port_codes``, to which rows are joined
    by ``port_id``, ``port_code`` or position.

    Raises
    ------
    DatasetError
        A file or its schema cannot be read, or holds what is not allowed: the message names
        file, sheet, row, column and value of up to twenty faults.
    """
    if not folder.is_dir():
        raise DatasetError(f"{folder}: there is no such folder of layers")
    layers = [_read(path, ports, codes) for path in _files(folder) if path.suffix in _SUFFIXES]
    names = [one.definition.name for one in layers]
    for name in names:
        if names.count(name) > 1:
            raise DatasetError(f"{folder}: two files give the layer {name}")
    return layers


def _files(folder: Path) -> list[Path]:
    wanted = (*_SUFFIXES, SCHEMA_SUFFIX)
    return sorted(path for path in folder.iterdir() if path.name.endswith(wanted))


def _read(path: Path, ports: "pd.DataFrame", codes: "pd.DataFrame") -> OwnLayer:
    if path.stat().st_size > MAX_BYTES:
        raise DatasetError(f"{path.name}: larger than {MAX_BYTES // 2**20} MiB")
    schema = _schema(path)
    rows = _READERS[path.suffix](path, schema)
    if not 1 <= len(rows.cells) <= MAX_ROWS:
        raise DatasetError(f"{path.name}: {len(rows.cells)} rows; allowed: 1 to {MAX_ROWS}")
    shape = _geometry_type(path, rows.shapes)
    definition = own_layer(own_name(path.stem), schema, shape, f"{path.stem}{SCHEMA_SUFFIX}")
    own = [column for column in definition.columns if column.name in rows.cells[0]]
    _check_header(path, definition, rows)
    values, faults = _values(rows, own, set(ports["id"]), set(codes["code"]))
    if faults:
        more = f"; and {len(faults) - MAX_NAMED} more" if len(faults) > MAX_NAMED else ""
        raise DatasetError("; ".join(faults[:MAX_NAMED]) + more)
    frame = _joined(definition, values, rows.shapes, (ports, codes), str(schema["supplier"]))
    return OwnLayer(
        definition=definition, frame=frame, supplier=str(schema["supplier"]),
        date=str(schema.get("date", "")), file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip


def _schema(path: Path) -> dict[str, Any]:
    schema_path = path.with_name(path.stem + SCHEMA_SUFFIX)
    try:
        schema = json.loads(schema_path.read_text(encoding="utf-8"))
    except OSError:
        raise DatasetError(f"{path.name}: {schema_path.name} is needed beside it") from None
    except ValueError as error:
        raise DatasetError(f"{schema_path.name}: not JSON: {error}") from None
    if not isinstance(schema, dict):
        raise DatasetError(f"{schema_path.name}: an object is needed")
    like = schema.get("like")
    if like is not None:
        if like not in LAYERS:
            raise DatasetError(f"{schema_path.name}: like: {like!r} is not a layer of the data set")
        schema["fields"] = [_field(column) for column in LAYERS[like].columns]
    return schema


def _field(column: Column) -> dict[str, Any]:
    constraints = {"required": True} if column.required and column.name != "sources" else {}
    return {
        "name": column.name, "type": KINDS[column.kind].table_schema,
        "title": {"en": column.label_en, "es": column.label_es},
        "description": column.description,
        "constraints": constraints | ({"enum": list(column.allowed)} if column.allowed else {}),
    }  # fmt: skip


def _read_csv(path: Path, _schema: Mapping[str, Any]) -> _Rows:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path.name}: not a CSV file in UTF-8: {error}") from None
    return _table(path.name, lines, first=2)


def _read_xlsx(path: Path, schema: Mapping[str, Any]) -> _Rows:
    import pyogrio

    sheet = schema.get("sheet") or str(pyogrio.list_layers(path)[0][0])
    try:
        frame = pyogrio.read_dataframe(path, layer=sheet, read_geometry=False)
    except (OSError, RuntimeError, ValueError) as error:
        raise DatasetError(f"{path.name}: sheet {sheet}: cannot be read: {error}") from None
    columns = [str(name) for name in frame.columns]
    lines = [columns, *frame.astype(object).where(frame.notna(), "").to_numpy().tolist()]
    return _table(f"{path.name}: sheet {sheet}", lines, first=2)


def _read_features(path: Path, schema: Mapping[str, Any]) -> _Rows:
    import pyogrio

    try:
        frame: gpd.GeoDataFrame = pyogrio.read_dataframe(path, layer=schema.get("layer"))
        frame = frame.to_crs(FRAME_CRS) if frame.crs is not None else frame
    except (OSError, RuntimeError, ValueError, AttributeError) as error:
        raise DatasetError(f"{path.name}: cannot be read: {error}") from None
    columns = [str(name) for name in frame.columns if name != "geometry"]
    plain = frame[columns].astype(object)
    rows = _table(
        path.name, [columns, *plain.where(plain.notna(), "").to_numpy().tolist()], first=1
    )
    return _Rows(rows.places, rows.cells, list(frame.geometry))


_READERS: Final = {
    ".csv": _read_csv, ".xlsx": _read_xlsx, ".geojson": _read_features, ".gpkg": _read_features,
}  # fmt: skip


def _table(name: str, lines: Sequence[Sequence[Any]], first: int) -> _Rows:
    """Return the rows under a header; ``first`` is the number of the first as its file counts."""
    if not lines:
        raise DatasetError(f"{name}: empty")
    header = [str(cell).strip() for cell in lines[0]]
    if len(set(header)) != len(header):
        raise DatasetError(f"{name}: row 1: a column is repeated")
    places, cells = [], []
    for number, line in enumerate(lines[1:], start=first):
        if len(line) != len(header):
            raise DatasetError(
                f"{name}: row {number}: {len(line)} cells, but the header has {len(header)}"
            )
        places.append(f"{name}: row {number}")
        cells.append(dict(zip(header, line, strict=True)))
    return _Rows(places, cells, None)


def _geometry_type(path: Path, shapes: Sequence[BaseGeometry | None] | None) -> GeometryType:
    kinds = {shape.geom_type for shape in shapes or () if shape is not None}
    types = {_GEOMETRIES.get(kind) for kind in kinds}
    if None in types or len(types) > 1:
        raise DatasetError(f"{path.name}: geometry: one of points, lines or polygons is needed")
    return next((kind for kind in types if kind), "Point")


def _check_header(path: Path, definition: Layer, rows: _Rows) -> None:
    known = {*definition.column_names, *_POSITION}
    given = rows.cells[0]
    unknown = [name for name in given if name not in known]
    if unknown:
        allowed = ", ".join(sorted(known))
        raise DatasetError(f"{path.name}: column {unknown[0]!r} is not in the schema: {allowed}")
    missing = [c.name for c in definition.columns if c.required and c.name not in given]
    if missing and missing != ["supplied_by"]:
        raise DatasetError(f"{path.name}: column {missing[0]!r} is missing")


def _values(
    rows: _Rows, columns: Sequence[Column], ports: set[str], codes: set[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the cells as plain values of their kinds, and every fault in words."""
    plain, faults, seen = [], [], set()
    key = columns[0].name
    for line, cells in zip(rows.places, rows.cells, strict=True):
        values: dict[str, Any] = {}
        for column in (*columns, *(_number(name) for name in _POSITION if name in cells)):
            try:
                values[column.name] = _value(column, cells[column.name])
            except (TypeError, ValueError) as error:
                given = str(cells[column.name])[:80]
                faults.append(f"{line}: column {column.name}: {given!r} {error}")
        if values.get(key) in seen:
            faults.append(f"{line}: column {key}: {values[key]!r} is repeated")
        seen.add(values.get(key))
        for name, known in (("port_id", ports), ("port_code", codes)):
            if values.get(name) is not None and values[name] not in known:
                faults.append(f"{line}: column {name}: {values[name]!r} is not known")
        plain.append(values)
    return plain, faults


def _number(name: str) -> Column:
    return Column(name=name, kind="number", label_en=name, label_es=name, description=name)


def _value(column: Column, given: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """Return a cell as a value; ``ValueError`` says what is wrong with it."""
    if given is None or given == "":
        if column.required:
            raise ValueError("is empty, but required")
        return None
    kind = KINDS[column.kind]
    try:
        if isinstance(given, str) and column.kind != "string":
            value = kind.parse(given.strip())
        elif column.kind == "string" and not isinstance(given, str):
            value = f"{given:g}" if isinstance(given, float) else str(given)
        else:
            value = kind.plain(given)
    except (TypeError, ValueError):
        raise ValueError(f"is not a valid {column.kind}") from None
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise ValueError(f"is longer than {MAX_TEXT} characters")
    for item in value if column.kind == "list" else (value,):
        if column.allowed and item not in column.allowed:
            raise ValueError(f"is not allowed; allowed: {', '.join(column.allowed)}")
    low, high = _LIMITS.get(column.name, (-np.inf, np.inf))
    if column.kind == "number" and not low <= value <= high:
        raise ValueError(f"is not from {low:g} to {high:g}")
    return value


def _joined(
    definition: Layer,
    values: Sequence[Mapping[str, Any]],
    shapes: Sequence[BaseGeometry | None] | None,
    frames: "tuple[pd.DataFrame, pd.DataFrame]",
    supplier: str,
) -> "pd.DataFrame":
    """Return the frame of a layer: rows joined to ports, and placed at them if they have none."""
    import geopandas as gpd
    import pandas as pd

    ports, codes = frames
    points = dict(zip(ports["id"], ports.geometry, strict=True))
    states = dict(zip(ports["id"], zip(ports["us_state"], ports["mx_state"], strict=True),
                      strict=True))  # fmt: skip
    of_code = {str(code): tuple(rows) for code, rows in codes.groupby("code")["port_id"]}
    rows, placed = [], []
    for number, row in enumerate(values):
        shape = shapes[number] if shapes is not None else _point(row)
        named = _named_ports(row, of_code) or _near(shape, ports)
        if shape is None and named and definition.geometry == "Point":
            shape = points[named[0]]
        if definition.geometry == "MultiPolygon" and isinstance(shape, shapely.Polygon):
            shape = shapely.MultiPolygon([shape])
        both = dict.fromkeys(state for port in named for state in states[port])
        computed = {"joined_ports": named, "states": tuple(both), "supplied_by": supplier}
        rows.append([{**row, **computed}.get(name) for name in definition.column_names])
        placed.append(shape)
    frame = pd.DataFrame(rows, columns=list(definition.column_names), dtype=object)
    return gpd.GeoDataFrame(frame, geometry=np.array(placed, dtype=object), crs=FRAME_CRS)


def _point(row: Mapping[str, Any]) -> shapely.Point | None:
    lon, lat = (row.get(name) for name in _POSITION)
    return None if lon is None or lat is None else shapely.Point(lon, lat)


def _named_ports(row: Mapping[str, Any], of_code: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if row.get("port_id") is not None:
        return (row["port_id"],)
    return tuple(dict.fromkeys(of_code.get(row.get("port_code") or "", ())))


def _near(shape: BaseGeometry | None, ports: "pd.DataFrame") -> tuple[str, ...]:
    """Return the port nearest to a shape's middle, if it is within ``NEAR_KM``."""
    if shape is None:
        return ()
    from geo.geodesy import GEOD

    middle = shape.centroid
    lon, lat = ports.geometry.x.to_numpy(), ports.geometry.y.to_numpy()
    n = len(lon)
    away = GEOD.inv(np.full(n, middle.x), np.full(n, middle.y), lon, lat)[2]
    nearest = int(np.argmin(away))
    return (str(ports["id"].iloc[nearest]),) if away[nearest] <= NEAR_KM * 1000.0 else ()
