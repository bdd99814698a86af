"""The frames of a border, and what is derived from them once."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TypeVar, cast

import numpy as np

from geo.data.records import Records, columns_of_frame
from geo.data.rows import Rows, Shapes, checked_rows, frame_of_rows
from geo.data.totals import port_totals
from geo.errors import UnknownPortError
from geo.geodesy import FRAME_CRS, Floats
from geo.layers import LAYERS, LEVELS, layer
from geo.words.catalogue import words

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import shapely

__all__ = ["BorderFrames", "Shapes", "Store"]

_Made = TypeVar("_Made")
_DEGREE_M: Final = 111_320.0
"""Length of a degree of the equator in metres, to turn a tolerance into degrees."""


class Store(Protocol):
    """Where a data set comes from."""

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the description of the data set (a Frictionless data package)."""

    def read(self, name: str) -> "pd.DataFrame":
        """Read a layer or table; ``DatasetError`` if it is missing or damaged."""

    def read_rows(self, name: str) -> Rows | None:
        """Read the plain values of a layer or table; ``None``: it comes as a frame."""

    def read_level(self, name: str, level: str) -> "dict[str, shapely.Geometry]":
        """Read the generalised geometries of a layer by the keys of their rows."""

    def verify_files(self) -> None:
        """Look whether the files are still whole; ``DatasetError`` names one that is not."""

    def kept_versions(self) -> tuple[str, ...]:
        """Return the published versions that are kept beside, this among them, oldest first."""

    def at_version(self, version: str) -> "Store":
        """Return a version that is kept beside; ``DatasetError`` if it is not or cannot be read."""


