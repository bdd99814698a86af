"""What pages show of the crossings of an area: a chart a measure, the numbers, and what to know."""

from dataclasses import dataclass
from typing import Final

from geo.border import Border
from geo.data.frames import BorderFrames
from geo.layers.measures import MEASURES
from geo.volumes.about import About, about_of, marks_of
from geo.volumes.areas import area_of
from geo.volumes.ledger import BTS, ledger_of
from geo.volumes.notes import Note
from geo.volumes.parts import Beyond
from geo.volumes.sentences import Sentences
from geo.volumes.summary import AreaVolumes, volumes_of
from geo.volumes.yearly import Year, years_of, years_of_series
from geo.words.catalogue import words
from web.pages.chart import Chart, bar_chart
from web.pages.evidence import CitedSource, sources_of

__all__ = ["ChangeRow", "ShownNote", "ShownSeries", "Volumes", "area_volumes", "shown_note"]

_BACK: Final = (5, 10)
_OF_ONE: Final = ("code", "port")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSeries:
    """One chart: its label, whose figure it is if not the area's own, and its years.

    ``of`` is the id of the area or port code whose chart it is; empty for the count of a crossing
    that several ports share.
    """

    label: str
    measure: str
    of: str
    of_code: str
    source: str
    chart: Chart | None
    years: dict[int, Year]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A measure in the year that pages compare by, with its changes and what they compare."""

    label: str
    value: str
    changes: tuple[str, ...]
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """A note on the counts: its months, where it holds, its kind and its text."""

    months: str
    place: str
    kind: str
    text: str
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """The crossings of an area as a page shows them; ``since`` are the years compared with."""

    year: int
    since: tuple[int, ...]
    series: tuple[ShownSeries, ...]
    years: tuple[int, ...]
    changes: tuple[ChangeRow, ...]
    gaps: tuple[str, ...]
    notes: tuple[ShownNote, ...]
    kinds: dict[str, str]


def area_volumes(border: Border, of: str, lang: str) -> Volumes:
    """Return the crossings of an area (a word of ``geo.volumes.areas``) in a language."""
    known = border.derived(_known)
    if (of, lang) not in known:
        known[of, lang] = _area_volumes(border, of, lang)
    return known[of, lang]


def _known(_border: BorderFrames) -> dict[tuple[str, str], Volumes]:
    """Return what pages have shown so far, by area and language: there are some hundred areas."""
    return {}


def _area_volumes(border: Border, of: str, lang: str) -> Volumes:
    ledger = ledger_of(border)
    volumes = volumes_of(ledger, area_of(ledger, of))
    say = Sentences(border, lang)
    series = [
        *(_own(volumes, about, say, lang) for about in volumes.measures if about.parts.series),
        *(
            _beyond(volumes, about, one, (say, lang))
            for about in volumes.measures
            for one in about.parts.beyond
        ),
    ]
    return Volumes(
        year=volumes.year,
        since=tuple(volumes.year - back for back in _BACK),
        series=tuple(series),
        years=tuple(sorted({year for one in series for year in one.years}, reverse=True)),
        changes=tuple(_changes(volumes, say, lang)),
        gaps=tuple(
            f"{words(lang).pick(about, 'label')}: {text}"
            for about in volumes.measures
            for text in say.gaps(volumes.gaps(about))
        ),
        notes=tuple(shown_note(border, note, say) for note in _notes(volumes)),
        kinds=words(lang).codes("note_kind"),
    )


def _own(volumes: AreaVolumes, about: About, say: Sentences, lang: str) -> ShownSeries:
    years = years_of(volumes.ledger, volumes.area, about.measure)
    return ShownSeries(
        label=words(lang).pick(about, "label"),
        measure=about.measure,
        of=volumes.area.id,
        of_code="",
        source=f"{say.source(about)} {say.until(about)}",
        chart=bar_chart(years, marks_of(about)),
        years={year.year: year for year in years},
    )


def _beyond(
    volumes: AreaVolumes, about: About, one: Beyond, how: tuple[Sentences, str]
) -> ShownSeries:
    """Return a series that also counts other places: as what it is, not as the area's."""
    say, lang = how
    ledger, measure = volumes.ledger, about.measure
    years = years_of_series(ledger, measure, one.series)
    whole = None
    if one.series.source == BTS:
        whole = about_of(ledger, area_of(ledger, one.series.key), measure)
    label = "crossing_label" if whole is None else "label"
    return ShownSeries(
        label=words(lang).pick(MEASURES[measure], label),
        measure=measure,
        of="" if whole is None else whole.area.id,
        of_code=say.beyond(one),
        source="" if whole is None else f"{say.source(whole)} {say.until(whole)}",
        chart=bar_chart(years, () if whole is None else marks_of(whole)),
        years={year.year: year for year in years},
    )


def _changes(volumes: AreaVolumes, say: Sentences, lang: str) -> list[ChangeRow]:
    rows = []
    for about in volumes.measures:
        year = volumes.in_year(about)
        if year is None:
            continue
        changes = [volumes.change(about, volumes.year - back) for back in _BACK]
        newer = [
            say.newer(later, volumes.change(about, later.year - 1, later.year), about.last)
            for later in volumes.newer_years(about)
            if about.last is not None
        ]
        rows.append(
            ChangeRow(
                label=words(lang).pick(about, "label"),
                value=say.value(year),
                changes=tuple(say.change(change) for change in changes),
                basis=(*(text for change in changes for text in say.basis(change)), *newer),
            )
        )
    return rows


def _notes(volumes: AreaVolumes) -> list[Note]:
    """Return all notes on a single port or code, else those of the compared years."""
    if volumes.area.kind not in _OF_ONE:
        return volumes.notes()
    every = {note.id: note for about in volumes.measures for note in about.notes}
    return sorted(every.values(), key=lambda note: (note.first, note.id))


def shown_note(border: Border, note: Note, say: Sentences) -> ShownNote:
    """Return a note as a page shows it, in the language of the sentences."""
    lang = say.lang
    return ShownNote(
        months=say.span(note),
        place=say.place(note),
        kind=words(lang).code("note_kind", note.kind),
        text=words(lang).pick({"text_en": note.text_en, "text_es": note.text_es}, "text"),
        sources=tuple(sources_of(border, note.source_ids, lang)),
    )
