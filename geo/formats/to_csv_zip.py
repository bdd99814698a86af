"""Every layer and table as CSV in one archive: a data package (Frictionless) with a README."""

import json
from pathlib import Path
from typing import Final

from geo.border import Border
from geo.data.provenance import Provenance, provenance
from geo.documents.request import Request
from geo.files import write_zip
from geo.formats.layer_rows import requested_rows
from geo.formats.model import Format
from geo.formats.readme import readme
from geo.formats.to_csv import WKT, write_csv
from geo.layers import KINDS, LAYERS, Column
from geo.words.messages import message

__all__ = ["CSV_ZIP"]


def _write(border: Border, path: Path, request: Request) -> None:
    members: dict[str, bytes | Path] = {}
    resources = []
    for name in request.layers:
        file = path.parent / f"{name}.csv"
        rows = requested_rows(border, name, request)
        write_csv(file, rows, wkt=request.wkt, bom=request.bom)
        members[file.name] = file
        resources.append(_resource(name, file))
    about = provenance(border)
    members["datapackage.json"] = _descriptor(about, border.package["licenses"], resources)
    members["README.txt"] = readme(border, request.layers).encode()
    write_zip(path, members, about.date)


def _resource(name: str, file: Path) -> dict[str, object]:
    definition = LAYERS[name]
    with file.open(encoding="utf-8-sig") as text:
        columns = text.readline().rstrip("\r\n").split(",")
    described = {column.name: column for column in definition.columns}
    fields = [
        {
            "name": column,
            "type": _field_type(column, described.get(column)),
            "description": described[column].description if column in described else "Geometry.",
        }
        for column in columns
    ]
    return {
        "name": name.replace("_", "-"),
        "path": file.name,
        "title": definition.title_en,
        "description": definition.description_en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": [definition.key]},
    }


def _field_type(name: str, column: Column | None) -> str:
    """Return the type of a field of a CSV file, in which a list is a text."""
    if column is None:
        return "string" if name == WKT else "number"
    return "string" if column.kind == "list" else KINDS[column.kind].table_schema


def _descriptor(
    about: Provenance, licences: list[dict[str, str]], resources: list[dict[str, object]]
) -> bytes:
    body = {
        "name": "border-ports",
        "title": about.title_en,
        "version": about.version,
        "created": f"{about.date.isoformat()}T00:00:00Z",
        "description": about.counting_rule_en,
        "licenses": [{"title": item["title"], "path": item["path"]} for item in licences],
        "sources": [{"title": source} for source in about.sources],
        "resources": resources,
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


CSV_ZIP: Final = Format(
    name="csv-zip",
    suffix=".csv.zip",
    media_type="application/zip",
    title="CSV (zip)",
    purpose=message("Every layer and table as CSV with a data package descriptor."),
    content="layers",
    write=_write,
    tables=True,
    options=("wkt", "bom"),
)
