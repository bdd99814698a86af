"""The tables and paragraphs of northbound crossings."""

from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from geo.documents.charts import Trend
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.layers.measures import MEASURES
from geo.volumes.about import About, marks_of
from geo.volumes.areas import BORDER, Area, area_of, pair_id
from geo.volumes.ledger import BTS, Ledger, Series, ledger_of
from geo.volumes.like_for_like import change_of
from geo.volumes.notes import Note
from geo.volumes.sentences import Sentences
from geo.volumes.summary import AreaVolumes, volumes_of
from geo.volumes.yearly import Year, years_of_series
from geo.words.catalogue import words
from geo.words.numbers import number

__all__ = ["BACK_YEARS", "ReportVolumes"]

BACK_YEARS: Final = (5, 10)
"""Documents compare their year with those that lie so many years before."""
CHANGED: Final = ("trucks", "personal_vehicles", "pedestrians")
_TABLE_YEARS: Final = 4


class ReportVolumes:
    """The crossings of a report's selection, in its words."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._words = words(report.words.lang)
        ledger = ledger_of(report.border)
        area = _area(ledger, report)
        self.area_volumes: AreaVolumes = volumes_of(ledger, area, report.selection.mode)

    @cached_property
    def _sentences(self) -> dict[str, Sentences]:
        langs = (*self._words.langs, self._report.words.lang)
        return {lang: Sentences(self._report.border, lang) for lang in dict.fromkeys(langs)}

    @property
    def year(self) -> int:
        """Return the year that all measures of all documents are compared by."""
        return self.area_volumes.year

    @property
    def lang(self) -> str:
        """Return the language of the report, or ``both``."""
        return self._report.words.lang

    def say(self, message_id: str, **values: object) -> str:
        """Return a message in the report's languages."""
        return self._words.say(message_id, **values)

    def label(self, about: About) -> str:
        """Return the name of a measure."""
        return self._words.pick(about, "label")

    def counted(self) -> list[About]:
        """Return the measures that the area itself has a figure of."""
        return [
            about
            for about in self.area_volumes.measures
            if self.area_volumes.in_year(about) is not None
        ]

    def latest(self) -> ReportTable:
        """Return the latest year by measure with the changes over five and ten years."""
        say = self._words.say
        rows = []
        for about in self.counted():
            year = self.area_volumes.in_year(about)
            if year is not None:
                rows.append((
                    self.label(about), year.value, self._months(year),
                    *(self._change(about, back) for back in BACK_YEARS),
                ))  # fmt: skip
        five, ten = (self.year - back for back in BACK_YEARS)
        columns = (
            ReportColumn(label=say("Measure"), width=2.6),
            ReportColumn(label=str(self.year), kind="integer", width=1.3),
            ReportColumn(label=say("Months counted"), kind="share", width=1.3),
            ReportColumn(label=say("Since {year}", year=five), kind="percent", width=1.8,
                         note="%", lang=self.lang),
            ReportColumn(label=say("Since {year}", year=ten), kind="percent", width=1.8,
                         note="%", lang=self.lang),
        )  # fmt: skip
        return ReportTable(
            key="latest", title=say("Crossings in {year} by measure", year=self.year),
            columns=columns, rows=rows, notes=self.method(),
        )  # fmt: skip

    def method(self) -> list[list[str]]:
        """Return how figures are made, a paragraph per language each."""
        paragraphs = self._words.paragraphs
        return [
            paragraphs(
                "Entries into the United States; these sources count northbound only. A month "
                "without a count is missing, never zero; a month of each port code or crossing "
                "counts apart. Changes are like for like: the same months of both years, code by "
                "code; El Paso and Ysleta are one, and a crossing opened in between counts as "
                "growth."
            )
        ]

    def remarks(self) -> list[list[str]]:
        """Return whose counts the figures are, what is missing, and what is compared."""
        measures = self.area_volumes.measures
        bases = {
            lang: [self._basis(about, lang) for about in measures] for lang in self._words.langs
        }
        is_one = len(measures) > 1 and all(len(set(texts)) == 1 for texts in bases.values())
        paragraphs = [[bases[lang][0] for lang in self._words.langs]] if is_one else []
        for index, about in enumerate(measures):
            texts = []
            for lang in self._words.langs:
                basis = [] if is_one else [bases[lang][index]]
                said = " ".join(filter(None, [*basis, *self._remarks(about, lang)]))
                texts += [f"{words(lang).pick(about, 'label')}: {said}"] if said else []
            paragraphs += [texts] if texts else []
        return [list(dict.fromkeys(texts)) for texts in paragraphs if any(texts)]

    def basis(self) -> list[list[str]]:
        """Return whose counts the first measure's figures are, a paragraph per language each."""
        return [
            [f"{words(lang).pick(about, 'label')}: {self._basis(about, lang)}"
             for lang in self._words.langs] for about in self.counted()[:1]
        ]  # fmt: skip

    def basis_of(self, heading: str) -> list[list[str]]:
        """Return how figures are made and whose counts those of a measure are, by its name."""
        labelled = [about for about in self.counted() if self.label(about) == heading]
        return [*self.method(), *([self._basis(about, lang) for lang in self._words.langs]
                                  for about in labelled)]  # fmt: skip

    def notes(self, back: int | None = None) -> ReportTable:
        """Return the notes on the counts of the compared years, or of ``back`` years, and after."""
        say = self._words.say
        rows = [self._note(note) for note in self.area_volumes.notes(back)]
        return ReportTable(
            key="volume_notes",
            title=say("Notes on the counts"),
            columns=(
                ReportColumn(label=say("Months"), width=1.2),
                ReportColumn(label=say("Place"), width=1.5),
                ReportColumn(label=say("Kind"), width=1.0),
                ReportColumn(label=say("Note"), width=5.0),
            ),
            rows=rows,
        )

    def _note(self, note: Note) -> tuple[str, ...]:
        each = self._words.each
        return (
            each(lambda lang: self._sentences[lang].span(note)),
            each(lambda lang: self._sentences[lang].place(note)),
            self._words.code("note_kind", note.kind),
            self._words.pick({"text_en": note.text_en, "text_es": note.text_es}, "text"),
        )

    def by_code(self) -> ReportTable:
        """Return the year per port code, the largest counts first; each says what it covers.

        Of the three measures of people and goods with the change since five years before.
        """
        return self._by_code

    @cached_property
    def _by_code(self) -> ReportTable:
        say = self._words.say
        rows = []
        for code, name in self.codes().items():
            cells: list[Any] = []
            for about in self.area_volumes.measures:
                year = self.area_volumes.of_series(about.measure, Series(BTS, code))
                cells.append(None if year is None else year.value)
                if about.measure in CHANGED:
                    cells.append(self._code_change(about.measure, code, year))
            rows.append((name, code, *cells))
        rows.sort(key=lambda row: ([-(cell or 0) for cell in row[2:3]], row[1]))
        columns = [
            ReportColumn(label=say("Port code"), width=2.3),
            ReportColumn(label=say("CBP code"), width=0.75),
        ]
        for about in self.area_volumes.measures:
            columns.append(ReportColumn(label=self.bts_label(about), kind="integer", width=1.35))
            if about.measure in CHANGED:
                since = say("against {year}", year=self.year - BACK_YEARS[0])
                columns.append(
                    ReportColumn(label=since, kind="percent", width=0.95, note="%", lang=self.lang)
                )
        return ReportTable(
            key="by_code", title=say("By port code, {year}", year=self.year),
            columns=tuple(columns), rows=rows,
        )  # fmt: skip

    def _code_change(self, measure: str, code: str, year: Year | None) -> float | None:
        if year is None or not year.value:
            return None
        area = area_of(self.area_volumes.ledger, code)
        moved = change_of(
            self.area_volumes.ledger, area, measure, self.year - BACK_YEARS[0], self.year
        )
        return moved.percent

    def years(self) -> ReportTable:
        """Return the last years of each measure, those with missing months said so."""
        abouts = self.counted()
        tables = {about.measure: {one.year: one for one in self.area_volumes.years(about)}
                  for about in abouts}  # fmt: skip
        known = sorted({year for years in tables.values() for year in years})[-_TABLE_YEARS:]
        rows = [
            (year, *(self._year_cell(tables[about.measure].get(year)) for about in abouts))
            for year in known
        ]
        return ReportTable(
            key="years",
            title=self._words.say("Northbound counts of the last years"),
            columns=(
                ReportColumn(label=self._words.say("Year"), kind="year", width=0.8),
                *(
                    ReportColumn(label=self.label(about), kind="integer", width=1.5)
                    for about in abouts
                ),
            ),
            rows=rows,
        )

    def trends(self) -> list[Trend]:
        """Return the years since the first for each measure that has any count."""
        trends = []
        for about in self.counted():
            years = self.area_volumes.years(about)
            if any(one.value for one in years):
                trends.append(
                    Trend(
                        heading=self.label(about),
                        years=tuple(one.year for one in years),
                        totals=tuple(one.value for one in years),
                        is_whole=tuple(one.is_full for one in years),
                        marks=tuple(
                            (mark.first_year, mark.last_year,
                             self._words.code("note_kind", mark.kind))
                            for mark in marks_of(about)
                        ),
                        compared=tuple(self.year - back for back in (*BACK_YEARS, 0)),
                    )
                )  # fmt: skip
        return trends

    def trend_title(self, first: int) -> str:
        """Return the heading of the trends."""
        return self._words.say("Trend since {year}", year=first)

    def year_label(self) -> str:
        """Return the heading of a column of years."""
        return self._words.say("Year")

    def partial_label(self) -> str:
        """Return the name of the points of years with missing months."""
        return self._words.say("Months are missing")

    def partial_note(self) -> str:
        """Return what those points and the gaps of a chart mean."""
        return self._words.say(
            "Points: months are missing from the count of that year. A gap is a year without a "
            "count."
        )

    def gap_note(self) -> str:
        """Return what an empty cell of a year means."""
        return self._words.say(
            "An empty cell is a year without a count, not a zero; the sheet of volumes says of how "
            "many months each year is made."
        )

    def sheet_rows(self) -> list[tuple[Any, ...]]:
        """Return (code, place, source, year, measure, value, months, expected) of each series.

        All port codes that count any of the selection, then the crossings that count for it where
        a code reaches beyond. Only the former add up to a whole.
        """
        rows: list[tuple[Any, ...]] = []
        for code, name in self.codes().items():
            for about in self.area_volumes.measures:
                label = self.bts_label(about)
                rows += self._rows_of(about, Series(BTS, code), (code, name, "BTS"), label)
        for about in self.area_volumes.measures:
            for series in about.parts.series:
                if series.source != BTS:
                    named = ("", self._sentence().named(series), "CBP")
                    label = self._words.pick(MEASURES[about.measure], "crossing_label")
                    rows += self._rows_of(about, series, named, label)
        return rows

    def _rows_of(
        self, about: About, series: Series, named: tuple[str, str, str], label: str
    ) -> list[tuple[Any, ...]]:
        years = years_of_series(self.area_volumes.ledger, about.measure, series)
        return [
            (*named, one.year, label, one.value, one.months, one.expected)
            for one in years
            if one.is_held
        ]

    def codes(self) -> dict[str, str]:
        """Return the port codes that count the area, with what else they cover."""
        ledger, area = self.area_volumes.ledger, self.area_volumes.area
        sentences = {}
        for code in sorted(ledger.code_names):
            members = ledger.members.get(code, frozenset())
            is_here = area.kind == "border" or not members.isdisjoint(area.ports)
            if is_here and self._counts_any(code):
                others = [] if area.kind == "border" else sorted(members - area.ports)
                sentences[code] = self._sentence().code_and_others(code, others)
        return sentences

    def _counts_any(self, code: str) -> bool:
        ledger = self.area_volumes.ledger
        return any(
            ledger.has(about.measure, Series(BTS, code)) for about in self.area_volumes.measures
        )

    def _basis(self, about: About, lang: str) -> str:
        say = self._sentences[lang]
        return f"{say.source(about)} {say.until(about)}" if about.parts.series else ""

    def _remarks(self, about: About, lang: str) -> list[str]:
        say = self._sentences[lang]
        texts = []
        if about.parts.series:
            texts += say.gaps(self.area_volumes.gaps(about))
            for back in BACK_YEARS:
                texts += say.basis(self.area_volumes.change(about, self.year - back))
            texts += self._newer(about, lang)
        for one in about.parts.beyond:
            year = self.area_volumes.of_series(about.measure, one.series)
            value = None if year is None or year.value is None else number(year.value, lang)
            texts.append(say.beyond_with(one, self.year, value))
        return texts

    def _newer(self, about: About, lang: str) -> list[str]:
        """Return the figures that are newer than the compared year, like for like."""
        last = about.last
        if last is None:
            return []
        texts = []
        is_in_table = self.area_volumes.area.kind == "port"
        for year in self.area_volumes.newer_years(about):
            if is_in_table and year.is_held:
                continue
            moved = self.area_volumes.change(about, year.year - 1, year.year)
            if moved.percent is not None:
                texts.append(self._sentences[lang].newer(year, moved, last))
        return texts

    def _months(self, year: Year) -> str:
        return f"{year.months:,}/{year.expected:,}"

    def _year_cell(self, year: Year | None) -> int | str | None:
        if year is None or year.value is None or year.is_full:
            return None if year is None else year.value
        return f"{year.value:,} ({self._months(year)})"

    def _change(self, about: About, back: int) -> float | str:
        moved = self.area_volumes.change(about, self.year - back)
        return moved.percent if moved.percent is not None else self._sentence().change(moved)

    def bts_label(self, about: About) -> str:
        """Return the name that BTS gives a measure."""
        return self._words.pick(MEASURES[about.measure], "label")

    def _sentence(self) -> Sentences:
        return self._sentences[self._report.words.lang]


def _area(ledger: Ledger, report: Report) -> Area:
    chosen = report.selection
    given = [word for word in (chosen.port, chosen.pair, chosen.state, chosen.region) if word]
    if not given:
        return area_of(ledger, BORDER)
    if len(given) == 1:
        (word,) = given
        if not chosen.ports(report.border):
            return Area("selection", chosen.slug, frozenset())
        return area_of(ledger, word if isinstance(word, str) else pair_id(*word))
    area = replace(chosen, mode=None)
    ids = report.border.records("ports").columns["id"]
    ports = frozenset(ids[row] for row in area.ports(report.border))
    return Area("selection", area.slug, ports)
