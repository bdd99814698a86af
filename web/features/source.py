"""A layer as the source of CQL2 filters: its columns as vectors, made once."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.border import Border
from geo.cql2 import FilterError, Vector
from geo.cql2.temporal import date_us
from geo.layers import Kind, Layer

__all__ = ["GEOMETRY", "LayerSource", "queryable_names"]

GEOMETRY: Final = "geometry"
"""Name of the geometry among the queryables."""


def queryable_names(layer: Layer) -> tuple[str, ...]:
    """Return the names that filters may use."""
    return (*layer.column_names, *((GEOMETRY,) if layer.geometry else ()))


class LayerSource:
    """The rows of a layer, for ``geo.cql2.matching``."""

    def __init__(self, border: Border, layer: Layer) -> None:
        self._border = border
        self._layer = layer
        self._made: dict[str, Vector] = {}
        self._positions: int | None = None
        self.names: Final = queryable_names(layer)

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return len(self._border.records(self._layer.name))

    @property
    def position_count(self) -> int:
        """Return the number of positions of all geometries."""
        if not self._layer.geometry:
            return 0
        if self._positions is None:
            self._positions = int(shapely.get_num_coordinates(self.vector(GEOMETRY).data).sum())
        return self._positions

    def vector(self, name: str) -> Vector:
        """Return a property as a column; ``FilterError`` names the known ones."""
        if name not in self.names:
            message = f"no property {name!r}; known: {', '.join(self.names)}"
            raise FilterError(message)
        if name not in self._made:
            self._made[name] = self._shapes() if name == GEOMETRY else self._column(name)
        return self._made[name]

    def _shapes(self) -> Vector:
        shapes = self._border.geometries(self._layer.name, "full")
        return Vector("geometry", shapes, ~shapely.is_missing(shapes))

    def _column(self, name: str) -> Vector:
        values = self._border.records(self._layer.name).columns[name]
        known = np.array([value is not None for value in values], dtype=np.bool_)
        return _VECTORS[self._layer.column(name).kind](values, known)


def _numbers(values: list[Any], known: npt.NDArray[np.bool_]) -> Vector:
    data = np.array([0.0 if value is None else float(value) for value in values])
    return Vector("number", data, known)


def _texts(values: list[Any], known: npt.NDArray[np.bool_]) -> Vector:
    data = np.empty(len(values), dtype=np.object_)
    data[:] = ["" if value is None else value for value in values]
    return Vector("text", data, known)


def _booleans(values: list[Any], known: npt.NDArray[np.bool_]) -> Vector:
    return Vector("boolean", np.array([bool(value) for value in values]), known)


def _dates(values: list[Any], known: npt.NDArray[np.bool_]) -> Vector:
    data = np.array(
        [0 if value is None else date_us(value.isoformat()) for value in values], dtype=np.int64
    )
    return Vector("date", data, known)


def _lists(values: list[Any], known: npt.NDArray[np.bool_]) -> Vector:
    data = np.empty(len(values), dtype=np.object_)
    data[:] = [() if value is None else tuple(value) for value in values]
    return Vector("list", data, known)


_VECTORS: Final[dict[Kind, Callable[[list[Any], npt.NDArray[np.bool_]], Vector]]] = {
    "string": _texts,
    "integer": _numbers,
    "number": _numbers,
    "boolean": _booleans,
    "date": _dates,
    "list": _lists,
}
