"""What stands beside the figures, in the reader's language: sources, gaps, comparisons."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from geo.data.frames import BorderFrames
from geo.volumes.about import About
from geo.volumes.gaps import Gap
from geo.volumes.ledger import BTS, CBP, Ledger, Series, ledger_of
from geo.volumes.like_for_like import Change
from geo.volumes.notes import Note
from geo.volumes.parts import Beyond
from geo.volumes.yearly import Year
from geo.words.catalogue import words
from geo.words.numbers import change as shown_change
from geo.words.numbers import listing, number, partial_day

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Sentences"]

_Names = Mapping[str, str]
_MAX_NAMES: Final = 2


class Sentences:
    """Sentences on the counts of one border in one language."""

    def __init__(self, border: BorderFrames, lang: str) -> None:
        self.lang = lang
        self._ledger: Ledger = ledger_of(border)
        self._words = words(lang)
        ports = border.records("ports").columns
        self._ports: _Names = dict(zip(ports["id"], self._words.column(ports, "name"), strict=True))

    def month(self, when: "pd.Timestamp") -> str:
        """Return a month in words: ``February 2025``."""
        return partial_day(f"{when:%Y-%m}", self.lang)

    def named(self, series: Series) -> str:
        """Return the name of a series: a port code with its name, or the ports of a crossing."""
        if series.source == BTS:
            return f"{self._ledger.code_names[series.key]} ({series.key})"
        ports = sorted(self._ledger.crossings[series.key])
        return listing([self._ports[port] for port in ports], self.lang, names=True)

    def source(self, about: About) -> str:
        """Return whose counts make up a figure."""
        codes = [one for one in about.parts.series if one.source == BTS]
        crossings = [one for one in about.parts.series if one.source == CBP]
        say = self._words.say
        if len(codes) == 1 and not crossings:
            return say("BTS counts of port code {code}.", code=self.named(codes[0]))
        if not codes and len(crossings) == 1:
            return say("CBP counts of this crossing, compiled by the University of North Texas.")
        texts = []
        if codes:
            texts.append(say("Sum of the counts of BTS at {n} port codes.", n=len(codes)))
        if crossings:
            texts.append(
                say(
                    "Crossings whose port code reaches further are taken from CBP's own counts, "
                    "compiled by the University of North Texas: {crossings}.",
                    crossings=self._list(crossings),
                )
            )
        return " ".join(texts)

    def until(self, about: About) -> str:
        """Return until when the data go; empty without any."""
        if about.last is None:
            return ""
        return self._words.say("Data to {month}.", month=self.month(about.last))

    def beyond(self, one: Beyond) -> str:
        """Return the name of a series that counts more than the area, with what else it covers."""
        others = listing([self._ports[port] for port in one.also_covers], self.lang, names=True)
        if one.series.source == BTS:
            return self._words.say(
                "port code {code}, which also covers {ports}",
                code=f"{one.series.key} {self._ledger.code_names[one.series.key]}",
                ports=others,
            )
        return self._words.say("a count that also covers {ports}", ports=others)

    def beyond_with(self, one: Beyond, year: int, value: str | None) -> str:
        """Return a series that counts more than the area, with what it counts in a year."""
        if value is None:
            return self._words.say("Not counted apart: {series}.", series=self.beyond(one))
        return self._words.say(
            "Not counted apart: {series}, has {value} in {year}.",
            series=self.beyond(one),
            value=value,
            year=year,
        )

    def span(self, note: Note) -> str:
        """Return the months of a note."""
        start = self.month(note.first)
        if note.last is None:
            return self._words.say("since {month}", month=start)
        return start if note.last == note.first else f"{start} – {self.month(note.last)}"

    def place(self, note: Note) -> str:
        """Return where a note holds: its ports, else its port codes, else the whole border."""
        if note.is_general:
            return self._words.say("The whole border")
        names = [self._ports[port] for port in note.port_ids if port in self._ports]
        if not names:
            names = [self.named(Series(BTS, code)) for code in note.port_codes]
        if len(names) > _MAX_NAMES:
            return self._words.say("{n} crossings", n=len(names))
        return listing(names, self.lang, names=True)

    def code_and_others(self, code: str, ports: Sequence[str]) -> str:
        """Return the name of a port code with the further ports that it covers."""
        name = self._ledger.code_names[code]
        if not ports:
            return name
        others = listing([self._ports[port] for port in ports], self.lang, names=True)
        return self._words.say("{name} (also covers {ports})", name=name, ports=others)

    def newer(self, year: Year, change: Change, last: "pd.Timestamp") -> str:
        """Return a later year, to ``last`` if not whole, with the change on the year before."""
        values = {
            "year": year.year,
            "value": self.value(year),
            "change": self.change(change),
            "since": change.since,
        }
        if year.is_held:
            return self._words.say("{year}: {value}, {change} on {since}.", **values)
        return self._words.say(
            "January to {month}: {value}; {change} on the same months of {since}.",
            month=self.month(last),
            **values,
        )

    def value(self, year: Year) -> str:
        """Return what was counted in a year, with the months if some are missing."""
        if year.value is None:
            return self._words.say("no count")
        shown = number(year.value, self.lang)
        if year.is_full or not year.is_held:
            return shown
        return f"{shown} ({self.counted(year.months, year.expected)})"

    def counted(self, months: int, expected: int) -> str:
        """Return of how many months a sum is made; a month of each code counts apart."""
        return self._words.say(
            "{counted} of {expected} months",
            counted=number(months, self.lang),
            expected=number(expected, self.lang),
        )

    def change(self, change: Change) -> str:
        """Return a change in per cent, or that there is nothing to compare and why."""
        if change.percent is not None:
            return shown_change(change.percent, self.lang)
        return self._words.say(
            "not comparable: {reason}",
            reason=self._words.code("not_comparable", change.reason or ""),
        )

    def basis(self, change: Change) -> list[str]:
        """Return what a change compares, where that is not simply all of both years."""
        say = self._words.say
        texts = []
        if change.percent is not None and change.months < change.months_possible:
            texts.append(
                say(
                    "{since} to {until}: {months} in both years.",
                    since=change.since,
                    until=change.until,
                    months=self.counted(change.months, change.months_possible),
                )
            )
        for series, sentence in (
            (change.opened, say("Growth by crossings opened since {year}: {names}.",
                               year=change.since, names=self._list(change.opened))),
            (change.ended, say("Left out of {year}, since the source no longer reports: {names}.",
                              year=change.since, names=self._list(change.ended))),
            (change.begun, say("Left out of {year}, since the source did not report before: "
                              "{names}.", year=change.until, names=self._list(change.begun))),
        ):  # fmt: skip
            texts += [sentence] if series and change.percent is not None else []
        return texts

    def gaps(self, gaps: Sequence[Gap]) -> list[str]:
        """Return the months that are missing, by month, with what CBP counted beside them."""
        texts = []
        for when, group in groupby(sorted(gaps, key=lambda gap: gap.month), lambda gap: gap.month):
            of_month = list(group)
            text = self._words.say(
                "No count for {month}: {names}.",
                month=self.month(when),
                names=self._list([gap.series for gap in of_month]),
            )
            beside = [
                f"{self.named(gap.series)} {number(gap.counted, self.lang)}"
                for gap in of_month
                if gap.counted is not None
            ]
            if beside:
                text += " " + self._words.say(
                    "CBP counted at the crossings, not added here: {counts}.",
                    counts="; ".join(beside),
                )
            texts.append(text)
        return texts

    def _list(self, series: Iterable[Series]) -> str:
        return listing([self.named(one) for one in series], self.lang, names=True)
