"""Columns of text that no spreadsheet takes for formulas, many cells at a time."""

from typing import Any, Final

import numpy as np
import pyarrow as pa

from geo.data.formula_guard import FORMULA_STARTS, without_formula

__all__ = ["without_formulas"]

_STARTS: Final = np.isin(np.arange(256), [ord(start) for start in FORMULA_STARTS])
_SIGNS: Final = np.isin(np.arange(256), [ord(sign) for sign in "+-"])
_OF_NUMBERS: Final = b"0123456789.,"
_IS_OTHER: Final = np.isin(np.arange(256), list(_OF_NUMBERS), invert=True)


def without_formulas(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch whose texts have the leading quote that ``without_formula`` gives them."""
    given = batch.columns
    columns = [
        _guarded(column) if pa.types.is_string(column.type) and len(column) else column
        for column in given
    ]
    if all(new is old for new, old in zip(columns, given, strict=True)):
        return batch
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _guarded(column: pa.Array) -> pa.Array:
    texts = {int(row): str(column[int(row)]) for row in _suspects(column)}
    changed = {row: new for row, text in texts.items() if (new := without_formula(text)) != text}
    if not changed:
        return column
    cells = column.to_pylist()
    for row, text in changed.items():
        cells[row] = text
    return pa.array(cells, column.type)


def _suspects(column: pa.Array) -> Any:  # noqa: ANN401 - row numbers
    """Return the rows that begin like a formula, but for plain numbers with a sign."""
    _, places, content = column.buffers()
    if content is None:
        return ()
    ends = np.frombuffer(places, np.int32)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(content, np.uint8)
    filled = np.flatnonzero(ends[1:] > ends[:-1])
    first = data[ends[filled]]
    rows, first = filled[_STARTS[first]], first[_STARTS[first]]
    is_signed, used = _SIGNS[first], data[ends[0] : ends[-1]]
    if is_signed.all() and len(used.tobytes().translate(None, _OF_NUMBERS)) == len(rows):
        return ()  # Beside digits there are the signs that they begin with, and nothing else.
    sums = np.concatenate(([0], np.cumsum(_IS_OTHER[used])))
    begin, end = ends[rows] + 1 - ends[0], ends[rows + 1] - ends[0]
    return rows[(sums[end] > sums[begin]) | ~is_signed]
