"""Read every collection of a running service with @arcgis/core, and compare it with the frames.

``python bench/interop/arcgis.py http://127.0.0.1:8765`` installs the package, which with what it
needs has some 380 MB, once below the folder for temporary files; node is needed. The layer runs in
node as it does in a browser: it asks for the features of its fields first and then for all, page by
page of its own size.
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely

from geo.border import Border, load
from geo.layers import KINDS, LAYERS, Column

_VERSION = "5.1.25"
_READER = Path(__file__).with_name("arcgis_reader.mjs")
_TYPES = {
    "string": "string", "integer": "double", "number": "double", "date": "date",
    "boolean": "string", "list": "string",
}  # fmt: skip
"""Type of the field for each kind of value; ArcGIS has none for lists and for true and false."""


def main() -> None:
    """Print a row per collection; end with code 1 if a value is lost or of another type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="address of a running service")
    address: str = parser.parse_args().address
    border = load()
    command = [shutil.which("node") or "node", str(_READER), str(_package()), address, *LAYERS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {item["name"]: item for item in map(json.loads, done.stdout.splitlines())}
    print(f"@arcgis/core {_VERSION}")
    print(
        f"{'collection':22} {'columns':>7} {'rows':>7} {'values':>8} {'lost':>5} {'other type':>10}"
    )
    wrong = sum(_compared(border, name, found[name]) for name in LAYERS)
    raise SystemExit(int(wrong > 0))


def _package() -> Path:
    """Return the folder of the package, installed once."""
    folder = Path(tempfile.gettempdir()) / "border-ports-bench" / f"arcgis-{_VERSION}"
    package = folder / "node_modules" / "@arcgis" / "core"
    if not (package / "package.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "install", *options, f"@arcgis/core@{_VERSION}"], check=True)
    return package


def _compared(border: Border, name: str, found: dict[str, Any]) -> int:
    """Print what was read of a collection; return how many values and types are not ours."""
    layer, records = LAYERS[name], border.records(name)
    types = dict(found["fields"])
    columns = {field: place for place, (field, _) in enumerate(found["fields"])}
    rows = {row[columns[layer.key]]: row for row in found["rows"]}
    lost = abs(len(found["rows"]) - len(records))
    for column in layer.columns:
        place = columns.get(column.name)
        for position, key in enumerate(records.columns[layer.key]):
            read = rows[key][place] if key in rows and place is not None else None
            lost += _as_read(column, records.columns[column.name][position]) != _value(column, read)
    if layer.geometry:
        lost += abs(int((~shapely.is_missing(border.geometries(name))).sum()) - found["located"])
    other = sum(types.get(column.name) != _TYPES[column.kind] for column in layer.columns)
    values = len(records) * len(layer.columns)
    print(f"{name:22} {len(layer.columns):7} {len(rows):7} {values:8} {lost:5} {other:10}")
    return lost + other


def _as_read(column: Column, cell: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """Return a cell as a field holds it; lists and truths as the service writes them flat."""
    if cell is None or column.kind not in {"list", "boolean"}:
        return cell
    return KINDS[column.kind].text(cell)


def _value(column: Column, read: Any) -> Any:  # noqa: ANN401
    """Return what was read; dates come as milliseconds since 1970."""
    if read is None or column.kind != "date":
        return read
    return datetime.fromtimestamp(read / 1000, UTC).date()


if __name__ == "__main__":
    main()
