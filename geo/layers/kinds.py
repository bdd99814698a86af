"""The kinds of values: what each is in pandas, Arrow, SQL, JSON Schema and a table schema.

One record a kind; whoever stores, reads, writes or describes values asks here.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

__all__ = ["KINDS", "Kind", "ValueKind"]

Kind = Literal["string", "integer", "number", "boolean", "date", "list"]
"""Names of the kinds. A ``list`` holds texts, or numbers where its column has a unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueKind:
    """What values of one kind are elsewhere.

    Parameters
    ----------
    name
        Name of the kind.
    pandas
        Dtype of a column; a missing value is ``NA``, ``NaN`` or ``NaT`` (``None`` in a list).
    arrow
        Arrow type by its name; a list of numbers is ``list<double>``.
    sql
        PostgreSQL type; a list of numbers is ``double precision[]``.
    json_schema
        JSON Schema of a value, in the dialect of OpenAPI 3.0.
    table_schema
        Type of a field in a Frictionless table schema.
    plain
        Returns a known cell as a plain Python value; ``ValueError`` or ``TypeError`` if it is
        none of this kind.
    parse
        Returns the value that a text in a curated table or a JSON cell stands for; ``ValueError``
        if it stands for none.
    """

    name: Kind
    pandas: str
    arrow: str
    sql: str
    json_schema: Mapping[str, Any]
    table_schema: str
    plain: Callable[[Any], Any]
    parse: Callable[[str], Any]


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


def _parse_truth(text: str) -> bool:
    return {"true": True, "false": False}[text]


_RECORDS: Final = (
    ValueKind(
        name="string", pandas="string", arrow="string", sql="text",
        json_schema={"type": "string"}, table_schema="string", plain=_text, parse=str,
    ),
    ValueKind(
        name="integer", pandas="Int64", arrow="int64", sql="bigint",
        json_schema={"type": "integer"}, table_schema="integer", plain=_whole, parse=int,
    ),
    ValueKind(
        name="number", pandas="float64", arrow="double", sql="double precision",
        json_schema={"type": "number"}, table_schema="number", plain=_finite, parse=float,
    ),
    ValueKind(
        name="boolean", pandas="boolean", arrow="bool", sql="boolean",
        json_schema={"type": "boolean"}, table_schema="boolean", plain=_truth,
        parse=_parse_truth,
    ),
    ValueKind(
        name="date", pandas="datetime64[us]", arrow="date32", sql="date",
        json_schema={"type": "string", "format": "date"}, table_schema="date", plain=_day,
        parse=date.fromisoformat,
    ),
    ValueKind(
        name="list", pandas="object", arrow="list<string>", sql="text[]",
        json_schema={"type": "array", "items": {"type": "string"}}, table_schema="array",
        plain=_items, parse=lambda text: tuple(json.loads(text)),
    ),
)  # fmt: skip

KINDS: Final[Mapping[Kind, ValueKind]] = {record.name: record for record in _RECORDS}
"""Every kind by name."""
