"""A layer as the source of CQL2 filters: its columns as vectors, made once."""

from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.border import Border
from geo.cql2 import FilterError, Vector
from geo.cql2.values import DAY_US
from geo.geodesy import Floats
from geo.layers import KINDS, Layer
from geo.words.catalogue import said
from geo.words.messages import message
from web.features.order import default_order

__all__ = ["GEOMETRY", "LayerSource", "queryable_names"]

_NO_PROPERTY: Final = message("no property {name}; known: {known}")
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
        self._order: npt.NDArray[np.intp] | None = None
        self._positions: int | None = None
        self.names: Final = queryable_names(layer)

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return len(self._border.records(self._layer.name))

    @property
    def order(self) -> npt.NDArray[np.intp]:
        """Return the row numbers in the default order of items."""
        if self._order is None:
            self._order = default_order(self._border, self._layer)
        return self._order

    @property
    def position_count(self) -> int:
        """Return the number of positions of all geometries."""
        if not self._layer.geometry:
            return 0
        if self._positions is None:
            self._positions = int(shapely.get_num_coordinates(self.vector(GEOMETRY).data).sum())
        return self._positions

    @cached_property
    def points(self) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes of a layer of points, NaN without a geometry."""
        shapes = self.vector(GEOMETRY).data
        return shapely.get_x(shapes), shapely.get_y(shapes)

    def vector(self, name: str) -> Vector:
        """Return a property as a column; ``FilterError`` names the known ones."""
        if name not in self.names:
            raise FilterError(said(_NO_PROPERTY, name=repr(name), known=", ".join(self.names)))
        if name not in self._made:
            self._made[name] = self._shapes() if name == GEOMETRY else self._column(name)
        return self._made[name]

    def _shapes(self) -> Vector:
        shapes = self._border.geometries(self._layer.name, "full")
        return Vector("geometry", shapes, ~shapely.is_missing(shapes))

    def _column(self, name: str) -> Vector:
        values = self._border.records(self._layer.name).columns[name]
        kind = KINDS[self._layer.column(name).kind]
        data = kind.array(values)
        if kind.cql2 == "number":
            data = data.astype(np.float64)
        elif kind.cql2 == "date":
            data = data.astype("datetime64[us]").astype(np.int64)
        known = np.array([value is not None for value in values])
        return Vector(kind.cql2, data, known, self._last_days(name, data))

    def _last_days(self, name: str, first: npt.NDArray[Any]) -> npt.NDArray[np.int64] | None:
        """Return the last day of each month where a layer has one for its time."""
        if name != self._layer.time:
            return None
        months = first.astype("datetime64[us]").astype("datetime64[M]")
        following: npt.NDArray[np.int64] = (months + 1).astype("datetime64[us]").astype(np.int64)
        return following - DAY_US
