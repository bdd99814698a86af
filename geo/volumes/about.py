"""What belongs beside a figure: where it comes from, until when, and what to know of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.layers.measures import MEASURES
from geo.volumes.areas import Area
from geo.volumes.ledger import BTS, CBP, Ledger, Series
from geo.volumes.notes import EVENT_KINDS, Note
from geo.volumes.parts import Parts, parts_of
from geo.volumes.yearly import area_months

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["About", "Mark", "about_of", "marks_of", "notes_between"]


_MARKED_KINDS: Final = ("split", "break", "begins", "ends", "closure", "restriction", "not_used")
"""Kinds of notes that a chart marks."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Years that a chart marks with the word for a kind of note; one year where it begins there."""

    first_year: int
    last_year: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A measure of an area: its parts, the months it is held, and the notes on them.

    ``first`` and ``last`` are ``None`` where only codes that reach beyond the area count it.
    """

    area: Area
    measure: str
    parts: Parts
    first: "pd.Timestamp | None"
    last: "pd.Timestamp | None"
    notes: tuple[Note, ...]

    @property
    def is_of_crossings(self) -> bool:
        """Return whether the crossings' own counts, and only they, make it up."""
        return self.parts.sources == (CBP,)

    @property
    def label_en(self) -> str:
        """Return the English name of what is counted, as its source uses it."""
        named = MEASURES[self.measure]
        return named.crossing_label_en if self.is_of_crossings else named.label_en

    @property
    def label_es(self) -> str:
        """Return the Spanish name of what is counted, as its source uses it."""
        named = MEASURES[self.measure]
        return named.crossing_label_es if self.is_of_crossings else named.label_es


def about_of(ledger: Ledger, area: Area, measure: str) -> About:
    """Return what belongs beside the figures of a measure of an area."""
    parts = parts_of(ledger, area, measure)
    months = area_months(ledger, area, measure)
    first, last = (months.dates[0], months.dates[-1]) if len(months) else (None, None)
    return About(
        area=area,
        measure=measure,
        parts=parts,
        first=first,
        last=last,
        notes=_notes(ledger, area, measure, parts, (first, last)),
    )


def notes_between(notes: tuple[Note, ...], first_year: int, last_year: int) -> tuple[Note, ...]:
    """Return the notes that touch any month of these years, both included."""
    import pandas as pd

    start, end = pd.Timestamp(first_year, 1, 1), pd.Timestamp(last_year, 12, 1)
    return tuple(note for note in notes if note.touches(start, end))


def marks_of(about: About) -> list[Mark]:
    """Return what a chart of a measure of an area marks, each year and kind once.

    In an area of several codes only what touched the whole border is marked.
    """
    is_single = about.area.kind in {"code", "port"}
    marks = dict.fromkeys(
        Mark(note.first.year, _last_year(note), note.kind)
        for note in about.notes
        if note.kind in _MARKED_KINDS and (is_single or note.is_general)
    )
    return list(marks)


def _last_year(note: Note) -> int:
    if note.last is None or note.kind in {"split", "break", "begins", "ends"}:
        return int(note.first.year)
    return int(note.last.year)


def _notes(
    ledger: Ledger,
    area: Area,
    measure: str,
    parts: Parts,
    ends: "tuple[pd.Timestamp | None, pd.Timestamp | None]",
) -> tuple[Note, ...]:
    series = {*parts.series, *(one.series for one in parts.beyond)}
    notes = [
        note
        for note in ledger.notes
        if note.is_about(measure)
        and _speaks_of(ledger, note, area, series)
        and (note.kind == "predecessor" or _is_within(note, ends))
    ]
    return tuple(sorted(notes, key=lambda note: (note.first, note.id)))


def _is_within(note: Note, ends: "tuple[pd.Timestamp | None, pd.Timestamp | None]") -> bool:
    first, last = ends
    return first is None or last is None or note.touches(first, last)


def _speaks_of(ledger: Ledger, note: Note, area: Area, series: set[Series]) -> bool:
    codes = {one.key for one in series if one.source == BTS}
    if note.is_general:
        return note.kind in EVENT_KINDS or bool(codes)
    ports = area.ports if area.kind != "border" else frozenset(ledger.ports)
    if note.kind == "predecessor":
        return area.kind == "port" and area.id in note.port_ids
    if note.kind in EVENT_KINDS:
        return not ports.isdisjoint(note.port_ids) or not codes.isdisjoint(note.port_codes)
    crossings = {port for one in series if one.source == CBP for port in ledger.crossings[one.key]}
    return not codes.isdisjoint(note.port_codes) or not crossings.isdisjoint(note.port_ids)
