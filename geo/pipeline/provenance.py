"""The description of the published data: ``datapackage.json`` (Frictionless Data Package)."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.data.seal import sealed
from geo.data.totals import port_totals
from geo.errors import DatasetError
from geo.layers import FORMAT_VERSION, KINDS, LAYERS, LEVELS, Column, Layer
from geo.pipeline.sources import Source, sha256_of
from geo.pipeline.write import GEOPACKAGE

__all__ = ["DATASET_FILE", "DESCRIPTOR", "Edition", "read_edition", "write_datapackage"]

DESCRIPTOR: Final = "datapackage.json"
DATASET_FILE: Final = "dataset.csv"
_GEONAMES: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 (GeoNames: towns)",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
COMPILER: Final = "Border Ports"
"""Publisher of what people of this project compiled from the sources that each row names."""

CURATED_INPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ports": ("ports.csv", "port_modes.csv", "facts.csv", "river_points.csv", "river_segments.csv"),
    "states": ("state_pairs.csv", "states.csv", "river_points.csv"),
    "river_segments": ("river_segments.csv", "river_points.csv"),
    "boundary": ("state_pairs.csv", "river_points.csv"),
    "river_points": ("river_points.csv", "river_segments.csv"),
    "crossings_not_counted": ("crossings_not_counted.csv",),
    "port_modes": ("port_modes.csv", "facts.csv"),
    "port_access": ("port_access.csv",),
    "tolls": ("tolls.csv",),
    "port_codes": ("port_codes.csv",),
    "counts": ("counts.csv",),
    "facts": ("facts.csv",),
    "sources": ("sources.csv",),
    "not_known": ("not_known.csv",),
    "volumes": ("volume_resolutions.csv", "series_notes.csv"),
    "crossing_volumes": ("crossing_names.csv", "series_notes.csv"),
    "series_notes": ("series_notes.csv",),
    "land": ("context_land.geojson",),
    "lakes": ("context_lakes.csv",),
    "rivers": ("context_rivers.csv", "state_pairs.csv", "river_points.csv"),
    "railways": (),
    "towns": ("context_towns.csv",),
    "la_paz_zone": ("state_pairs.csv", "river_points.csv"),
    "projects": ("projects.csv", "ports.csv"),
    "project_events": ("project_events.csv",),
    "permits": ("permits.csv",),
    "meetings": ("meetings.csv",),
    "counties": ("counties.csv", "ports.csv", "river_points.csv"),
    "border_plans": ("border_plans.csv", "river_points.csv"),
    "waterworks": ("waterworks.csv",),
    "trade": ("trade_ports.csv",),
    "trade_years": ("trade_ports.csv",),
}
"""The tables of ``data/curated`` from which each layer is made.

