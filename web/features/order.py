"""The order of items where a request names none: features that show what each column holds first.

Many programs take the columns' types from the first few features of an answer, and lose a column
that is empty in all of them. In this order the first features together hold a value of every
column, and of that column's usual look; all others follow in the order of the layer.
"""

import re
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.border import Border
from geo.layers import Column, Layer

__all__ = ["default_order"]

_DATE_LIKE: Final = re.compile(r"\d{4}-\d{2}(-\d{2}.*)?", re.ASCII)
_LARGEST_32_BITS: Final = 2**31 - 1


def default_order(border: Border, layer: Layer) -> npt.NDArray[np.intp]:
    """Return the row numbers of a layer in the default order of its items.

    The first rows are a greedy cover of the columns: each is the row that shows most columns of
    those not shown yet, the first such row of the layer.
    """
    table = border.records(layer.name)
    shows = [_shows(column, table.columns[column.name]) for column in layer.columns]
    if layer.geometry:
        shows.append(~shapely.is_missing(border.geometries(layer.name)))
    first = _cover(np.column_stack(shows))
    return np.concatenate([first, np.setdiff1d(np.arange(len(table)), first)]).astype(np.intp)


def _cover(shows: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    wanted = shows.any(axis=0)
    rows: list[int] = []
    while wanted.any():
        row = int(np.argmax(shows[:, wanted].sum(axis=1)))
        rows.append(row)
        wanted &= ~shows[row]
    return np.array(rows, dtype=np.intp)


def _shows(column: Column, values: list[Any]) -> npt.NDArray[np.bool_]:
    """Return which values tell what the column holds.

    A text that looks like a date does not tell that the column holds texts, a whole number not
    that it holds fractions, a small one not that it holds more than 32 bits; where a column has
    nothing else, all that is known does.
    """
    known = np.array([value is not None for value in values], dtype=np.bool_)
    if column.kind == "string":
        telling = [value is not None and not _DATE_LIKE.fullmatch(value) for value in values]
    elif column.kind == "number":
        telling = [value is not None and value % 1 != 0 for value in values]
    elif column.kind == "integer":
        telling = [value is not None and abs(value) > _LARGEST_32_BITS for value in values]
    else:
        return known
    told = np.array(telling, dtype=np.bool_)
    return told if told.any() else known
