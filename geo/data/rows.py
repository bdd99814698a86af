"""Rows as a store reads them: plain values by column, checked without a frame.

Questions read plain values and geometries alone, so that a frame, and the libraries it needs, are
only made when a frame is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS, Floats
from geo.layers import KINDS, Column, Layer

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Rows",
    "Shapes",
    "check_allowed",
    "check_shapes",
    "checked_rows",
    "frame_of_rows",
    "of_other_kind",
    "repeated_key",
    "row_without_value",
]

Shapes = npt.NDArray[np.object_]
"""Shapely geometries in WGS 84 longitude, latitude; ``None`` where a row has none."""
_MAX_NAMED: Final = 5
"""Values that an error message names."""
_OF_NUMPY: Final = frozenset({"number", "date", "list"})
"""Kinds whose columns are arrays of numpy; those of the others are pandas' own."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A layer or table: plain values by column (``None`` is "not known"), and its geometries.

    These are ``points`` where each row has one, shape (rows, 2), degrees: most questions need no
    more, and need not load shapely; otherwise ``others``.
    """

    columns: dict[str, list[Any]]
    points: Floats | None = None
    others: Shapes | None = None

    def shapes(self) -> Shapes | None:
        """Return the geometries, ``None`` for a table without."""
        if self.points is None:
            return self.others
        import shapely

        return np.asarray(shapely.points(self.points), dtype=object)


def checked_rows(layer: Layer, rows: Rows) -> Rows:
    """Return rows that fit the definition of their layer, as ``checked_frame`` does with a frame.

    Raises
    ------
    DatasetError
        A required cell is missing, a value is not allowed or not of its kind, an id is repeated,
        or a geometry is missing or of another type; the message names it.
    """
    for column in layer.columns:
        cells = rows.columns[column.name]
        _check_kind(layer, column, cells)
        if column.required and None in cells:
            raise row_without_value(layer, column, cells.index(None))
        if column.allowed:
            known = [cell for cell in cells if cell is not None]
            lists = column.kind == "list"
            check_allowed(
                layer, column, (item for cell in known for item in cell) if lists else known
            )
    keys = rows.columns[layer.key]
    if len(set(keys)) != len(keys):
        raise repeated_key(layer, next(key for key in keys if keys.count(key) > 1))
    if rows.points is not None and layer.geometry == "Point":
        return rows
    shapes = rows.shapes()
    if shapes is not None:
        check_shapes(layer, keys, shapes)
    return rows


def _check_kind(layer: Layer, column: Column, cells: list[Any]) -> None:
    allowed = KINDS[column.kind].types
    for cell in cells:
        if cell is None or type(cell) in allowed:
            continue
        raise of_other_kind(layer, column, repr(cell))


def of_other_kind(layer: Layer, column: Column, why: object) -> DatasetError:
    """Return the error of a column with a value that is not of its kind."""
    return DatasetError(f"{layer.name}: column {column.name!r} is not of kind {column.kind}: {why}")


def row_without_value(layer: Layer, column: Column, row: int) -> DatasetError:
    """Return the error of a required cell that is empty, in a row counted from 0."""
    return DatasetError(f"{layer.name}: row {row + 1}: {column.name} is empty, but required")


def repeated_key(layer: Layer, key: object) -> DatasetError:
    """Return the error of an id that two rows have."""
    return DatasetError(f"{layer.name}: {layer.key}: {key!r} is repeated")


def check_allowed(layer: Layer, column: Column, values: Iterable[Any]) -> None:
    """Refuse values that a column does not allow; ``DatasetError`` names the first."""
    wrong = sorted({str(value) for value in set(values)} - set(column.allowed))
    if wrong:
        allowed = ", ".join(column.allowed)
        named = ", ".join(wrong[:_MAX_NAMED])
        raise DatasetError(
            f"{layer.name}: {column.name}: {named!r} is not allowed; allowed: {allowed}"
        )


def check_shapes(layer: Layer, keys: list[Any], shapes: Shapes) -> None:
    """Refuse geometries that are missing or of another type; ``DatasetError`` names the first."""
    import shapely

    missing = shapely.is_missing(shapes)
    if layer.geometry_required and missing.any():
        raise DatasetError(f"{layer.name}: {keys[int(missing.argmax())]} has no geometry")
    kinds = {shape.geom_type for shape in shapes[~missing]}
    if kinds - {layer.geometry}:
        raise DatasetError(
            f"{layer.name}: geometries are {', '.join(sorted(kinds))}, not {layer.geometry}"
        )


def frame_of_rows(layer: Layer, rows: Rows) -> "pd.DataFrame":
    """Return rows as a frame with the dtypes of their kinds, in ``FRAME_CRS`` if located."""
    import pandas as pd

    frame = pd.DataFrame({
        name: _array(layer, layer.column(name), cells) for name, cells in rows.columns.items()
    })  # fmt: skip
    shapes = rows.shapes()
    if shapes is None:
        return frame
    import geopandas as gpd

    return gpd.GeoDataFrame(frame, geometry=shapes, crs=FRAME_CRS)


def _array(layer: Layer, column: Column, cells: list[Any]) -> Any:  # noqa: ANN401 - of any library
    import pandas as pd

    dtype: Any = KINDS[column.kind].pandas
    try:
        if column.kind not in _OF_NUMPY:
            return pd.array(cells, dtype=dtype)
        values = np.empty(len(cells), dtype=dtype)
        values[:] = cells
    except (TypeError, ValueError) as error:
        raise of_other_kind(layer, column, error) from None
    return values
