"""Records: lasting ids, closed vocabularies, named sources, references that resolve."""

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from geo.checks.model import Check, without_problems
from geo.data.frames import BorderFrames
from geo.layers import LAYERS, Column, Layer

__all__ = ["check_cells", "check_records", "stable_ids"]

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LAYERS: Final = (
    "ports",
    "river_segments",
    "boundary",
    "river_points",
    "crossings_not_counted",
    "projects",
    "permits",
    "waterworks",
)
"""Layers whose ids are slugs that users keep: ``stable_ids.txt`` freezes them."""


def check_records(border: BorderFrames) -> list[Check]:
    """Check ids, cells, sources, references and opening hours of every layer and table."""
    return [
        check_cells(border),
        _unique_ids(border),
        _slugs(border),
        *(_frozen(border, name) for name in SLUG_LAYERS),
        _sourced(border),
        _numbered(border),
        _ports_known(border),
        _segments_known(border),
        _neighbours_mutual(border),
        _hours_readable(border),
    ]


def stable_ids(layer: str) -> set[str]:
    """Return the ids of a layer that were published once and may not vanish or be renamed."""
    lines = files("geo.checks").joinpath("stable_ids.txt").read_text(encoding="utf-8").split()
    return {line.partition("/")[2] for line in lines if line.startswith(f"{layer}/")}


def _rows(border: BorderFrames) -> Iterator[tuple[Layer, str, dict[str, Any]]]:
    """Yield (layer, key, cells) of every row of the layers and tables without months."""
    for name, definition in LAYERS.items():
        if definition.time is None:
            table = border.records(name)
            for position, key in enumerate(table.columns[definition.key]):
                yield definition, f"{name} {key}", table.row(position)


def check_cells(border: BorderFrames) -> Check:
    """Check that required cells are filled and that words are of their vocabularies."""
    problems = [
        f"{definition.name} {key}: {column.name} {fault}"
        for definition in LAYERS.values()
        if definition.time is None
        for column in definition.columns
        if column.required or column.allowed
        for key, fault in _faults(border, definition, column)
    ]
    return without_problems("required cells and vocabularies", problems, "all rows")


def _faults(border: BorderFrames, definition: Layer, column: Column) -> Iterator[tuple[str, str]]:
    """Yield (key, fault) of the rows whose cell is not as its column wants it."""
    columns = border.records(definition.name).columns
    cells = columns[column.name]
    by_cell = {cell: _fault(cell, column) for cell in set(cells)}
    if any(by_cell.values()):
        for key, cell in zip(columns[definition.key], cells, strict=True):
            if by_cell[cell]:
                yield key, by_cell[cell]


def _fault(cell: Any, column: Column) -> str:  # noqa: ANN401
    if cell is None or cell in ("", ()):
        return "is empty" if column.required else ""
    items = cell if isinstance(cell, tuple) else (cell,)
    wrong = [item for item in items if column.allowed and item not in column.allowed]
    return f"is {wrong[0]!r}" if wrong else ""


def _unique_ids(border: BorderFrames) -> Check:
    problems = []
    for name, definition in LAYERS.items():
        keys = border.records(name).columns[definition.key]
        if len(set(keys)) != len(keys):
            problems.append(f"{name}: {len(keys) - len(set(keys))} repeated")
    return without_problems("ids unique", problems, f"{len(LAYERS)} layers and tables")


def _slugs(border: BorderFrames) -> Check:
    keys = [(name, key) for name in SLUG_LAYERS for key in border.records(name).columns["id"]]
    problems = [f"{name} {key!r}" for name, key in keys if not SLUG.fullmatch(key)]
    return without_problems("ids are slugs", problems, f"{len(keys)} ids")


def _frozen(border: BorderFrames, name: str) -> Check:
    present, known = set(border.records(name).columns["id"]), stable_ids(name)
    problems = [f"{key} has vanished" for key in sorted(known - present)]
    problems += [f"{key} is not in stable_ids.txt" for key in sorted(present - known)]
    return without_problems(f"ids of {name} stable", problems, f"{len(known)} frozen ids")


def _sourced(border: BorderFrames) -> Check:
    rows = [(key, row) for _, key, row in _rows(border) if "sources" in row]
    problems = [key for key, row in rows if not (row["sources"] or "").strip()]
    return without_problems("every row names its sources", problems, f"{len(rows)} rows")


def _numbered(border: BorderFrames) -> Check:
    """Check that the numbers of the ports, which are those of their rows, run from west to east."""
    columns = border.records("ports").columns
    ports = list(zip(columns["number"], columns["id"], columns["boundary_km"], strict=True))
    problems = [
        f"{number} {name} lies west of the one before"
        for (_, _, before), (number, name, km) in pairwise(ports)
        if km > before
    ]
    return without_problems("ports are numbered from west to east", problems, f"{len(ports)} ports")


def _ports_known(border: BorderFrames) -> Check:
    ports = border.records("ports")
    named = [
        (name, port)
        for name in ("port_modes", "tolls", "port_codes")
        for port in border.records(name).columns["port_id"]
    ]
    series = border.records("crossing_volumes").columns["port_ids"]
    named += [("crossing_volumes", port) for row in {tuple(row) for row in series} for port in row]
    problems = [f"{name}: {port}" for name, port in named if port not in ports]
    return without_problems("port ids of the tables exist", problems, f"{len(named)} references")


def _segments_known(border: BorderFrames) -> Check:
    segments = border.records("river_segments")
    named = [
        (name, key, segment)
        for name in ("ports", "river_points")
        for key, segment in zip(
            border.records(name).columns["id"],
            border.records(name).columns["river_segment"],
            strict=True,
        )
        if segment is not None
    ]
    problems = [
        f"{name} {key}: {segment}" for name, key, segment in named if segment not in segments
    ]
    return without_problems("river segments named exist", problems, f"{len(named)} references")


def _neighbours_mutual(border: BorderFrames) -> Check:
    states = border.records("states").columns
    pairs = {
        (state, neighbour, float(km))
        for state, neighbours, kms in zip(
            states["id"], states["neighbours"], states["neighbour_km"], strict=True
        )
        for neighbour, km in zip(neighbours, kms, strict=True)
    }
    problems = [f"{a} {b} {km}" for a, b, km in sorted(pairs) if (b, a, km) not in pairs]
    return without_problems("neighbors and shared lengths agree", problems, f"{len(pairs)} pairs")


def _hours_readable(border: BorderFrames) -> Check:
    from opening_hours import validate

    cells = [
        (f"{key}: {name}", text)
        for _, key, row in _rows(border)
        for name, text in row.items()
        if name.startswith("opening_hours") and text is not None
    ]
    problems = [f"{where}: {text!r}" for where, text in cells if not validate(text)]
    return without_problems("opening hours can be read", problems, f"{len(cells)} cells")
