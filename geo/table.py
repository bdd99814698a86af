"""One layer or table in memory: columns of plain values and an array of geometries."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.errors import UnknownNameError
from geo.layers import Layer

__all__ = ["Table"]

_FIELD_OF_LAYER: Final = {"ports": "port", "states": "state"}


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one layer or table.

    ``columns`` maps each column of ``layer`` to a list of values (``None`` is "not known";
    ``date`` columns hold ``datetime.date``, ``list`` columns tuples). ``geometry`` has shape
    (rows,), shapely geometries in WGS 84 longitude/latitude or ``None``; tables have none.
    """

    layer: Layer
    columns: dict[str, list[Any]]
    geometry: npt.NDArray[np.object_] | None = None
    _positions: dict[str, int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the rows by key."""
        self._positions.update(
            {key: position for position, key in enumerate(self.columns[self.layer.key])}
        )

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.columns[self.layer.key])

    def __contains__(self, key: object) -> bool:
        """Return whether a row has this key."""
        return key in self._positions

    def position(self, key: str) -> int:
        """Return the row number of a key; ``UnknownNameError`` names the first known keys."""
        try:
            return self._positions[key]
        except KeyError:
            known = list(self._positions)[:60]
            raise UnknownNameError(
                key, known, field=_FIELD_OF_LAYER.get(self.layer.name, "id")
            ) from None

    def row(self, position: int) -> dict[str, Any]:
        """Return one row as a dictionary, without the geometry."""
        return {name: values[position] for name, values in self.columns.items()}
