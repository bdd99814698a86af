"""The checks that a service makes before it serves: those that take no time."""

import math
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from geo.checks.evidence import unknown_sources
from geo.checks.model import Check, without_problems
from geo.checks.records import check_cells, stable_ids
from geo.data.frames import BorderFrames
from geo.errors import DatasetError
from geo.layers import LAYERS, Layer

__all__ = ["check_quickly", "refuse_unsound"]


def check_quickly(border: BorderFrames) -> list[Check]:
    """Check ids, vocabularies, finite numbers and time zones of layers and small tables."""
    return [
        without_problems("ids are there once", _repeated(border), "layers and small tables"),
        check_cells(border),
        without_problems("ports are there", _vanished(border), "lasting ids"),
        without_problems("numbers are finite", _endless(border), "all columns"),
        without_problems("sources that rows name are there", unknown_sources(border), "all rows"),
        without_problems("time zones are known", _unknown_zones(border), "all ports"),
    ]


def refuse_unsound(border: BorderFrames) -> None:
    """Refuse a data set of which a quick check fails; ``DatasetError`` says which, in one line."""
    for check in check_quickly(border):
        if not check.passed:
            message = f"the data set is not sound: {check.name}: {check.found}: {check.detail}"
            raise DatasetError(message)


def _repeated(border: BorderFrames) -> Iterator[str]:
    for name, definition in LAYERS.items():
        if definition.time is None:
            keys = border.records(name).columns[definition.key]
            if not keys or len(set(keys)) != len(keys):
                yield f"{name}: {len(keys)} rows, {len(set(keys))} ids"


def _vanished(border: BorderFrames) -> Iterator[str]:
    present = set(border.records("ports").columns["id"])
    for key in sorted(stable_ids("ports") - present):
        yield f"{key} has vanished"


def _endless(border: BorderFrames) -> Iterator[str]:
    for name, definition in LAYERS.items():
        for column in definition.columns:
            if column.kind == "number" and not _is_finite(border, definition, column.name):
                yield f"{name} {column.name}"


def _is_finite(border: BorderFrames, definition: Layer, column: str) -> bool:
    if definition.time is None:
        cells = border.records(definition.name).columns[column]
        return all(cell is None or math.isfinite(cell) for cell in cells)
    return not np.isinf(border.frame(definition.name)[column].to_numpy()).any()


def _unknown_zones(border: BorderFrames) -> Iterator[str]:
    ports = border.records("ports").columns
    for column in ("time_zone", "mx_time_zone"):
        for zone in {zone for zone in ports[column] if zone is not None}:
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError):
                yield f"{column} {zone!r}"