The line has a vertex at every river point, so those are an input of whatever lies on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What one version of the data set says of itself."""

    name: str
    version: str
    date: date
    title_en: str
    title_es: str
    counting_rule_en: str
    counting_rule_es: str
    counting_choice_en: str
    counting_choice_es: str


def read_edition(curated: Path) -> Edition:
    """Return name, version, date, titles and counting rule from ``dataset.csv``."""
    path = curated / DATASET_FILE
    try:
        with path.open(encoding="utf-8", newline="") as file:
            cells = {row["key"]: row["value"] for row in csv.DictReader(file)}
        return Edition(**{**cells, "date": date.fromisoformat(cells["date"])})  # type: ignore[arg-type]
    except (OSError, KeyError, TypeError, ValueError) as error:
        message = f"{path}: cannot be read: {error}"
        raise DatasetError(message) from error


def write_datapackage(
    folder: Path,
    edition: Edition,
    frames: Mapping[str, pd.DataFrame],
    sources: Iterable[Source],
    curated: Path,
) -> None:
    """Describe the published files of ``folder`` in its ``datapackage.json``.

    Every published file must be there already: its size and sha256 are recorded.
    """
    raw = list(sources)
    template = {"en": edition.counting_rule_en, "es": edition.counting_rule_es}
    totals = port_totals(frames["ports"]["modes"])
    rule = {lang: text.format(**totals) for lang, text in template.items()}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": edition.name,
        "version": edition.version,
        "created": f"{edition.date.isoformat()}T00:00:00Z",
        "title": edition.title_en,
        "description": rule["en"],
        "licenses": _licences(raw),
        "sources": _credits(raw),
        "resources": _resources(folder),
        "borderPorts": {
            "formatVersion": FORMAT_VERSION,
            "datasetVersion": edition.version,
            "date": edition.date.isoformat(),
            "title": {"en": edition.title_en, "es": edition.title_es},
            "countingRule": rule,
            "countingRuleTemplate": template,
            "countingChoice": {
                "en": edition.counting_choice_en,
                "es": edition.counting_choice_es,
            },
            "levels": LEVELS,
            "layers": {
                name: _layer_record(definition, frames[name], edition, raw, curated)
                for name, definition in LAYERS.items()
            },
        },
    }
    text = json.dumps(sealed(descriptor), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8", newline="\n")


def _licences(sources: list[Source]) -> list[dict[str, str]]:
    """Return the distinct terms of the sources; the terms of each layer stand with the layer."""
    terms = {source.licence: source.licence_url for source in sources}
    return [*({"title": title, "path": url} for title, url in sorted(terms.items())), _GEONAMES]


def _credits(sources: list[Source]) -> list[dict[str, Any]]:
    """Return one entry per publication, with the layers made from it.

    Several files of one archive are one source.
    """
    files: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        files.setdefault((source.credit, source.title), []).append(source)
    return [
        {
            "title": f"{credit}: {title}",
            "credit": credit,
            "version": of_one[-1].version,
            "layers": sorted({layer for source in of_one for layer in source.layers}),
            **({"path": of_one[-1].url} if of_one[-1].url else {}),
        }
        for (credit, title), of_one in sorted(files.items())
    ]


def _resources(folder: Path) -> list[dict[str, Any]]:
    tables = [
        {**_file(folder / f"{name}.parquet"), "name": name, "format": "parquet",
         "mediatype": "application/vnd.apache.parquet", "title": definition.title_en,
         "description": definition.description_en, "schema": _schema(definition)}
        for name, definition in LAYERS.items()
        if definition.time is not None
    ]  # fmt: skip
    package = {
        **_file(folder / GEOPACKAGE),
        "name": "border",
        "format": "gpkg",
        "mediatype": "application/geopackage+sqlite3",
        "title": "Layers and tables, and the generalized copies of the lines and states",
        "description": "The fields of each layer stand under borderPorts.layers.",
    }
    return [package, *tables]


def _file(path: Path) -> dict[str, Any]:
    """Return the place, size and hash of a published file.

    ``type`` is ``file`` because only then do Frictionless tools check size and hash: their
    Parquet reader counts neither.
    """
    return {
        "type": "file",
        "path": path.name,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
    }


def _schema(definition: Layer) -> dict[str, Any]:
    return {
        "fields": [_field(column, definition.key) for column in definition.columns],
        "primaryKey": [definition.key],
        "missingValues": [""],
    }


def _field(column: Column, key: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.name == key:
        constraints["unique"] = True
    if column.allowed and column.kind != "list":
        constraints["enum"] = list(column.allowed)
    return {
        "name": column.name,
        "type": KINDS[column.kind].table_schema,
        "title": column.label_en,
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _layer_record(
    definition: Layer, frame: pd.DataFrame, edition: Edition, sources: list[Source], curated: Path
) -> dict[str, Any]:
    record = {
        "title": {"en": definition.title_en, "es": definition.title_es},
        "geometry": definition.geometry,
        "rows": len(frame),
        "licence": definition.licence,
        "schema": _schema(definition),
        **_origin(definition.name, edition, sources, curated),
    }
    if definition.time is not None:
        months = sorted(set(frame[definition.time]))
        record["months"] = [month.isoformat()[:7] for month in (months[0], months[-1])]
    return record


def _origin(name: str, edition: Edition, sources: list[Source], curated: Path) -> dict[str, Any]:
    """Return publishers, date and hashed inputs of a layer."""
    inputs = [
        {"name": source.path, "date": source.date, "publisher": source.publisher,
         "licence": source.licence, "credit": source.credit, "sha256": source.sha256}
        for source in sources
        if name in source.layers
    ]  # fmt: skip
    inputs += [
        {"name": f"data/curated/{file}", "date": edition.date.isoformat(), "publisher": COMPILER,
         "sha256": sha256_of(curated / file)}
        for file in CURATED_INPUTS[name]
    ]  # fmt: skip
    return {
        "publishers": sorted({entry["publisher"] for entry in inputs}),
        "date": edition.date.isoformat(),
        "inputs": inputs,
    }
