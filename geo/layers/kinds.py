"""The kinds of values: what each is in frames, arrays, files, databases, schemas and filters.

One record a kind; whoever stores, reads, writes or describes values asks here.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

__all__ = ["KINDS", "Kind", "ValueKind"]

Kind = Literal["string", "integer", "number", "boolean", "date", "list"]
"""Names of the kinds. A ``list`` holds texts, or numbers where its column has a unit."""

_SEPARATOR: Final = ";"
"""Stands between the items of a list that is written as one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueKind:
    """What values of one kind are elsewhere.

    Parameters
    ----------
    name
        Name of the kind.
    pandas
        Dtype of a column in a frame; a missing value is ``NA``, ``NaN`` or ``NaT`` (``None`` in
        a list).
    numpy, blank
        Dtype of an array, and what stands in it for a cell that is not known.
    arrow
        Arrow type by its name; a list of numbers is ``list<double>``.
    sql
        PostgreSQL type; a list of numbers is ``double precision[]``.
    json_schema
        JSON Schema of a value, in the dialect of OpenAPI 3.0.
    table_schema
        Type of a field in a Frictionless table schema.
    cql2
        What a value is in a filter.
    sheet
        How a cell of a workbook shows it.
    types
        Types that a plain value may have.
    plain
        Returns a known cell as a plain Python value; ``ValueError`` or ``TypeError`` if it is
        none of this kind.
    text
        Returns a plain value as the text of a CSV cell.
    parse
        Returns the plain value that the text of a CSV cell stands for; ``ValueError`` if it
        stands for none.
    """

    name: Kind
    pandas: str
    numpy: str
    blank: object
    arrow: str
    sql: str
    json_schema: Mapping[str, Any]
    table_schema: str
    cql2: Literal["text", "number", "boolean", "date", "list"]
    sheet: Literal["text", "integer", "decimal"]
    types: tuple[type, ...]
    plain: Callable[[Any], Any]
    text: Callable[[Any], str]
    parse: Callable[[str], Any]

    def array(self, cells: Sequence[Any]) -> npt.NDArray[Any]:
        """Return plain values as an array of ``numpy``; ``None`` becomes ``blank``."""
        values = np.empty(len(cells), dtype=self.numpy)
        values[:] = [self.blank if cell is None else cell for cell in cells]
        return values


def _text(value: Any) -> str:  # noqa: ANN401 - a cell may hold anything
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:  # noqa: ANN401
    if isinstance(value, bool) or int(value) != value:
        raise ValueError
    return int(value)


def _finite(value: Any) -> float:  # noqa: ANN401
    if isinstance(value, (bool, str)) or not math.isfinite(value):
        raise ValueError
    return float(value)


def _truth(value: Any) -> bool:  # noqa: ANN401
    if value not in (True, False):
        raise ValueError
    return bool(value)


def _day(value: Any) -> date:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _items(value: Any) -> tuple[Any, ...]:  # noqa: ANN401
    if isinstance(value, (str, bytes)):
        raise TypeError
    return tuple(value)


def _parse_text(text: str) -> str:
    if text != text.strip():
        raise ValueError
    return text


def _parse_truth(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError
    return text == "true"


def _parse_items(text: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in text.split(_SEPARATOR))
    if not all(items) or len(set(items)) != len(items):
        raise ValueError
    return items


def _text_of_truth(value: bool) -> str:  # noqa: FBT001 - the value of a cell
    return "true" if value else "false"


def _text_of_items(items: Sequence[object]) -> str:
    return _SEPARATOR.join(str(item) for item in items)


_RECORDS: Final = (
    ValueKind(
        name="string", pandas="string", numpy="object", blank="", arrow="string", sql="text",
        json_schema={"type": "string"}, table_schema="string", cql2="text", sheet="text",
        types=(str,), plain=_text, text=str, parse=_parse_text,
    ),
    ValueKind(
        name="integer", pandas="Int64", numpy="int64", blank=0, arrow="int64", sql="bigint",
        json_schema={"type": "integer"}, table_schema="integer", cql2="number", sheet="integer",
        types=(int,), plain=_whole, text=str, parse=int,
    ),
    ValueKind(
        name="number", pandas="float64", numpy="float64", blank=0.0, arrow="double",
        sql="double precision", json_schema={"type": "number"}, table_schema="number",
        cql2="number", sheet="decimal", types=(float, int), plain=_finite, text=repr,
        parse=lambda text: _finite(float(text)),
    ),
    ValueKind(
        name="boolean", pandas="boolean", numpy="bool", blank=False, arrow="bool", sql="boolean",
        json_schema={"type": "boolean"}, table_schema="boolean", cql2="boolean", sheet="text",
        types=(bool,), plain=_truth, text=_text_of_truth, parse=_parse_truth,
    ),
    ValueKind(
        name="date", pandas="datetime64[us]", numpy="datetime64[D]", blank=date(1970, 1, 1),
        arrow="date32", sql="date", json_schema={"type": "string", "format": "date"},
        table_schema="date", cql2="date", sheet="text", types=(date,), plain=_day, text=str,
        parse=date.fromisoformat,
    ),
    ValueKind(
        name="list", pandas="object", numpy="object", blank=(), arrow="list<string>",
        sql="text[]", json_schema={"type": "array", "items": {"type": "string"}},
        table_schema="array", cql2="list", sheet="text", types=(tuple,), plain=_items,
        text=_text_of_items, parse=_parse_items,
    ),
)  # fmt: skip

KINDS: Final[Mapping[Kind, ValueKind]] = {record.name: record for record in _RECORDS}
"""Every kind by name."""
