"""What changed between two versions of the data: rows, cells and geometries, layer by layer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import numpy as np
import numpy.typing as npt
import shapely

from geo.data.records import plain_values
from geo.layers import LAYERS, Column, Layer

if TYPE_CHECKING:
    import pandas as pd

    from geo.data.frames import BorderFrames

__all__ = ["GEOMETRY", "Change", "ChangeKind", "Difference", "difference"]

ChangeKind = Literal["added", "removed", "changed"]
GEOMETRY: Final = "geometry"
"""Stands as the column of a change of a row's geometry."""
_VALUES: Final = ("value", "value_usd")
"""Columns that hold what a row of a table of months counts."""
_ORDER: Final = "number"
"""Column that numbers the rows of a layer in their order, which is no change of a row."""
_SUBJECTS: Final = ("port_id", "port_code", "crossing")
"""Columns that say what a row is about, the first that a layer has; else it is the row itself."""

_Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that came or went, or one cell of a row that is in both versions.

    Parameters
    ----------
    layer, key
        The layer or table, and the key of the row.
    subject
        Port, port code or crossing that the row is about; the key where a row has none.
    kind
        ``added`` and ``removed`` speak of the row, ``changed`` of its cell ``column``.
    column
        Name of the column, ``geometry`` for the geometry; ``None`` for a row.
    old, new
        Plain values, ``None`` where not known or not there. Of a row of a table of counts they
        are what it counts; a geometry is described in words.
    month
        First day of the month that the row counts, where it counts one.
    """

    layer: str
    key: str
    subject: str
    kind: ChangeKind
    column: str | None = None
    old: Any = None
    new: Any = None
    month: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Every change from one version of the data to another, layer by layer.

    ``rows`` has the number of rows before and after by layer.
    """

    old_version: str
    old_date: date
    new_version: str
    new_date: date
    rows: Mapping[str, tuple[int, int]]
    changes: tuple[Change, ...]

    def of(self, layer: str, kind: ChangeKind | None = None) -> tuple[Change, ...]:
        """Return the changes of one layer, of all kinds or of one."""
        return tuple(
            change
            for change in self.changes
            if change.layer == layer and kind in {None, change.kind}
        )

    def layers(self) -> list[dict[str, Any]]:
        """Return a row per layer: rows before and after, rows added, removed, changed, cells."""
        kinds = Counter((change.layer, change.kind) for change in self.changes)
        touched = {(change.layer, change.key) for change in self.changes if change.column}
        rows_changed = Counter(layer for layer, _ in touched)
        return [
            {
                "layer": layer,
                "rows_old": old,
                "rows_new": new,
                "rows_added": kinds[layer, "added"],
                "rows_removed": kinds[layer, "removed"],
                "rows_changed": rows_changed[layer],
                "cells_changed": kinds[layer, "changed"],
            }
            for layer, (old, new) in self.rows.items()
        ]

    def columns(self) -> list[dict[str, Any]]:
        """Return the number of changed cells of each layer and column that has any."""
        cells = Counter((change.layer, change.column) for change in self.changes if change.column)
        return [
            {"layer": layer, "column": column, "cells_changed": count}
            for (layer, column), count in cells.items()
        ]

    def subjects(self) -> list[dict[str, Any]]:
        """Return what changed at each port, port code or crossing, with the months touched."""
        by_subject: dict[tuple[str, str], list[Change]] = {}
        for change in self.changes:
            by_subject.setdefault((change.layer, change.subject), []).append(change)
        return [_of_subject(*key, changes) for key, changes in by_subject.items()]


def difference(
    old: "BorderFrames", new: "BorderFrames", layers: Iterable[str] = LAYERS
) -> Difference:
    """Return what changed from ``old`` to ``new`` in some layers, by default in all.

    Rows are the same if their keys are; their order does not matter. A layer that a version was
    published without has no rows in it.
    """
    rows: dict[str, tuple[int, int]] = {}
    changes: list[Change] = []
    for name in layers:
        layer = LAYERS[name]
        pair = _Pair(layer, _frame(old, name), _frame(new, name))
        rows[name] = (len(pair.old), len(pair.new))
        changes += pair.changes()
    return Difference(
        old_version=old.version,
        old_date=old.date,
        new_version=new.version,
        new_date=new.date,
        rows=rows,
        changes=tuple(changes),
    )


def _frame(border: "BorderFrames", name: str) -> "pd.DataFrame":
    """Return a layer, without rows where the version was published before there was one."""
    if name in border.package["borderPorts"]["layers"]:
        return border.frame(name)
    import pandas as pd

    return pd.DataFrame({column: [] for column in LAYERS[name].column_names})


