"""The plain values of a frame, made once: what JSON, text and documents are written from."""

from collections.abc import Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from geo.errors import UnknownNameError
from geo.layers import Column, Layer

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Records", "columns_of_frame", "plain_values"]

_FIELD_OF_LAYER: Final = {"ports": "port", "states": "state"}
_MAX_KNOWN: Final = 60
"""Keys that an error message names."""


class Records:
    """The rows of a layer as plain Python values.

    ``None`` is "not known", dates are ``datetime.date``, lists are tuples. Nothing changes.
    """

    def __init__(self, layer: Layer, columns: Mapping[str, list[Any]]) -> None:
        self.layer: Final = layer
        self.columns: Final = columns
        self._positions: dict[str, int] = {
            key: position for position, key in enumerate(self.columns[layer.key])
        }

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._positions)

    def __contains__(self, key: object) -> bool:
        """Return whether a row has this key."""
        return key in self._positions

    def position(self, key: str) -> int:
        """Return the row number of a key; ``UnknownNameError`` names the first known keys."""
        try:
            return self._positions[key]
        except KeyError:
            known = list(self._positions)[:_MAX_KNOWN]
            raise UnknownNameError(
                key, known, field=_FIELD_OF_LAYER.get(self.layer.name, "id")
            ) from None

    def row(self, position: int) -> dict[str, Any]:
        """Return one row as a dictionary, without the geometry."""
        return {name: values[position] for name, values in self.columns.items()}


def columns_of_frame(layer: Layer, frame: "pd.DataFrame") -> Mapping[str, list[Any]]:
    """Return the columns of a checked frame as plain values, each converted on first use."""
    return _FrameColumns(layer, frame)


class _FrameColumns(Mapping[str, list[Any]]):
    """The columns of a checked frame as plain values, each converted on first use."""

    def __init__(self, layer: Layer, frame: "pd.DataFrame") -> None:
        self._layer = layer
        self._frame = frame
        self._values: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        values = self._values.get(name)
        if values is None:
            values = plain_values(self._layer.column(name), self._frame[name])
            self._values[name] = values
        return values

    def __contains__(self, name: object) -> bool:
        return name in self._layer.column_names

    def __iter__(self) -> Iterator[str]:
        return iter(self._layer.column_names)

    def __len__(self) -> int:
        return len(self._layer.columns)


def plain_values(column: Column, series: "pd.Series[Any]") -> list[Any]:
    """Return the cells of a typed column as plain Python values, ``None`` where not known."""
    if column.kind == "list":
        return [None if value is None else tuple(value) for value in series]
    if column.kind == "date":
        days: list[Any] = series.to_numpy("datetime64[D]").astype(object).tolist()
        return days
    if column.kind == "number":
        return [None if isnan(value) else value for value in series.to_numpy().tolist()]
    cells: list[Any] = series.array.to_numpy(dtype=object, na_value=None).tolist()
    return cells
