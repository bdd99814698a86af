"""The sentences of a first page, made from the figures: what rose, what fell, where."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from geo.documents.report_tables import Report
from geo.documents.report_volumes import BACK_YEARS, ReportVolumes
from geo.volumes.about import About
from geo.volumes.areas import BORDER, Area, area_of
from geo.volumes.ledger import BTS, Series
from geo.volumes.like_for_like import Change, change_of
from geo.words.catalogue import words
from geo.words.messages import in_context, message
from geo.words.numbers import change as signed
from geo.words.numbers import distance, number, percent, rounded, within

__all__ = ["Headlines"]

_COUNTED: Final = {
    "trucks": in_context("counted", "trucks"),
    "rail_containers": in_context("counted", "rail containers"),
    "buses": in_context("counted", "buses"),
    "personal_vehicles": in_context("counted", "personal vehicles"),
    "pedestrians": in_context("counted", "pedestrians"),
}
_HIGHEST: Final = message("{measure} reached {value} in {year}, {percent} above {since}")
_ABOVE: Final = message("{measure} stood at {value} in {year}, {percent} above {since}")
_BELOW: Final = message("{measure} stood at {value} in {year}, {percent} below {since}")
_STILL_BELOW: Final = message("{measure} are still {percent} below")
_CARRIES: Final = message(
    "{place} carries {share} of all {measure} and {growth} of the growth since {since}."
)
_LOST: Final = message(
    "{place} lost the most {measure}: {value} fewer than in {since} ({percent}, like for like)."
)
_GAINED: Final = message(
    "{place} gained the most {measure}: {value} more than in {since} ({percent}, like for like)."
)
_LEVEL: Final = 1.0
_CLEAR: Final = 3.0
_MIN_COUNT: Final = 1_000
_MAX_MISSING: Final = 0.08
_LARGE_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True)
class _Move:
    about: About
    value: int
    change: Change
    weight: float
    is_highest: bool

    @property
    def percent(self) -> float:
        return self.change.percent or 0.0


class Headlines:
    """The sentences of one report, in its languages."""

    def __init__(self, report: Report, volumes: ReportVolumes) -> None:
        self._report = report
        self._volumes = volumes
        self._since = volumes.year - BACK_YEARS[0]

    def headlines(self) -> list[str]:
        """Return the message of the report per language: its largest rise and fall, or its size."""
        return [self._headline(lang) for lang in self._report.words.langs]

    def findings(self) -> list[list[str]]:
        """Return which places moved the figures, a sentence each, per language."""
        langs = self._report.words.langs
        said = {lang: self._findings(lang) for lang in langs}
        return [[said[lang][row] for lang in langs] for row in range(len(said[langs[0]]))]

    def _headline(self, lang: str) -> str:
        rises = [move for move in self._moves if move.percent >= _LEVEL]
        falls = [move for move in self._moves if move.percent <= -_LEVEL]
        if not rises and not falls:
            return self._size(lang)
        if not rises:
            text = self._clause(_BELOW, falls[0], lang)
        else:
            text = self._clause(_HIGHEST if rises[0].is_highest else _ABOVE, rises[0], lang)
            if falls:
                text += "; " + within(self._clause(_STILL_BELOW, falls[0], lang))
        if self._report.selection.is_whole or self._report.selection.port:
            return text
        return f"{self._report.place(lang)}: {within(text)}"

    def _size(self, lang: str) -> str:
        """Return how many ports of entry there are on how long a line."""
        rows = self._report.rows("boundary")
        km = distance(sum(row["length_km"] for row in rows), lang, 0)
        ports = len(self._report.selection.ports(self._report.border))
        if not ports:
            return words(lang).say(
                "{place}: no port of entry on {length} of boundary",
                place=self._report.place(lang), length=km,
            )  # fmt: skip
        return words(lang).plural(
            "{place}: {n} port of entry on {length} of boundary",
            "{place}: {n} ports of entry on {length} of boundary",
            ports, place=self._report.place(lang), length=km,
        )  # fmt: skip

    def _clause(self, text: str, move: _Move, lang: str) -> str:
        said = words(lang).say(
            text,
            measure=words(lang).say(_COUNTED[move.about.measure]),
            value=rounded(move.value, lang),
            year=self._volumes.year,
            percent=_share(abs(move.percent), lang),
            since=self._since,
        )
        return said[:1].upper() + said[1:]

    @cached_property
    def _moves(self) -> list[_Move]:
        """Return what can safely be said of the measures, the weightiest first."""
        ledger = self._volumes.area_volumes.ledger
        border = area_of(ledger, BORDER)
        moves = []
        for about in self._volumes.counted():
            year = self._volumes.area_volumes.in_year(about)
            change = self._volumes.area_volumes.change(about, self._since)
            whole = change_of(ledger, border, about.measure, self._since, self._volumes.year)
            if (
                year is None
                or year.value is None
                or year.value < _MIN_COUNT
                or change.percent is None
                or change.months < (1 - _MAX_MISSING) * change.months_possible
                or year.months < (1 - _MAX_MISSING) * year.expected
            ):
                continue
            totals = [one.value or 0 for one in self._volumes.area_volumes.years(about)]
            weight = abs(change.percent) * (change.after or 0) / (whole.after or 1)
            is_highest = year.value >= max(totals)
            moves.append(_Move(about, year.value, change, weight, is_highest))
        return sorted(moves, key=lambda move: -move.weight)

    def _findings(self, lang: str) -> list[str]:
        findings = []
        rises = [move for move in self._moves if move.percent >= _LEVEL][:1]
        falls = [move for move in self._moves if move.percent <= -_LEVEL][:1]
        for move in rises:
            findings += self._carrier(move, lang) or self._mover(move, lang, is_gain=True)
        for move in falls:
            findings += self._mover(move, lang, is_gain=False)
        return findings

    def _carrier(self, move: _Move, lang: str) -> list[str]:
        """Return which place carries a quarter or more of a measure that rises."""
        parts = self._parts(move.about)
        growth = (move.change.after or 0) - (move.change.before or 0)
        if len(parts) < 2 or growth <= 0:  # noqa: PLR2004
            return []
        name, change = max(parts, key=lambda part: part[1].after or 0)
        share = (change.after or 0) / (move.change.after or 1)
        more = (change.after or 0) - (change.before or 0)
        if share < _LARGE_SHARE or not 0 < more <= growth:
            return []
        text = words(lang).say(
            _CARRIES, place=name, share=_share(100 * share, lang),
            growth=_share(100 * more / growth, lang),
            measure=words(lang).say(_COUNTED[move.about.measure]), since=self._since,
        )  # fmt: skip
        return [text]

    def _mover(self, move: _Move, lang: str, *, is_gain: bool) -> list[str]:
        parts = self._parts(move.about)
        if len(parts) < 2:  # noqa: PLR2004
            return []
        sign = 1 if is_gain else -1
        place, change = max(
            parts, key=lambda part: sign * ((part[1].after or 0) - (part[1].before or 0))
        )
        more = sign * ((change.after or 0) - (change.before or 0))
        if more < _MIN_COUNT or change.percent is None:
            return []
        text = words(lang).say(
            _GAINED if is_gain else _LOST, place=place, value=number(more, lang),
            percent=_signed(change.percent, lang), since=self._since,
            measure=words(lang).say(_COUNTED[move.about.measure]),
        )  # fmt: skip
        return [text]

    def _parts(self, about: About) -> list[tuple[str, Change]]:
        """Return the places that make up a measure, with their changes where comparable."""
        ledger = self._volumes.area_volumes.ledger
        parts = []
        for series in about.parts.series:
            area = self._area(series)
            if area is None:
                continue
            change = change_of(ledger, area, about.measure, self._since, self._volumes.year)
            if change.percent is not None and change.before and change.before >= _MIN_COUNT:
                parts.append((self._name(series, area), change))
        return parts

    def _area(self, series: Series) -> Area | None:
        ledger = self._volumes.area_volumes.ledger
        if series.source == BTS:
            return area_of(ledger, series.key)
        ports = sorted(ledger.crossings[series.key])
        return area_of(ledger, ports[0]) if len(ports) == 1 else None

    def _name(self, series: Series, area: Area) -> str:
        if series.source == BTS:
            return self._volumes.area_volumes.ledger.code_names[series.key]
        ports = self._report.border.records("ports")
        row = ports.row(ports.position(area.id))
        return self._report.words.pick(row["short_name_en"], row["short_name_es"])


def _share(value: float, lang: str) -> str:
    return percent(value, lang, 0 if value >= _CLEAR else 1)


def _signed(value: float, lang: str) -> str:
    return signed(value, lang, 0 if abs(value) >= _CLEAR else 1)
