"""The notes on the counts: gaps, breaks, closures, and the codes that were split."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.layers.measures import MEASURES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EVENT_KINDS", "Note", "Split", "notes_of", "splits_of"]

EVENT_KINDS: Final = ("closure", "restriction")
"""Kinds of notes on what happened at the border; the others speak of one source's counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A row of ``series_notes``; ``last`` is ``None`` where it goes on.

    Without codes and ports it speaks of every code, and if of an event, of every crossing.
    """

    id: str
    kind: str
    port_codes: tuple[str, ...]
    port_ids: tuple[str, ...]
    measures: frozenset[str]
    first: "pd.Timestamp"
    last: "pd.Timestamp | None"
    text_en: str
    text_es: str
    sources: str
    source_ids: tuple[str, ...]

    @property
    def is_general(self) -> bool:
        """Return whether it names neither codes nor ports."""
        return not self.port_codes and not self.port_ids

    def is_about(self, measure: str) -> bool:
        """Return whether it speaks of a measure, or of a part of it."""
        if not self.measures or measure in self.measures:
            return True
        return not self.measures.isdisjoint(MEASURES[measure].bts)

    def touches(self, first: "pd.Timestamp", last: "pd.Timestamp") -> bool:
        """Return whether any of its months is in a stretch, both ends included."""
        return self.first <= last and (self.last is None or self.last >= first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Codes of which the first counted for all until ``month``, the first month of the others."""

    codes: tuple[str, ...]
    month: "pd.Timestamp"


def notes_of(table: "pd.DataFrame") -> tuple[Note, ...]:
    """Return the rows of ``series_notes``."""
    import pandas as pd

    return tuple(
        Note(
            id=row["id"],
            kind=row["kind"],
            port_codes=_items(row["port_codes"]),
            port_ids=_items(row["port_ids"]),
            measures=frozenset(_items(row["measures"])),
            first=pd.Timestamp(row["from_month"]),
            last=None if pd.isna(row["to_month"]) else pd.Timestamp(row["to_month"]),
            text_en=row["text_en"],
            text_es=row["text_es"],
            sources=row["sources"],
            source_ids=_items(row["source_ids"]),
        )
        for row in table.to_dict("records")
    )


def splits_of(notes: Iterable[Note]) -> Mapping[tuple[str, str], Split]:
    """Return the split of each (measure, port code) that was part of one."""
    return {
        (measure, code): Split(codes=note.port_codes, month=note.first)
        for note in notes
        if note.kind == "split"
        for measure in MEASURES
        if note.is_about(measure)
        for code in note.port_codes
    }


def _items(cell: Any) -> tuple[str, ...]:  # noqa: ANN401 - a list or an empty cell
    return tuple(cell) if isinstance(cell, (list, tuple)) else ()
