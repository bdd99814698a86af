"""A border written as published files: what another edition of the data changes, and no more."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.data.frames import BorderFrames
from geo.data.seal import sealed
from geo.geodesy import FRAME_CRS
from geo.layers import LAYERS, Layer
from geo.pipeline.provenance import DESCRIPTOR
from geo.pipeline.sources import sha256_of
from geo.pipeline.write import GEOPACKAGE, level_names, write_geopackage, write_parquet

__all__ = ["Origin", "write_edition"]

_SECOND_HAND: Final = "second-hand"
"""How the version of a source begins that stands in until its publisher's own rows are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the new rows of a layer come from.

    ``months`` are the first and the last month that it covers, as ``YYYY-MM``. ``replaces`` names
    inputs of the layer of which nothing is left.
    """

    layer: str
    name: str
    publisher: str
    credit: str
    title: str
    licence: str
    address: str
    retrieved: date
    months: tuple[str, str]
    sha256: str
    replaces: tuple[str, ...] = field(default=())


def write_edition(
    border: BorderFrames,
    folder: Path,
    *,
    version: str,
    dated: date,
    origins: Sequence[Origin] = (),
) -> None:
    """Write all published files of a border into a folder.

    Parameters
    ----------
    border
        What is written; its description is carried over where nothing changed.
    folder
        An empty folder.
    version, dated
        Version and date of the edition.
    origins
        Where new rows come from.
    """
    frames = {name: _plain(border, definition) for name, definition in LAYERS.items()}
    write_geopackage({**frames, **_levels(border)}, folder / GEOPACKAGE, dated)
    for name, definition in LAYERS.items():
        if definition.time is not None:
            write_parquet(frames[name], definition, folder / f"{name}.parquet")
    package = _described(border, folder, version, dated, origins)
    text = json.dumps(sealed(package), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8", newline="\n")


def _plain(border: BorderFrames, definition: Layer) -> pd.DataFrame:
    """Return the rows of a layer as plain values, which are quick to write."""
    columns = border.records(definition.name).columns
    frame = pd.DataFrame(
        {name: pd.Series(columns[name], dtype=object) for name in definition.column_names}
    )
    if definition.geometry is None:
        return frame
    shapes = list(border.geometries(definition.name))
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=FRAME_CRS)


def _levels(border: BorderFrames) -> dict[str, pd.DataFrame]:
    return {
        stored: gpd.GeoDataFrame(
            {"id": border.records(name).columns["id"]},
            geometry=list(border.geometries(name, level)),
            crs=FRAME_CRS,
        )
        for stored, name, level in level_names()
    }


def _described(
    border: BorderFrames, folder: Path, version: str, dated: date, origins: Sequence[Origin]
) -> dict[str, Any]:
    """Return the description of the edition: that of the border with what is new put in."""
    package = json.loads(json.dumps(dict(border.package)))
    package["version"] = version
    package["created"] = f"{dated.isoformat()}T00:00:00Z"
    for resource in package["resources"]:
        path = folder / resource["path"]
        resource["bytes"] = path.stat().st_size
        resource["hash"] = f"sha256:{sha256_of(path)}"
    own = package["borderPorts"]
    own["datasetVersion"], own["date"] = version, dated.isoformat()
    for name, definition in LAYERS.items():
        record, records = own["layers"][name], border.records(name)
        record["rows"] = len(records)
        if definition.time is not None:
            months = records.columns[definition.time]
            record["months"] = [month.isoformat()[:7] for month in (min(months), max(months))]
    for origin in origins:
        _add(package, origin)
    return dict(package)


def _add(package: dict[str, Any], origin: Origin) -> None:
    record = package["borderPorts"]["layers"][origin.layer]
    record["date"] = origin.retrieved.isoformat()
    record["publishers"] = sorted({*record["publishers"], origin.publisher})
    record["inputs"] = [
        *_before(record["inputs"], origin),
        {
            "name": origin.name,
            "date": origin.retrieved.isoformat(),
            "publisher": origin.publisher,
            "licence": origin.licence,
            "credit": origin.credit,
            "months": list(origin.months),
            "sha256": origin.sha256,
        },
    ]
    title = f"{origin.credit}: {origin.title}"
    package["sources"] = [
        source
        for source in package["sources"]
        if source["title"] != title
        and not (origin.replaces and source.get("version", "").startswith(_SECOND_HAND))
    ]
    package["sources"].append(
        {
            "title": title,
            "credit": origin.credit,
            "version": f"{origin.months[0]} to {origin.months[1]}, retrieved {origin.retrieved}",
            "layers": [origin.layer],
            "path": origin.address,
        }
    )


def _before(inputs: Sequence[Mapping[str, Any]], origin: Origin) -> list[dict[str, Any]]:
    """Return the inputs that still stand: of earlier updates the months before this one."""
    kept = []
    for entry in inputs:
        if entry["name"] in origin.replaces:
            continue
        if entry["name"] == origin.name:
            first, last = entry["months"]
            if first >= origin.months[0]:
                continue
            last = min(last, _month_before(origin.months[0]))
            kept.append({**entry, "months": [first, last]})
        else:
            kept.append(dict(entry))
    return kept


def _month_before(month: str) -> str:
    return str(pd.Period(month, "M") - 1)
