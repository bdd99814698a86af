"""What is read of an input, and what a reader of any format gives."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from geo.batch.positions import Positions
from geo.errors import InvalidValueError

__all__ = ["BATCH_ROWS", "Columns", "Stream", "kept_schema"]

BATCH_ROWS: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns of the input matter: positions (found by themselves if not named) and kept.

    ``layer`` names that of a file of several; the first is read without it. ``keep`` names the
    columns to carry over; ``None`` carries all, an empty tuple none. ``crs`` names the system of
    positions of which the file does not say it itself; without it that is WGS 84. Tables of
    text are read with ``delimiter``, ``decimal`` and ``encoding``; what is ``None`` is told by the
    file itself (see ``layout_of``), the decimals standing behind a point.
    """

    lon: str | None = None
    lat: str | None = None
    geometry: str | None = None
    layer: str | None = None
    keep: tuple[str, ...] | None = None
    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    crs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """An open input: its batches, the columns kept, where positions are, rows if known.

    What is to be told of what was read stands in ``remarks`` when the batches are.
    """

    batches: Iterator[pa.RecordBatch]
    kept: pa.Schema
    positions: Positions
    rows: int | None
    remarks: list[str] = field(default_factory=list)


def kept_schema(schema: pa.Schema, keep: tuple[str, ...] | None) -> pa.Schema:
    """Return the columns to carry over; ``InvalidValueError`` names one that is not there once."""
    counts = Counter(schema.names)
    names = schema.names if keep is None else list(dict.fromkeys(keep))
    for name in names:
        if name not in counts:
            raise InvalidValueError("--keep", name, ", ".join(schema.names))
        if counts[name] > 1:
            raise InvalidValueError("--keep", name, "columns whose names stand once in the input")
    return schema if keep is None else pa.schema(map(schema.field, names), schema.metadata)
