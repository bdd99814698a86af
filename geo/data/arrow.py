"""Columns as Arrow arrays, of the types that their kinds name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.layers import Column

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_array"]

_LIST: Final = "list<"


def arrow_array(column: Column, cells: Sequence[Any]) -> "pa.Array":
    """Return the plain values of a column as an array of type ``column.arrow``; null for none."""
    import pyarrow as pa

    item = column.arrow.removeprefix(_LIST).removesuffix(">")
    of_item = pa.type_for_alias(item)
    return pa.array(cells, type=of_item if item == column.arrow else pa.list_(of_item))