class _Pair:
    """One layer in both versions."""

    def __init__(self, layer: Layer, old: "pd.DataFrame", new: "pd.DataFrame") -> None:
        import pandas as pd

        self.layer = layer
        self.old = old
        self.new = new
        keys_old, keys_new = pd.Index(old[layer.key]), pd.Index(new[layer.key])
        positions = keys_old.get_indexer(keys_new)
        self._kept_new: _Rows = np.flatnonzero(positions >= 0)
        self._kept_old: _Rows = positions[self._kept_new]
        self._added: _Rows = np.flatnonzero(positions < 0)
        self._removed: _Rows = np.flatnonzero(keys_new.get_indexer(keys_old) < 0)

    def changes(self) -> list[Change]:
        """Return rows added, rows removed, then changed cells column by column."""
        changes = [*self._rows("added"), *self._rows("removed")]
        if len(self._kept_new):
            for column in self.layer.columns[1:]:
                changes += self._cells(column) if column.name != _ORDER else ()
            if self.layer.geometry is not None:
                changes += self._geometries()
        return changes

    def _rows(self, kind: Literal["added", "removed"]) -> Iterator[Change]:
        frame, rows = (self.new, self._added) if kind == "added" else (self.old, self._removed)
        value: Any = None
        names = () if self.layer.time is None else self.layer.column_names
        counted = next((name for name in _VALUES if name in names), None)
        for row, subject in zip(rows, self._places(frame, rows), strict=True):
            if counted is not None:
                value = plain_values(self.layer.column(counted), frame[counted].iloc[[row]])[0]
            gone, come = (None, value) if kind == "added" else (value, None)
            yield Change(**subject, kind=kind, old=gone, new=come)

    def _cells(self, column: Column) -> Iterator[Change]:
        before = self.old[column.name].iloc[self._kept_old].reset_index(drop=True)
        after = self.new[column.name].iloc[self._kept_new].reset_index(drop=True)
        if column.kind == "list":
            differ = np.array([a != b for a, b in zip(before, after, strict=True)], dtype=bool)
        else:
            same = (before == after).fillna(value=False) | (before.isna() & after.isna())
            differ = ~same.to_numpy(dtype=bool)
        rows = np.flatnonzero(differ)
        if not len(rows):
            return
        values = zip(
            plain_values(column, before.iloc[rows]),
            plain_values(column, after.iloc[rows]),
            self._places(self.new, self._kept_new[rows]),
            strict=True,
        )
        for gone, come, subject in values:
            yield Change(**subject, kind="changed", column=column.name, old=gone, new=come)

    def _geometries(self) -> Iterator[Change]:
        before = _shapes(self.old)[self._kept_old]
        after = _shapes(self.new)[self._kept_new]
        both_missing = shapely.is_missing(before) & shapely.is_missing(after)
        rows = np.flatnonzero(~(shapely.equals_identical(before, after) | both_missing))
        places = self._places(self.new, self._kept_new[rows])
        for row, subject in zip(rows, places, strict=True):
            gone, come = _described(before[row]), _described(after[row])
            yield Change(**subject, kind="changed", column=GEOMETRY, old=gone, new=come)

    def _places(self, frame: "pd.DataFrame", rows: _Rows) -> list[dict[str, Any]]:
        """Return layer, key, subject and month of rows."""
        if not len(rows):
            return []
        layer, chosen = self.layer, frame.iloc[rows]
        names = set(layer.column_names)
        about = next((name for name in _SUBJECTS if name in names), layer.key)
        keys = plain_values(layer.column(layer.key), chosen[layer.key])
        subjects = plain_values(layer.column(about), chosen[about])
        months = (
            [None] * len(keys)
            if layer.time is None
            else plain_values(layer.column(layer.time), chosen[layer.time])
        )
        return [
            {"layer": layer.name, "key": key, "subject": subject or key, "month": month}
            for key, subject, month in zip(keys, subjects, months, strict=True)
        ]


def _shapes(frame: "pd.DataFrame") -> npt.NDArray[np.object_]:
    return np.asarray(cast("Any", frame).geometry.array, dtype=object)


def _described(shape: Any) -> str | None:  # noqa: ANN401 - shapely does not type its members
    """Return a point as WKT, any other geometry as its type and number of vertices."""
    if shape is None:
        return None
    if shape.geom_type == "Point":
        return str(shapely.to_wkt(shape, rounding_precision=7, trim=True))
    return f"{shape.geom_type} of {shapely.get_num_coordinates(shape):,} vertices"


def _of_subject(layer: str, subject: str, changes: list[Change]) -> dict[str, Any]:
    kinds = Counter(change.kind for change in changes)
    months = [change.month for change in changes if change.month is not None]
    return {
        "layer": layer,
        "subject": subject,
        "rows_added": kinds["added"],
        "rows_removed": kinds["removed"],
        "cells_changed": kinds["changed"],
        "from_month": min(months, default=None),
        "to_month": max(months, default=None),
    }