class BorderFrames:
    """The layers and tables of one border as frames, which never change.

    A frame is read from the store when it is first asked for, or was given to ``replace``; it is
    checked against the definition of its layer when it enters. What is made from the frames is
    kept with them (``derived``) and gone with them. It may be shared between threads.

    Where the store has the rows as plain values, these are what is read, checked and kept, and the
    frame is made of them: ``records`` and ``geometries`` need none.

    Of an earlier version (``is_earlier``), read to be compared, columns that it was published
    without are not known, and codes that are no longer allowed stay.
    """

    def __init__(
        self,
        store: Store,
        frames: "Mapping[str, pd.DataFrame] | None" = None,
        *,
        is_earlier: bool = False,
    ) -> None:
        self._store = store
        self._is_earlier = is_earlier
        self._given = dict(frames or {})
        self._frames: dict[str, pd.DataFrame] = dict(self._given)
        self._rows: dict[str, Rows | None] = {}
        self._records: dict[str, Records] = {}
        self._shapes: dict[tuple[str, str], Shapes] = {}
        self._derived: dict[Callable[[Any], Any], Any] = {}
        self._lock = threading.RLock()

    def verify_files(self) -> None:
        """Look whether the files that the data came from are still whole.

        Raises
        ------
        DatasetError
            One is missing or damaged; the message names it.
        """
        self._store.verify_files()

    def kept_versions(self) -> tuple[str, ...]:
        """Return the published versions that the store keeps, oldest first; empty for none."""
        return self._store.kept_versions()

    def at_version(self, version: str) -> "BorderFrames":
        """Return the data as published in a version that the store keeps.

        Columns that the version was published without are not known in any row.

        Raises
        ------
        DatasetError
            It is not kept, or cannot be read.
        """
        return BorderFrames(self._store.at_version(version), is_earlier=True)

    def replace(self, **frames: "pd.DataFrame") -> Self:
        """Return a border in which these frames stand for those of the same name.

        Each is a layer's or table's name and its new frame: a ``GeoDataFrame`` where the layer
        has a geometry. Generalised copies of changed geometries are made from the new ones.

        Raises
        ------
        UnknownLayerError
            No such layer or table.
        DatasetError
            A frame does not fit the definition of its layer; the message says where.
        """
        checked = {name: _entered(name, frame) for name, frame in frames.items()}
        return type(self)(self._store, {**self._given, **checked})

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the data package: provenance, licences, hashes."""
        return self._store.package

    @property
    def version(self) -> str:
        """Return the version of the data, such as ``2026.11.0``."""
        return str(self.package["version"])

    @cached_property
    def date(self) -> date:
        """Return the date of this version."""
        return date.fromisoformat(str(self.package["created"])[:10])

    def counting_choice(self, lang: str) -> str:
        """Return what of the counting rule is a choice of its makers, in a language."""
        return words(lang).choose(self.package["borderPorts"]["countingChoice"])

    def counting_rule(self, lang: str) -> str:
        """Return the sentence that says what the counted ports are, in a language."""
        template = words(lang).choose(self.package["borderPorts"]["countingRuleTemplate"])
        return template.format(**self.port_totals())

    def port_totals(self) -> dict[str, int]:
        """Return the number of ports, in all and by the counting rule; see ``port_totals``."""
        return port_totals(self.records("ports").columns["modes"])

    def layer(self, name: str, level: str = "full") -> "gpd.GeoDataFrame | pd.DataFrame":
        """Return a layer or table by name; ``level`` picks a generalised geometry.

        The frame is a copy-on-write copy: changing it changes nothing here.

        Raises
        ------
        UnknownLayerError
            No such layer.
        """
        frame = self.frame(name).copy(deep=False)
        if level != "full" and LAYERS[name].geometry:
            frame = cast("gpd.GeoDataFrame", frame).set_geometry(
                list(self.geometries(name, level)), crs=FRAME_CRS
            )
        return frame

    def frame(self, name: str) -> "pd.DataFrame":
        """Return the frame itself, which nobody may change; ``UnknownLayerError``."""
        kept = self._frames.get(name)
        if kept is None:
            layer(name)
            with self._lock:
                kept = self._frames.get(name)
                if kept is None:
                    rows = self._plain_rows(name)
                    frame = (
                        self._store.read(name) if rows is None else frame_of_rows(layer(name), rows)
                    )
                    kept = _entered(name, frame, is_earlier=self._is_earlier)
                    self._frames[name] = kept
        return kept

    def _plain_rows(self, name: str) -> Rows | None:
        """Return the checked rows of a layer that came as plain values, ``None`` for a frame."""
        layer(name)
        if name in self._given or self._is_earlier:
            return None
        if name not in self._rows:
            with self._lock:
                if name not in self._rows:
                    rows = self._store.read_rows(name)
                    self._rows[name] = None if rows is None else _entered_rows(name, rows)
        return self._rows[name]

    def records(self, name: str) -> Records:
        """Return the plain values of a layer or table; ``UnknownLayerError``."""
        kept = self._records.get(name)
        if kept is None:
            rows = self._plain_rows(name)
            columns = (
                columns_of_frame(LAYERS[name], self.frame(name)) if rows is None else rows.columns
            )
            with self._lock:
                kept = self._records.setdefault(name, Records(LAYERS[name], columns))
        return kept

    def geometries(self, name: str, level: str = "full") -> Shapes:
        """Return the geometries of a layer at a level of ``LEVELS``, in the order of its rows."""
        definition = layer(name)
        if definition.geometry is None:
            message = f"{name} has no geometry"
            raise ValueError(message)
        key = (name, level if definition.levels else "full")
        kept = self._shapes.get(key)
        if kept is None:
            with self._lock:
                kept = self._shapes.get(key)
                if kept is None:
                    kept = self._level(*key) if key[1] != "full" else self._full(name)
                    self._shapes[key] = kept
        return kept

    def points(self, name: str) -> Floats:
        """Return the positions of a layer of points, degrees, shape (rows, 2); NaN for none."""
        rows = self._plain_rows(name)
        if rows is not None and rows.points is not None:
            return rows.points
        import shapely

        shapes = self.geometries(name)
        return np.column_stack((shapely.get_x(shapes), shapely.get_y(shapes)))

    def derived(self, make: Callable[[Any], _Made]) -> _Made:
        """Return ``make(self)``, which is called once and whose result is kept with the frames.

        ``make`` is a function of a module, by which the result is found again.
        """
        try:
            made = self._derived[make]
        except KeyError:
            with self._lock:
                if make not in self._derived:
                    self._derived[make] = make(self)
                made = self._derived[make]
        return cast("_Made", made)

    def port_position(self, port_id: object, field: str = "port") -> int:
        """Return the row number of a port; ``UnknownPortError`` names the known ids."""
        ports = self.records("ports")
        if not isinstance(port_id, str) or port_id not in ports:
            raise UnknownPortError(port_id, ports.columns["id"], field=field)
        return ports.position(port_id)

    def port_number(self, position: int) -> int:
        """Return the number of a port on every map and in every table; 1 is the westernmost."""
        return int(self.records("ports").columns["number"][position])

    def preload(self) -> None:
        """Read every layer and small table, so that a damaged file shows at once."""
        for name, definition in LAYERS.items():
            if definition.time is None:
                self.records(name)
                if definition.levels:
                    for level in LEVELS:
                        self.geometries(name, level)

    def _full(self, name: str) -> Shapes:
        rows = self._plain_rows(name)
        shapes = None if rows is None else rows.shapes()
        if shapes is not None:
            return shapes
        return np.asarray(cast("gpd.GeoDataFrame", self.frame(name)).geometry.array, dtype=object)

    def _level(self, name: str, level: str) -> Shapes:
        """Return the published generalisation, or our own where the geometry was replaced."""
        key, full = LAYERS[name].key, self.geometries(name)
        shapes = self._store.read_level(name, level)
        if name in self._given:
            import shapely

            published = self._store.read(name)
            before = dict(zip(published[key], published.geometry, strict=True))
            tolerance = LEVELS[level] / _DEGREE_M
            shapes = {
                one: shapes[one]
                if one in shapes and shapely.equals_identical(before[one], shape)
                else shapely.simplify(shape, tolerance)
                for one, shape in zip(self.records(name).columns[key], full, strict=True)
            }
        ordered = np.empty(len(full), dtype=object)
        ordered[:] = [shapes[one] for one in self.records(name).columns[key]]
        return ordered


def _entered_rows(name: str, rows: Rows) -> Rows:
    """Return rows that fit their layer's definition; ports get the numbers of their rows."""
    definition = layer(name)
    if name == "ports":
        rows.columns["number"] = list(range(1, len(rows.columns[definition.key]) + 1))
    ordered = {column: rows.columns[column] for column in definition.column_names}
    return checked_rows(definition, replace(rows, columns=ordered))


def _entered(name: str, frame: "pd.DataFrame", *, is_earlier: bool = False) -> "pd.DataFrame":
    """Return a frame that fits its layer's definition; ports get the numbers of their rows."""
    import pandas as pd

    from geo.data.validate import checked_frame

    if name == "ports":
        frame = frame.assign(number=pd.array(range(1, len(frame) + 1), dtype="Int64"))
    definition = layer(name)
    if is_earlier:
        known = set(frame.columns)
        columns = (
            replace(column, allowed=(), required=column.required and column.name in known)
            for column in definition.columns
        )
        definition = replace(definition, columns=tuple(columns))
    return checked_frame(definition, frame)
