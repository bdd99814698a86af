"""The sources of what a page shows: numbered where they are first cited, listed at its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.data.dates import known_part
from geo.data.evidence import Statement, disagreements, source_rows, statement
from geo.data.frames import BorderFrames
from geo.layers import Column
from geo.words.catalogue import words
from geo.words.hours import hours_text
from geo.words.numbers import as_of, number, short_partial_day
from geo.words.opening_hours import hours_in_words
from geo.words.source_words import source_said
from geo.words.units import unit_symbol

__all__ = ["CitedSource", "References", "cell_text", "sources_of"]

_WEB: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source as a page names it: title, address if it has one, and since when it says so.

    ``number`` is its place in the list of the page, 0 where the page numbers none; ``published`` is
    what is known of that day; ``as_of`` is empty where the source says so on that day or on none.
    """

    number: int
    text: str
    address: str
    published: str
    as_of: str


class References:
    """The sources of a page, numbered in the order in which its facts are written."""

    def __init__(self, border: BorderFrames, lang: str) -> None:
        self._border = border
        self._lang = lang
        self._cited: dict[tuple[str, str], CitedSource] = {}
        self._others = {
            (dispute.layer.name, dispute.row, dispute.column.name): (dispute.column, dispute.others)
            for dispute in disagreements(border)
        }

    @property
    def listed(self) -> list[CitedSource]:
        """Return the sources cited so far, by number."""
        return list(self._cited.values())

    def cite(self, layer: str, row: str, *columns: str) -> list[CitedSource]:
        """Return the sources of cells of a row, by number."""
        return self._cite([(layer, row, column) for column in columns])

    def cite_rows(self, layer: str, rows: Iterable[str], column: str) -> list[CitedSource]:
        """Return the sources of one column in several rows, by number."""
        return self._cite([(layer, row, column) for row in rows])

    def others(self, layer: str, row: str, column: str) -> list[tuple[str, list[CitedSource]]]:
        """Return what other sources say of a cell, each in words and with its sources."""
        definition, statements = self._others.get((layer, row, column), (None, ()))
        return [
            (cell_text(definition, said, self._lang), self._numbered(said))
            for said in statements
            if definition is not None
        ]

    def rest(self, source_ids: Iterable[str]) -> list[CitedSource]:
        """Return those of some sources that are not cited yet, without numbers."""
        cited = {key for key, _ in self._cited}
        return sources_of(self._border, [key for key in source_ids if key not in cited], self._lang)

    def _cite(self, cells: Iterable[tuple[str, str, str]]) -> list[CitedSource]:
        cited: dict[int, CitedSource] = {}
        for cell in cells:
            said = statement(self._border, *cell)
            cited |= {one.number: one for one in (self._numbered(said) if said else ())}
        return [cited[number] for number in sorted(cited)]

    def _numbered(self, said: Statement) -> list[CitedSource]:
        """Return the sources of a statement; its date is theirs where there is one source."""
        rows = source_rows(self._border)
        held = [key for key in said.source_ids if key in rows]
        day = said.date if len(said.source_ids) == 1 else ""
        named = []
        for key in held:
            since = _since(rows[key], day)
            if (key, since) not in self._cited:
                number = len(self._cited) + 1
                self._cited[key, since] = _cited(rows[key], since, number, self._lang)
            named.append(self._cited[key, since])
        return named


def sources_of(border: BorderFrames, source_ids: Iterable[str], lang: str) -> list[CitedSource]:
    """Return sources as a page names them, without numbers; ids without a row are left out."""
    rows = source_rows(border)
    return [_cited(rows[key], "", 0, lang) for key in source_ids if key in rows]


def cell_text(column: Column, said: Statement, lang: str) -> str:
    """Return the value of a statement about a column as its reader reads it."""
    value = words(lang).pick({"value_en": said.value, "value_es": said.value_es}, "value")
    if column.kind == "boolean":
        return words(lang).code("answer", value)
    if "hours" in column.name:
        return hours_text(hours_in_words(value), lang)
    if column.kind in {"integer", "number"} and "year" not in column.name:
        return _measured(value, column.unit, lang)
    return value


def _measured(value: str, unit: str, lang: str) -> str:
    """Return a number with its unit and as many decimals as its source gives.

    What a source says in words, such as a range, stays as it says it.
    """
    try:
        figure = float(value)
    except ValueError:
        return value
    written = number(figure, lang, len(value.partition(".")[2]))
    return f"{written} {unit_symbol(unit)}" if unit else written


def _since(row: Mapping[str, Any], day: str) -> str:
    """Return the day for which a source says something, or nothing where that is its own day."""
    return "" if (known_part(row, "published") or "").startswith(day) else day


def _cited(row: Mapping[str, Any], since: str, number: int, lang: str) -> CitedSource:
    address = row["address"] or ""
    published = known_part(row, "published")
    return CitedSource(
        number=number,
        text=source_said(f"{row['publisher']}: {row['title']}", lang),
        address=address if address.startswith(_WEB) else "",
        published=short_partial_day(published, lang) if published else "",
        as_of=as_of(since, lang) if since else "",
    )
